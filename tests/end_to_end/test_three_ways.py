"""The notebooks give the same figures in the batch, by plain papermill, and in JupyterLab."""

import os
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from opened_page import NOTEBOOKS, ONE_OF
from run_files import ROOT

from qaanalysis.run import render

# papermill starts a process for each, so that some stand for all.
BY_PAPERMILL = ["committee_report", "head_of_service", "returns"]
# The notebook's default is the month for publication.
OF_PUBLISHED = {"committee_report"}


def figures(notebook) -> list[dict]:
    """Return all that a notebook recorded, but for what names the params of this run."""
    found = render.records(notebook)
    for record in found:
        if record["type"] == "page":
            record.pop("run_id")
    return [r for r in found if r["type"] != "provenance"]


def of_batch(runs, name):
    if name in OF_PUBLISHED:
        # What is published keeps no notebooks, only what they recorded.
        found = runs["published"].figures[name]["records"]
        return [_without_run(r) for r in found if r["type"] != "provenance"]
    made = ONE_OF.get(name, name)
    return figures(render.read(runs["internal"].made.folder / "notebooks" / f"{made}.ipynb"))


def _without_run(record):
    return {key: value for key, value in record.items() if key != "run_id"}


@pytest.mark.slow
@pytest.mark.parametrize("name", BY_PAPERMILL)
def test_plain_papermill(runs, name, tmp_path):
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", "--no-progress-bar"]
    command += [str(ROOT / "notebooks" / f"{name}.ipynb"), str(out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run(command, check=True, cwd=ROOT, env=environment, capture_output=True)
    assert figures(render.read(out)) == of_batch(runs, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_its_own_defaults_from_the_notebooks_folder_as_jupyterlab_does(runs, name, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    resources = {"metadata": {"path": str(ROOT / "notebooks")}}
    NotebookClient(notebook, kernel_name="python3", resources=resources).execute()
    assert figures(notebook) == of_batch(runs, name)
