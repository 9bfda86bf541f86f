"""Whether some pair must meet more often than a rule allows: by rules that bind them, or by counting."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from tischrunde.diagnosis.counting import too_many_pairs, too_many_partners
from tischrunde.diagnosis.facts import Facts
from tischrunde.diagnosis.parting import leaving
from tischrunde.diagnosis.telling import Case, names
from tischrunde.model import MeetAtMost
from tischrunde.words import Text, listed

__all__ = ["meets"]


def meets(facts: Facts) -> Iterator[Case]:
    """Yield for each rule on meetings the first kind of argument that shows it cannot be kept."""
    for place, rule in facts.rules(MeetAtMost):
        scope = set(facts.meeting.person_of) if rule.people is None else set(rule.people)
        for argument in (_bound_too_often, leaving, _officers, too_many_pairs, too_many_partners):
            cases = list(argument(facts, place, rule, scope))
            if cases:
                yield from cases
                break


def _bound_too_often(facts: Facts, place: str, rule: MeetAtMost, scope: set[str]) -> Iterator[Case]:
    """Yield pairs who are in one block of ``Bonds``, so at one table, in more rounds than the rule allows."""
    rounds_of: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number in facts.rounds:
        bonds = facts.bonds(number)
        for block in range(len(bonds.blocks)):
            people = [person for person in bonds.people(block) if person in scope]
            for pair in combinations(sorted(people), 2):
                rounds_of[pair].append(number)
    told: set[tuple[str, ...]] = set()
    for (one, other), rounds in rounds_of.items():
        if len(rounds) > rule.count:
            why = [
                p
                for r in rounds[: rule.count + 1]
                for p in facts.bonds(r).why(facts.bonds(r).path(("person", one), ("person", other)))
            ]
            rules = (place, *dict.fromkeys(why))
            if rules in told:
                continue
            told.add(rules)
            message = Text.many(
                "Other rules bring {people} to one table in {count} round "
                "({rounds}), but the limit for a pair is {most}. Drop one of these rules.",
                "Other rules bring {people} to one table in {count} rounds "
                "({rounds}), but the limit for a pair is {most}. Drop one of these rules.",
                len(rounds),
                people=names(facts.meeting, [one, other]),
                most=rule.count,
                rounds=listed(map(str, rounds)),
            )
            yield Case(message, rules)


def _officers(facts: Facts, place: str, rule: MeetAtMost, scope: set[str]) -> Iterator[Case]:
    """Yield four rounds of 36 people at six tables in which no pair meets twice.

    No two of the 36 share both a table of one round and a table of another, so the 36 pairs of tables are all
    taken once, for every two rounds: two orthogonal Latin squares of order 6, which do not exist (Tarry 1901).
    """
    if rule.count != 1:
        return
    six = [number for number in facts.rounds if len(facts.open[number]) <= 6]
    for rounds in combinations(six, 4):
        people = scope.intersection(*(facts.present[number] for number in rounds))
        if len(people) >= 36:
            closed = [
                f"tables/{table.id}/closed_in"
                for table in facts.meeting.tables
                if len(facts.meeting.tables) > 6 and any(number in table.closed_in for number in rounds)
            ]
            message = Text(
                "36 people cannot sit at six tables in four rounds without two of them meeting twice: "
                "this is Euler's "
                "puzzle of the 36 officers, proved impossible by Tarry in 1901. "
                "Hold three rounds, set up a seventh table, or allow second meetings."
            )
            yield Case(message, (place, "rounds", *closed))
            return
