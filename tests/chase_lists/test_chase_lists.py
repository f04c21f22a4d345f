"""The worklists of Heads of Service and the chaser lists, against the csv export."""

import dataclasses
import datetime as dt
from collections import Counter

import export_rows
import pytest
from export_rows import AS_AT, by, day, state
from openpyxl import load_workbook
from run_files import csv_without_column, example_run
from typer.testing import CliRunner

from qaanalysis import chase_lists, params
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.errors import DataError, ParamsError

AREA, FILE = "Child Protection and Court", "head-of-service-child-protection-and-court.xlsx"

AREAS = sorted({export_rows.area(r) for r in export_rows.audits().values()})


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    return params.read(example_run(tmp_path_factory.mktemp("chase")))


@pytest.fixture(scope="module")
def tables(read):
    return load(read)


@pytest.fixture(scope="module")
def written(read, tables):
    return chase_lists.write(read, tables)


def listed(path, sheet):
    """Return the rows of a list by their headings."""
    table = load_workbook(path)[sheet]
    [marked] = table.tables.values()
    head, *rows = [[cell.value for cell in row] for row in table[marked.ref]]
    found = [dict(zip(head, row, strict=True)) for row in rows]
    return [row for row in found if any(value is not None for value in row.values())]


def outstanding(of=lambda row: True):
    """Return the individual audits of the export that haven't come back, with their days late."""
    return {
        audit: (AS_AT - day(r["Due date"])).days
        for audit, r in export_rows.audits().items()
        if r["Audit type"] == "Individual"
        and not by(r["Date exempted"])
        and not by(r["Date returned"])
        and of(r)
    }


def level(row):
    return row["Level of management"].strip().lower()


def test_there_is_a_file_for_each_area_and_each_level(written):
    areas = {export_rows.area(r) for r in export_rows.audits().values()}
    levels = {level(r) for r in export_rows.audits().values()}
    names = {f"head-of-service-{a.lower().replace(' ', '-')}.xlsx" for a in areas}
    names |= {f"level-{name.replace(' ', '-')}.xlsx" for name in levels}
    assert {path.name for path in written.folder.iterdir()} == names == set(written.rows)
    assert written.folder.name == "chase-lists-2023-12-03"
    assert written.folder.parent.name == "2023-11"


def test_a_head_of_service_has_the_areas_audits_outstanding_with_days_late(written):
    found = listed(written.folder / FILE, "Not yet returned")
    expected = outstanding(lambda row: export_rows.area(row) == AREA)
    assert {row["Audit"]: row["Days late"] for row in found} == expected
    given = export_rows.audits()
    assert all(row["Auditor"] == given[row["Audit"]]["Audited by"].strip() for row in found)


def test_a_head_of_service_has_the_areas_actions_and_re_audits(written):
    theirs = export_rows.audits(AREA)
    acted = {
        r["Action ref"]: (state(r["Target date"], r["Date completed"]), r["Action owner"].strip())
        for r in export_rows.rows("actions")
        if r["Audit ref"] in theirs and by(r["Date raised"]) and not by(r["Date completed"])
    }
    found = listed(written.folder / FILE, "Actions")
    assert {r["Action"]: (r["State"], r["Owner"] or "") for r in found} == acted
    assert any(r["State"] == "no due date" and r["Days late"] is None for r in found)
    due = {
        r["Re-audit ref"]: state(r["Re-audit due"], r["Re-audit done"])
        for r in export_rows.rows("re_audits")
        if r["Original audit ref"] in theirs and not by(r["Re-audit done"])
    }
    again = listed(written.folder / FILE, "Re-audits")
    assert {r["Re-audit"]: r["State"] for r in again if r["Re-audit"]} == due


def test_no_workbook_of_an_area_has_anything_of_another(written):
    teams = {a: {r["Team"].strip() for r in export_rows.audits(a).values()} for a in AREAS}
    for area in AREAS:
        name = f"head-of-service-{area.lower().replace(' ', '-')}.xlsx"
        book = load_workbook(written.folder / name)
        cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
        assert cells & set(export_rows.audits(area))
        for other in set(AREAS) - {area}:
            assert not cells & set(export_rows.audits(other))
            assert not cells & teams[other]


def test_a_level_has_its_audits_and_exemptions_with_those_after_the_due_date_marked(written):
    path = written.folder / "level-team-manager.xlsx"
    expected = outstanding(lambda row: level(row) == "team manager")
    found = listed(path, "Not yet returned")
    assert {row["Audit"]: row["Days late"] for row in found} == expected
    exempt = {
        audit: ("yes" if day(r["Date exempted"]) > day(r["Due date"]) else None)
        for audit, r in export_rows.audits().items()
        if level(r) == "team manager" and r["Audit type"] == "Individual" and by(r["Date exempted"])
    }
    told = listed(path, "Exemptions")
    assert {row["Audit"]: row["After the due date"] for row in told} == exempt
    given = export_rows.audits()
    for row in told:
        stands = given[row["Audit"]]["Exemption approved by"].strip()
        assert (row["Exemption approver"] or "") == (
            "" if stands in export_rows.NOTHING else stands
        )


def test_a_level_has_who_can_take_on_how_many(written):
    found = listed(written.folder / "level-service-manager.xlsx", "Capacity")
    given = {r["Name"].strip(): int(r["Capacity"]) for r in export_rows.rows("auditors")}
    left = Counter(
        export_rows.audits()[audit]["Audited by"].strip()
        for audit in outstanding(lambda row: level(row) == "service manager")
    )
    assert {
        row["Auditor"]: row["Not yet returned"] for row in found if row["Not yet returned"]
    } == left
    assert {r["Auditor"]: r["Capacity"] for r in found if r["Capacity"] is not None}.items() <= (
        given.items()
    )


def test_every_sheet_is_marked_and_none_has_a_formula(written):
    for path in written.folder.iterdir():
        book = load_workbook(path)
        assert book.properties.keywords == "OFFICIAL-SENSITIVE"
        for sheet in book:
            assert sheet.oddHeader.center.text == "OFFICIAL-SENSITIVE"
            assert any("OFFICIAL-SENSITIVE" in str(sheet.cell(n, 1).value) for n in (1, 2))
            assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]


def test_the_summary_says_how_many_are_late(written):
    sheet = load_workbook(written.folder / FILE)["Summary"]
    [marked] = sheet.tables.values()
    rows = {row[1].value: [c.value for c in row[2:]] for row in sheet[marked.ref]}
    late = outstanding(lambda row: export_rows.area(row) == AREA)
    assert rows["Not yet returned"] == [
        len(late),
        sum(n > 0 for n in late.values()),
        max(late.values()),
    ]


def test_the_same_inputs_give_the_same_bytes(written, read, tables, tmp_path):
    again = chase_lists.write(read.model_copy(update={"outputs": tmp_path}), tables)
    for path in written.folder.iterdir():
        assert (again.folder / path.name).read_bytes() == path.read_bytes()


def test_lists_that_are_there_are_not_written_over_and_another_day_has_its_own(
    written, read, tables
):
    with pytest.raises(DataError, match="3 December 2023 were written before"):
        chase_lists.write(read, tables)
    later = chase_lists.write(read, tables, as_at=dt.date(2023, 12, 10))
    assert later.folder.name == "chase-lists-2023-12-10"
    found = listed(later.folder / FILE, "Not yet returned")
    assert max(row["Days late"] for row in found) == max(outstanding().values()) + 7


def test_a_day_before_the_month_is_refused(read, tables):
    with pytest.raises(ParamsError, match="before the month 2023-11 begins"):
        chase_lists.write(read, tables, as_at=dt.date(2023, 10, 31))


def test_what_a_run_lacks_is_said_on_its_sheet(read, tables, tmp_path):
    kept = {n: t for n, t in tables.accepted.items() if n not in ("actions", "auditors")}
    fewer = type(tables)(**{**vars(tables), "accepted": kept})
    made = chase_lists.write(read.model_copy(update={"outputs": tmp_path}), fewer)
    for file, sheet, table in (
        (FILE, "Actions", "actions"),
        ("level-audit-team.xlsx", "Capacity", "auditors"),
    ):
        cells = [
            c.value for row in load_workbook(made.folder / file)[sheet].iter_rows() for c in row
        ]
        assert any(f"no table “{table}”" in str(value) for value in cells)


def test_a_text_that_begins_like_a_formula_stays_a_text(read, tables, tmp_path):
    audits = tables["audits"].copy()
    audits["team"] = audits["team"].astype(str).map(lambda team: f"={team}")
    spoilt = type(tables)(**{**vars(tables), "accepted": {**tables.accepted, "audits": audits}})
    made = chase_lists.write(read.model_copy(update={"outputs": tmp_path}), spoilt)
    sheet = load_workbook(made.folder / FILE)["Not yet returned"]
    cells = [c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=")]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_where_no_audit_has_a_level_there_is_no_chaser_list_and_that_is_told(tmp_path):
    file = example_run(
        tmp_path, sources=csv_without_column(tmp_path, "audits", "Level of management")
    )
    shown = CliRunner().invoke(app, ["chase", str(file)])
    assert shown.exit_code == 0, shown.output
    assert "No audit has a level of management, so that there is no chaser list" in shown.output
    [folder] = (tmp_path / "outputs" / "2023-11").glob("chase-lists-*")
    names = {path.name for path in folder.iterdir()}
    assert names == {f"head-of-service-{a.lower().replace(' ', '-')}.xlsx" for a in AREAS}
    assert len(listed(folder / FILE, "Not yet returned")) == len(
        outstanding(lambda r: export_rows.area(r) == AREA)
    )


def test_audits_whose_level_is_blank_have_a_chaser_list_of_their_own(read, tables, tmp_path):
    blank = {a: d for a, d in outstanding().items() if a.endswith("7")}
    audits = tables["audits"].copy()
    audits.loc[audits["audit_id"].isin(blank), "management_level"] = None
    kept = dataclasses.replace(tables, accepted={**tables.accepted, "audits": audits})
    apart = read.model_copy(update={"outputs": tmp_path})
    made = chase_lists.write(apart, kept)
    rows = listed(made.folder / "level-not-recorded.xlsx", "Not yet returned")
    assert {r["Audit"]: r["Days late"] for r in rows} == {
        a: d if d > 0 else None for a, d in blank.items()
    }
    capacity = listed(made.folder / "level-not-recorded.xlsx", "Capacity")
    assert sum(r["Not yet returned"] for r in capacity) == len(blank)
    every = [
        r["Audit"]
        for path in made.folder.glob("level-*.xlsx")
        for r in listed(path, "Not yet returned")
    ]
    assert sorted(every) == sorted(outstanding())
