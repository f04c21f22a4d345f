"""The page that stands in place of a report that could not be made. It holds no data."""

from qaanalysis.params import Params
from qaanalysis.present.page import Page
from qaanalysis.present.prose import callout, prose
from qaanalysis.run import render
from qaanalysis.run.cells import output, text
from qaanalysis.run.execute import Executed

TITLE = "Report not made"
NO_FIGURE = "No figure of this report can be used."


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
    name, notebook = result.job.name, result.job.notebook.name
    of = f", with service_area “{result.job.part}”" if result.job.part else ""
    page = Page.of(params, run_id=key)
    where = (
        f"The cell {result.cell} of {notebook}{of} stopped"
        if result.cell
        else f"The notebook {notebook}{of} stopped"
    )
    cells = [
        text(f"# {TITLE}: {name}\n\nWhy is there no report, and what is to be done?"),
        output(page.header()),
        output(callout("What went wrong", f"{where}: {result.problem}", NO_FIGURE, level=2)),
        text("## What to do"),
        output(
            prose(
                "If the sentence above names a file, a row or a key of params, correct that, "
                "see by the command “qaanalysis check” whether anything else is wrong, and run "
                "again",
                "If it names only a kind of error, such as KeyError, that is a defect of the "
                f"notebook or of the package: send notebooks/{name}.ipynb of the run’s folder to "
                "whoever keeps the package. It may hold personal data: send it as you would the "
                "register",
                "No other run was touched: if the month had an index before, it leads where it did",
            )
        ),
        output(page.provenance({})),
    ]
    return render.html(render.notebook(cells))
