"""The drop-downs: what they change, what they offer, and that no page has them."""

import json
import os
import subprocess
import sys
from unittest import mock

import nbformat
import pytest
from nbclient import NotebookClient
from notebook_page import records
from run_files import ROOT, example_run

from qaanalysis import params
from qaanalysis.errors import RunError
from qaanalysis.explore import Explorer, explore, view
from qaanalysis.explore.widgets import ELSEWHERE, OF_LAB
from qaanalysis.run import plan, readers

NOTEBOOK = ROOT / "notebooks" / "explore.ipynb"
MARKS = ("jupyter.widget", "jupyter-widgets", "<select", "<svg", "<table", "QA23-")


@pytest.fixture
def explorer(run):
    return explore(run)


def test_a_choice_redraws_the_subject_that_is_looked_at(explorer, run):
    explorer.fields["service_area"].value = "Leaving Care"
    shown = explorer.pages["returns"].value
    assert view(run, service_area="Leaving Care").returns.table.html() in shown
    assert "<svg" in shown
    # The drawing for phones is left out.
    assert shown.count("<svg") == 1
    explorer.tabs.selected_index = 1
    assert (
        view(run, service_area="Leaving Care").grades.table.html() in explorer.pages["grades"].value
    )


def test_a_service_area_offers_its_own_teams(explorer):
    explorer.fields["team"].value = "Court South"
    explorer.fields["service_area"].value = "Leaving Care"
    offered = [value for _, value in explorer.fields["team"].options]
    assert offered == ["", "Leaving Care 1", "Leaving Care 2", "Leaving Care 3"]
    assert explorer.fields["team"].value == ""
    explorer.fields["team"].value = "Leaving Care 2"
    explorer.fields["service_area"].value = ""
    # Of all areas it is a team still.
    assert explorer.fields["team"].value == "Leaving Care 2"


def test_months_the_wrong_way_round_are_said_in_words_and_put_right(explorer):
    explorer.fields["month"].value = "2023-05"
    explorer.fields["first_month"].value = "2023-09"
    assert "September 2023 is after May 2023" in explorer.message.value
    assert explorer.view is None
    assert explorer.pages["returns"].value == explorer.cell.value == ""
    explorer.tabs.selected_index = 2
    explorer.fields["first_month"].value = "2023-05"
    assert explorer.message.value == ""
    assert "<table" in explorer.pages["moderation"].value


def test_a_figure_leads_to_its_audits(explorer, run):
    explorer.tabs.selected_index = 1
    assert explorer.audits.value == ""
    explorer.more.selected_index = 0
    explorer.row.value, explorer.column.value = "June 2023", "Inadequate"
    wanted = view(run).audits("grades", "June 2023", "Inadequate")
    assert explorer.audits.value == wanted.html()
    explorer.fields["service_area"].value = "Leaving Care"
    assert (explorer.row.value, explorer.column.value) == ("June 2023", "Inadequate")
    assert explorer.audits.value.count("QA23-0181") == 1
    explorer.row.value = "July 2023"
    assert "This figure counts no audit." in explorer.audits.value


def test_what_is_copied_follows_what_is_seen(explorer):
    explorer.fields["team"].value = "Court South"
    explorer.tabs.selected_index = 3
    assert explorer.cell.value.endswith('view(run, team="Court South").themes')
    explorer.fields["month"].value = "2023-10"
    assert "month: 2023-10\n" in explorer.yaml.value


class TestNeverInAPage:
    def test_a_run_refuses_it_as_a_report(self, tmp_path):
        file = example_run(tmp_path, reports={"explore": {}, "returns": {}})
        with pytest.raises(RunError, match=r"explore\.ipynb is for JupyterLab .*, and no report"):
            plan.jobs(params.read(file), file)
        assert readers.is_lab_only(NOTEBOOK)

    def test_where_nobody_is_at_the_kernel_there_is_a_sentence_and_no_widget(
        self, run, monkeypatch
    ):
        monkeypatch.delenv(OF_LAB, raising=False)
        monkeypatch.setattr("IPython.get_ipython", lambda: mock.Mock(kernel="a kernel"))
        assert records([explore(run)]) == [
            {"type": "prose", "lead": False, "paragraphs": [ELSEWHERE], "refused": []}
        ]
        monkeypatch.setenv(OF_LAB, "explore.ipynb")
        assert isinstance(explore(run), Explorer)

    def test_in_jupyterlab_the_widgets_are_shown_and_nothing_that_a_page_would_show(
        self, explorer, monkeypatch
    ):
        shown = []
        monkeypatch.setattr("IPython.display.display", lambda data, **how: shown.append(data))
        explorer._ipython_display_()
        assert shown[0]["application/vnd.jupyter.widget-view+json"]["model_id"]
        assert "text/html" not in shown[0]

    def test_executed_and_exported_by_nbconvert_it_has_none(self, tmp_path, monkeypatch):
        monkeypatch.delenv(OF_LAB, raising=False)
        monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"), prepend=os.pathsep)
        book = nbformat.read(NOTEBOOK, as_version=4)
        resources = {"metadata": {"path": str(ROOT / "notebooks")}}
        NotebookClient(book, kernel_name="python3", resources=resources).execute()
        nbformat.write(book, tmp_path / "explore.ipynb")
        html = exported(tmp_path / "explore.ipynb")
        assert ELSEWHERE.split(",")[0] in html
        assert [mark for mark in MARKS if mark in html] == []

    def test_saved_in_jupyterlab_and_exported_by_nbconvert_it_has_none(self, tmp_path):
        book = nbformat.read(NOTEBOOK, as_version=4)
        view_of = {"model_id": "0123", "version_major": 2, "version_minor": 0}
        data = {"application/vnd.jupyter.widget-view+json": view_of, "text/plain": ELSEWHERE}
        book.cells[4].outputs = [nbformat.v4.new_output("display_data", data)]
        nbformat.write(book, tmp_path / "explore.ipynb")
        html = exported(tmp_path / "explore.ipynb")
        assert [mark for mark in MARKS[1:] if mark in html] == []


def exported(path):
    """Return the body of the page that nbconvert makes of a notebook, as anybody would call it."""
    command = [sys.executable, "-m", "nbconvert", "--to", "html", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path.with_suffix(".html").read_text(encoding="utf-8").split("<body")[1]


def test_its_notebook_has_no_parameter_but_the_params_file():
    assert plan.declared_parameters(NOTEBOOK) == {"params_file": "params/2023-11.yml"}
    assert "for" not in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"][4]["source"]
