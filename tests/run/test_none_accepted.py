"""A register of which every row is rejected still gives its data-quality page and a way back."""

import pytest
from made import make
from messy_register import as_csv, audit, table
from openpyxl import load_workbook

from qaanalysis.errors import DataError


def spoilt(folder):
    rows = [audit(n, month="2023/24") for n in (1, 2, 3)]
    path = folder / "register.csv"
    path.write_text(as_csv(table(rows)), encoding="utf-8", newline="")
    lacking = dict.fromkeys(("claims", "commentary", "committee", "learning"))
    return {"sources": {"audits": {"file": str(path)}}, "reading": {}, **lacking}


@pytest.mark.slow
def test_the_data_quality_page_says_which_rules_all_rows_break(tmp_path):
    reports = {"returns": {}, "data_quality": {}}
    made = make(tmp_path, **spoilt(tmp_path), reports=reports)
    assert [result.job.name for result in made.made.failed] == ["returns"]
    assert not made.made.published
    page = made.report("data_quality")
    assert "3 rows read: 0 accepted and 3 rejected. Every row is accounted for" in page
    assert "Not a month" in page
    failed = made.report("returns")
    assert "no row of the audit register can be accepted" in failed
    assert "row 2, column month, not a month" in failed
    rejected = load_workbook(made.made.folder / "rejected-rows.xlsx")["audits"]
    assert [row[0].value for row in rejected.iter_rows(min_row=3)] == ["2", "3", "4"]
    # The next run isn't told that all its rows are new.
    assert not (made.made.folder / "kept-rows").exists()


def test_without_that_report_the_run_is_refused_at_once(tmp_path):
    with pytest.raises(DataError, match="no row of the audit register can be accepted, of 3"):
        make(tmp_path, **spoilt(tmp_path), reports={"returns": {}})
    assert not list((tmp_path / "outputs").glob("2023-11/*"))


@pytest.mark.slow
def test_a_month_of_which_every_row_is_rejected_gives_the_same(tmp_path):
    rows = [audit(1, auditor_grade="Goood"), audit(2, month="August 2023")]
    changes = spoilt(tmp_path)
    path = tmp_path / "register.csv"
    path.write_text(as_csv(table(rows)), encoding="utf-8", newline="")
    of_september = {"month": "2023-09", "first_month": "2023-08", "as_at": "2023-10-03"}
    of_september["previous_as_at"] = "2023-09-03"
    reports = {"returns": {}, "data_quality": {}}
    made = make(tmp_path, **changes, **of_september, reports=reports)
    assert [result.job.name for result in made.made.failed] == ["returns"]
    assert "no row of 2023-09 in the audit register is accepted" in made.report("returns")
    assert "2 rows read: 1 accepted and 1 rejected" in made.report("data_quality")
    rejected = load_workbook(made.made.folder / "rejected-rows.xlsx")["audits"]
    assert [row[0].value for row in rejected.iter_rows(min_row=3)] == ["2"]
