"""The month's index: its key figures and first sentences, and links to the reports.

It is made like a report, as a notebook page with outputs, so that it looks and reads like one.
"""

import dataclasses
from dataclasses import dataclass
from typing import Any

from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.page import Page
from qaanalysis.present.prose import callout, prose
from qaanalysis.present.record import Shown
from qaanalysis.run import render
from qaanalysis.run.cells import output, text

TITLE = "Quality assurance audits"
QUESTION = "The month’s reports, and what each says first."


@dataclass(frozen=True)
class Report:
    """A report as the index shows it: its title and all it recorded."""

    title: str
    records: list[dict[str, Any]]


@dataclass(frozen=True)
class Account:
    """What a run made, for its index.

    Parameters
    ----------
    params : Params
        Of the run.
    key : str
        What tells the run's inputs from any other's.
    reports : dict of str to Report
        By name of the report; only those that were made.
    failures : dict of str to str
        By name of the report: why it wasn't made.
    rejected : int
        Rows of all tables that could not be accepted.
    """

    params: Params
    key: str
    reports: dict[str, Report]
    failures: dict[str, str]
    rejected: int


def html(account: Account, *, folder: str) -> str:
    """Return the index page.

    Parameters
    ----------
    account : Account
        What the run made.
    folder : str
        Where the reports are, seen from the index: "" or a folder's name with a slash.
    """
    page = Page.of(account.params, run_id=account.key)
    cells = [text(f"# {TITLE}\n\n{QUESTION}"), output(page.header())]
    if account.failures:
        said = [f"{name}: {problem}" for name, problem in account.failures.items()]
        cells.append(output(callout("Reports that could not be made", *said, level=2)))
        more = [f"[{name}: what to do]({folder}{name}.html)" for name in account.failures]
        cells.append(text("\n\n".join(more)))
    if account.rejected:
        cells.append(output(callout("Rows that are in no figure", _rejected(account), level=2)))
    for name, report in account.reports.items():
        cells.append(text(f"## {report.title}"))
        cells += [output(shown) for shown in _first(report.records)]
        cells.append(text(f"[{report.title}: the whole report]({folder}{name}.html)"))
    cells.append(output(page.provenance({"Reports": ", ".join(account.reports)})))
    return render.html(render.notebook(cells))


def _rejected(account: Account) -> str:
    rows = "1 row" if account.rejected == 1 else f"{words.count(account.rejected)} rows"
    return (
        f"{rows} of the exports could not be accepted. rejected-rows.xlsx, in the run's folder, "
        "lists each with its reasons"
    )


def _first(records: list[dict[str, Any]]) -> list[Shown]:
    """Return what a report says first: its lead and its key figures."""
    found: list[Shown] = [
        prose(*record["paragraphs"], lead=True)
        for record in records
        if record["type"] == "prose" and record["lead"]
    ]
    names = [field.name for field in dataclasses.fields(KeyFigure)]
    for record in records:
        if record["type"] == "key_figures":
            figures = [KeyFigure(**{n: f[n] for n in names}) for f in record["figures"]]
            found.append(tiles(figures))
    return found
