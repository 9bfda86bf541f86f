"""What docs/repair.md shows runs as it is printed, from the folder of the project."""

import re
import shlex
from pathlib import Path

import pytest

from tischrunde import cli

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "repair.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the only block of code in a language."""
    (code,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    return str(code)


def run(line: str) -> None:
    """Run a line of the page: the program, or an echo into a file."""
    words = shlex.split(line)
    if words[0] == "echo":
        _, sentence, arrow, file = words
        assert arrow == ">"
        Path(file).write_text(sentence + "\n", encoding="utf-8")
    else:
        assert words[0] == "tischrunde"
        assert cli.main(words[1:]) == 0, line


def test_the_examples_run_one_after_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "instances").symlink_to(ROOT / "instances")
    for line in block("sh").splitlines():
        run(line)
    assert "Nora Neu (p63)" in capsys.readouterr().out
    exec(compile(block("python"), "docs/repair.md", "exec"), {})  # noqa: S102  the page's own code
    made = {"evening2.xlsx", "plan2.json", "plan2.meeting.json", "tags.pdf"}
    assert made <= {path.name for path in tmp_path.iterdir()}
