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


@dataclass(frozen=True)
class Job:
    """A notebook to execute with its parameters."""

    name: str
    notebook: Path
    parameters: dict[str, Any]


def jobs(params: Params, params_file: Path, *, only: Sequence[str] = ()) -> list[Job]:
    """Return the jobs of a run, in the order of params.

    Raises
    ------
    RunError
        If a report has no notebook, `only` names one that params don't, or a parameter isn't one
        the notebook has; every such fault at once.
    """
    faults = [
        f"--only {name}: params name no such report; allowed: {', '.join(params.reports)}"
        for name in only
        if name not in params.reports
    ]
    made = []
    for name, report in params.reports.items():
        if only and name not in only:
            continue
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
        made.append(Job(name, notebook, parameters))
    if faults:
        raise RunError(f"{params_file.name} can't be run:\n  " + "\n  ".join(faults))
    return made


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
