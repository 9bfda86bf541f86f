"""The answer of a solve: a status, the plan if there is one, its score with proof, or the rules that clash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tischrunde.documents.saving import write
from tischrunde.errors import Reason
from tischrunde.figures import figures
from tischrunde.model import Conflict, Meeting, Plan, Run, Score, Seating, Status, Term
from tischrunde.pictures import Moment, Picture, convergence, matrix, mixing, network
from tischrunde.score import judge
from tischrunde.words import Language

__all__ = ["Proof", "Result", "impossible", "planned", "unknown"]


@dataclass(frozen=True)
class Result:
    """What ``solve`` returns.

    Attributes
    ----------
    meeting : the meeting that was planned
    plan : the plan file's content, ready to be written
    conflicts : why an infeasible meeting is impossible, empty otherwise
    history : how the solve stood whenever the best plan or the bound had changed, and at its end; not in the plan file

    """

    meeting: Meeting
    plan: Plan
    conflicts: tuple[Reason, ...] = ()
    history: tuple[Moment, ...] = field(default=(), compare=False)

    @property
    def status(self) -> Status:
        """Return ``optimal``, ``feasible``, ``infeasible`` or ``unknown``."""
        assert self.plan.status is not None
        return self.plan.status

    @property
    def rounds(self) -> Seating | None:
        """Return for each round the people at each table, or ``None`` when there is no plan."""
        return self.plan.rounds

    @property
    def score(self) -> Score | None:
        """Return the score with its proven bounds, or ``None`` when there is no plan."""
        return self.plan.score

    def save(self, path: str | Path) -> None:
        """Write the plan to a file: .json, .xlsx, .csv, .pdf or .html.

        Raises
        ------
        BadInput
            When the ending is another one, the file cannot be written, or there is no plan (all but .json).
        """
        write(self.meeting, self.plan, path)

    def plot_matrix(self, *, by: str | None = None, language: Language | None = None) -> Picture:
        """Return the picture of who meets whom; see ``tischrunde.pictures.matrix``."""
        return matrix(self.meeting, self.plan, by=by, language=language)

    def plot_network(self, *, by: str | None = None, seed: int = 0, language: Language | None = None) -> Picture:
        """Return the picture of the net of contacts; see ``tischrunde.pictures.network``."""
        return network(self.meeting, self.plan, by=by, seed=seed, language=language)

    def plot_mixing(self, *, by: str | None = None, language: Language | None = None) -> Picture:
        """Return the picture of how each table is mixed; see ``tischrunde.pictures.mixing``."""
        return mixing(self.meeting, self.plan, by=by, language=language)

    def plot_convergence(self, *, language: Language | None = None) -> Picture:
        """Return the picture of how the plan was found; see ``tischrunde.pictures.convergence``."""
        return convergence(self.history, title=self.meeting.title, language=language or self.meeting.language)


@dataclass(frozen=True)
class Proof:
    """What no plan can beat.

    Attributes
    ----------
    terms : least value of each term of the score
    cost : least cost, at least the weighted sum of ``terms``

    """

    terms: Mapping[str, int]
    cost: int


def planned(meeting: Meeting, rounds: Seating, *, proof: Proof, run: Run) -> Result:
    """Return the result for a valid plan, judged here once more from the names alone.

    Raises
    ------
    AssertionError
        when the plan breaks a rule or costs less than is possible: a fault of the solver, never of the input
    """
    judgement = judge(meeting, rounds)
    assert not judgement.violations, f"the plan breaks a rule: {judgement.violations[0].message}"
    assert judgement.cost >= proof.cost, f"the cost {judgement.cost} is below its bound {proof.cost}"
    score = Score(
        cost=judgement.cost,
        bound=proof.cost,
        gap=(judgement.cost - proof.cost) / max(1, abs(proof.cost)),
        unfairness=judgement.unfairness,
        terms={
            name: Term(value=value, bound=proof.terms[name], weight=judgement.weights[name])
            for name, value in judgement.terms.items()
        },
    )
    plan = Plan(
        meeting_sha256=meeting.sha256,
        substance_sha256=meeting.substance_sha256,
        status="optimal" if judgement.cost == proof.cost else "feasible",
        rounds=rounds,
        score=score,
        figures=figures(meeting, rounds, proof.terms, judgement=judgement),
        run=run,
    )
    return Result(meeting, plan)


def impossible(meeting: Meeting, conflicts: Sequence[Reason], *, run: Run) -> Result:
    """Return the result for a meeting whose rules cannot all be kept, with the rules that clash."""
    told = tuple(Conflict(message=c.message.say(meeting.language), rules=c.rules) for c in conflicts)
    plan = Plan(meeting_sha256=meeting.sha256, status="infeasible", rounds=None, conflicts=told, run=run)
    return Result(meeting, plan, tuple(conflicts))


def unknown(meeting: Meeting, *, run: Run) -> Result:
    """Return the result when no valid plan was found in time, and none was shown to be impossible."""
    return Result(meeting, Plan(meeting_sha256=meeting.sha256, status="unknown", rounds=None, run=run))
