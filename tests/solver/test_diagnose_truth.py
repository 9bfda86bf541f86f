"""The diagnosis never errs, and the rules it names are enough: both against trying every plan of tiny meetings."""

from collections.abc import Collection

from hypothesis import HealthCheck, event, given, settings

from tests.naive import all_seatings
from tests.strategies import meetings
from tischrunde.diagnosis import diagnose
from tischrunde.model import Meeting, Person, Table, ThemeVisits

tiny = meetings(max_people=5, max_tables=3, max_rounds=2, max_rules=3)
longer = meetings(max_people=4, max_tables=3, max_rounds=3, max_rules=3)
themed = meetings(max_people=4, max_tables=3, max_rounds=3, max_rules=2, kinds=("theme_visits", "together", "pin"))
slowly = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def is_possible(meeting: Meeting) -> bool:
    return next(all_seatings(meeting), None) is not None


def with_rules_only(meeting: Meeting, kept: Collection[str]) -> Meeting:
    """Return the meeting without any limit but those kept. Attendance and the number of rounds stay."""
    rules = [rule for i, rule in enumerate(meeting.rules) if f"rules/{i}" in kept]
    once = "themes" in kept or any(isinstance(rule, ThemeVisits) and rule.at_most_once for rule in rules)
    if not once:
        rules.append(ThemeVisits(kind="theme_visits", at_most_once=False))

    def table(given: Table) -> Table:
        place = f"tables/{given.id}/"
        return given.model_copy(
            update={
                "seats": given.seats if place + "seats" in kept else len(meeting.people) + given.min_seats,
                "min_seats": given.min_seats if place + "min_seats" in kept else 0,
                "closed_in": given.closed_in if place + "closed_in" in kept else (),
            }
        )

    def person(given: Person) -> Person:
        place = f"people/{given.id}/"
        return given.model_copy(
            update={
                "hosts": given.hosts if place + "hosts" in kept else None,
                "needs": given.needs if place + "needs" in kept else (),
                "avoid": given.avoid if place + "avoid" in kept else (),
                "must_visit": given.must_visit if place + "must_visit" in kept else (),
            }
        )

    # A copy made by model_copy would keep what was worked out for the meeting as it was.
    return Meeting.model_validate(
        meeting.model_copy(
            update={
                "balance": meeting.balance if "balance" in kept else None,
                "tables": tuple(map(table, meeting.tables)),
                "people": tuple(map(person, meeting.people)),
                "rules": tuple(rules),
            }
        ).model_dump()
    )


@slowly
@given(tiny)
def test_a_meeting_with_a_plan_is_never_called_impossible(meeting: Meeting) -> None:
    reasons = diagnose(meeting)
    possible = is_possible(meeting)
    event("possible" if possible else "told why" if reasons else "not found out")
    assert not (reasons and possible), [str(reason.message) for reason in reasons]


@slowly
@given(longer)
def test_a_meeting_of_three_rounds_with_a_plan_is_never_called_impossible(meeting: Meeting) -> None:
    reasons = diagnose(meeting)
    assert not (reasons and is_possible(meeting)), [str(reason.message) for reason in reasons]


@slowly
@given(tiny)
def test_the_rules_that_a_reason_names_clash_without_any_other(meeting: Meeting) -> None:
    for reason in diagnose(meeting):
        assert not is_possible(with_rules_only(meeting, reason.rules)), (str(reason.message), reason.rules)


@slowly
@given(themed)
def test_the_rules_that_a_reason_on_themes_names_clash_without_any_other(meeting: Meeting) -> None:
    for reason in diagnose(meeting):
        event(reason.message.template[:60])
        assert not is_possible(with_rules_only(meeting, reason.rules)), (str(reason.message), reason.rules)


@slowly
@given(longer)
def test_every_reason_names_rules_and_can_be_said_in_both_languages(meeting: Meeting) -> None:
    for reason in diagnose(meeting):
        assert reason.rules
        assert all("{" not in reason.message.say(language) for language in ("en", "de"))
