"""What of a notebook is for whose eyes: cells and whole notebooks can be for internal readers only.

A cell tagged `internal-only` isn't executed for a report that is to be published: what isn't there
can't be shown. Where it is the first cell, with the title, the whole notebook is internal.

Other tags of a first cell are of the whole notebook too: one tagged `lab-only` is for JupyterLab
and no report; one tagged `from-counts` needs no rows of audits, only monthly counts; one tagged
`from-rejected` is made even where no row is accepted.
"""

import json
from pathlib import Path
from typing import Any

from qaanalysis.vocabulary import Audience

INTERNAL_ONLY = "internal-only"
LAB_ONLY = "lab-only"
FROM_COUNTS, FROM_REJECTED = "from-counts", "from-rejected"


def is_internal(notebook: Path) -> bool:
    """Tell whether a notebook as a whole is for internal readers only."""
    first = cells(notebook)[:1]
    return bool(first) and _is_internal(first[0])


def is_lab_only(notebook: Path) -> bool:
    """Tell whether a notebook is for JupyterLab only, as one with drop-downs is."""
    return _is_tagged(notebook, LAB_ONLY)


def needs_rows(notebook: Path) -> bool:
    """Tell whether a notebook can't be made of monthly counts alone."""
    return not _is_tagged(notebook, FROM_COUNTS)


def needs_accepted(notebook: Path) -> bool:
    """Tell whether a notebook can't be made of a register of which every row is rejected."""
    return not _is_tagged(notebook, FROM_REJECTED)


def _is_tagged(notebook: Path, tag: str) -> bool:
    return any(tag in cell["metadata"].get("tags", []) for cell in cells(notebook)[:1])


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


def cells(notebook: Path) -> list[dict[str, Any]]:
    """Return the cells of a notebook as it is stored."""
    found: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return found


def _is_internal(cell: dict[str, Any]) -> bool:
    return INTERNAL_ONLY in cell["metadata"].get("tags", [])
