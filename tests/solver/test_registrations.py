"""Registration lists as offices export them are read as their ``.expected.yaml`` says, and mistakes told at once."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tischrunde.errors import BadInput, Finding
from tischrunde.io.sheets.loading import load
from tischrunde.io.sheets.reading import Registration, read_people
from tischrunde.io.sheets.setup import Setup
from tischrunde.model import Apart, Meeting, Person, Together
from tischrunde.words import LANGUAGES

FOLDER = Path(__file__).parents[2] / "instances" / "registrations"
ENDINGS = (".csv", ".txt", ".xlsx", ".ods", ".xls")
LISTS = sorted(file for file in FOLDER.iterdir() if file.suffix in ENDINGS)
EXPECTED: dict[str, Any] = {
    file.name: yaml.safe_load(file.with_name(f"{file.stem}.expected.yaml").read_text(encoding="utf-8"))
    for file in LISTS
}
READABLE = [file for file in LISTS if "people" in EXPECTED[file.name]]
BROKEN = [file for file in LISTS if "findings" in EXPECTED[file.name]]
TOOL = runpy.run_path(str(FOLDER / "make.py"))


def setup_of(name: str) -> Setup:
    """Return the setup for the arguments of a list, written as on the command line."""
    arguments = dict(EXPECTED[name]["arguments"])
    themes = tuple(title.strip() for title in arguments.pop("themes", "").split(";") if title.strip())
    features = tuple((feature, tuple(tables)) for feature, tables in arguments.pop("features", {}).items())
    attributes, ignored = (tuple(arguments.pop(key, ())) for key in ("attributes", "ignored"))
    return Setup(themes=themes, features=features, attributes=attributes, ignored=ignored, **arguments)


def read(file: Path) -> Registration:
    return read_people(file, setup_of(file.name))


def told(file: Path) -> tuple[Finding, ...]:
    with pytest.raises(BadInput) as caught:
        read(file)
    return caught.value.findings


def plain(meeting: Meeting, person: Person) -> dict[str, Any]:
    """Return what a list says of a person, with titles in place of the ids of themes."""
    title_of = {theme.id: theme.title for theme in meeting.themes}
    given = person.model_dump(mode="json", exclude_defaults=True, exclude={"id"})
    for key in {"wishes", "must_visit", "avoid"} & given.keys():
        given[key] = [title_of[theme] for theme in given[key]]
    return given


def rules(meeting: Meeting) -> Iterator[tuple[str, tuple[str | None, ...]]]:
    """Yield the rules about pairs, by name."""
    for rule in meeting.rules:
        assert isinstance(rule, Together | Apart)
        yield rule.kind, tuple(sorted(str(meeting.person_of[person].name) for person in rule.people))


def cells_of(finding: Finding) -> tuple[str, set[str]]:
    """Return the cell a finding is about, and every number it names."""
    return finding.place.rpartition("!")[2], set(re.findall(r"\d+", finding.say("en")))


def test_there_are_twelve_lists_each_with_what_must_come_out_and_all_are_explained() -> None:
    assert len(LISTS) == 12
    assert set(READABLE) | set(BROKEN) == set(LISTS)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{file.name}`" in readme for file in LISTS)


@pytest.mark.parametrize("name", TOOL["TEXTS"])
def test_every_text_is_made_from_its_source(name: str) -> None:
    assert (FOLDER / name).read_bytes() == TOOL["encoded"](name)


@pytest.mark.parametrize(("stem", "suffix"), TOOL["WORKBOOKS"].items())
def test_every_workbook_holds_the_cells_of_its_source(stem: str, suffix: str) -> None:
    for sheet, source in zip(load(FOLDER / f"{stem}{suffix}"), TOOL["sheets_of"](stem), strict=True):
        assert sheet.name == source["name"]
        for at, cells in enumerate(source["rows"]):
            row = [sheet.value(at, column) for column in range(len(cells))] if at < len(sheet.rows) else []
            for value, wanted in zip(row, cells, strict=False):
                plain = wanted.get("value", wanted.get("date")) if isinstance(wanted, dict) else wanted
                assert value == plain or {value, plain} <= {None, "", "#REF!"}, (stem, at)


@pytest.mark.parametrize("file", READABLE, ids=lambda file: file.name)
def test_the_people_are_those_expected_in_the_order_of_the_list(file: Path) -> None:
    meeting = read(file).meeting
    assert [plain(meeting, person) for person in meeting.people] == EXPECTED[file.name]["people"]
    assert [person.id for person in meeting.people] == [f"p{i + 1}" for i in range(len(meeting.people))]


@pytest.mark.parametrize("file", READABLE, ids=lambda file: file.name)
def test_tables_rounds_and_rules_are_those_expected(file: Path) -> None:
    meeting, expected = read(file).meeting, EXPECTED[file.name]
    arguments = expected["arguments"]
    title_of = {theme.id: theme.title for theme in meeting.themes}
    assert [table.id for table in meeting.tables] == [f"T{i + 1}" for i in range(arguments["tables"])]
    assert {table.seats for table in meeting.tables} == {arguments["seats"]}
    assert [title_of[t.theme] for t in meeting.tables if t.theme] == expected.get("tables", [])
    assert meeting.rounds == arguments["rounds"]
    assert sorted(rules(meeting)) == sorted((r["kind"], tuple(sorted(r["people"]))) for r in expected.get("rules", []))


@pytest.mark.parametrize("file", READABLE, ids=lambda file: file.name)
def test_what_was_left_out_is_said_without_what_it_held(file: Path) -> None:
    registration, expected = read(file), EXPECTED[file.name]
    for language in LANGUAGES:
        notes = [note.say(language) for note in registration.notes]
        for wanted in expected.get("notes", []):
            assert any(all(word in note for word in wanted["says"]) for note in notes), (wanted, notes)
        everything = "\n".join([*notes, repr(registration.meeting)])
        assert [secret for secret in expected.get("never", []) if secret in everything] == []


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.name)
def test_everything_that_is_wrong_is_told_at_once_and_nothing_else(file: Path) -> None:
    findings, wanted = list(told(file)), EXPECTED[file.name]["findings"]
    for want in wanted:
        fitting = [finding for finding in findings if fits(finding, want)]
        assert fitting, (want, [finding.say("en") for finding in findings])
        findings.remove(fitting[0])
    assert [finding.say("en") for finding in findings] == []


def fits(finding: Finding, want: dict[str, Any]) -> bool:
    cell, numbers = cells_of(finding)
    if "cell" in want and cell != want["cell"]:
        return False
    if not {str(row) for row in want.get("rows", [])} <= numbers:
        return False
    if {str(row) for row in want.get("not_rows", [])} & numbers:
        return False
    if any(word in finding.say(language) for word in want.get("omits", []) for language in LANGUAGES):
        return False
    return all(word in finding.say(language) for word in want["says"] for language in LANGUAGES)


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.name)
def test_every_finding_says_what_to_do(file: Path) -> None:
    for finding in told(file):
        assert finding.hint is not None, finding.say("en")
        assert all(secret not in finding.say("en") for secret in EXPECTED[file.name].get("never", []))
