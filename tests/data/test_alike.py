"""Faults that are alike are one line; the rejected rows stay one each."""

import re

from messy_register import as_csv, audits, run, table
from openpyxl import load_workbook
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.data.alike import alike
from qaanalysis.data.rejects import write_rejected

GRADES = ["Inad."] * 40 + ["Good?", "Good", "Inad.", "Good?"]


def register():
    return audits(*({"auditor_grade": grade} for grade in GRADES))


def test_a_wrong_word_is_one_line_with_how_many_rows_and_the_first(tmp_path):
    found = run(tmp_path, register())
    lines = alike(found.faults)
    assert lines[["found", "n_rows", "rows"]].to_numpy().tolist() == [
        ["Inad.", 41, "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …"],
        ["Good?", 2, "42, 45"],
    ]
    assert lines["n_rows"].sum() == len(found.faults) == found.counts.loc["audits", "rejected"]
    write_rejected(found, tmp_path / "rejected.xlsx")
    assert load_workbook(tmp_path / "rejected.xlsx")["audits"].max_row == 2 + 43


def test_of_words_that_name_somebody_one_line_tells_all_and_none(tmp_path):
    rows = audits({"auditor": "Ann Secret" * 21}, {"auditor": ""}, {"auditor": "Bob Secret" * 21})
    lines = alike(run(tmp_path, [*rows, *audits({}, {}, {}, {})[3:]]).faults)
    assert lines[["rule", "n_rows", "rows"]].to_numpy().tolist() == [
        ["too long", 2, "2, 4"],
        ["blank", 1, "3"],
    ]
    assert "ecret" not in lines.to_csv()


def test_other_files_columns_and_rules_are_other_lines(tmp_path):
    for name in ("one", "two"):
        text = as_csv(table(audits({"audit_id": f"{name}1", "team": ""}, {"audit_id": name})))
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    lines = alike(run(tmp_path, {"audits": {"file": str(tmp_path / "*.csv")}}).faults)
    assert lines["file"].tolist() == ["one.csv", "two.csv"]
    assert lines["rows"].tolist() == ["2", "2"]


def test_there_may_be_no_fault_at_all(tmp_path):
    assert alike(run(tmp_path, audits({})).faults).empty


def test_the_command_prints_a_line_for_each_word_and_counts_every_row(tmp_path):
    file = tmp_path / "audits.csv"
    file.write_text(as_csv(table(register())), encoding="utf-8", newline="")
    shown = CliRunner().invoke(app, ["check", str(file)])
    assert shown.exit_code == 1
    assert len(re.findall(r"│ Inad\. +│", shown.output)) == 1
    assert re.search(r"│ +41 │ 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … │", shown.output)
    assert "43 faults against the data specification" in shown.output
