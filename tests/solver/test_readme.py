"""What the README says is so: its code runs, its commands do what they say, its links lead somewhere."""

import re
import shlex
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from tischrunde import MaxIterations, cli, solve
from tischrunde.diagnosis import diagnose
from tischrunde.io import parse_meeting
from tischrunde.model import Meeting, Person, Round, Rule, Table, Theme, Weights
from tischrunde.model.fields import Record

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MEETING_PAGE = (ROOT / "docs" / "meeting.md").read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "instances").glob("*.md")])
EXIT_CODES = {0, 1, 2, 3, 4}
HEADING_OF: dict[type[Record], str] = {
    Meeting: "The meeting",
    Round: "A round",
    Theme: "A theme",
    Table: "A table",
    Person: "A person",
    Weights: "Weights",
}


def blocks(language: str, text: str = README) -> list[str]:
    """Return the code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def marked(marker: str) -> str:
    """Return what stands between the two comments of a marker."""
    (content,) = re.findall(rf"<!-- {marker} -->\n(.*?)<!-- /{marker} -->", README, flags=re.DOTALL)
    return str(content)


def commands() -> list[list[str]]:
    """Return the words of every command line of the program that is given in a block."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line)[1:] for line in lines if line.startswith("tischrunde ")]


def told_under(heading: str) -> dict[str, list[str]]:
    """Return the further cells of the table under a heading of the page about meetings, by the key in the first."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## |\Z)", MEETING_PAGE, flags=re.MULTILINE | re.DOTALL)
    found = re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE)
    return {key: cells.split(" | ") for key, cells in found}


def page_meeting(**given: Any) -> Meeting:
    """Return the meeting on that page with some keys replaced."""
    return Meeting.model_validate({**yaml.safe_load(blocks("yaml", MEETING_PAGE)[0]), **given})


def with_example(record: type[Record], example: dict[str, Any]) -> Meeting:
    """Return the meeting on that page, the example being part of it where a record of this kind belongs."""
    plain = page_meeting().plain()
    if record is Round:
        return page_meeting(rounds=[example, {}, {}])
    if record is Weights:
        return page_meeting(weights=example)
    if record is Meeting:
        return page_meeting(**example)
    section = {Theme: "themes", Table: "tables", Person: "people"}[record]
    return page_meeting(**{section: [{**plain[section][0], **example}, *plain[section][1:]]})


def anchors(text: str) -> set[str]:
    """Return the names under which the headings of a document can be linked to."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_python_of_the_readme_prints_what_its_comments_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = blocks("python")
    said = [line.rpartition("  # ")[2] for line in code.splitlines() if line.startswith("print(")]
    assert said
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  the README's own code
    assert capsys.readouterr().out.splitlines() == said
    assert (tmp_path / "guests-plan.json").exists()


def test_the_commands_of_the_readme_run_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "instances").symlink_to(ROOT / "instances")
    first = [words[2 * (words[0] == "--language")] for words in commands()]
    assert first == [
        *("solve", "export", "template", "export", "solve", "repair"),
        *("advise", "generate", "diagnose", "solve", "check"),
    ]
    for words in commands():
        assert cli.main(words) == 0, f"tischrunde {shlex.join(words)}: {capsys.readouterr()}"


def test_the_readme_names_exactly_the_commands_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"^\| `tischrunde (\w+)", README, flags=re.MULTILINE))
    cli.main(["--language", "en", "--help"])
    page = capsys.readouterr().out.partition("Commands:")[2]
    assert named == set(re.findall(r"^  (\w+)  ", page, flags=re.MULTILINE))


@pytest.mark.parametrize("option", sorted(set(re.findall(r"`[^`\n]*(--[a-z-]+)[^`\n]*`", README)) - {"--help"}))
def test_every_option_the_readme_names_exists(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["--help"],
        *([command, "--help"] for command in ("advise", "bench", "check", "diagnose", "generate", "repair", "solve")),
    ):
        cli.main(words)
    assert f"{option} " in capsys.readouterr().out


def test_the_readme_explains_every_exit_code() -> None:
    explained = {int(code) for code in re.findall(r"^\| (\d) \|", README, flags=re.MULTILINE)}
    assert explained == EXIT_CODES


def test_the_meeting_in_the_readme_is_planned_with_proof() -> None:
    (text,) = blocks("yaml")
    assert solve(parse_meeting(text), seed=0, stop=MaxIterations(2_000_000)).status == "optimal"


def test_the_make_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    told = set(re.findall(r"^make (\w+)", "\n".join(blocks("sh")), flags=re.MULTILINE))
    assert told == {"plan", "test"}
    assert told <= targets


def test_the_picture_and_the_figures_are_there() -> None:
    assert "How good is it?" in marked("picture")
    assert "Proven: no better plan is possible." in marked("picture")
    rows = re.findall(r"^\| .*\d s \|$", marked("figures"), flags=re.MULTILINE)
    assert len(rows) > 10
    assert "load average" in marked("figures")


def test_the_figures_call_a_plan_proven_only_when_its_cost_is_the_bound() -> None:
    rows = re.findall(r"^\| .+ \| (yes|no) \| ([\d,]+) \(([\d,]+)\) \|", marked("figures"), flags=re.MULTILINE)
    assert {proven for proven, _, _ in rows} == {"yes", "no"}
    assert all((proven == "yes") == (cost == bound) for proven, cost, bound in rows)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_a_file_and_a_heading(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", text):
        name, _, anchor = target.partition("#")
        file = document.parent / name if name else document
        assert file.exists(), f"{target} is not there"
        if anchor:
            assert anchor in anchors(file.read_text(encoding="utf-8")), f"{target} has no such heading"


def test_every_document_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    others = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert others <= set(re.findall(r"\]\(([^)#/]+\.md)\)", index))


def test_the_meeting_on_the_page_about_meetings_is_possible() -> None:
    assert diagnose(parse_meeting(blocks("yaml", MEETING_PAGE)[0])) == []


@pytest.mark.parametrize("part", blocks("yaml", MEETING_PAGE)[1:])
def test_every_part_shown_on_the_page_about_meetings_fits_its_meeting(part: str) -> None:
    assert diagnose(page_meeting(**yaml.safe_load(part))) == []


@pytest.mark.parametrize("record", HEADING_OF, ids=lambda record: record.__name__)
def test_the_page_about_meetings_names_exactly_the_keys_there_are(record: type[Record]) -> None:
    assert set(told_under(HEADING_OF[record])) == set(record.model_fields)


@pytest.mark.parametrize("record", HEADING_OF, ids=lambda record: record.__name__)
def test_every_key_has_an_example_that_fits_and_is_called_needed_when_it_is(record: type[Record]) -> None:
    for key, (_, default, line) in told_under(HEADING_OF[record]).items():
        example = yaml.safe_load(line.strip("`"))
        assert list(example) == [key]
        assert with_example(record, example)
        assert (default == "needed") == record.model_fields[key].is_required(), key


def test_numbers_told_as_defaults_are_the_defaults() -> None:
    told = {(r, key): cells[1] for r, title in HEADING_OF.items() for key, cells in told_under(title).items()}
    numbers = {place: int(default) for place, default in told.items() if default.isdecimal()}
    assert len(numbers) == 5
    assert all(record.model_fields[key].default == number for (record, key), number in numbers.items())
    assert yaml.safe_load(told[Weights, "mixing"].strip("`")) == Weights().mixing


@pytest.mark.parametrize("rule", get_args(get_args(Rule)[0]), ids=lambda rule: rule.__name__)
def test_every_kind_of_rule_is_told_with_its_keys_and_an_example(rule: type[Record]) -> None:
    (kind,) = get_args(rule.model_fields["kind"].annotation)
    _, keys, line = told_under("The rules")[kind]
    assert set(rule.model_fields) - {"kind"} <= set(re.findall(r"`(\w+)`", keys))
    example = yaml.safe_load(line.strip("`"))
    assert example["kind"] == kind
    assert page_meeting(rules=[example]).rules
