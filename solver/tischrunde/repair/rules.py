"""Which rules of a meeting stay when people are gone and tables are closed, and in words which do not."""

from collections.abc import Sequence

from tischrunde.model import Apart, MeetAtMost, Meeting, Pin, Rule, Seating, ThemeVisits, Together
from tischrunde.repair.played import visited_in
from tischrunde.score import called
from tischrunde.words import Text, listed

__all__ = ["kept_rules"]


def kept_rules(meeting: Meeting, after: Meeting, seated: Seating, played: int) -> tuple[list[Rule], list[Text]]:
    """Return the rules of ``meeting`` that speak of ``after``, narrowed where needed, and a note for each change.

    Parameters
    ----------
    meeting
        The meeting before.
    after
        The meeting after, without rules.
    seated
        The plan of before.
    played
        How many rounds are over.
    """
    rules: list[Rule] = []
    notes: list[Text] = []
    for rule in meeting.rules:
        match rule:
            case Together() | Apart() | MeetAtMost():
                kept, note = _among(meeting, after, rule)
            case Pin():
                kept, note = _pin(meeting, after, rule, seated, played)
            case ThemeVisits():
                kept, note = _visits(after, rule, seated, played)
            case _:
                kept, note = rule, None
        rules += [] if kept is None else [kept]
        notes += [] if note is None else [note]
    return rules, notes + _about_must_visit(meeting, after)


def _among(meeting: Meeting, after: Meeting, rule: Together | Apart | MeetAtMost) -> tuple[Rule | None, Text | None]:
    """Return a rule about people for those of them who are there."""
    if rule.people is None or all(person in after.person_of for person in rule.people):
        return rule, None
    gone = listed(called(meeting, person) for person in rule.people if person not in after.person_of)
    left = tuple(person for person in dict.fromkeys(rule.people) if person in after.person_of)
    if len(left) < 2:
        return None, Text("The rule {rule} is dropped, as {gone} does not come.", rule=_said(meeting, rule), gone=gone)
    note = Text("The rule {rule} holds without {gone}.", rule=_said(meeting, rule), gone=gone)
    return rule.model_copy(update={"people": left}), note


def _said(meeting: Meeting, rule: Together | Apart | MeetAtMost) -> Text:
    people = listed(called(meeting, person) for person in rule.people or ())
    match rule:
        case Together():
            return Text("that {people} sit together", people=people)
        case Apart():
            return Text("that {people} sit apart", people=people)
        case MeetAtMost():
            return Text.many(
                "that {people} meet at most {count} time",
                "that {people} meet at most {count} times",
                rule.count,
                people=people,
            )


def _pin(meeting: Meeting, after: Meeting, rule: Pin, seated: Seating, played: int) -> tuple[Rule | None, Text | None]:
    """Return a pin that can still be kept."""
    person, table = called(meeting, rule.person), rule.table
    if rule.round <= played:
        if rule.person in seated[rule.round - 1].get(table, ()):
            return rule, None
        why = Text("round {round} was played otherwise", round=rule.round)
    elif rule.person not in after.person_of or rule.round not in after.attended[rule.person]:
        why = Text("this person is not there then")
    elif rule.round in after.table_of[table].closed_in and rule.round not in meeting.table_of[table].closed_in:
        why = Text("the table is closed then")
    else:
        return rule, None
    note = Text(
        "The rule that {person} sits at table {table} in round {round} is dropped: {why}.",
        person=person,
        table=table,
        round=rule.round,
        why=why,
    )
    return None, note


def _visits(after: Meeting, rule: ThemeVisits, seated: Seating, played: int) -> tuple[Rule, Text | None]:
    """Return how many themes everybody can still come to: the rule knows no exceptions for those who come late."""
    visited = visited_in(after, seated, played)
    rounds = min(
        (
            len(visited[person.id]) + sum(number > played for number in after.attended[person.id])
            for person in after.people
            if person.hosts is None and after.attended[person.id]
        ),
        default=after.n_rounds,
    )
    asked = len(set(after.theme_of.values())) if rule.all else rule.at_least
    if asked is None or asked <= rounds or asked > after.n_rounds:
        return rule, None
    note = Text.many(
        "Not everybody can come to {asked} themes any more: {count} theme is asked for now.",
        "Not everybody can come to {asked} themes any more: {count} themes are asked for now.",
        rounds,
        asked=asked,
    )
    return rule.model_copy(update={"all": False, "at_least": rounds}), note


def _about_must_visit(meeting: Meeting, after: Meeting) -> list[Text]:
    """Return whom no round is left for a theme that they must visit."""
    notes = []
    for person in after.people:
        before: Sequence[str] = meeting.person_of[person.id].must_visit if person.id in meeting.person_of else ()
        missed = [theme for theme in dict.fromkeys(before) if theme not in person.must_visit]
        if missed:
            note = Text(
                "{person} has no round left for {themes}, which was to be visited.",
                person=called(meeting, person.id),
                themes=listed(missed),
            )
            notes.append(note)
    return notes
