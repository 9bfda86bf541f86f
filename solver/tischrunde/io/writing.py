"""Write meetings and plans so that people can read them: one person, one table, one rule a line."""

import json
import re
from pathlib import Path
from typing import Any, TextIO

import yaml

from tischrunde.errors import BadInput, Finding
from tischrunde.io.files import write_text
from tischrunde.io.yaml_text import BOOLEAN, FLOAT, INTEGER, NOTHING
from tischrunde.model import Meeting, Plan
from tischrunde.model.problems import quoted
from tischrunde.words import Text

__all__ = ["meeting_json", "meeting_yaml", "plan_json", "write_meeting", "write_plan"]

_WIDTH = 110


def write_meeting(meeting: Meeting, target: str | Path, *, stdout: TextIO | None = None) -> None:
    """Write a meeting as ``.json``, ``.yaml`` or ``.yml``, or as JSON to standard output for ``-``.

    Raises
    ------
    BadInput
        When the file cannot be written, or its ending is another one.
    """
    suffix = _suffix(target, ".json", ".yaml", ".yml")
    text = meeting_json(meeting) if suffix == ".json" else meeting_yaml(meeting)
    write_text(text, target, stdout=stdout)


def write_plan(plan: Plan, target: str | Path, *, stdout: TextIO | None = None) -> None:
    """Write a plan as ``.json``, or to standard output for ``-``.

    Raises
    ------
    BadInput
        When the file cannot be written, or its ending is another one.
    """
    _suffix(target, ".json")
    write_text(plan_json(plan), target, stdout=stdout)


def plan_json(plan: Plan) -> str:
    """Return a plan file's text: the people of a table on one line; equal plans give equal texts."""
    return _json(plan.plain(), 0) + "\n"


def meeting_json(meeting: Meeting) -> str:
    """Return a meeting file's text in JSON: a person on one line, where it fits."""
    return _json(meeting.plain(), 0) + "\n"


def meeting_yaml(meeting: Meeting) -> str:
    """Return a meeting file's text in YAML."""
    return yaml.dump(
        meeting.plain(), Dumper=_Dumper, allow_unicode=True, default_flow_style=None, sort_keys=False, width=_WIDTH
    )


def _suffix(target: str | Path, *possible: str) -> str:
    if str(target) == "-":
        return ".json"
    suffix = Path(target).suffix.lower()
    if suffix not in possible:
        message = Text("A file with the ending “{suffix}” cannot be written here.", suffix=quoted(suffix))
        hint = Text("Use one of these endings: {endings}.", endings=", ".join(possible))
        raise BadInput([Finding("", message, hint)])
    return suffix


def _json(plain: Any, indent: int) -> str:
    """Return JSON with one line for whatever fits there, and for every list of ids."""
    line = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    if not isinstance(plain, dict | list) or not plain or (indent and len(line) + indent <= _WIDTH):
        return line
    inner = indent + 2
    if isinstance(plain, dict):
        begin, end = "{", "}"
        entries = [f"{json.dumps(key, ensure_ascii=False)}: {_json(value, inner)}" for key, value in plain.items()]
    elif any(isinstance(entry, dict | list) for entry in plain):
        begin, end = "[", "]"
        entries = [_json(entry, inner) for entry in plain]
    else:
        return line
    gap = "\n" + " " * inner
    return f"{begin}{gap}{f',{gap}'.join(entries)}\n{' ' * indent}{end}"


class _Dumper(yaml.SafeDumper):
    """Puts in quotes what YAML 1.1 or YAML 1.2 would not read as a text."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Write a text; in double quotes, with escapes, if any of its characters cannot be seen."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


_Dumper.add_representer(str, _text)
for _tag, _scalar in (("null", NOTHING), ("bool", BOOLEAN), ("int", INTEGER), ("float", FLOAT)):
    _Dumper.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_scalar.pattern})\Z"), list("~nNtTfF-+.0123456789")
    )
