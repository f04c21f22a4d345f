"""Cells of a page that is made here rather than by executing a notebook."""

from collections.abc import Callable, Sequence
from typing import Any

from qaanalysis.present.record import MIME, Shown
from qaanalysis.run.issues import Note


def text(source: str) -> dict[str, Any]:
    """Return a cell of Markdown."""
    return {"cell_type": "markdown", "source": source}


def output(shown: Shown) -> dict[str, Any]:
    """Return a cell whose output is something shown, as an executed notebook has it."""
    bundle = shown._repr_mimebundle_()
    found = {"output_type": "display_data", "data": bundle, "metadata": {}}
    return {"cell_type": "code", "source": "", "execution_count": None, "outputs": [found]}


def with_head(notebook: Any, *, correction: Sequence[Note], release: str = "") -> Any:
    """Return a copy of a notebook whose head says more than it knew when it was executed.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs.
    correction : sequence of Note
        Which figures are otherwise than in the issue before.
    release : str
        By whose decision it is published though a check refused it.

    Returns
    -------
    NotebookNode
        The notebook itself if there is neither.
    """
    more = {
        **({"correction": list(correction)} if correction else {}),
        **({"release": release} if release else {}),
    }
    if not more:
        return notebook

    def told(shown: Any) -> Any:
        record = shown.get("data", {}).get(MIME, {})
        if record.get("type") != "page":
            return shown
        return changed(shown, {"data": changed(shown["data"], {MIME: changed(record, more)})})

    return with_outputs(notebook, told)


def with_cell(notebook: Any, cell: dict[str, Any], *, name: str) -> Any:
    """Return a copy of a notebook with one more cell, at its end."""
    added = type(notebook)({"id": name, "metadata": {}, **cell})
    return changed(notebook, {"cells": [*notebook["cells"], added]})


def with_outputs(notebook: Any, change: Callable[[Any], Any]) -> Any:
    """Return a copy of a notebook with its outputs as they are changed one by one.

    The copy shares with the notebook what isn't changed: to copy all that a report recorded takes
    longer than to render it. So `change` returns another output and leaves the one it is given.
    """
    cells = [
        changed(cell, {"outputs": list(map(change, cell["outputs"]))})
        if cell.get("outputs")
        else cell
        for cell in notebook["cells"]
    ]
    return changed(notebook, {"cells": cells})


def changed(node: Any, parts: dict[str, Any]) -> Any:
    """Return a copy of a part of a notebook in which some of what it holds is other."""
    return type(node)({**node, **parts})
