"""Headings that params declare: each stands for one column."""

import pytest
from messy_register import audit, refused, run, table, workbook


def renamed(**headings):
    """An audit of which some columns have other headings, or, if empty, aren't there."""
    row = audit(1)
    return [{headings.get(c, c): text for c, text in row.items() if headings.get(c, c)}]


def test_a_heading_that_is_declared_for_two_columns_is_told(tmp_path):
    rows = renamed(month="", planned_on="Date allocated")
    both = {"month": ["Date allocated"], "planned_on": ["Planned", "date  allocated"]}
    said = refused(tmp_path, rows, reading={"headings": {"audits": both}})
    assert said.startswith(
        "params: reading.headings.audits: the heading “Date allocated” is declared for both month "
        "and planned_on. One heading can stand for one column only"
    )
    assert "For month: where a register has only dates, reading.month_from in params" in said


def test_each_heading_that_is_declared_twice_is_told_at_once(tmp_path):
    of = {"team": ["Unit"], "service_area": ["Unit"], "auditor": ["By"], "case_holder": ["By"]}
    said = refused(tmp_path, [audit(1)], reading={"headings": {"audits": of}})
    assert "“Unit” is declared for both service_area and team" in said
    assert "“By” is declared for both auditor and case_holder" in said
    assert "month_from" not in said


def test_a_heading_may_be_declared_twice_for_one_column(tmp_path):
    of = {"team": ["Unit", "UNIT"]}
    found = run(tmp_path, renamed(team="Unit"), reading={"headings": {"audits": of}})
    assert found["audits"]["team"].tolist() == ["North 1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_columns_own_name_that_is_declared_for_another_is_told(tmp_path, kind):
    source = rows = renamed(auditor_team="")
    if kind == "xlsx":
        source = tmp_path / "a.xlsx"
        workbook(source, table(rows))
    of = {"auditor_team": ["Team"]}
    said = refused(tmp_path, source, reading={"headings": {"audits": of}})
    assert "needed columns aren't there: team." in said
    assert "“team” is there, and is declared to be auditor_team: it can’t be team too." in said


def test_a_columns_own_name_may_be_another_columns_where_both_are_there(tmp_path):
    rows = [{**renamed(team="Case team")[0], "Team": "South"}]
    of = {"auditor_team": ["Team"], "team": ["Case team"]}
    found = run(tmp_path, rows, reading={"headings": {"audits": of}})["audits"]
    assert (found["team"][0], found["auditor_team"][0]) == ("North 1", "South")
