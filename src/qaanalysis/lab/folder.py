"""The folder that JupyterLab opens on: copies of the notebooks with a run's params, and a page."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis import params_file
from qaanalysis.data import load
from qaanalysis.errors import ParamsError
from qaanalysis.lab.copies import Copy, copied, write, writing
from qaanalysis.lab.start_page import START, start_page
from qaanalysis.notebook_parameters import with_defaults
from qaanalysis.params import EXAMPLE, Params, read
from qaanalysis.run import parts, plan, readers
from qaanalysis.vocabulary import Audience

FOLDER = "lab"


@dataclass(frozen=True)
class Prepared:
    """A folder that is ready to be opened.

    Parameters
    ----------
    folder : Path
        Where the copies and the start page are.
    notebooks : tuple of Copy
        What is there of each notebook.
    """

    folder: Path
    notebooks: tuple[Copy, ...]


def prepare(file: Path | None = None) -> Prepared:
    """Write copies of the notebooks, with a run's params, and the start page.

    They are what `run` would execute for the audience of params, and the notebooks for exploring.

    Parameters
    ----------
    file : Path, optional
        The params file; the example's by default.

    Raises
    ------
    ParamsError, DataError
        If params have a fault or a source can't be read.
    RunError
        If there are no notebooks, or the folder can't be written to.
    """
    if file is None and not EXAMPLE.is_file():
        raise ParamsError(
            "The example isn't beside the package. Give your own: --params params/2023-11.yml."
        )
    found = params_file.find(file or EXAMPLE)
    given = read(found)
    folder = given.outputs / FOLDER / found.stem
    books = {
        **{path.name: _to_explore(path, folder, found) for path in _for_exploring(given)},
        **{job.notebook.name: _book(job, folder, found) for job in _jobs(given, found)},
    }
    notebooks = copied(books, folder)
    page = start_page(given, notebooks, named=found.name)
    with writing(folder):
        write(folder / START, page)
    return Prepared(folder, notebooks)


def _jobs(given: Params, file: Path) -> list[plan.Job]:
    """Return one job for each report; of one for each service area, that of its own default."""
    each = any(report.for_each for report in given.reports.values())
    areas = parts.service_areas(load(given)) if each else ()
    chosen: dict[str, plan.Job] = {}
    for job in plan.jobs(given, file, areas=areas):
        first = chosen.setdefault(job.report, job)
        if first is not job and job.part in plan.declared_parameters(job.notebook).values():
            chosen[job.report] = job
    return list(chosen.values())


def _for_exploring(given: Params) -> list[Path]:
    """Return the notebooks that aren't reports; they show what only internal readers may see."""
    if given.audience is not Audience.INTERNAL:
        return []
    return [path for path in sorted(given.notebooks.glob("*.ipynb")) if readers.is_lab_only(path)]


def _book(job: plan.Job, folder: Path, file: Path) -> dict[str, Any]:
    given: dict[str, Any] = {**job.parameters, "params_file": file}
    named = {name: Path(given[name]) for name in ("params_file", "plan_file") if name in given}
    found: dict[str, Any] = {name: _seen_from(folder, path) for name, path in named.items()}
    return with_defaults(readers.part(job.notebook, job.audience), {**given, **found})


def _to_explore(path: Path, folder: Path, file: Path) -> dict[str, Any]:
    book = readers.part(path, Audience.INTERNAL)
    return with_defaults(book, {"params_file": _seen_from(folder, file)})


def _seen_from(folder: Path, file: Path) -> str:
    """Return how a notebook in the folder names a file of params: short, if it is beside outputs.

    So a project that is moved, or lies elsewhere for somebody else, keeps its copies.
    """
    home = folder.resolve().parents[2]
    if not file.is_relative_to(home):
        return file.as_posix()
    short = file.relative_to(home)
    nearer = any((above / short).is_file() for above in (folder, *folder.parents[:2]))
    return (file if nearer else short).as_posix()
