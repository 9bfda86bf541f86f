"""Start a process that runs a function of ours, and nothing of the program that starts it."""

import subprocess
import sys
from collections.abc import Sequence
from typing import IO

__all__ = ["spawn"]

BEGIN = "import sys; sys.path[:] = sys.argv[2:2 + int(sys.argv[1])]; from {module} import main; main()"


def spawn(
    module: str,
    *words: str,
    pass_fds: Sequence[int] = (),
    stdin: int | None = subprocess.DEVNULL,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start this Python with ``main`` of a module; its last arguments are ``words``.

    It has a session of its own, so that Ctrl-C on a terminal is for its parent to answer.
    """
    begin = BEGIN.format(module=module)
    return subprocess.Popen(  # noqa: S603  this very Python
        [sys.executable, "-c", begin, str(len(sys.path)), *sys.path, *words],
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=pass_fds,
        start_new_session=True,
    )
