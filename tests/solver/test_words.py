"""Every sentence of the code has a German one that fits it, and the compiled file says what the written one says."""

import ast
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TypeAlias

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

import tischrunde
from tischrunde.words import Language, Text, listed

Forms: TypeAlias = tuple[str, ...]
"""A sentence, or its singular and plural."""

PACKAGE = Path(tischrunde.__file__).parent
SERVING = PACKAGE.parents[1] / "api" / "tischrunde_api"
MEASURING = PACKAGE.parents[1] / "benchmarks"
GERMAN = PACKAGE / "locales" / "de" / "LC_MESSAGES" / "tischrunde.po"
COMPILED = GERMAN.with_suffix(".mo")
PEOPLE = {"person", "who", "names", "name", "one", "other"}


def forms(given: str | list[str] | Forms | None) -> Forms:
    return tuple(given) if isinstance(given, list | tuple) else (given or "",)


def templates_of(code: str) -> Iterator[Forms]:
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id="Text"), args=[template, *_]):
                yield (ast.literal_eval(template),)
            case ast.Call(func=ast.Attribute(attr="many"), args=[singular, plural, *_]):
                yield (ast.literal_eval(singular), ast.literal_eval(plural))


def templates() -> set[Forms]:
    files = [*PACKAGE.rglob("*.py"), *SERVING.rglob("*.py"), *MEASURING.glob("*.py")]
    return {found for path in files for found in templates_of(path.read_text(encoding="utf-8"))}


def written() -> Catalog:
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de")


def sentences(catalog: Catalog) -> dict[Forms, Forms]:
    return {forms(message.id): forms(message.string) for message in catalog if message.id}


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_templates_are_found_over_several_strings_in_plurals_and_inside_one_another() -> None:
    code = 'HINTS = {1: Text("a " "b", c=Text("d"))}\nText.many("e", "f", 2)'
    assert set(templates_of(code)) == {("a b",), ("d",), ("e", "f")}


def test_a_template_that_is_not_written_out_is_refused() -> None:
    with pytest.raises(ValueError, match="malformed"):
        list(templates_of("Text(f'{number} people')"))


def test_every_sentence_of_the_code_has_a_german_one() -> None:
    german = sentences(written())
    assert templates()
    assert {template for template in templates() if not all(german.get(template, ("",)))} == set()


def test_no_german_sentence_is_left_that_no_code_says() -> None:
    catalog = written()
    assert sentences(catalog).keys() - templates() == set()
    assert not catalog.obsolete


def test_no_german_sentence_is_only_a_guess() -> None:
    assert [message.id for message in written() if message.fuzzy] == []


@pytest.mark.parametrize("form", [0, -1])
def test_german_sentences_hold_the_same_values_as_the_english_ones(form: int) -> None:
    differ = [
        english[form]
        for english, german in sentences(written()).items()
        if len(english) != len(german) or placeholders(english[form]) != placeholders(german[form])
    ]
    assert differ == []


def test_german_sentences_use_german_quotation_marks() -> None:
    every = [form for german in sentences(written()).values() for form in german]
    assert [form for form in every if "”" in form or form.count("„") != form.count("“")] == []


def test_no_sentence_names_a_need_together_with_a_person() -> None:
    both = [*sentences(written()), *sentences(written()).values()]
    telling = [form for some in both for form in some if "needs" in placeholders(form)]
    assert telling
    assert [form for form in telling if placeholders(form) & PEOPLE] == []


def test_the_compiled_sentences_are_the_written_ones() -> None:
    fresh = BytesIO()
    write_mo(fresh, written())
    fresh.seek(0)
    with COMPILED.open("rb") as file:
        compiled = read_mo(file)
    assert sentences(compiled) == sentences(read_mo(fresh))
    assert compiled.plural_forms == written().plural_forms


@pytest.mark.parametrize(
    ("count", "english", "german"),
    [(0, "0 people", "0 Personen"), (1, "1 person", "1 Person"), (3, "3 people", "3 Personen")],
)
def test_a_sentence_is_said_for_one_and_for_many(count: int, english: str, german: str) -> None:
    text = Text.many("{count} person", "{count} people", count)
    assert (text.say("en"), text.say("de")) == (english, german)


def test_other_values_leave_a_sentence_as_it_is() -> None:
    text = Text.many("{count} person at {table}", "{count} people at {table}", 3, table="T1")
    assert text.with_values({"count": 3, "table": "…"}).say("en") == "3 people at …"
    assert text.say("en") == "3 people at T1"


def test_sentences_inside_a_sentence_are_said_in_the_same_language() -> None:
    text = Text(
        "{people}, {tables}, {rounds}.",
        people=Text.many("{count} person", "{count} people", 12),
        tables=Text.many("{count} table", "{count} tables", 3),
        rounds=Text.many("{count} round", "{count} rounds", 1),
    )
    assert text.say("en") == "12 people, 3 tables, 1 round."
    assert text.say("de") == "12 Personen, 3 Tische, 1 Runde."


def test_a_sentence_without_a_german_one_is_said_in_english() -> None:
    unknown = "Table {table} has " + "wings."
    assert Text(unknown, table="T1").say("de") == "Table T1 has wings."


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("de", [], ""),
        ("de", ["A"], "A"),
        ("de", ["A", "B"], "A und B"),
        ("de", ["A", "B", "C"], "A, B und C"),
        ("en", ["A", "B", "C"], "A, B and C"),
    ],
)
def test_names_are_listed_as_one_says_them(language: Language, names: list[str], said: str) -> None:
    assert listed(names).say(language) == said


def test_names_to_choose_from_are_listed_with_or() -> None:
    assert listed("ABC", choice=True).say("en") == "A, B or C"
    assert listed("ABC", choice=True).say("de") == "A, B oder C"
    assert listed("A", choice=True).say("en") == "A"


def test_of_many_names_the_rest_is_counted() -> None:
    assert listed("ABCD", most=2).say("de") == "A, B und 2 weitere"
    assert listed("ABC", most=2).say("de") == "A, B und noch 1"
    assert listed("ABC", most=2).say("en") == "A, B and 1 more"
