"""One job in the hands of one child: what was heard of it, what was asked of it, how it ends. Knows no store."""

import json
import math
import time
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from tischrunde_api.store.port import Checkpoint, Claimed, Kind, Outcome, State
from tischrunde_api.worker.slot import Child, Gone
from tischrunde_api.worker.solving import Ended, Order, Standing, ended_early

__all__ = ["CANCELLED", "PUT_BACK", "Pace", "PutBack", "Released", "Running"]

CANCELLED, PUT_BACK, TOO_LONG = "cancelled", "put_back", "max_runtime"
"""Words for why a solve ends before its time; the plan file says them in ``run.stopped_by``."""

FINAL = ("optimal", "infeasible", "possible")
"""Nothing is left to be found out, even if the end was asked for just then."""

DIAGNOSIS_SECONDS = 30.0
"""How long a diagnosis may take; it ends sooner by its own limits."""


@dataclass(frozen=True)
class Pace:
    """How often a station does what, in seconds.

    Attributes
    ----------
    look : longest between two looks at everything
    claim : between two looks for a job
    beat : between two beats of a job
    present : between two signs of life
    progress : between two checkpoints without a plan
    patience : after which a solve that was asked to end is ended by SIGTERM
    hard : after which it is ended by SIGKILL
    grace : beyond its limit after which a solve is ended by SIGKILL: the first solve on a machine compiles
    closing : for all solves to end by themselves when the station stops
    """

    look: float = 0.05
    claim: float = 0.05
    beat: float = 0.2
    present: float = 2.0
    progress: float = 0.5
    patience: float = 0.5
    hard: float = 2.5
    grace: float = 60.0
    closing: float = 2.0


@dataclass(frozen=True)
class PutBack:
    """A job that is to go on later."""

    checkpoint: Checkpoint


@dataclass(frozen=True)
class Released:
    """A job whose child has crashed: to be claimed again at once, and that counts."""

    checkpoint: Checkpoint


@dataclass
class Running:
    """A job that a child works on.

    Attributes
    ----------
    began : by the monotonic clock
    best : the best plan heard of, with its cost
    bound : the best bound heard of
    is_saved : whether the store has that plan
    word : why it was asked to end, if it was
    asked_at : when, by the monotonic clock
    end : how it ended, once it has
    """

    claimed: Claimed
    child: Child
    limit: float
    began: float = field(default_factory=time.monotonic)
    best: Standing | None = None
    bound: int | None = None
    is_saved: bool = True
    word: str | None = None
    asked_at: float = math.inf
    beat_due: float = 0.0
    progress_due: float = 0.0
    end: Outcome | PutBack | Released | None = None

    @classmethod
    def begin(cls, claimed: Claimed, child: Child, *, cluster: str | None) -> "Running":
        """Have a child work on a job, for as long as earlier runs have left of its time."""
        order = _order(claimed, cluster)
        child.send(order)
        return cls(claimed, child, order.seconds)

    def milliseconds(self) -> int:
        """Return the work so far, earlier runs included."""
        return self.claimed.milliseconds + round(1000 * (time.monotonic() - self.began))

    def checkpoint(self) -> Checkpoint:
        """Return how it stands, with the plan if the store has it not."""
        best = self.best or Standing(None, None)
        plan, pseudonymous = (None, None) if self.is_saved else (best.plan, best.pseudonymous)
        return Checkpoint(self.milliseconds(), best.cost, self.bound, plan=plan, pseudonymous=pseudonymous)

    def was_saved(self, checkpoint: Checkpoint) -> None:
        """Hear that a checkpoint is in the store."""
        self.is_saved = self.is_saved or checkpoint.plan is not None

    def ask_to_end(self, word: str) -> None:
        """Ask for the end, once; a second word changes nothing."""
        if self.word is None:
            self.word, self.asked_at = word, time.monotonic()
            self.child.send(word)

    def press(self, pace: Pace) -> None:
        """Be more emphatic the longer it takes."""
        now = time.monotonic()
        if now >= self.began + self.limit + pace.grace and self.word is None:
            self.word, self.asked_at = TOO_LONG, -math.inf
        if now >= self.asked_at + pace.hard:
            self.child.end()
        elif now >= self.asked_at + pace.patience:
            self.child.ask_to_end()

    def hear(self, said: Standing | Ended | Gone) -> None:
        """Take what the child says."""
        match said:
            case Standing():
                self.bound = said.bound
                if said.plan is not None:
                    self.best, self.is_saved = said, False
            case Ended():
                self.end = self._by_itself(said)
            case Gone() if self.end is None:
                self.end = self._cut_off(of_memory=said.of_memory)

    def _by_itself(self, ended: Ended) -> Outcome | PutBack:
        if ended.reason is not None:
            return self._outcome(State.FAILED, reason=ended.reason)
        if self.word == PUT_BACK == ended.stopped_by and ended.status not in FINAL:
            return PutBack(Checkpoint(self.milliseconds(), ended.cost, ended.bound, *_seats(ended)))
        return Outcome(
            State.CANCELLED if self.word == CANCELLED else State.DONE,
            self.milliseconds(),
            status=ended.status,
            cost=ended.cost,
            bound=ended.bound,
            plan=ended.plan,
            pseudonymous=ended.pseudonymous,
        )

    def _cut_off(self, *, of_memory: bool) -> Outcome | PutBack | Released:
        """Return what becomes of a job whose child has ended without an answer."""
        if self.word == PUT_BACK:
            return PutBack(self.checkpoint())
        if self.word == CANCELLED:
            return self._outcome(State.CANCELLED)
        if self.word == TOO_LONG:
            has_plan = self.best is not None or self.claimed.best is not None
            return self._outcome(State.DONE) if has_plan else self._outcome(State.FAILED, reason="time")
        return self._outcome(State.FAILED, reason="memory") if of_memory else Released(self.checkpoint())

    def _outcome(self, state: State, *, reason: str | None = None) -> Outcome:
        """Return the end of a job with the best plan heard of, which says now why it is the last."""
        status = None if self.best is None and self.claimed.best is None else "feasible"
        outcome = Outcome(state, self.milliseconds(), status=status, bound=self.bound, reason=reason)
        if self.best is None or self.best.plan is None or self.best.pseudonymous is None:
            return outcome
        stopped_by = self.word or str(reason)
        return replace(
            outcome,
            cost=self.best.cost,
            plan=ended_early(self.best.plan, stopped_by),
            pseudonymous=ended_early(self.best.pseudonymous, stopped_by),
        )


def _order(claimed: Claimed, cluster: str | None) -> Order:
    options = json.loads(claimed.options)
    seconds = DIAGNOSIS_SECONDS if claimed.kind is Kind.DIAGNOSIS else float(options["max_runtime"])
    return Order(
        kind=claimed.kind,
        meeting=claimed.meeting,
        options=claimed.options,
        language=cast(Literal["de", "en"], claimed.language),
        seconds=max(0.0, seconds - claimed.milliseconds / 1000),
        best=claimed.best,
        cluster=cluster,
    )


def _seats(ended: Ended) -> tuple[bytes | None, bytes | None]:
    """Return the plan to go on from: none, when nobody is seated in it."""
    return (None, None) if ended.cost is None else (ended.plan, ended.pseudonymous)
