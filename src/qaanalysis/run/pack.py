"""One month's run: check, execute, render, publish."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from qaanalysis import params, params_file, provenance
from qaanalysis.data import Loaded, load
from qaanalysis.data.rejects import write_rejected
from qaanalysis.errors import QAError, RunError
from qaanalysis.run import failure_page, index_page, publish, render
from qaanalysis.run.execute import Executed, execute
from qaanalysis.run.plan import Job, jobs

NOTEBOOKS = "notebooks"
REJECTED = "rejected-rows.xlsx"


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
    """

    reports: list[Executed]
    folder: Path
    index: Path
    published: bool
    earlier: bool

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
    loaded = load(read)
    plan = jobs(read, path, only=only)
    planned(plan)
    key = provenance.run_key(read.resolved(), loaded.fingerprint)
    staging = publish.stage(read.outputs, read.month, f"{started:%Y%m%d-%H%M%S}-{key}")
    try:
        _write_rejected(loaded, staging / REJECTED)
        (staging / NOTEBOOKS).mkdir()
        executed = execute(plan, staging / NOTEBOOKS, workers=workers, done=done)
        reports = [_rendered(result, staging) for result in executed]
        manifest = _manifest(read, loaded, reports, key=key, started=started)
        account = _write_account(staging, read, loaded, reports, manifest)
        whole = len(plan) == len(read.reports) and not any(report.failed for report in reports)
        earlier = (staging.parent / publish.INDEX).is_file()
        folder = publish.publish(staging, partial(_month_index, account) if whole else None)
    except BaseException:
        publish.discard(staging)
        raise
    index = (folder.parent if whole else folder) / publish.INDEX
    return Pack(reports, folder, index, published=whole, earlier=earlier)


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
    return index_page.html(account, folder=f"{folder}/")


def _rendered(result: Executed, staging: Path) -> Executed:
    """Write a report's page; one that can't be rendered has failed like one that didn't run."""
    if result.failed:
        return result
    try:
        page = render.html(render.read(result.notebook))
    except QAError as error:
        return Executed(result.job, result.notebook, result.seconds, "the page", str(error))
    _write(staging / f"{result.job.name}.html", page)
    return result


def _manifest(
    read: params.Params,
    loaded: Loaded,
    reports: list[Executed],
    *,
    key: str,
    started: dt.datetime,
) -> dict[str, Any]:
    return {
        "key": key,
        "month": read.month,
        "started": started.isoformat(timespec="seconds"),
        "status": "failed" if any(r.failed for r in reports) else "done",
        "params": read.resolved(),
        "inputs": loaded.fingerprint,
        "rows": {
            str(t): {k: int(v) for k, v in row.items()} for t, row in loaded.counts.iterrows()
        },
        "versions": provenance.versions(),
        "reports": {
            r.job.name: {
                "status": "failed" if r.failed else "done",
                "seconds": round(r.seconds, 3),
                "cell": r.cell,
                "problem": r.problem,
            }
            for r in reports
        },
    }


def _write_account(
    staging: Path,
    read: params.Params,
    loaded: Loaded,
    reports: list[Executed],
    manifest: dict[str, Any],
) -> index_page.Account:
    """Write figures, manifest and the run's index; return what an index is made of."""
    made = [r for r in reports if not r.failed]
    opened = {r.job.name: render.read(r.notebook) for r in made}
    shown = {
        name: index_page.Report(render.title(notebook), render.records(notebook))
        for name, notebook in opened.items()
    }
    figures = {name: {"title": r.title, "records": r.records} for name, r in shown.items()}
    for failed in (r for r in reports if r.failed):
        page = failure_page.html(failed, read, key=manifest["key"])
        _write(staging / f"{failed.job.name}.html", page)
    _write(staging / "figures.json", provenance.canonical_json(figures))
    _write(staging / "manifest.json", provenance.canonical_json(manifest))
    failures = {r.job.name: r.problem for r in reports if r.failed}
    rejected = int(loaded.counts["rejected"].sum())
    account = index_page.Account(read, manifest["key"], shown, failures, rejected)
    _write(staging / publish.INDEX, index_page.html(account, folder=""))
    return account


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
