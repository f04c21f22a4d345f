"""Several months, or several organisations, in one run: one pool of kernels for all of them.

While notebooks of one month are executed, months before it are rendered and published by another
process and the next is read, so that no core waits. Each month is published by itself: a fault in
one stops no other.
"""

import datetime as dt
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qaanalysis import garbage, params, params_file
from qaanalysis.errors import QAError
from qaanalysis.run import follow, lock, pack, prepared, publish, up_to_date
from qaanalysis.run.execute import Executed, Pool
from qaanalysis.run.pack import Pack
from qaanalysis.run.prepared import Asked, Checked
from qaanalysis.run.reuse import NOTEBOOKS
from qaanalysis.run.watch import Limits

# Notebooks that wait for each kernel before another month is read.
_AHEAD = 2
_KERNELS_A_FINISHER = 4


@dataclass(frozen=True)
class Outcome:
    """What became of one params file.

    Parameters
    ----------
    file : Path
        The params file.
    organisation, month, audience : str
        As it says; empty if it can't be read.
    pack : Pack or None
        What was made; None if nothing could be.
    problem : str
        Why nothing was published; empty if all is well or reports failed.
    seconds : float
        From its beginning to its end.
    """

    file: Path
    organisation: str = ""
    month: str = ""
    audience: str = ""
    pack: Pack | None = None
    problem: str = ""
    seconds: float = 0.0

    @property
    def status(self) -> str:
        """In a word: published, unchanged, part, failed or refused."""
        if self.pack is None:
            return "refused"
        if self.pack.unchanged:
            return "unchanged"
        if self.pack.failed:
            return "failed"
        return "published" if self.pack.published else "part"

    @property
    def ok(self) -> bool:
        """Whether nothing is left to be done about it."""
        return self.status not in ("refused", "failed")

    def record(self) -> dict[str, Any]:
        """Return what a scheduler is told."""
        made = self.pack
        return {
            "file": str(self.file),
            "organisation": self.organisation,
            "month": self.month,
            "audience": self.audience,
            "status": self.status,
            "problem": self.problem,
            "seconds": round(self.seconds, 3),
            "folder": str(made.folder) if made else "",
            "index": str(made.index) if made else "",
            "reports": {r.job.name: r.record() for r in made.reports} if made else {},
        }


@dataclass
class Told:
    """Whom a batch tells of its progress; by default nobody.

    Of each report where they are made here; of each month, as it ends, where it is made elsewhere.
    """

    planned: Callable[[int], None] = lambda _: None
    done: Callable[[Executed, str], None] = lambda *_: None
    waiting: Callable[[str], None] = lambda _: None
    ended: Callable[[Outcome], None] = lambda _: None


@dataclass
class _Month:
    """A params file that is being worked on."""

    file: Path
    read: params.Params
    begun: float
    held: ExitStack
    key: tuple[Path, str]
    checked: Checked | None = None
    started: dt.datetime = dt.datetime.min
    staging: Path | None = None
    executed: list[Executed] = field(default_factory=list)

    def outcome(self, made: Pack | None, problem: str = "") -> Outcome:
        self.held.close()
        read, took = self.read, time.perf_counter() - self.begun
        about = (read.organisation, read.month, str(read.audience))
        return Outcome(self.file, *about, made, problem, took)


def run(
    files: Sequence[Path],
    asked: Asked,
    *,
    workers: int,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    told: Told | None = None,
) -> list[Outcome]:
    """Make the reports of several params files.

    Parameters
    ----------
    files : sequence of Path
        The params files.
    asked : Asked
        What of each is asked for.
    workers : int
        How many notebooks run at once, of all files together.
    limits : Limits
        How long and how much notebooks may take.
    told : Told, optional
        Whom to tell of progress.

    Returns
    -------
    list of Outcome
        In the order of `files`.
    """
    with ExitStack() as open_now:
        pool = open_now.enter_context(Pool(workers, limits))
        n = max(1, min(len(files), workers // _KERNELS_A_FINISHER))
        spawn = multiprocessing.get_context("spawn")
        finishers = ProcessPoolExecutor(n, spawn, initializer=_begin_finisher)
        open_now.callback(finishers.shutdown, cancel_futures=True)
        return _Batch(files, asked, pool, finishers, workers, told or Told()).run()


def _begin_finisher() -> None:
    """Set up a process that publishes: it ends when the one that started it does, not before."""
    garbage.collect_seldom()
    # By Ctrl-C the one that started it is stopped; what is being published is published whole.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    follow.end_with_parent()


class _Batch:
    """One thread's account of all months: read, being executed, being published, ended."""

    def __init__(
        self,
        files: Sequence[Path],
        asked: Asked,
        pool: Pool,
        finishers: ProcessPoolExecutor,
        workers: int,
        told: Told,
    ) -> None:
        self._files = files
        self._asked, self._pool, self._finishers, self._told = asked, pool, finishers, told
        self._ahead = _AHEAD * workers
        self._waiting = deque(files)
        self._executing: dict[Future[Executed], _Month] = {}
        self._finishing: dict[Future[Pack], _Month] = {}
        self._ended: dict[Path, Outcome] = {}

    def run(self) -> list[Outcome]:
        try:
            while self._waiting or self._executing or self._finishing:
                while self._waiting and len(self._executing) < self._ahead and self._begin():
                    pass
                pending: list[Future[Any]] = [*self._executing, *self._finishing]
                for done in wait(pending, return_when=FIRST_COMPLETED).done if pending else ():
                    self._take(done)
        except BaseException:
            for month in {id(m): m for m in self._executing.values()}.values():
                if month.staging is not None:
                    publish.discard(month.staging)
            raise
        return [self._ended[file] for file in self._files]

    def _begin(self) -> bool:
        """Begin the next params file, unless one that is being worked on has to end first."""
        file, begun = self._waiting[0], time.perf_counter()
        try:
            read = params.read(params_file.find(file))
        except QAError as error:
            self._waiting.popleft()
            self._ended[file] = Outcome(file, problem=str(error))
            return True
        month = _Month(file, read, begun, ExitStack(), (read.outputs, lock.name(read)))
        active = [*self._executing.values(), *self._finishing.values()]
        if any(month.key == other.key for other in active):
            return False
        self._waiting.popleft()
        try:
            self._start(month)
        except Exception as error:
            self._give_up(month, error)
        return True

    def _start(self, month: _Month) -> None:
        plain = not (self._asked.only or self._asked.force)
        if plain and (current := up_to_date.current(month.file)):
            self._ended[month.file] = month.outcome(pack.as_it_is(current.folder))
            return
        month.held.enter_context(lock.held(month.read, self._told.waiting))
        month.started = started = dt.datetime.now()
        month.checked = checked = prepared.check(month.file, self._asked, started=started)
        if checked.plan.current is not None:
            self._ended[month.file] = month.outcome(pack.unchanged(checked))
            return
        month.staging = staging = prepared.begin(checked, started)
        month.executed = prepared.reused(checked, staging)
        self._told.planned(len(checked.to_make))
        for result in month.executed:
            self._told.done(result, _label(month))
        for job in checked.to_make:
            self._executing[self._pool.submit(job, staging / NOTEBOOKS)] = month
        if not checked.to_make:
            self._finish(month)

    def _take(self, done: Future[Any]) -> None:
        if (month := self._executing.pop(done, None)) is not None:
            month.executed.append(done.result())
            self._told.done(done.result(), _label(month))
            if not any(month is other for other in self._executing.values()):
                self._finish(month)
            return
        month = self._finishing.pop(done)
        try:
            self._ended[month.file] = month.outcome(done.result())
        except Exception as error:
            self._give_up(month, error)

    def _finish(self, month: _Month) -> None:
        assert month.checked is not None
        assert month.staging is not None
        given = (month.checked, month.staging, month.executed)
        try:
            done = self._finishers.submit(pack.finish, *given, started=month.started)
        except BrokenExecutor as error:
            self._give_up(month, error)
        else:
            self._finishing[done] = month

    def _give_up(self, month: _Month, error: Exception) -> None:
        if month.staging is not None:
            publish.discard(month.staging)
        self._ended[month.file] = month.outcome(None, why(error))


def why(error: Exception) -> str:
    """Return why a month wasn't made; not even a defect in what one needs stops the others."""
    if isinstance(error, QAError):
        return str(error)
    if isinstance(error, BrokenExecutor):
        return "the process that publishes was ended, often for want of memory; run this file alone"
    return f"{type(error).__name__}: a defect of the package; run this file alone to see it"


def _label(month: _Month) -> str:
    return f"{month.read.organisation}, {month.read.month}, {month.read.audience}"
