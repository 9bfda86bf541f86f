"""How kernel functions are compiled."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from numba import njit, types
from numba.extending import overload

__all__ = ["compiled", "either"]

P = ParamSpec("P")
R = TypeVar("R")

INDICES = {"a", "b", "enter", "free", "goal", "leave", "others", "p", "q", "r", "table", "theme", "u", "v", "w", "x"}


OPTIONS: Any = {"nogil": True, "error_model": "numpy", "_nrt": False}


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a kernel function: kept in a cache, run without the interpreter's lock.

    Kernels allocate nothing, so numba's reference counting is switched off: with it, handing a tuple of arrays to
    a function costs more than the function. Variables that hold an index are 64 bits wide wherever they come from:
    otherwise each function would be compiled once for every mixture of widths. A cached caller does not notice that
    a function it calls was edited: delete the cache (``__pycache__/*.nb*``) after editing, as the tests do.
    """
    code = function.__code__
    indices = dict.fromkeys(INDICES.intersection(code.co_varnames[code.co_argcount :]), types.int64)
    try:
        fast: Callable[P, R] = njit(cache=True, locals=indices, **OPTIONS)(function)
    except RuntimeError:  # No folder to keep a cache in may be written: then every process compiles anew.
        fast = njit(locals=indices, **OPTIONS)(function)
    return fast


def either(function: Callable[P, R]) -> Callable[[Callable[..., Any]], None]:
    """Let kernels call ``function`` in the way that the decorated one chooses by the types of its arguments."""

    def chosen(choose: Callable[..., Any]) -> None:
        overload(function, jit_options=OPTIONS, strict=False)(choose)

    return chosen
