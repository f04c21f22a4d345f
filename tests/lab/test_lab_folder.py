"""The copies that JupyterLab opens on: edits stay, and nothing of the project is written to."""

import json
import re
import subprocess
from pathlib import Path

import nbformat
import pytest
import yaml
from run_files import ROOT, example_run

from qaanalysis import lab, params
from qaanalysis.errors import ParamsError, RunError
from qaanalysis.run.plan import declared_parameters


@pytest.fixture
def file(tmp_path):
    return example_run(tmp_path)


def tags(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return {tag for cell in cells for tag in cell["metadata"].get("tags", [])}


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def run_and_save(path):
    """Leave a notebook as one that was run and saved: with outputs and numbered cells."""
    book = nbformat.read(path, as_version=4)
    for n, cell in enumerate(c for c in book.cells if c.cell_type == "code"):
        cell.execution_count = n
        cell.outputs = [nbformat.v4.new_output("stream", text="shown")]
    nbformat.write(book, path)


def test_there_is_a_copy_of_each_report_and_it_has_the_params(file, tmp_path):
    made = lab.prepare(file)
    assert made.folder == tmp_path / "outputs" / "lab" / "run"
    reports = params.read(file).reports
    copies = {path.stem: path for path in made.folder.glob("*.ipynb")}
    assert set(reports) <= set(copies)
    for path in copies.values():
        # A notebook looks for it in its own folder and those above.
        assert declared_parameters(path)["params_file"] == "run.yml"
    assert (
        declared_parameters(copies["themed_sample"])["plan_file"]
        == (ROOT / "params" / "themed" / "coming-into-care.yml").as_posix()
    )


def test_copies_are_as_run_executes_them_for_the_audience(tmp_path):
    published = lab.prepare(ROOT / "params" / "2023-11-published.yml").folder
    for path in published.glob("*.ipynb"):
        assert "internal-only" not in tags(path)
    assert not (published / "head_of_service.ipynb").exists()
    assert not (published / "explore.ipynb").exists()


def test_an_edit_stays_and_the_rest_is_made_anew(file):
    folder = lab.prepare(file).folder
    edit(folder / "returns.ipynb", "service_area", "team")
    edit(folder / "start.md", "question", "nonsense")
    run_and_save(folder / "grades.ipynb")
    (folder / "mine.ipynb").write_text("{}", encoding="utf-8")
    again = {copy.name: copy for copy in lab.prepare(file).notebooks}
    assert again["returns.ipynb"].edited
    assert declared_parameters(folder / "returns.ipynb")["group_by"] == "team"
    # Running a notebook isn't an edit, and what it showed is still there.
    assert not again["grades.ipynb"].edited
    assert "shown" in (folder / "grades.ipynb").read_text(encoding="utf-8")
    assert (folder / "mine.ipynb").is_file()
    assert "nonsense" not in (folder / "start.md").read_text(encoding="utf-8")


def test_when_params_change_a_copy_is_made_anew_and_an_edited_one_is_named(tmp_path):
    file = example_run(tmp_path, reports={"returns": {}, "grades": {}})
    folder = lab.prepare(file).folder
    edit(folder / "returns.ipynb", "## Month by month", "## Mine")
    run_and_save(folder / "grades.ipynb")
    file = example_run(
        tmp_path, reports={"returns": {"group_by": "team"}, "grades": {"group_by": "team"}}
    )
    made = {copy.name: copy for copy in lab.prepare(file).notebooks}
    assert made["returns.ipynb"].outdated
    assert declared_parameters(folder / "returns.ipynb")["group_by"] == "service_area"
    assert declared_parameters(folder / "grades.ipynb")["group_by"] == "team"
    page = (folder / "start.md").read_text(encoding="utf-8")
    assert "`returns.ipynb` was edited here" in page
    assert "`grades.ipynb` was edited here" not in page


@pytest.mark.parametrize("text", ["", "not a notebook", "[]", "{}"])
def test_a_file_that_is_no_notebook_any_more_is_somebodys_and_stays(tmp_path, text):
    file = example_run(tmp_path, reports={"returns": {}})
    path = lab.prepare(file).folder / "returns.ipynb"
    path.write_text(text, encoding="utf-8")
    assert [copy.edited for copy in lab.prepare(file).notebooks if copy.name == path.name] == [True]
    assert path.read_text(encoding="utf-8") == text


def test_the_start_page_links_each_notebook_with_its_own_question(file):
    made = lab.prepare(file)
    page = (made.folder / "start.md").read_text(encoding="utf-8")
    linked = dict(re.findall(r"\| \[[^]]+\]\((\S+)\) \| (.+\?) \|", page))
    assert set(linked) == {path.name for path in made.folder.glob("*.ipynb")}
    for name, question in linked.items():
        book = nbformat.read(ROOT / "notebooks" / name, as_version=4)
        assert " ".join(book.cells[0].source.split("\n\n")[1].split()) == question


def test_a_report_for_each_service_area_is_about_one_that_there_is(tmp_path):
    def about(**changes):
        made = lab.prepare(example_run(tmp_path, **changes))
        return declared_parameters(made.folder / "head_of_service.ipynb")["service_area"]

    each = {"head_of_service": {"for_each": "service_area"}}
    assert about(reports=each) == "Leaving Care"
    organisation = (ROOT / "params" / "organisation.yml").read_text(encoding="utf-8")
    reading = yaml.safe_load(organisation)["reading"]
    reading["spellings"]["service_area"]["Leaving Care"] = "A new name"
    assert about(reports=each, reading=reading) == "A new name"


def test_nothing_that_the_project_keeps_is_written_to():
    # The example's own outputs lie in the project's folder.
    lab.prepare()
    shown = subprocess.run(
        ["git", "status", "--porcelain", "--", "outputs", "params"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == ""
    assert lab.prepare().folder == ROOT / "outputs" / "lab" / "2023-11"


def test_a_fault_is_told_before_jupyterlab_starts(tmp_path):
    with pytest.raises(ParamsError, match=r"There is no params file nowhere\.yml"):
        lab.prepare(Path("nowhere.yml"))
    with pytest.raises(RunError, match=r"there is no notebook nonsense\.ipynb"):
        lab.prepare(example_run(tmp_path, reports={"nonsense": {}}))
    (tmp_path / "outputs" / "lab").parent.mkdir(exist_ok=True)
    (tmp_path / "outputs" / "lab").write_text("a file", encoding="utf-8")
    with pytest.raises(RunError, match="The folder run, where the copies go, can't be written to"):
        lab.prepare(example_run(tmp_path, reports={"returns": {}}))
