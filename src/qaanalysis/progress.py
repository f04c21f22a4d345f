"""Runs as the command line makes them: a bar or plain lines meanwhile, and what came of it."""

import datetime as dt
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from qaanalysis.run import batch, on_dask, pack, prepared
from qaanalysis.run.batch import Outcome, Told
from qaanalysis.run.execute import Executed
from qaanalysis.run.pack import Pack
from qaanalysis.run.prepared import Asked
from qaanalysis.run.watch import Limits
from qaanalysis.sampling.wording import counted
from qaanalysis.terminal import console, escaped, table

SAID = {
    "published": "published",
    "unchanged": "up to date",
    "part": "made, not published (--only)",
    "failed": "not published",
    "refused": "not made",
}
"""What became of a month, in words."""


class Bar:
    """A bar of progress over the reports of a run; lines of text where there is no terminal."""

    def __init__(self, out: Console, progress: Progress) -> None:
        self._out = out
        self._progress = progress
        self._total = 0
        self._task = progress.add_task("Checking params and data", total=None)

    def planned(self, n: int) -> None:
        """Show how many more reports are to be made."""
        self._total += n
        self._progress.update(self._task, description="Making reports", total=self._total)

    def done(self, result: Executed, of: str = "") -> None:
        """Show that a report is made, of which month if there are several, or has failed."""
        name = f"{of}: {result.job.name}" if of else result.job.name
        if result.reused:
            self.said(f"{name}: used again from {result.reused}")
            return
        word = "failed" if result.failed else "made"
        self.said(f"{name}: {word} in {result.seconds:.1f} s")
        self._progress.advance(self._task)

    def ended(self, outcome: Outcome) -> None:
        """Show what became of a month that was made elsewhere."""
        where = f"{outcome.organisation}, {outcome.month}".strip(", ") or outcome.file.name
        self.said(f"{where}: {SAID[outcome.status]}, in {outcome.seconds:.1f} s")
        self._progress.advance(self._task)

    def said(self, sentence: str) -> None:
        """Show a sentence."""
        self._out.print(escaped(sentence), soft_wrap=True)


@contextmanager
def bar(*, quiet: bool = False) -> Iterator[Bar]:
    """Show progress while a run is made."""
    out = Console(quiet=True) if quiet else console()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as progress:
        yield Bar(out, progress)


def make_one(file: Path, asked: Asked, *, workers: int | None, limits: Limits) -> bool:
    """Make one month's reports, print what came of it, and return whether all is well."""
    with bar() as shown:
        made = pack.make(
            file,
            asked=asked,
            workers=workers or os.cpu_count() or 1,
            limits=limits,
            started=dt.datetime.now(),
            planned=lambda jobs: shown.planned(len(jobs)),
            done=shown.done,
            waiting=shown.said,
        )
    show_pack(made)
    return not made.failed


def make_several(
    files: Sequence[Path],
    asked: Asked,
    *,
    workers: int | None,
    limits: Limits,
    as_json: bool = False,
    dask: str | None = None,
) -> bool:
    """Make the reports of several params files, print a summary, and return whether all is well.

    They are made here, `workers` at once, or on the Dask cluster at an address.
    """
    with bar(quiet=as_json) as shown:
        told = Told(shown.planned, shown.done, shown.said, shown.ended)
        if dask:
            outcomes = on_dask.run(
                files, asked, address=dask, workers=workers, limits=limits, told=told
            )
        else:
            n = workers or os.cpu_count() or 1
            outcomes = batch.run(files, asked, workers=n, limits=limits, told=told)
    if as_json:
        # In ASCII, as a Windows console may have no other letters.
        said = json.dumps({"runs": [each.record() for each in outcomes]})
        Console(highlight=False).out(said, highlight=False)
    else:
        show_outcomes(outcomes)
    return all(outcome.ok for outcome in outcomes)


def show_plans(files: Sequence[Path], asked: Asked) -> None:
    """Print what runs would do for each report, and why."""
    rows, n, now = [], 0, dt.datetime.now()
    for file in files:
        checked = prepared.check(file, asked, started=now, dry=True)
        n += len(checked.to_make)
        for each in checked.plan.reports:
            why = each.why or f"up to date in {each.run.name if each.run else ''}"
            rows.append((checked.read.month, each.job.name, "make" if each.why else "keep", why))
    out = console()
    shown = pd.DataFrame(rows, columns=["month", "report", "what", "why"])
    out.print(table(shown, "What would be made"))
    out.print(f"{counted(n, 'report')} of {len(rows)} to make. Nothing was made or written.")


def show_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Print what failed, a row for each params file, and how many need somebody."""
    out = console()
    for outcome in outcomes:
        where = f"{outcome.organisation}, {outcome.month}".strip(", ") or outcome.file.name
        if outcome.problem:
            out.print(f"{escaped(where)}: {escaped(outcome.problem)}", soft_wrap=True)
        if outcome.pack:
            _show_failed(out, outcome.pack, f"{where}: ")
            _show_warnings(out, outcome.pack, f"{where}: ")
    rows = [_row(outcome) for outcome in outcomes]
    columns = ["organisation", "month", "audience", "what", "made", "again", "failed", "seconds"]
    out.print(table(pd.DataFrame(rows, columns=[*columns, "run"]), "What came of it"))
    bad = sum(not outcome.ok for outcome in outcomes)
    out.print(f"{len(outcomes) - bad} of {counted(len(outcomes), 'month')} are as they should be.")


def _row(outcome: Outcome) -> tuple[object, ...]:
    reports = outcome.pack.reports if outcome.pack else []
    again = sum(bool(report.reused) for report in reports)
    failed = sum(report.failed for report in reports)
    about = (outcome.organisation or outcome.file.name, outcome.month, outcome.audience)
    counts = (len(reports) - again - failed, again, failed)
    folder = outcome.pack.folder.name if outcome.pack else ""
    return (*about, SAID[outcome.status], *counts, f"{outcome.seconds:.0f}", folder)


def show_pack(made: Pack) -> None:
    """Print what failed, and last of all where the page to open is."""
    out = console()
    if made.unchanged:
        out.print(
            f"Up to date: {made.folder.parent.name}/{made.folder.name} has all of it. Nothing was "
            "made; --force makes it again."
        )
    _show_failed(out, made)
    _show_warnings(out, made)
    if made.undecided:
        said = "Words in it that may be somebody's name: decide about them in"
        out.print(f"{said} {made.undecided}", soft_wrap=True)
    if made.published:
        out.print(f"Index: {made.index}", soft_wrap=True)
        return
    why = "" if made.failed else ", as --only makes a part of the month's reports"
    month = (
        "the month's index still points at the run before"
        if made.earlier
        else "the month has no index until a run makes every report"
    )
    out.print(f"Not published{why}: {month}.", soft_wrap=True)
    some = "What was made" if len(made.failed) < len(made.reports) else "No report was made; see"
    out.print(f"{some}: {made.index}", soft_wrap=True)


def _show_failed(out: Console, made: Pack, of: str = "") -> None:
    for report in made.failed:
        where = f" at {report.cell}" if report.cell else ""
        said = f"{of}{report.job.name} failed{where}: {report.problem}"
        out.print(escaped(said), soft_wrap=True)


def _show_warnings(out: Console, made: Pack, of: str = "") -> None:
    for warning in made.warnings:
        out.print(f"{escaped(of)}Warning: {escaped(warning)}", soft_wrap=True)
