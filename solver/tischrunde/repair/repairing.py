"""Repair a plan on the day: as few printed name tags as possible change, and the answer says how few could."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

from tischrunde.bounds import prove
from tischrunde.diagnosis import diagnose
from tischrunde.errors import Reason
from tischrunde.kernel import warm_up
from tischrunde.model import Meeting, Plan, Repaired, Rerouted, Run, Seating
from tischrunde.planning import solve
from tischrunde.problem import LARGE, Problem, Seats
from tischrunde.repair.changes import Changes
from tischrunde.repair.changing import Changed, changed
from tischrunde.repair.played import pinned
from tischrunde.repair.reseating import Reseating
from tischrunde.repair.search import Fewest, cheaper, fewest, nearer
from tischrunde.result import Proof, Result, impossible, planned, unknown
from tischrunde.stop import MaxRuntime, Progress, Stop
from tischrunde.words import Language, Text

__all__ = ["DEFAULT_SECONDS", "Repair", "plan_repair", "repair", "to_options"]

DEFAULT_SECONDS = 10.0

Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class Repair:
    """What ``repair`` returns.

    Attributes
    ----------
    result : the new plan with its score, and the meeting after the changes; or why there is none
    notes : what had to be given up or is worth knowing, in words
    """

    result: Result
    notes: tuple[Text, ...] = ()

    @property
    def meeting(self) -> Meeting:
        """Return the meeting after the changes."""
        return self.result.meeting

    @property
    def repaired(self) -> Repaired | None:
        """Return whose name tags change, ``None`` when there is no plan."""
        return self.result.plan.repair

    def plain(self, language: Language) -> dict[str, Any]:
        """Return the answer as plain data, ready for JSON: the plan, the meeting it belongs to, and the notes."""
        return {
            "plan": self.result.plan.plain(),
            "meeting": self.meeting.plain(),
            "notes": [note.say(language) for note in self.notes],
        }


def repair(
    meeting: Meeting,
    plan: Plan,
    changes: Changes,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    at_most: int = 0,
    anew: bool = False,
    on_improvement: Watch | None = None,
    on_progress: Watch | None = None,
    on_preparing: Callable[[], None] | None = None,
) -> Repair:
    """Return a plan for a meeting after changes that is as much like the plan of before as can be.

    Plans are ordered by the number of people whose name tag changes, then by cost. Rounds that are played stay as
    they are.

    Parameters
    ----------
    meeting, plan :
        a meeting and its plan
    changes :
        what has changed, see ``changes_from``
    stop :
        when to end early; 10 seconds by default
    seed :
        of all chance. Same arguments and no end before time: same plan.
    at_most :
        so many name tags may change where that makes a cheaper plan; more if it takes more
    anew :
        whether to plan all rounds to come from scratch, however many name tags change
    on_improvement, on_progress, on_preparing :
        as in ``solve``

    Raises
    ------
    BadPlan
        when the plan seats nobody, has other rounds, or what is played of it cannot be

    Examples
    --------
    >>> people = [{"id": name} for name in "abcdefg"]
    >>> tables = [{"id": name, "seats": 3} for name in ("T1", "T2", "T3")]
    >>> meeting = Meeting.model_validate({"rounds": 2, "tables": tables, "people": people})
    >>> seats = ({"T1": ("a", "b", "c"), "T2": ("d", "e"), "T3": ("f", "g")},) * 2
    >>> mended = repair(meeting, Plan(rounds=seats), Changes(absent=("d",)))
    >>> len(mended.repaired.changed), mended.repaired.at_least
    (1, 1)
    """
    after = changed(meeting, plan, changes)
    result = plan_repair(
        after.meeting,
        to_options(after, at_most=at_most, anew=anew),
        stop=stop,
        seed=seed,
        on_improvement=on_improvement,
        on_progress=on_progress,
        on_preparing=on_preparing,
    )
    return Repair(result, after.notes)


def to_options(after: Changed, *, at_most: int = 0, anew: bool = False) -> dict[str, Any]:
    """Return what ``plan_repair`` needs beside the meeting after the changes, as plain data ready for JSON."""
    start = [{table: list(people) for table, people in sitting.items()} for sitting in after.start]
    return {"start": start, "played": after.played, "at_most": at_most, "anew": anew}


def plan_repair(
    meeting: Meeting,
    options: Mapping[str, Any],
    *,
    stop: Stop | None = None,
    seed: int = 0,
    on_improvement: Watch | None = None,
    on_progress: Watch | None = None,
    on_preparing: Callable[[], None] | None = None,
) -> Result:
    """Return the repaired plan of a meeting that is changed already; see ``repair``.

    Parameters
    ----------
    meeting :
        the meeting after the changes
    options :
        what ``to_options`` returned; further keys are passed over
    """
    start: Seating = tuple({table: tuple(people) for table, people in sitting.items()} for sitting in options["start"])
    asked = _Asked(start, int(options["played"]), int(options.get("at_most", 0)), bool(options.get("anew", False)))
    ways = _Ways(seed, on_improvement, on_progress, on_preparing)
    return _Repairing(meeting, asked, stop or MaxRuntime(DEFAULT_SECONDS), ways).result()


@dataclass(frozen=True)
class _Asked:
    start: Seating
    played: int
    at_most: int
    anew: bool


@dataclass(frozen=True)
class _Ways:
    seed: int
    on_improvement: Watch | None
    on_progress: Watch | None
    on_preparing: Callable[[], None] | None


class _Repairing:
    """One repair from its question to its answer."""

    def __init__(self, meeting: Meeting, asked: _Asked, stop: Stop, ways: _Ways) -> None:
        self.meeting, self.asked, self.stop, self.ways = meeting, asked, stop, ways
        self.pinned = pinned(meeting, asked.start, asked.played)
        self.stopped_by: str | None = None
        self.iterations = 0
        self.began = time.monotonic()

    def result(self) -> Result:
        conflicts = diagnose(self.meeting)
        if conflicts:
            return self._impossible(tuple(conflicts))
        warm_up(large=len(self.meeting.people) > LARGE)
        self.began = time.monotonic()
        self.stop(Progress())  # a limit of time counts from its first look
        problem = Problem.of(self.pinned)
        reseating = Reseating.of(problem, self.asked.start, self.asked.played)
        proof = prove(problem)
        if self.asked.anew:
            return self._anew(reseating)
        found = fewest(reseating, stop=self._asked_to_stop, seed=self.ways.seed)
        if found.seats is None:
            return self._from_scratch(reseating, found)
        self._show(problem, found.seats, proof)
        return self._planned(reseating, self._cheaper(reseating, found.seats, proof), proof, found.least)

    def _asked_to_stop(self, progress: Progress, /) -> str | None:
        """Ask whether to stop, and remember why."""
        self.stopped_by = self.stopped_by or self.stop(progress)
        return self.stopped_by

    def _cheaper(self, reseating: Reseating, seats: Seats, proof: Proof) -> Seats:
        at_most = max(self.asked.at_most, int(reseating.differs(seats).sum()))
        stop, seed = self._asked_to_stop, self.ways.seed
        better = cheaper(reseating, seats, at_most=at_most, bound=proof.cost, stop=stop, seed=seed)
        self._show(reseating.problem, better, proof)
        return better

    def _show(self, problem: Problem, seats: Seats, proof: Proof) -> None:
        """Tell those who watch how good the seats are."""
        if self.ways.on_improvement is None and self.ways.on_progress is None:
            return
        from tischrunde.exact.trouble import plan_price

        broken, cost = plan_price(problem, seats)
        now = Progress(
            seconds=time.monotonic() - self.began,
            violations=broken,
            cost=cost,
            bound=proof.cost,
            reunions=problem.reunions(seats),
        )
        for watch in (self.ways.on_improvement, self.ways.on_progress):
            if watch is not None:
                watch(now)

    def _solved(self) -> Result:
        return solve(
            self.pinned,
            stop=self.stop,
            seed=self.ways.seed,
            start=self.asked.start,
            on_improvement=self.ways.on_improvement,
            on_progress=self.ways.on_progress,
            on_preparing=self.ways.on_preparing,
        )

    def _anew(self, reseating: Reseating) -> Result:
        return self._taken(reseating, self._solved(), reseating.least)

    def _from_scratch(self, reseating: Reseating, found: Fewest) -> Result:
        """Plan the rounds to come anew where no circle held a plan, and give back as many seats as can be."""
        if found.is_impossible:
            return self._impossible(self._clash())
        solved = self._solved()
        if solved.rounds is None:
            return self._taken(reseating, solved, found.least)
        seats = reseating.problem.table_of(solved.rounds)
        seats = nearer(reseating, seats, stop=self._asked_to_stop, seed=self.ways.seed)
        assert solved.score is not None
        proof = Proof({name: term.bound for name, term in solved.score.terms.items()}, solved.score.bound)
        return self._planned(reseating, self._cheaper(reseating, seats, proof), proof, found.least)

    def _clash(self) -> tuple[Reason, ...]:
        """Return which rules clash, where it is proved that some do."""
        from tischrunde.exact import conflict

        reasons = conflict(self.pinned, seed=self.ways.seed, stop=self._asked_to_stop, checked=True).reasons
        return reasons or (Reason(Text("The rounds that are still to come cannot be planned: rules clash."), ()),)

    def _taken(self, reseating: Reseating, solved: Result, least: int) -> Result:
        """Return the answer of a solve of the pinned meeting as one of the meeting itself."""
        run = solved.plan.run
        assert run is not None
        self.stopped_by, self.iterations = run.stopped_by, run.iterations
        if solved.status == "infeasible":
            return self._impossible(solved.conflicts)
        if solved.rounds is None or solved.score is None:
            return unknown(self.meeting, run=self._run())
        proof = Proof({name: term.bound for name, term in solved.score.terms.items()}, solved.score.bound)
        return self._planned(reseating, reseating.problem.table_of(solved.rounds), proof, least)

    def _impossible(self, conflicts: tuple[Reason, ...]) -> Result:
        """Return why there is no plan, in places of the meeting itself: pins of rounds played are none of its rules."""
        own = {f"rules/{index}" for index in range(len(self.meeting.rules), len(self.pinned.rules))}
        told = [replace(reason, rules=tuple(rule for rule in reason.rules if rule not in own)) for reason in conflicts]
        self.stopped_by = "proved"
        return impossible(self.meeting, told, run=self._run())

    def _planned(self, reseating: Reseating, seats: Seats, proof: Proof, least: int) -> Result:
        result = planned(self.meeting, reseating.problem.seating(seats), proof=proof, run=self._run())
        repaired = _repaired(reseating, seats, least)
        return replace(result, plan=result.plan.model_copy(update={"repair": repaired}))

    def _run(self) -> Run:
        return Run(
            version=version("tischrunde"),
            seed=self.ways.seed,
            seconds=round(time.monotonic() - self.began, 3),
            iterations=self.iterations,
            stopped_by=self.stopped_by or "fewest_changes",
            method="repair",
        )


def _repaired(reseating: Reseating, seats: Seats, least: int) -> Repaired:
    """Return whose name tags change, in the order of the meeting."""
    problem = reseating.problem
    people, tables = problem.meeting.people, [table.id for table in problem.meeting.tables]

    def route(table_of: Seats, person: int) -> tuple[str | None, ...]:
        return tuple(tables[t] if t >= 0 else None for t in table_of[:, person].tolist())

    differs = reseating.differs(seats)
    return Repaired(
        played=reseating.played,
        changed=tuple(
            Rerouted(person=people[p].id, was=route(reseating.was, p), now=route(seats, p))
            for p in differs.nonzero()[0].tolist()
        ),
        added=tuple(people[p].id for p in reseating.is_new.nonzero()[0].tolist()),
        at_least=min(least, int(differs.sum())),
    )
