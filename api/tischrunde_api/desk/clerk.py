"""One process of the desk, from both sides: it does what it is sent, within its memory, and dies with its parent."""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from tischrunde.errors import BadInput

__all__ = ["START_SECONDS", "Clerk", "Failed", "Late", "Lost"]

START_SECONDS = 120.0
"""How long a process may take to be ready; a second where nothing else runs."""

READY = "ready"


class Late(Exception):
    """The answer has not come in time. The clerk is still at it, so it has to be let go."""


class Lost(Exception):
    """The process has gone."""


class Failed(Exception):
    """The task went wrong in a way it does not tell of; holds the name of the error and nothing of the input."""


class Clerk:
    """The parent's end of a process that is being started, or waits for work.

    Parameters
    ----------
    memory
        Address space in bytes that the process may take beyond what it has once it is warm.
    warm
        Is called in the process before it takes work.
    """

    def __init__(self, *, memory: int, warm: Callable[[], None]) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, memory, warm), name="desk", daemon=True)
        self._process.start()
        theirs.close()
        self._is_ready = self._is_ended = False

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        assert self._process.pid is not None, "it was started"
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Return whether the process is there."""
        return self._process.is_alive()

    def await_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until the process takes work.

        Raises
        ------
        Late, Lost
            When it does not come to that.
        """
        if not self._is_ready:
            self._hear(seconds)
            self._is_ready = True

    def ask(self, function: Callable[..., Any], arguments: tuple[Any, ...], seconds: float) -> Any:
        """Return what the function returns there.

        Raises
        ------
        BadInput
            As the function raised it.
        Late, Lost, Failed
            When there is no answer.
        """
        order = pickle.dumps((function, arguments))
        try:
            self._connection.send_bytes(order)
        except OSError:
            raise Lost from None
        is_done, answer = self._hear(seconds)
        if is_done:
            return answer
        if isinstance(answer, str):
            raise Failed(answer)
        kind, findings = answer
        raise kind(findings)

    def end(self) -> None:
        """End the process, and what it has started, at once; whoever waits for its answer gets ``Lost``."""
        if self._is_ended:  # its number may belong to another process by now
            return
        self._is_ended = True
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()

    def _hear(self, seconds: float) -> Any:
        try:
            if not self._connection.poll(seconds):
                raise Late
            return pickle.loads(self._connection.recv_bytes())  # noqa: S301  our own child
        except (OSError, EOFError):
            raise Lost from None


def _serve(connection: Connection, memory: int, warm: Callable[[], None]) -> None:
    """Be the process. In a session of its own, so that it ends together with what it starts."""
    os.setsid()
    _be_silent()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm()
    _limit(memory)
    with suppress(EOFError, OSError):
        connection.send_bytes(pickle.dumps(READY))
        while True:
            function, arguments = pickle.loads(connection.recv_bytes())  # noqa: S301  our own parent
            connection.send_bytes(_answer(function, arguments))
    os._exit(0)  # nobody waits for anything here


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    try:
        return pickle.dumps((True, function(*arguments)))
    except BadInput as bad:
        return pickle.dumps((False, (type(bad), bad.findings)))
    except BaseException as error:  # a panic inside a library is no Exception
        return pickle.dumps((False, type(error).__name__))


def _be_silent() -> None:
    """Let nothing out but answers: what a library says when it gives up may quote what it was given."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "somebody started this process"
    parent.join()
    os.killpg(0, signal.SIGKILL)


def _limit(memory: int) -> None:
    if sys.platform != "linux":  # elsewhere there is no such limit, or no way to see what is mapped already
        return
    import resource
    from pathlib import Path

    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
