"""Kernel functions are compiled wherever they run, with a cache where there is a place for one."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from tischrunde.kernel.compiled import compiled

@compiled
def doubled(p):
    return p * 2

print(doubled(21))
"""


def run(program: Path, **environment: str) -> str:
    done = subprocess.run([sys.executable, program], env=os.environ | environment, capture_output=True, check=True)
    return done.stdout.decode().strip()


def test_what_is_compiled_is_kept_where_the_cache_is(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    assert run(program, NUMBA_CACHE_DIR=str(tmp_path / "cache")) == "42"
    assert list((tmp_path / "cache").rglob("*.nbc"))


def test_without_a_place_for_a_cache_every_process_compiles_anew(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    (tmp_path / "file").touch()
    locators = {"NUMBA_CACHE_LOCATOR_CLASSES": "numba.core.caching.UserProvidedCacheLocator"}
    assert run(program, NUMBA_CACHE_DIR=str(tmp_path / "file" / "cache"), **locators) == "42"
