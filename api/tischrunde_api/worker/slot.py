"""The station's end of a child process: starts it, sends orders, hears answers, ends it. Never blocks the station."""

import itertools
import queue
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import IO

from tischrunde_api.worker.solving import Ended, Order, Standing
from tischrunde_api.worker.spawning import spawn

__all__ = ["CHILD", "Child", "Gone", "Heard"]

CHILD = "tischrunde_api.worker.child"

OUT_OF_MEMORY = (b"bad_alloc", b"MemoryError", b"Cannot allocate memory", b"Failed to allocate", b"out of memory")
"""What libraries say before they end a process that gets no more memory."""

LAST_WORDS = 1.0  # seconds to wait for them once a child is gone


@dataclass(frozen=True)
class Gone:
    """The child has ended; ``of_memory`` if it said that it got no more."""

    of_memory: bool


@dataclass(frozen=True)
class Heard:
    """What a child said. ``child`` tells which, and that it is not one from before."""

    child: int
    said: str | Standing | Ended | Gone


class Child:
    """A child process.

    Parameters
    ----------
    memory : bytes that a solve may map on top of what a warm process has
    ears : where to put what the child says
    module : whose ``main`` it runs

    Attributes
    ----------
    number : no other child of this station ever has the same
    is_ready : whether it has said that it is warm; set by who hears it
    is_leaving : whether it gets no job any more; set by who ends it
    """

    _numbers = itertools.count()

    def __init__(self, memory: int, ears: "queue.SimpleQueue[Heard]", *, module: str = CHILD) -> None:
        self.number, self.is_ready, self.is_leaving = next(self._numbers), False, False
        self._ears = ears
        self._outbox: queue.SimpleQueue[Order | str | None] = queue.SimpleQueue()
        self._of_memory = False
        ours, theirs = Pipe()
        with theirs:
            self.process = spawn(
                module,
                str(theirs.fileno()),
                str(memory),
                pass_fds=(theirs.fileno(),),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        assert self.process.stderr is not None, "there is a pipe"
        murmur = threading.Thread(target=self._overhear, args=(self.process.stderr,), daemon=True)
        murmur.start()
        threading.Thread(target=self._listen, args=(ours, murmur), daemon=True).start()
        threading.Thread(target=self._speak, args=(ours,), daemon=True).start()

    def send(self, order: Order | str) -> None:
        """Send an order, or the word to end the solve under way, as soon as the pipe takes it."""
        self._outbox.put(order)

    def ask_to_end(self) -> None:
        """Ask the system to end the process (SIGTERM)."""
        self.process.terminate()

    def end(self) -> None:
        """End the process at once (SIGKILL)."""
        self.process.kill()

    def _speak(self, connection: Connection) -> None:
        with suppress(OSError):
            while (order := self._outbox.get()) is not None:
                connection.send(order)

    def _listen(self, connection: Connection, murmur: threading.Thread) -> None:
        """Pass on what the child says, to the end; what a broken pipe gives is the end, too."""
        with suppress(Exception):
            while True:
                self._ears.put(Heard(self.number, connection.recv()))
        self.process.kill()
        self.process.wait()
        murmur.join(LAST_WORDS)
        self._outbox.put(None)
        connection.close()
        self._ears.put(Heard(self.number, Gone(self._of_memory)))

    def _overhear(self, errors: IO[bytes]) -> None:
        """Read all that libraries murmur, and keep nothing of it: it might hold what strangers have sent."""
        with errors:
            for line in errors:
                self._of_memory = self._of_memory or any(word in line for word in OUT_OF_MEMORY)
