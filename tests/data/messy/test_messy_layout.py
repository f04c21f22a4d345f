"""Messy inputs 15 to 24 and 47: how sheets are laid out, encoded and closed."""

import os
import shutil
import struct
import zipfile
from pathlib import Path

import pytest
from messy_register import (
    as_csv,
    audit,
    audits,
    faults,
    notices,
    refused,
    repairs,
    run,
    table,
    with_part,
    workbook,
)
from python_calamine import CalamineWorkbook
from written_sheets import record, written, xlsb

FILES = Path(__file__).parent / "files"
SHEET = "xl/worksheets/sheet1.xml"


def test_case_15_titles_above_the_headings_and_dashes_for_nothing(tmp_path):
    rows = [["Register"], [], ["Exported", "03/10/2023"], *table(audits({"team": "-"}, {}))]
    workbook(tmp_path / "a.xlsx", rows)
    found = run(tmp_path, tmp_path / "a.xlsx")
    assert faults(found) == [(5, "blank")]
    assert found["audits"]["audit_id"].tolist() == ["A2"]


def two_rows(upper, lower):
    """Return a register whose last columns are a moderation's, under a heading of two rows."""
    rows = [list(audit(n).values()) for n in (1, 2)]
    below = [*audit().keys(), *lower]
    above = [""] * len(audit()) + upper
    return [above, below, *([*row, "Mo D.", "25/09/2023", "Good"] for row in rows)]


MODERATION = {
    "moderation_id": ["Moderation ref"],
    "moderator": ["Moderation by"],
    "moderated_on": ["Moderation date"],
    "moderator_grade": ["Moderation grade"],
}


def test_case_16_headings_in_two_rows_are_read_together(tmp_path):
    rows = two_rows(["Moderation", "", ""], ["By", "Date", "Grade"])
    rows = [[*row, f"M{n}"] for n, row in enumerate(rows)]
    rows[0][-1], rows[1][-1] = "Moderation ref", ""
    path = tmp_path / "a.xlsx"
    book = workbook(path, rows)
    book.active.merge_cells("S1:U1")
    book.save(path)
    found = run(
        tmp_path,
        {"audits": path, "moderations": path},
        reading={"headings": {"moderations": MODERATION}},
    )
    assert found.counts["accepted"].tolist() == [2, 2]
    assert found["moderations"]["moderator_grade"].tolist() == ["Good", "Good"]
    assert found["audits"]["auditor_grade"].tolist() == ["Good", "Good"]
    assert found["moderations"]["moderation_id"].tolist() == ["M2", "M3"]


def test_case_16_headings_that_could_be_either_are_asked_for(tmp_path):
    rows = table(audits({}))
    rows[0] = ["auditor_grade" if c == "exemption_approver" else c for c in rows[0]]
    over = [["Audit"] * 10 + ["Moderation"] * (len(rows[0]) - 10)]
    workbook(tmp_path / "a.xlsx", over + rows)
    said = refused(tmp_path, tmp_path / "a.xlsx")
    assert "two headings stand for one column: auditor_grade" in said


def test_case_16_headings_that_may_be_a_column_are_told_until_they_are_declared(tmp_path):
    rows = [list(audit(n).values()) for n in (1, 2)]
    above, below = list(audit()), [""] * len(audit())
    at = above.index("planned_on")
    above[at : at + 3], below[at : at + 3] = ["Planned", "", "Returned"], ["on", "due on", "on"]
    below[-1], above[-1] = "grade", "Return"
    workbook(tmp_path / "a.xlsx", [above, below, *rows])
    rule = "not read: it isn’t clear what a heading in two rows stands for"
    found = run(tmp_path, tmp_path / "a.xlsx")
    told = found.notices.set_index("rule").loc[rule]
    assert (told["found"], told["n_rows"]) == ("“Return grade” (auditor_grade?)", 2)
    declared = {"headings": {"audits": {"auditor_grade": ["Return grade"]}}}
    found = run(tmp_path, tmp_path / "a.xlsx", reading=declared)
    assert rule not in notices(found)
    assert found["audits"]["auditor_grade"].tolist() == ["Good", "Good"]


def block(path):
    rows = table(audits({}, {"team": ""}, {"team": ""}, {"team": "South 1"}, {"team": ""}))
    rows.insert(4, ["TOTAL"])
    rows.append(["A6", *rows[-1][1:]])
    rows.insert(-1, ["TOTAL"])
    book = workbook(path, rows)
    book.active.merge_cells("H2:H4")
    book.save(path)


def test_case_16_rows_between_two_rows_of_headings_are_never_left_out(tmp_path):
    rows = table(audits({}, {}, {}))
    rows.insert(3, list(rows[0]))
    # The lower one has a heading more: read from there, two audits would be no rows.
    rows[0][-1] = "A heading of our own"
    workbook(tmp_path / "a.xlsx", rows)
    said = refused(tmp_path, tmp_path / "a.xlsx")
    assert "rows 1 and 4 both hold headings of the table" in said


def test_case_17_a_team_written_once_for_its_block_is_filled_if_declared(tmp_path):
    path = tmp_path / "a.xlsx"
    block(path)
    found = run(tmp_path, path)
    assert [row for row, _ in faults(found)] == [3, 4, 7, 9]
    assert notices(found)["merged cells: only the first of them holds a value"] == "2"
    found = run(tmp_path, path, reading={"blocks": {"audits": ["team"]}})
    # The last row stands after a total, which ends its block: nothing says whose it is.
    assert faults(found) == [(9, "blank")]
    assert found["audits"]["team"].tolist() == ["North 1"] * 3 + ["South 1"] * 2
    assert repairs(found)["filled from the row above in its block", ""] == 3
    assert not any("merged" in rule for rule in notices(found))


def test_case_18_blank_rows_totals_and_notes_are_told_apart(tmp_path):
    rows = table(audits({}, {}))
    rows.insert(2, [""])
    rows += [["TOTAL", "", "2"], [], ["Note: two teams have yet to answer"]]
    workbook(tmp_path / "a.xlsx", rows)
    found = run(tmp_path, tmp_path / "a.xlsx")
    assert found.counts.loc["audits"].tolist() == [3, 2, 1, 3]
    assert faults(found) == [(7, "a note under the table")]
    assert repairs(found)["blank rows set aside", ""] == 2
    assert repairs(found)["total rows set aside", ""] == 1


def test_case_18_a_note_is_no_row_of_the_block_above_it(tmp_path):
    rows = table(audits({}, {"team": ""}))
    workbook(tmp_path / "a.xlsx", [*rows, ["Note: two teams have yet to answer"]])
    found = run(tmp_path, tmp_path / "a.xlsx", reading={"blocks": {"audits": ["team"]}})
    assert faults(found) == [(4, "a note under the table")]
    assert repairs(found)["filled from the row above in its block", ""] == 1


def test_case_19_hidden_rows_and_columns_are_read_and_told(tmp_path):
    path = tmp_path / "a.xlsx"
    book = workbook(path, table(audits({}, {}, {}, {})))
    sheet = book.active
    for row in (3, 5):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions["H"].hidden = True
    sheet.auto_filter.ref = "A1:R5"
    sheet.auto_filter.add_filter_column(7, ["North 1"])
    old = book.create_sheet("Old data")
    old.append(["audit_id"])
    sheet.sheet_state = "hidden"
    book.active = 1
    book.save(path)
    found = run(tmp_path, {"audits": {"file": str(path), "sheet": "Audits"}})
    assert found.counts.loc["audits", "accepted"] == 4
    told = found.notices.set_index("rule")
    assert told.loc["hidden rows, which are read", "rows"] == "3, 5"
    assert told.loc["hidden columns, which are read", "found"] == "team"
    assert "a filter is on; rows that it hides are read" in told.index
    assert told.loc["the sheet is hidden", "found"] == "Audits"
    said = refused(tmp_path, path)
    assert "a.xlsx has 2 sheets: “Audits”, “Old data”. Say which of them holds the table" in said


def test_case_20_a_column_under_another_name_is_found_and_two_are_an_error(tmp_path):
    rows = [{("AUDITED  BY " if k == "auditor" else k): v for k, v in audit().items()}]
    aliases = {"headings": {"audits": {"auditor": ["Auditor Name", "Audited by"]}}}
    assert run(tmp_path, rows, reading=aliases)["audits"]["auditor"].tolist() == ["Auditor 1"]
    rows[0]["Auditor name"] = "Somebody"
    said = refused(tmp_path, rows, reading=aliases)
    assert "two headings stand for one column: auditor" in said


def test_case_21_a_needed_column_that_is_missing_stops_the_run(tmp_path):
    rows = [{k: v for k, v in audit().items() if k not in ("planned_on", "team")}]
    said = refused(tmp_path, rows)
    assert "needed columns aren't there: team, planned_on" in said
    assert "Found: audit_id, audit_type" in said


TEXT = as_csv(table(audits({"team": "Côte d’Or"}, {"team": "North 1"})))


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_case_22_a_csv_is_read_in_the_encoding_it_is_in(tmp_path, encoding, said):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    found = run(tmp_path, path)
    assert found["audits"]["team"].tolist() == ["Côte d’Or", "North 1"]
    told = found.notices.query("rule == 'not in UTF-8, so read in the encoding it seems to be in'")
    assert told["found"].tolist() == ([said] if said else [])
    assert all(told["rows"] == "2")


@pytest.mark.parametrize(
    ("name", "delimiter", "told"),
    [("a.csv", ";", "semicolons"), ("a.csv", "\t", "tabs"), ("a.tsv", "\t", None)],
)
def test_case_22_cells_are_told_apart_by_what_stands_between_them(tmp_path, name, delimiter, told):
    rows = table(audits({"team": "a, b, c"}, {"team": "North; 1"}))
    (tmp_path / name).write_text(as_csv(rows, delimiter), encoding="utf-8", newline="")
    found = run(tmp_path, tmp_path / name)
    assert found["audits"]["team"].tolist() == ["a, b, c", "North; 1"]
    assert found.notices["found"].tolist() == ([told] if told else [])


@pytest.mark.parametrize("content", [b"audit_id,\x81", "é".encode() + b"\xe9"])
def test_case_22_what_is_in_no_encoding_or_in_two_is_refused(tmp_path, content):
    (tmp_path / "a.csv").write_bytes(content)
    said = refused(tmp_path, tmp_path / "a.csv")
    assert "a.csv isn't UTF-8 text: line 1" in said
    assert "save it again as “CSV UTF-8”" in said


@pytest.mark.parametrize("name", ["register.xls", "register.ods"])
def test_case_23_old_and_open_workbooks_are_read(tmp_path, name):
    found = run(tmp_path, FILES / name, reading={"date_formats": ["%d/%m/%Y"]})
    assert found["audits"]["audit_id"].tolist() == ["A1"]
    # Their second audit's team is #N/A, which can't be told from a blank in such a file.
    assert faults(found) == [(3, "blank")]
    rule = "Excel’s errors look like blanks in this kind of file, and not in .xlsx"
    assert found.notices.set_index("rule").loc[rule, "found"] == Path(name).suffix


def test_case_23_a_binary_workbook_is_read(tmp_path):
    path = tmp_path / "a.xlsb"
    written(path, xlsb(table(audits({}, {"child_id": 7.0}))))
    found = run(tmp_path, path)
    assert found["audits"]["child_id"].tolist() == ["C1", "7"]
    assert found["audits"]["team"].tolist() == ["North 1", "North 1"]


def test_case_23_a_password_is_named(tmp_path):
    said = refused(tmp_path, FILES / "password.xlsx")
    assert "password.xlsx can't be opened as an Excel workbook: it is protected" in said
    assert "Encrypt with Password" in said


def test_case_23_a_lock_file_is_passed_over_and_told(tmp_path):
    workbook(tmp_path / "a.xlsx", table(audits({})))
    (tmp_path / "~$a.xlsx").write_bytes(b"\x05Anna" + b" " * 160)
    said = refused(tmp_path, tmp_path / "~$a.xlsx")
    assert "Excel writes it while a.xlsx is open" in said
    rule = "the file was open in Excel: what wasn’t saved isn’t in it"
    assert rule in notices(run(tmp_path, tmp_path / "a.xlsx"))
    found = run(tmp_path, tmp_path / "*.xlsx")
    assert found.counts.loc["audits", "accepted"] == 1
    told = dict(zip(found.notices["rule"], found.notices["found"], strict=True))
    assert told["Excel’s temporary files (~$) passed over: somebody had a workbook open"] == "1"


def test_case_23_no_bytes_and_damaged_bytes_are_named(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    assert refused(tmp_path, path) == "a.xlsx is empty (0 bytes). Export it again."
    shutil.copy(FILES / "register.xls", tmp_path / "b.xls")
    whole = (tmp_path / "b.xls").read_bytes()
    (tmp_path / "b.xls").write_bytes(whole[:900])
    assert "it may be damaged" in refused(tmp_path, tmp_path / "b.xls")


def test_case_23_what_the_reader_of_damaged_bytes_writes_itself_isnt_seen(tmp_path, capfd):
    parts = xlsb(table(audits({})))
    # A text of so many letters, of which there is none.
    parts["xl/workbook.bin"] = (
        record(131) + record(143) + record(156, struct.pack("<3I", 0, 1, 2**18))
    )
    written(tmp_path / "a.xlsb", parts)
    with pytest.raises(BaseException, match="range") as raised:
        CalamineWorkbook.from_path(str(tmp_path / "a.xlsb"))
    assert raised.typename == "PanicException"
    assert "panicked" in capfd.readouterr().err
    assert "it may be damaged" in refused(tmp_path, tmp_path / "a.xlsb")
    assert capfd.readouterr().err == ""
    os.write(2, b"and afterwards the stream is there again")
    assert capfd.readouterr().err == "and afterwards the stream is there again"


def test_case_24_a_coded_prefix_is_taken_off_and_kept_in_the_account(tmp_path):
    rows = audits({"team": "a) North 1", "auditor_grade": "2: Good"}, {"team": "3A: South 1"})
    prefixes = {"team": r"[0-9]*[A-Za-z]?[):]\s*", "auditor_grade": r"\d:\s*"}
    found = run(tmp_path, rows, reading={"prefixes": prefixes})
    assert found["audits"]["team"].tolist() == ["North 1", "South 1"]
    assert found["audits"]["auditor_grade"].tolist() == ["Good", "Good"]
    taken = found.repairs.query("rule == 'declared prefix taken off'")
    assert taken.set_index("found")["became"].to_dict() == {
        "a) North 1": "North 1",
        "3A: South 1": "South 1",
        "2: Good": "Good",
    }


def test_case_47_errors_and_formulas_without_a_value_are_no_blanks(tmp_path):
    path = tmp_path / "a.xlsx"
    book = workbook(path, table(audits({}, {}, {}, {})))
    sheet = book.active
    for cell, error in (("N2", "#REF!"), ("N3", "#DIV/0!")):
        sheet[cell] = error
        sheet[cell].data_type = "e"
    sheet["N4"] = "=TODAY()"
    book.save(path)
    found = run(tmp_path, path)
    assert faults(found) == [
        (2, "an error of Excel"),
        (3, "an error of Excel"),
        (4, "a formula that was never calculated"),
    ]
    declared = run(tmp_path, path, reading={"missing": ["#REF!", "#DIV/0!"]})
    assert sorted(row for row, _ in faults(declared)) == [2, 3, 4]
    assert "no returned_on, though there is auditor_grade" in {rule for _, rule in faults(declared)}


def test_case_47_a_script_that_calculates_nothing_is_told_at_once(tmp_path):
    path = tmp_path / "a.xlsx"
    book = workbook(path, table(audits({}, {})))
    for row in (2, 3):
        book.active[f"L{row}"] = "=DATE(2023,9,1)"
    book.save(path)
    said = refused(tmp_path, path)
    assert "no row of the audit register can be accepted, of 2" in said
    assert "a formula that was never calculated" in said
    # Once a spreadsheet has calculated it, the same cell has a value.
    for row in (2, 3):
        formula = f'<c r="L{row}"><f>DATE(2023,9,1)</f><v></v></c>'.encode()
        text = f'<c r="L{row}" t="str"><f>x</f><v>01/09/2023</v></c>'.encode()
        with_part(path, SHEET, *_either(path, formula, text, row))
    assert run(tmp_path, path).counts.loc["audits", "accepted"] == 2


def _either(path, formula, text, row):
    with zipfile.ZipFile(path) as parts:
        content = parts.read(SHEET)
    start = content.index(f'<c r="L{row}"'.encode())
    return content[start : content.index(b"</c>", start) + 4], text
