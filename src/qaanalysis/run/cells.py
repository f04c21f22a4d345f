"""Cells of a page that is made here rather than by executing a notebook."""

import copy
from collections.abc import Sequence
from typing import Any

from qaanalysis.present.record import MIME, Shown


def text(source: str) -> dict[str, Any]:
    """Return a cell of Markdown."""
    return {"cell_type": "markdown", "source": source}


def output(shown: Shown) -> dict[str, Any]:
    """Return a cell whose output is something shown, as an executed notebook has it."""
    bundle = shown._repr_mimebundle_()
    found = {"output_type": "display_data", "data": bundle, "metadata": {}}
    return {"cell_type": "code", "source": "", "execution_count": None, "outputs": [found]}


def with_head(notebook: Any, *, correction: Sequence[str]) -> Any:
    """Return a copy of a notebook whose head says more than it knew when it was executed.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs.
    correction : sequence of str
        Which figures are otherwise than in the issue before; the notebook itself if there are none.
    """
    if not correction:
        return notebook
    whole = copy.deepcopy(notebook)
    for cell in whole["cells"]:
        for shown in cell.get("outputs", []):
            record = shown.get("data", {}).get(MIME, {})
            if record.get("type") == "page":
                record["correction"] = list(correction)
    return whole


def with_cell(notebook: Any, cell: dict[str, Any], *, name: str) -> Any:
    """Return a copy of a notebook with one more cell, at its end."""
    whole = copy.deepcopy(notebook)
    whole["cells"].append(type(whole)({"id": name, "metadata": {}, **cell}))
    return whole
