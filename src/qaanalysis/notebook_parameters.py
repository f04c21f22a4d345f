"""The parameters of a notebook: what its cell declares, and what papermill put in after it."""

import ast
import copy
import json
import re
from collections.abc import Mapping
from typing import Any

from qaanalysis.errors import ParamsError

INJECTED = "# Parameters"
TAG = "parameters"


def refuse_unknown_parameters(cells: list[str]) -> None:
    """Refuse a parameter that the notebook doesn't declare; papermill itself only warns.

    Parameters
    ----------
    cells : list of str
        The sources of the code cells run so far, in order.

    Raises
    ------
    ParamsError
        If the cell that papermill injected sets a name that the cell before it doesn't.
    """
    at = [i for i, source in enumerate(cells) if source.startswith(INJECTED)]
    if not at:
        return
    declared = assigned(cells[at[-1] - 1]) if at[-1] else []
    unknown = [name for name in assigned(cells[at[-1]]) if name not in declared]
    if unknown:
        raise ParamsError(
            f"This notebook has no parameter {' or '.join(unknown)}; "
            f"it has {', '.join(declared) or 'none'}."
        )


def assigned(source: str) -> list[str]:
    r"""Return the names that a cell assigns, in order.

    Examples
    --------
    >>> assigned('month: str = "2023-11"\nn = 3')
    ['month', 'n']
    """
    names = []
    for node in ast.parse(source).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def with_defaults(book: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a notebook whose parameters cell gives other defaults.

    Parameters
    ----------
    book : mapping
        The notebook, as it is stored.
    values : mapping of str to Any
        By parameter: texts, numbers and truth values. A name that the cell doesn't give stays out.

    Examples
    --------
    >>> cell = {"metadata": {"tags": ["parameters"]}, "source": ['month: str = "2023-11"']}
    >>> with_defaults({"cells": [cell]}, {"month": "2024-01"})["cells"][0]["source"]
    ['month: str = "2024-01"']
    """
    made = copy.deepcopy(dict(book))
    for cell in made["cells"]:
        if TAG in cell["metadata"].get("tags", []):
            cell["source"] = [_with_values(line, values) for line in cell["source"]]
    return made


def _with_values(line: str, values: Mapping[str, Any]) -> str:
    """Return a line of a parameters cell, each of which gives one name."""
    found = re.match(r"(\w+)( *:[^=]*)?( *= *)", line)
    if found is None or found[1] not in values:
        return line
    value = values[found[1]]
    said = json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
    return f"{found[0]}{said}" + ("\n" if line.endswith("\n") else "")
