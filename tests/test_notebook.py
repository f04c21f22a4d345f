"""What every notebook does first, and how it refuses a parameter it doesn't have."""

import pytest
from run_files import csv_without_column, example_run

from qaanalysis.errors import DataError, ParamsError
from qaanalysis.notebook import open_run
from qaanalysis.notebook_parameters import assigned, refuse_unknown_parameters

DECLARED = 'params_file: str = "x"\ngroup_by: str = "team"'


def test_a_run_opens_on_individual_audits(tmp_path):
    run = open_run(str(example_run(tmp_path)))
    assert set(run.audits["audit_type"]) == {"Individual"}
    assert len(run.audits) == 730
    assert len(run.key) == 12


def test_the_key_changes_with_params_and_not_with_their_place(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = open_run(str(example_run(tmp_path / "a"))).key
    assert open_run(str(example_run(tmp_path / "b"))).key == first
    other = open_run(str(example_run(tmp_path / "b", as_at="2023-12-04"))).key
    assert other != first


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["import x", DECLARED],
        ["import x", DECLARED, '# Parameters\nparams_file = "y"\n'],
        ["# Parameters\nx = 1", "import x", DECLARED, '# Parameters\ngroup_by = "y"'],
    ],
)
def test_parameters_that_the_notebook_has_are_taken(cells):
    refuse_unknown_parameters(cells)


def test_a_misspelt_parameter_is_refused_with_those_there_are():
    cells = ["import x", DECLARED, '# Parameters\nparam_file = "y"\n']
    with pytest.raises(ParamsError) as caught:
        refuse_unknown_parameters(cells)
    assert str(caught.value) == (
        "This notebook has no parameter param_file; it has params_file, group_by."
    )


def test_parameters_of_a_notebook_without_a_parameters_cell_are_refused():
    with pytest.raises(ParamsError, match="it has none"):
        refuse_unknown_parameters(["# Parameters\nmonth = 1"])


def test_assigned_names_are_read_from_every_kind_of_assignment():
    assert assigned("a = 1\nb: int = 2\nc.d = 3\nf()") == ["a", "b"]


def test_a_grouping_that_there_is_not_is_refused(tmp_path):
    with pytest.raises(ParamsError, match="group_by: found “servce_area”; allowed: service_area"):
        open_run(str(example_run(tmp_path)), group_by="servce_area")


def test_a_grouping_of_which_no_audit_has_a_value_is_refused_in_a_sentence(tmp_path):
    sources = csv_without_column(tmp_path, "audits", "Level of management")
    file = str(example_run(tmp_path, sources=sources))
    said = "group_by: management_level: no audit has a level of management"
    with pytest.raises(DataError, match=said):
        open_run(file, group_by="management_level")
    assert len(open_run(file, group_by="team").audits) == 730
