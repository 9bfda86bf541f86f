"""What docs/http.md says: its commands work, its list of problems is the one in the code."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.api.serving import listening, served
from tests.api.working import working
from tischrunde_api.web.openapi import with_problems
from tischrunde_api.web.resources import PlanResource, ProblemBody
from tischrunde_api.web.samples import EXAMPLE_RESOURCE

PAGE = Path(__file__).parents[2] / "docs" / "http.md"
HERE = "http://127.0.0.1:8000"
CHILD = "tischrunde_api.worker.child"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def answers(folder: Path) -> dict[str, str]:
    """Run the commands of the page from top to bottom in one shell; return what each printed."""
    script = "".join(f"{command}\nprintf '\\036'\n" for command in COMMANDS)
    with (
        served(folder / "kept") as service,
        working(service.store, child=CHILD, solves=1),
        listening(service.app) as address,
    ):
        said = subprocess.run(
            ["bash", "-ec", script.replace(HERE, address)],
            cwd=folder,
            env={**os.environ, "NO_PROXY": "*"},
            capture_output=True,
            check=True,
            timeout=120,
            text=True,
        )
    return dict(zip(COMMANDS, said.stdout.split("\x1e"), strict=False))


def answered(answers: dict[str, str], part: str) -> str:
    """Return what the command printed that has this part."""
    (answer,) = (answer for command, answer in answers.items() if part in f"{command}\n")
    return answer


def test_every_command_of_the_page_works(answers: dict[str, str]) -> None:
    assert len(answers) == len(COMMANDS)
    for part in ("-H 'Prefer: wait=5'", "people.csv -F", "spring-meeting-1", '$PLAN" -H', "pseudonymous", "/cancel"):
        PlanResource.model_validate_json(answered(answers, part))
    assert json.loads(answered(answers, "'Prefer: wait=5'"))["plan"]["status"] == "optimal"
    assert answered(answers, "DELETE") == ""


def test_the_page_listens_to_the_end(answers: dict[str, str]) -> None:
    assert "\nid: 1\n" in answered(answers, '/events"\n')
    assert "event: done" in answered(answers, '/events"\n')
    assert "\nid: 1\n" not in answered(answers, "Last-Event-ID")


def test_the_page_fetches_documents_and_changes_the_plan_on_the_day(answers: dict[str, str], folder: Path) -> None:
    assert len(answers) == len(COMMANDS)
    for name, begin in {"plan.xlsx": b"PK", "name-tags.pdf": b"%PDF-", "new-tags.pdf": b"%PDF-"}.items():
        assert (folder / name).read_bytes().startswith(begin), name
    repair = PlanResource.model_validate_json((folder / "repair.json").read_bytes())
    assert (repair.state, bool(repair.parent)) == ("done", True)


def test_the_page_asks_questions_that_are_answered(answers: dict[str, str]) -> None:
    assert json.loads(answered(answers, "/v1/checks"))["violations"] == []
    assert json.loads(answered(answers, "/v1/diagnoses"))["status"] == "possible"
    assert json.loads(answered(answers, "/v1/advice"))["people"] == 47


def test_what_the_page_shows_has_the_shape_of_what_is_sent() -> None:
    resource, problem = map(json.loads, blocks("json"))
    assert resource.keys() == EXAMPLE_RESOURCE.keys()
    assert resource["progress"].keys() == EXAMPLE_RESOURCE["progress"].keys()
    ProblemBody.model_validate(problem)


def test_the_list_of_problems_is_the_one_in_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_problems(page), "write it anew: python -m tischrunde_api.web.openapi"


def test_the_table_of_problems_is_written_between_its_marks() -> None:
    page = with_problems(
        re.sub(r"(made by [^>]*>).*(<!-- /problems)", r"\1\2", PAGE.read_text("utf-8"), flags=re.DOTALL)
    )
    assert page == PAGE.read_text(encoding="utf-8")
    assert "| `bad-meeting` | 422 |" in page
