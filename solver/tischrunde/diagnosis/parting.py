"""The pigeonhole of moving on: people at one table who may not meet again need as many other tables."""

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

from tischrunde.diagnosis.crowding import why_at_most
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.telling import Case
from tischrunde.model import MeetAtMost
from tischrunde.words import Text

__all__ = ["leaving"]


def leaving(facts: Facts, place: str, rule: MeetAtMost, scope: set[str]) -> Iterator[Case]:
    """Yield two rounds between which people who leave a table cannot all part.

    People at one table who may not meet again go to different tables in any other round; travellers who come to no
    theme twice even to tables of other themes. So a table holds at most as many of them as there are such tables,
    and all tables together must hold everybody who attends both rounds.
    """
    if rule.count != 1:
        return
    for here, there in combinations(facts.rounds, 2):
        both = [p for p in facts.present[here] if p in scope and there in facts.meeting.attended[p]]
        travellers = [person for person in both if facts.is_traveller(person)]
        for people, themed in ((both, False), (travellers, bool(facts.once))):
            for start, end in ((here, there), (there, here)):
                move = _Move(facts, start, end, people, themed)
                if move.room < len(people):
                    yield _case(facts, place, move)
                    return


class _Move:
    """People on their way from one round to another.

    Attributes
    ----------
    targets : for each table open at the start, how many tables its people may go to
    seats : for each of them, how many of the people can sit there before they go
    """

    def __init__(self, facts: Facts, start: int, end: int, people: Collection[str], themed: bool) -> None:
        self.start, self.end, self.people, self.themed = start, end, people, themed
        self.targets = _targets(facts, facts.open[start], facts.open[end], themed)
        movers = set(people)
        self.stay = {t: [p for p in facts.bonds(start).fixed_at(t) if p not in movers] for t in self.targets}
        self.seats = {t: facts.sizes(start).most([t]) - len(self.stay[t]) for t in self.targets}

    @property
    def room(self) -> int:
        """Return how many people can sit at all tables of the start when everybody has to part."""
        return sum(max(0, min(self.seats[table], targets)) for table, targets in self.targets.items())


def _targets(facts: Facts, start: Collection[str], end: Collection[str], themed: bool) -> dict[str, int]:
    theme_of = facts.meeting.theme_of
    same = Counter(theme_of[table] for table in end) if themed else Counter[str]()
    return {table: len(end) - same[theme_of[table]] for table in start}


def _case(facts: Facts, place: str, move: _Move) -> Case:
    rules = [place, *(facts.once if move.themed else ())]
    every = list(facts.meeting.table_of)
    by_tables_alone = sum(move.targets.values()) < len(move.people)
    if not by_tables_alone:
        for table, targets in move.targets.items():
            if move.seats[table] < targets:
                rules += why_at_most(facts, move.start, [table], facts.sizes(move.start).most([table]))
                rules += [p for person in move.stay[table] for p in facts.why(person, move.start, {table})]
    if not by_tables_alone or sum(_targets(facts, every, every, move.themed).values()) >= len(move.people):
        rules += [
            f"tables/{table.id}/closed_in"
            for table in facts.meeting.tables
            if move.start in table.closed_in or move.end in table.closed_in
        ]
    return Case(_message(facts, move, by_tables_alone), tuple(rules))


def _message(facts: Facts, move: _Move, by_tables_alone: bool) -> Text:
    tables = len(move.targets)
    most = set(move.targets.values())
    people = len(move.people)
    one_table_each = len(set(facts.meeting.theme_of.values())) == len(facts.meeting.tables)
    if by_tables_alone and len(most) == 1 and move.themed and one_table_each:
        return Text(
            "No pair may meet twice and nobody comes to a theme twice, so the people who leave a table all need "
            "different tables to go to. Each of the {tables} tables has only {others} others, so at most "
            "{room} people "
            "can travel, but {people} do. Set up at least {needed} tables, allow second meetings, or allow return "
            "visits.",
            tables=tables,
            others=most.pop(),
            room=move.room,
            people=people,
            needed=next(n for n in range(tables, people + 2) if n * (n - 1) >= people),
        )
    if by_tables_alone and not move.themed:
        return Text(
            "No pair may meet twice, so the people who leave a table all need different tables to go to. "
            "From round {start} to round {end} that works for at most {room} people, but {people} attend both. "
            "Set up more tables with fewer people at each, or allow second meetings.",
            start=move.start,
            end=move.end,
            room=move.room,
            people=people,
        )
    if not move.themed:
        return Text(
            "No pair may meet twice, so the people who leave a table all need different tables to go to. "
            "With the seats of round {start} and the tables of round {end} that works for at most {room} people, "
            "but {people} attend both. Set up more tables with fewer people at each, or allow second meetings.",
            start=move.start,
            end=move.end,
            room=move.room,
            people=people,
        )
    return Text(
        "No pair may meet twice and nobody comes to a theme twice, so the people who leave a table all "
        "need different "
        "tables of other themes to go to. From round {start} to round {end} that works for at most {room} people, "
        "but {people} people travel. Set up more tables with fewer people at each, or allow second meetings.",
        start=move.start,
        end=move.end,
        room=move.room,
        people=people,
    )
