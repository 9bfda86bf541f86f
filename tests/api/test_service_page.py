"""What docs/service.md says: its tables are those of the code, its problems and files exist."""

import re
from pathlib import Path

import yaml

from tischrunde_api.service_page import figure_table, setting_table, with_tables
from tischrunde_api.settings import Settings
from tischrunde_api.web.problems import PROBLEMS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
DEPLOY = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "deploy").iterdir()}
VARIABLES = {f"TISCHRUNDE_{name.upper()}" for name in Settings.model_fields}


def test_the_tables_are_those_of_the_code() -> None:
    assert with_tables(PAGE) == PAGE, "write it anew: python -m tischrunde_api.service_page"


def test_a_table_is_written_between_its_marks() -> None:
    emptied = re.sub(r"(service_page -->\n).*?(<!-- /)", r"\1\2", PAGE, flags=re.DOTALL)
    assert len(emptied) < len(PAGE) - len(setting_table())
    assert with_tables(emptied) == PAGE


def test_every_setting_is_told_with_its_default_and_what_it_may_be() -> None:
    table = setting_table()
    assert table.count("\n| `TISCHRUNDE_") == len(VARIABLES)
    assert "| `TISCHRUNDE_PORT` | `8000` | 0 to 65535 | Port to listen on. |" in table
    assert "| `TISCHRUNDE_MAX_BODY` | `5242880` (5 MiB) | 1024 or more |" in table
    assert "| `TISCHRUNDE_LANGUAGE` | `de` | `de` or `en` |" in table
    assert "| `TISCHRUNDE_LEASE` | `10` | above 0 |" in table
    assert "| `TISCHRUNDE_CLUSTER` | not set | text |" in table


def test_every_figure_is_told_with_its_labels() -> None:
    table = figure_table()
    assert "| `tischrunde_requests_total` | counter | `method`, `route`, `status` |" in table
    assert "| `tischrunde_solve_seconds` | histogram |  |" in table
    assert "_created" not in table


def test_the_page_and_the_files_for_operators_name_only_settings_that_there_are() -> None:
    for text in (PAGE, *DEPLOY.values()):
        assert set(re.findall(r"TISCHRUNDE_[A-Z_]*[A-Z]", text)) <= VARIABLES


def test_the_page_explains_only_problems_that_there_are() -> None:
    (section,) = re.findall(r"^## When something is wrong\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    named = set(re.findall(r"^\| `([a-z-]+)`", section, re.MULTILINE))
    assert len(named) > 5
    assert named <= set(PROBLEMS)


def test_every_file_for_operators_is_told_and_every_one_told_is_there() -> None:
    assert set(re.findall(r"\]\(\.\./deploy/([\w.-]+)\)", PAGE)) == set(DEPLOY)


def test_alerts_ask_for_figures_that_there_are() -> None:
    known = set(re.findall(r"^\| `(\w+)`", figure_table(), re.MULTILINE))
    rules = [rule["expr"] for group in yaml.safe_load(DEPLOY["alerts.yml"])["groups"] for rule in group["rules"]]
    asked = {name.removesuffix("_bucket") for rule in rules for name in re.findall(r"\b(tischrunde_\w+)", rule)}
    assert asked
    assert asked <= known


def test_what_is_too_large_is_told_by_the_service_and_not_by_a_proxy() -> None:
    for name, pattern in (("nginx.conf", r"client_max_body_size (\d+)m;"), ("Caddyfile", r"max_size (\d+)MB")):
        (most,) = re.findall(pattern, DEPLOY[name])
        assert int(most) * 1_000_000 > Settings.model_fields["max_upload"].default


def test_the_memory_of_units_and_container_is_what_the_page_computes() -> None:
    (solves,) = re.findall(r"^TISCHRUNDE_SOLVES=(\d+)$", DEPLOY["tischrunde.env"], re.MULTILINE)
    needed = 1 + int(solves) * Settings.model_fields["solve_memory"].default / (1 << 30)
    limits = [*re.findall(r"--memory (\d+)g", PAGE), *re.findall(r"= (\d+) GB", PAGE)]
    for name in ("tischrunde.service", "tischrunde-worker.service"):
        limits += re.findall(r"^MemoryMax=(\d+)G$", DEPLOY[name], re.MULTILINE)
    assert [int(limit) for limit in limits] == [needed] * 4


def test_the_programs_that_the_page_uses_are_installed_by_it() -> None:
    (packages,) = re.findall(r"`apt-get install ([^`]+)`", PAGE)
    assert {"python3-venv", "sqlite3"} <= set(packages.split())


def test_an_upgrade_brings_the_units_along() -> None:
    (section,) = re.findall(r"^## Upgrade, and back\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert section.index("deploy/tischrunde.service") < section.index("systemctl daemon-reload")
    assert section.index("systemctl daemon-reload") < section.index("systemctl start tischrunde")
