"""What a run is to make, and what is wrong with it before any kernel starts."""

import json
import re

import pytest
from run_files import ROOT, example_run

from qaanalysis import params
from qaanalysis.errors import RunError
from qaanalysis.run.parts import job_names
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


PACKS = {"head_of_service": {"for_each": "service_area"}, "returns": {}}
AREAS = ["Child Protection & Court", "Leaving Care"]


def test_a_report_for_each_service_area_is_a_job_for_each(tmp_path):
    made = plan(example_run(tmp_path, reports=PACKS), areas=AREAS)
    assert [job.name for job in made] == [
        "head_of_service-child-protection-court",
        "head_of_service-leaving-care",
        "returns",
    ]
    assert [job.parameters.get("service_area") for job in made] == [*AREAS, None]
    assert [job.part for job in made] == [*AREAS, ""]
    assert [job.report for job in made] == ["head_of_service", "head_of_service", "returns"]
    assert len({job.notebook for job in made}) == 2


def test_only_takes_all_of_a_report_or_one_of_its_parts(tmp_path):
    file = example_run(tmp_path, reports=PACKS)
    whole = plan(file, only=["head_of_service"], areas=AREAS)
    assert [job.part for job in whole] == AREAS
    [one] = plan(file, only=["head_of_service-leaving-care"], areas=AREAS)
    assert one.part == "Leaving Care"
    with pytest.raises(RunError, match="--only head_of_service-court: params name no such"):
        plan(file, only=["head_of_service-court"], areas=AREAS)


@pytest.mark.parametrize(
    ("areas", "said"),
    [
        (["In Care", "In-care"], "“In Care” and “In-care” in service_area would both be the file"),
        (["…"], "“…” in service_area has no letter from a to z and no digit"),
        (["x" * 70 + "1", "x" * 70 + "2"], "would both be the file"),
    ],
)
def test_areas_that_cannot_have_a_file_each_are_an_error_that_says_so(tmp_path, areas, said):
    file = example_run(tmp_path, reports=PACKS)
    with pytest.raises(RunError, match=re.escape(said)):
        plan(file, areas=areas)
    assert [job.name for job in plan(file, only=["returns"], areas=areas)] == ["returns"]


def test_a_part_that_would_take_the_place_of_another_report_is_refused(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    source = 'params_file: str = "x"\nservice_area: str = "y"'
    for name in ("page-north", "page"):
        notebook(folder, [(["parameters"], source)]).rename(folder / f"{name}.ipynb")
    reports = {"page": {"for_each": "service_area"}, "page-north": {}}
    file = example_run(tmp_path, notebooks=str(folder), reports=reports)
    with pytest.raises(RunError, match="page-north: two reports would write files of this name"):
        plan(file, areas=["North"])


def test_a_notebook_that_does_not_take_a_service_area_is_refused_once(tmp_path):
    file = example_run(tmp_path, reports={"returns": {"for_each": "service_area"}})
    with pytest.raises(RunError) as caught:
        plan(file, areas=AREAS)
    assert str(caught.value).count("the notebook has no parameter service_area") == 1


def test_the_pack_is_for_internal_readers_only(tmp_path):
    file = example_run(tmp_path, reports=PACKS, audience="published")
    assert [job.name for job in plan(file, areas=AREAS)] == ["returns"]


@pytest.mark.parametrize("area", ["CON", 'a/b\\c:d*?"<>|', " Café ", "Ends. ", "Æ 1"])
def test_files_have_names_that_windows_takes(area):
    [name] = job_names("head_of_service", [area]).values()
    assert re.fullmatch(r"head_of_service-[a-z0-9]+(-[a-z0-9]+)*", name)
