"""Execute notebooks by papermill, in threads of this one process.

Kernels are processes, so the threads only wait. Several parent processes starting kernels at once
lose some to races for ports; threads of one parent don't. Each thread has one kernel, which runs
its notebooks, of one month or of several, one after another.
"""

import json
import logging
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from qaanalysis.run import engine, kernels, readers, render
from qaanalysis.run.history import DONE, FAILED
from qaanalysis.run.leak import Leak
from qaanalysis.run.plan import Job
from qaanalysis.run.quick_imports import without_slow_grammars
from qaanalysis.run.watch import Limits, Seen, Watch, for_longer_than, memory

STARTS, DEATHS = 3, 2
DIED = (
    f"its kernel ended by itself, {DEATHS} times. Often that is for want of memory: run again with "
    "--workers 1, or with other programs closed"
)
STOPPED = "the run was stopped"
_HALF = 512 * 1024


@dataclass(frozen=True)
class Executed:
    """What became of a job: its executed notebook, or the cell and sentence it failed with.

    `memory_mb` is the most that its kernel held meanwhile. Where an earlier run had executed it
    already, `reused` is the name of that run's folder. `leaks` is what its report was refused for.
    """

    job: Job
    notebook: Path
    seconds: float
    cell: str = ""
    problem: str = ""
    memory_mb: int = 0
    reused: str = ""
    leaks: tuple[Leak, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the notebook didn't reach its end."""
        return bool(self.problem)

    def record(self) -> dict[str, Any]:
        """Return what a manifest and a scheduler are told of it."""
        return {
            "status": FAILED if self.failed else DONE,
            "seconds": round(self.seconds, 3),
            "cell": self.cell,
            "problem": self.problem,
            "memory_mb": self.memory_mb,
            "reused": self.reused,
        }


@dataclass(frozen=True)
class _Task:
    job: Job
    folder: Path
    result: "Future[Executed]"


class Pool:
    """Kernels that run whatever notebooks they are given; to be used with `with`.

    Parameters
    ----------
    workers : int
        How many kernels run at once.
    limits : Limits
        How long and how much notebooks may take.
    early : int
        How many kernels are started before there is a notebook for them: to start takes as long as
        to read the data. If none comes, they are ended at once.
    """

    def __init__(self, workers: int, limits: Limits = Limits(), early: int = 0) -> None:  # noqa: B008 - frozen
        without_slow_grammars()
        # What ends a kernel is told in our own words.
        for name in ("papermill", "traitlets"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._workers, self._early, self._given = workers, early, False
        self._waiting: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._watch = Watch(limits)
        self._threads = ThreadPoolExecutor(max_workers=workers)
        self._running: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._watch.__enter__()
        self._running = [
            self._threads.submit(self._run, early=n < self._early) for n in range(self._workers)
        ]
        return self

    def __exit__(self, kind: type | None, *_rest: object) -> None:
        """Wait for what was given; whatever stopped the run ends it at once."""
        if kind is not None or not self._given:
            self._watch.stop(STOPPED)
        for _ in range(self._workers):
            self._waiting.put(None)
        self._threads.shutdown()
        self._watch.__exit__()
        for running in self._running:
            running.result()

    def submit(self, job: Job, folder: Path) -> "Future[Executed]":
        """Execute a notebook into a folder as soon as a kernel is free."""
        task = _Task(job, folder, Future())
        self._given = True
        self._waiting.put(task)
        return task.result

    def _run(self, *, early: bool) -> None:
        """Execute on one kernel whatever waits, until there is to be no more."""
        from jupyter_core.utils import ensure_event_loop

        kernel = kernels.Kernel()
        try:
            if early:
                self._start_early(kernel)
            for task in self._taken():
                self._do(task, kernel)
                limit = self._watch.limits.memory_mb
                if limit is not None and memory(kernel.pid) > limit * _HALF:
                    # What it still holds isn't the next notebook's.
                    kernel.end()
        finally:
            kernel.end()
            # papermill opens an event loop for each thread and leaves it open.
            ensure_event_loop().close()

    def _start_early(self, kernel: kernels.Kernel) -> None:
        with self._watch.over(lambda: kernel.pid) as seen:
            # One that doesn't start is started again for its first notebook, which tells of it.
            with suppress(Exception):
                kernel.start()
            if seen.ended:
                kernel.end()

    def _do(self, task: _Task, kernel: kernels.Kernel) -> None:
        try:
            task.result.set_result(_execute(task.job, task.folder, kernel, self._watch))
        except BaseException as error:
            # Else whoever waits for the result would wait for good.
            task.result.set_exception(error)
            raise

    def _taken(self) -> "Iterator[_Task]":
        while (task := self._waiting.get()) is not None:
            yield task


def execute(
    pool: Pool,
    jobs: Sequence[Job],
    folder: Path,
    *,
    done: Callable[[Executed], None] = lambda _: None,
) -> list[Executed]:
    """Execute notebooks into `folder`; one that fails doesn't stop the others.

    Parameters
    ----------
    pool : Pool
        The kernels.
    jobs : sequence of Job
        What to execute.
    folder : Path
        Where the executed notebooks go.
    done : callable
        Told of each job as it ends.

    Returns
    -------
    list of Executed
        In the order of `jobs`.
    """
    results = [pool.submit(job, folder) for job in jobs]
    for result in as_completed(results):
        done(result.result())
    return [result.result() for result in results]


def _execute(job: Job, folder: Path, kernel: kernels.Kernel, watch: Watch) -> Executed:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    out = folder / f"{job.name}.ipynb"
    begun = time.perf_counter()
    cell = problem = ""
    with watch.over(lambda: kernel.pid) as seen:
        try:
            _papermill(job, out, kernel, seen, watch.limits.cell_seconds)
        except PapermillExecutionError as error:
            cell = f"In [{error.exec_count}]"
            problem = _sentence(error.ename, error.evalue)
        except Exception as error:
            # Whatever ends a kernel is one report's failure, and the others go on.
            problem = seen.ended or _not_run(error)
            if isinstance(error, CellTimeoutError) and not seen.ended:
                problem = _too_long(watch.limits.cell_seconds)
            elif isinstance(error, DeadKernelError) and not seen.ended:
                problem = DIED
            cell = _reached(out)
    took = time.perf_counter() - begun
    return Executed(job, out, took, cell, problem, seen.memory_mb)


def _sentence(name: str, value: str) -> str:
    """Return a user's mistake as its own sentence, and of a defect only the kind of error.

    The terminal, the manifest and the index say no more than a report's page does.
    """
    return render.failure({"ename": name, "evalue": value})


def _not_run(error: Exception) -> str:
    """Return why a notebook didn't run: the kind of error, and what the system says of it.

    No more of its message, which may quote a cell or what it printed.
    """
    system = getattr(error, "strerror", None)
    return f"the notebook could not be run: {type(error).__name__}" + (
        f" ({system})" if system else ""
    )


def _too_long(seconds: int) -> str:
    return (
        f"it ran for longer than {for_longer_than(seconds)} and was ended. If it needs longer, "
        "give --cell-limit more minutes"
    )


def _reached(out: Path) -> str:
    """Return the cell that a notebook had reached when its kernel was ended, as Jupyter has it."""
    try:
        cells = json.loads(out.read_text(encoding="utf-8"))["cells"]
        n = sum(
            cell["cell_type"] == "code" and bool(cell["metadata"]["papermill"]["start_time"])
            for cell in cells
        )
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return f"In [{n}]" if n else ""


def _papermill(job: Job, out: Path, kernel: kernels.Kernel, seen: Seen, cell_seconds: int) -> None:
    from nbclient.exceptions import DeadKernelError

    deaths = 0
    for start in range(1, STARTS + 1):
        if seen.ended:
            raise RuntimeError(seen.ended)
        try:
            _execute_once(job, out, kernel, cell_seconds)
            return
        except RuntimeError as error:
            # A kernel that didn't start, or died: worth trying again with a fresh one, as another
            # run at the same time may have taken its port. What a cell raises is a
            # PapermillExecutionError, which isn't caught here.
            deaths += isinstance(error, DeadKernelError)
            if seen.ended or start == STARTS or deaths == DEATHS:
                raise


def _execute_once(job: Job, out: Path, kernel: kernels.Kernel, cell_seconds: int) -> None:
    import papermill

    # What this audience may not see isn't executed at all.
    out.write_text(json.dumps(readers.part(job.notebook, job.audience)), encoding="utf-8")
    with kernel.clean() as manager:
        papermill.execute_notebook(
            str(out),
            str(out),
            parameters=job.parameters,
            engine_name=engine.registered(),
            kernel_name=kernels.NAME,
            progress_bar=False,
            request_save_on_cell_execute=False,
            unfinished=str(out),
            execution_timeout=cell_seconds,
            km=manager,
        )
