"""Read the settings of a workbook: one in each row, what it is called on the left, its value beside it."""

from typing import Any

from tischrunde.io.workbook.attributes import ATTRIBUTE_NAME, MIXING, after
from tischrunde.io.workbook.columns import PEOPLE, SETTINGS, TABLES
from tischrunde.io.workbook.forms import Misread, folded, is_blank
from tischrunde.io.workbook.found import Found
from tischrunde.io.workbook.ledger import Ledger
from tischrunde.io.workbook.lines import Line, lines_of
from tischrunde.io.workbook.settings_table import MIXING_WEIGHT, SETTING_OF, Setting
from tischrunde.model.problems import next_step, quoted
from tischrunde.words import Text

__all__ = ["read_settings"]

FORMAT = "tischrunde/meeting/1"


def read_settings(found: dict[str, Found], ledger: Ledger) -> dict[str, Any]:
    """Return the settings as plain data of a meeting. Empty ones are left out: the usual holds."""
    _require_sheets(found, ledger)
    plain: dict[str, Any] = {"format": FORMAT}
    sheet = found.get(SETTINGS.key)
    if sheet is None:
        return plain
    reader = _Settings(plain, sheet, ledger)
    for line in lines_of(sheet, ledger):
        reader.take(line)
    reader.finish()
    return plain


def _require_sheets(found: dict[str, Found], ledger: Ledger) -> None:
    for form in (PEOPLE, TABLES, SETTINGS):
        if form.key not in found:
            message = Text(
                "The sheet “{english}” or “{german}” is missing.", english=form.titles.en, german=form.titles.de
            )
            ledger.missing_sheet(message, Text("Name a sheet so, or begin with “tischrunde template”."), (form.key,))


class _Settings:
    """Takes one row after the other."""

    def __init__(self, plain: dict[str, Any], found: Found, ledger: Ledger) -> None:
        self._plain = plain
        self._found = found
        self._ledger = ledger
        self._mixing: dict[str, int] = {}
        self._mixes = False
        self._row_of: dict[tuple[str, ...], int] = {}

    def take(self, line: Line) -> None:
        """Put the setting of a row to where it belongs."""
        if "setting" not in line.values:
            return
        label = str(self._found.sheet.value(line.at, self._found.column("setting") or 0))
        attribute = after(MIXING, label)
        setting = MIXING_WEIGHT if attribute else _setting(label)
        if setting is None:
            self._tell_unknown(line, label)
            return
        path = (*setting.path, ATTRIBUTE_NAME.read(attribute)) if attribute else setting.path
        self._ledger.keep(path, line.cell("value"))
        raw = self._value(line)
        if self._is_new(line, path, label) and not is_blank(raw):
            self._put(setting, path, raw, line)

    def finish(self) -> None:
        """Put the weights of mixing together, once all are known."""
        if self._mixes:
            self._plain.setdefault("weights", {})["mixing"] = self._mixing
        if "rounds" not in self._plain and ("rounds",) not in self._row_of:
            self._ledger.keep(("rounds",), (self._found.sheet, None, None))

    def _value(self, line: Line) -> Any:
        column = self._found.column("value")
        return None if column is None else self._found.sheet.value(line.at, column)

    def _is_new(self, line: Line, path: tuple[str, ...], label: str) -> bool:
        if path not in self._row_of:
            self._row_of[path] = line.at
            return True
        message = Text(
            "The setting “{name}” stands here again, first in row {row}.",
            name=quoted(label),
            row=self._row_of[path] + 1,
        )
        self._ledger.wrong(line.cell("setting"), message, Text("Remove one of the two."))
        return False

    def _put(self, setting: Setting, path: tuple[str, ...], raw: Any, line: Line) -> None:
        try:
            value = setting.form.read(raw)
        except Misread as wrong:
            self._ledger.wrong(line.cell("value"), wrong.message, wrong.hint, path=path)
            return
        if setting is MIXING_WEIGHT:
            self._mixes = True
            if value is not None:
                self._mixing[path[-1]] = value
        elif len(path) > 1:
            self._plain.setdefault(path[0], {})[path[1]] = value
        else:
            self._plain[path[0]] = value

    def _tell_unknown(self, line: Line, label: str) -> None:
        names = [setting.titles.say(self._found.language) for setting in SETTING_OF]
        message = Text("There is no setting “{name}”.", name=quoted(label))
        self._ledger.wrong(line.cell("setting"), message, next_step(label, names))


def _setting(label: str) -> Setting | None:
    for setting in SETTING_OF:
        if setting.titles.fits(label) or folded(label) == setting.path[-1]:
            return setting
    return None
