"""What a run is to make: one job for each report that params name."""

import ast
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis.errors import RunError
from qaanalysis.notebook_parameters import assigned
from qaanalysis.params import Params
from qaanalysis.run import readers
from qaanalysis.vocabulary import Audience


@dataclass(frozen=True)
class Job:
    """A notebook to execute for an audience, with its parameters."""

    name: str
    notebook: Path
    parameters: dict[str, Any]
    audience: Audience = Audience.INTERNAL


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


def jobs(params: Params, params_file: Path, *, only: Sequence[str] = ()) -> list[Job]:
    """Return the jobs of a run, in the order of params; none of what its audience may not see.

    Raises
    ------
    RunError
        If a report has no notebook, `only` names one that params don't or that the audience may
        not see, a parameter isn't one the notebook has, or no report is left; every such fault at
        once.
    """
    may = offered(params)
    faults = [_not_offered(name, params, may) for name in only if name not in may]
    if not may:
        faults.append("every report that params name is for internal readers only")
    made = []
    for name in may:
        if only and name not in only:
            continue
        report = params.reports[name]
        notebook = params.notebooks / f"{name}.ipynb"
        if not notebook.is_file():
            faults.append(f"reports.{name}: there is no notebook {notebook.name}")
            continue
        parameters = {"params_file": str(params_file), **report.given()}
        known = declared_parameters(notebook)
        faults += [
            f"reports.{name}: the notebook has no parameter {key}; allowed: {', '.join(known)}"
            for key in parameters
            if key not in known
        ]
        made.append(Job(name, notebook, parameters, params.audience))
    if faults:
        raise RunError(f"{params_file.name} can't be run:\n  " + "\n  ".join(faults))
    return made


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
