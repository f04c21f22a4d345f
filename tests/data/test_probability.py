"""Probabilities as they stand in an export: numbers from 0 to 1, never in percent."""

import pytest
from run_files import Register, csv_sources, example_run

from qaanalysis import params
from qaanalysis.data import load

HEADING = "Inclusion probability"
ALLOWED = "a number above 0 and at most 1, such as 0.2 for 20%"


def loaded(folder, *cells, heading=HEADING):
    """Load the example with a column of probabilities: a value in each of the first rows."""
    register = Register(folder)
    sheet = register.sheet("moderations")
    top, columns = register.header("moderations")
    sheet.cell(top, max(columns.values()) + 1).value = heading
    for row, cell in zip(register.rows("moderations"), cells, strict=False):
        register.put("moderations", row, heading, cell)
    return load(params.read(example_run(folder, sources=register.save())))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (0.2, 0.2),
        (1, 1.0),
        (1 / 3, 1 / 3),
        (0.00005, 0.00005),
        ("0.2", 0.2),
        (" .25 ", 0.25),
        ("1.0", 1.0),
        ("2e-1", 0.2),
    ],
)
def test_a_number_is_read_as_it_stands(tmp_path, cell, value):
    found = loaded(tmp_path, cell)
    assert found.faults.empty
    assert found["moderations"]["inclusion_probability"].tolist()[0] == value
    assert found["moderations"]["inclusion_probability"].isna().sum() == 59


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ("20%", "a percentage"),
        ("20 %", "a percentage"),
        ("one in five", "not a number"),
        ("0,2", "not a number"),
        ("nan", "not a number"),
        (0, "out of range"),
        (1.2, "out of range"),
        (20, "out of range"),
        (-0.2, "out of range"),
        ("1e999", "out of range"),
    ],
)
def test_anything_else_is_a_fault_that_says_what_is_allowed(tmp_path, cell, rule):
    found = loaded(tmp_path, 0.5, cell)
    [fault] = found.faults.to_dict("records")
    assert (fault["rule"], fault["column"], fault["allowed"]) == (rule, HEADING, ALLOWED)
    assert fault["found"] == str(cell)
    assert found.counts.loc["moderations", "rejected"] == 1


def test_a_count_out_of_range_is_still_told_its_own_range(tmp_path):
    register = Register(tmp_path)
    sheet = register.book["Moderators"]
    row, column = next(
        (cell.row, cell.column)
        for line in sheet.iter_rows(max_row=6)
        for cell in line
        if cell.value == "Capacity"
    )
    sheet.cell(row + 1, column).value = -1
    found = load(params.read(example_run(tmp_path, sources=register.save())))
    assert found.faults["allowed"].tolist() == ["a whole number, 0 or more"]


def test_the_declared_other_heading_is_read_too(tmp_path):
    found = loaded(tmp_path, 0.2, heading="Chance of being drawn")
    assert found["moderations"]["inclusion_probability"].tolist()[0] == 0.2


def test_a_register_without_the_columns_has_them_blank(tmp_path):
    found = load(params.read(example_run(tmp_path, sources=csv_sources())))
    column = found["moderations"]["inclusion_probability"]
    assert column.dtype == "Float64"
    assert column.isna().all()
    assert found["audits"]["auditor_team"].isna().all()
