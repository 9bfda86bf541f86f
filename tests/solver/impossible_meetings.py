"""Impossible meetings, small enough to be read, each with the smallest sets of rules that clash in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from tests.solver.little_meetings import meeting, people, tables, themed
from tischrunde.model import Meeting

__all__ = ["IMPOSSIBLE", "Impossible"]


@dataclass(frozen=True)
class Impossible:
    """A meeting that can't be planned.

    Attributes
    ----------
    why : what clashes, as the name of a test
    meeting : the meeting
    sets : every smallest set of clashing rules
    given : what is named beside them: how often people come
    seen : whether the quick checks see it
    """

    why: str
    meeting: Meeting
    sets: tuple[frozenset[str], ...]
    given: frozenset[str]
    seen: bool


def clash(why: str, *sets: str, given: str = "", seen: bool = True, **keys: Any) -> Impossible:
    """Return an impossible meeting; the places of a set are written in a row."""
    return Impossible(
        why, meeting(**keys), tuple(frozenset(row.split()) for row in sets), frozenset(given.split()), seen
    )


def unseen(why: str, *sets: str, **keys: Any) -> Impossible:
    """Return an impossible meeting in which the quick checks see nothing."""
    return clash(why, *sets, seen=False, **keys)


def together(names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "together", "people": list(names)} | more


def apart(names: str, **more: Any) -> dict[str, Any]:
    return {"kind": "apart", "people": list(names)} | more


def pin(person: str, table: str, number: int = 1) -> dict[str, Any]:
    return {"kind": "pin", "person": person, "table": table, "round": number}


def number_of(value: str, attribute: str = "sector", **more: Any) -> dict[str, Any]:
    return {"kind": "composition", "attribute": attribute, "value": value} | more


def of(names: str, **own: Any) -> dict[str, dict[str, Any]]:
    return dict.fromkeys(names, own)


def all_of(*rows: Iterable[str]) -> list[str]:
    """Return every way to take one place from each row, as sets written in a row."""
    return [" ".join(places) for places in product(*rows)]


LOOP: dict[str, Any] = {"features": ["loop"]}
ULM: dict[str, Any] = {"organisation": "Ulm"}
ONE_EACH = {"kind": "one_per_table", "attribute": "organisation"}
NOBODY_ALONE = {"kind": "no_isolates", "attribute": "sector", "value": "s"}
ONCE_EACH = {"kind": "meet_at_most", "count": 1}

IMPOSSIBLE = [
    clash("too few seats", "tables/T1/seats tables/T2/seats", people=people("abcde"), tables=tables([2, 2])),
    clash(
        "every table closed",
        "tables/T1/closed_in tables/T2/closed_in",
        people=people("a"),
        tables=tables([4, 4], T1={"closed_in": [1]}, T2={"closed_in": [1]}),
    ),
    clash(
        "too few seats while a table is closed",
        "tables/T1/seats tables/T2/closed_in",
        people=people("abc"),
        rounds=2,
        tables=tables([2, 4], T2={"closed_in": [2]}),
    ),
    clash(
        "a small table holds the others down",
        "balance tables/T1/seats",
        people=people("abcd"),
        tables=tables([1, 4]),
        balance=1,
    ),
    clash("sizes that do not divide", "balance", people=people("abc"), tables=tables([4, 4]), balance=0),
    clash(
        "too few people for all tables",
        "tables/T1/min_seats tables/T2/min_seats",
        people=people("abc"),
        tables=tables([4, 4], T1={"min_seats": 2}, T2={"min_seats": 2}),
    ),
    clash(
        "fixed while absent",
        "rules/0",
        given="people/a/rounds",
        people=people("ab", a={"rounds": [1]}),
        rounds=2,
        tables=tables([4, 4]),
        rules=[pin("a", "T1", 2)],
    ),
    clash(
        "fixed at a closed table",
        "rules/0 tables/T1/closed_in",
        people=people("ab"),
        tables=tables([4, 4], T1={"closed_in": [1]}),
        rules=[pin("a", "T1")],
    ),
    clash(
        "a host fixed elsewhere",
        "rules/0 people/a/hosts",
        people=people("ab", a={"hosts": "T2"}),
        tables=tables([4, 4]),
        rules=[pin("a", "T1")],
    ),
    clash(
        "two seats at once",
        "rules/0 rules/2",
        people=people("ab"),
        tables=tables([4, 4]),
        rules=[pin("a", "T1"), pin("b", "T1"), pin("a", "T2")],
    ),
    clash(
        "a host who needs another table",
        "people/a/hosts people/a/needs",
        people=people("ab", a={"hosts": "T1", "needs": ["loop"]}),
        tables=tables([4, 4], T2=LOOP),
    ),
    clash(
        "nothing but themes to avoid",
        "people/a/avoid",
        people=people("ab", a={"avoid": ["x", "y"]}),
        **themed("x", "y"),
    ),
    clash(
        "too many hosts",
        "people/a/hosts people/b/hosts people/c/hosts tables/T1/seats",
        people=people("abc", **of("abc", hosts="T1")),
        tables=tables([2, 4]),
    ),
    clash("more rounds than themes", "themes", given="rounds", people=people("ab"), rounds=3, **themed("x", "y")),
    clash(
        "themes closed when they would be needed",
        "themes tables/T1/closed_in tables/T2/closed_in",
        people=people("ab"),
        rounds=2,
        **themed("x", "y", "z", T1={"closed_in": [1, 2]}, T2={"closed_in": [1, 2]}),
    ),
    clash(
        "too few seats at a theme for all who must come",
        *all_of(
            ["people/a/must_visit people/b/must_visit"],
            ["tables/T1/seats tables/T1/closed_in"],
        ),
        people=people("abc", **of("ab", must_visit=["x"])),
        rounds=2,
        **themed("x", "y", "z", T1={"seats": 1, "closed_in": [2]}),
    ),
    clash(
        "a group larger than every table",
        "rules/0 tables/T1/seats tables/T2/seats",
        people=people("abcd"),
        tables=tables([2, 2]),
        rules=[together("abc")],
    ),
    clash(
        "together and apart",
        "rules/0 rules/1 rules/3",
        people=people("abcd"),
        tables=tables([4, 4]),
        rules=[together("ab"), together("bc"), apart("bd"), apart("ac")],
    ),
    clash(
        "more people apart than tables", "rules/0", people=people("abcd"), tables=tables([4, 4]), rules=[apart("abc")]
    ),
    clash(
        "three of one organisation at two tables",
        "rules/0",
        people=people("abcd", **of("abc", **ULM)),
        tables=tables([4, 4]),
        rules=[ONE_EACH],
    ),
    clash(
        "guests of one organisation with one host",
        "rules/0 rules/1 people/c/needs people/f/hosts",
        people=people("bcef", c={"needs": ["loop"]}, e=ULM, f=ULM | {"hosts": "T1"}),
        tables=tables([4, 4], T1=LOOP),
        rules=[ONE_EACH, together("ce")],
    ),
    clash(
        "too few of a sector for every table",
        "rules/0",
        people=people("abcd", a={"sector": "s"}),
        tables=tables([4, 4]),
        rules=[number_of("s", min=1)],
    ),
    clash(
        "too many of a sector",
        "rules/0",
        people=people("abcd", **of("abc", sector="s")),
        tables=tables([4, 4]),
        rules=[number_of("s", max=1)],
    ),
    clash(
        "the only one of a sector",
        "rules/0",
        people=people("abcd", a={"sector": "s"}),
        tables=tables([4, 4]),
        rules=[NOBODY_ALONE],
    ),
    clash(
        "too many meetings",
        "rules/0",
        given="rounds",
        people=people("abcd"),
        rounds=4,
        tables=tables([4, 4]),
        rules=[ONCE_EACH],
    ),
    unseen(
        "five people in a ring of apart at two tables",
        "rules/0 rules/1 rules/2 rules/3 rules/4",
        people=people("abcde"),
        tables=tables([5, 5]),
        rules=[apart("ab"), apart("bc"), apart("cd"), apart("de"), apart("ea")],
    ),
    unseen(
        "a chain of apart between two fixed seats",
        "rules/0 rules/1 rules/2 rules/4",
        people=people("abcd"),
        tables=tables([4, 4]),
        rules=[apart("ab"), apart("bc"), pin("a", "T1"), pin("d", "T1"), pin("c", "T2")],
    ),
    unseen(
        "a colouring with two colours, two friends and a host",
        "rules/0 rules/1 rules/2 people/h/hosts people/d/needs",
        people=people("abdh", h={"hosts": "T1"}, d={"needs": ["loop"]}),
        tables=tables([4, 4], T2=LOOP),
        rules=[apart("ha"), apart("ab"), together("bd")],
    ),
    unseen(
        "couples who fill a theme that all must visit",
        *all_of(
            ["rules/0 rules/1 rules/2 tables/T1/seats"],
            ["people/a/must_visit", "people/b/must_visit"],
            ["people/c/must_visit", "people/d/must_visit"],
            ["people/e/must_visit", "people/f/must_visit"],
        ),
        people=people("abcdef", **of("abcdef", must_visit=["x"])),
        rounds=2,
        rules=[together("ab"), together("cd"), together("ef")],
        **themed("x", "y", "z", seats=6, T1={"seats": 3}),
    ),
    unseen(
        "a theme to visit that a companion avoids",
        "rules/0 people/a/avoid people/b/must_visit",
        people=people("abc", a={"avoid": ["y"]}, b={"must_visit": ["y"]}),
        rounds=2,
        rules=[together("ab")],
        **themed("x", "y", "z"),
    ),
    unseen(
        "an odd number of a sector at tables for two",
        "rules/0 tables/T1/seats tables/T2/seats tables/T3/seats",
        people=people("abcdef", **of("abcde", sector="s")),
        tables=tables([2, 2, 2]),
        rules=[NOBODY_ALONE],
    ),
    unseen(
        "two who must fill a table twice but may meet once",
        "rules/0 rules/1",
        people=people("abcd", **of("ab", sector="s")),
        rounds=2,
        tables=tables([4, 4]),
        rules=[number_of("s", min=2, tables=["T1"]), ONCE_EACH | {"people": ["a", "b"]}],
    ),
    unseen(
        "three wanted of three kinds at a table for two",
        "rules/0 rules/1 rules/2 tables/T1/seats",
        people=people("abcd", a={"sector": "s"}, b={"organisation": "o"}, c={"attributes": {"stage": "t"}}),
        tables=tables([2, 4]),
        rules=[
            number_of("s", min=1, tables=["T1"]),
            number_of("o", "organisation", min=1, tables=["T1"]),
            number_of("t", "stage", min=1, tables=["T1"]),
        ],
    ),
    unseen(
        "couples with one of a sector each and a table for one",
        "rules/0 rules/1 rules/2 rules/3 tables/T3/seats",
        people=people("abcdef", **of("abc", sector="s")),
        tables=tables([4, 4, 1]),
        rules=[number_of("s", max=1), together("ad"), together("be"), together("cf")],
    ),
    unseen(
        "people apart and a table that its host fills",
        "rules/0 people/h/hosts tables/T3/seats",
        people=people("abch", h={"hosts": "T3"}),
        tables=tables([4, 4, 1]),
        rules=[apart("abc")],
    ),
    unseen(
        "a theme open only while a companion is there who avoids it",
        "rules/0 people/a/must_visit people/b/avoid tables/T1/closed_in",
        people=people("abc", a={"must_visit": ["x"]}, b={"avoid": ["x"], "rounds": [1]}),
        rounds=2,
        rules=[together("ab", rounds=[1])],
        **themed("x", "y", "z", T1={"closed_in": [2]}),
    ),
    unseen(
        "three at one table who must part over two",
        "rules/0 rules/1",
        people=people("abcd", **of("abc", sector="s")),
        rounds=2,
        tables=tables([4, 4]),
        rules=[number_of("s", max=0, tables=["T2"], rounds=[1]), ONCE_EACH],
    ),
    unseen(
        "couples at tables for three",
        "rules/0 rules/1 rules/2 balance",
        people=people("abcdef"),
        tables=tables([6, 6]),
        balance=0,
        rules=[together("ab"), together("cd"), together("ef")],
    ),
    unseen(
        "two groups for three tables that must not be empty",
        "rules/0 rules/1 tables/T1/min_seats tables/T2/min_seats tables/T3/min_seats",
        people=people("abcdef"),
        tables=tables([6, 6, 6], T1={"min_seats": 1}, T2={"min_seats": 2}, T3={"min_seats": 1}),
        rules=[together("abc"), together("def")],
    ),
]
