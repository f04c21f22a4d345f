"""What a run is to make: one job for each report that params name, or for each part of it."""

import ast
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis.errors import RunError
from qaanalysis.notebook_parameters import assigned
from qaanalysis.params import Params
from qaanalysis.run import parts, readers
from qaanalysis.vocabulary import Audience


@dataclass(frozen=True)
class Job:
    """A notebook to execute for an audience, with its parameters.

    Parameters
    ----------
    name : str
        What its files are called.
    notebook : Path
        The notebook; its name is that of the report in params.
    parameters : dict
        What the notebook is told.
    audience : Audience
        Who is to read it.
    part : str
        The service area that it is about, if params want the report for each; else empty.
    """

    name: str
    notebook: Path
    parameters: dict[str, Any]
    audience: Audience = Audience.INTERNAL
    part: str = ""

    @property
    def report(self) -> str:
        """What params call the report."""
        return self.notebook.stem


def offered(params: Params) -> list[str]:
    """Return the reports that the run's audience may see, in the order of params."""
    return [
        name
        for name in params.reports
        if params.audience is Audience.INTERNAL or not _is_internal(params, name)
    ]


def _is_internal(params: Params, name: str) -> bool:
    notebook = params.notebooks / f"{name}.ipynb"
    return notebook.is_file() and readers.is_internal(notebook)


def jobs(
    params: Params, params_file: Path, *, only: Sequence[str] = (), areas: Sequence[str] = ()
) -> list[Job]:
    """Return the jobs of a run, in the order of params; none of what its audience may not see.

    Parameters
    ----------
    params : Params
        Of the run.
    params_file : Path
        Where they were read from.
    only : sequence of str
        What to make: reports by their names in params, or single jobs by theirs; all if empty.
    areas : sequence of str
        The service areas for which reports with `for_each` are made, one job each.

    Raises
    ------
    RunError
        If a report has no notebook, `only` names one that params don't or that the audience may
        not see, a parameter isn't one the notebook has, two jobs would write the same files, or no
        report is left; every such fault at once.
    """
    may = offered(params)
    faults = [] if may else ["every report that params name is for internal readers only"]
    made: list[Job] = []
    for name in may:
        if only and not any(_names(asked, name) for asked in only):
            continue
        found = _of_report(params, params_file, name, areas)
        faults += _faults(params, name, areas) or _unknown_parameters(found[:1])
        made += found
    chosen = [job for job in made if not only or {job.name, job.report} & {*only}]
    known = {*may, *(job.name for job in made)}
    faults = [*(_not_offered(name, params, may) for name in only if name not in known), *faults]
    faults += [
        f"{name}: two reports would write files of this name; call one otherwise"
        for name, n in Counter(job.name for job in chosen).items()
        if n > 1
    ]
    if faults:
        raise RunError(f"{params_file.name} can't be run:\n  " + "\n  ".join(faults))
    return chosen


def _names(asked: str, report: str) -> bool:
    """Tell whether what is asked for may be a report, or a part of it."""
    return asked == report or asked.startswith(f"{report}-")


def _faults(params: Params, name: str, areas: Sequence[str]) -> list[str]:
    """Return why a report has no jobs."""
    notebook = params.notebooks / f"{name}.ipynb"
    if not notebook.is_file():
        return [f"reports.{name}: there is no notebook {notebook.name}"]
    if readers.is_lab_only(notebook):
        return [
            f"reports.{name}: {notebook.name} is for JupyterLab (qaanalysis lab), and no report"
        ]
    if params.reports[name].for_each is None:
        return []
    return [f"reports.{fault}" for fault in parts.faults(name, areas)]


def _of_report(params: Params, params_file: Path, name: str, areas: Sequence[str]) -> list[Job]:
    """Return the one job of a report, or one for each service area; none if it has a fault."""
    if _faults(params, name, areas):
        return []
    report, notebook = params.reports[name], params.notebooks / f"{name}.ipynb"
    given = {"params_file": str(params_file), **report.given()}
    if report.for_each is None:
        return [Job(name, notebook, given, params.audience)]
    return [
        Job(called, notebook, {**given, report.for_each: area}, params.audience, area)
        for area, called in parts.job_names(name, areas).items()
    ]


def _unknown_parameters(made: Sequence[Job]) -> list[str]:
    return [
        f"reports.{job.report}: the notebook has no parameter {key}; allowed: {', '.join(known)}"
        for job in made
        for known in [declared_parameters(job.notebook)]
        for key in job.parameters
        if key not in known
    ]


def _not_offered(name: str, params: Params, may: Sequence[str]) -> str:
    allowed = f"allowed: {', '.join(may)}"
    if name in params.reports:
        return f"--only {name}: this report is for internal readers only; {allowed}"
    return f"--only {name}: params name no such report; {allowed}"


def declared_parameters(notebook: Path) -> dict[str, Any]:
    """Return the parameters a notebook declares, with their defaults.

    Raises
    ------
    RunError
        If no cell has the tag `parameters`; papermill would only warn, and use the defaults.
    """
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        if "parameters" in cell["metadata"].get("tags", []):
            return _literals("".join(cell["source"]), notebook.name)
    raise RunError(f"{notebook.name} has no cell tagged “parameters”.")


def _literals(source: str, name: str) -> dict[str, Any]:
    try:
        values = [node.value for node in ast.parse(source).body if hasattr(node, "value")]
        literals = [ast.literal_eval(value) for value in values]
        return dict(zip(assigned(source), literals, strict=True))
    except (ValueError, SyntaxError):
        raise RunError(
            f"{name}: the cell tagged “parameters” may only give names to plain values, each on a "
            "line of its own, such as month: str = '2023-11'."
        ) from None
