"""The tables of docs/service.md that are made from the code: what can be set, and what is counted.

``python -m tischrunde_api.service_page`` writes them anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Tally
from tischrunde_api.web.metrics import Metrics

__all__ = ["figure_table", "setting_table", "with_tables"]

MADE = "made by python -m tischrunde_api.service_page"
MEBIBYTE = 1 << 20


def with_tables(page: str) -> str:
    """Return a page with both tables between their marks."""
    for name, table in (("settings", setting_table()), ("figures", figure_table())):
        before, mark, rest = page.partition(f"<!-- {name}: {MADE} -->")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        page = f"{before}{mark}\n{table}{end}{after}"
    return page


def setting_table() -> str:
    """Return everything that can be set as a table in Markdown."""
    head = "| variable | default | may be | what it sets |\n|---|---|---|---|\n"
    return head + "".join(_setting_rows())


def figure_table() -> str:
    """Return every figure that is counted as a table in Markdown."""
    head = "| figure | kind | labels | what it counts |\n|---|---|---|---|\n"
    return head + "".join(_figure_rows())


def _setting_rows() -> Iterator[str]:
    for name, field in Settings.model_json_schema()["properties"].items():
        variable = f"TISCHRUNDE_{name.upper()}"
        yield f"| `{variable}` | {_default(field['default'])} | {_range(field)} | {field['description']} |\n"


def _default(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, float):
        return f"`{value:g}`"
    if isinstance(value, int) and value >= MEBIBYTE and value % MEBIBYTE == 0:
        return f"`{value}` ({value // MEBIBYTE} MiB)"
    return f"`{value}`"


def _range(field: Mapping[str, Any]) -> str:
    if "pattern" in field:
        return " or ".join(f"`{word}`" for word in field["pattern"].strip("^()$").split("|"))
    if field.get("type") == "boolean":
        return "`true` or `false`"
    if "exclusiveMinimum" in field:
        most = f", at most {field['maximum']:g}" if "maximum" in field else ""
        return f"above {field['exclusiveMinimum']:g}{most}"
    if "maximum" in field:
        return f"{field['minimum']} to {field['maximum']}"
    if "minimum" in field:
        return f"{field['minimum']:.0f} or more"
    return "text"


def _figure_rows() -> Iterator[str]:
    metrics = Metrics(lambda: 0)
    metrics.observe("GET", "", 200, 0.0)
    tally = Tally(states={}, oldest=None, workers=0, ended={("done", "optimal"): 1}, buckets={1: 0})
    families = text_string_to_metric_families(metrics.text(tally, now=0).decode())
    for family in sorted(families, key=lambda family: family.name):
        if not family.name.endswith("_created"):
            labels = sorted({label for sample in family.samples for label in sample.labels} - {"le"})
            name = f"{family.name}_total" if family.type == "counter" else family.name
            told = ", ".join(f"`{label}`" for label in labels)
            yield f"| `{name}` | {family.type} | {told} | {family.documentation} |\n"


def _write(page: Path) -> None:
    page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    _write(Path(__file__).parents[2] / "docs" / "service.md")
