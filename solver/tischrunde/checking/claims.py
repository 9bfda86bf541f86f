"""Compare what a plan file says about itself with what the two files show."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from tischrunde.model import Meeting, Plan, Score
from tischrunde.score import Judgement
from tischrunde.words import Text

__all__ = ["Claim", "false_claims", "notes"]


@dataclass(frozen=True)
class Claim:
    """Something a plan says about itself that is not so.

    Attributes
    ----------
    key : where the plan says it, such as ``score/cost``
    claimed, actual : what it says, and what is so
    message : the sentence for people
    """

    key: str
    claimed: object
    actual: object
    message: Text


def false_claims(plan: Plan, judgement: Judgement) -> list[Claim]:
    """Return every claim of a plan's status and score that its seats do not bear out."""
    return [*_claims_of_status(plan, judgement), *(_claims_of_score(plan.score, judgement) if plan.score else ())]


def notes(meeting: Meeting, plan: Plan) -> list[Text]:
    """Return what is worth knowing, though the plan may be right all the same."""
    from tischrunde.documents.fitting import made_for

    if plan.meeting_sha256 is None or made_for(meeting, plan):
        return []
    return [Text("The meeting has changed since this plan was made, or the plan belongs to another meeting.")]


def _claims_of_status(plan: Plan, judgement: Judgement) -> Iterator[Claim]:
    if plan.status in ("infeasible", "unknown"):
        message = Text("The plan calls itself “{status}”, yet people are seated in it.", status=plan.status)
        yield Claim("status", plan.status, "feasible", message)
    if plan.status == "optimal" and plan.score is not None and plan.score.bound != judgement.cost:
        message = Text(
            "The plan calls itself optimal, but it costs {cost}, and says itself that {bound} may be possible.",
            cost=judgement.cost,
            bound=plan.score.bound,
        )
        yield Claim("status", "optimal", "feasible", message)


def _claims_of_score(score: Score, judgement: Judgement) -> Iterator[Claim]:
    if score.violations and not judgement.violations:
        message = Text("The plan says that it breaks rules, but it keeps them all.")
        yield Claim("score/violations", len(score.violations), 0, message)
    yield from _unlike("score/cost", score.cost, judgement.cost)
    yield from _unlike("score/unfairness", score.unfairness, judgement.unfairness)
    for name in sorted(score.terms.keys() | judgement.terms.keys()):
        term = score.terms.get(name)
        claimed = (term.value, term.weight) if term else (None, None)
        yield from _unlike(f"score/terms/{name}/value", claimed[0], judgement.terms.get(name))
        yield from _unlike(f"score/terms/{name}/weight", claimed[1], judgement.weights.get(name))
        if term and name in judgement.terms and term.bound > judgement.terms[name]:
            yield _beaten(f"score/terms/{name}/bound", term.bound, judgement.terms[name])
    if score.bound > judgement.cost:
        yield _beaten("score/bound", score.bound, judgement.cost)
    gap = (score.cost - score.bound) / max(1, abs(score.bound))
    if not math.isclose(score.gap, gap, rel_tol=1e-6, abs_tol=1e-6):
        yield from _unlike("score/gap", score.gap, gap)


def _unlike(key: str, claimed: float | None, actual: float | None) -> Iterator[Claim]:
    if claimed == actual:
        return
    if claimed is None:
        message = Text("The plan leaves out {key}; it is {actual}.", key=key, actual=actual)
    elif actual is None:
        message = Text("The plan gives {key}, which this meeting does not have.", key=key)
    else:
        message = Text("The plan gives {claimed} for {key}; it is {actual}.", key=key, claimed=claimed, actual=actual)
    yield Claim(key, claimed, actual, message)


def _beaten(key: str, claimed: int, actual: int) -> Claim:
    message = Text(
        "The plan says in {key} that nothing below {claimed} is possible, but has {actual} itself.",
        key=key,
        claimed=claimed,
        actual=actual,
    )
    return Claim(key, claimed, actual, message)
