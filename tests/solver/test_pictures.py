"""Pictures show what is in the plan, in words too; nothing is cut or overlaps; colours are never needed."""

import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text as Words
from matplotlib.transforms import Bbox
from PIL import Image

from tests.solver.fake_solve import RUN, in_order, solved
from tests.solver.little_meetings import people, tables
from tischrunde import MaxIterations, generate, solve
from tischrunde.errors import BadInput
from tischrunde.model import Meeting, Plan
from tischrunde.pictures import Moment, Picture, convergence, matrix, mixing, network
from tischrunde.pictures.groups import LOOKS, attribute_for, groups_of, ink_on
from tischrunde.pictures.matrix import COLOURS
from tischrunde.pictures.paper import QUIET, spread_out
from tischrunde.pictures.wording import cut, percent, short_name
from tischrunde.result import Proof, planned
from tischrunde.score import judge
from tischrunde.words import Text

SVG = "{http://www.w3.org/2000/svg}"


def meeting(**given: Any) -> Meeting:
    return Meeting.model_validate({"language": "en", "rounds": 2, "title": "Café"} | given)


FOUR = meeting(
    people=people("abcd", a={"sector": "town", "name": "Anna"}, b={"sector": "town"}, c={"sector": "land"}),
    tables=tables([2, 2]),
)
TWICE = Plan(rounds=({"T1": ("a", "b"), "T2": ("c", "d")}, {"T1": ("a", "b"), "T2": ("c", "d")}))
CHANGED = Plan(rounds=({"T1": ("a", "b"), "T2": ("c", "d")}, {"T1": ("a", "c"), "T2": ("b", "d")}))
MOMENTS = (Moment(0.2, 0, None, 5), Moment(0.5, 100, 90, 5), Moment(1.0, 900, 40, 40))


def drawn(the_meeting: Meeting) -> list[Picture]:
    """Return all pictures of the plan in order, with a history."""
    plan = Plan(rounds=in_order(the_meeting))
    pictures = [draw(the_meeting, plan) for draw in (matrix, network, mixing)]
    return [*pictures, convergence(MOMENTS, title=the_meeting.title, language=the_meeting.language)]


def words_in(picture: Picture) -> dict[Words, Bbox]:
    """Return what is written in a picture, and where on the paper."""
    renderer = FigureCanvasAgg(picture.figure).get_renderer()  # type: ignore[no-untyped-call]
    picture.figure.draw(renderer)
    found = picture.figure.findobj(lambda artist: isinstance(artist, Words) and artist.get_visible())
    return {w: w.get_window_extent(renderer) for w in found if isinstance(w, Words) and w.get_text()}


def written(picture: Picture) -> list[str]:
    return [words.get_text() for words in words_in(picture)]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


CROWD = meeting(
    title="Ein langer Titel, der von der zweiten Hälfte der Besprechung des Beirats handelt und doch passt",
    rounds=[{"label": "Ankommen, Kennenlernen und Kaffee", "start": "9:30"}, {"start": "10:15"}],
    themes=[{"id": "t", "title": "Welche Zielgruppen wurden erreicht, und wie weiter?"}],
    tables=tables([4, 4, 4, 4], T1={"theme": "t"}, T3={"closed_in": [2]}),
    rules=[{"kind": "theme_visits", "at_most_once": False}],
    people=[
        {"id": f"p{i}", "name": f"Prof. Dr. Maximiliane von und zu Beispielhausen {i}", "sector": f"sector {i % 11}"}
        for i in range(12)
    ],
)


def test_the_words_of_the_matrix_count_who_meets_whom_and_how_often() -> None:
    assert matrix(FOUR, TWICE).text == (
        "4 people sit together in 2 rounds. 2 of 6 pairs share a table. 2 pairs meet more than once, in up to 2 "
        "rounds. Most often together: Anna (a) with b and c with d. Everybody meets 1 other. "
        "town, 2 people: of the pairs among them 100 % meet, of those with others 0 %. "
        "land, one person: of the pairs with others 33 % meet. "
        "sector not known, one person: of the pairs with others 33 % meet."
    )


def test_the_squares_of_the_matrix_say_in_how_many_rounds_two_people_meet() -> None:
    (image,) = matrix(FOUR, TWICE).figure.axes[0].images
    assert np.asarray(image.get_array()).tolist() == [[-1, 2, 0, 0], [2, -1, 0, 0], [0, 0, -1, 2], [0, 0, 2, -1]]


def test_the_words_of_the_network_say_what_falls_apart_and_how_near_people_are() -> None:
    assert "The net falls into 2 parts that never meet." in network(FOUR, TWICE).text
    assert "Everybody is at most 2 handshakes away from everybody." in network(FOUR, CHANGED).text
    assert "Nobody meets anybody twice." in network(FOUR, CHANGED).text


def test_the_words_of_the_mixing_count_the_pairs_of_one_sector() -> None:
    assert mixing(FOUR, CHANGED).text == (
        "2 tables with 2 people each. Pairs at a table with the same sector, over all rounds: 1. "
        "Round 1: 1 pair of the same, at most 1 at a table (T1). Round 2: no two of the same at any table."
    )


def test_the_words_of_the_mixing_say_how_few_pairs_are_possible_unless_that_is_none() -> None:
    alike = meeting(people=people("abcd", **{one: {"sector": "town"} for one in "abcd"}), tables=tables([2, 2]))
    terms = dict.fromkeys(judge(alike, in_order(alike)).terms, 0) | {"mixing.sector": 4}
    judged = planned(alike, in_order(alike), proof=Proof(terms, 12), run=RUN)
    assert "with the same sector, over all rounds: 4; fewer than 4 are not possible." in judged.plot_mixing().text
    assert "fewer than" not in solved(FOUR, better_by=1).plot_mixing().text


def test_the_mixing_has_a_square_with_a_letter_for_each_person_and_counts_beside() -> None:
    words = written(mixing(FOUR, CHANGED))
    assert [words.count(letter) for letter in "AB–"] == [4, 2, 2]
    assert [words.count("0"), words.count("1")] == [4, 2]  # four tables and two sums


def test_the_words_of_the_convergence_tell_first_and_best_plan_and_the_proof() -> None:
    assert convergence(MOMENTS, language="en").text == (
        "The first valid plan came after 500 ms and cost 90. The best one came after 1000 ms and costs 40. "
        "It was proven after 1000 ms that no plan costs less."
    )
    open_end = convergence([Moment(20.4, 1, 90, 5)], language="en").text
    assert open_end.endswith("After 20 s it is proven that no plan costs less than 5.")


def test_pictures_speak_the_language_of_the_meeting_unless_told_otherwise() -> None:
    german = FOUR.model_copy(update={"language": "de"})
    assert matrix(german, TWICE).language == "de"
    assert matrix(german, TWICE, language="en").text == matrix(FOUR, TWICE).text == matrix(german, TWICE).say("en")


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("case", [FOUR, CROWD, generate(people=47, tables=8, rounds=4, seed=2)], ids=["4", "12", "47"])
def test_nothing_is_cut_off_and_no_words_lie_on_one_another(case: Meeting, number: int) -> None:
    places = words_in(drawn(case)[number])
    paper = next(iter(places)).figure.bbox
    for words, box in places.items():
        assert paper.x0 <= box.x0 <= box.x1 <= paper.x1, words
        assert paper.y0 <= box.y0 <= box.y1 <= paper.y1, words
    x0, y0, x1, y1 = np.array([box.padded(-1).extents for box in places.values()]).T
    across = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    down = np.minimum(y1[:, None], y1) - np.maximum(y0[:, None], y0)
    names = [words.get_text() for words in places]
    assert [(names[i], names[j]) for i, j in np.argwhere((across > 0) & (down > 0)) if i < j] == []


def test_no_points_of_the_network_lie_on_one_another() -> None:
    picture = network(many := generate(people=300, tables=50, rounds=3, seed=1), Plan(rounds=in_order(many)))
    axes = picture.figure.axes[0]
    places = np.array([np.asarray(line.get_path().vertices)[0] for line in axes.lines], np.float64)
    sizes = [line.get_markersize() / 72 for line in axes.lines]
    assert len(places) == 300
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    assert apart[np.triu_indices(300, 1)].min() > 0.7 * min(sizes)


def test_letters_can_be_read_on_every_colour_and_greys_tell_as_much() -> None:
    assert all(contrast(colour, ink_on(colour)) >= 4.5 for colour, _ in LOOKS)
    assert len({shape for _, shape in LOOKS}) == len(LOOKS)
    assert contrast(QUIET, "#FFFFFF") >= 4.5
    assert all(contrast(one, other) >= 1.6 for one, other in pairwise(COLOURS))
    assert contrast(COLOURS[2], "#FFFFFF") >= 4.5, "numbers are written on it in white"


def test_names_are_shown_as_typed_and_ids_where_the_font_lacks_a_letter() -> None:
    names = ["$x^2$", "Đặng Thị Ví Dụ", "مثال النموذجي", "王伟", "Anna\u202eMuster", "\u200cJoin"]
    four = meeting(people=[{"id": f"p{i}", "name": n} for i, n in enumerate(names)], tables=tables([3, 3]), title="王")
    words = " | ".join(written(matrix(four, Plan(rounds=in_order(four)))))
    assert all(f"{name}  " in words for name in ("$x^2$", "Đặng Thị Ví Dụ", "مثال النموذجي", "p3", "p4"))
    assert "王" not in words


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    assert short_name(CROWD, "p7") == "Prof. Dr. Maxi…eispielhausen 7"
    assert all(len(short_name(CROWD, p.id, most=n)) <= n for p in CROWD.people for n in range(4, 60))


def test_names_are_left_out_where_nobody_could_read_them_and_that_is_said() -> None:
    many = meeting(people=people([f"person{i}" for i in range(61)]), tables=tables([31, 31]))
    for picture in (matrix(many, Plan(rounds=in_order(many))), network(many, Plan(rounds=in_order(many)))):
        words = written(picture)
        assert not any("person" in w for w in words)
        assert any("Names are left out" in w for w in words)


def test_people_who_never_come_are_in_no_picture() -> None:
    some = meeting(people=people("abcd", d={"rounds": []}), tables=tables([3]))
    plan = Plan(rounds=({"T1": ("a", "b", "c")},) * 2)
    assert "3 of 3 pairs" in matrix(some, plan).text
    assert not any("d" in w.split() for w in [*written(matrix(some, plan)), *written(network(some, plan))])


def test_groups_are_the_sectors_by_size_the_smallest_together_and_the_unknown_last() -> None:
    values = "aaabbcdefghij"
    many = meeting(
        people=[{"id": f"p{i}", "sector": v} for i, v in enumerate(values)] + [{"id": "x"}], tables=tables([14])
    )
    groups = groups_of(many, "sector")
    assert [g.letter for g in groups] == [*"ABCDEFG", "+", "–"]
    assert [len(g.people) for g in groups] == [3, 2, 1, 1, 1, 1, 1, 3, 1]
    assert [groups[0].label.say("en"), groups[-2].label.say("en")] == ["a", "3 others"]


def test_people_are_grouped_by_what_is_known_of_them() -> None:
    some = people("ab", a={"attributes": {"stage": "held"}})
    by_stage = meeting(people=some, tables=tables([2]), weights={"mixing": {"sector": 9, "stage": 1}})
    assert attribute_for(by_stage) == "stage"
    assert attribute_for(meeting(people=people("ab"), tables=tables([2]))) is None


def test_without_anything_to_mix_the_pictures_still_show_who_sits_where() -> None:
    plain = meeting(people=people("abcd"), tables=tables([2, 2]))
    assert "Nothing is known of these people" in mixing(plain, CHANGED).text
    assert all(picture.png() for picture in drawn(plain))


def test_a_picture_is_saved_with_its_words_in_every_format(tmp_path: Path) -> None:
    picture = matrix(FOUR.model_copy(update={"title": "<&>"}), TWICE)
    for suffix in (".png", ".svg", ".pdf"):
        picture.save(tmp_path / f"m{suffix}")
    with Image.open(tmp_path / "m.png") as image:
        assert image.info["Description"] == picture.text
        assert image.info["Title"] == "Who meets whom"
    root = ET.parse(tmp_path / "m.svg").getroot()  # noqa: S314
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert [title.text, words.text] == ["Who meets whom", picture.text]
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert root.get("role") == "img"
    assert b"Who meets whom" in (tmp_path / "m.pdf").read_bytes()


def test_equal_pictures_give_equal_files_whatever_the_settings_and_in_any_thread() -> None:
    import matplotlib

    before = [(p.png(), p.svg(), p.pdf()) for p in drawn(FOUR)]
    after: list[tuple[bytes, bytes, bytes]] = []
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "red", "text.color": "blue"}):
        settings = [matplotlib.rcParams[name] for name in ("font.size", "axes.facecolor", "svg.hashsalt")]
        worker = threading.Thread(target=lambda: after.extend((p.png(), p.svg(), p.pdf()) for p in drawn(FOUR)))
        worker.start()
        worker.join()
        assert settings == [20, "red", None]
        assert settings == [matplotlib.rcParams[name] for name in ("font.size", "axes.facecolor", "svg.hashsalt")]
    assert after == before


def test_pictures_need_no_pyplot_and_no_matplotlib_before_something_is_drawn() -> None:
    code = (
        "import sys; from tests.solver.test_pictures import *;"
        "from tischrunde.pictures import matrix;"
        "assert 'matplotlib.pyplot' not in sys.modules, 'imported';"
        "matrix(FOUR, TWICE).png(); assert 'matplotlib.pyplot' not in sys.modules, 'drawn'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    only_words = (
        "import sys; from tischrunde import read_meeting; from tischrunde.result import Result;"
        "sys.exit('matplotlib' in sys.modules or 'networkx' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", only_words], check=True)


def test_without_matplotlib_the_words_are_there_and_drawing_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tischrunde.pictures.picture.find_spec", lambda name: None)
    picture = matrix(FOUR, TWICE)
    assert picture.text
    with pytest.raises(BadInput, match=r'pip install "tischrunde\[plot\]"'):
        picture.png()


def test_pictures_that_cannot_be_drawn_say_why(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nobody is seated"):
        matrix(FOUR, Plan(rounds=None))
    with pytest.raises(BadInput, match="Nothing is known of how"):
        convergence([Moment(1.0, 1, None, 0)])
    with pytest.raises(BadInput, match=r"Use one of these endings: .png, .svg or .pdf"):
        matrix(FOUR, TWICE).save(tmp_path / "m.jpg")
    with pytest.raises(BadInput, match="does not exist"):
        matrix(FOUR, TWICE).save(tmp_path / "nowhere" / "m.png")


@pytest.mark.parametrize(("draw", "count"), [(matrix, 1001), (network, 500), (mixing, 604)])
def test_too_large_meetings_are_told_in_words_only(draw: Any, count: int) -> None:
    many = meeting(people=people([f"p{i}" for i in range(count)]), tables=tables([4] * 151 + [600]), balance=None)
    picture = draw(many, Plan(rounds=in_order(many)))
    assert picture.text
    assert "handshakes" not in picture.text, "too many to count them for everybody"
    with pytest.raises(BadInput, match="nothing could be made out"):
        picture.png()


def test_a_result_knows_how_it_was_found_and_ends_with_its_own_score() -> None:
    result = solve(generate(people=20, tables=4, rounds=5, seed=3, themes=0), stop=MaxIterations(400_000))
    moments = result.history
    assert result.score is not None
    assert (moments[-1].cost, moments[-1].bound) == (result.score.cost, result.score.bound)
    for before, after in pairwise(moments):
        assert before.seconds <= after.seconds
        assert before.iterations <= after.iterations
        assert before.bound <= after.bound
        assert before.cost is None or (after.cost is not None and after.cost <= before.cost)
    assert "history" not in result.plan.plain()
    for picture in (result.plot_matrix(), result.plot_network(), result.plot_mixing(), result.plot_convergence()):
        assert picture.png().startswith(b"\x89PNG")


def test_a_history_in_equal_solves_differs_in_seconds_only() -> None:
    the_meeting = generate(people=20, tables=4, rounds=5, seed=3, themes=0)
    one, other = (solve(the_meeting, stop=MaxIterations(400_000)) for _ in range(2))
    untimed = [[(m.iterations, m.cost, m.bound) for m in result.history] for result in (one, other)]
    assert untimed[0] == untimed[1]


@given(st.lists(st.floats(-100, 100), max_size=30), st.floats(0.1, 10))
def test_places_spread_out_keep_their_order_and_distance_and_stay_where_there_is_room(
    places: list[float], gap: float
) -> None:
    wanted = sorted(places)
    spread = spread_out(wanted, gap)
    assert all(after - before >= gap - 1e-6 for before, after in pairwise(spread))
    assert sum(spread) == pytest.approx(sum(wanted), abs=1e-6)
    assert spread_out(spread, gap) == pytest.approx(spread)


@given(st.integers(0, 300), st.integers(0, 300))
def test_shares_are_0_and_100_only_where_they_are_exact(part: int, more: int) -> None:
    whole = part + more
    share = int(percent(part, whole))
    assert (share == 100) == (part == whole > 0)
    assert (share == 0) == (part == 0)
    assert whole == 0 or abs(share - 100 * part / whole) <= 1


@given(st.text(), st.integers(2, 10))
def test_words_are_cut_to_their_room(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert cut(text, most) == text or cut(text, most).endswith("…")


def test_bytes_and_words_are_those_of_the_title() -> None:
    picture = Picture(
        "x", Text("Who meets whom"), (Text("One."), Text("Two.")), "en", lambda _: matrix(FOUR, TWICE).figure
    )
    assert picture.text == "One. Two."
    assert Image.open(BytesIO(picture.png())).info["Description"] == "One. Two."
