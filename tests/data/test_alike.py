"""Faults that are alike are one line; the rejected rows stay one each."""

import io
import re

from messy_register import as_csv, audits, run, table
from openpyxl import load_workbook
from rich.console import Console
from typer.testing import CliRunner

from qaanalysis import terminal
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


def of_many_kinds(tmp_path, n=550):
    rows = [audits({"audit_id": f"B{i}", "auditor_grade": f"G{i}"})[0] for i in range(n)]
    file = tmp_path / "audits.csv"
    text = as_csv(table([*rows, *audits({"due_on": "soon"}, {})]))
    file.write_text(text, encoding="utf-8", newline="")
    return file


def test_of_many_kinds_the_first_are_printed_and_every_one_is_counted(tmp_path):
    shown = CliRunner().invoke(app, ["check", str(of_many_kinds(tmp_path))]).output
    assert re.findall(r"│ (G\d+) +│", shown) == [f"G{i}" for i in range(500)]
    assert "… and 50 more lines of audits: not a word of the list." in shown
    assert "Correct these, and check again to be told of the others." in shown
    assert re.search(r"│ not a word of the list +│ +550 │", shown)
    assert re.search(r"│ +1 │ 552 +│ due_on", shown)
    assert "551 faults against the data specification" in shown


def test_on_a_screen_fewer_are_and_params_are_told_where_all_stand(tmp_path, monkeypatch):
    loaded = run(tmp_path, {"audits": {"file": str(of_many_kinds(tmp_path))}})
    screen = Console(force_terminal=True, width=300, record=True, file=io.StringIO())
    monkeypatch.setattr(terminal, "console", lambda: screen)
    terminal.show_account(loaded, "")
    shown = screen.export_text()
    assert len(re.findall(r"│ G\d+ +│", shown)) == 20
    assert "… and 530 more lines of audits: not a word of the list." in shown
    assert "writes every rejected row, with its reasons, to rejected-rows.xlsx." in shown
    assert "Written to a file (> faults.txt), 500 of each rule are listed." in shown


def test_columns_that_arent_read_are_counted_and_the_first_are_listed(tmp_path):
    rows = table(audits({}, {}))
    rows = [
        rows[0] + [f"note {i}" for i in range(5_000)],
        *(row + [""] * 5_000 for row in rows[1:]),
    ]
    file = tmp_path / "audits.csv"
    file.write_text(as_csv(rows), encoding="utf-8", newline="")
    shown = CliRunner().invoke(app, ["check", str(file)]).output
    assert "… and 4,500 more lines of audits: column not read." in shown
    assert len(shown) < 300_000
