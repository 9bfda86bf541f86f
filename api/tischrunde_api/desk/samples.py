"""The meetings that are shipped to be tried: those of ``instances``, which this package holds as ``examples``."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

__all__ = ["shipped"]

SUFFIX = ".yaml"


@cache
def shipped() -> Mapping[str, Traversable]:
    """Return the file of each example by its name."""
    folder = files("tischrunde_api") / "examples"
    return {file.name.removesuffix(SUFFIX): file for file in folder.iterdir() if file.name.endswith(SUFFIX)}
