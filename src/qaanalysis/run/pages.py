"""The reports of a run: opened as they were executed, and rendered with what is known since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis.errors import QAError
from qaanalysis.run import audit_lists, render
from qaanalysis.run.audit_lists import Lists
from qaanalysis.run.cells import text, with_cell, with_head
from qaanalysis.run.execute import Executed
from qaanalysis.run.index_page import TABLES, Report, sections
from qaanalysis.run.issues import Figures
from qaanalysis.run.plan import Job

DOWNLOAD = (
    "## Download the tables\n\n"
    f"[Every table of the month’s reports as a spreadsheet]({TABLES}) (xlsx), one a sheet."
)


WHICH = (
    f"[The audits that each figure counts]({audit_lists.FILE}) (xlsx, OFFICIAL-SENSITIVE): one "
    "sheet for each table; the line below a table names its sheet."
)


@dataclass(frozen=True)
class Opened:
    """An executed report: its notebook, its title, all it recorded, and the audits behind it.

    Where there is one for each service area, `part` is whose it is.
    """

    notebook: Any
    title: str
    records: list[dict[str, Any]]
    lists: Lists
    part: str = ""


def opened(executed: Sequence[Executed]) -> tuple[list[Executed], dict[str, Opened]]:
    """Return the reports that can be read, by name, and all with those that can't as failed."""
    results, found = [], {}
    for result in executed:
        name = result.job.name
        if not result.failed:
            try:
                notebook = render.read(result.notebook)
                found[name] = _opened(result.job, notebook)
            except QAError as error:
                results.append(_failed(result, error))
                continue
        results.append(result)
    return results, found


def _opened(job: Job, notebook: Any) -> Opened:
    title, records = render.title(notebook), render.records(notebook)
    lists = audit_lists.lists(job.name, title, records)
    return Opened(notebook, title, audit_lists.without(records), lists, job.part)


def figures(reports: Mapping[str, Opened]) -> Figures:
    """Return what the reports recorded, as `figures.json` has it."""
    return {
        name: {"title": r.title, "records": r.records, **({"part": r.part} if r.part else {})}
        for name, r in reports.items()
    }


def rendered(
    executed: Sequence[Executed],
    reports: Mapping[str, Opened],
    folder: Path,
    *,
    corrections: Mapping[str, Sequence[str]],
    in_word: Collection[str] = (),
) -> tuple[list[Executed], dict[str, Report]]:
    """Write each report's page, and return those made and all with the others as failed.

    Parameters
    ----------
    executed : sequence of Executed
        All reports.
    reports : mapping of str to Opened
        Those that were executed.
    folder : Path
        Where the pages go.
    corrections : mapping of str to sequence of str
        By report: what it says otherwise than the issue before.
    in_word : collection of str
        The reports that are also written as Word documents.
    """
    results, made = [], {}
    for result in executed:
        name = result.job.name
        report = reports.get(name)
        if report is None:
            results.append(result)
            continue
        notebook = with_head(report.notebook, correction=corrections.get(name, ()))
        word = word_file(name) if name in in_word else ""
        try:
            made[name] = _write_forms(report, notebook, folder / f"{name}.html", word)
        except QAError as error:
            # One that can't be rendered has failed like one that didn't run.
            results.append(_failed(result, error))
            continue
        results.append(result)
    return results, made


def _write_forms(report: Opened, notebook: Any, path: Path, word: str) -> Report:
    """Write a report's page and, if it has a name, its Word document."""
    # What is about one service area is handed on by itself: it leads to no file about all of them.
    if not report.part:
        notebook = audit_lists.with_places(notebook, report.lists)
        notebook = with_cell(notebook, _downloads(report, word), name="download")
    page = render.html(notebook)
    write(path, page)
    if word:
        # Few runs write one, and python-docx takes its time to import.
        from qaanalysis.run.word import document, pictures

        path.with_name(word).write_bytes(document(page, pictures(notebook)))
    return Report(report.title, report.records, sections(page), word, report.part)


def word_file(report: str) -> str:
    """Return what a report's Word document is called.

    Examples
    --------
    >>> word_file("committee_report")
    'committee_report.docx'
    """
    return f"{report}.docx"


def _downloads(report: Opened, word: str) -> dict[str, Any]:
    """Return what leads to the report in other forms."""
    lines = [DOWNLOAD]
    if word:
        lines.append(f"[This report as a Word document]({word}) (docx).")
    if report.lists.sheets:
        lines.append(WHICH)
    return text("\n\n".join(lines))


def _failed(result: Executed, error: QAError) -> Executed:
    return Executed(result.job, result.notebook, result.seconds, "the page", str(error))


def write(path: Path, text: str) -> None:
    """Write a file, with the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")
