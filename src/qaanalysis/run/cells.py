"""Cells of a page that is made here rather than by executing a notebook."""

from typing import Any

from qaanalysis.present.record import Shown


def text(source: str) -> dict[str, Any]:
    """Return a cell of Markdown."""
    return {"cell_type": "markdown", "source": source}


def output(shown: Shown) -> dict[str, Any]:
    """Return a cell whose output is something shown, as an executed notebook has it."""
    bundle = shown._repr_mimebundle_()
    found = {"output_type": "display_data", "data": bundle, "metadata": {}}
    return {"cell_type": "code", "source": "", "execution_count": None, "outputs": [found]}
