"""Which of a month's reports have to be made, and which an earlier run has made already.

A report is told by its key: a hash of its notebook and of all it rests on. Where an earlier run of
the month has one of the same key, its executed notebook is used again; the page, the index, the
tables and all checks are made anew, of all reports together. Where the run that the month's index
leads to has every key, there is nothing to make.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis.errors import RunError
from qaanalysis.params import Params
from qaanalysis.run import basis as rests
from qaanalysis.run.history import DONE, FAILED, MANIFEST, Run, of_audience
from qaanalysis.run.plan import Job
from qaanalysis.run.publish import INDEX

NOTEBOOKS = "notebooks"
FORCED = "asked for by --force"
NEVER = "no run of the month has made it"
FAILED_BEFORE = "it failed in the last run"
NOTEBOOK = "its notebook has changed"
OTHER_VERSION = "the last run was made by another version of this package"
NOT_KEPT = "the executed notebook isn’t in the run’s folder any more, or isn’t what it was"


@dataclass(frozen=True)
class Planned:
    """A report, and what is to be done for it.

    Parameters
    ----------
    job : Job
        What would be executed.
    key : str
        What tells it from any other.
    why : str
        Why it has to be made; empty if an earlier run has it.
    run : Path or None
        The folder of the run that has it.
    """

    job: Job
    key: str
    why: str
    run: Path | None = None

    @property
    def executed(self) -> Path | None:
        """The executed notebook that is used again."""
        return self.run / NOTEBOOKS / f"{self.job.name}.ipynb" if self.run else None


@dataclass(frozen=True)
class Plan:
    """What a run does for each report.

    Parameters
    ----------
    reports : tuple of Planned
        In the order of params.
    basis : Basis
        What they rest on.
    current : Run or None
        The run that the month's index leads to, where it has all of them already.
    """

    reports: tuple[Planned, ...]
    basis: rests.Basis
    current: Run | None = None

    @property
    def to_make(self) -> list[Planned]:
        """The reports that have to be executed."""
        return [planned for planned in self.reports if planned.why]


@dataclass(frozen=True)
class _Earlier:
    """An earlier run of the month, and what its manifest says of its reports."""

    run: Run
    rests_on: Mapping[str, Any]
    reports: Mapping[str, Any]
    basis: rests.Basis

    def said(self, name: str) -> Mapping[str, Any]:
        found = self.reports.get(name)
        return found if isinstance(found, dict) else {}

    def has(self, job: Job) -> bool:
        """Tell whether the run made the report, of the same key as it would have now."""
        said = self.said(job.name)
        return said.get("status") == DONE and said.get("key") == _key(self.basis, job)

    def has_page(self, job: Job) -> bool:
        """Tell whether it also has the report's page, and is made of the same as now."""
        return self.has(job) and page_is_there(self.run, job.name)

    def keeps(self, job: Job) -> bool:
        """Tell whether the executed notebook is there as it was written."""
        try:
            found = rests.shown(self.run.folder / NOTEBOOKS / f"{job.name}.ipynb")
        except (OSError, ValueError, KeyError, TypeError):
            return False
        return found == self.said(job.name).get("shown")


def plan(
    read: Params,
    jobs: Sequence[Job],
    inputs: Mapping[str, str],
    *,
    force: bool = False,
    failed: bool = False,
    over: str | None = None,
) -> Plan:
    """Return what is to be done for each report.

    Parameters
    ----------
    read : Params
        Of the run.
    jobs : sequence of Job
        The reports that are asked for.
    inputs : mapping of str to str
        SHA-256 of each input, as the loaded tables' `fingerprint` has them.
    force : bool
        Whether all are made, whatever earlier runs have.
    failed : bool
        Whether only those are made that failed in the month's last run.
    over : str, optional
        With `force`, the run that is made anew, by its folder's name: another that the index
        leads to isn't.

    Raises
    ------
    RunError
        With `failed`, if the last run has no failed report, or another has to be made as well.
    """
    now = rests.basis(read, inputs)
    before = _earlier(read, inputs) if not force or over is not None else []
    for each in before:
        if force and each.run.folder.name == over:
            continue
        if each.run.current and each.run.whole and all(each.has_page(job) for job in jobs):
            found = tuple(Planned(job, _key(now, job), "", each.run.folder) for job in jobs)
            return Plan(found, now, each.run)
    if force:
        return Plan(tuple(Planned(job, _key(now, job), FORCED) for job in jobs), now)
    made = Plan(tuple(_planned(job, _key(now, job), before) for job in jobs), now)
    if failed:
        _refuse_others(made, read.month, before)
    return made


def take(planned: Planned, folder: Path) -> Path:
    """Copy an earlier run's executed notebook into a folder of executed notebooks.

    Raises
    ------
    RunError
        If it can't be copied.
    """
    assert planned.executed is not None
    try:
        return Path(shutil.copyfile(planned.executed, folder / planned.executed.name))
    except OSError as error:
        raise RunError(
            f"{planned.job.name} of an earlier run can't be used again: {error.strerror}. "
            "Run again with --force to make every report."
        ) from None


def _earlier(read: Params, inputs: Mapping[str, str]) -> list[_Earlier]:
    """Return the month's runs that can be read: first the one that the index leads to."""
    runs = of_audience(read.outputs, read.audience, month=read.month)
    found = []
    for run in sorted(runs, key=lambda run: not run.current):
        said = record(run)
        if said:
            of = rests.basis(read, inputs, but=run.folder.name)
            found.append(_Earlier(run, said.get("rests_on", {}), said["reports"], of))
    return found


def record(run: Run) -> dict[str, Any]:
    """Return what a run's manifest says; nothing if it can't be read."""
    try:
        said = json.loads((run.folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said.get("reports"), dict) else {}


def page_is_there(run: Run, name: str) -> bool:
    """Tell whether a report's page and the run's index are where readers find them."""
    return all((run.folder / file).is_file() for file in (f"{name}.html", INDEX))


def _key(now: rests.Basis, job: Job) -> str:
    return rests.key(now, job.notebook, job.name)


def _planned(job: Job, key: str, before: Sequence[_Earlier]) -> Planned:
    having = [earlier for earlier in before if earlier.has(job)]
    for earlier in having:
        if earlier.keeps(job):
            return Planned(job, key, "", earlier.run.folder)
    return Planned(job, key, NOT_KEPT if having else _why(job, before))


def _why(job: Job, before: Sequence[_Earlier]) -> str:
    """Return why a report has to be made, by what the last run that tried it rested on."""
    tried = sorted(
        (earlier for earlier in before if earlier.said(job.name)),
        key=lambda earlier: (earlier.run.started, earlier.run.folder.name),
    )
    if not tried:
        return NEVER
    last = tried[-1]
    if last.said(job.name).get("status") != DONE:
        return FAILED_BEFORE
    if not last.rests_on:
        return OTHER_VERSION
    return "; ".join(last.basis.differs(last.rests_on)) or NOTEBOOK


def _refuse_others(found: Plan, month: str, before: Sequence[_Earlier]) -> None:
    last = max(before, key=lambda e: (e.run.started, e.run.folder.name), default=None)
    failed = {n for n in last.reports if last.said(n).get("status") == FAILED} if last else set()
    if not failed:
        raise RunError(
            f"--failed: no report failed in the last run of {month}. Run without --failed."
        )
    others = [each for each in found.to_make if each.job.name not in failed]
    if others:
        raise RunError(
            f"--failed: {others[0].job.name} has to be made as well: {others[0].why}. "
            "Run without --failed."
        )
