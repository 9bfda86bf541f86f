"""A plan: who sits where in every round, how good that is, and how it was found; as a plan file holds it."""

from typing import Any, Literal, TypeAlias

from tischrunde.model.fields import Count, Id, Record, Whole

__all__ = ["Conflict", "Plan", "Repaired", "Rerouted", "Run", "Score", "Seating", "Status", "Term"]

Status: TypeAlias = Literal["optimal", "feasible", "infeasible", "unknown"]

Seating: TypeAlias = tuple[dict[Id, tuple[Id, ...]], ...]
"""For each round, the people at each table, by id."""


class Conflict(Record):
    """Rules that clash, or a rule that a plan breaks: the sentence and the places in the meeting."""

    message: str
    rules: tuple[str, ...] = ()


class Term(Record):
    """One term of the score: its value, what is proven to be the least possible, and its weight."""

    value: Whole
    bound: Whole
    weight: Whole


class Score(Record):
    """The score of a plan. ``gap`` is (cost - bound) / max(1, |bound|)."""

    violations: tuple[Conflict, ...] = ()
    cost: Whole
    bound: Whole
    gap: float
    unfairness: Whole
    terms: dict[str, Term]


class Run(Record):
    """How a plan was found. ``seconds`` is wall time without compiling, ``iterations`` counts proposed moves."""

    version: str
    seed: Whole
    seconds: float
    iterations: Whole
    stopped_by: str
    method: str


class Rerouted(Record):
    """Somebody whose name tag changes: for each round the table of before and the one of now, ``None`` for absence."""

    person: Id
    was: tuple[Id | None, ...]
    now: tuple[Id | None, ...]


class Repaired(Record):
    """How a plan follows from an earlier one.

    The first ``played`` rounds are those of the earlier plan. ``changed`` are the people whose name tags change,
    ``added`` those who had none; no plan of this meeting changes fewer than ``at_least``.
    """

    played: Count
    changed: tuple[Rerouted, ...]
    added: tuple[Id, ...]
    at_least: Count


class Plan(Record):
    """A plan file. ``rounds`` and ``score`` are ``None`` when there is no plan."""

    format: Literal["tischrunde/plan/1"] = "tischrunde/plan/1"
    meeting_sha256: str | None = None
    substance_sha256: str | None = None
    status: Status | None = None
    rounds: Seating | None
    score: Score | None = None
    figures: dict[str, Any] | None = None
    conflicts: tuple[Conflict, ...] | None = None
    run: Run | None = None
    repair: Repaired | None = None

    def plain(self) -> dict[str, Any]:
        """Return the plan as plain data, ready for JSON."""
        plain = self.model_dump(mode="json")
        for key in ("conflicts", "substance_sha256", "repair"):
            if plain[key] is None:
                del plain[key]
        return plain
