"""Loading: repairs by declared rules, faults with their rows, and every row accounted for."""

import datetime as dt

import pandas as pd
import pytest
from messy_register import as_csv, audit, audits, refused, run, table
from openpyxl import Workbook
from run_files import EXPORT, Register, csv_sources, example_run

from qaanalysis import params
from qaanalysis.data import load
from qaanalysis.data.rejects import write_rejected
from qaanalysis.data.remedies import remedy
from qaanalysis.errors import DataError


def loaded(folder, **changes):
    return load(params.read(example_run(folder, **changes)))


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("example"))


def test_the_example_is_accepted_whole(example):
    assert example.faults.empty
    assert (example.counts["read"] == example.counts["accepted"]).all()
    assert example.counts.loc["audits", "read"] == 742


def test_each_repair_is_counted_by_rule(example):
    repairs = example.repairs.set_index(["table", "column", "rule", "found"])["n_rows"]
    assert repairs["audits", "auditor_grade", "alias", "RI"] > 0
    assert repairs["audits", "month", "declared spelling", "Sept 2023"] > 0
    assert repairs["audits", "", "total rows set aside", ""] == 1
    assert repairs["audits", "", "blank rows set aside", ""] == 2
    assert repairs["audits", "auditor", "declared heading", "Audited by"] == 742


def test_the_csv_files_give_the_same_tables(example, tmp_path):
    from_csv = loaded(tmp_path, sources=csv_sources())
    assert set(from_csv.accepted) == set(example.accepted)
    for name, frame in example.accepted.items():
        pd.testing.assert_frame_equal(from_csv[name], frame)


def test_a_run_without_moderations_says_so_when_they_are_asked_for(tmp_path):
    sources = {"audits": csv_sources()["audits"]}
    only = loaded(tmp_path, sources=sources)
    assert only.get("moderations") is None
    with pytest.raises(DataError, match="no table “moderations”; it has audits"):
        only["moderations"]


def spoil(register: Register) -> list[tuple[str, int, str]]:
    """Plant 20 faults; return the table, row and rule of each."""
    rows = register.rows("audits")
    returned = [r for r in rows if register.value("audits", r, "Date returned")]
    out = [r for r in rows if r not in returned]
    exempt = [r for r in out if register.value("audits", r, "Exemption reason")]
    waiting = [r for r in out if r not in exempt]
    planted = [
        (returned[3], "Audit grade", "Good/RI", "not a word of the list"),
        (returned[4], "Audit grade", "3", "not a word of the list"),
        (
            returned[5],
            "Date returned",
            "31/04/2023",
            "not a real day in a declared form",
        ),
        (
            returned[6],
            "Date returned",
            "04/25/2023",
            "not a real day in a declared form",
        ),
        (waiting[1], "Due date", "soon", "not a date"),
        (waiting[2], "Due date", dt.datetime(2203, 5, 31), "date out of range"),
        (waiting[3], "Audit month", "Mai 2023", "not a month"),
        (waiting[4], "Audit type", "Monthly", "not a word of the list"),
        (waiting[5], "Audited by", None, "blank"),
        (waiting[6], "Team", "-", "blank"),
        (waiting[7], "Child ID", "  ", "blank"),
        (exempt[1], "Date returned", dt.datetime(2023, 11, 2), "exempted yet returned"),
        (waiting[8], "Date returned", dt.datetime(2022, 1, 3), "returned_on before planned_on"),
        (waiting[9], "Due date", dt.datetime(2022, 1, 3), "due_on before planned_on"),
        (waiting[10], "Audit grade", "Good", "no returned_on, though there is auditor_grade"),
        (
            waiting[11],
            "Exemption reason",
            "Case closed",
            "no exempted_on, though there is exemption_reason",
        ),
        (waiting[13], "Audit ref", None, "blank"),
    ]
    found = []
    for row, heading, value, rule in planted:
        register.put("audits", row, heading, value)
        pointed = {"exempted yet returned": row}.get(rule, row)
        found.append(("audits", pointed, rule))
    register.put(
        "audits", waiting[15], "Audit ref", register.value("audits", waiting[14], "Audit ref")
    )
    found.append(("audits", waiting[15], "repeated with other values"))
    totals = register.rows("stated_totals")
    register.put("stated_totals", totals[1], "Audits scheduled", 104)
    found.append(("stated_totals", totals[1], "scheduled isn’t planned less exempted"))
    register.put("stated_totals", totals[2], "Audits returned", 88)
    found.append(("stated_totals", totals[2], "returned exceeds scheduled"))
    return found


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spoilt")
    register = Register(folder)
    planted = spoil(register)
    sources = {k: v for k, v in register.save().items() if k in ("audits", "stated_totals")}
    return planted, loaded(folder, sources=sources)


def test_twenty_planted_faults_are_twenty_reported_faults_with_their_rows(spoilt):
    planted, found = spoilt
    assert len(planted) == 20
    reported = list(found.faults[["table", "row", "rule"]].itertuples(index=False, name=None))
    assert sorted(reported) == sorted(planted)


def test_rows_in_are_accepted_and_rejected(spoilt):
    _, found = spoilt
    counts = found.counts
    assert (counts["read"] == counts["accepted"] + counts["rejected"]).all()
    assert counts.loc["audits", "read"] == 742
    # 18 faulty rows and the other row of the repeated reference.
    assert counts.loc["audits", "rejected"] == 19
    assert len(found.rejected["audits"]) == 19
    assert found.rejected["audits"]["reasons"].str.len().gt(0).all()


def test_a_fault_says_what_was_found_and_what_is_allowed(spoilt):
    _, found = spoilt
    grade = found.faults.query("found == 'Good/RI'").iloc[0]
    assert grade["file"] == "register.xlsx"
    assert grade["sheet"] == "Audit register"
    assert grade["column"] == "Audit grade"
    assert grade["allowed"].startswith("one of Outstanding, Good, Requires Improvement, Inadequate")
    date = found.faults.query("found == '31/04/2023'").iloc[0]
    assert "30/11/2023" in date["allowed"]


def test_no_message_holds_a_personal_value(spoilt):
    _, found = spoilt
    people = set(found["audits"]["auditor"]) | set(found["audits"]["child_id"])
    people |= set(found["audits"]["case_holder"].dropna()) | set(found["audits"]["family_id"])
    for frame in (found.faults, found.repairs):
        shown = {str(v) for c in frame.columns for v in frame[c]}
        assert not shown & people


def test_a_row_that_points_at_nothing_is_a_fault_and_one_that_points_at_a_reject_follows(tmp_path):
    register = Register(tmp_path)
    row = register.rows("moderations")[0]
    register.put("moderations", row, "Audit ref", "QA00-0000")
    moderated = register.value("moderations", register.rows("moderations")[1], "Audit ref")
    at = next(
        r for r in register.rows("audits") if register.value("audits", r, "Audit ref") == moderated
    )
    register.put("audits", at, "Due date", "31/04/2023")
    sources = register.save()
    sources = {k: sources[k] for k in ("audits", "moderations")}
    found = loaded(tmp_path, sources=sources)
    reported = list(found.faults[["table", "row", "rule"]].itertuples(index=False, name=None))
    assert reported == [
        ("audits", at, "not a real day in a declared form"),
        ("moderations", row, "no such row in audits"),
    ]
    assert found.rejected["moderations"]["reasons"].tolist() == [
        "audit_id: no such row in audits",
        "audit_id: its row in audits was rejected",
    ]


def test_an_exact_copy_is_kept_once(tmp_path):
    register = Register(tmp_path)
    sheet = register.sheet("audits")
    copied = [cell.value for cell in sheet[register.rows("audits")[0]]]
    last = register.rows("audits")[-1]
    for i, value in enumerate(copied, start=1):
        sheet.cell(last, i).value = value
    found = loaded(tmp_path, sources={"audits": register.save()["audits"]})
    assert found.faults["rule"].tolist() == ["copy of another row"]
    assert found.counts.loc["audits", "accepted"] == 741


def test_two_rejections_of_one_row_are_both_given(tmp_path):
    register = Register(tmp_path)
    row = register.rows("audits")[0]
    register.put("audits", row, "Audit type", "Monthly")
    register.put("audits", row, "Due date", "31/04/2023")
    found = loaded(tmp_path, sources={"audits": register.save()["audits"]})
    assert found.faults["row"].tolist() == [row, row]
    assert found.rejected["audits"]["reasons"].iloc[0].count(";") == 1


def sentence(folder, **changes):
    with pytest.raises(DataError) as caught:
        loaded(folder, **changes)
    return str(caught.value)


def test_a_register_with_headings_only_is_empty(tmp_path):
    register = Register(tmp_path)
    first, _ = register.header("audits")
    register.sheet("audits").delete_rows(first + 1, 2000)
    said = sentence(tmp_path, sources={"audits": register.save()["audits"]})
    assert said.endswith(
        "the audit register has headings and no rows. Type audits in, or export it again."
    )


def test_a_month_without_audits_is_told_which_months_there_are(tmp_path):
    said = sentence(tmp_path, month="2024-02", as_at="2024-03-03")
    assert "no individual audit is planned for 2024-02" in said
    assert "only for 2023-05 to 2023-11" in said


def test_a_file_that_is_not_there(tmp_path):
    said = sentence(tmp_path, sources={"audits": {"file": "none.xlsx", "sheet": "x"}})
    assert said.startswith("There is no file none.xlsx for the table “audits”")


def test_a_sheet_that_is_not_there(tmp_path):
    sources = Register(tmp_path).save()
    said = sentence(tmp_path, sources={"audits": {**sources["audits"], "sheet": "Audit"}})
    assert "has no sheet “Audit”. It has: “Read me”, “Audit register”" in said


def test_a_needed_column_that_is_not_there(tmp_path):
    register = Register(tmp_path)
    first, columns = register.header("audits")
    register.sheet("audits").cell(first, columns["Date planned"]).value = "Begun"
    said = sentence(tmp_path, sources={"audits": register.save()["audits"]})
    assert "needed columns aren't there: planned_on (or Date planned). Found: Audit ref" in said


@pytest.mark.parametrize("n_above", [23, 24, 25, 26])
def test_headings_beyond_the_rows_that_are_searched_are_told_as_such(tmp_path, n_above):
    rows = [["title"]] * n_above + table([audit(1)])
    (tmp_path / "a.csv").write_text(as_csv(rows), encoding="utf-8")
    if n_above < 25:
        assert run(tmp_path, tmp_path / "a.csv").faults.empty
        return
    said = refused(tmp_path, tmp_path / "a.csv")
    assert "The first 25 rows were searched; if the headings stand further down" in said
    # Where some heading is in a row that was searched, others may still be below.
    (tmp_path / "b.csv").write_text(as_csv([["Team", "Month"], *rows]), encoding="utf-8")
    said = refused(tmp_path, tmp_path / "b.csv")
    assert "needed columns aren't there" in said
    assert "The first 25 rows were searched; if the headings stand further down" in said


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        ("a,b\n1,2\n".encode("utf-32-be"), "UTF-16 with commas"),
        (as_csv(table([audit(1)]), "^").encode(), "UTF-8 with commas"),
        (b"\0" * 400, "UTF-16 with commas"),
        ("x;y\n".encode("utf-16"), "UTF-16 with commas"),
    ],
)
def test_a_file_without_a_known_heading_is_told_with_how_it_was_read(tmp_path, content, read_as):
    (tmp_path / "a.csv").write_bytes(content)
    said = refused(tmp_path, tmp_path / "a.csv")
    assert f"It was read in the encoding {read_as} as separator." in said
    assert "save it again from Excel as “CSV UTF-8”" in said


def test_a_month_that_is_out_of_range_is_told_with_the_range(tmp_path):
    [fault] = run(tmp_path, audits({"month": "November 2203"}, {})).faults.to_dict("records")
    assert (fault["rule"], fault["found"]) == ("date out of range", "November 2203")
    assert fault["allowed"].endswith("or 2023-11, from January 2010 to December 2049")


def test_a_date_before_another_is_told_with_both_by_their_own_headings(tmp_path):
    rows = audits({"planned_on": "02/09/2023", "due_on": "01/09/2023"}, {})
    rows = [{("Begun" if k == "planned_on" else k): v for k, v in row.items()} for row in rows]
    reading = {"headings": {"audits": {"planned_on": ["Begun"]}}}
    [fault] = run(tmp_path, rows, reading=reading).faults.to_dict("records")
    assert fault["rule"] == "due_on before planned_on"
    assert fault["found"] == "01/09/2023; Begun: 02/09/2023"
    assert fault["allowed"] == "a date on or after Begun"


@pytest.mark.parametrize("grade", ["Gооd", "GOО\u0414", "Go\u200bod", "Ｇｏｏｄ", "R.І."])
def test_a_word_that_only_looks_like_one_of_the_list_is_told_so(tmp_path, grade):
    [fault] = run(tmp_path, audits({"auditor_grade": grade}, {})).faults.to_dict("records")
    looks = fault["rule"] == "only looks like a word of the list"
    # The Cyrillic letter de looks like no Latin one.
    assert looks is ("\u0414" not in grade)
    assert ("another alphabet" in remedy(fault["rule"])) is looks


def test_two_headings_for_one_column(tmp_path):
    register = Register(tmp_path)
    first, columns = register.header("audits")
    register.sheet("audits").cell(first, columns["Plan type"]).value = "Due on"
    said = sentence(tmp_path, sources={"audits": register.save()["audits"]})
    plan, due = columns["Plan type"], columns["Due date"]
    assert (
        "two headings stand for one column: due_on "
        f"(“Due on”, column {plan} and “Due date”, column {due}). Remove or rename one" in said
    )


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "is empty (0 bytes)"),
        ("a.xlsx", b"not a workbook", "can't be opened as an Excel workbook"),
        ("a.csv", b"Audit ref\n\x81", "isn't UTF-8 text"),
        ("a.csv", b"x,y\n1,2\n", "no heading of the table “audits”"),
        ("a.pdf", b"%PDF", "files that end in “.pdf” aren't read"),
    ],
)
def test_files_that_are_no_export(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    assert said in sentence(tmp_path, sources={"audits": {"file": str(tmp_path / name)}})


def test_rejected_rows_are_written_as_text_never_as_formulas(tmp_path):
    from openpyxl import load_workbook

    register = Register(tmp_path)
    row = register.rows("audits")[0]
    register.put("audits", row, "Audit type", "Monthly")
    cell = register.sheet("audits").cell(row, register.header("audits")[1]["Team"])
    cell.value = "=HYPERLINK(1)"
    cell.data_type = "s"
    found = loaded(tmp_path, sources={"audits": register.save()["audits"]})
    path = tmp_path / "rejected.xlsx"
    write_rejected(found, path)
    cells = list(load_workbook(path)["audits"].iter_rows(values_only=False))
    assert cells[0][0].value.startswith("OFFICIAL-SENSITIVE")
    teams = [c for c in cells[2] if c.value == "=HYPERLINK(1)"]
    assert [c.data_type for c in teams] == ["s"]


def test_a_workbook_of_one_row_loads(tmp_path):
    register = Register(tmp_path)
    first, _ = register.header("audits")
    keep = [c.value for c in register.sheet("audits")[register.rows("audits")[-1]]]
    keep = [c.value for c in register.sheet("audits")[register.rows("audits")[700]]]
    book = Workbook()
    sheet = book.active
    sheet.append([c.value for c in register.sheet("audits")[first]])
    sheet.append(keep)
    book.save(tmp_path / "one.xlsx")
    found = loaded(tmp_path, sources={"audits": {"file": str(tmp_path / "one.xlsx")}})
    assert found.counts.loc["audits"].tolist() == [1, 1, 0, 0]


def test_a_column_that_is_not_there_has_the_type_it_would_have(example, tmp_path):
    register = Register(tmp_path)
    first, columns = register.header("audits")
    register.sheet("audits").cell(first, columns["Made safe on"]).value = "x"
    found = loaded(tmp_path, sources={"audits": register.save()["audits"]})
    assert found["audits"]["made_safe_on"].isna().all()
    assert found["audits"].dtypes.equals(example["audits"].dtypes)
    assert "x" in found.repairs.query("rule == 'column not read'")["found"].tolist()


def test_a_re_audit_may_have_no_due_date(tmp_path):
    text = (EXPORT / "csv" / "re_audits.csv").read_text(encoding="utf-8-sig")
    assert "RE-001,QA23-0069,18/08/2023," in text
    blank = text.replace("RE-001,QA23-0069,18/08/2023,", "RE-001,QA23-0069,,")
    path = tmp_path / "re_audits.csv"
    path.write_text(blank, encoding="utf-8")
    found = loaded(tmp_path, sources={**csv_sources(), "re_audits": {"file": str(path)}})
    assert "re_audits" not in found.rejected
    table = found["re_audits"].set_index("re_audit_id")
    assert table.index[table["due_on"].isna()].tolist() == ["RE-001"]
