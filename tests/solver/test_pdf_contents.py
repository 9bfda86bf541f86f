"""What stands on paper, as data before it is set: routes, remarks, nobody's needs, both languages."""

import json
from typing import Any

import pytest

from tests.solver.paper import DIFFICULT, meeting, plan, turning
from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf.labels import DEFAULT, LABELS
from tischrunde.documents.pdf.notes import notes
from tischrunde.documents.pdf.printing import PARTS, Part, contents
from tischrunde.errors import BadInput
from tischrunde.model import Meeting, Plan


def part(name: Part, of: Meeting | None = None, seats: Plan | None = None, *, address: str | None = None) -> Any:
    facts = Facts.of(of or meeting(), seats or plan())
    return contents(facts, parts=[name], labels=DEFAULT, address=address)["parts"][0]


def bare(text: str) -> str:
    """Return ``text`` without the marks that keep directions apart."""
    return text.replace("\u2068", "").replace("\u2069", "")


def test_a_tag_tells_round_time_table_and_theme_of_the_rounds_attended() -> None:
    tags = {tag["name"]["text"]: tag for tag in part("name-tags")["tags"]}
    stops = [(stop["round"], stop["time"], stop["table"], stop["theme"]["text"]) for stop in tags["Cem Çiçek"]["stops"]]
    assert stops == [("1", "10:30", "T2", "Was kommt?"), ("2", "11:00", "T1", "Wie geht es?")]
    assert [stop["round"] for stop in tags["Dora Dattel"]["stops"]] == ["1"]


def test_somebody_who_never_comes_has_no_tag() -> None:
    assert "Emil Eiche" not in json.dumps(part("name-tags"), ensure_ascii=False)


def test_a_host_is_told_the_table() -> None:
    english = meeting(language="en")
    assert [tag["remark"] and bare(tag["remark"]) for tag in part("name-tags", english)["tags"]] == [
        "Table T1: host · Wie geht es?",
        None,
        None,
        None,
    ]


def test_who_hosts_in_every_round_has_no_route_beside_that() -> None:
    hosting, travelling, *_ = part("name-tags")["tags"]
    assert hosting["stops"] == []
    assert travelling["stops"]


def full(**changes: Any) -> tuple[Meeting, Plan]:
    plain = {"rounds": 1, "tables": [{"id": "T1", "seats": 2}], "people": [{"id": "a"}, {"id": "b"}]}
    return Meeting.model_validate(plain | changes), Plan(rounds=({"T1": ("a", "b")},))


def test_where_no_seats_are_left_there_are_no_spare_cards_and_it_is_told() -> None:
    facts = Facts.of(*full())
    kinds = [one["kind"] for one in contents(facts, parts=None, labels=DEFAULT, address=None)["parts"]]
    assert "spare-cards" not in kinds
    assert len(kinds) == len(PARTS) - 1
    assert "No seats are left" in str(notes(*full())[0].message)
    assert notes(*full(), parts=["name-tags"]) == ()
    with pytest.raises(BadInput, match="No seats are left"):
        contents(facts, parts=["spare-cards"], labels=DEFAULT, address=None)


def test_where_seats_are_left_nothing_is_told_of_spare_cards() -> None:
    of, seats = full(tables=[{"id": "T1", "seats": 3}])
    assert notes(of, seats) == ()
    assert part("spare-cards", of, seats)["tags"]


def test_an_address_that_phones_do_not_open_is_refused_with_the_right_one() -> None:
    with pytest.raises(BadInput, match=r"Write it as https://example\.org/\{id\}\."):
        part("name-tags", address="example.org/{id}")


def test_a_plan_that_goes_by_steps_is_told_in_one_breath() -> None:
    crowd, seats = turning(tuple(f"Person {number}" for number in range(10)))
    english = Meeting.model_validate({**crowd.plain(), "language": "en"})
    tags = part("name-tags", english, seats)["tags"]
    told = [(tag["remark"] and bare(tag["remark"]), [stop["table"] for stop in tag["stops"]]) for tag in tags]
    assert told[5] == ("Table T1, always +1", ["T1", "T2", "T3"])
    assert told[6] == ("Table T2, always +1", ["T2", "T3", "T4"])
    assert told[9] == (None, ["T5", "T1", "T2"])


def test_a_plan_that_goes_by_no_steps_is_not_told_so() -> None:
    crowd, seats = turning(tuple(f"Person {number}" for number in range(10)))
    assert seats.rounds is not None
    last = {**seats.rounds[2], "T3": seats.rounds[2]["T4"], "T4": seats.rounds[2]["T3"]}
    mixed = Plan(rounds=(*seats.rounds[:2], last))
    assert {tag["remark"] for tag in part("name-tags", crowd, mixed)["tags"]} == {None}


@pytest.mark.parametrize("language", ["de", "en"])
def test_needs_are_on_no_part(language: str) -> None:
    facts = Facts.of(meeting(language=language), plan())
    every = json.dumps(contents(facts, parts=PARTS, labels=DEFAULT, address=None))
    assert "Anna Apfel" in every
    assert "step-free" not in every
    assert "interpreter" not in every


def test_parts_are_said_in_the_language_of_the_meeting() -> None:
    assert part("name-tags", meeting(language="de"))["words"]["table"] == "Tisch"
    assert part("name-tags", meeting(language="en"))["words"]["table"] == "Table"


def test_an_address_takes_the_id_of_each_person() -> None:
    odd = meeting(
        people=[{"id": "ä b"}, {"id": "p2"}],
        rules=[],
    )
    seats = Plan(rounds=({"T1": ("ä b", "p2")}, {"T2": ("ä b", "p2")}))
    tags = part("name-tags", odd, seats, address="https://example.org/?who={id}")["tags"]
    assert "https://example.org/?who=%C3%A4%20b" in tags[0]["code"]["says"]
    assert tags[0]["code"]["picture"] != tags[1]["code"]["picture"]


def test_an_address_without_a_place_for_ids_is_the_same_for_all() -> None:
    tags = part("name-tags", address="https://example.org")["tags"]
    assert len({tag["code"]["picture"] for tag in tags}) == 1


def test_a_sign_tells_table_theme_host_and_when_it_is_closed() -> None:
    tables = [{"id": "T1", "theme": "wie", "seats": 3, "closed_in": [2]}, {"id": "Tisch 2", "theme": "was", "seats": 3}]
    people = [{"id": "p1", "name": "Anna Apfel", "hosts": "T1"}, {"id": "p2", "rounds": [1]}]
    english = meeting(language="en", tables=tables, people=people)
    seats = Plan(rounds=({"T1": ("p1",), "Tisch 2": ("p2",)}, {"Tisch 2": ("p1",)}))
    first, second = part("table-signs", english, seats)["signs"]
    assert (first["above"], first["table"], first["theme"]["text"]) == ("Table", "T1", "Wie geht es?")
    assert (bare(first["hosts"]), first["closed"]) == ("Host: Anna Apfel", "Closed in round 2")
    assert (second["above"], second["table"], second["closed"]) == ("", "Tisch 2", None)


def test_the_list_by_name_has_everybody_with_a_dash_for_absence() -> None:
    people = {person["name"]["text"]: person["tables"] for person in part("list-by-name")["people"]}
    assert people["Cem Çiçek"] == ["T2", "T1"]
    assert people["Dora Dattel"] == ["T2", "–"]
    assert people["Emil Eiche"] == ["–", "–"]


def test_a_long_route_is_one_column_of_the_list_by_name() -> None:
    crowd, seats = turning(("Anna", "Bernd"), n_rounds=30)
    listed = part("list-by-name", crowd, seats)
    assert listed["rounds"] == []
    assert [bare(one)[:14] for one in listed["people"][0]["tables"]] == ["1: T1 · 2: T2 "]


def test_the_list_by_table_has_hosts_first() -> None:
    tables = part("list-by-table", meeting(language="en"))["tables"]
    assert [bare(one) for one in tables[0]["rounds"][1]["people"]] == ["Anna Apfel (host)", "Cem Çiçek"]


def test_names_keep_their_direction_within_a_sentence() -> None:
    crowd, seats = turning(("محمد", "Anna"), n_tables=1, n_rounds=1)
    assert part("list-by-table", crowd, seats)["tables"][0]["rounds"][0]["people"][1] == "\u2068محمد\u2069"


def test_what_looks_like_markup_reaches_the_page_as_it_is() -> None:
    crowd, seats = turning(DIFFICULT)
    assert DIFFICULT[-1] in {tag["name"]["text"] for tag in part("name-tags", crowd, seats)["tags"]}


def test_the_summary_sets_what_was_reached_beside_what_is_possible_and_names_nobody() -> None:
    told = part("summary", meeting(language="en"))
    assert told["scope"] == "5 people, 2 tables, 2 themes, 2 rounds."
    assert told["rows"][0]["figure"] == "Reunions: two people meet again"
    assert told["rows"][0]["here"] == "0"
    assert "Anna" not in json.dumps(told)


@pytest.mark.parametrize("name", LABELS)
def test_label_formats_fit_on_the_sheet(name: str) -> None:
    label = LABELS[name]
    assert label.left + (label.columns - 1) * label.across + label.width <= 210
    assert label.top + (label.rows - 1) * label.down + label.height <= 297.01
    assert label.across >= label.width
    assert label.down >= label.height
