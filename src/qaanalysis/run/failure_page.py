"""The page that stands in place of a report that could not be made. It holds no data."""

from typing import Any

from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.present.listing import listing
from qaanalysis.present.page import Page
from qaanalysis.present.prose import callout, prose
from qaanalysis.run import leak, render
from qaanalysis.run.cells import output, text
from qaanalysis.run.execute import Executed
from qaanalysis.run.leak import Leak

TITLE = "Report not made"
NO_FIGURE = "No figure of this report can be used."
UNTOUCHED = "No other run was touched: if the month had an index before, it leads where it did"
MOST_LISTED = 10


def html(result: Executed, params: Params, *, key: str) -> str:
    """Return the page: which cell, what went wrong in plain words, what to do.

    Parameters
    ----------
    result : Executed
        A report that failed; its problem is a sentence without data.
    params : Params
        Of the run.
    key : str
        What tells the run's inputs from any other's.
    """
    page = Page.of(params, run_id=key)
    said = _refused(result) if result.leaks else _stopped(result)
    question = "Why is there no report, and what is to be done?"
    cells = [
        text(f"# {TITLE}: {result.job.name}\n\n{question}"),
        output(page.header()),
        *said,
        output(page.provenance({})),
    ]
    return render.html(render.notebook(cells))


def _notebook(result: Executed) -> str:
    of = f", with service_area “{result.job.part}”" if result.job.part else ""
    return f"{result.job.notebook.name}{of}"


def _stopped(result: Executed) -> list[dict[str, Any]]:
    """Return what is said of a notebook that didn't reach its end."""
    where = (
        f"The cell {result.cell} of {_notebook(result)} stopped"
        if result.cell
        else f"The notebook {_notebook(result)} stopped"
    )
    return [
        output(callout("What went wrong", f"{where}: {result.problem}", NO_FIGURE, level=2)),
        text("## What to do"),
        output(
            prose(
                "If the sentence above names a file, a row or a key of params, correct that, "
                "see by the command “qaanalysis check” whether anything else is wrong, and run "
                "again",
                "If it names only a kind of error, such as KeyError, that is a defect of the "
                f"notebook or of the package: send notebooks/{result.job.name}.ipynb of the run’s "
                "folder to whoever keeps the package. It may hold personal data: send it as you "
                "would the register",
                UNTOUCHED,
            )
        ),
    ]


def _refused(result: Executed) -> list[dict[str, Any]]:
    """Return what is said of a report that the leak gate refused."""
    n = words.counted(len(result.leaks), "place")
    said = (
        f"The notebook {_notebook(result)} ran to its end, and its report was refused: what "
        f"identifies somebody is in it, in {n}. The values are not repeated here"
    )
    return [
        output(callout("What went wrong", said, NO_FIGURE, level=2)),
        text("## What was found"),
        *_found(result.leaks),
        text("## What to do"),
        output(
            prose(
                *leak.advice(result.leaks),
                f"Change {result.job.notebook.name} or params accordingly, and run again. What is "
                "looked for, and how to decide about a value that is nobody’s, is in "
                "docs/publishing.md",
                UNTOUCHED,
            )
        ),
    ]


def _found(leaks: tuple[Leak, ...]) -> list[dict[str, Any]]:
    """Return the first places as a table, and of the others how many there are and of what."""
    listed, others = leaks[:MOST_LISTED], leaks[MOST_LISTED:]
    rows = [(found.column or "No column", found.who, found.where) for found in listed]
    shown = [output(listing("What identifies somebody", ["Column", "Whose", "Where"], rows))]
    if others:
        more = f"{words.counted(len(others), 'more place')}: {words.listed(leak.kinds(others))}"
        shown.append(output(prose(more)))
    return shown
