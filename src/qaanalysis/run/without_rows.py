"""Reports of a run that has monthly counts alone: those that need rows say so, and no more."""

from pathlib import Path

from qaanalysis.params import Params
from qaanalysis.present import sentences
from qaanalysis.present.page import Page
from qaanalysis.run import readers, render
from qaanalysis.run.cells import output, text
from qaanalysis.run.execute import Executed
from qaanalysis.run.plan import Job

SAID = (
    "This report isn’t available: it is made of a row for each audit, and the run has monthly "
    "counts alone. Add the audit register under sources in params, and run again."
)


def written(job: Job, folder: Path, params: Params, *, key: str) -> Executed:
    """Write the notebook of a report that needs rows, with its title and the sentence that says so.

    Parameters
    ----------
    job : Job
        Of the report.
    folder : Path
        Where the executed notebooks of the run go.
    params : Params
        Of the run.
    key : str
        What tells the run's inputs from any other's.
    """
    import nbformat

    title = "".join(readers.cells(job.notebook)[0]["source"])
    page = Page.of(params, run_id=key)
    cells = [
        text(title),
        output(page.header()),
        output(sentences.prose(sentences.cannot(SAID), lead=True)),
        output(page.provenance({})),
    ]
    out = folder / f"{job.name}.ipynb"
    nbformat.write(render.notebook(cells), out)
    return Executed(job, out, 0.0)
