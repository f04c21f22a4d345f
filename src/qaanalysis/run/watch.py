"""A watch over kernels: how much memory each takes, and the limits that a run is given.

One thread looks at all kernels in use a few times a second. A kernel over a limit is ended; what
ran on it fails with the reason, and isn't tried again, as it would go over the limit again.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self

import psutil

from qaanalysis.present import words

_PAUSE_SECONDS = 0.2
_MB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """How long and how much notebooks may take.

    Parameters
    ----------
    cell_seconds : int
        How long one cell may run.
    run_seconds : float or None
        How long all notebooks may run, from the start of the first; None for no limit.
    memory_mb : int or None
        How much memory a kernel may hold; None for no limit.
    """

    cell_seconds: int = 15 * 60
    run_seconds: float | None = None
    memory_mb: int | None = None


@dataclass
class Seen:
    """What was seen of a kernel while a notebook ran on it, and why it was ended, if it was."""

    peak: int = 0
    ended: str = ""

    @property
    def memory_mb(self) -> int:
        """The most memory that the kernel held."""
        return round(self.peak / _MB)


class Watch:
    """Looks at kernels in use until it is closed."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._seen: dict[Any, tuple[Callable[[], int | None], Seen]] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._stopped = ""
        self._begun = time.monotonic()
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        self._thread.join()

    @contextmanager
    def over(self, pid: Callable[[], int | None]) -> Iterator[Seen]:
        """Watch a kernel, by what tells its process, while a notebook runs on it."""
        seen = Seen(ended=self._stopped)
        mark = object()
        with self._lock:
            self._seen[mark] = (pid, seen)
        try:
            yield seen
        finally:
            with self._lock:
                del self._seen[mark]

    def stop(self, why: str) -> None:
        """End every kernel in use, and let nothing begin any more."""
        self._stopped = self._stopped or why
        with self._lock:
            for pid, seen in self._seen.values():
                seen.ended = seen.ended or self._stopped
                _end(pid())

    def _look(self) -> None:
        while not self._closed.wait(_PAUSE_SECONDS):
            with self._lock:
                watched = list(self._seen.values())
            for pid, seen in watched:
                seen.peak = max(seen.peak, held := memory(pid()))
                if self.limits.memory_mb is not None and held > self.limits.memory_mb * _MB:
                    seen.ended = seen.ended or _too_much(self.limits.memory_mb)
                    _end(pid())
            ends = self.limits.run_seconds
            if self._stopped or (ends is not None and time.monotonic() - self._begun > ends):
                self.stop(_too_late(ends or 0))


def memory(pid: int | None) -> int:
    """Return how many bytes of memory a process of ours holds; 0 if there is none."""
    process = _ours(pid)
    with suppress(psutil.Error, OSError):
        return int(process.memory_info().rss) if process else 0
    return 0


def _ours(pid: int | None) -> psutil.Process | None:
    """Return a process, if it is one that this process has started, or has had started."""
    if pid is None:
        return None
    # OSError: of files that may be open there are no more; what looks goes on looking.
    with suppress(psutil.Error, OSError):
        process = psutil.Process(pid)
        return process if os.getpid() in {above.pid for above in process.parents()} else None
    return None


def _end(pid: int | None) -> None:
    """End a kernel and whatever it has started."""
    process = _ours(pid)
    if process is None:
        return
    with suppress(psutil.Error):
        for each in [*process.children(recursive=True), process]:
            with suppress(psutil.Error):
                each.kill()


def for_longer_than(seconds: float) -> str:
    """Return a limit of time in words.

    Examples
    --------
    >>> for_longer_than(900), for_longer_than(20)
    ('15 minutes', '20 seconds')
    """
    if seconds < 60:
        return words.counted(round(seconds), "second")
    return words.counted(round(seconds / 60), "minute")


def _too_late(seconds: float) -> str:
    return (
        f"the run had taken its limit of {for_longer_than(seconds)} (--limit), and was ended; what "
        "was made is used again by the next run"
    )


def _too_much(mb: int) -> str:
    return (
        f"it took more than the {words.count(mb)} MB of memory it may have (--memory-limit), and "
        "was ended"
    )
