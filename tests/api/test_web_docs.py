"""What docs/http.md says: its commands work, its list of problems is the one in the code."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.serving import EXAMPLE_MEETING, listening, served, worker
from tischrunde_api.web.openapi import with_problems
from tischrunde_api.web.resources import PlanResource, ProblemBody
from tischrunde_api.web.samples import EXAMPLE_RESOURCE

PAGE = Path(__file__).parents[2] / "docs" / "http.md"
HERE = "http://127.0.0.1:8000"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """Run every command of the page in turn, and yield what each printed."""
    folder = tmp_path_factory.mktemp("service")
    (folder / "meeting.json").write_text(json.dumps(EXAMPLE_MEETING), encoding="utf-8")
    (folder / "people.csv").write_text("Name\nAyla Beispiel\nBruno Muster\nClara Probe\nDeniz Vorlage\n")
    printed: list[Any] = []
    plan = ""
    with served(folder / "kept") as service, worker(service.store), listening(service.app) as address:
        for command in COMMANDS:
            said = subprocess.run(
                ["bash", "-ec", command.replace(HERE, address)],
                cwd=folder,
                env={**os.environ, "PLAN": plan, "NO_PROXY": "*"},
                capture_output=True,
                check=True,
                timeout=60,
            )
            printed.append(json.loads(said.stdout) if said.stdout else None)
            plan = plan or printed[-1]["id"]
        yield printed


def test_every_command_of_the_page_works(answers: list[Any]) -> None:
    assert len(answers) == len(COMMANDS) == 7
    for answer in answers[:-1]:
        PlanResource.model_validate(answer)
    assert answers[0]["plan"]["status"] == "optimal"
    assert answers[-1] is None


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
