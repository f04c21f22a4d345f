"""The reports of a run: opened as they were executed, and rendered with what is known since."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qaanalysis.errors import QAError
from qaanalysis.run import audit_lists, render
from qaanalysis.run.audit_lists import Lists
from qaanalysis.run.cells import text, with_cell, with_head
from qaanalysis.run.execute import Executed
from qaanalysis.run.index_page import TABLES, Report, sections
from qaanalysis.run.issues import Figures, Note

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


@dataclass(frozen=True)
class Ahead:
    """A run's reports as far as they are made while others are still executed.

    Parameters
    ----------
    folder : Path
        Where the pages go.
    in_word : collection of str
        The reports that are also written as Word documents.
    opened, made : dict
        By name, those that were opened, and those that were rendered with nothing to correct.
    """

    folder: Path
    in_word: Collection[str] = ()
    opened: dict[str, Opened] = field(default_factory=dict)
    made: dict[str, Report] = field(default_factory=dict)

    def take(self, result: Executed) -> None:
        """Open and render a report; of one that can't be, `opened` and `rendered` tell later."""
        name = result.job.name
        if not result.failed:
            with suppress(QAError):
                report = self.opened[name] = _opened(result)
                self.made[name] = _write_forms(report, report.notebook, name, self)

    def word(self, name: str) -> str:
        """Return what a report's Word document is called; "" if it has none."""
        return word_file(name) if name in self.in_word else ""


def opened(executed: Sequence[Executed], ahead: Ahead) -> tuple[list[Executed], dict[str, Opened]]:
    """Return the reports that can be read, by name, and all with those that can't as failed."""
    results, found = [], {}
    for result in executed:
        name = result.job.name
        if not result.failed:
            try:
                found[name] = ahead.opened.get(name) or _opened(result)
            except QAError as error:
                results.append(_failed(result, error))
                continue
        results.append(result)
    return results, found


def _opened(result: Executed) -> Opened:
    job, notebook = result.job, render.read(result.notebook)
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
    ahead: Ahead,
    *,
    corrections: Mapping[str, Sequence[Note]],
    release: str = "",
) -> tuple[list[Executed], dict[str, Report]]:
    """Write each report's page, and return those made and all with the others as failed.

    Parameters
    ----------
    executed : sequence of Executed
        All reports.
    reports : mapping of str to Opened
        Those that were executed.
    ahead : Ahead
        Where the pages go, and which were written already.
    corrections : mapping of str to sequence of Note
        By report: what it says otherwise than the issue before.
    release : str
        By whose decision all of them are published though a check refused it.
    """
    results, made = [], {}
    for result in executed:
        name = result.job.name
        report = reports.get(name)
        if report is None:
            results.append(result)
            continue
        correction = corrections.get(name, ())
        notebook = with_head(report.notebook, correction=correction, release=release)
        written = None if correction or release else ahead.made.get(name)
        try:
            made[name] = written or _write_forms(report, notebook, name, ahead)
        except QAError as error:
            # One that can't be rendered has failed like one that didn't run.
            (ahead.folder / word_file(name)).unlink(missing_ok=True)
            results.append(_failed(result, error))
            continue
        results.append(result)
    return results, made


def _write_forms(report: Opened, notebook: Any, name: str, ahead: Ahead) -> Report:
    """Write a report's page and, if it has one, its Word document."""
    word = ahead.word(name)
    # What is about one service area is handed on by itself: it leads to no file about all of them.
    if not report.part:
        notebook = audit_lists.with_places(notebook, report.lists)
        notebook = with_cell(notebook, _downloads(report, word), name="download")
    page = render.html(notebook)
    write(ahead.folder / f"{name}.html", page)
    if word:
        # Few runs write one, and python-docx takes its time to import.
        from qaanalysis.run.word import document, pictures

        (ahead.folder / word).write_bytes(document(page, pictures(notebook)))
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
