"""Work that another process does beside the rest of a run, on Linux, where one can be forked."""

import gc
import multiprocessing
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from qaanalysis import garbage
from qaanalysis.run import forked
from qaanalysis.run.follow import end_with_parent

Given = ParamSpec("Given")
Made = TypeVar("Made")


def begin(
    make: Callable[Given, Made], *given: Given.args, **named: Given.kwargs
) -> Callable[[], Made]:
    """Begin to make something, and return what gives it, to be called when it is needed.

    Where no process can be forked, or it is ended, it is made when it is needed.

    Parameters
    ----------
    make : callable
        A function of a module, which another process can import.
    given, named
        What it is given: another process has a copy.

    Examples
    --------
    >>> total = begin(sum, [1, 2, 3])
    >>> total()
    6
    """
    here = partial(make, *given, **named)
    if not forked.server():
        return here
    forking = multiprocessing.get_context("forkserver")
    try:
        processes = ProcessPoolExecutor(1, forking, initializer=_begin_process)
        made = processes.submit(make, *given, **named)
    except (OSError, EOFError, NotImplementedError):
        # Of processes or files there may be no more, or no memory that processes share.
        return here
    processes.shutdown(wait=False)

    def there() -> Made:
        try:
            return made.result()
        except BrokenExecutor:
            return here()

    return there


def _begin_process() -> None:
    end_with_parent()
    garbage.collect_seldom()
    gc.freeze()
