"""Execute notebooks by papermill, in threads of this one process.

Kernels are processes, so the threads only wait. Several parent processes starting kernels at once
lose some to races for ports; threads of one parent don't. Each thread has one kernel, which runs
its notebooks one after another.
"""

import json
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from qaanalysis.run import kernels, readers, render
from qaanalysis.run.plan import Job
from qaanalysis.run.quick_imports import without_slow_grammars

CELL_TIMEOUT = 900
STARTS = 3


@dataclass(frozen=True)
class Executed:
    """What became of a job: its executed notebook, or the cell and sentence it failed with.

    Where an earlier run had executed it already, `reused` is the name of that run's folder.
    """

    job: Job
    notebook: Path
    seconds: float
    cell: str = ""
    problem: str = ""
    reused: str = ""

    @property
    def failed(self) -> bool:
        """Whether the notebook didn't reach its end."""
        return bool(self.problem)


def execute(
    jobs: Sequence[Job],
    folder: Path,
    *,
    workers: int,
    done: Callable[[Executed], None],
) -> list[Executed]:
    """Execute notebooks into `folder`; one that fails doesn't stop the others.

    Parameters
    ----------
    jobs : sequence of Job
        What to execute.
    folder : Path
        Where the executed notebooks go.
    workers : int
        How many kernels run at once.
    done : callable
        Told of each job as it ends.

    Returns
    -------
    list of Executed
        In the order of `jobs`.
    """
    without_slow_grammars()
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    ended: queue.SimpleQueue[Executed] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    results = {}
    with ThreadPoolExecutor(max_workers=workers) as pool:
        threads = [pool.submit(_run, waiting, ended, folder) for _ in range(workers)]
        try:
            for _ in jobs:
                result = ended.get()
                results[result.job.name] = result
                done(result)
        finally:
            # Whatever stops the run, what hasn't begun isn't begun.
            for _ in _taken(waiting):
                pass
        for thread in threads:
            thread.result()
    return [results[job.name] for job in jobs]


def _run(
    waiting: "queue.SimpleQueue[Job]", ended: "queue.SimpleQueue[Executed]", folder: Path
) -> None:
    """Execute on one kernel whatever waits, until nothing does."""
    from jupyter_core.utils import ensure_event_loop

    kernel = kernels.Kernel()
    try:
        for job in _taken(waiting):
            ended.put(_execute(job, folder, kernel))
    finally:
        kernel.end()
        # papermill opens an event loop for each thread and leaves it open.
        ensure_event_loop().close()


def _taken(waiting: "queue.SimpleQueue[Job]") -> Iterator[Job]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


def _execute(job: Job, folder: Path, kernel: kernels.Kernel) -> Executed:
    from papermill.exceptions import PapermillExecutionError

    out = folder / f"{job.name}.ipynb"
    begun = time.perf_counter()
    cell = problem = ""
    try:
        _papermill(job, out, kernel)
    except PapermillExecutionError as error:
        cell = f"In [{error.exec_count}]"
        problem = _sentence(error.ename, error.evalue)
    except Exception as error:
        # Whatever ends a kernel is one report's failure, and the others go on.
        problem = _not_run(error)
    return Executed(job, out, time.perf_counter() - begun, cell, problem)


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


def _papermill(job: Job, out: Path, kernel: kernels.Kernel) -> None:
    for _ in range(STARTS - 1):
        try:
            return _execute_once(job, out, kernel)
        except RuntimeError:
            # A kernel that didn't start, or died: worth trying again with a fresh one, as another
            # run at the same time may have taken its port. What a cell raises is a
            # PapermillExecutionError, which isn't caught here.
            continue
    return _execute_once(job, out, kernel)


def _execute_once(job: Job, out: Path, kernel: kernels.Kernel) -> None:
    import papermill

    # What this audience may not see isn't executed at all.
    out.write_text(json.dumps(readers.part(job.notebook, job.audience)), encoding="utf-8")
    with kernel.clean() as manager:
        papermill.execute_notebook(
            str(out),
            str(out),
            parameters=job.parameters,
            kernel_name=kernels.NAME,
            progress_bar=False,
            execution_timeout=CELL_TIMEOUT,
            km=manager,
        )
