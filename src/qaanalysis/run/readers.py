"""What of a notebook is for whose eyes: cells and whole notebooks can be for internal readers only.

A cell tagged `internal-only` isn't executed for a report that is to be published: what isn't there
can't be shown. Where it is the first cell, with the title, the whole notebook is internal. A first
cell tagged `lab-only` marks a notebook for JupyterLab, which is no report.
"""

import json
from pathlib import Path
from typing import Any

from qaanalysis.vocabulary import Audience

INTERNAL_ONLY = "internal-only"
LAB_ONLY = "lab-only"


def is_internal(notebook: Path) -> bool:
    """Tell whether a notebook as a whole is for internal readers only."""
    first = _cells(notebook)[:1]
    return bool(first) and _is_internal(first[0])


def is_lab_only(notebook: Path) -> bool:
    """Tell whether a notebook is for JupyterLab only, as one with drop-downs is."""
    first = _cells(notebook)[:1]
    return bool(first) and LAB_ONLY in first[0]["metadata"].get("tags", [])


def part(notebook: Path, audience: Audience) -> dict[str, Any]:
    """Return the notebook that is executed for an audience, as it is stored.

    Parameters
    ----------
    notebook : Path
        As analysts edit it.
    audience : Audience
        Who will read the report.
    """
    whole: dict[str, Any] = json.loads(notebook.read_text(encoding="utf-8"))
    if audience is Audience.INTERNAL:
        return whole
    return {**whole, "cells": [cell for cell in whole["cells"] if not _is_internal(cell)]}


def _cells(notebook: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return cells


def _is_internal(cell: dict[str, Any]) -> bool:
    return INTERNAL_ONLY in cell["metadata"].get("tags", [])
