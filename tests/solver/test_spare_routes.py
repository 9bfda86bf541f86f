"""Routes for people who come without having registered: free seats, rules about themes, as even as can be."""

from collections import Counter

from hypothesis import given, settings

from tests.solver.paper import meeting, plan, turning
from tests.strategies import PlainMeeting, plain_meetings
from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.spare import spare_routes
from tischrunde.model import Meeting, Plan


def people(count: int) -> tuple[str, ...]:
    return tuple(f"Person {number}" for number in range(count))


def test_there_is_a_card_for_every_tenth_person_and_three_at_least() -> None:
    assert len(spare_routes(Facts.of(*turning(people(8))))) == 3
    assert len(spare_routes(Facts.of(*turning(people(41), seats=20)))) == 5


def test_no_card_leads_to_a_full_table() -> None:
    crowd, seats = turning(people(9), seats=2)
    routes = spare_routes(Facts.of(crowd, seats))
    assert len(routes) == 1
    assert seats.rounds is not None
    assert all(len(seats.rounds[number].get(table, ())) == 1 for number, table in enumerate(routes[0]))


def test_without_a_free_seat_in_every_round_there_is_no_card() -> None:
    assert spare_routes(Facts.of(*turning(people(10), seats=2))) == []


def test_cards_keep_away_from_closed_tables_and_from_themes_seen() -> None:
    tables = [{"id": "T1", "theme": "wie", "seats": 5, "closed_in": [2]}, {"id": "T2", "theme": "was", "seats": 5}]
    seats = Plan(rounds=({"T1": ("p1", "p2"), "T2": ("p3", "p4")}, {"T2": ("p1", "p2", "p3")}))
    routes = spare_routes(Facts.of(meeting(tables=tables), seats))
    assert routes == [("T1", "T2"), ("T1", "T2")]


def test_a_theme_may_come_again_where_the_rule_is_lifted() -> None:
    tables = [{"id": "T1", "theme": "wie", "seats": 9, "closed_in": [2]}, {"id": "T2", "theme": "was", "seats": 3}]
    lifted = meeting(
        tables=tables, rules=[{"kind": "theme_visits", "at_most_once": False}], themes=meeting().plain()["themes"]
    )
    seats = Plan(rounds=({"T1": ("p1", "p2"), "T2": ("p3", "p4")}, {"T2": ("p1",)}))
    assert spare_routes(Facts.of(lifted, seats)) == [("T1", "T2"), ("T1", "T2")]


def test_cards_fill_the_smallest_tables_first() -> None:
    crowd, seats = turning(people(12))
    facts = Facts.of(crowd, seats)
    routes = spare_routes(facts)
    for number in crowd.round_numbers:
        sizes = Counter({table.id: len(facts.seated(number, table.id)) for table in crowd.tables})
        sizes.update(route[number - 1] for route in routes)
        assert max(sizes.values()) - min(sizes.values()) <= 1


def test_cards_meet_few_people_twice_when_they_can() -> None:
    crowd, seats = turning(people(20), n_rounds=2)
    facts = Facts.of(crowd, seats)
    first = spare_routes(facts)[0]
    met = [{person.id for person in facts.seated(number, table)} for number, table in enumerate(first, start=1)]
    assert not met[0] & met[1]


def test_the_same_plan_gives_the_same_cards() -> None:
    facts = Facts.of(*turning(people(30)))
    assert spare_routes(facts) == spare_routes(facts)


@settings(max_examples=60, deadline=None)
@given(plain=plain_meetings(max_people=6, max_tables=4, kinds=["theme_visits"]))
def test_cards_never_break_rules_about_seats_themes_and_closed_tables(plain: PlainMeeting) -> None:
    crowd = Meeting.model_validate(plain)
    nobody = Plan(rounds=tuple({} for _ in crowd.round_numbers))
    routes = spare_routes(Facts.of(crowd, nobody))
    for number in crowd.round_numbers:
        used = Counter(route[number - 1] for route in routes)
        assert all(number not in crowd.table_of[table].closed_in for table in used)
        assert all(count <= crowd.table_of[table].seats for table, count in used.items())
    if crowd.themes_at_most_once:
        for route in routes:
            assert len({crowd.theme_of[table] for table in route}) == len(route)


def test_a_plan_of_the_little_meeting_leaves_room_for_two() -> None:
    assert len(spare_routes(Facts.of(meeting(), plan()))) == 2
