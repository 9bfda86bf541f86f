"""Who sits where, round by round, as tables that read well at 80 columns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text as Line

from tischrunde.documents.printable import printable
from tischrunde.model import Meeting, Round, Seating
from tischrunde.words import Text

__all__ = ["heading", "seats_of_round", "sizes_of_rounds"]


def heading(meeting: Meeting, number: int) -> Line:
    """Return the heading of a round: its number, label and time."""
    parts = [Text("Round {number}", number=number).say(meeting.language)]
    if not isinstance(meeting.rounds, int):
        sitting = meeting.rounds[number - 1]
        if sitting.label:
            parts.append(printable(sitting.label))
        parts.extend(time.say(meeting.language) for time in _time(sitting))
    return Line(" · ".join(parts), style="bold")


def seats_of_round(meeting: Meeting, rounds: Seating, number: int) -> Table:
    """Return a round as a table: each table with its theme and its people, hosts first."""
    language = meeting.language
    grid = Table(box=box.HORIZONTALS, show_lines=True, expand=True, pad_edge=False)
    grid.add_column(Text("Table").say(language), max_width=12, overflow="fold")
    if meeting.themes:
        grid.add_column(Text("Theme").say(language), ratio=2, overflow="fold")
    grid.add_column(Text("People").say(language), ratio=5)
    shown = _names(meeting)
    title_of = {theme.id: theme.title or theme.id for theme in meeting.themes}
    for table in meeting.open_tables(number):
        seated = rounds[number - 1].get(table.id, ())
        cells: list[RenderableType] = [Line(printable(table.id), style="bold")]
        if meeting.themes:
            cells.append(Line(printable(title_of[table.theme] if table.theme else "")))
        cells.append(Names([*_hosts_first(meeting, number, table.id, seated, shown)]))
        grid.add_row(*cells)
    return grid


def sizes_of_rounds(meeting: Meeting, rounds: Seating) -> Table:
    """Return how many people sit in each round, and how many at a table, for meetings too large for names."""
    language = meeting.language
    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for title in (Text("Round"), Text("People"), Text("Tables"), Text("At a table")):
        grid.add_column(title.say(language), justify="right")
    for number, seating in zip(meeting.round_numbers, rounds, strict=True):
        sizes = [len(seating.get(table.id, ())) for table in meeting.open_tables(number)]
        least, most = min(sizes, default=0), max(sizes, default=0)
        spread = str(least) if least == most else Text("{least} to {most}", least=least, most=most).say(language)
        grid.add_row(str(number), str(sum(sizes)), str(len(sizes)), spread)
    return grid


@dataclass(frozen=True)
class Names:
    """Names one after another, broken into lines only between names."""

    lines: Sequence[Line]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Line]:
        """Fill line after line."""
        filled = Line()
        for position, name in enumerate(self.lines):
            word = name if position == len(self.lines) - 1 else Line.assemble(name, ",")
            if filled and cell_len(filled.plain) + 1 + cell_len(word.plain) > options.max_width:
                yield filled
                filled = Line()
            filled = Line.assemble(filled, " ", word) if filled else word
        yield filled or Line("–")

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Ask for the longest name at least, and for all on one line at most."""
        lengths = [cell_len(name.plain) + 2 for name in self.lines] or [0]
        return Measurement(max(lengths), sum(lengths)).with_maximum(options.max_width)


def _time(sitting: Round) -> list[Text]:
    if sitting.start and sitting.minutes:
        hours, minutes = map(int, sitting.start.split(":"))
        end = (60 * hours + minutes + sitting.minutes) % (24 * 60)
        return [Text("{start} to {end}", start=sitting.start, end=f"{end // 60}:{end % 60:02}")]
    if sitting.start:
        return [Text("from {start}", start=sitting.start)]
    if sitting.minutes:
        return [Text.many("{count} minute", "{count} minutes", sitting.minutes)]
    return []


def _names(meeting: Meeting) -> Mapping[str, str]:
    """Return what each person is called: the name, with the id where two have the same, or the id alone."""
    bearers = Counter(person.name for person in meeting.people)
    return {
        person.id: printable(
            person.id
            if not person.name
            else person.name
            if bearers[person.name] == 1
            else f"{person.name} ({person.id})"
        )
        for person in meeting.people
    }


def _hosts_first(
    meeting: Meeting, number: int, table: str, seated: Sequence[str], shown: Mapping[str, str]
) -> Iterator[Line]:
    hosting = [p for p in seated if meeting.host_table(meeting.person_of[p], number) == table]
    for person in hosting:
        yield Line(Text("{name} (host)", name=shown[person]).say(meeting.language), style="bold")
    for person in seated:
        if person not in hosting:
            yield Line(shown[person])
