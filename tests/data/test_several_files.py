"""One table from several files: a workbook a month, with the same or other columns."""

import pandas as pd
import pytest
from messy_register import (
    as_csv,
    audit,
    audits,
    faults,
    reconciles,
    refused,
    run,
    table,
    workbook,
)

from qaanalysis.data.sources import refuse_unread
from qaanalysis.errors import DataError


def monthly(folder):
    """Write the audits of two months into two workbooks, one of which lacks a column."""
    september = [*audits({}, {"audit_type": "Monthly"}), audit(4)]
    october = [
        {k: v for k, v in audit(n, month="October 2023").items() if k != "plan_type"}
        for n in (3, 1)
    ]
    workbook(folder / "register-2023-09.xlsx", table(september))
    workbook(folder / "register-2023-10.xlsx", [["October"], *table(october)])
    return folder / "register-*.xlsx"


def test_each_row_keeps_its_file_and_its_number(tmp_path):
    found = run(tmp_path, monthly(tmp_path))
    listed = found.faults[["file", "row", "rule"]].itertuples(index=False, name=None)
    assert sorted(listed) == [
        ("register-2023-09.xlsx", 3, "not a word of the list"),
        ("register-2023-10.xlsx", 4, "repeated with other values"),
    ]
    assert any("row 2 of register-2023-09.xlsx, sheet Audits" in t for t in found.faults["found"])
    assert found.counts.loc["audits"].tolist() == [5, 2, 3, 0]
    assert reconciles(found)
    assert found.rejected["audits"]["file"].tolist() == [
        "register-2023-09.xlsx, sheet Audits",
        "register-2023-09.xlsx, sheet Audits",
        "register-2023-10.xlsx, sheet Audits",
    ]
    assert sorted(found.fingerprint) == ["register-2023-09.xlsx", "register-2023-10.xlsx"]


def test_several_files_give_what_one_file_of_all_rows_gives(tmp_path):
    rows = audits({}, {"team": "South"}, {"plan_type": "CIN"}, {"auditor_grade": ""})
    whole = run(tmp_path, rows)["audits"]
    for name, part in (("a-1.csv", rows[:1]), ("a-2.csv", rows[1:3]), ("a-3.csv", rows[3:])):
        (tmp_path / name).write_text(
            pd.DataFrame(part).to_csv(index=False), encoding="utf-8", newline=""
        )
    pd.testing.assert_frame_equal(run(tmp_path, tmp_path / "a-*.csv")["audits"], whole)


def test_no_file_that_matches_is_told(tmp_path):
    said = refused(tmp_path, tmp_path / "register-*.xlsx")
    assert said.startswith("There is no file like register-*.xlsx for the table “audits”")


def test_a_parquet_file_gives_what_a_workbook_gives(tmp_path):
    rows = audits({}, {"planned_on": pd.Timestamp("2023-09-01")}, {"child_id": "0012"})
    frame = pd.DataFrame(rows)
    frame["planned_on"] = pd.to_datetime(["2023-09-01"] * 3)
    frame["returned_on"] = pd.to_datetime(["2023-09-20"] * 3).date
    frame.to_parquet(tmp_path / "a.parquet")
    found = run(tmp_path, tmp_path / "a.parquet")
    assert faults(found) == []
    plain = run(tmp_path, audits({}, {}, {"child_id": "0012"}))
    pd.testing.assert_frame_equal(found["audits"], plain["audits"])


def test_a_damaged_parquet_file_is_told(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    assert "can't be read as a parquet file" in refused(tmp_path, tmp_path / "a.parquet")


@pytest.mark.parametrize("name", ["a[1].xlsx"])
def test_a_name_with_a_bracket_is_a_name_if_there_is_such_a_file(tmp_path, name):
    workbook(tmp_path / name, table(audits({})))
    assert run(tmp_path, tmp_path / name).counts.loc["audits", "accepted"] == 1


def test_all_files_that_cant_be_read_are_told_at_once(tmp_path):
    for name in ("1", "2", "3", "4"):
        text = as_csv(table(audits({"audit_id": name})))
        if name in "24":
            text = text.replace("team", "group", 1)
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "5.csv").write_bytes(b"")
    said = refused(tmp_path, {"audits": {"file": str(tmp_path / "?.csv")}})
    first, *others = said.splitlines()
    assert first == "Of 5 files of ?.csv 3 can't be read:"
    assert [line.split(":")[0].split(" is")[0] for line in others] == [
        "  2.csv",
        "  4.csv",
        "  5.csv",
    ]
    assert "needed columns aren't there: team" in others[0]
    assert "is empty (0 bytes)" in others[2]


def test_one_that_cant_be_read_is_told_alone_and_of_all_what_is_wrong_in_params_once(tmp_path):
    for name in ("1", "2"):
        text = as_csv(table(audits({"audit_id": name})))
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    (tmp_path / "3.csv").write_bytes(b"")
    sources = {"audits": {"file": str(tmp_path / "?.csv")}}
    assert refused(tmp_path, sources).startswith("3.csv is empty (0 bytes).")
    reading = {"headings": {"audits": {"teem": ["Team"]}}}
    (tmp_path / "3.csv").unlink()
    said = refused(tmp_path, sources, reading=reading)
    assert said.startswith("params: reading.headings.audits: “teem” isn't a column")
    assert "\n" not in said


def test_tables_that_cant_be_read_are_told_at_once(tmp_path):
    sources = {name: {"file": str(tmp_path / f"{name}.csv")} for name in ("audits", "findings")}
    said = refused(tmp_path, sources)
    assert said.splitlines()[0] == "Of 2 tables 2 can't be read:"
    assert "There is no file audits.csv" in said
    assert "There is no file findings.csv" in said


def test_of_very_many_the_first_are_told_and_how_many_more():
    with pytest.raises(DataError, match=r"Of 300 files of \*\.csv 300 can't be read:") as caught:
        refuse_unread([f"{i}.csv is empty." for i in range(300)], "300 files of *.csv")
    assert str(caught.value).splitlines()[-2:] == ["  199.csv is empty.", "  … and 100 more"]
