"""A month of few, quick reports: for tests of how runs are made, stopped and made again."""

import json
from pathlib import Path

from run_files import csv_sources, example_run

HEAD = "# {title}\n\nWhat does this report say?"
OPENS = """
from qaanalysis.notebook import open_run
from qaanalysis.present import sentences
from qaanalysis.present.page import Page
"""
SHOWS = """
run = open_run(params_file)
report = Page.of(run.params, run_id=run.key)
report.header()
"""
SAYS = "sentences.prose({said!r}, lead=True)"
ENDS = "report.provenance({'Method': 'Counted.'})"


def notebook(*cells: str, title: str) -> dict:
    """Return a notebook with a title, the parameters every report has, and the given cells."""
    made = [_cell("markdown", HEAD.format(title=title))]
    made.append(_cell("code", 'params_file: str = "run.yml"', tags=["parameters"]))
    made += [_cell("code", source.strip()) for source in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cell(kind: str, source: str, *, tags: list[str] | None = None) -> dict:
    cell = {"cell_type": kind, "metadata": {"tags": tags} if tags else {}, "source": source}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def write_report(folder: Path, name: str, *more: str, said: str = "Nothing happened.") -> Path:
    """Write a report's notebook, with more cells before what it says."""
    cells = (OPENS, *more, SHOWS, SAYS.format(said=said), ENDS)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(notebook(*cells, title=name.title())), encoding="utf-8")
    return path


def tiny_month(folder: Path, *names: str, **changes: object) -> Path:
    """Write params, notebooks and the example's audits for a month of reports of these names."""
    for name in names:
        write_report(folder / "notebooks", name)
    given = {
        "notebooks": str(folder / "notebooks"),
        "reports": {name: {} for name in names},
        "sources": {"audits": csv_sources()["audits"]},
        "claims": None,
        "commentary": None,
        "committee": {},
    }
    return example_run(folder, **(given | changes))
