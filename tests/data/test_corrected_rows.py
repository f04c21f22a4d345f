"""Rejected rows: opened at the first faulty cell, corrected, and read again."""

import datetime as dt

import pytest
from messy_register import audit, audits, repairs, run, table, workbook
from openpyxl import load_workbook
from run_files import Register, example_run

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.data.rejects import write_rejected
from qaanalysis.errors import DataError


def loaded(folder, **changes):
    return load(params.read(example_run(folder, **changes)))


@pytest.fixture
def spoilt(tmp_path):
    """Spoil a date, a grade, a blank cell and a word, and return the run's sources and rows."""
    register = Register(tmp_path)
    returned = [r for r in register.rows("audits") if register.value("audits", r, "Date returned")]
    register.put("audits", returned[3], "Audit grade", "Good?")
    register.put("audits", returned[4], "Date returned", "31/04/2023")
    register.put("audits", returned[5], "Team", None)
    row = register.rows("moderations")[2]
    register.put("moderations", row, "Outcome", "=1+1?")
    sources = register.save()
    kept = {table: sources[table] for table in ("audits", "moderations")}
    return kept, [*returned[3:6], row]


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[2]}


def correct(path, **by_row):
    """Type into cells of the workbook of rejected rows, as somebody in Excel would, and save."""
    book = load_workbook(path)
    for sheet in book:
        places = columns(sheet)
        for row in sheet.iter_rows(min_row=3):
            for column, value in by_row.get(f"row{row[0].value}", {}).items():
                if column in places:
                    row[places[column] - 1].value = value
    corrected = path.with_name("corrected.xlsx")
    book.save(corrected)
    return corrected


def test_the_workbook_opens_at_the_first_faulty_cell_which_is_filled_and_commented(
    spoilt, tmp_path
):
    sources, rows = spoilt
    path = tmp_path / "rejected.xlsx"
    write_rejected(loaded(tmp_path, sources=sources), path)
    sheet = load_workbook(path)["audits"]
    at = sheet.sheet_view.selection[-1].activeCell
    assert sheet[at].value == "Good?"
    assert sheet[at].row == 3
    filled = [c for row in sheet.iter_rows() for c in row if c.fill.fill_type == "solid"]
    places = {number: name for name, number in columns(sheet).items()}
    assert [(sheet.cell(c.row, 1).value, places[c.column]) for c in filled] == [
        (str(rows[0]), "auditor_grade"),
        (str(rows[1]), "returned_on"),
        (str(rows[2]), "team"),
    ]
    assert all(c.comment for c in filled)
    assert "Use a word of the list" in filled[0].comment.text
    assert "Not a word of the list. Allowed: one of Outstanding, Good" in filled[0].comment.text
    assert sheet.column_dimensions[filled[0].parent.cell(2, len(places)).column_letter].hidden


def test_corrected_and_read_again_there_is_no_fault_and_no_row_is_lost(spoilt, tmp_path):
    sources, rows = spoilt
    before = loaded(tmp_path, sources=sources)
    # With the audits their moderations were rejected, which follow when they are corrected.
    assert before.counts.loc["audits", "rejected"] == 3
    write_rejected(before, tmp_path / "rejected.xlsx")
    grade, day, team, word = rows
    file = correct(
        tmp_path / "rejected.xlsx",
        **{
            f"row{grade}": {"auditor_grade": "Good"},
            f"row{day}": {"returned_on": dt.datetime(2023, 12, 1)},
            f"row{team}": {"team": "Corrected team"},
            f"row{word}": {"outcome": "Supported"},
        },
    )
    after = loaded(tmp_path, sources=sources, corrected_rows=[str(file)])
    assert after.faults.empty
    assert (after.counts["accepted"] == after.counts["read"]).all()
    assert (after.counts["read"] == before.counts["read"]).all()
    assert (after["audits"]["team"] == "Corrected team").sum() == 1
    by_hand = after.repairs[after.repairs["rule"] == "corrected by hand"]
    assert by_hand[["table", "column", "n_rows", "first_row"]].to_records(index=False).tolist() == [
        ("audits", "team", 1, team),
        ("audits", "returned_on", 1, day),
        ("audits", "auditor_grade", 1, grade),
        ("moderations", "outcome", 1, word),
    ]
    assert set(after.fingerprint) == {"register.xlsx", "corrected.xlsx"}


def test_a_row_whose_cells_are_emptied_is_left_out_and_counted(spoilt, tmp_path):
    sources, rows = spoilt
    before = loaded(tmp_path, sources=sources)
    path = tmp_path / "rejected.xlsx"
    write_rejected(before, path)
    names = [c for c in columns(load_workbook(path)["audits"]) if c not in ("row", "mark")]
    file = correct(path, **{f"row{rows[0]}": dict.fromkeys(names)})
    after = loaded(tmp_path, sources=sources, corrected_rows=[str(file)])
    assert after.counts.loc["audits", "read"] == before.counts.loc["audits", "read"] - 1
    assert after.counts.loc["audits", "set_aside"] == before.counts.loc["audits", "set_aside"] + 1
    assert after.counts.loc["audits", "rejected"] == 2


def test_a_correction_of_a_row_that_is_another_by_now_is_not_applied_and_said(spoilt, tmp_path):
    sources, rows = spoilt
    write_rejected(loaded(tmp_path, sources=sources), tmp_path / "rejected.xlsx")
    file = correct(tmp_path / "rejected.xlsx", **{f"row{rows[0]}": {"auditor_grade": "Good"}})
    book = load_workbook(tmp_path / "register.xlsx")
    book["Audit register"].delete_rows(rows[0] - 1)
    book.save(tmp_path / "register.xlsx")
    after = loaded(tmp_path, sources=sources, corrected_rows=[str(file)])
    said = after.repairs[after.repairs["rule"].str.startswith("correction not applied")]
    assert said.groupby("table")["n_rows"].sum()["audits"] == 3
    assert after.counts.loc["audits", "rejected"] == 3


def test_what_is_no_workbook_of_rejected_rows_is_refused(spoilt, tmp_path):
    sources, _ = spoilt
    with pytest.raises(DataError, match="sheet Read me: that is no table of this run"):
        loaded(tmp_path, sources=sources, corrected_rows=[str(tmp_path / "register.xlsx")])
    book = load_workbook(tmp_path / "register.xlsx")
    for name in book.sheetnames[1:]:
        del book[name]
    book.active.title = "audits"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(DataError, match="there are no headings with “row” first"):
        loaded(tmp_path, sources=sources, corrected_rows=[str(tmp_path / "other.xlsx")])


def test_rows_of_several_files_are_corrected_each_in_its_own(tmp_path):
    spoilt = {"may": {"auditor_grade": "Good?"}, "june": {"team": ""}, "july": {}}
    for n, (month, cells) in enumerate(spoilt.items(), start=1):
        workbook(tmp_path / f"register-{month}.xlsx", table([audit(n, **cells), audit(n + 5)]))
    before = run(tmp_path, tmp_path / "register-*.xlsx")
    assert before.counts.loc["audits"].tolist() == [6, 4, 2, 0]
    write_rejected(before, tmp_path / "rejected.xlsx")
    book = load_workbook(tmp_path / "rejected.xlsx")
    sheet = book["audits"]
    places = columns(sheet)
    rows = {row[places["file"] - 1].value: row for row in sheet.iter_rows(min_row=3)}
    # Both stand in row 2 of their file.
    assert [row[0].value for row in rows.values()] == ["2", "2"]
    filled = {
        file: [c.column for c in row if c.fill.fill_type == "solid"] for file, row in rows.items()
    }
    assert filled == {
        "register-may.xlsx, sheet Audits": [places["auditor_grade"]],
        "register-june.xlsx, sheet Audits": [places["team"]],
    }
    rows["register-may.xlsx, sheet Audits"][places["auditor_grade"] - 1].value = "Good"
    rows["register-june.xlsx, sheet Audits"][places["team"] - 1].value = "North 7"
    book.save(tmp_path / "corrected.xlsx")
    corrected = {"corrected_rows": [str(tmp_path / "corrected.xlsx")]}
    after = run(tmp_path, tmp_path / "register-*.xlsx", **corrected)
    assert after.faults.empty
    assert after.counts.loc["audits"].tolist() == [6, 6, 0, 0]
    grades = after["audits"].set_index("audit_id")["auditor_grade"]
    assert grades["A1"] == "Good"
    assert after["audits"].set_index("audit_id").loc["A2", "team"] == "North 7"


def test_a_symbol_that_is_corrected_to_what_is_known_is_kept_as_an_interval(tmp_path):
    counts = {"planned": 9, "exempted": 0, "scheduled": 9}
    stated = [{"month": "September 2023", **counts, "returned": "[c]"}]
    sources = {"audits": audits({}), "stated_totals": stated}
    path = tmp_path / "rejected.xlsx"
    write_rejected(run(tmp_path, sources), path)
    corrected = correct(path, row2={"returned": "fewer than 5"})
    found = run(tmp_path, sources, corrected_rows=[str(corrected)])
    assert found.faults.empty
    kept = found["stated_totals"].iloc[0]
    assert kept[["returned_at_least", "returned_at_most"]].tolist() == [0, 4]
    assert repairs(found)["hidden number, kept as an interval", "fewer than 5"] == 1
