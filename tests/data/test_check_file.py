"""A file checked against the specification alone."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.data.against_specification import check_file
from qaanalysis.data.csv_rows import FEWER, MORE
from qaanalysis.data.data_rows import NOTE
from qaanalysis.data.remedies import remedy
from qaanalysis.data.schemas import STANDARD_SCALE, tables
from qaanalysis.errors import DataError

AUDIT = {
    "Audit ID": "A1",
    "Audit type": "Individual",
    "Month": "November 2023",
    "Child ID": "C-secret",
    "Service area": "North",
    "Team": "N1",
    "Auditor": "Ann Secret",
    "Management level": "Team manager",
    "Planned on": dt.date(2023, 11, 1),
    "Due on": "30/11/2023",
    "Returned on": "2023-11-20",
    "Auditor grade": "Good",
}
MODERATION = {
    "Moderation ID": "M1",
    "Audit ID": "A1",
    "Moderator": "Mo Secret",
    "Moderated on": "01/12/2023",
    "Moderator grade": "RI",
}


def workbook(path, **sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(list(rows[0]))
        for row in rows:
            sheet.append(list(row.values()))
    book.save(path)
    return path


def test_a_right_workbook_keeps_it_whatever_its_sheets_are_called(tmp_path):
    file = workbook(tmp_path / "x.xlsx", One=[AUDIT], Two=[MODERATION], Three=[{"Who": "Ann"}])
    found = check_file(file)
    assert found.loaded.faults.empty
    assert found.loaded.counts["accepted"].to_dict() == {"audits": 1, "moderations": 1}
    assert found.left_out == ("Three",)
    assert found.loaded["moderations"]["moderator_grade"].tolist() == ["Requires Improvement"]


# Found in a cell of text, and in one of Excel’s dates.
BEFORE = "01/10/2023; Planned on: 2023-11-01"


def test_faults_are_told_by_sheet_row_and_column_without_a_person(tmp_path):
    wrong = {**AUDIT, "Audit ID": "A2", "Auditor grade": "Good?", "Due on": "31/04/2023"}
    late = {**AUDIT, "Audit ID": "A3", "Auditor": None, "Returned on": "01/10/2023"}
    file = workbook(tmp_path / "x.xlsx", Audits=[AUDIT, wrong, late])
    faults = check_file(file).loaded.faults
    said = faults[["file", "sheet", "row", "column", "rule", "found"]].to_records(index=False)
    assert sorted(map(tuple, said.tolist())) == [
        ("x.xlsx", "Audits", 3, "Auditor grade", "not a word of the list", "Good?"),
        (
            "x.xlsx",
            "Audits",
            3,
            "Due on",
            "not a real day in a declared form",
            "31/04/2023",
        ),
        ("x.xlsx", "Audits", 4, "Auditor", "blank", "nothing"),
        ("x.xlsx", "Audits", 4, "Returned on", "returned_on before planned_on", BEFORE),
    ]
    assert "ecret" not in faults.to_csv()


def test_references_are_checked_between_the_sheets_of_one_file(tmp_path):
    file = workbook(
        tmp_path / "x.xlsx", Audits=[AUDIT], Moderations=[{**MODERATION, "Audit ID": "A9"}]
    )
    assert check_file(file).loaded.faults["rule"].tolist() == ["no such row in audits"]
    # Alone, a sheet has nothing to be checked against.
    assert check_file(file, sheet="Moderations").loaded.faults.empty


def test_a_sheet_that_lacks_a_needed_column_is_told_and_the_others_are_checked(tmp_path):
    lacking = {head: value for head, value in AUDIT.items() if head != "Month"}
    found = check_file(workbook(tmp_path / "x.xlsx", A=[lacking], B=[MODERATION]))
    assert "needed columns aren't there: month" in found.problems[0]
    assert "`qaanalysis map` proposes which heading it is" in found.problems[0]
    assert "ecret" not in found.problems[0]
    assert found.loaded.counts.index.tolist() == ["moderations"]


def two_rows(path):
    """A workbook in which it isn't clear what “due” and “grade” are, under merged headings."""
    book = Workbook()
    sheet = book.active
    alone = [c for c in AUDIT if c not in ("Planned on", "Due on", "Returned on", "Auditor grade")]
    sheet.append([*alone, "Planned", None, "Returned", None, "Case", None])
    sheet.append([None] * len(alone) + ["on", "due", "on", "grade", "notes", "weather"])
    day = "20/11/2023"
    sheet.append([*(AUDIT[c] for c in alone), day, day, day, "Good", "Ann Secret", "rain"])
    first = len(alone) + 1
    for at in (first, first + 2, first + 4):
        sheet.merge_cells(start_row=1, start_column=at, end_row=1, end_column=at + 1)
    book.save(path)
    return path


def test_headings_in_two_rows_that_could_be_columns_are_asked_for(tmp_path):
    file = two_rows(tmp_path / "x.xlsx")
    [said] = check_file(file, table="audits").unclear
    assert "“Planned due” (due_on?), “Returned grade” (auditor_grade?)." in said
    assert "write into params what `qaanalysis map x.xlsx` proposes" in said
    shown = CliRunner().invoke(app, ["check", str(file)])
    assert shown.exit_code == 1
    assert said in shown.output
    assert "No faults." not in shown.output
    assert "keeps the data specification" not in shown.output
    assert "ecret" not in shown.output


def test_a_heading_that_may_be_a_column_is_told_and_other_columns_are_allowed(tmp_path):
    row = {"Overall grade" if c == "Auditor grade" else c: cell for c, cell in AUDIT.items()}
    found = check_file(workbook(tmp_path / "x.xlsx", A=[{**row, "Weather": "rain"}]))
    assert found.unclear == ()
    assert found.unread == (
        "x.xlsx, sheet A: not read, and perhaps columns under another name: “Overall grade” "
        "(auditor_grade?). `qaanalysis map x.xlsx` proposes what they stand for.",
    )
    shown = CliRunner().invoke(app, ["check", str(tmp_path / "x.xlsx")])
    assert shown.exit_code == 0
    assert found.unread[0] in shown.output
    # What a heading may be is there already.
    both = workbook(tmp_path / "y.xlsx", A=[{**AUDIT, "Overall grade": "RI"}])
    assert check_file(both).unread == ()


def test_a_csv_file_is_told_by_its_headings_or_by_the_option(tmp_path):
    file = tmp_path / "export 7.csv"
    file.write_text(
        "moderator,team,moderator_role,capacity\nMo,North,QA officer,four\n", encoding="utf-8"
    )
    assert check_file(file).loaded.faults["allowed"].tolist() == ["a whole number, 0 or more"]
    asked = check_file(file, table="audits")
    assert "export 7.csv: needed columns aren't there: audit_id" in asked.problems[0]


def test_what_cannot_be_told_is_said(tmp_path):
    file = workbook(tmp_path / "x.xlsx", A=[AUDIT], B=[AUDIT], C=[{"Who": "Ann", "When": 1}])
    with pytest.raises(DataError, match="more than one sheet holds the table “audits”: A, B"):
        check_file(file)
    with pytest.raises(DataError, match="no row of headings of any table"):
        check_file(file, sheet="C")
    with pytest.raises(DataError, match="has no sheet “D”; it has: “A”, “B”, “C”"):
        check_file(file, sheet="D")
    with pytest.raises(DataError, match="There is no table “audit”; there are: audits, "):
        check_file(file, table="audit")
    with pytest.raises(DataError, match=r"There is no file y\.xlsx"):
        check_file(tmp_path / "y.xlsx")


def test_the_working_folder_is_named_where_a_file_is_not_in_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError, match=f"There is no file y.xlsx in the folder {tmp_path.name}"):
        check_file(Path("y.xlsx"))


def test_the_command_ends_with_1_if_there_is_a_fault_and_prints_nobody(tmp_path):
    right = workbook(tmp_path / "right.xlsx", Audits=[AUDIT])
    wrong = workbook(tmp_path / "wrong.xlsx", Audits=[{**AUDIT, "Auditor grade": "Good?"}])
    shown = [CliRunner().invoke(app, ["check", str(file)]) for file in (right, wrong)]
    assert [each.exit_code for each in shown] == [0, 1]
    assert "The file keeps the data specification, version 1." in shown[0].output
    assert "wrong.xlsx" in shown[1].output
    assert "Good?" in shown[1].output
    assert "Use a word of the list" in shown[1].output
    assert "1 fault against the data specification" in shown[1].output
    assert "ecret" not in "".join(each.output for each in shown)
    lacking = workbook(tmp_path / "x.xlsx", Audits=[{**AUDIT, "Audit ID": None}])
    asked = ["check", str(lacking), "--table", "audits", "--sheet", "Audits"]
    assert CliRunner().invoke(app, asked).exit_code == 1
    assert CliRunner().invoke(app, ["check", "params/2023-11.yml", "--table", "x"]).exit_code == 2


def test_faults_are_corrected_one_or_many(tmp_path):
    wrong = {**AUDIT, "Auditor grade": "Good?"}
    for rows, said in (
        ([wrong], "1 fault against the data specification, version 1.1.0. Correct it in the file"),
        ([wrong, {**wrong, "Audit ID": "A2"}], "2 faults against the data specification, version"),
    ):
        file = workbook(tmp_path / "x.xlsx", Audits=rows)
        shown = CliRunner().invoke(app, ["check", str(file)]).output
        assert said in shown
        assert ("Correct them in the file" in shown) is (len(rows) > 1)


def test_a_lock_file_is_told_as_one_and_the_workbook_is_named(tmp_path):
    (tmp_path / "~$x.xlsx").write_bytes(b"\x05Anna" + b" " * 160)
    with pytest.raises(DataError, match=r"Excel writes it while x\.xlsx is open\. Name that one"):
        check_file(tmp_path / "~$x.xlsx")


def test_what_is_to_be_done_is_what_helps(tmp_path):
    book = openpyxl.load_workbook(workbook(tmp_path / "x.xlsx", Audits=[AUDIT, AUDIT, AUDIT]))
    sheet = book["Audits"]
    for row, name in ((3, "A2"), (4, "A3")):
        sheet.cell(row, 1).value = name
        sheet.cell(row, 6).value = None
    sheet.merge_cells("F2:F4")
    sheet.append(["Note: two teams have yet to answer"])
    book.save(tmp_path / "x.xlsx")
    shown = CliRunner().invoke(app, ["check", str(tmp_path / "x.xlsx")]).output
    assert "declare the column under reading.blocks in params" in shown
    assert "Move the note to another sheet, or delete it" in shown
    assert "Correct the cell" not in shown


def test_a_cell_is_cleared_only_where_a_blank_is_allowed(tmp_path):
    file = tmp_path / "stated_totals.csv"
    file.write_text(
        "month,planned,exempted,scheduled,returned\nMay 2024,many,1,3,2\n",
        encoding="utf-8",
    )
    shown = CliRunner().invoke(app, ["check", str(file)]).output
    assert "Write a whole number, or clear the cell where a blank is allowed." in shown


def test_each_rule_of_the_specification_has_a_remedy_of_its_own():
    usual = remedy("anything else")
    rules = [rule.name for table in tables(STANDARD_SCALE).values() for rule in table.rules]
    assert len(rules) > 10
    assert [rule for rule in [*rules, NOTE, FEWER, MORE] if remedy(rule) == usual] == []
