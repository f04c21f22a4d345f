"""What a run is to make, and what is wrong with it before any kernel starts."""

import json

import pytest
from run_files import ROOT, example_run

from qaanalysis import params
from qaanalysis.errors import RunError
from qaanalysis.run.plan import declared_parameters, jobs


def plan(file, **more):
    return jobs(params.read(file), file, **more)


def test_each_report_is_a_job_with_its_parameters(tmp_path):
    file = example_run(tmp_path, reports={"returns": {"group_by": "team"}, "grades": {}})
    made = plan(file)
    assert [job.name for job in made] == ["returns", "grades"]
    assert made[0].parameters == {"params_file": str(file), "group_by": "team"}
    assert made[1].parameters == {"params_file": str(file)}


def test_only_takes_the_reports_it_names(tmp_path):
    assert [job.name for job in plan(example_run(tmp_path), only=["grades"])] == ["grades"]


def test_every_fault_of_a_plan_is_told_at_once(tmp_path):
    file = example_run(tmp_path, reports={"returns": {}, "nonsense": {}})
    with pytest.raises(RunError) as caught:
        plan(file, only=["nonsense", "grade"])
    message = str(caught.value)
    assert "--only grade: params name no such report; allowed: returns, nonsense" in message
    assert "reports.nonsense: there is no notebook nonsense.ipynb" in message


def notebook(folder, cells):
    path = folder / "page.ipynb"
    made = [{"cell_type": "code", "metadata": {"tags": t}, "source": s} for t, s in cells]
    path.write_text(json.dumps({"cells": made}), encoding="utf-8")
    return path


def test_declared_parameters_are_read_with_their_defaults(tmp_path):
    path = notebook(tmp_path, [([], "import x"), (["parameters"], 'a: str = "b"\nn: int = 3')])
    assert declared_parameters(path) == {"a": "b", "n": 3}


def test_a_notebook_without_a_parameters_cell_is_refused(tmp_path):
    with pytest.raises(RunError, match="no cell tagged “parameters”"):
        declared_parameters(notebook(tmp_path, [([], 'a = "b"')]))


def test_a_parameter_the_notebook_does_not_have_is_refused(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook(folder, [(["parameters"], 'params_file: str = "x"')])
    reports = {"page": {"group_by": "team"}}
    file = example_run(tmp_path, notebooks=str(folder), reports=reports)
    with pytest.raises(RunError, match="no parameter group_by; allowed: params_file"):
        plan(file)


def test_the_params_of_the_example_plan_the_notebooks_of_the_project():
    file = ROOT / "params" / "2023-11.yml"
    assert all(job.notebook.is_file() for job in plan(file))


@pytest.mark.parametrize("source", ['a: str = "b" + c', "a =", "f()"])
def test_a_parameters_cell_that_computes_is_refused(tmp_path, source):
    with pytest.raises(RunError, match="may only give names to plain values"):
        declared_parameters(notebook(tmp_path, [(["parameters"], source)]))
