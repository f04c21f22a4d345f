"""A month's run up to its first notebook: params, data and plan checked, its folder begun."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from qaanalysis import params, params_file, provenance, secret
from qaanalysis.data import Loaded
from qaanalysis.data.last_loaded import load_or_last
from qaanalysis.data.rejects import write_rejected
from qaanalysis.errors import DataError, ParamsError, RunError
from qaanalysis.run import basis, publish, readers, reuse, withheld, without_rows
from qaanalysis.run.execute import Executed
from qaanalysis.run.index_page import REJECTED
from qaanalysis.run.parts import service_areas
from qaanalysis.run.plan import Job, jobs
from qaanalysis.run.reuse import NOTEBOOKS
from qaanalysis.vocabulary import Audience


@dataclass(frozen=True)
class Asked:
    """What of a month is asked for.

    Parameters
    ----------
    only : tuple of str
        Reports to make; all if empty.
    force : bool
        Whether all are made, also those that an earlier run has.
    failed : bool
        Whether only those are made that failed in the month's last run.
    over : str or None
        With `force`, the run to be made anew, by its folder's name, empty if there is none: once
        the month's index leads to another that has all of it, it was made by an attempt that was
        thought lost. None: whichever it leads to.
    """

    only: tuple[str, ...] = ()
    force: bool = False
    failed: bool = False
    over: str | None = None


@dataclass(frozen=True)
class Checked:
    """A run whose params, data and plan have no fault; nothing is written yet.

    Parameters
    ----------
    file : Path
        The params file.
    read : Params
        What it says.
    loaded : Loaded
        The tables.
    plan : Plan
        What is to be done for each report.
    every : bool
        Whether every report is asked for.
    """

    file: Path
    read: params.Params
    loaded: Loaded
    plan: reuse.Plan
    every: bool

    @property
    def key(self) -> str:
        """What tells the run's inputs from any other's."""
        return provenance.run_key(self.read.resolved(), self.loaded.fingerprint)

    @property
    def to_make(self) -> list[Job]:
        """The notebooks to execute, the longest first: else the others are done and wait for it."""
        found = [each.job for each in self.plan.to_make if not self.lacks(each.job)]
        return sorted(found, key=lambda job: job.notebook.stat().st_size, reverse=True)

    def lacks(self, job: Job) -> bool:
        """Tell whether a report needs rows that the run hasn't, so that no notebook is executed."""
        if self.loaded.none_accepted and readers.needs_accepted(job.notebook):
            return True
        return self.read.counts_only and readers.needs_rows(job.notebook)


def check(file: Path, asked: Asked, *, started: dt.datetime, dry: bool = False) -> Checked:
    """Read params and data, and plan the run.

    Parameters
    ----------
    file : Path
        The run's params file.
    asked : Asked
        What of it is asked for.
    started : datetime
        When the run started: nobody has approved or released it on a later day.
    dry : bool
        Whether it is only to be told: then nothing at all is written.

    Raises
    ------
    QAError
        If params, data or plan have a fault.
    """
    path = params_file.find(file)
    read = params.read(path)
    _refuse_decided_later(read, path, started.date())
    loaded = load_or_last(read, even_empty=True)
    areas = service_areas(loaded)
    chosen = jobs(read, path, only=asked.only, areas=areas)
    if loaded.none_accepted and all(readers.needs_accepted(job.notebook) for job in chosen):
        raise DataError(loaded.none_accepted)
    # Before anything is made: what can't be looked for afterwards.
    withheld.secrets(read)
    if read.audience is Audience.INTERNAL and not dry:
        _keep_secret(read)
    inputs, force = loaded.fingerprint, asked.force
    plan = reuse.plan(read, chosen, inputs, force=force, failed=asked.failed, over=asked.over)
    every = not asked.only or len(chosen) == len(jobs(read, path, areas=areas))
    return Checked(path, read, loaded, plan, every)


def _refuse_decided_later(read: params.Params, file: Path, today: dt.date) -> None:
    """Refuse an approval or a release that is dated after the day on which the run is made.

    Raises
    ------
    ParamsError
        If there is one: pages would say that somebody had decided what nobody has yet.
    """
    release = read.disclosure.release
    decided = {
        "approved_on": read.approved_on,
        "disclosure.release: on": None if release is None else release.on,
    }
    faults = [
        f"{file.name}: {key} {day} is in the future, as this run is made on {today}. Give the day "
        "on which it was decided; until it is, leave out who decides it and when."
        for key, day in decided.items()
        if day is not None and day > today
    ]
    if faults:
        raise ParamsError("\n".join(faults))


def _keep_secret(read: params.Params) -> None:
    """Make sure that the organisation has a secret: rows are kept, and reports told, by it."""
    try:
        secret.existing_or_new(read.outputs)
    except OSError as error:
        raise publish.unwritable(read.outputs, error) from None


def begin(checked: Checked, started: dt.datetime) -> Path:
    """Begin a run's folder: rejected rows, and executed notebooks of an earlier run.

    Returns
    -------
    Path
        The staged folder, with one for the notebooks that are to be executed.

    Raises
    ------
    RunError
        If it can't be written; what was begun is removed.
    """
    read = checked.read
    staging = publish.stage(read.shelf, read.month, f"{started:%Y%m%d-%H%M%S}-{checked.key}")
    try:
        if read.audience is Audience.INTERNAL:
            _write_rejected(checked.loaded, staging / REJECTED)
        (staging / NOTEBOOKS).mkdir()
        for planned in checked.plan.reports:
            if not planned.why:
                reuse.take(planned, staging / NOTEBOOKS)
    except BaseException as error:
        publish.discard(staging)
        if isinstance(error, OSError):
            raise publish.unwritten(error) from None
        raise
    return staging


def reused(checked: Checked, staging: Path) -> list[Executed]:
    """Return the reports for which nothing is executed.

    An earlier run has executed them, or they lack the rows that they need.
    """
    folder = staging / NOTEBOOKS
    taken = [
        Executed(each.job, folder / each.executed.name, 0.0, reused=each.run.name)
        for each in checked.plan.reports
        if each.run is not None and each.executed is not None
    ]
    lacking = [each.job for each in checked.plan.to_make if checked.lacks(each.job)]
    return [*taken, *(_lacking(job, folder, checked) for job in lacking)]


def _lacking(job: Job, folder: Path, checked: Checked) -> Executed:
    """Return what became of a report that lacks its rows: a failure, if all were rejected."""
    problem = checked.loaded.none_accepted
    if problem and readers.needs_accepted(job.notebook):
        return Executed(job, folder / f"{job.name}.ipynb", 0.0, problem=problem)
    return without_rows.written(job, folder, checked.read, key=checked.key)


def refuse_changed_data(checked: Checked) -> None:
    """Refuse to publish if a file was changed while reports were made of it.

    Raises
    ------
    RunError
        If some reports may show other figures than others.
    """
    try:
        same = basis.unchanged_data(checked.read, checked.loaded.fingerprint, checked.plan.basis)
    except OSError:
        same = False
    if not same:
        raise RunError(
            "An export was changed while the reports were made, so that they may not agree. "
            "Nothing is published. Run again when nobody is saving it."
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
