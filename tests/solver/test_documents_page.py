"""The printable page: whole, self-contained, accessible, and in the language of the meeting."""

from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.solver.documented import SEATS, evening, facts, proven
from tests.solver.little_meetings import people, tables
from tischrunde.documents.fitting import fitted
from tischrunde.documents.page import is_page, page
from tischrunde.model import Meeting, Plan, Seating

VOID = {"meta", "br"}
TYPED = st.text(alphabet=st.sampled_from("<>&\"'{}%#=a;/\x01\u202e"), min_size=1, max_size=12)


class Whole(HTMLParser):
    """Reads a page, and fails where an element is not closed in its place."""

    def __init__(self, raw: bytes) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(raw.decode())
        self.close()
        assert self.opened == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def read(**changes: Any) -> Whole:
    return Whole(page(facts(evening(**changes))))


def test_the_page_names_its_language_and_speaks_it() -> None:
    english, german = read(), read(language="de")
    assert (english.all("html"), german.all("html")) == ([{"lang": "en"}], [{"lang": "de"}])
    assert "Round 1" in english.words
    assert "Runde 1" in german.words


def test_the_page_tells_routes_tables_and_figures() -> None:
    words = read().words
    for expected in ("Neighbours' evening", "T1 (host)", "Trees & gardens", "Anna Apfelbaum (host)", "18:30 to 18:55"):
        assert expected in words
    assert "not there" in words
    assert "nobody" in words


def test_the_page_says_what_is_proven() -> None:
    meeting = evening()
    words = Whole(page(fitted(meeting, proven(meeting, SEATS)))).words
    assert "Proven: no better plan is possible." in words
    assert "best possible" in words


def test_a_plan_that_breaks_rules_says_so() -> None:
    broken = Whole(page(facts(rounds=({"T1": ("bernd", "anna"), "T2": ("dilan",)}, SEATS[1]))))
    assert "1 rule is broken." in broken.words


def test_every_heading_of_a_table_has_its_scope_and_every_link_its_aim() -> None:
    whole = read()
    assert {cell.get("scope") for cell in whole.all("th")} == {"col", "row"}
    ids = [attributes["id"] for _, attributes in whole.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    aims = [str(link["href"]).removeprefix("#") for link in whole.all("a")]
    labels = [attributes["aria-labelledby"] for _, attributes in whole.tags if "aria-labelledby" in attributes]
    assert {*aims, *labels} <= set(ids)
    assert aims[0] == "content"


def test_landmarks_and_headings_lead_through_the_page() -> None:
    whole = read()
    assert [tag for tag, _ in whole.tags if tag in {"header", "nav", "main"}] == ["header", "nav", "main"]
    levels = [int(tag[1]) for tag, _ in whole.tags if tag in {"h1", "h2", "h3"}]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(lower - upper <= 1 for upper, lower in pairwise(levels))


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    whole = read()
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in whole.tags)
    assert not [a for _, a in whole.tags if any(name.startswith("on") or name == "src" for name in a)]
    assert b"url(" not in page(facts())


@given(name=TYPED, title=TYPED, theme=TYPED)
def test_nothing_that_was_typed_becomes_part_of_the_page_s_own_language(name: str, title: str, theme: str) -> None:
    plain = {
        "title": title,
        "rounds": 1,
        "themes": [{"id": "t", "title": theme}],
        "tables": [{"id": "T1", "seats": 1, "theme": "t"}],
        "people": [{"id": "p", "name": name, "organisation": theme}],
    }
    meeting = Meeting.model_validate(plain)
    whole = Whole(page(fitted(meeting, Plan(rounds=({"T1": ("p",)},)))))
    plain["people"], plain["title"], plain["themes"] = [{"id": "p", "organisation": "o"}], "x", [{"id": "t"}]
    usual = Whole(page(fitted(Meeting.model_validate(plain), Plan(rounds=({"T1": ("p",)},)))))
    assert whole.tags == usual.tags


def test_names_keep_their_own_direction_of_writing() -> None:
    raw = page(facts(evening(people=people(["anna", "bernd", "clara", "dilan"], anna={"name": "ليلى"})), OTHERS))
    assert "<bdi>ليلى</bdi>" in raw.decode()


OTHERS: Seating = (
    {"T1": ("bernd", "anna"), "T2": ("clara", "dilan")},
    {"T1": ("clara", "anna"), "T2": ("bernd", "dilan")},
)


def test_a_meeting_without_themes_organisations_or_times_has_a_page_without_them() -> None:
    bare = Meeting.model_validate({"language": "en", "rounds": 1, "tables": tables([2]), "people": people("ab")})
    words = Whole(page(facts(bare, ({"T1": ("a", "b")},)))).words
    assert "Organisation" not in words
    assert "Plan" in words


def test_our_own_page_is_known_as_such() -> None:
    assert is_page(page(facts()))
    assert not is_page(b"<!DOCTYPE html><title>tischrunde</title>")
