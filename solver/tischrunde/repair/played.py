"""The rounds that are played: what is broken in them by now, and which rules it takes to let them be."""

from tischrunde.errors import Reason
from tischrunde.model import (
    Apart,
    Composition,
    Meeting,
    NoIsolates,
    OnePerTable,
    Pin,
    Rule,
    Seating,
    ThemeVisits,
    Together,
)
from tischrunde.score import violations
from tischrunde.words import Text, listed

__all__ = ["faults_in_played", "pinned", "visited_in", "without_faults"]


def visited_in(meeting: Meeting, seated: Seating, played: int) -> dict[str, frozenset[str]]:
    """Return for each person of the meeting the themes visited in the rounds that are played."""
    visited = {person.id: frozenset[str]() for person in meeting.people}
    for sitting in seated[:played]:
        for table, people in sitting.items():
            for person in people:
                if table in meeting.table_of and person in visited:
                    visited[person] |= {meeting.theme_of[table]}
    return visited


def faults_in_played(meeting: Meeting, seated: Seating, played: int) -> list[Reason]:
    """Return what the rounds that are played break, whatever the later ones will be."""
    if not played:
        return []
    people = [person.model_copy(update={"must_visit": ()}).model_dump() for person in meeting.people]
    rules = [_of_the_past(rule, played) for rule in meeting.rules]
    past = Meeting.model_validate(
        {**meeting.model_dump(), "people": people, "rules": [rule.model_dump() for rule in rules]}
    )
    return [reason for reason in violations(past, _known(meeting, seated)[:played]) if reason.rules != ("rounds",)]


def _of_the_past(rule: Rule, played: int) -> Rule:
    """Return a rule as far as rounds that are played can break it, in the same place."""
    if isinstance(rule, ThemeVisits):
        return rule.model_copy(update={"all": False, "at_least": None})
    if isinstance(rule, Pin) and rule.round > played:
        return ThemeVisits(kind="theme_visits")
    return rule


def _known(meeting: Meeting, seated: Seating) -> Seating:
    """Return seats without people who are no part of the meeting any more."""
    return tuple(
        {table: tuple(person for person in people if person in meeting.person_of) for table, people in sitting.items()}
        for sitting in seated
    )


def without_faults(meeting: Meeting, seated: Seating, played: int) -> tuple[Meeting, list[Text]]:
    """Return the meeting with rules that were broken in a round played held only in those to come, and a note each."""
    broken = {place for reason in faults_in_played(meeting, seated, played) for place in reason.rules}
    rules: list[Rule] = []
    notes: list[Text] = []
    for index, rule in enumerate(meeting.rules):
        if f"rules/{index}" not in broken or not isinstance(
            rule, Together | Apart | Composition | NoIsolates | OnePerTable
        ):
            rules.append(rule)
            continue
        to_come = tuple(n for n in meeting.round_numbers if n > played and (rule.rounds is None or n in rule.rounds))
        if to_come:
            rules.append(rule.model_copy(update={"rounds": to_come}))
        notes.append(
            Text(
                "{place} was broken in a round that is played; it holds in rounds {rounds}.",
                place=f"rules/{index}",
                rounds=listed(map(str, to_come)),
            )
            if to_come
            else Text("{place} was broken in a round that is played, and speaks of no other.", place=f"rules/{index}")
        )
    if not notes:
        return meeting, []
    plain = {**meeting.model_dump(), "rules": [rule.model_dump() for rule in rules]}
    return Meeting.model_validate(plain), notes


def pinned(meeting: Meeting, seated: Seating, played: int) -> Meeting:
    """Return the meeting in which everybody stays in rounds played where they were. Further rules follow its own."""
    pins = [
        Pin(kind="pin", person=person, table=table, round=number).model_dump()
        for number in range(1, played + 1)
        for table, people in seated[number - 1].items()
        for person in people
        if person in meeting.person_of
    ]
    plain = meeting.model_dump()
    return Meeting.model_validate({**plain, "rules": [*plain["rules"], *pins]})
