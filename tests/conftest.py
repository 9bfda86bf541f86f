"""Before any test: compiled kernels older than their source are thrown away, and no property is measured by time.

Properties are hunted with new examples at every run; under ``CI`` the examples are the same every time, so that a
change is judged by what it changes.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

KERNEL = Path(__file__).parents[1] / "solver" / "tischrunde" / "kernel"

untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("hunt", untimed)
settings.register_profile("same every time", untimed, derandomize=True)
settings.load_profile("same every time" if os.environ.get("CI") else "hunt")


def pytest_configure(config: pytest.Config) -> None:
    # Numba looks at the file of a function, not at the functions it calls. Workers of a parallel run start later.
    if not hasattr(config, "workerinput"):
        drop_stale_caches(KERNEL)


def drop_stale_caches(folder: Path) -> None:
    """Delete the numba caches that are older than the newest module of a folder."""
    newest = max(module.stat().st_mtime for module in folder.glob("*.py"))
    for cache in (folder / "__pycache__").glob("*.nb[ic]"):
        try:
            if cache.stat().st_mtime < newest:
                cache.unlink()
        except FileNotFoundError:
            continue
