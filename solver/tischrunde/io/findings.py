"""Turn problems of plain data into findings: places as people name them, lines, the order of the file."""

from collections import Counter
from collections.abc import Iterable, Mapping

from tischrunde.errors import Finding
from tischrunde.io.documents import Document, Spot
from tischrunde.model.problems import Path, Problem, quoted

__all__ = ["findings"]

_NAMED_BY_ID = ("people", "tables", "themes")


def findings(document: Document, problems: Iterable[Problem]) -> list[Finding]:
    """Return the problems as findings, in the order of the file."""
    places = _Places(document.plain)
    told = [(problem, problem.at or _nearest_spot(document, problem.path)) for problem in problems]
    told.sort(key=lambda pair: (pair[1] or (0, 0), [_rank(step) for step in pair[0].path]))
    return [
        Finding(places.name(problem.path), problem.message, problem.hint, line, column, path=problem.path)
        for problem, (line, column) in ((problem, spot or (None, None)) for problem, spot in told)
    ]


def _rank(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (-1, step)


def _nearest_spot(document: Document, path: Path) -> Spot | None:
    """Return where a value stands, or where the innermost thing begins that lacks it."""
    for length in range(len(path), -1, -1):
        spot = document.spot_of(path[:length])
        if spot is not None:
            return spot
    return None


class _Places:
    """Names places by the ids of people, tables and themes, where these are given and unique."""

    def __init__(self, plain: object) -> None:
        self._ids = {section: _ids(plain, section) for section in _NAMED_BY_ID}

    def name(self, path: Path) -> str:
        """Return ``people/p05/hosts`` or, where an id does not serve, ``people/4/hosts``."""
        steps = list(path)
        if len(steps) > 1 and isinstance(steps[1], int) and steps[0] in self._ids:
            steps[1] = self._ids[str(steps[0])].get(steps[1], steps[1])
        return "/".join(quoted(str(step)) for step in steps)


def _ids(plain: object, section: str) -> dict[int, str]:
    entries = plain.get(section) if isinstance(plain, Mapping) else None
    if not isinstance(entries, list | tuple):
        return {}
    given = [entry.get("id") if isinstance(entry, Mapping) else None for entry in entries]
    times = Counter(one for one in given if isinstance(one, str))
    return {
        at: one
        for at, one in enumerate(given)
        if isinstance(one, str) and times[one] == 1 and one.isprintable() and one and "/" not in one
    }
