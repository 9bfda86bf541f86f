"""Check that a meeting agrees with itself: ids, rounds, attributes and limits that its parts name.

Works on plain data and passes over whatever is malformed (the schema tells that), so that all problems of a
meeting can be told at once.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal, TypeAlias, TypeGuard

from tischrunde.errors import MOST_FINDINGS
from tischrunde.model.problems import Path, Problem, found, misspelt, next_step, possible, quoted
from tischrunde.words import Text

__all__ = ["reference_problems"]

_Plain: TypeAlias = Mapping[str, object]
_Section: TypeAlias = Literal["people", "tables", "themes"]
_OWN_ATTRIBUTES = ("sector", "organisation")

MOST_SUGGESTIONS = 50
"""For how many wrong names the nearest right one is searched: each takes milliseconds in a large meeting."""


def reference_problems(meeting: _Plain) -> list[Problem]:
    """Return what a meeting, plain data that may be malformed, says about itself that does not fit.

    It is everything, unless that is more than anybody is told (``MOST_FINDINGS``).

    Notes
    -----
    Linear in the size of the meeting, apart from suggestions, which compare a wrong name with all right ones.
    """
    names = _Names.of(meeting)
    problems = chain(
        _duplicate_ids(meeting),
        _about_tables(meeting, names),
        _about_people(meeting, names),
        _about_rules(meeting, names),
        _about_pairs(meeting, names),
        _about_mixing(meeting, names),
    )
    return list(islice(problems, MOST_FINDINGS + 1))


@dataclass(frozen=True)
class _Names:
    """What a meeting has. A section is ``None`` where it cannot be read: then nothing is unknown to it.

    Attributes
    ----------
    values : for each attribute the values that people have
    n_rounds : number of rounds, ``None`` where it cannot be read
    """

    people: frozenset[str] | None
    tables: frozenset[str] | None
    themes: frozenset[str] | None
    features: frozenset[str]
    values: Mapping[str, frozenset[str]]
    n_rounds: int | None
    _hints: dict[tuple[str, str], Text | None] = field(default_factory=dict)
    _lists: dict[str, Text] = field(default_factory=dict)

    def hint(self, wrong: str, allowed: frozenset[str], among: str) -> Text | None:
        """Return the next step for a wrong name. After ``MOST_SUGGESTIONS`` names, searching the nearest stops."""
        if (among, wrong) not in self._hints:
            if len(self._hints) >= MOST_SUGGESTIONS and allowed:
                if among not in self._lists:
                    self._lists[among] = possible(sorted(filter(None, allowed)))
                return self._lists[among]
            self._hints[among, wrong] = next_step(wrong, sorted(filter(None, allowed)))
        return self._hints[among, wrong]

    def slip(self, word: str, known: frozenset[str], among: str) -> Text | None:
        """Return the next step for a free word that is most likely misspelt, ``None`` for all others."""
        if not word or word in known or len(self._hints) >= MOST_SUGGESTIONS:
            return None
        key = (f"{among} (free)", word)
        if key not in self._hints:
            self._hints[key] = misspelt(word, sorted(known))
        return self._hints[key]

    @classmethod
    def of(cls, meeting: _Plain) -> "_Names":
        features = (_texts(table.get("features")) for _, table in _entries(meeting, "tables"))
        return cls(
            people=_ids(meeting, "people"),
            tables=_ids(meeting, "tables"),
            themes=_ids(meeting, "themes") if "themes" in meeting else frozenset(),
            features=frozenset(feature for _, feature in chain.from_iterable(features)),
            values=_values(meeting),
            n_rounds=_n_rounds(meeting.get("rounds")),
        )


def _list(given: object) -> list[object]:
    return list(given) if isinstance(given, list | tuple) else []


def _entries(meeting: _Plain, section: str) -> list[tuple[int, _Plain]]:
    return [(at, entry) for at, entry in enumerate(_list(meeting.get(section))) if isinstance(entry, Mapping)]


def _texts(given: object) -> list[tuple[int, str]]:
    return [(at, text) for at, text in enumerate(_list(given)) if isinstance(text, str)]


def _is_number(given: object) -> TypeGuard[int]:
    return isinstance(given, int) and not isinstance(given, bool)


def _ids(meeting: _Plain, section: _Section) -> frozenset[str] | None:
    """Return the ids of a section. Numbers count too: that they lack quotes is told once, not at every use."""
    if not isinstance(meeting.get(section), list | tuple):
        return None
    given = [entry.get("id") for _, entry in _entries(meeting, section)]
    numbers = (str(one) for one in given if _is_number(one) and abs(one) < 10**20)
    return frozenset(one for one in given if isinstance(one, str)).union(numbers)


def _values(meeting: _Plain) -> dict[str, frozenset[str]]:
    values: dict[str, set[str]] = {}
    for _, person in _entries(meeting, "people"):
        further = person.get("attributes")
        own = [(name, person.get(name)) for name in _OWN_ATTRIBUTES]
        for name, value in chain(own, further.items() if isinstance(further, Mapping) else ()):
            if isinstance(name, str) and isinstance(value, str):
                values.setdefault(name, set()).add(value)
    return {name: frozenset(given) for name, given in values.items()}


def _n_rounds(given: object) -> int | None:
    if isinstance(given, list | tuple):
        return len(given) or None
    return given if _is_number(given) and given > 0 else None


def _duplicate_ids(meeting: _Plain) -> Iterator[Problem]:
    for section in ("themes", "tables", "people"):
        taken: set[str] = set()
        for at, entry in _entries(meeting, section):
            name = entry.get("id")
            if not isinstance(name, str):
                continue
            if name in taken:
                yield Problem(
                    (section, at, "id"),
                    Text(
                        "The id “{name}” is taken already by an earlier entry of {section}.",
                        name=quoted(name),
                        section=section,
                    ),
                    Text("Give each entry an id of its own."),
                )
            taken.add(name)


def _about_tables(meeting: _Plain, names: _Names) -> Iterator[Problem]:
    for at, table in _entries(meeting, "tables"):
        path = ("tables", at)
        yield from _unknown(names, "themes", [((*path, "theme"), table.get("theme"))])
        yield from _repeated((*path, "features"), table.get("features"))
        yield from _rounds((*path, "closed_in"), table.get("closed_in"), names)
        seats, least = table.get("seats"), table.get("min_seats")
        if isinstance(seats, int) and isinstance(least, int) and least > seats > 0:
            yield Problem(
                (*path, "min_seats"),
                Text(
                    "At least {least} people are wanted at a table of {seats} seats.",
                    least=found(least),
                    seats=found(seats),
                ),
                Text("Lower min_seats or add seats."),
            )


def _about_people(meeting: _Plain, names: _Names) -> Iterator[Problem]:
    for at, person in _entries(meeting, "people"):
        path = ("people", at)
        yield from _unknown(names, "tables", [((*path, "hosts"), person.get("hosts"))])
        yield from _rounds((*path, "rounds"), person.get("rounds"), names)
        for key in ("wishes", "must_visit", "avoid"):
            yield from _names_of((*path, key), person.get(key), names, "themes")
        yield from _repeated((*path, "needs"), person.get("needs"))
        yield from _misspelt_features((*path, "needs"), person.get("needs"), names)
        yield from _misplaced_attributes((*path, "attributes"), person.get("attributes"))


def _about_rules(meeting: _Plain, names: _Names) -> Iterator[Problem]:
    for at, rule in _entries(meeting, "rules"):
        path = ("rules", at)
        yield from _names_of((*path, "people"), rule.get("people"), names, "people")
        yield from _names_of((*path, "tables"), rule.get("tables"), names, "tables")
        yield from _unknown(names, "people", [((*path, "person"), rule.get("person"))])
        yield from _unknown(names, "tables", [((*path, "table"), rule.get("table"))])
        yield from _rounds((*path, "rounds"), rule.get("rounds"), names)
        yield from _no_such_round((*path, "round"), rule.get("round"), names)
        yield from _unknown_attribute(path, rule, names)
        least, most = rule.get("min"), rule.get("max")
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield Problem(
                (*path, "min"),
                Text(
                    "At least {least} and at most {most} people: no table can have both.",
                    least=found(least),
                    most=found(most),
                ),
                Text("Make min the smaller of the two."),
            )


def _about_pairs(meeting: _Plain, names: _Names) -> Iterator[Problem]:
    for section in ("history", "affinities"):
        for at, entry in enumerate(_list(meeting.get(section))):
            pair = _texts(_list(entry)[:2])
            yield from _unknown(names, "people", [((section, at, position), name) for position, name in pair])
            if len(pair) == 2 and pair[0][1] == pair[1][1]:
                yield Problem(
                    (section, at),
                    Text("“{name}” is paired with “{name}”: a pair is two people.", name=quoted(pair[0][1])),
                    Text("Name two different people, or remove the entry."),
                )


def _about_mixing(meeting: _Plain, names: _Names) -> Iterator[Problem]:
    weights = meeting.get("weights")
    mixing = weights.get("mixing") if isinstance(weights, Mapping) else None
    for name in mixing if isinstance(mixing, Mapping) else ():
        if isinstance(name, str) and name not in _OWN_ATTRIBUTES:
            yield from _misspelt_attribute(("weights", "mixing", name), name, names)


def _names_of(path: Path, given: object, names: _Names, section: _Section) -> Iterator[Problem]:
    yield from _repeated(path, given)
    yield from _unknown(names, section, [((*path, at), name) for at, name in _texts(given)])


def _unknown(names: _Names, section: _Section, uses: Iterable[tuple[Path, object]]) -> Iterator[Problem]:
    """Find the uses of an id that no entry of the section has."""
    known: frozenset[str] | None = getattr(names, section)
    for path, name in uses:
        if known is not None and isinstance(name, str) and name and name not in known:
            hint = names.hint(name, known, section) or Text(
                "Add it under {section}, or remove it here.", section=section
            )
            if section == "themes" and names.tables is not None and name in names.tables:
                hint = Text("That is a table: write its theme, or declare a theme of this name for it.")
            yield Problem(path, _is_unknown(section, name), hint)


def _is_unknown(section: _Section, name: str) -> Text:
    match section:
        case "people":
            return Text("There is no person with the id “{name}”.", name=quoted(name))
        case "tables":
            return Text("There is no table with the id “{name}”.", name=quoted(name))
        case "themes":
            return Text("There is no theme with the id “{name}”.", name=quoted(name))


def _misspelt_features(path: Path, given: object, names: _Names) -> Iterator[Problem]:
    """Find needs that only a slip of the pen explains; a need no table offers is for the diagnosis to tell."""
    for at, feature in _texts(given):
        hint = names.slip(feature, names.features, "features")
        if hint:
            yield Problem((*path, at), Text("No table has the feature “{name}”.", name=quoted(feature)), hint)


def _misplaced_attributes(path: Path, given: object) -> Iterator[Problem]:
    for name in given if isinstance(given, Mapping) else ():
        if name in _OWN_ATTRIBUTES:
            yield Problem(
                (*path, name),
                Text("“{name}” does not belong under attributes.", name=name),
                Text("Write it as a key of the person itself, beside id."),
            )


def _unknown_attribute(path: Path, rule: _Plain, names: _Names) -> Iterator[Problem]:
    name, value = rule.get("attribute"), rule.get("value")
    if not isinstance(name, str) or not name:
        return
    yield from _misspelt_attribute((*path, "attribute"), name, names)
    values = names.values.get(name, frozenset())
    hint = names.slip(value, values, name) if isinstance(value, str) else None
    if hint:
        message = Text("Nobody has the value “{value}” as “{name}”.", value=quoted(str(value)), name=quoted(name))
        yield Problem((*path, "value"), message, hint)


def _misspelt_attribute(path: Path, name: str, names: _Names) -> Iterator[Problem]:
    """Find an attribute that only a slip of the pen explains; one that nobody has is no mistake in itself."""
    hint = names.slip(name, frozenset(names.values), "attributes")
    if hint:
        yield Problem(path, Text("Nobody has the attribute “{name}”.", name=quoted(name)), hint)


def _rounds(path: Path, given: object, names: _Names) -> Iterator[Problem]:
    yield from _repeated(path, given)
    for at, number in enumerate(_list(given)):
        yield from _no_such_round((*path, at), number, names)


def _no_such_round(path: Path, number: object, names: _Names) -> Iterator[Problem]:
    """Find a round after the last one; the schema tells numbers below 1."""
    last = names.n_rounds
    if last is not None and _is_number(number) and number > last:
        yield Problem(
            path,
            Text.many(
                "There is no round {number}: the meeting has {count} round.",
                "There is no round {number}: the meeting has {count} rounds.",
                last,
                number=found(number),
            ),
            Text("Change the round, or the number of rounds of the meeting."),
        )


def _repeated(path: Path, given: object) -> Iterator[Problem]:
    """Find entries that a list holds more than once."""
    seen: set[Hashable] = set()
    for at, entry in enumerate(_list(given)):
        if not isinstance(entry, str) and not _is_number(entry):
            continue
        if entry in seen:
            shown = quoted(entry) if isinstance(entry, str) else found(entry)
            yield Problem(
                (*path, at),
                Text("“{name}” is listed twice.", name=shown),
                Text("Remove one of the two."),
            )
        seen.add(entry)
