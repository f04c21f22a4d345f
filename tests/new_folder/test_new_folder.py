"""A new folder: complete, with a register to type into, and never over what is there."""

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from run_files import ROOT
from typed_rows import six_audits, type_in
from typer.testing import CliRunner

from qaanalysis import new_folder, params
from qaanalysis.cli import app
from qaanalysis.data import load
from qaanalysis.data.against_specification import check_file
from qaanalysis.errors import DataError, RunError
from qaanalysis.new_folder import typed
from qaanalysis.run.plan import jobs

MONTH = pd.Period("2026-11", "M")
TODAY = dt.date(2026, 11, 10)


@pytest.fixture
def made(tmp_path):
    return new_folder.make(tmp_path / "qa", month=MONTH, today=TODAY)


def on(sheet, heading) -> DataValidation:
    """Return what Excel lets into the first row under a heading."""
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == heading)
    found = [v for v in sheet.data_validations.dataValidation if f"{letter}2" in v.cells]
    assert len(found) == 1
    return found[0]


def test_its_params_are_read_and_every_report_can_be_planned(made):
    read = params.read(made.params)
    assert [job.report for job in jobs(read, made.params, areas=["North"])] == list(read.reports)
    assert (read.month, str(read.as_at)) == ("2026-11", "2026-11-30")
    copied = {path.name for path in (made.folder / "notebooks").glob("*.ipynb")}
    assert copied == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}


def test_its_notebooks_are_ours_with_its_own_params(made):
    for path in sorted((made.folder / "notebooks").glob("*.ipynb")):
        ours = json.loads((ROOT / "notebooks" / path.name).read_text(encoding="utf-8"))
        text = re.sub(r"params/2023-11[\w-]*\.yml", "params/2026-11.yml", json.dumps(ours))
        assert json.loads(path.read_text(encoding="utf-8")) == json.loads(text)


def test_it_is_the_same_bytes_each_time(made, tmp_path):
    again = new_folder.make(tmp_path / "again", month=MONTH, today=TODAY)
    for path in made.folder.rglob("*"):
        if path.is_file():
            other = again.folder / path.relative_to(made.folder)
            digests = {hashlib.sha256(p.read_bytes()).hexdigest() for p in (path, other)}
            assert len(digests) == 1, path.name


def test_the_register_lets_in_what_the_specification_allows(made):
    book = load_workbook(made.register)
    audits = book["Audits"]
    assert (
        on(audits, "Auditor grade").formula1 == '"Outstanding,Good,Requires Improvement,Inadequate"'
    )
    assert on(audits, "Immediate concern").formula1 == '"Yes,No"'
    assert on(audits, "Due on").type == "date"
    own = on(audits, "Team")
    column = own.formula1.split("!$")[1][0]
    assert (book["Lists"][f"{column}1"].value, own.errorStyle) == ("Teams", "warning")
    assert on(book["Moderations"], "Outcome").formula1 == '"Supported,Downgraded,Upgraded"'
    # Excel refuses a longer list in a formula.
    for sheet in book:
        assert all(len(v.formula1) <= 257 for v in sheet.data_validations.dataValidation)


def test_every_heading_of_the_register_is_of_the_specification_and_has_a_note(made):
    book = load_workbook(made.register)
    schema = ROOT / "docs" / "data-specification" / "audits.schema.json"
    fields = [f["name"] for f in json.loads(schema.read_text(encoding="utf-8"))["fields"]]
    headings = [cell.value for cell in book["Audits"][1]]
    assert [head.lower().replace(" ", "_") for head in headings] == fields
    assert all(cell.comment for cell in book["Audits"][1])
    noted = {(row[0], row[1]) for row in book["Read me"].iter_rows(min_row=12, values_only=True)}
    assert {("Audits", head) for head in headings} <= noted
    checked = check_file(made.register)
    assert checked.problems == ()
    assert checked.left_out == ("Read me", "Lists")
    assert set(checked.loaded.counts.index) == set(params.read(made.params).sources)


def test_an_empty_register_is_said_to_be_empty(made):
    with pytest.raises(DataError, match="Audits: the audit register has headings and no rows"):
        load(params.read(made.params))


def test_rows_that_are_typed_in_are_accepted(made):
    type_in(made.register, "Audits", *six_audits())
    moderation = {
        "Moderation ID": "M1",
        "Audit ID": "A1",
        "Moderator": "Mo Example",
        "Moderated on": "25/11/2026",
        "Moderator grade": "Good",
    }
    type_in(made.register, "Moderations", moderation)
    found = load(params.read(made.params))
    assert found.faults.empty
    assert found.counts["accepted"].to_dict() == {
        **dict.fromkeys(params.read(made.params).sources, 0),
        "audits": 6,
        "moderations": 1,
    }
    assert found["audits"]["month"].unique().tolist() == [MONTH]


def test_a_folder_with_anything_in_it_is_refused_and_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match=r"isn't empty: it has mine\.txt\. Nothing was written"):
        new_folder.make(tmp_path, month=MONTH, today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    with pytest.raises(RunError, match=r"mine\.txt is a file"):
        new_folder.make(tmp_path / "mine.txt", month=MONTH, today=TODAY)


def test_the_command_says_what_to_do_next(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = Path("qa")
    shown = CliRunner().invoke(app, ["new", str(folder), "--month", "2026-11"])
    assert shown.exit_code == 0
    file = folder / "params" / "2026-11.yml"
    for word in ("check", "run"):
        assert f": {typed.command(tmp_path)} {word} {file.as_posix()}\n" in shown.output
    assert "start.py" in shown.output
    assert file.is_file()


@pytest.mark.parametrize(
    ("here", "called"),
    [
        (ROOT, "python start.py"),
        (ROOT / "our-audits", "python ../start.py"),
        (ROOT.parent, f"python {typed.quoted(ROOT / 'start.py')}"),
    ],
)
def test_what_is_to_be_typed_is_found_from_the_folder_it_is_typed_in(here, called):
    assert typed.command(here) == called


def test_without_start_py_the_command_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(typed, "START", tmp_path / "start.py")
    assert typed.command(tmp_path) == "qaanalysis"
    made = new_folder.make(tmp_path / "qa", month=MONTH, today=TODAY)
    told = (made.folder / "README.md").read_text(encoding="utf-8")
    assert "`qaanalysis check params/2026-11.yml`" in told
    assert "start.py" not in told
    (tmp_path / "start.py").touch()
    made = new_folder.make(tmp_path / "our audits", month=MONTH, today=TODAY)
    told = (made.folder / "README.md").read_text(encoding="utf-8")
    assert "`python ../start.py check params/2026-11.yml`" in told
    assert "`qaanalysis check params/2026-11.yml` is the same" in told
    assert typed.quoted(made.params).startswith('"')


def test_a_register_of_the_folder_is_kept_out_of_git(made):
    told = (made.folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"outputs/", "exports/", "*.xls[xmb]"} <= set(told)


def test_an_empty_folder_is_filled(tmp_path):
    assert new_folder.make(tmp_path, month=MONTH, today=TODAY).register.is_file()
