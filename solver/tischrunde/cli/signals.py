"""Let Ctrl-C and SIGTERM end a solve early with the best plan so far."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tischrunde.stop import Flag

__all__ = ["ending"]

ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def ending(flag: Flag) -> Iterator[None]:
    """Set ``flag`` at the first signal within the block; a second one ends the program at once.

    Outside the main thread Python hands out no signals, and nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end_soon(_number: int, _frame: FrameType | None) -> None:
        flag.set()
        # A solver deep in compiled code would never come to a Python handler; the system's own way always works.
        for number in ENDING:
            signal.signal(number, signal.SIG_DFL)

    before = {number: signal.signal(number, end_soon) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
