"""From the sheets of a registration list to a meeting, with notes on what was passed over."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tischrunde.errors import BadMeeting, Finding
from tischrunde.io.sheets.attendance import absent, hidden_rows
from tischrunde.io.sheets.cells import Sheet, finding_at
from tischrunde.io.sheets.choices import Choices
from tischrunde.io.sheets.details import Details, hosts_of
from tischrunde.io.sheets.headings import Key, bare_heading, language_of, squeezed
from tischrunde.io.sheets.layout import Listing, listing_in
from tischrunde.io.sheets.lengths import shortened
from tischrunde.io.sheets.loading import load
from tischrunde.io.sheets.names import spellings
from tischrunde.io.sheets.people import Entry, rows_of
from tischrunde.io.sheets.setup import Room, Setup, furnished, meeting_from_people, some_themes
from tischrunde.io.sheets.texts import is_yes, one_line, shown, typable
from tischrunde.io.sheets.topics import themes_in
from tischrunde.model import Meeting
from tischrunde.words import Options, Text, listed

__all__ = ["Registration", "meeting_from_sheets", "read_people"]

_THEMES: tuple[Key, ...] = ("wish", "must_visit", "avoid")
_FIELD_OF: tuple[tuple[Key, str], ...] = (("wish", "wishes"), ("must_visit", "must_visit"), ("avoid", "avoid"))
_COMPANY: tuple[Key, ...] = ("together", "apart")
_PERSON = re.compile(r"people/p(\d+)(?:/(\w+).*)?")


@dataclass(frozen=True)
class Registration:
    """A meeting read from a list of people.

    Attributes
    ----------
    notes : what was passed over or left out, and what was assumed: no mistakes, but worth knowing
    """

    meeting: Meeting
    notes: tuple[Text, ...] = ()


def read_people(path: str | Path, setup: Setup | None = None) -> Registration:
    """Return the meeting of the people listed in a spreadsheet or CSV file, at the tables of a setup.

    Raises
    ------
    BadMeeting
        With every problem: sheet, row, column, value, what is expected, and the nearest match.
    """
    return meeting_from_sheets(load(path), setup)


def meeting_from_sheets(sheets: Sequence[Sheet], setup: Setup | None = None) -> Registration:
    """Return the meeting in these sheets: our own workbook, or a list of people, who are ``p1``, ``p2``, ... in order.

    Raises
    ------
    BadMeeting
        With every problem: sheet, row, column, value, what is expected, and the nearest match.
    """
    from tischrunde.io.workbook import is_workbook, meeting_and_notes  # which builds on the cells of this package

    setup = setup or Setup()
    if is_workbook(sheets):
        if setup != Setup():
            raise BadMeeting([_says_it_itself()])
        return Registration(*meeting_and_notes(sheets))
    listing, overlong = shortened(listing_in(sheets, setup))
    if overlong:
        raise BadMeeting(overlong)
    rows = rows_of(listing)
    listing = replace(listing, sheet=rows.sheet)
    room = furnished(len(rows.entries), setup)
    reader = _Reader(listing, rows.entries, setup, room)
    people, rules = reader.people(), reader.rules()
    findings = [*listing.findings, *rows.findings, *absent(listing, rows.entries), *reader.findings()]
    if reader.possible_themes and setup.tables is None:
        room = furnished(len(rows.entries), replace(setup, themes=reader.possible_themes))
    if not rows.entries and not findings:
        findings = [_nobody(listing)]
    if findings or room.findings:
        raise BadMeeting([*sorted(findings, key=_in_order_of(listing.sheet)), *reader.setup_findings, *room.findings])
    if reader.setup_findings:
        raise BadMeeting(reader.setup_findings)
    language = setup.language or language_of(listing.headings)
    try:
        meeting = meeting_from_people(people, replace(setup, language=language), rules=rules)
    except BadMeeting as bad:
        raise BadMeeting([_in_cell(finding, listing, rows.entries) for finding in bad.findings]) from None
    return Registration(meeting, (*listing.notes, *rows.notes, *hidden_rows(listing.sheet, rows.entries)))


def _says_it_itself() -> Finding:
    message = Text("This workbook says itself which tables, rounds and themes there are.")
    return Finding("", message, Text("Leave out the options for lists of people, or change the workbook."))


def _nobody(listing: Listing) -> Finding:
    message = Text("There are headings, but nobody is listed below them.")
    return finding_at(listing.sheet, listing.heading_row, None, message, Text("Add a row for each person."))


def _in_cell(finding: Finding, listing: Listing, entries: Sequence[Entry]) -> Finding:
    """Return a finding about a person with the place of the cell it comes from."""
    match = _PERSON.fullmatch(finding.place)
    if match is None:
        return finding
    field: dict[str, Key] = {"hosts": "host", "wishes": "wish"}
    known = {key: columns[0] for key, columns in listing.columns.items() if columns}
    column = next((at for key, at in known.items() if key == field.get(match[2], match[2])), None)
    return finding_at(listing.sheet, entries[int(match[1]) - 1].row, column, finding.message, finding.hint)


def _in_order_of(sheet: Sheet) -> Any:
    """Return the sorting key of findings: by row, then column."""

    def key(finding: Finding) -> tuple[int, int, str]:
        cell = finding.place.rpartition("!")[2]
        column = cell.rstrip("0123456789")
        row = cell[len(column) :]
        return (int(row) if row else 0, len(column), column)

    return key


class _Reader:
    """Turns rows into people and rules as plain data."""

    def __init__(self, listing: Listing, entries: list[Entry], setup: Setup, room: Room) -> None:
        self._listing, self._entries, self._setup, self._room = listing, entries, setup, room
        typed_as_one = len(setup.themes) == 1 and "," in setup.themes[0]
        self.details = Details(listing, setup.rounds, no_theme_apart=typed_as_one)
        self.possible_themes: tuple[str, ...] = ()
        self.setup_findings: list[Finding] = []
        self._id_of = {entry.row: f"p{at}" for at, entry in enumerate(entries, 1)}
        titles = {theme["id"]: [theme["title"], theme["id"]] for theme in room.themes}
        self._themes = Choices(titles, numbered=True)
        self._names = Choices({self._id_of[entry.row]: spellings(entry.name) for entry in entries})

    def people(self) -> list[dict[str, Any]]:
        """Return the people, in the order of the list."""
        hosts = self._hosts()
        self._ask_for_themes()
        people = [self._person(entry, hosts.get(entry.row)) for entry in self._entries]
        self._ask_for_features()
        return people

    def findings(self) -> list[Finding]:
        """Return what is wrong in the cells, after noting themes that were typed as one."""
        if self.details.names_unknown_themes:
            title = shown(self._setup.themes[0])
            message = Text("{option} holds one theme only, “{title}”.", option=Options(themes=None), title=title)
            hint = Text("Separate themes with semicolons, as in {option}.", option=some_themes())
            self.setup_findings.append(Finding("--themes", message, hint))
        return self.details.findings

    def _person(self, entry: Entry, table: str | None) -> dict[str, Any]:
        person: dict[str, Any] = {"id": self._id_of[entry.row], "name": entry.name}
        sector = self._listing.column("sector")
        attributes = {name: text for name, at in self._listing.attributes.items() if (text := self._cell(entry, at))}
        rounds = self.details.rounds(entry)
        person |= {"organisation": entry.organisation} if entry.organisation else {}
        person |= {"sector": text} if sector is not None and (text := self._cell(entry, sector)) else {}
        person |= {"attributes": attributes} if attributes else {}
        person |= {"rounds": rounds} if rounds is not None else {}
        person |= {"hosts": table} if table is not None else {}
        if self._room.themes:
            for key, field in _FIELD_OF:
                chosen = self.details.chosen(entry, key, self._themes, Text("theme"))
                if key == "wish":
                    crossed = self.details.crossed(entry, self._listing.themes)
                    chosen = list(dict.fromkeys([*chosen, *(self._room.themes[at]["id"] for at in crossed)]))
                person |= {field: chosen} if chosen else {}
        needs = [need for _, need in self._needs(entry)]
        return person | ({"needs": list(dict.fromkeys(needs))} if needs else {})

    def _needs(self, entry: Entry) -> Iterator[tuple[int, str]]:
        """Yield column and word of each need, spelt as the tables offer it; a cross stands for the heading."""
        offered = {squeezed(name): name for name, _ in self._setup.features}
        for column, piece in self.details.words(entry, "needs"):
            need = bare_heading(self._listing.headings[column]) if is_yes(piece) else piece
            yield column, offered.get(squeezed(need), need)

    def _cell(self, entry: Entry, column: int) -> str:
        return one_line(self._listing.sheet.value(entry.row, column))

    def rules(self) -> list[dict[str, Any]]:
        """Return who sits together and who apart: a rule for each pair, told once however often it is written."""
        rules: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
        for entry in self._entries:
            for key in _COMPANY:
                for other in self.details.chosen(entry, key, self._names, Text("person")):
                    pair = [self._id_of[entry.row], other]
                    if pair[0] == other:
                        self._oneself(entry, key)
                    else:
                        rules.setdefault((key, frozenset(pair)), {"kind": key, "people": pair})
        return list(rules.values())

    def _oneself(self, entry: Entry, key: Key) -> None:
        column = entry.values[key][0][0]
        message = Text("“{name}” is named here as company of “{name}”.", name=shown(entry.name))
        self.details.wrong(entry, column, message, Text("Name somebody else, or leave the cell empty."))

    def _hosts(self) -> dict[int, str]:
        tables = {table["id"]: [table["id"]] for table in self._room.tables}
        by_theme: dict[str, list[str]] = {}
        for table in self._room.tables:
            by_theme.setdefault(table.get("theme", ""), []).append(table["id"])
        if self._is_seating() or not self._room.settled:
            return {}
        hosts = hosts_of(
            self.details,
            self._entries,
            tables=Choices(tables, numbered=True),
            themes=by_theme,
            titles=self._themes,
        )
        if self._setup.hosts:
            without = [table for table in tables if table not in hosts.values()]
            if without:
                message = Text("Nobody hosts {tables}.", tables=listed(without))
                hint = Text(
                    "Write the table in a column “Host” beside the person who stays there, or leave {option} out.",
                    option=Options(hosts=None),
                )
                self.setup_findings.append(Finding("--hosts", message, hint))
        return hosts

    def _is_seating(self) -> bool:
        """Note when so many people have a table in a column ``Tisch`` that it cannot be who hosts."""
        column = self._listing.column("host")
        if column is None or self._listing.headings[column].casefold() not in ("tisch", "table"):
            return False
        with_table = [entry for entry in self._entries if "host" in entry.values]
        if 2 * len(with_table) <= len(self._entries) or len(with_table) < 3:
            return False
        message = Text(
            "Column “{name}” names a table for {count} of {all} people. Are they all hosts, who stay there?",
            name=shown(self._listing.headings[column]),
            count=len(with_table),
            all=len(self._entries),
        )
        hint = Text(
            'Call the column “Host” if so; if not, leave it out with --ignore "{name}".',
            name=typable(self._listing.headings[column]),
        )
        self.details.about_columns.append(
            finding_at(self._listing.sheet, self._listing.heading_row, column, message, hint)
        )
        return True

    def _ask_for_themes(self) -> None:
        """Note that themes are named in the list and not known."""
        if self._room.themes:
            return
        if not any(self.details.words(entry, key) for entry in self._entries for key in _THEMES):
            return
        self.possible_themes = themes_in(self._listing, self._entries)
        column = next(at for key in _THEMES for at in self._listing.columns.get(key, ()))
        message = Text("The list names themes, but it is not said which themes there are.")
        hint = Text(
            'Add them, perhaps --themes "{themes}"; or leave the column out with --ignore "{name}".',
            themes=";".join(map(typable, self.possible_themes)),
            name=typable(self._listing.headings[column]),
        )
        self.details.about_columns.append(
            finding_at(self._listing.sheet, self._listing.heading_row, column, message, hint)
        )

    def _ask_for_features(self) -> None:
        """Note needs that no table is said to meet."""
        offered = {name for name, _ in self._setup.features}
        first: dict[str, tuple[Entry, int]] = {}
        count: Counter[str] = Counter()
        beside: dict[int, dict[str, None]] = {}
        for entry in self._entries:
            for column, need in self._needs(entry):
                first.setdefault(need, (entry, column))
                count[need] += 1
                beside.setdefault(column, {})[need] = None
        for need, (entry, column) in first.items():
            if need in offered:
                continue
            message = Text.many(
                "{count} person needs “{need}”, and no table is said to offer it.",
                "{count} people need “{need}”, and no table is said to offer it.",
                count[need],
                need=shown(need),
            )
            others = [other for other in beside[column] if other != need]
            self.details.wrong(entry, column, message, _without(self._listing.headings[column], need, others))


def _without(heading: str, need: str, others: list[str]) -> Text:
    """Return how a need is met, or left out without losing the others in its column."""
    name, bare = typable(heading), typable(need)
    if not others:
        return Text(
            'Say which tables do, as in --feature "{need}=1,2"; or leave the column out with --ignore "{name}".',
            need=bare,
            name=name,
        )
    return Text(
        'Say which tables do, as in --feature "{need}=1,2"; or leave this word out with --ignore "{name}={need}". '
        'Without the whole column (--ignore "{name}") these needs are lost as well: {others}.',
        need=bare,
        name=name,
        others=listed([f"“{shown(other)}”" for other in others], most=4),
    )
