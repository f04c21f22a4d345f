"""A new folder for an export: its params name it, propose how it is read, and apply nothing."""

import datetime as dt

import pandas as pd
import pytest
import yaml
from openpyxl import Workbook
from run_files import ROOT
from typer.testing import CliRunner

from qaanalysis import new_folder, params
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.errors import DataError, RunError
from qaanalysis.params_file import read_declared
from qaanalysis.run.plan import jobs

TODAY = dt.date(2026, 4, 20)
HEAD = {
    "Audit ref": "A{n}",
    "Audit type": "Monthly",
    "Audit month": "Feb 26",
    "Child's Mosaic ID": "{n}",
    "Service area": "North",
    "Team": "North 1",
    "Auditor name": "Ann Example",
    "Auditor's role": "Team manager",
    "Date allocated": "0{n}.02.2026",
    "Deadline": "20.02.2026",
    "Completed on": "18.02.2026",
    "Overall judgement": "RI",
}


def export(path, *changed, sheets=None):
    """Write a register with a row for each of the changed cells, and other sheets."""
    book = Workbook()
    book.active.title = "Audit log"
    book.active.append(list(HEAD))
    for n, cells in enumerate(changed or [{}], start=1):
        row = {**HEAD, **cells}
        book.active.append([str(cell).format(n=n) for cell in row.values()])
    for name, headings in (sheets or {}).items():
        book.create_sheet(name).append(headings)
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def made_for(tmp_path, *changed, sheets=None, month=None):
    file = export(tmp_path / "exports" / "log.xlsx", *changed, sheets=sheets)
    return new_folder.make(tmp_path / "ours", export=file, month=month, today=TODAY)


def confirm(made):
    """Take the # out of the line that the folder's README says."""
    file = made.params.parent / "organisation.yml"
    text = file.read_text(encoding="utf-8")
    assert text.count("# extends: reading.yml\n") == 1
    file.write_text(text.replace("# extends: reading.yml", "extends: reading.yml"), "utf-8")


def keys(made):
    """Return what the folder's params say, files that they extend among it."""
    declared = read_declared(made.params)
    return declared.values  # noqa: PD011


def test_nothing_is_applied_until_the_analyst_confirms_it(tmp_path):
    made = made_for(tmp_path, {}, {})
    assert "reading" not in keys(made)
    with pytest.raises(DataError, match="needed columns aren't there: audit_id, month, child_id"):
        load(params.read(made.params))
    confirm(made)
    read = params.read(made.params)
    found = load(read)
    assert found.faults.empty
    assert found.counts.loc["audits", "accepted"] == 2
    assert [job.report for job in jobs(read, made.params, areas=["North"])] == list(read.reports)


def test_the_export_is_named_where_it_lies_and_nothing_of_the_example_is_there(tmp_path):
    made = made_for(tmp_path)
    told = keys(made)
    assert told["sources"] == {"audits": {"file": "../../exports/log.xlsx", "sheet": "Audit log"}}
    assert list(told["reports"]) == ["returns", "grades", "head_of_service", "data_quality"]
    assert told["organisation"] == "Name of the organisation"
    example = {"claims", "commentary", "committee", "learning", "moderation", "about_data"}
    assert not example & set(told)
    assert not (made.folder / "register.xlsx").exists()
    text = (made.params.parent / "organisation.yml").read_text(encoding="utf-8")
    assert "# moderation: {group_by: service_area}  # once sources has moderations" in text


def test_a_table_that_lacks_a_needed_column_waits_and_every_sheet_is_told(tmp_path):
    grade = ["Date moderated", "Moderator's grade"]
    sheets = {
        "Moderation": ["Moderation ref", "Audit ref", "Moderator", *grade],
        "Tracker": ["Audit ref", "Who", "Date closed", "Due"],
        "Notes": ["Nothing known"],
    }
    made = made_for(tmp_path, sheets=sheets)
    text = (made.params.parent / "organisation.yml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    assert list(told["sources"]) == ["audits", "moderations"]
    assert "moderation" in told["reports"]
    assert "follow_up" not in told["reports"]
    assert "# once reading.yml has its action_id, raised_on" in text
    assert "# Sheet “Notes”: no table recognised; no heading is known." in text


@pytest.mark.parametrize(
    ("changed", "months", "as_at"),
    [
        # The latest month that has begun; and a return after its end is counted.
        (({}, {"Audit month": "Mar 26"}), ("2026-02", "2026-03"), "2026-03-31"),
        (({"Completed on": "03.03.2026"},), ("2026-02", "2026-02"), "2026-03-03"),
        # Audits planned ahead, and slips of the pen, are no month to report.
        (({}, {"Audit month": "Mar 62"}), ("2026-02", "2026-02"), "2026-02-28"),
        # The month that isn't over stands as it is today.
        (({"Audit month": "Apr 26"},), ("2026-04", "2026-04"), "2026-04-20"),
        # At most twelve.
        (
            ({"Audit month": "Jan 24"}, {"Audit month": "Mar 25"}, {}),
            ("2025-03", "2026-02"),
            "2026-02-28",
        ),
        # Where no month can be read, that in which audits were planned.
        (({"Audit month": "Spring"},), ("2026-02", "2026-02"), "2026-02-28"),
    ],
)
def test_the_months_are_those_of_the_export(tmp_path, changed, months, as_at):
    made = made_for(tmp_path, *changed)
    assert (str(made.months.first), str(made.months.last)) == months
    read = keys(made)
    assert (str(read["first_month"]), str(read["month"])) == months
    assert str(read["as_at"]) == as_at


def test_another_month_can_be_asked_for(tmp_path):
    made = made_for(tmp_path, {}, {"Audit month": "Mar 26"}, month=pd.Period("2026-02", "M"))
    assert made.params.name == "2026-02.yml"
    assert str(made.months.last) == "2026-02"


def test_an_unknown_grade_is_told_where_the_grades_are(tmp_path):
    made = made_for(tmp_path, {}, {"Overall judgement": "Inad."})
    text = (made.params.parent / "organisation.yml").read_text(encoding="utf-8")
    assert "# Not recognised as a grade, 1 cell: “Inad.”. Add it to the aliases" in text
    assert params.read(made.params).scale.labels[-1] == "Inadequate"


def test_what_isnt_a_register_is_refused_and_nothing_is_written(tmp_path):
    book = Workbook()
    book.active.append(["Action ref", "Audit ref", "Who", "Date raised"])
    book.save(tmp_path / "actions.xlsx")
    with pytest.raises(RunError, match="no sheet seems to hold the audit register"):
        new_folder.make(tmp_path / "ours", export=tmp_path / "actions.xlsx", today=TODAY)
    with pytest.raises(DataError, match="There is no file"):
        new_folder.make(tmp_path / "ours", export=tmp_path / "none.xlsx", today=TODAY)
    assert not (tmp_path / "ours").exists()


def test_the_command_says_what_is_left_to_do_and_names_nobody(tmp_path):
    file = export(tmp_path / "log.xlsx", {}, sheets={"Notes": ["Nothing known"]})
    shown = CliRunner().invoke(app, ["new", str(tmp_path / "ours"), "--from", str(file)])
    assert shown.exit_code == 0, shown.output
    assert "Sheet “Audit log”: audits, 12 of 12 headings recognised." in shown.output
    assert "Sheet “Notes”: no table recognised" in shown.output
    assert "2026-02.yml reports 2026-02 as at 2026-02-28" in shown.output
    assert "take the # out of its line “# extends: reading.yml”" in shown.output
    written = [
        p.read_text(encoding="utf-8") for p in (tmp_path / "ours").rglob("*.*") if p.is_file()
    ]
    assert not any("Ann Example" in text for text in [shown.output, *written])
    assert "python " in (tmp_path / "ours" / "README.md").read_text(encoding="utf-8")
    assert (ROOT / "start.py").is_file()
