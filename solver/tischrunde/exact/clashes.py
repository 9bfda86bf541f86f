"""Why a meeting is impossible: a smallest set of rules that clash, however they do it.

``diagnosis`` is asked first: its checks are quick and know why. What it does not see is left to CP-SAT. Work is
counted, never timed: the same meeting has the same answer everywhere.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ortools.sat.python import cp_model

from tischrunde.diagnosis import diagnose as quick_reasons
from tischrunde.diagnosis.wording import clash_of
from tischrunde.errors import Reason
from tischrunde.exact.model import Model, build, build_from
from tischrunde.exact.rules import limits
from tischrunde.exact.running import new_solver, run
from tischrunde.model import MeetAtMost, Meeting, Weights
from tischrunde.problem import Problem, Seats
from tischrunde.stop import Progress, Stop

__all__ = ["EFFORT", "Verdict", "conflict", "diagnose"]

EFFORT = 20.0
"""How long to look at most, in CP-SAT's deterministic seconds; a quiet core takes about as many real ones."""

CHEAP_SEATS = 20_000
"""People x rounds x tables up to which the rules of a quick reason are looked through once more."""

MOST_SEATS = 200_000
"""People x rounds x tables up to which CP-SAT is asked at all; building the model takes about 2 seconds then."""

MOST_PAIRS = 3_000_000
"""The same for pairs x rounds x tables, where a rule speaks of how often pairs meet."""

SHARE_OF_TEST = 0.1
"""The share of all effort that a single question may take while a set is made smaller."""


@dataclass(frozen=True)
class Verdict:
    """Whether a meeting is possible.

    Attributes
    ----------
    status : ``unknown`` when neither a plan nor a proof was found with the effort allowed
    reasons : why it is impossible
    is_smallest : whether of no reason a rule could be left out; false when effort or time ran out before that was shown
    table_of : seats that keep every rule, when CP-SAT found them: int32, shape (n_rounds, n_people)
    """

    status: Literal["possible", "infeasible", "unknown"]
    reasons: tuple[Reason, ...] = ()
    is_smallest: bool = False
    table_of: Seats | None = None


SHARE_OF_CORE = 0.2
"""The share of all effort for the first set."""


def diagnose(meeting: Meeting, *, effort: float = EFFORT, stop: Stop | None = None) -> list[Reason]:
    """Return why a meeting is impossible, each reason with a smallest set of rules that clash.

    Empty when the meeting is possible, or when that could not be decided; ``conflict`` tells which.

    Examples
    --------
    >>> tables = [{"id": "A", "seats": 2}, {"id": "B", "seats": 2}]
    >>> meeting = Meeting.model_validate({"rounds": 1, "tables": tables, "people": [{"id": p} for p in "vwxyz"]})
    >>> diagnose(meeting)[0].rules
    ('tables/A/seats', 'tables/B/seats')
    """
    return list(conflict(meeting, effort=effort, stop=stop).reasons)


def conflict(
    meeting: Meeting, *, effort: float = EFFORT, seed: int = 0, stop: Stop | None = None, checked: bool = False
) -> Verdict:
    """Return whether a meeting is possible and, if not, which rules clash.

    A set is smallest when the meeting with only these rules is impossible and becomes possible without any one of
    them. There may be several such sets; one is found. Attendance and the number of rounds count as given.

    Parameters
    ----------
    meeting
        what is to be planned
    effort
        how long to look at most, in CP-SAT's deterministic seconds
    seed
        of CP-SAT's chance
    stop
        asked again and again; what is known by then is returned
    checked
        whether the quick checks need not be asked, having found nothing before

    Notes
    -----
    Deletion filter (Chinneck and Dravnieks 1991) on the core that CP-SAT names of assumed rules, in halves first:
    k log n questions for k rules of n, each a constraint problem of its own.
    """
    search = _Search(meeting, effort, seed, stop)
    quick = [] if checked else quick_reasons(meeting)
    return search.looked_through(quick) if quick else search.from_scratch()


class _Search:
    """One search for clashing rules, with the effort that is left."""

    def __init__(self, meeting: Meeting, effort: float, seed: int, stop: Stop | None) -> None:
        self.meeting, self.seed, self.stop = meeting, seed, stop
        self.effort, self.left = effort, effort
        self.undecided = False

    @cached_property
    def problem(self) -> Problem:
        """Return the meeting as arrays, without what makes a plan better or worse: more people are alike then."""
        people = tuple(person.model_copy(update={"wishes": ()}) for person in self.meeting.people)
        nothing = Weights(reunions=0, mixing={}, wishes=0, affinities=0)
        bare = {"people": people, "history": (), "affinities": (), "weights": nothing}
        return Problem.of(Meeting.model_validate(self.meeting.model_copy(update=bare).model_dump()))

    @cached_property
    def places(self) -> list[str]:
        """Return the places of all limits, those first that say least to a person."""
        return list(dict.fromkeys(limit.place for limit in limits(self.problem)))

    def looked_through(self, reasons: Sequence[Reason]) -> Verdict:
        """Return quick reasons without the rules that they can do without."""
        if not self._is_within(CHEAP_SEATS):
            return Verdict("infeasible", tuple(reasons))
        found: list[Reason] = []
        for reason in reasons:
            rules = self._fewer(reason.rules)
            if not any(set(earlier.rules) <= set(rules) for earlier in found):
                found.append(Reason(reason.message, rules))
        return Verdict("infeasible", tuple(found), not self.undecided)

    def from_scratch(self) -> Verdict:
        """Return what CP-SAT says of the whole meeting and, when it is impossible, which rules it takes."""
        if not self._is_within(MOST_SEATS):
            return Verdict("unknown")
        model = build(self.problem, objective=False)
        solver, status = self._run(model, self.left)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Verdict("possible", table_of=model.seats(solver.value))
        if status != cp_model.INFEASIBLE:
            return Verdict("unknown")
        self.left = max(self.left, self.effort / 2)  # a proof that took long must not leave a reason of all rules
        rules = shrunk(self._core(), self._clash)
        return Verdict("infeasible", (clash_of(self.meeting, rules),), not self.undecided)

    def _is_within(self, most_seats: int) -> bool:
        """Return whether the meeting is small enough for a model."""
        people, sittings = len(self.meeting.people), self.meeting.n_rounds * len(self.meeting.tables)
        paired = any(isinstance(rule, MeetAtMost) and rule.count for rule in self.meeting.rules)
        return people * sittings <= most_seats and (not paired or people * people // 2 * sittings <= MOST_PAIRS)

    def _fewer(self, rules: Sequence[str]) -> tuple[str, ...]:
        """Return rules that still clash; what is named beside them stays: rounds, somebody's absence."""
        known = [place for place in rules if place in self.places]
        if not self._clash(known):
            self.undecided = True
            return tuple(rules)
        kept = set(shrunk(known, self._clash))
        return tuple(place for place in rules if place in kept or place not in self.places)

    def _core(self) -> list[str]:
        """Return the rules that CP-SAT needs for its proof, assuming each; all when it does not come to one."""
        model = build_from(self.problem, self.places, assumed=True)
        solver, status = self._run(model, self.effort * SHARE_OF_CORE)
        if status != cp_model.INFEASIBLE:
            return self.places
        needed = set(solver.sufficient_assumptions_for_infeasibility())
        return [place for place, literal in model.assumed.items() if literal.index in needed]

    def _clash(self, kept: Collection[str]) -> bool:
        """Return whether these rules are shown to clash."""
        _, status = self._run(build_from(self.problem, set(kept)), self.effort * SHARE_OF_TEST)
        if status == cp_model.UNKNOWN:
            self.undecided = True
        return bool(status == cp_model.INFEASIBLE)

    def _run(self, model: Model, effort: float) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
        solver = new_solver(effort=min(effort, self.left), seed=self.seed)
        if self.left <= 0 or (self.stop is not None and self.stop(Progress())):
            return solver, cp_model.UNKNOWN
        status = run(solver, model.cp, stop=self.stop)
        self.left -= solver.response_proto.deterministic_time
        return solver, status


def shrunk(places: Sequence[str], clash: Callable[[Collection[str]], bool]) -> list[str]:
    """Return some of ``places`` that still clash and of which none can be left out, as far as ``clash`` can tell.

    What is left out first is what stands first. Large sets are halved before single places are tried.
    """
    kept = list(places)
    size = max(1, len(kept) // 4 if len(kept) > 8 else 1)
    waiting = [kept[start : start + size] for start in range(0, len(kept), size)][::-1]
    while waiting and len(kept) > 1:
        some = waiting.pop()
        rest = [place for place in kept if place not in some]
        if clash(rest):
            kept = rest
        elif len(some) > 1:
            waiting += [some[len(some) // 2 :], some[: len(some) // 2]]
    return kept
