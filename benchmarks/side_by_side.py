"""Time things in turn, A B A B …, and give each one's median and the ratio of medians."""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from typing import Any


def medians(things: Mapping[str, Callable[[], Any]], *, rounds: int = 5) -> dict[str, float]:
    """Return each thing's median seconds over `rounds` turns, after one turn not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in things}
    for turn in range(rounds + 1):
        for name, thing in things.items():
            begun = time.perf_counter()
            thing()
            if turn:
                seconds[name].append(time.perf_counter() - begun)
    return {name: statistics.median(found) for name, found in seconds.items()}


def show(title: str, found: Mapping[str, float], *, against: str) -> None:
    """Print medians and ratios as a row of README's table of speed."""
    for name, seconds in found.items():
        ratio = seconds / found[against]
        print(f"{title}: {name}: {seconds:.2f} s, {ratio:.2f} × {against}")


def peak_mb(thing: Callable[[], Any]) -> float:
    """Return the peak of what Python and numpy allocate while a thing runs, in MB."""
    tracemalloc.start()
    try:
        thing()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
