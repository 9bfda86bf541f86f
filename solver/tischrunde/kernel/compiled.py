"""How kernel functions are compiled."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from numba import njit

__all__ = ["compiled"]

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel function: kept in a cache, run without the interpreter's lock.

    Kernels allocate nothing, so numba's reference counting is switched off: with it, handing a tuple of arrays to
    a function costs more than the function. A cached caller does not notice that a function it calls was
    edited: delete the cache (``__pycache__/*.nb*``) after editing, as the tests do.
    """
    options: Any = {"cache": True, "nogil": True, "_nrt": False}
    fast: Callable[P, R] = njit(**options)(function)
    return fast
