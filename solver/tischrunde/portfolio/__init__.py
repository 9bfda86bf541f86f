"""Searches side by side, in threads, processes or on a cluster: in step, so that nothing depends on who is fast.

It knows how the work is dealt out and brought together, not how seats get better: that is ``search``.
"""

from tischrunde.portfolio.beside import Accompanied, Beside, Find
from tischrunde.portfolio.crew import Crew
from tischrunde.portfolio.errand import Errand, Folder, advance
from tischrunde.portfolio.portfolio import MOST_WORKERS, Portfolio
from tischrunde.portfolio.searching import Searching

__all__ = [
    "MOST_WORKERS",
    "Accompanied",
    "Beside",
    "Crew",
    "Errand",
    "Find",
    "Folder",
    "Portfolio",
    "Searching",
    "advance",
]
