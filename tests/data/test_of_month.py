"""A month of which every row is rejected is told as that; one that isn't there, as wrong."""

import pytest
from messy_register import audit, read_run, refused, run

from qaanalysis.data import load

WRONG = {"auditor_grade": "Goood"}
AUGUST = {"month": "August 2023"}


def of(folder, rows, **more):
    return load(read_run(folder, rows, **more), even_empty=True)


def test_all_faults_of_a_month_of_which_every_row_is_rejected_are_told(tmp_path):
    rows = [audit(1, **WRONG), audit(2, returned_on="31/11/2023"), audit(3, **AUGUST)]
    found = of(tmp_path, rows)
    assert len(found.faults) == 2
    assert len(found.rejected["audits"]) == 2
    assert found.none_accepted.startswith(
        "audits.csv: no row of 2023-09 in the audit register is accepted: 2 rows of it are "
        "rejected; accepted are rows of 2023-08. The first fault: row"
    )
    assert "`qaanalysis check` lists all of them" in refused(tmp_path, rows)


def test_the_first_fault_told_is_one_of_the_month(tmp_path):
    rows = [audit(1, **AUGUST, **WRONG), audit(2, **AUGUST), audit(3, **WRONG)]
    assert "The first fault: row 4, column auditor_grade" in of(tmp_path, rows).none_accepted


def test_a_row_whose_month_cant_be_read_may_be_of_the_month(tmp_path):
    rows = [audit(1, month="Septembre"), audit(2, **AUGUST)]
    said = of(tmp_path, rows).none_accepted
    assert "is accepted: 1 row is rejected whose month can't be read; accepted are" in said


@pytest.mark.parametrize("other", [{}, {"audit_type": "Themed", **WRONG}])
def test_a_month_that_isnt_there_is_a_wrong_month(tmp_path, other):
    rows = [audit(1, **AUGUST), audit(2, **(AUGUST | other))]
    if other:
        rows[1]["month"] = "September 2023"
    said = refused(tmp_path, rows)
    assert "no individual audit is planned for 2023-09, only for 2023-08" in said


def test_a_month_with_an_accepted_row_is_as_ever(tmp_path):
    assert run(tmp_path, [audit(1, **WRONG), audit(2)]).none_accepted == ""


def counted(month, returned):
    counts = {"planned": 20, "exempted": 2, "scheduled": 18, "returned": returned}
    return {"month": month, **counts}


def test_of_counts_alone_no_audits_are_spoken_of(tmp_path):
    rows = [counted("August 2023", 18), counted("September 2023", 19)]
    found = of(tmp_path, {"stated_totals": rows})
    assert found.faults["rule"].tolist() == ["returned exceeds scheduled"]
    assert "no row of 2023-09 in the table of counts is accepted" in found.none_accepted
    assert "found 19, allowed at most the number scheduled" in found.none_accepted
    said = refused(tmp_path, {"stated_totals": rows[:1]})
    assert "nothing is counted for 2023-09, only for 2023-08" in said
