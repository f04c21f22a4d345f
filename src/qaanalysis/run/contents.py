"""What a run's folder holds: pages, figures, tables, the manifest and the run's own index."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis import provenance
from qaanalysis.errors import RunError
from qaanalysis.params import Params
from qaanalysis.present.page import Page
from qaanalysis.run import (
    audit_lists,
    audit_lists_workbook,
    beside,
    corrections,
    failure_page,
    history,
    index_page,
    issues,
    pages,
    reuse,
    told_params,
    withheld,
)
from qaanalysis.run import basis as rests
from qaanalysis.run import since as since_last
from qaanalysis.run.execute import Executed
from qaanalysis.run.history import MANIFEST
from qaanalysis.run.issues import FIGURES, Figures, Note
from qaanalysis.run.pages import write as write_text
from qaanalysis.run.prepared import Checked
from qaanalysis.run.publish import INDEX
from qaanalysis.run.tables_workbook import workbook

Notes = Mapping[str, Sequence[Note]]
UNNEEDED = (
    "disclosure.release in params isn’t needed: no check refused these reports, so that no page "
    "tells of it. Take it out: a release is for what was refused."
)


@dataclass(frozen=True)
class Written:
    """What was written, and what an index is made of.

    Parameters
    ----------
    reports : list of Executed
        Each report and whether it failed.
    account : Account
        For the month's index.
    whole : bool
        Whether every report that params name for the audience was made.
    warnings : tuple of str
        What those who run it should look at.
    """

    reports: list[Executed]
    account: index_page.Account
    whole: bool
    warnings: tuple[str, ...] = ()


def ahead(folder: Path, checked: Checked) -> pages.Ahead:
    """Return what makes a run's pages in its folder while others are still executed."""
    planned = (each.job for each in checked.plan.reports)
    in_word = [job.name for job in planned if checked.read.reports[job.report].word]
    return pages.Ahead(folder, in_word)


def write(
    written: pages.Ahead, checked: Checked, executed: Sequence[Executed], *, started: dt.datetime
) -> Written:
    """Write all that a run's folder holds but its executed notebooks and rejected rows.

    Parameters
    ----------
    written : Ahead
        The pages that were written already, and the staged run's folder.
    checked : Checked
        The run: its params, its tables, and what was to be done.
    executed : sequence of Executed
        Its reports.
    started : datetime
        When it started.
    """
    read, loaded, key, folder = checked.read, checked.loaded, checked.key, written.folder
    every = history.of_audience(read.outputs, read.audience)
    before = history.of_organisation(every, read.organisation)
    results, opened = pages.opened(executed, written)
    lists = _begin_lists(read, opened.values(), key=key)
    figures = pages.figures(opened)
    notes = corrections.notes(read, _approved(before, read.month), figures)
    release = _released(opened.values(), read)
    results, made = pages.rendered(results, opened, written, corrections=notes, release=release)
    results, made = withheld.reports(folder, read, loaded, results, made)
    if len(made) < len(opened):
        figures = {name: figures[name] for name in made}
        lists = _begin_lists(read, [opened[name] for name in made], key=key)
    failed = [result for result in results if result.failed]
    whole = checked.every and not failed
    manifest = _manifest(checked, results, started=started)
    # Of a part of the reports it can't be said: the whole may need it.
    unneeded = whole and read.release is not None and not release
    warned = (*warnings(made.values()), *((UNNEEDED,) if unneeded else ()))
    manifest |= {"whole": whole, "corrections": notes, "warnings": warned}
    _write_failures(folder, failed, read, key=key)
    account = index_page.Account(
        read,
        key,
        made,
        {result.job.name: result.problem for result in failed},
        int(loaded.counts["rejected"].sum()),
        since_last.last_issue(before, read.month, figures, audience=read.audience),
        notes.get(corrections.INDEX, ()),
        audit_lists.FILE if lists else "",
        release,
    )
    _write_figures(folder, Page.of(read, run_id=key, release=release), figures, notes)
    if lists:
        (folder / audit_lists.FILE).write_bytes(lists())
    write_text(folder / MANIFEST, provenance.canonical_json(manifest))
    write_text(folder / INDEX, _run_index(account, whole=whole))
    withheld.refuse_run(folder, read, loaded, results)
    return Written(results, account, whole, warned)


def _run_index(account: index_page.Account, *, whole: bool) -> str:
    return index_page.html(account, folder="", overview=f"../../{INDEX}" if whole else "")


def _write_failures(folder: Path, failed: Iterable[Executed], read: Params, *, key: str) -> None:
    for result in failed:
        page = failure_page.html(result, read, key=key)
        write_text(folder / f"{result.job.name}.html", page)


def _released(reports: Iterable[pages.Opened], read: Params) -> str:
    """Return by whose decision reports are published though a check refused them, if they are."""
    if read.release is None:
        return ""
    # As in `pack`: linear programs are imported where there is something to check.
    from qaanalysis.run import publication

    return publication.released([r for report in reports for r in report.records], read)


def warnings(reports: Iterable[index_page.Report]) -> tuple[str, ...]:
    """Return what reports warn of, each once: what several show is warned of by each of them."""
    told = [
        said for one in reports for record in one.records for said in record.get("warnings", ())
    ]
    return tuple(dict.fromkeys(told))


def _approved(before: Sequence[history.Run], month: str) -> issues.Issue | None:
    """Return the month's newest approved issue.

    Raises
    ------
    RunError
        If there is one that can't be read: a correction can't be left unsaid.
    """
    run = issues.approved(before, month)
    if run is None:
        return None
    try:
        return issues.read(run)
    except RunError as error:
        raise RunError(
            f"{error} It was approved, and what is issued after it has to say what has changed. "
            "Put its figures.json back, or remove the run's folder and give params a “correction”."
        ) from None


def _write_figures(folder: Path, page: Page, figures: Figures, notes: Notes) -> None:
    """Write what was shown: for machines, and the tables as a spreadsheet."""
    write_text(folder / FIGURES, provenance.canonical_json(figures))
    if not figures:
        return
    said = notes.get(corrections.INDEX, ())
    (folder / index_page.TABLES).write_bytes(workbook(page, figures, said))


def _begin_lists(
    read: Params, reports: Iterable[pages.Opened], *, key: str
) -> Callable[[], bytes] | None:
    """Begin to make the workbook of which audits each figure counts, which takes the longest.

    Only internal readers' tables tell of audits: for others there is none.
    """
    sheets = [sheet for report in reports for sheet in report.lists.sheets]
    if not sheets:
        return None
    return beside.begin(audit_lists_workbook.workbook, Page.of(read, run_id=key), sheets)


def _manifest(
    checked: Checked, reports: Sequence[Executed], *, started: dt.datetime
) -> dict[str, Any]:
    read, loaded = checked.read, checked.loaded
    return {
        "key": checked.key,
        "month": read.month,
        "started": started.isoformat(timespec="seconds"),
        "status": history.FAILED if any(r.failed for r in reports) else history.DONE,
        "params": told_params.told(read),
        "inputs": loaded.fingerprint,
        "rows": {
            str(t): {k: int(v) for k, v in row.items()} for t, row in loaded.counts.iterrows()
        },
        "versions": provenance.versions(),
        "rests_on": checked.plan.basis.record(),
        "reports": _reports(reports, checked.plan),
    }


def _reports(reports: Sequence[Executed], plan: reuse.Plan) -> dict[str, Any]:
    """Return what became of each report, and what a later run tells it by."""
    keys = {planned.job.name: planned.key for planned in plan.reports}
    return {
        r.job.name: {
            **r.record(),
            "notebook": r.job.notebook.name,
            "key": keys[r.job.name],
            "shown": "" if r.failed else rests.shown(r.notebook),
        }
        for r in reports
    }
