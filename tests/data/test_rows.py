"""What is said of rows: errors of Excel, copies and contradictions, rows that point at nothing."""

import csv
import re
import shutil
import zipfile

import messy_register
import pytest
from export_rows import AS_AT
from messy_register import audit
from openpyxl import load_workbook
from run_files import Register, csv_sources, csv_without_column, example_run

from qaanalysis import params, provenance
from qaanalysis.data import load
from qaanalysis.data.rejects import CUT, LONGEST_CELL, write_rejected
from qaanalysis.metrics import returns


def loaded(folder, **changes):
    return load(params.read(example_run(folder, **changes)))


def audits(folder, register):
    return loaded(folder, sources={"audits": register.save()["audits"]})


def reported(found):
    return list(found.faults[["row", "column", "rule"]].itertuples(index=False, name=None))


def error(register, row, heading, text="#N/A"):
    register.put("audits", row, heading, text)
    cell = register.sheet("audits").cell(row, register.header("audits")[1][heading])
    cell.data_type = "e"


def test_an_error_of_excel_is_a_fault_and_no_blank(tmp_path):
    register = Register(tmp_path)
    rows = register.rows("audits")
    error(register, rows[3], "Date returned")
    error(register, rows[4], "Child ID", "#REF!")
    found = audits(tmp_path, register)
    assert sorted(reported(found)) == [
        (rows[3], "Date returned", "an error of Excel"),
        (rows[4], "Child ID", "an error of Excel"),
    ]
    assert sorted(found.faults["found"]) == ["#N/A", "#REF!"]
    assert found.counts.loc["audits", "rejected"] == 2
    assert "#REF!" in found.rejected["audits"]["child_id"].tolist()


def test_an_error_of_excel_may_be_declared_to_stand_for_a_missing_value(tmp_path):
    register = Register(tmp_path)
    row = register.rows("audits")[3]
    error(register, row, "Exemption approved by")
    reading = params.read(example_run(tmp_path)).resolved()["reading"]
    reading["missing"] = [*reading["missing"], "#N/A"]
    found = loaded(tmp_path, reading=reading, sources={"audits": register.save()["audits"]})
    assert found.faults.empty


@pytest.mark.parametrize("cell", ["asap", "ASAP", "#n/a", "#N/A"])
def test_capital_letters_of_a_marker_dont_matter(tmp_path, cell):
    found = messy_register.run(
        tmp_path, [audit(1, due_on=cell)], reading={"missing": ["Asap", "#n/A"]}
    )
    assert found.faults.empty
    assert found["audits"]["due_on"].isna().all()


def test_capital_letters_of_a_marker_dont_matter_to_what_a_table_takes(tmp_path):
    rows = [audit(1), audit(2, auditor_grade="asap")]
    reading = {"missing": ["ASAP"], "rows_with": {"audits": ["auditor_grade"]}}
    found = messy_register.run(tmp_path, rows, reading=reading)
    assert found.counts.loc["audits", "read"] == 1


def test_a_name_longer_than_any_name_is_a_fault(tmp_path):
    register = Register(tmp_path)
    rows = register.rows("audits")
    register.put("audits", rows[3], "Team", "x" * 201)
    register.put("audits", rows[4], "Team", "y" * 200)
    found = audits(tmp_path, register)
    assert reported(found) == [(rows[3], "Team", "too long")]
    assert found.faults["allowed"].tolist() == ["at most 200 characters"]
    assert found.faults["found"].tolist() == ["201 characters"]
    assert "y" * 200 in set(found["audits"]["team"])


@pytest.mark.parametrize("column", ["audit_id", "child_id", "family_id"])
@pytest.mark.parametrize("declared", [{}, {"family_id": {"prefix": "F"}}])
def test_an_identifier_longer_than_any_is_told_by_its_length(tmp_path, column, declared):
    rows = messy_register.audits({}, {column: "Q" * 1_201}, {column: "y" * 200})
    found = messy_register.run(tmp_path, rows, reading={"identifiers": declared})
    told = found.faults[["row", "column", "rule", "found", "allowed"]].to_numpy().tolist()
    assert told == [[3, column, "too long", "1,201 characters", "at most 200 characters"]]
    assert found["audits"][column].str.len().tolist()[1] == 200
    assert "QQ" not in found.faults.to_csv() + found.repairs.to_csv() + found.notices.to_csv()
    assert found.rejected["audits"][column].str.len().tolist() == [1_201]


def test_free_text_may_be_as_long_as_it_is(tmp_path):
    moderation = {
        "moderation_id": "M1",
        "audit_id": "A1",
        "moderator": "Mo",
        "moderated_on": "25/09/2023",
        "moderator_grade": "Good",
        "reason": "z" * 5_000,
    }
    sources = {"audits": messy_register.audits({}), "moderations": [moderation]}
    assert messy_register.run(tmp_path, sources).faults.empty


def test_a_formula_that_was_never_calculated_is_a_fault(tmp_path):
    register = Register(tmp_path)
    rows = register.rows("audits")
    register.put("audits", rows[3], "Date returned", "=NOW()")
    found = audits(tmp_path, register)
    assert reported(found) == [(rows[3], "Date returned", "a formula that was never calculated")]
    assert found.faults["found"].tolist() == ["(formula without a value)"]


def test_a_formula_that_gives_an_empty_text_is_a_blank(tmp_path):
    register = Register(tmp_path)
    rows = register.rows("audits")
    for row in rows[3:5]:
        register.put("audits", row, "Exemption approved by", '=""')
    sources = register.save()
    # What Excel writes of a formula whose result is "".
    rewritten(register.path, rb'<c r="(\w+)"([^>]*)><f>""</f><v\s*(?:/>|></v>)',
              rb'<c r="\1"\2 t="str"><f>""</f><v></v>')  # fmt: skip
    assert loaded(tmp_path, sources={"audits": sources["audits"]}).faults.empty


def rewritten(path, pattern, by):
    kept = path.with_suffix(".old")
    shutil.move(path, kept)
    n = 0
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content, here = re.subn(pattern, by, old.read(name))
            n += here
            new.writestr(name, content)
    assert n == 2


def test_an_error_below_the_last_value_is_found(tmp_path):
    register = Register(tmp_path)
    last = register.sheet("audits").max_row + 3
    error(register, last, "Date returned")
    found = audits(tmp_path, register)
    assert (last, "Date returned", "an error of Excel") in reported(found)


def test_a_total_under_a_column_that_is_not_read_is_set_aside(tmp_path):
    register = Register(tmp_path)
    sheet = register.sheet("audits")
    top, _ = register.header("audits")
    n = len(register.rows("audits"))
    sheet.insert_cols(1)
    sheet.cell(top, 1).value = "Row"
    last = sheet.max_row + 1
    sheet.cell(last, 1).value = "Total"
    sheet.cell(last, 2).value = 742
    found = audits(tmp_path, register)
    assert found.faults.empty
    assert found.counts.loc["audits", "accepted"] == n


def twice(register, **changes):
    """Make the second of two rows that aren't returned a copy of the first, but for `changes`."""
    sheet = register.sheet("audits")
    rows = register.rows("audits")
    out = [r for r in rows if not register.value("audits", r, "Date returned")
           and not register.value("audits", r, "Exemption reason")]  # fmt: skip
    first, second = out[0], out[1]
    for i, cell in enumerate(list(sheet[first]), start=1):
        sheet.cell(second, i).value = cell.value
    for heading, value in changes.items():
        register.put("audits", second, heading.replace("_", " "), value)
    return first, second


def test_a_cell_that_cannot_be_read_does_not_make_a_row_a_copy(tmp_path):
    register = Register(tmp_path)
    first, second = twice(register, Date_returned="31/04/2023")
    found = audits(tmp_path, register)
    assert reported(found) == [
        (second, "Date returned", "not a real day in a declared form"),
        (second, "Audit ref", "repeated with other values"),
    ]
    assert sorted(found.rejected["audits"]["row"]) == [first, second]


def test_a_contradiction_is_one_fault_that_names_both_rows(tmp_path):
    register = Register(tmp_path)
    first, second = twice(register, Team="Elsewhere")
    found = audits(tmp_path, register)
    [fault] = found.faults.to_dict("records")
    assert fault["row"] == second
    assert fault["found"].endswith(f", also in row {first}")
    assert found.rejected["audits"].set_index("row")["reasons"].to_dict() == {
        first: f"audit_id: repeated with other values, also in row {second}",
        second: f"audit_id: repeated with other values, also in row {first}",
    }


def test_a_copy_names_the_row_it_copies(tmp_path):
    register = Register(tmp_path)
    first, second = twice(register)
    found = audits(tmp_path, register)
    assert reported(found) == [(second, "Audit ref", "copy of another row")]
    assert found.faults["found"].iloc[0].endswith(f", also in row {first}")


def test_rows_that_lost_their_audit_are_one_fault_for_each_table(tmp_path):
    register = Register(tmp_path)
    graded = [register.value("domain_grades", r, "Audit ref")
              for r in register.rows("domain_grades")]  # fmt: skip
    row = next(r for r in register.rows("audits")
               if register.value("audits", r, "Audit ref") in graded)  # fmt: skip
    lost = register.value("audits", row, "Audit ref")
    at = [r for r in register.rows("domain_grades")
          if register.value("domain_grades", r, "Audit ref") == lost]  # fmt: skip
    register.put("audits", row, "Audit ref", None)
    sources = register.save()
    found = loaded(tmp_path, sources={k: sources[k] for k in ("audits", "domain_grades")})
    rule = "no such row in audits, of which 1 row has no audit_id that can be read"
    assert reported(found) == [(row, "Audit ref", "blank"), (at[0], "Audit ref", rule)]
    assert len(at) > 1
    assert found.faults["found"].iloc[1].endswith(f", the first of {len(at)} such rows")
    assert found.rejected["domain_grades"]["row"].tolist() == at


def test_a_character_that_a_workbook_cannot_hold_is_written_as_its_code(tmp_path):
    sources = csv_with(tmp_path, "T\x0b1\x1b[2J", "x" * 40_000)
    found = loaded(tmp_path, sources=sources)
    assert found.faults["rule"].tolist() == ["not a word of the list", "too long"]
    assert "\x1b" not in found.faults.to_csv() + found.repairs.to_csv()
    write_rejected(found, tmp_path / "rejected.xlsx")
    cells = [c for row in load_workbook(tmp_path / "rejected.xlsx")["audits"].values for c in row]
    assert r"T\x0b1\x1b[2J" in cells
    [long] = [c for c in cells if str(c).startswith("xxx")]
    assert len(long) == LONGEST_CELL
    assert long.endswith(CUT)


def csv_with(folder, team, area):
    with open(csv_sources()["audits"]["file"], encoding="utf-8-sig", newline="") as stream:  # noqa: PTH123
        rows = list(csv.reader(stream))
    top = next(i for i, r in enumerate(rows) if "Audit ref" in r)
    for heading, value in (("Team", team), ("Service area", area), ("Audit type", "Monthly")):
        rows[top + 5][[t.strip() for t in rows[top]].index(heading)] = value
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return {"audits": {"file": str(folder / "a.csv")}}


def test_two_files_of_one_name_are_two_inputs(tmp_path):
    sources = Register(tmp_path).save()
    for table in ("audits", "moderations"):
        (tmp_path / table).mkdir()
        shutil.copy(tmp_path / "register.xlsx", tmp_path / table / "x.xlsx")
    both = {
        table: {**sources[table], "file": str(tmp_path / table / "x.xlsx")}
        for table in ("audits", "moderations")
    }
    before = loaded(tmp_path, sources=both).fingerprint
    assert list(before) == ["x.xlsx (audits)", "x.xlsx (moderations)"]
    other = load_workbook(tmp_path / "moderations" / "x.xlsx")
    other["Moderation"]["Z1"] = "changed"
    other.save(tmp_path / "moderations" / "x.xlsx")
    after = loaded(tmp_path, sources=both).fingerprint
    assert before["x.xlsx (audits)"] == after["x.xlsx (audits)"]
    assert provenance.run_key({}, before) != provenance.run_key({}, after)


def test_one_file_of_many_tables_is_one_input_by_its_name(tmp_path):
    assert list(loaded(tmp_path).fingerprint) == ["audit-register.xlsx"]


def test_a_register_without_levels_of_management_is_read_whole(tmp_path):
    sources = csv_without_column(tmp_path, "audits", "Level of management")
    found = loaded(tmp_path, sources=sources)["audits"]
    assert len(found) == 742
    assert found["management_level"].isna().all()


def test_an_audit_whose_level_of_management_is_blank_is_in_the_group_not_recorded(tmp_path):
    register = Register(tmp_path)
    row = register.rows("audits")[3]
    register.put("audits", row, "Level of management", "-")
    found = audits(tmp_path, register)
    assert found.faults.empty
    months = returns.rates(found["audits"], by="management_level", as_at=AS_AT)
    assert months.loc["Not recorded", "planned"] == 1


def test_an_audit_without_a_due_date_is_accepted_and_noticed(tmp_path):
    register = Register(tmp_path)
    row = register.rows("audits")[3]
    register.put("audits", row, "Due date", None)
    found = audits(tmp_path, register)
    assert found.faults.empty
    noticed = found.notices[found.notices["rule"] == "no due date"]
    assert noticed[["column", "rows"]].to_numpy().tolist() == [["due_on", str(row)]]
