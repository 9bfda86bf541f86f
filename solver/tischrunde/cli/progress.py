"""Show on a terminal, in one line that is written over and over, where a solve stands."""

import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from tischrunde.documents.printable import decimal
from tischrunde.stop import Progress
from tischrunde.words import Language, Text

__all__ = ["ProgressLine"]


class ProgressLine:
    """One line on a terminal, gone when the work is done; nothing at all on a pipe or in a file.

    It needs no more of a terminal than the carriage return, and leaves no trace when the program is killed.

    Parameters
    ----------
    stream
        Where to write, usually standard error.
    language
        The language of the line.
    pause
        Least time between two lines, in seconds.
    """

    def __init__(
        self,
        stream: TextIO,
        language: Language,
        *,
        pause: float = 0.1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream = stream
        self.language = language
        self.pause = pause
        self.clock = clock
        self._next = 0.0
        self._written = 0

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def show(self, progress: Progress) -> None:
        """Write where the solve stands, unless the last line is too fresh to be read."""
        if self.stream.isatty() and self.clock() >= self._next:
            self._next = self.clock() + self.pause
            self._write(standing(progress, self.language).say(self.language))

    def tell_preparing(self) -> None:
        """Say that the planner is being prepared, on a pipe too: the wait would puzzle there just as well."""
        self.clear()
        sentence = Text("The planner is being prepared for its first use. This takes some ten seconds or more, once.")
        self._say(sentence.say(self.language) + "\n")

    def clear(self) -> None:
        """Wipe the line."""
        if self._written:
            self._write("")
            self._say("\r")
            self._written = 0

    def _write(self, line: str) -> None:
        line = line[: shutil.get_terminal_size().columns - 1]
        self._say("\r" + line.ljust(self._written))
        self._written = len(line)

    def _say(self, text: str) -> None:
        with suppress(OSError):  # nobody listens: that is no reason to lose a plan
            self.stream.write(text)
            self.stream.flush()


def standing(progress: Progress, language: Language) -> Text:
    """Return the sentence for where a solve stands."""
    seconds = decimal(progress.seconds, language)
    if progress.violations < 0:
        return Text("{seconds} s: looking for a first plan", seconds=seconds)
    if progress.violations > 0:
        return Text("{seconds} s: not all rules are kept yet", seconds=seconds)
    return Text(
        "{seconds} s: cost {cost}, at best {bound}, reunions {reunions} (Ctrl-C ends with this plan)",
        seconds=seconds,
        cost=progress.cost,
        bound=progress.bound,
        reunions=progress.reunions,
    )
