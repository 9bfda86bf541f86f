"""What is said beside a spreadsheet: the same words as the command line's options, as texts from a query or form."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tischrunde.errors import BadInput, Finding
from tischrunde.io.sheets import Setup
from tischrunde.words import Text, listed
from tischrunde_api.desk.limits import MeetingLimits

__all__ = ["OPTIONS", "Typed", "setup_of"]

Typed: TypeAlias = Mapping[str, Sequence[str]]
"""Option to what was given for it, in order."""

OPTIONS = (
    "tables",
    "rounds",
    "seats",
    "themes",
    "tables_per_theme",
    "hosts",
    "feature",
    "attribute",
    "ignore",
    "sheet",
    "title",
)
"""Every option of a list of people. ``feature``, ``attribute`` and ``ignore`` may be given several times."""

SEVERAL = ("feature", "attribute", "ignore")
TRUTH = {"true": True, "1": True, "false": False, "0": False}


def setup_of(typed: Typed, limits: MeetingLimits) -> Setup:
    """Return what the options say.

    Raises
    ------
    BadInput
        With every problem; its place is the option as on the command line, such as ``--tables-per-theme``.
    """
    options = _Options(typed)
    setup = Setup(
        tables=options.number("tables", most=limits.tables),
        rounds=options.number("rounds", most=limits.rounds),
        seats=options.number("seats", most=limits.people),
        themes=tuple(title for part in options.one("themes").split(";") if (title := " ".join(part.split()))),
        tables_per_theme=options.number("tables_per_theme", most=limits.tables),
        hosts=options.is_true("hosts"),
        features=tuple(options.feature(text) for text in options.several("feature")),
        attributes=options.several("attribute"),
        ignored=options.several("ignore"),
        sheet=options.one("sheet") or None,
        title=options.one("title"),
    )
    if options.findings:
        raise BadInput(options.findings)
    return setup


class _Options:
    """Takes options one by one, and remembers what is wrong."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self.findings: list[Finding] = []
        for name, given in typed.items():
            if name not in OPTIONS:
                self.findings.append(Finding("", Text("There is no such option for a list of people."), _possible()))
            elif len(given) > 1 and name not in SEVERAL:
                self._wrong(name, Text("This option is given twice."), Text("Give it once."))

    def one(self, name: str) -> str:
        return " ".join(next(iter(self._typed.get(name, ())), "").split())

    def several(self, name: str) -> tuple[str, ...]:
        return tuple(bare for text in self._typed.get(name, ()) if (bare := " ".join(text.split())))

    def number(self, name: str, *, most: int) -> int | None:
        text = self.one(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
            return int(text)
        self._wrong(name, Text("This is no whole number from 1 to {most}.", most=most), Text("Give one, such as 3."))
        return None

    def is_true(self, name: str) -> bool:
        text = self.one(name).lower() or "false"
        if text not in TRUTH:
            self._wrong(name, Text("This is neither true nor false."), Text("Write true, or leave the option out."))
        return TRUTH.get(text, False)

    def feature(self, text: str) -> tuple[str, tuple[int, ...]]:
        """Return what tables offer and which tables, of ``step-free=1,2``."""
        name, _, numbers = text.partition("=")
        bare = [number.strip().lstrip("Tt") for number in numbers.split(",")]
        if name.strip() and all(number.isascii() and number.isdigit() and len(number) < 6 for number in bare):
            return name.strip(), tuple(int(number) for number in bare)
        message = Text("This does not say what which tables offer.")
        self._wrong("feature", message, Text("Write it as in {example}.", example="step-free=1,2"))
        return "", ()

    def _wrong(self, name: str, message: Text, hint: Text) -> None:
        self.findings.append(Finding(f"--{name.replace('_', '-')}", message, hint))


def _possible() -> Text:
    return Text("Possible here: {names}.", names=listed(OPTIONS, most=len(OPTIONS)))
