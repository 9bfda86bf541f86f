"""Find the list in a file: its sheet, the row of its headings, and what each column says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tischrunde.errors import BadMeeting, Finding
from tischrunde.io.sheets.cells import Sheet, Value, finding_at, letters
from tischrunde.io.sheets.choices import pieces
from tischrunde.io.sheets.headings import Heading, Key, headings_in, language_of, recognised, similar, squeezed, usual
from tischrunde.io.sheets.setup import EMAIL, Setup
from tischrunde.io.sheets.texts import as_text, cleaned, one_line, shown, typable
from tischrunde.model.problems import next_step, quoted
from tischrunde.words import Options, Text, listed

__all__ = ["MANY", "MOST_COLUMNS", "Listing", "listing_in"]

MOST_TITLE_ROWS = 50
"""How many rows are searched for headings."""

MOST_COLUMNS = 300
MOST_HEADING = 1_000

_ADDRESSES = frozenset({"email", "emailadresse", "emailadressen", "emailaddress", "mail", "mailadresse"})

_NAMES: frozenset[Key] = frozenset({"name", "reversed_name", "first_name", "last_name"})
MANY: frozenset[Key] = frozenset({"wish", "needs", "together", "apart", "avoid", "must_visit", "status", "declined"})
"""What may stand in several columns, and several things in a cell."""


@dataclass(frozen=True)
class Listing:
    """A list of people inside a sheet.

    Attributes
    ----------
    heading_row : the row of the headings, counted from 0
    headings : the heading of each column
    columns : for each thing known of people, its columns in order
    attributes : for each further attribute, its column
    themes : for each column headed by the title of a theme, which theme, counted from 0
    ignored : for each column, squeezed, the words in it that are to be passed over
    notes : what was passed over
    """

    sheet: Sheet
    heading_row: int
    headings: tuple[str, ...]
    columns: dict[Key, list[int]]
    attributes: dict[str, int]
    themes: dict[int, int]
    ignored: dict[int, set[str]] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def column(self, key: Key) -> int | None:
        """Return the first column that says this."""
        return next(iter(self.columns.get(key, ())), None)

    def leaves_out(self, column: int, word: str) -> bool:
        """Return whether a squeezed word in a column is to be passed over."""
        return word in self.ignored.get(column, ())

    @property
    def used(self) -> set[int]:
        """Return the columns that are read."""
        told = {column for columns in self.columns.values() for column in columns}
        return told | set(self.attributes.values()) | self.themes.keys()

    @property
    def rows(self) -> range:
        """Return the rows below the headings."""
        return range(self.heading_row + 1, len(self.sheet.rows))


def listing_in(sheets: Sequence[Sheet], setup: Setup) -> Listing:
    """Return the list of people in these sheets.

    Raises
    ------
    BadMeeting
        When there is none, or more than one and the setup does not say which.
    """
    if setup.sheet is not None:
        sheets = [_sheet_named(setup.sheet, sheets)]
    heading_rows = {at: row for at, sheet in enumerate(sheets) if (row := _heading_row(sheet)) is not None}
    shown_ones = [at for at in heading_rows if not sheets[at].hidden or setup.sheet is not None]
    with_people = [at for at in shown_ones if any(sheets[at].rows[heading_rows[at] + 1 :])]
    if len(with_people) > 1:
        names = [sheets[at].name for at in with_people]
        message = Text("{count} sheets look like lists of people: {names}.", count=len(names), names=_in_quotes(names))
        raise BadMeeting([Finding("", message, Text('Say which one, as in --sheet "{name}".', name=typable(names[0])))])
    if not shown_ones:
        raise BadMeeting([_no_headings(sheets)])
    chosen = (with_people or shown_ones)[0]
    if not with_people:
        raise BadMeeting([_nobody(sheets[chosen], heading_rows[chosen])])
    listing = _listing(sheets[chosen], heading_rows[chosen], setup)
    others = [sheet.name for at, sheet in enumerate(sheets) if at != chosen and any(sheet.rows)]
    if others:
        listing.notes.append(
            Text(
                "Read from sheet “{name}”; not read: {others}.",
                name=quoted(listing.sheet.name),
                others=_in_quotes(others),
            )
        )
    return listing


def _in_quotes(names: Sequence[str]) -> Text:
    return listed([Text("“{name}”", name=quoted(name)) for name in names])


def _sheet_named(name: str, sheets: Sequence[Sheet]) -> Sheet:
    for sheet in sheets:
        if sheet.name.casefold().strip() == name.casefold().strip():
            return sheet
    message = Text("There is no sheet “{name}”.", name=shown(name))
    raise BadMeeting([Finding("--sheet", message, next_step(name, [sheet.name for sheet in sheets if sheet.name]))])


def _heading_row(sheet: Sheet) -> int | None:
    """Return the row that holds the most headings, a name among them; the earliest of several."""
    best, chosen = (0, 0), None
    for at, row in enumerate(sheet.rows[:MOST_TITLE_ROWS]):
        known = [heading for heading in map(recognised, row[:MOST_COLUMNS]) if heading is not None]
        if not any(heading.key in _NAMES for heading in known):
            continue
        rank = (headings_in(row[:MOST_COLUMNS]), sum(value is not None for value in row))
        if rank > best:
            best, chosen = rank, at
    return chosen


def _no_headings(sheets: Sequence[Sheet]) -> Finding:
    message = Text("No column with the names of people was found.")
    first = next((sheet for sheet in sheets if any(sheet.rows)), None)
    if first is None:
        return Finding("", Text("The file is empty."), Text("Write something into it, or name another file."))
    row = next(at for at, cells in enumerate(first.rows) if cells)
    hint = Text("Write headings above the list, such as Name, or Vorname and Nachname; Organisation; Bereich.")
    return finding_at(first, row, None, message, hint)


def _nobody(sheet: Sheet, heading_row: int) -> Finding:
    message = Text("There are headings, but nobody is listed below them.")
    return finding_at(sheet, heading_row, None, message, Text("Add a row for each person."))


def _listing(sheet: Sheet, heading_row: int, setup: Setup) -> Listing:
    row = _spread_merged(sheet, heading_row)
    headings = tuple(one_line(as_text(value)[:MOST_HEADING]) for value in row[:MOST_COLUMNS])
    ignored = {squeezed(name) for name in setup.ignored}
    known = {
        at: heading
        for at, value in enumerate(row[:MOST_COLUMNS])
        if (heading := recognised(value)) is not None and squeezed(headings[at]) not in ignored
    }
    attributes, findings = _attributes(sheet, heading_row, headings, setup)
    columns, doubled = _sorted(known)
    if not _NAMES & columns.keys():
        raise BadMeeting([_no_headings([sheet])])
    doubled -= set(attributes.values())
    themes = {
        at: theme
        for at, heading in enumerate(headings)
        if at not in known and (theme := _theme_in(heading, setup.themes)) is not None
    }
    listing = Listing(sheet, heading_row, headings, columns, attributes, themes, findings=findings)
    listing.findings.extend(_ignore(listing, setup))
    listing.notes.extend(_notes(listing, doubled))
    return listing


def _theme_in(heading: str, titles: Sequence[str]) -> int | None:
    """Return which theme a heading names, by itself or in brackets as the forms of a survey do."""
    words = {squeezed(heading), squeezed(heading.rpartition("[")[2])}
    return next((at for at, title in enumerate(titles) if squeezed(title) in words), None)


def _spread_merged(sheet: Sheet, row: int) -> list[Value]:
    """Return the headings, with a heading of merged cells above each of its columns if it may stand there."""
    values: list[Value] = list(sheet.rows[row])
    for top, left, bottom, right in sheet.merged:
        if not top <= row <= bottom or left >= MOST_COLUMNS:
            continue
        value = sheet.rows[top][left] if left < len(sheet.rows[top]) else None
        heading = recognised(value)
        if heading is None or (right > left and heading.key not in MANY):
            continue
        right = min(right, MOST_COLUMNS)
        values += [None] * (right + 1 - len(values))
        values[left : right + 1] = [value if other is None else other for other in values[left : right + 1]]
    return values


def _sorted(known: dict[int, Heading]) -> tuple[dict[Key, list[int]], set[int]]:
    """Return the columns of each key, wishes in the order of their numbers, and those left over."""
    columns: dict[Key, list[int]] = {}
    for at, heading in sorted(known.items(), key=lambda item: (item[1].rank, item[0])):
        columns.setdefault(heading.key, []).append(at)
    left: set[int] = set()
    for key, places in columns.items():
        if key not in MANY:
            left.update(places[1:])
            del places[1:]
    _settle_names(columns, left)
    if "organisation" in columns and "place" in columns:
        left.update(columns.pop("place"))
    return columns, left


def _settle_names(columns: dict[Key, list[int]], left: set[int]) -> None:
    """Let ``Name`` beside ``Vorname`` be the last name, and pass over a whole name beside both parts."""
    if "first_name" in columns and "last_name" not in columns and "name" in columns:
        columns["last_name"] = columns.pop("name")
    for whole in ("name", "reversed_name"):
        if whole in columns and ("last_name" in columns or (whole == "reversed_name" and "name" in columns)):
            left.update(columns.pop(whole))
    for part in ("first_name", "last_name"):
        if part in columns and len(_NAMES & columns.keys()) == 1:
            columns["name"] = columns.pop(part)


def _attributes(
    sheet: Sheet, row: int, headings: tuple[str, ...], setup: Setup
) -> tuple[dict[str, int], list[Finding]]:
    found: dict[str, int] = {}
    findings = []
    at_words = {squeezed(heading): at for at, heading in reversed(list(enumerate(headings))) if heading}
    for name in setup.attributes:
        at = at_words.get(squeezed(name))
        if at is None:
            message = Text("There is no column “{name}”.", name=shown(name))
            hint = next_step(name, [heading for heading in headings if heading])
            findings.append(finding_at(sheet, row, None, message, hint))
        elif headings[at] not in ("organisation", "sector"):
            found[EMAIL if squeezed(name) in _ADDRESSES else headings[at]] = at
    return found, findings


def _ignore(listing: Listing, setup: Setup) -> Iterator[Finding]:
    """Note which words are to be passed over, as in ``Bedarf=vegetarisch``; yield what is not there."""
    at_words = {squeezed(heading): at for at, heading in reversed(list(enumerate(listing.headings))) if heading}
    for typed in setup.ignored:
        name, _, word = (typed, "", "") if squeezed(typed) in at_words else typed.partition("=")
        at = at_words.get(squeezed(name))
        if at is None:
            message = Text("There is no column “{name}”.", name=shown(name))
            yield Finding("--ignore", message, next_step(name, [heading for heading in listing.headings if heading]))
        elif word:
            listing.ignored.setdefault(at, set()).add(squeezed(word))
            cells = [cleaned(listing.sheet.value(row, at)) for row in listing.rows]
            held = {piece: squeezed(piece) for cell in cells for piece in pieces(cell)}
            if squeezed(word) not in {*held.values(), *map(squeezed, cells)}:
                message = Text("Nothing in column “{name}” says “{word}”.", name=shown(name), word=shown(word))
                yield Finding("--ignore", message, next_step(word, held))


def _notes(listing: Listing, doubled: set[int]) -> Iterator[Text]:
    sheet, row = listing.sheet, listing.heading_row
    titles = [at for at in range(row) if sheet.rows[at]]
    if titles:
        yield Text.many(
            "{count} row above the headings was passed over.",
            "{count} rows above the headings were passed over.",
            len(titles),
        )
    headings = listing.headings
    unread = [at for at, heading in enumerate(headings) if heading and at not in listing.used and at not in doubled]
    if unread:
        yield Text(
            "Columns that no rule needs were left out: {names}. "
            "If people are to be mixed by one, name it with {option}.",
            option=Options(attribute=None),
            names=listed([shown(headings[at]) for at in unread], most=20),
        )
        yield from _similar(listing, unread)
    if doubled:
        yield Text(
            "Columns that say what another column says already were left out: {names}.",
            names=listed([shown(headings[at]) for at in sorted(doubled)], most=20),
        )
    nameless = [at for at in range(_width(listing)) if (at >= len(headings) or not headings[at])]
    if nameless:
        yield Text(
            "Columns without a heading were left out: {names}.",
            names=listed([letters(at) for at in nameless], most=20),
        )


def _similar(listing: Listing, unread: list[int]) -> Iterator[Text]:
    """Yield how a column might be called that was left out, but is nearly known; not what another column says."""
    language = language_of(listing.headings)
    told = {*listing.columns, *(_NAMES if _NAMES & listing.columns.keys() else ()), "title", "status", "declined"}
    for at in unread:
        key = similar(listing.headings[at])
        if key is not None and key not in told and not (key == "place" and "organisation" in told):
            yield Text(
                "If “{heading}” is to be taken, write “{name}” above it.",
                heading=shown(listing.headings[at]),
                name=usual(key, language),
            )


def _width(listing: Listing) -> int:
    return min(MOST_COLUMNS, max((len(listing.sheet.rows[row]) for row in listing.rows), default=0))
