"""A worker: takes jobs while a slot is free, has children solve them, beats for each, and hears who wants them to end.

All it knows of the world it knows from the store, so it may sit on any machine that reaches the database. A store that
is away for a while stops no solve: what could not be written is written later, if the job is still this worker's.
"""

import queue
import secrets
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import structlog

from tischrunde_api.settings import Settings
from tischrunde_api.store.port import Claimed, Outcome, Store, StoreFull, StoreUnavailable, Word
from tischrunde_api.worker.logs import where
from tischrunde_api.worker.running import CANCELLED, PUT_BACK, Pace, PutBack, Running
from tischrunde_api.worker.slot import CHILD, Child, Gone, Heard
from tischrunde_api.worker.solving import Ended, Standing

__all__ = ["Station"]

AWAY = 0.5
"""Seconds in which a store that did not answer is left alone."""

SPARE = 5.0
"""Longest pause, in seconds, before a child is started anew when those before it did not even get warm."""

T = TypeVar("T")


class Station:
    """A worker with as many slots as it may solve at once.

    Parameters
    ----------
    store : where jobs are
    settings : solves at once, memory of one, lease, cluster
    name : of this worker; nobody else may have it
    pace : how often what is done
    child : the module whose ``main`` a child runs
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        name: str | None = None,
        pace: Pace | None = None,
        child: str = CHILD,
    ) -> None:
        self.child = child
        self.store, self.settings = store, settings
        self.name, self.pace = name or secrets.token_hex(8), pace or Pace()
        self.log = structlog.get_logger("tischrunde.worker").bind(worker=self.name)
        self.ears: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self.children: dict[int, Child] = {}
        self.running: dict[int, Running] = {}
        self.stillborn = 0
        self.hire_due = self.claim_due = self.present_due = self.away_until = 0.0

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set; then have running solves put back, and end all children."""
        self.log.info("worker begins", slots=self.settings.solves)
        try:
            while not stop.is_set():
                self.step()
            self._close()
        except Exception as error:
            self.log.error("worker broke", fault=where(error))
            raise SystemExit(1) from None
        finally:
            for child in self.children.values():
                child.end()
        self.log.info("worker ends")

    def step(self) -> None:
        """Listen for a moment, then look at everything once."""
        self._listen(self.pace.look)
        self._hire()
        self._show_up()
        for number, running in list(self.running.items()):
            self._attend(number, running)
        self._take_jobs()

    def _listen(self, seconds: float) -> None:
        """Wait so long for children to say something, and take in all that they have said."""
        try:
            heard = self.ears.get(timeout=seconds)
            while True:
                self._hear(heard)
                heard = self.ears.get_nowait()
        except queue.Empty:
            return

    def _hear(self, heard: Heard) -> None:
        child, running = self.children.get(heard.child), self.running.get(heard.child)
        if child is None:
            return
        match heard.said:
            case str():
                child.is_ready, self.stillborn = True, 0
            case Gone():
                self._bury(child)
        if running is not None and isinstance(heard.said, Standing | Ended | Gone):
            running.hear(heard.said)
        if isinstance(heard.said, Ended):
            if heard.said.fault:
                self.log.error("solve failed", job=running and running.claimed.id, fault=heard.said.fault)
            if heard.said.is_worn:
                self._dismiss(child)

    def _dismiss(self, child: Child) -> None:
        child.is_leaving = True
        child.end()

    def _bury(self, child: Child) -> None:
        """Remember that a child has gone; one that was not even warm makes the next one wait."""
        del self.children[child.number]
        if not child.is_ready:
            self.stillborn += 1
            self.hire_due = time.monotonic() + min(SPARE, 0.1 * 2**self.stillborn)
            if not child.is_leaving:
                self.log.error("process was never ready", in_a_row=self.stillborn)

    def _hire(self) -> None:
        """Have as many children as there are slots."""
        while len(self.children) < self.settings.solves and time.monotonic() >= self.hire_due:
            try:
                child = Child(self.settings.solve_memory, self.ears, module=self.child)
            except OSError:
                self.log.error("no process can be started")
                self.hire_due = time.monotonic() + SPARE
                return
            self.children[child.number] = child

    def _show_up(self) -> None:
        """Give a sign of life, as soon as a job could be taken."""
        if time.monotonic() >= self.present_due and any(child.is_ready for child in self.children.values()):
            self.present_due = time.monotonic() + self.pace.present
            self._asked(partial(self.store.present, self.name, now=now()))

    def _take_jobs(self) -> None:
        """Claim a job for each free child."""
        for child in list(self.children.values()):
            is_free = child.is_ready and not child.is_leaving and child.number not in self.running
            if not is_free or time.monotonic() < self.claim_due:
                continue
            claimed = self._asked(partial(self.store.claim, self.name, now=now(), lease=self._lease))
            if claimed is None:
                self.claim_due = time.monotonic() + self.pace.claim
                return
            self._begin(claimed, child)

    def _begin(self, claimed: Claimed, child: Child) -> None:
        self.log.info("job begins", job=claimed.id, kind=claimed.kind.value, run=claimed.runs)
        running = Running.begin(claimed, child, cluster=self.settings.cluster)
        self.running[child.number] = running
        running.beat_due = running.progress_due = time.monotonic() + self.pace.beat
        if claimed.cancel:
            running.ask_to_end(CANCELLED)

    def _attend(self, number: int, running: Running) -> None:
        """Write what there is to write of a job, and see that it ends when it should."""
        if running.end is not None:
            if self._settle(running):
                del self.running[number]
                self.claim_due = 0.0
            return
        running.press(self.pace)
        if time.monotonic() >= running.beat_due or not running.is_saved:
            self._beat(number, running)

    def _beat(self, number: int, running: Running) -> None:
        due = time.monotonic() >= running.progress_due or not running.is_saved
        checkpoint = running.checkpoint() if due else None
        claimed = running.claimed
        beat = partial(self.store.beat, claimed.id, claimed.fence, now=now(), lease=self._lease, checkpoint=checkpoint)
        word = self._asked(beat)
        running.beat_due = time.monotonic() + self.pace.beat
        if word is None:
            return
        if checkpoint is not None:
            running.was_saved(checkpoint)
            running.progress_due = time.monotonic() + self.pace.progress
        if word is Word.CANCEL:
            running.ask_to_end(CANCELLED)
        elif word is Word.LOST:
            self.log.info("job is another's", job=claimed.id)
            self._dismiss(running.child)
            del self.running[number]

    def _settle(self, running: Running) -> bool:
        """Write how a job ended; return whether that is done with."""
        claimed, end = running.claimed, running.end
        wrote: Word | bool | None
        assert end is not None, "it has ended"
        if isinstance(end, Outcome):
            wrote = self._asked(partial(self.store.finish, claimed.id, claimed.fence, end, now=now()))
            word = end.state.value
        elif isinstance(end, PutBack):
            put_back = partial(self.store.put_back, claimed.id, claimed.fence, now=now(), checkpoint=end.checkpoint)
            wrote, word = self._asked(put_back), "put back"
        else:
            # A lease of nothing is over at once: whoever claims next takes the job, and this run has counted.
            drop = partial(self.store.beat, claimed.id, claimed.fence, now=now(), lease=0, checkpoint=end.checkpoint)
            wrote, word = self._asked(drop), "crashed"
        if wrote is None:
            return False
        self.log.info("job ends", job=claimed.id, end=word, milliseconds=running.milliseconds(), mine=bool(wrote))
        return True

    def _close(self) -> None:
        """Have all solves end with their best plan, and put the jobs back; those that take too long are cut off."""
        for running in self.running.values():
            running.ask_to_end(PUT_BACK)
        until = time.monotonic() + self.pace.closing
        while self.running and time.monotonic() < until:
            self._listen(self.pace.look)
            for number, running in list(self.running.items()):
                self._attend(number, running)
        for running in self.running.values():
            running.child.end()
            running.hear(Gone(of_memory=False))
            self._settle(running)
        self._asked(partial(self.store.gone, self.name))

    def _asked(self, question: Callable[[], T]) -> T | None:
        """Return the store's answer; ``None`` when it has none to give now."""
        if time.monotonic() < self.away_until:
            return None
        try:
            return question()
        except (StoreUnavailable, StoreFull) as error:
            self.log.warning("store does not answer", why=type(error).__name__)
            self.away_until = time.monotonic() + AWAY
            return None

    @property
    def _lease(self) -> int:
        return round(1000 * self.settings.lease)


def now() -> int:
    """Return the milliseconds since 1970."""
    return time.time_ns() // 1_000_000
