"""What the README says of the service: its three lines plan the network meeting and print the name tags."""

import json
import os
import re
import subprocess
from pathlib import Path

from tests.api.serving import listening, served
from tests.api.working import working

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
HERE = "http://127.0.0.1:8000"
CHILD = "tischrunde_api.worker.child"


def test_three_lines_of_the_readme_plan_the_network_meeting_and_print_the_name_tags(tmp_path: Path) -> None:
    (section,) = re.findall(r"^## As a service\n(.*?)^## ", README, re.MULTILINE | re.DOTALL)
    (block,) = re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert [line.count("curl -s ") for line in block.splitlines()] == [1, 1, 1]
    with (
        served(tmp_path / "kept") as service,
        working(service.store, child=CHILD, solves=1),
        listening(service.app) as address,
    ):
        subprocess.run(
            ["bash", "-ec", block.replace(HERE, address)],
            cwd=tmp_path,
            env={**os.environ, "NO_PROXY": "*"},
            check=True,
            timeout=120,
        )
    answer = json.loads((tmp_path / "answer.json").read_text(encoding="utf-8"))
    assert (answer["state"], answer["plan"]["status"]) == ("done", "optimal")
    assert (tmp_path / "name-tags.pdf").read_bytes().startswith(b"%PDF-")
