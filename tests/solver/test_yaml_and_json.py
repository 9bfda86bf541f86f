"""What a text in YAML or JSON means, and what no text can do to us."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tischrunde.errors import BadMeeting, BadPlan
from tischrunde.io import parse_meeting, parse_plan
from tischrunde.io.documents import Unreadable
from tischrunde.io.json_text import parse_json
from tischrunde.io.yaml_text import parse_yaml

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
CHAIN = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 100))

plain_data: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("10:30", "10:30"),
        ("no", "no"),
        ("on", "on"),
        ("y", "y"),
        ("2017-02-16", "2017-02-16"),
        ("1_000", "1_000"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("-7", -7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("true", True),
        ("False", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("nUll", "nUll"),
        ("'7'", "7"),
        ('"true"', "true"),
        ("!!str 7", "7"),
        ("!!float 7", 7.0),
        ("! 7", "7"),
        ("+", "+"),
        ("T1", "T1"),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_scalars_mean_what_yaml_1_2_says(scalar: str, value: object) -> None:
    read = parse_yaml(f"key: {scalar}\n").plain

    assert read == {"key": value}
    assert type(read["key"]) is type(value)


def test_aliases_stand_for_what_was_written_before() -> None:
    assert parse_yaml("a: &x [1, {b: &y 2}]\nc: *x\nd: *y").plain == {
        "a": [1, {"b": 2}],
        "c": [1, {"b": 2}],
        "d": 2,
    }


@given(plain_data)
def test_json_means_what_it_always_meant(plain: Any) -> None:
    assert parse_json(json.dumps(plain)).plain == plain
    assert parse_json(json.dumps(plain, ensure_ascii=False, indent=1)).plain == plain


@given(plain_data)
def test_every_value_of_json_is_found_in_its_text(plain: Any) -> None:
    text = json.dumps(plain, indent=1)
    document = parse_json(text)
    lines = text.splitlines()

    def look(value: Any, path: tuple[str | int, ...]) -> None:
        spot = document.spot_of(path)
        assert spot is not None
        key = path[-1] if path else 0
        begins = lines[spot[0] - 1][spot[1] - 1 :]
        assert begins.startswith(
            json.dumps(key) if isinstance(key, str) else json.dumps(value, indent=1).split("\n")[0]
        )
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, entry in inner:
            look(entry, (*path, step))

    look(plain, ())


@given(plain_data)
def test_yaml_reads_json_and_finds_every_value(plain: Any) -> None:
    text = json.dumps(plain, indent=1, ensure_ascii=True)
    try:
        document = parse_yaml(text)
    except Unreadable:
        assert "\\ud" in text
        return
    assert document.plain == plain

    def look(value: Any, path: tuple[str | int, ...]) -> None:
        assert document.spot_of(path) == parse_json(text).spot_of(path)
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for step, entry in inner:
            look(entry, (*path, step))

    look(plain, ())


@given(st.text(max_size=40) | st.text("{}[]:,-&*!|>'\"%@#?x1\n\t ", max_size=40))
def test_any_text_is_read_or_told_unreadable(text: str) -> None:
    for parse in (parse_yaml, parse_json):
        with suppress(Unreadable):
            parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x: 1\na: [1, 2", "line 2, column 4: .*not YAML.* bracket that opens in line 2"),
        ("a: b: c", "line 1, column 5: .*not YAML.* holds a colon in quotes"),
        ("a: {b: c, d: e: f}", "line 1, column 15: .*not YAML.* holds a colon in quotes, and a comma"),
        ("a: {b: c,\r d: e: f}", "line 2, column 6: .*not YAML.* holds a colon in quotes, and a comma"),
        ("a: [x, y\nb: 3", "line 2, column 2: .*not YAML.* bracket that opens in line 1"),
        ("a:\n\tb: 1", "line 2, column 1: .*not YAML.* never with a tab"),
        ("a: 'x", "line 1, column .*quote that was opened is never closed"),
        ("a: *x", r"a \(line 1, column 4\): “\*x” stands for nothing"),
        ("a: &x [*x]", r"a/0 \(line 1, column 8\): “\*x” stands for nothing"),
        ("a: 1\n---\nb: 2", "line 2, column 1: A second document"),
        ("a: !!python/object:os.system {}", "The tag “!!python/object:os.system” is not known"),
        ("a: !color red", "The tag “!color” is not known"),
        ("a: .nan", "“.nan” is not a number that can be used"),
        ("a: 1e999", "“1e999” is not a number that can be used"),
        ("a: " + "9" * 5000, "is not a number that can be used"),
        ("[a]: 1", "A key must be a text"),
        ("a: 1\nb: 2\na: 3", r"a \(line 3, column 1\): The key “a” stands here twice, first in line 1"),
        ("people: [{id: p1, id: p2}]", r"people/p1/id \(line 1, column 19\): .*stands here twice"),
        ("a: x\x07", "line 1, column 5: Here is a character that no text may hold"),
        (BOMB, "The file stands for more than 2000000 values"),
        (CHAIN, "more than 50 levels deep"),
        ("[" * 100_000, "more than 50 levels deep"),
        ("- " * 100_000 + "x", "more than 50 levels deep"),
        ("{a: " * 100_000, "more than 50 levels deep"),
    ],
)
def test_bad_yaml_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(BadMeeting, match=words):
        parse_meeting(text, kind="yaml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{\n "a": 1,\n}', "line 3, column 1: .*not JSON.* no comma after the last entry"),
        ('{\n "a": 1\n "b": 2}', "line 3, column 2: .*not JSON.*commas"),
        ("{'a': 1}", "line 1, column 2: .*not JSON.* double quotes"),
        ('{"a', "line 1, column 2: .*add the closing quote"),
        ('{"a": 1}\n{}', "line 2, column 1: .*document ends before this"),
        ('{"a": "x\ny"}', "line 1, column 9: .*may not run over the end of its line"),
        ('{"a": "\\x"}', "Write a backslash"),
        ('{"a": "NaN",\n "b": NaN}', "line 2, column 7: “NaN” is not a number that can be used"),
        ('{"a": -Infinity}', "line 1, column 7: “-Infinity” is not"),
        ('{"a": 1e999}', "“1e999” is not a number that can be used"),
        ('{"a": ' + "9" * 5000 + "}", "line 1, column 7: .*is not a number that can be used"),
        ('{"a": "\\ud83d"}', "line 1, column 7: The text holds a broken character"),
        ('{"a": ' + "[" * 60 + "]" * 60 + "}", "more than 50 levels deep"),
        ('{"a": ' + "[" * 100_000, "more than 50 levels deep"),
    ],
)
def test_bad_json_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(BadMeeting, match=words):
        parse_meeting(text, kind="json")


def test_a_key_twice_in_json_is_told_beside_all_other_problems() -> None:
    text = '{"format": "tischrunde/plan/1",\n "rounds": [{"T1": ["a"],\n  "T1": [{"x": 1}]}],\n "rounds": [], "run": 1}'

    with pytest.raises(BadPlan) as raised:
        parse_plan(text)

    told = [(finding.place, finding.line, finding.column) for finding in raised.value.findings]
    assert told == [("rounds/0/T1", 3, 3), ("rounds", 4, 2), ("run", 4, 16)]


def test_half_characters_that_make_a_whole_one_are_fine() -> None:
    assert parse_json('"\\ud83d\\ude00"').plain == "😀"
