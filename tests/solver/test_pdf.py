"""The printed documents as PDF: tagged, named, in their language, with fonts and alternatives, the same each time."""

import io
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pytest

from tests.solver.paper import meeting, plan, turning
from tischrunde.documents.pdf import PARTS, Part, pdf
from tischrunde.errors import BadInput, BadPlan
from tischrunde.model import Plan
from tischrunde.words import Language

ADDRESS = "https://example.org/{id}"


def opened(printed: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed))


def elements(document: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every element of the structure tree, in reading order."""

    def below(element: Any) -> Iterator[Any]:
        if isinstance(element, pikepdf.Array):
            for one in element:
                yield from below(one)
        elif isinstance(element, pikepdf.Dictionary):
            if "/S" in element:
                yield element
            yield from below(element.get("/K"))

    yield from below(document.Root.StructTreeRoot)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_a_tagged_pdf_with_title_and_language(part: Part) -> None:
    document = opened(pdf(meeting(), plan(), parts=[part]))
    root = document.Root
    assert root.MarkInfo.Marked
    assert root.Lang == "de"
    assert root.ViewerPreferences.DisplayDocTitle
    metadata = root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "Dialog im Rathaus" in metadata


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_document_says_its_language_and_a_meeting_without_title_has_one_on_paper(language: Language) -> None:
    document = opened(pdf(meeting(language=language, title=""), plan()))
    root = document.Root
    assert root.Lang == language
    assert "caf" in root.Metadata.read_bytes().decode().casefold()


def test_an_open_checker_finds_nothing(tmp_path: Path) -> None:
    printed = tmp_path / "paper.pdf"
    printed.write_bytes(pdf(meeting(), plan(), address=ADDRESS))
    outcomes = pdfua.validate(str(printed)).outcomes
    assert [finding.message for outcome in outcomes for finding in outcome.findings] == []
    # It can't read the newest pikepdf's structure trees for this one; the next test but one looks at headings.
    assert {outcome.rule_id for outcome in outcomes if outcome.skipped_reason} <= {"UA-14-001"}


def test_every_page_is_read_in_the_order_of_its_structure() -> None:
    assert {str(page.Tabs) for page in opened(pdf(meeting(), plan())).pages} == {"/S"}


def test_headings_begin_at_the_first_level_and_skip_none() -> None:
    document = opened(pdf(meeting(), plan()))
    tags = [str(element.S) for element in elements(document)]
    levels = [int(tag[2:]) for tag in tags if tag[1:2] == "H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_headings() -> None:
    document = opened(pdf(meeting(), plan()))
    tables = [element for element in elements(document) if element.S == "/Table"]
    assert tables
    assert all(any(group.S == "/THead" for group in table.K) for table in tables)


def test_fonts_are_inside_the_document() -> None:
    document = opened(pdf(meeting(title="حوار"), plan()))
    described = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
    assert {str(one.FontName).split("+")[1].split("-")[0] for one in described} == {"NotoSans", "NotoSansArabic"}
    assert all("/FontFile2" in one for one in described)


def test_a_code_is_on_every_tag_only_when_an_address_is_given() -> None:
    document = opened(pdf(meeting(), plan(), address=ADDRESS))
    figures = [one for one in elements(document) if one.S == "/Figure"]
    assert len(figures) == 4
    assert "https://example.org/p1" in str(figures[0].Alt)
    without = opened(pdf(meeting(), plan()))
    assert not [one for one in elements(without) if one.S == "/Figure"]


def test_the_same_plan_is_the_same_document() -> None:
    assert pdf(meeting(), plan()) == pdf(meeting(), plan())


def test_parts_come_in_the_order_asked_for() -> None:
    signs = len(opened(pdf(meeting(), plan(), parts=["table-signs"])).pages)
    both = opened(pdf(meeting(), plan(), parts=["table-signs", "name-tags"])).pages
    widths = [float(page.MediaBox[2]) for page in both]
    assert widths == sorted(widths, reverse=True)
    assert (signs, len(both)) == (2, 3)


def test_a_note_sheet_is_there_for_every_open_table_and_round() -> None:
    closed = meeting(tables=[{"id": "T1", "seats": 3, "theme": "wie", "closed_in": [2]}, {"id": "T2", "seats": 3}])
    seats = Plan(rounds=({"T1": ("p1", "p2"), "T2": ("p3", "p4")}, {"T2": ("p1", "p2", "p3")}))
    assert len(opened(pdf(closed, seats, parts=["note-sheets"])).pages) == 3


def test_label_sheets_hold_as_many_tags_as_they_have() -> None:
    crowd, seats = turning(tuple(f"Person {number}" for number in range(28)))
    pages = {
        labels: len(opened(pdf(crowd, seats, parts=["name-tags"], labels=labels)).pages)
        for labels in ("90x54", "l4784", "a6-folded")
    }
    assert pages == {"90x54": 3, "l4784": 2, "a6-folded": 14}


def test_the_summary_is_one_page() -> None:
    crowd, seats = turning(tuple(f"Person {number}" for number in range(20)), n_rounds=12, n_tables=6)
    assert len(opened(pdf(crowd, seats, parts=["summary"])).pages) == 1


def test_an_unknown_part_is_told_with_those_there_are() -> None:
    with pytest.raises(BadInput) as caught:
        pdf(meeting(), plan(), parts=["badges"])  # type: ignore[list-item]
    assert "“badges”" in str(caught.value)
    assert "name-tags" in str(caught.value)


def test_nothing_to_print_is_told() -> None:
    with pytest.raises(BadInput, match="Nothing is to be printed"):
        pdf(meeting(), plan(), parts=[])


def test_an_unknown_label_format_is_told_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=r"“l9999”.* l4785"):
        pdf(meeting(), plan(), labels="l9999")


@pytest.mark.parametrize(("address", "said"), [(" ", "is empty"), ("https://example.org/" + "x" * 3000, "too long")])
def test_an_address_no_code_can_hold_is_told(address: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        pdf(meeting(), plan(), address=address)


def test_without_seats_nothing_is_printed() -> None:
    with pytest.raises(BadPlan, match="nobody is seated"):
        pdf(meeting(), Plan(rounds=None))


def test_nothing_that_sets_pages_loads_before_something_is_printed() -> None:
    asked = "import sys, tischrunde.documents.pdf; print({'typst', 'segno', 'fontTools', 'numpy'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
