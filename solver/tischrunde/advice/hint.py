"""One line under a plan with reunions: another number of tables would have had none."""

from collections import Counter
from collections.abc import Iterator

from tischrunde.advice.possible import construction, tour
from tischrunde.advice.shape import Question, even
from tischrunde.model import Meeting, ThemeVisits
from tischrunde.report.shapes import told
from tischrunde.words import Text

__all__ = ["better_tables"]

SIZES = range(4, 9)
MOST_PEOPLE = 500


def better_tables(meeting: Meeting) -> Text | None:
    """Return with which other tables nobody of this meeting would meet twice, ``None`` when none is proved.

    Looked at are one table more or fewer, and all numbers of tables of 4 to 8 people, the nearest first, but those
    before all others that keep the themes as they are. Only what a construction proves at once is said, within some
    milliseconds; and nothing about meetings whose rules, absences, needs or history might stand in its way.
    """
    if not _is_plain(meeting):
        return None
    return next(_alternatives(meeting), None)


def _alternatives(meeting: Meeting) -> Iterator[Text]:
    n_people, n_tables = len(meeting.people), len(meeting.tables)
    near = {n_tables - 1, n_tables + 1}
    numbers = {n for n in range(1, n_people // 2 + 1) if n in near or _cosy(n_people, n)} - {n_tables}
    themes = len(meeting.themes) if meeting.themes_at_most_once else 0
    for number in sorted(numbers, key=lambda n: (bool(themes and n % themes), abs(n - n_tables), -n)):
        if even(n_people, number)[0] <= min(table.seats for table in meeting.tables):
            said = _said(meeting, number)
            if said is not None:
                yield said


def _cosy(people: int, tables: int) -> bool:
    sizes = even(people, tables)
    return sizes[0] in SIZES and sizes[-1] in SIZES


def _said(meeting: Meeting, tables: int) -> Text | None:
    """Return the sentence for another number of tables, when nobody would meet twice there."""
    once, hosted = meeting.themes_at_most_once, any(person.hosts for person in meeting.people)
    asked = Question(len(meeting.people), tables, hosts=hosted, themes=once)
    at_tables = told(asked.sizes)
    themes = len(meeting.themes) if once else 0
    if tables < themes:
        return None
    if themes and tables % themes == 0:
        per_theme = tables // themes
        if not tour(tables, meeting.n_rounds, asked.movers_at[0], per_theme=per_theme):
            return None
        if hosted:
            return Text(
                "With {tables}, {count} for each theme and a host at each, nobody would meet twice.",
                tables=at_tables,
                count=per_theme,
            )
        return Text(
            "With {tables}, {count} for each theme, nobody would meet twice.", tables=at_tables, count=per_theme
        )
    if construction(asked, meeting.n_rounds, quick=True) is None:
        return None
    if themes and hosted:
        return Text(
            "With {tables}, each with a host and a theme of its own, nobody would meet twice.", tables=at_tables
        )
    if themes:
        return Text("With {tables}, each with a theme of its own, nobody would meet twice.", tables=at_tables)
    if hosted:
        return Text("With {tables}, each with a host, nobody would meet twice.", tables=at_tables)
    return Text("With {tables} nobody would meet twice.", tables=at_tables)


def _is_plain(meeting: Meeting) -> bool:
    """Return whether nothing but numbers, themes and hosts decides who can meet."""
    tables = Counter(person.hosts for person in meeting.people if person.hosts is not None)
    themes = Counter(meeting.theme_of[table.id] for table in meeting.tables)
    return (
        4 <= len(meeting.people) <= MOST_PEOPLE
        and not meeting.history
        and all(_only_at_most_once(rule) for rule in meeting.rules)
        and not any(table.closed_in for table in meeting.tables)
        and not any(person.needs or person.avoid or person.must_visit for person in meeting.people)
        and all(len(rounds) == meeting.n_rounds for rounds in meeting.attended.values())
        and (not tables or (len(tables) == len(meeting.tables) and max(tables.values()) == 1))
        and len(set(themes.values())) == 1
    )


def _only_at_most_once(rule: object) -> bool:
    return isinstance(rule, ThemeVisits) and not rule.all and not rule.at_least
