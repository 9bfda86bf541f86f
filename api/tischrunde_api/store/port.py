"""What a store does for the web and for workers, and the records that go in and out. Knows no database.

Times are whole milliseconds since 1970 in UTC and come in from outside, as do ids and tokens of chance; costs are
whole numbers. ``owner`` is the id of an API key, or the empty string when the service asks for none: every question
of the web names it, so that what belongs to somebody else is not there.

A job is *queued*, then *solving* under a lease that one worker holds and renews by its beats, then ended: *done*,
*cancelled* or *failed*. Each claim raises the job's fence; whatever a worker writes carries the fence that it got, and
writes nothing once another worker has claimed the job, or somebody has erased it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

__all__ = [
    "Checkpoint",
    "Claimed",
    "Event",
    "EventKind",
    "Job",
    "Key",
    "Kind",
    "Limits",
    "NewJob",
    "Outcome",
    "QueueFull",
    "Reservation",
    "Reserved",
    "State",
    "Store",
    "StoreFull",
    "StoreUnavailable",
    "Tally",
    "Word",
]


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    SOLVING = "solving"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        """Return whether nothing will change any more."""
        return self in (State.DONE, State.CANCELLED, State.FAILED)


class Kind(StrEnum):
    """What is to be done."""

    PLAN = "plan"
    REPAIR = "repair"
    DIAGNOSIS = "diagnosis"


class EventKind(StrEnum):
    """What a listener is told."""

    PROGRESS = "progress"
    IMPROVEMENT = "improvement"
    DONE = "done"


class Word(StrEnum):
    """What a worker hears when it beats."""

    GO_ON = "go on"
    CANCEL = "cancel"
    """Somebody wants it to end soon, with the best plan so far."""
    LOST = "lost"
    """The job belongs to another worker now, or is erased: stop at once and write nothing."""


class StoreUnavailable(Exception):
    """The database cannot be reached, or was locked for too long. Nothing was written; try again."""


class StoreFull(Exception):
    """The disk is full. Nothing was written."""


@dataclass(eq=False)
class QueueFull(Exception):
    """Too many jobs wait, in all or for one owner.

    Attributes
    ----------
    whose : ``all`` or ``owner``
    seconds : after which it may be worth trying again
    """

    whose: str
    seconds: int


@dataclass(frozen=True)
class Limits:
    """How many jobs may wait or run at once."""

    queued: int
    queued_of_owner: int


@dataclass(frozen=True)
class NewJob:
    """A job to be done.

    Attributes
    ----------
    id : unguessable, from outside
    owner : who may see it
    kind : what is to be done
    meeting : the meeting file, as JSON in UTF-8; of a repair, the changed meeting
    options : what else the worker needs, as JSON (``seed``, ``max_runtime``, ...; of a repair ``start`` and ``frozen``)
    created_at, expires_at : milliseconds
    parent : the plan that a repair begins from
    language : of messages to the one who asked
    notes : what was passed over or given up on the way to the meeting, sentences as a JSON array; they may hold names
    """

    id: str
    owner: str
    kind: Kind
    meeting: bytes
    options: bytes
    created_at: int
    expires_at: int
    parent: str | None = None
    language: str = "de"
    notes: bytes = b"[]"


@dataclass(frozen=True)
class Job:
    """A job as the web sees it.

    Attributes
    ----------
    version : grows with every change; the ETag
    milliseconds : of work so far
    cost, bound : of the best plan so far, ``None`` while there is none
    plan, pseudonymous : the plan file (of a diagnosis, its answer) as JSON, with names in its sentences and without;
        the best so far while the job is solving
    status : the plan's, once the job is over
    reason : why it failed, a stable code such as ``crashed``, ``memory``, ``time``; ``None`` otherwise
    """

    id: str
    owner: str
    kind: Kind
    state: State
    version: int
    meeting: bytes
    options: bytes
    created_at: int
    expires_at: int
    parent: str | None
    language: str
    milliseconds: int
    cost: int | None
    bound: int | None
    plan: bytes | None
    pseudonymous: bytes | None
    status: str | None
    reason: str | None
    notes: bytes = b"[]"


@dataclass(frozen=True)
class Claimed:
    """A job that a worker holds now.

    Attributes
    ----------
    fence : to be given with everything the worker writes of this job
    attempts, runs : this one included, since the last progress and in all
    milliseconds : of work that earlier runs have done
    best : the plan that an earlier run kept, to begin from
    """

    id: str
    kind: Kind
    fence: int
    attempts: int
    runs: int
    meeting: bytes
    options: bytes
    language: str
    milliseconds: int
    best: bytes | None
    cancel: bool


@dataclass(frozen=True)
class Checkpoint:
    """How a solve stands.

    Attributes
    ----------
    milliseconds : of work in all, earlier runs included
    cost, bound : of the best plan, ``None`` while there is none
    plan, pseudonymous : the best plan if it is a better one than at the last checkpoint, ``None`` otherwise
    """

    milliseconds: int
    cost: int | None = None
    bound: int | None = None
    plan: bytes | None = None
    pseudonymous: bytes | None = None


@dataclass(frozen=True)
class Outcome:
    """How a job ended.

    Attributes
    ----------
    state : ``done``, ``cancelled`` or ``failed``
    status : the plan's status, or the diagnosis's
    plan, pseudonymous : ``None`` keeps what was checkpointed
    reason : a stable code when it failed
    """

    state: State
    milliseconds: int
    status: str | None = None
    cost: int | None = None
    bound: int | None = None
    plan: bytes | None = None
    pseudonymous: bytes | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Event:
    """Something a listener is told; ``number`` grows by one with every event of a job. ``told`` holds numbers only."""

    number: int
    kind: EventKind
    told: Mapping[str, int | float | str | None]


class Reserved(StrEnum):
    """What an idempotency key stands for."""

    NEW = "new"
    """Nothing yet: it is this request's now, and becomes its job's when the job is submitted with it."""
    RUNNING = "running"
    """A request that is still being read."""
    OTHER = "other"
    """A request with another body."""
    REPLAY = "replay"
    """A job that is there."""


@dataclass(frozen=True)
class Reservation:
    """An idempotency key of an owner, and what it stands for.

    Attributes
    ----------
    key : digest of owner and key
    mark : of this request, so that only it may use or give back the key
    job : the job's id, for a replay
    """

    key: str
    verdict: Reserved
    mark: str = ""
    job: str | None = None


@dataclass(frozen=True)
class Key:
    """An API key as it is kept: a digest, never the key."""

    id: str
    name: str
    created_at: int
    revoked_at: int | None = None


@dataclass(frozen=True)
class Tally:
    """Numbers for those who run the service; no personal data.

    Attributes
    ----------
    states : jobs there are now, by state
    oldest : when the job that waits longest came, ``None`` when none waits
    workers : how many have shown themselves lately
    ended : jobs ever ended, by state and status, such as ``("done", "optimal")``
    solves, seconds : jobs ever ended that a worker had begun, and what all those took
    buckets : of those solves the ones within so many milliseconds, cumulative, by upper end
    """

    states: Mapping[State, int]
    oldest: int | None
    workers: int
    ended: Mapping[tuple[str, str], int] = field(default_factory=dict)
    solves: int = 0
    seconds: float = 0.0
    buckets: Mapping[int, int] = field(default_factory=dict)


class Store(Protocol):
    """Jobs in a database. Every call is one short transaction; all are safe from several threads and processes.

    Every method may raise ``StoreUnavailable``, and those that write ``StoreFull``.
    """

    # For the web.

    def reserve(self, owner: str, key: str, fingerprint: str, *, mark: str, now: int) -> Reservation:
        """Take an idempotency key for a request with this fingerprint; one left behind for a minute is free again."""

    def give_back(self, reservation: Reservation) -> None:
        """Free a reserved key whose request came to nothing."""

    def submit(self, new: NewJob, limits: Limits, *, reservation: Reservation | None = None) -> Job:
        """Put a job into the queue, and bind the reserved key to it, in one step.

        Raises
        ------
        QueueFull
            When too many jobs wait.
        """

    def find(self, owner: str, job: str) -> Job | None:
        """Return a job of this owner."""

    def versions(self, jobs: Sequence[str]) -> Mapping[str, tuple[int, int, State]]:
        """Return version, number of the last event, and state of each of these jobs that is there: for watching."""

    def events(self, owner: str, job: str, *, after: int) -> Sequence[Event]:
        """Return the events of a job that came after number ``after``."""

    def cancel(self, owner: str, job: str, *, now: int) -> Job | None:
        """Ask for the end of a job: at once if it is queued, at its worker's next beat otherwise."""

    def erase(self, owner: str, job: str) -> bool:
        """Erase everything of a job, in the database and its log, and return whether it was there."""

    def sweep(self, *, now: int) -> int:
        """Erase what has expired, free what a web process that died has reserved; return how many jobs were erased."""

    def check(self) -> None:
        """Write and take back a little, to see that the store can be written."""

    def tally(self, *, now: int) -> Tally:
        """Count."""

    # For workers.

    def claim(self, worker: str, *, now: int, lease: int, kinds: Sequence[Kind] = tuple(Kind)) -> Claimed | None:
        """Take the job that waits longest, or one whose lease is over, for ``lease`` milliseconds.

        A job that has used up its attempts or runs is failed with the reason ``crashed`` in passing, and one that
        somebody wants to end is cancelled; neither is returned.
        """

    def beat(self, job: str, fence: int, *, now: int, lease: int, checkpoint: Checkpoint | None = None) -> Word:
        """Renew the lease and keep the checkpoint; a better plan sets the attempts back to none."""

    def finish(self, job: str, fence: int, outcome: Outcome, *, now: int) -> bool:
        """End a job and return whether it was still this worker's: the effect takes place once."""

    def put_back(self, job: str, fence: int, *, now: int, checkpoint: Checkpoint | None = None) -> bool:
        """Give a job back to the queue, as at a shutdown: this run does not count as an attempt."""

    def present(self, worker: str, *, now: int) -> None:
        """Show that a worker is alive."""

    def gone(self, worker: str) -> None:
        """Forget a worker."""

    # For keys.

    def add_key(self, key: Key, digest: str) -> None:
        """Keep a new API key by its digest."""

    def keys(self) -> Sequence[Key]:
        """Return all keys, revoked ones too, oldest first."""

    def revoke_key(self, key: str, *, now: int) -> bool:
        """Make a key worthless from now on; return whether it was there and good."""

    def owner_of(self, digest: str) -> str | None:
        """Return the id of the key with this digest, unless it is unknown or revoked."""

    def close(self) -> None:
        """Close every connection."""
