"""A process that does what its parent sends, one thing after another, until the parent is gone.

The two speak by pickles through standard input and output. Nothing of the parent's own program is loaded, so a script
need not be protected against being run again; and when the parent ends, however it ends, the input ends too.
"""

import os
import pickle
import subprocess
import sys
from contextlib import suppress
from typing import Any, BinaryIO

__all__ = ["Child", "Lost", "main"]

BEGIN = "import sys; sys.path[:] = sys.argv[1:]; from tischrunde.portfolio.child import main; main()"


class Lost(Exception):
    """The child has gone, or could not do it."""


class Child:
    """The parent's end: starts a process, which takes a second or two to be ready."""

    def __init__(self) -> None:
        # A session of its own: Ctrl-C on the terminal is for the parent to answer.
        self.process = subprocess.Popen(  # noqa: S603  this very Python
            [sys.executable, "-c", BEGIN, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def await_ready(self) -> None:
        """Wait until the kernel is loaded.

        Raises
        ------
        Lost
            when the process ended instead
        """
        self._heard()

    def ask(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return what the function returns there.

        Raises
        ------
        Lost
            when the process has ended, or the function failed
        """
        assert self.process.stdin is not None, "there is a pipe"
        order = pickle.dumps((function, args, kwargs))
        try:
            self.process.stdin.write(order)
            self.process.stdin.flush()
        except OSError as error:
            raise Lost from error
        return self._heard()

    def end(self) -> None:
        """End the process at once; what it was doing is lost."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """Close the pipes of a process that has ended, when nobody speaks to it any more."""
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None, "there is a pipe"
            with suppress(OSError):
                pipe.close()

    def _heard(self) -> Any:
        assert self.process.stdout is not None, "there is a pipe"
        try:
            is_done, answer = pickle.load(self.process.stdout)  # noqa: S301  our own child
        except (OSError, EOFError, pickle.UnpicklingError, ValueError) as error:
            raise Lost from error
        if not is_done:
            raise Lost
        return answer


def main() -> None:
    """Be the child."""
    from tischrunde.kernel import warm_up

    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed here must not come between the answers
    try:
        warm_up()
        _answer(answers, is_done=True, answer=None)
        while True:
            function, args, kwargs = pickle.load(orders)  # noqa: S301  our own parent
            try:
                answer, is_done = function(*args, **kwargs), True
            except Exception:
                answer, is_done = None, False
            _answer(answers, is_done=is_done, answer=answer)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        os._exit(0)  # nobody waits for anything here


def _answer(answers: BinaryIO, *, is_done: bool, answer: Any) -> None:
    answers.write(pickle.dumps((is_done, answer)))
    answers.flush()
