"""Run a notebook's cells in this process, without a kernel, and read what it shows."""

import ast
import json
from pathlib import Path
from unittest import mock

from qaanalysis.present.record import MIME, Shown

ROOT = Path(__file__).resolve().parents[1]


def shown(
    name: str, params_file: Path, *, leave_out: str = "", **parameters: object
) -> list[Shown]:
    """Return what a notebook shows, cell by cell but for those with the tag `leave_out`."""
    path = ROOT / "notebooks" / f"{name}.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, object] = {}
    found = []
    for cell in cells:
        if cell["cell_type"] != "code" or leave_out in cell["metadata"].get("tags", []):
            continue
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, name, "exec"), names)
        if "parameters" in cell["metadata"].get("tags", []):
            names |= {"params_file": str(params_file), **parameters}
        if last is not None:
            # A cell that shows several things displays each of them.
            with mock.patch("IPython.display.display", found.append):
                value = eval(compile(ast.Expression(last.value), name, "eval"), names)
            found += [] if value is None else [value]
    return found


def text(found: list[Shown]) -> str:
    """Return all the words of a page, in one line."""
    return " ".join(" ".join(part.text().split()) for part in found)


def records(found: list[Shown]) -> list[dict]:
    """Return all that a page records."""
    return [part._repr_mimebundle_()[MIME] for part in found]
