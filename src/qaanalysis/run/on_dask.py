"""Months on a Dask cluster: each is one task, made whole by whichever worker is free.

A worker reads params and data, and publishes, where this machine would: in folders that all of them
share. What a lost worker had begun is given to another; if it was published already, that is seen,
and it isn't made again.
"""

import datetime as dt
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from qaanalysis import params, params_file
from qaanalysis.errors import QAError, RunError
from qaanalysis.run import basis, batch, history, lock, pack
from qaanalysis.run.batch import Outcome, Told
from qaanalysis.run.prepared import Asked
from qaanalysis.run.watch import Limits

_REACH_SECONDS, _WORKER_SECONDS, _LOOK_SECONDS = 10, 60, 5
# A worker with several threads is given several tasks: it makes one month after another, with as
# many kernels as it has threads.
_one_at_a_time = threading.Lock()


def run(
    files: Sequence[Path],
    asked: Asked,
    *,
    address: str,
    workers: int | None = None,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    told: Told | None = None,
) -> list[Outcome]:
    """Make the reports of several params files on a Dask cluster.

    Parameters
    ----------
    files : sequence of Path
        The params files.
    asked : Asked
        What of each is asked for.
    address : str
        The scheduler's, such as `tcp://server:8786`.
    workers : int, optional
        How many notebooks each worker runs at once; by default as many as it has threads.
    limits : Limits
        How long and how much notebooks may take, of each month.
    told : Told, optional
        Whom to tell of progress.

    Returns
    -------
    list of Outcome
        In the order of `files`.

    Raises
    ------
    RunError
        If the scheduler can't be reached, is lost, or has no worker.
    """
    told = told or Told()
    told.planned(len(files))
    ended: dict[Path, Outcome] = {}
    with _client(address) as client:
        try:
            of = partial(make, workers=workers, limits=limits, package=basis.package())
            for outcome in _outcomes(client, files, asked, of):
                ended[outcome.file] = outcome
                told.ended(outcome)
        except (CancelledError, OSError):
            raise RunError(
                f"The Dask scheduler at {address} was lost. Workers may still publish what they "
                "had begun. Run again: what is up to date by then isn't made again."
            ) from None
    return [ended[file] for file in files]


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Give a client of a cluster that has a worker."""
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise RunError(
            "--dask needs the package distributed, which isn't installed. Install qaanalysis with "
            "its extra dask, here and on each worker: pip install 'qaanalysis[dask]'."
        ) from None
    try:
        client = Client(address, timeout=_REACH_SECONDS)
    except (OSError, ValueError):
        raise RunError(
            f"No Dask scheduler answers at {address}. The address is what `dask scheduler` prints "
            "when it starts, such as `tcp://server:8786`; see that it runs, and that this machine "
            "may connect to it."
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_WORKER_SECONDS)
        except TimeoutError:
            raise RunError(
                f"The Dask scheduler at {address} has no worker. Start some with "
                f"`dask worker {address} --nthreads 2`, and run again."
            ) from None
        yield client


def _outcomes(
    client: Any, files: Sequence[Path], asked: Asked, of: Callable[[Path, Asked], Outcome]
) -> Iterator[Outcome]:
    """Yield what became of each params file, as each ends."""
    from distributed import wait

    waiting, under_way = deque(files), dict[Any, _Month]()
    while waiting or under_way:
        # No more than there are workers: one that is free, or comes later, has one to take.
        while waiting and len(under_way) < max(1, len(client.nthreads())):
            month = _month(waiting[0], asked)
            if isinstance(month, Outcome):
                yield month
            elif any(month.key == other.key for other in under_way.values()):
                # It would only wait for the other, and keep a worker from its work.
                break
            else:
                under_way[client.submit(of, month.file, month.asked, pure=False)] = month
            waiting.popleft()
        with suppress(TimeoutError):
            begun = list(under_way)
            for done in wait(begun, timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED").done:
                yield under_way.pop(done).outcome(done)


@dataclass(frozen=True)
class _Month:
    """A params file, as it was asked for and as a worker finds it."""

    given: Path
    file: Path
    read: params.Params
    asked: Asked

    @property
    def key(self) -> tuple[Path, str]:
        return (self.read.outputs, lock.name(self.read))

    def outcome(self, done: Any) -> Outcome:
        read = self.read
        about = (self.given, read.organisation, read.month, str(read.audience))
        try:
            made: Outcome = done.result()
        except CancelledError:
            raise
        except Exception as error:
            # What making it raises is its outcome; this is Dask's.
            return Outcome(*about, problem=_lost(error))
        return Outcome(*about, made.pack, made.problem, made.seconds)


def _month(given: Path, asked: Asked) -> "_Month | Outcome":
    try:
        file = params_file.find(given).resolve()
        read = params.read(file)
    except QAError as error:
        return Outcome(given, problem=str(error))
    if asked.force:
        # Else a second attempt, by another worker, would make anew what the first has published.
        runs = history.of_audience(read.outputs, read.audience, month=read.month)
        over = next((run.folder.name for run in runs if run.current), "")
        asked = replace(asked, over=over)
    return _Month(given, file, read, asked)


def _lost(error: Exception) -> str:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return (
            "each worker that it was given to was lost, often for want of memory; run this file "
            "alone, or give workers more"
        )
    return (
        f"no worker could begin it ({type(error).__name__}): each needs this version of "
        "qaanalysis, Python and distributed"
    )


def make(file: Path, asked: Asked, *, workers: int | None, limits: Limits, package: str) -> Outcome:
    """Make a month on a worker; whatever goes wrong is its outcome.

    Parameters
    ----------
    file : Path
        The params file, in a folder that the worker has too.
    asked : Asked
        What of it is asked for.
    workers : int or None
        How many notebooks run at once; None for as many as the worker has threads.
    limits : Limits
        How long and how much notebooks may take.
    package : str
        What tells the version of qaanalysis that asks from any other.
    """
    made, problem = None, ""
    with _one_at_a_time:
        begun, started = time.perf_counter(), dt.datetime.now()
        try:
            _refuse_other_worker(file, package)
            n = workers or _threads()
            made = pack.make(file, asked=asked, workers=n, limits=limits, started=started)
        except Exception as error:
            problem = batch.why(error)
    return Outcome(file, pack=made, problem=problem, seconds=time.perf_counter() - begun)


def _refuse_other_worker(file: Path, package: str) -> None:
    """Refuse to make a month where it would come out otherwise, or couldn't be read."""
    machine = socket.gethostname()
    if package != basis.package():
        raise RunError(
            f"{machine} has another version of qaanalysis. Install the same one on each worker."
        )
    if not file.is_file():
        raise RunError(
            f"{machine} has no {file}. Workers need params, data, notebooks and outputs in "
            "folders that they share with this machine, under the same names."
        )


def _threads() -> int:
    from distributed import get_worker

    return int(get_worker().state.nthreads)
