"""Nothing is cut and nothing touches: names and routes keep to the room they have, whatever people typed."""

import io
import json
from typing import Any

import numpy as np
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from tests.solver.paper import DIFFICULT, turning
from tischrunde.documents.facts import Facts
from tischrunde.documents.pdf import pdf
from tischrunde.documents.pdf.labels import LABELS
from tischrunde.documents.pdf.parts.common import table_id, typed
from tischrunde.documents.pdf.printing import contents
from tischrunde.documents.pdf.typesetting import TEMPLATE, fonts
from tischrunde.model import Meeting, Plan

DOTS = 4
"""Dots per millimetre."""

THEME = "Wie kam es zur Entscheidung für einen Dialog in der Kommune, und wer war daran beteiligt?"


def pages(meeting: Meeting, plan: Plan, *, labels: str) -> list[Any]:
    """Return where there is ink on each page of name tags: bool, shape (dots down, dots across)."""
    document = contents(
        Facts.of(meeting, plan), parts=["name-tags"], labels=labels, address="https://example.org/seat/{id}"
    )
    drawn = typst.compile(
        TEMPLATE,
        font_paths=fonts(),
        sys_inputs={"document": json.dumps(document)},
        format="png",
        ppi=DOTS * 25.4,
    )
    return [
        imread(io.BytesIO(page))[:, :, :3].min(axis=2) < 0.9 for page in (drawn if isinstance(drawn, list) else [drawn])
    ]


@pytest.mark.parametrize("labels", ["l4785", "l4784", "l7418"])
@pytest.mark.parametrize("n_rounds", [1, 3, 6, 12])
def test_ink_stays_on_the_labels(labels: str, n_rounds: int) -> None:
    label = LABELS[labels]
    edge = 1.0
    for ink in pages(*turning(DIFFICULT, n_rounds=n_rounds, theme=THEME), labels=labels):
        assert ink.any()
        for row in range(label.rows):
            for column in range(label.columns):
                left, top = label.left + column * label.across + edge, label.top + row * label.down + edge
                right, bottom = left + label.width - 2 * edge, top + label.height - 2 * edge
                ink[round(top * DOTS) : round(bottom * DOTS), round(left * DOTS) : round(right * DOTS)] = False
        assert not np.argwhere(ink).tolist()


WORDS = {"round": "Runde", "time": "Zeit", "table": "Tisch", "theme": "Thema", "ask": "Bitte fragen."}


def asserted(source: str, room: Any) -> None:
    """Run a template's own assertions on what it is given."""
    opening = """
        #import "common.typ": faces, fitted
        #import "tags.typ": first-row, fitted-route, forms, shared-forms
        #let given = json(bytes(sys.inputs.given))
        #set text(font: faces, fallback: false, lang: "de", size: 11pt)
    """
    compiler = typst.Compiler(root=TEMPLATE.parent, font_paths=fonts(), sys_inputs={"given": json.dumps(room)})
    compiler.compile((opening + source).encode(), format="pdf")


def test_names_are_as_high_as_their_room_at_most_and_no_word_is_wider() -> None:
    asserted(
        """
        #context for (width, height) in ((50mm, 6mm), (72mm, 14mm), (90mm, 30mm)) {
          for name in given {
            let drawn = fitted(name, width, height, 30pt, weight: "bold")
            assert(measure(drawn.body).height <= height, message: name.text)
            assert(drawn.height == measure(drawn.body).height)
          }
        }
        """,
        [typed(name) for name in DIFFICULT],
    )


@pytest.mark.parametrize("n_rounds", [1, 3, 12, 40])
@pytest.mark.parametrize(
    ("theme", "table"),
    [
        (None, "T7"),
        ("Was kommt?", "Erdgeschoss, Raum Schiller, links vorn"),
        (THEME, "T7"),
        ("W" * 60, "T7"),
        ("حوار " * 9, "T7"),
        (THEME, "W" * 90),
    ],
)
def test_routes_are_as_high_and_wide_as_their_room_at_most(n_rounds: int, theme: str | None, table: str) -> None:
    stops = [
        {"round": str(number + 1), "time": "10:30", "table": table_id(table), "theme": typed(theme)}
        for number in range(n_rounds)
    ]
    asserted(
        """
        #context for width in (45mm, 72mm, 90mm) {
          for height in (12mm, 18mm, 25mm, 60mm) {
            let drawn = fitted-route(given.stops, given.words, width, height, 1)
            let measured = measure(width: width, drawn)
            assert(measured.height <= height + 0.01pt, message: repr((width, height, measured)))
            assert(measured.width <= width + 0.01pt, message: repr((width, height, measured)))
          }
        }
        """,
        {
            "stops": stops,
            "words": WORDS,
        },
    )


def test_the_routes_of_a_run_share_the_form_that_fits_them_all() -> None:
    stops = [{"round": str(n), "time": "10:30", "table": "T7", "theme": typed("Was kommt?")} for n in range(1, 5)]
    asserted(
        """
        #context {
          let room(height) = (stops: given.stops, width: 72mm, height: height)
          let (roomy, tight) = (room(30mm), room(12mm))
          assert(first-row(roomy, given.words, 1) < first-row(tight, given.words, 1))
          let alone = shared-forms((roomy, roomy), given.words, 1).first()
          assert(alone.len() == 1 and forms.at(first-row(roomy, given.words, 1)).contains(alone.first()))
          let together = shared-forms((roomy, tight), given.words, 1).first()
          assert(forms.at(first-row(tight, given.words, 1)).contains(together.first()))
        }
        """,
        {"stops": stops, "words": WORDS},
    )


def test_a_name_ends_its_line_at_a_space_rather_than_at_a_hyphen() -> None:
    asserted(
        """
        #context {
          let drawn = fitted(given, 60mm, 30mm, 16pt)
          let whole = measure(text(size: drawn.size, given.text.split(" ").last())).width
          assert(whole <= 60mm)
          assert(drawn.size < 16pt and drawn.size > 9pt)
        }
        """,
        typed("Eva Maria Sonnenschein-Breitenbacher"),
    )


@settings(max_examples=40, deadline=None)
@given(names=st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=4), theme=st.text(max_size=40))
def test_whatever_is_typed_can_be_printed(names: list[str], theme: str) -> None:
    crowd, seats = turning(tuple(names), n_rounds=2, n_tables=2, theme=theme)
    printed = pdf(crowd, seats, parts=["name-tags", "table-signs", "list-by-name", "list-by-table"])
    assert printed.startswith(b"%PDF-")
