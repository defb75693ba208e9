"""
Kernel: one function over arrays, plain Python when small and compiled when large.

A question on some hundred shareholdings must not pay for a compiler, and ten
million of them cannot do without it. Both run the same source.
"""

import sys
import types
from collections.abc import Callable
from typing import Any

SMALL = 20_000
"""
Work, counted in rows and agents, up to which plain Python is faster than loading the compiler.
"""

LOADED = 500
"""
The same once the compiler has been loaded.
"""


class Kernel:
    """
    A function over arrays and whole numbers, in both forms.

    It must be made of loops over its arguments and whole numbers only: every
    array is given by its caller, who allocates it. A kernel may call kernels
    of its own file alone, since the form on disk is renewed when that file
    changes.

    In the plain form arrays are seen as memory views, so that elements are
    Python's whole numbers, which do not overflow. In the compiled form they
    are 64 bits wide once read.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.plain = function
        self.__name__ = function.__name__
        self.__doc__ = function.__doc__
        self._compiled: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """
        The plain form: what one kernel calls in another.
        """
        return self.plain(*arguments)

    def run(self, work: int, *arguments: Any) -> Any:
        """
        Run in the form that suits the amount of work.
        """
        limit = LOADED if "numba" in sys.modules else SMALL
        if work <= limit:
            return self.plain(*map(_viewed, arguments))
        return self.compiled(*arguments)

    @property
    def compiled(self) -> Callable[..., Any]:
        """
        The compiled form, made on first use and kept on disk.

        It is kept beside the package, or in the user's cache where that folder
        cannot be written; NUMBA_CACHE_DIR names another. Where nothing can be
        written it is compiled anew in each process.
        """
        if self._compiled is None:
            self._compiled = _compile(self)
        return self._compiled


def kernel(function: Callable[..., Any]) -> Kernel:
    """
    Make a function a kernel.

    Examples:
        >>> @kernel
        ... def total(values):
        ...     found = 0
        ...     for i in range(len(values)):
        ...         found += values[i]
        ...     return found
        >>> total.run(3, [1, 2, 3])
        6
    """
    return Kernel(function)


def _viewed(argument: Any) -> Any:
    if isinstance(argument, tuple):
        viewed = tuple(map(_viewed, argument))
        return type(argument)._make(viewed) if hasattr(argument, "_make") else viewed
    view = getattr(argument, "data", None)
    return view if isinstance(view, memoryview) else argument


def _compile(one: Kernel) -> Callable[..., Any]:
    import numba

    function = one.plain
    names = dict(function.__globals__)
    for name in function.__code__.co_names:
        other = names.get(name)
        if isinstance(other, Kernel):
            if other.plain.__module__ != function.__module__:
                raise TypeError(f"{one.__name__} calls {name} of another file: move it there")
            names[name] = other.compiled
    twin = types.FunctionType(function.__code__, names, function.__name__)
    twin.__module__, twin.__qualname__ = function.__module__, function.__qualname__
    try:
        made: Callable[..., Any] = numba.njit(cache=True)(twin)
    except RuntimeError:  # numba found no folder that it can write
        made = numba.njit(twin)
    return made
