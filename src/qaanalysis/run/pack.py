"""One month's run: check, execute, render, publish."""

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qaanalysis import params, params_file, provenance, secret
from qaanalysis.data import Loaded, kept_rows, load
from qaanalysis.data.rejects import write_rejected
from qaanalysis.errors import DataError, RunError
from qaanalysis.run import (
    all_months,
    contents,
    history,
    index_page,
    publication,
    publish,
    readers,
    withheld,
    without_rows,
)
from qaanalysis.run.execute import Executed, execute
from qaanalysis.run.index_page import REJECTED
from qaanalysis.run.parts import service_areas
from qaanalysis.run.plan import Job, jobs
from qaanalysis.vocabulary import Audience

NOTEBOOKS = "notebooks"


@dataclass(frozen=True)
class Pack:
    """What a run made.

    Parameters
    ----------
    reports : list of Executed
        Each report and whether it failed.
    folder : Path
        The run's folder.
    index : Path
        The page to open: the month's index if it was swapped for this run's, else the run's own.
    published : bool
        Whether the month's index is now this run's: every report that params name was made.
    earlier : bool
        Whether the month had an index before.
    undecided : Path or None
        The file of words in the reports that may be somebody's name or may be ordinary.
    warnings : tuple of str
        What reports warn of in what was typed, such as numbers in commentary.
    """

    reports: list[Executed]
    folder: Path
    index: Path
    published: bool
    earlier: bool
    undecided: Path | None = None
    warnings: tuple[str, ...] = ()

    @property
    def failed(self) -> list[Executed]:
        """The reports that weren't made."""
        return [report for report in self.reports if report.failed]


def make(
    file: Path,
    *,
    only: Sequence[str] = (),
    workers: int,
    started: dt.datetime,
    planned: Callable[[Sequence[Job]], None] = lambda _: None,
    done: Callable[[Executed], None] = lambda _: None,
) -> Pack:
    """Make a month's reports and publish them.

    Params and data are checked, and the rejected rows written, before any kernel starts. If a
    report fails, or only some are asked for, those that were made are kept in the run's folder,
    and the month's index is left as it was.

    Parameters
    ----------
    file : Path
        The run's params file.
    only : sequence of str
        Reports to make; all if empty.
    workers : int
        How many notebooks run at once.
    started : datetime
        When the run started; names its folder.
    planned, done : callable
        Told of the jobs, and of each as it ends.

    Raises
    ------
    QAError
        If params, data or plan have a fault, or what is made can't be written; nothing is
        published then.
    """
    path = params_file.find(file)
    read = params.read(path)
    loaded = load(read, even_empty=True)
    areas = service_areas(loaded)
    plan = jobs(read, path, only=only, areas=areas)
    if loaded.none_accepted and all(readers.needs_accepted(job.notebook) for job in plan):
        raise DataError(loaded.none_accepted)
    # Before anything is made: what can't be looked for afterwards.
    withheld.secrets(read)
    planned(plan)
    key = provenance.run_key(read.resolved(), loaded.fingerprint)
    staging = publish.stage(read.shelf, read.month, f"{started:%Y%m%d-%H%M%S}-{key}")
    try:
        if read.audience is Audience.INTERNAL:
            _write_rejected(loaded, staging / REJECTED)
        (staging / NOTEBOOKS).mkdir()
        without = partial(_without, read=read, loaded=loaded, key=key)
        executed = _executed(plan, staging / NOTEBOOKS, without, workers=workers, done=done)
        every = not only or len(plan) == len(jobs(read, path, areas=areas))
        written = contents.write(
            staging, read, loaded, executed, key=key, started=started, every=every
        )
        if read.audience is Audience.PUBLISHED:
            _check_publication(written, read, staging)
        else:
            _keep_rows(loaded, staging, read)
        earlier = (staging.parent / publish.INDEX).is_file()
        index = partial(_month_index, written.account) if written.whole else None
        folder = publish.publish(staging, index)
    except BaseException:
        publish.discard(staging)
        raise
    if written.whole:
        _swap_overview(read)
    opened = (folder.parent if written.whole else folder) / publish.INDEX
    undecided = path if (path := withheld.undecided(read)).is_file() else None
    warned = contents.warnings(written.account.reports.values())
    return Pack(written.reports, folder, opened, written.whole, earlier, undecided, warned)


def _executed(
    plan: Sequence[Job],
    folder: Path,
    without: Callable[[Sequence[Job], Path], list[Executed]],
    *,
    workers: int,
    done: Callable[[Executed], None],
) -> list[Executed]:
    """Return what became of each job, in their order; `without` says which lack their rows."""
    results = without(plan, folder)
    for result in results:
        done(result)
    lacking = [result.job for result in results]
    possible = [job for job in plan if job not in lacking]
    results += execute(possible, folder, workers=workers, done=done)
    return sorted(results, key=lambda result: plan.index(result.job))


def _keep_rows(loaded: Loaded, folder: Path, read: params.Params) -> None:
    """Keep the rows for the next run to be compared with; of a run without rows there are none."""
    keyed = secret.existing_or_new(read.outputs)
    if not loaded.none_accepted:
        kept_rows.write(loaded, folder, secret=keyed, month=read.month)


def _without(
    plan: Sequence[Job], folder: Path, *, read: params.Params, loaded: Loaded, key: str
) -> list[Executed]:
    """Return what became of the jobs that lack the rows they need; no kernel runs for them."""
    if reason := loaded.none_accepted:
        lacking = [job for job in plan if readers.needs_accepted(job.notebook)]
        return [Executed(job, folder / job.notebook.name, 0.0, problem=reason) for job in lacking]
    if not read.counts_only:
        return []
    lacking = [job for job in plan if readers.needs_rows(job.notebook)]
    return [without_rows.written(job, folder, read, key=key) for job in lacking]


def _check_publication(written: contents.Written, read: params.Params, staging: Path) -> None:
    """Check all that is to be published together, and leave out what is for those who make it."""
    told = [record for report in written.account.reports.values() for record in report.records]
    publication.check(told, read)
    if written.whole:
        shutil.rmtree(staging / NOTEBOOKS)
        publication.keep(
            told, read, run=staging.name.removeprefix(publish.STAGING).rpartition(".")[0]
        )


def _write_rejected(loaded: Loaded, path: Path) -> None:
    """Write the rejected rows, if there are any: first of all, so that failing costs no report."""
    if not loaded.rejected:
        return
    try:
        write_rejected(loaded, path)
    except Exception as error:
        # Whatever it is, only its kind is told: the message of a cell that can't be written
        # quotes the cell.
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise RunError(
            f"{path.name} can't be written: {reason}. Check that the disk has room, correct the "
            "rows that `qaanalysis check` lists, and run again."
        ) from None


def _month_index(account: index_page.Account, folder: str) -> str:
    return index_page.html(account, folder=f"{folder}/", overview=f"../{publish.INDEX}")


def _swap_overview(read: params.Params) -> None:
    """Put the index of all months in place, of what lies in the outputs by then.

    Another run may publish its month while the page is made. Whoever of the two comes last sees
    both, or makes the page again.
    """
    found = None
    while found != (found := history.of_audience(read.outputs, read.audience)):
        try:
            told = all_months.for_readers(found, read)
            page = all_months.html(read, all_months.months(told))
            publish.swap(read.shelf / publish.INDEX, page)
        except OSError as error:
            raise RunError(
                f"The run was made, and {read.month} leads to it, but the index of all months "
                f"can't be put in place: {error.strerror}. Close it if it is open, and run again."
            ) from None
