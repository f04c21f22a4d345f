"""Headings that params declare: each stands for one column."""

import pytest
from messy_register import as_csv, audit, refused, run, table, workbook

from qaanalysis.data import headings
from qaanalysis.data.mapping import propose


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


def as_file(folder, renamed):
    rows = table([audit()])
    rows[0] = [renamed.get(heading, heading) for heading in rows[0]]
    (folder / "a.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    return folder / "a.csv"


def test_a_heading_without_end_is_shown_by_its_beginning(tmp_path):
    said = refused(tmp_path, as_file(tmp_path, {"team": "T" * 1_000_000}))
    assert f"{'T' * 200}…, " in said
    assert len(said) < 2_000
    endless = as_file(tmp_path, {"family_id": "T" * 1_000_000})
    assert run(tmp_path, endless).repairs["found"].str.len().max() == 201
    assert max(len(h.heading) for h in propose(endless).sheets[0].headings) == 201


def test_of_many_headings_a_message_shows_the_first_and_how_many_more(tmp_path, monkeypatch):
    monkeypatch.setattr(headings, "MOST_SHOWN", 5)
    said = refused(tmp_path, as_file(tmp_path, {"team": "group"}))
    assert "Found: audit_id, audit_type, month, child_id, family_id and 13 more. " in said
