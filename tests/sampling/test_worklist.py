"""Workbooks as a person opens them: text, lists to choose from, locked but for the answers."""

import dataclasses
import datetime as dt
import io
import re
import shutil
import subprocess
import time
import zipfile

import openpyxl
import pandas as pd
import pytest
from moderation_registers import GRADES, audit, audits, moderations, moderators, plan
from programs import needed

from qaanalysis.errors import DataError
from qaanalysis.sampling import moderation_sample
from qaanalysis.sampling.worklist import Form, Question, workbook, write
from qaanalysis.vocabulary import GradeScale

SCALE = GradeScale(GRADES, frozenset(GRADES[:2]))
FORM = Form(
    "themed",
    "Themed audit",
    ("Read the file.", "=Fill in the form."),
    "case_id",
    (("case_id", "Case"), ("team", "Team"), ("month", "Month"), ("due_on", "Due")),
    (
        Question("seen", "Was the child seen?", ("Yes", "No, and nobody says why")),
        Question("seen_on", "When?", is_day=True),
        Question("notes", "Notes"),
    ),
)
HOSTILE = ["=1+1", "+A1", "@SUM(A1)", "-2", '=HYPERLINK("http://x")', "ok\x07bell", "  spaced"]


def cases(texts=("C1", "C2")):
    return pd.DataFrame(
        {
            "case_id": list(texts),
            "team": [f"{text} team" for text in texts],
            "month": pd.Period("2023-11", "M"),
            "due_on": pd.Timestamp("2024-01-05"),
        }
    )


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def cells(book):
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def values(sheet, first=3):
    return [list(row) for row in sheet.iter_rows(min_row=first, values_only=True)]


@pytest.fixture(scope="module")
def draw():
    register = [audit(i, f"Auditor {i}", GRADES[i % 4]) for i in range(20)]
    asked = plan(target=12)
    frame = moderation_sample.frame(audits(register), moderations(), plan=asked)
    return moderation_sample.drawn(frame, moderators(3), plan=asked)


@pytest.fixture
def lists(draw, tmp_path):
    return moderation_sample.worklists(
        draw, tmp_path / "new", scale=SCALE, due_on=dt.date(2024, 1, 5)
    )


def test_each_moderator_has_a_workbook_with_their_audits_and_no_other(draw, lists):
    assert lists.index.tolist() == ["Moderator 0", "Moderator 1", "Moderator 2"]
    found = {}
    for name, path in lists.items():
        book = openpyxl.load_workbook(path)
        found[name] = [row[0] for row in values(book["Cases"], first=4)]
        assert [row[0] for row in values(book["Return form"], first=4)] == found[name]
    mine = draw.sample.groupby("moderator")["audit_id"].agg(sorted).to_dict()
    assert found == mine
    assert sum(map(len, found.values())) == 12


def test_a_moderators_workbook_shows_what_they_need_and_no_grade_or_child(lists):
    book = openpyxl.load_workbook(lists.iloc[0])
    assert book.sheetnames == ["Instructions", "Cases", "Return form", "Answers"]
    assert values(book["Cases"])[0] == [
        "Audit",
        "Month of the audit",
        "Service area",
        "Team",
        "Moderation due",
    ]
    first = values(book["Cases"])[1]
    assert first[1:] == [
        dt.datetime(2023, 11, 1),
        "Family Support",
        "North",
        dt.datetime(2024, 1, 5),
    ]
    text = " ".join(str(cell.value) for cell in cells(book) if cell.parent.title == "Cases")
    assert not any(grade in text for grade in GRADES)
    assert "Auditor" not in text
    assert "child_id" not in text


def test_answers_are_chosen_from_the_grade_scale(lists):
    book = openpyxl.load_workbook(lists.iloc[0])
    form, answers = book["Return form"], book["Answers"]
    assert answers.sheet_state == "hidden"
    headings = values(form)[0]
    chosen = {}
    for rule in form.data_validations.dataValidation:
        assert rule.showErrorMessage
        assert rule.errorStyle == "stop"
        column = next(iter(rule.sqref.ranges)).min_col
        if rule.type == "list":
            sheet, place = rule.formula1.split("!")
            held = book[sheet][place.replace("$", "")]
            chosen[headings[column - 1]] = tuple(row[0].value for row in held)
        else:
            assert (rule.type, headings[column - 1]) == ("date", "Date moderated")
    assert chosen == {
        "Your grade of the case": GRADES,
        "Your grade of the audit itself": GRADES,
        "Graded without knowing the auditor's grade?": ("Yes", "No"),
    }
    assert headings[-2:] == ["Reason, where your grade differs", "Inclusion probability"]


def test_each_form_brings_back_the_chance_of_being_drawn_and_hides_it(draw, lists):
    chances = draw.sample.set_index("audit_id")["inclusion_probability"]
    assert len(set(chances)) > 1
    back = {}
    for path in lists:
        form = openpyxl.load_workbook(path)["Return form"]
        assert [letter for letter, one in form.column_dimensions.items() if one.hidden] == ["G"]
        assert form["G3"].value == "Inclusion probability"
        back |= {row[0]: row[6] for row in values(form, first=4)}
    assert back == chances.to_dict()


def test_without_questions_there_is_nothing_to_return():
    form = Form("feedback", "Feedback", ("Read.",), "case_id", (("case_id", "Case"),), ())
    book = opened(workbook(cases(), person="P", form=form))
    assert book.sheetnames == ["Instructions", "Cases"]
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible"]


def test_only_the_answers_can_be_typed_in(lists):
    book = openpyxl.load_workbook(lists.iloc[0])
    n = len(values(book["Cases"], first=4))
    free = [cell for cell in cells(book) if not cell.protection.locked]
    assert all(sheet.protection.sheet for sheet in book)
    assert {cell.parent.title for cell in free} == {"Return form"}
    assert len(free) == n * 5
    assert all(cell.value is None and cell.row > 3 and cell.column > 1 for cell in free)


def test_every_sheet_is_marked_on_screen_and_on_paper(lists):
    for sheet in openpyxl.load_workbook(lists.iloc[0]):
        assert sheet["A1"].value.startswith("OFFICIAL-SENSITIVE")
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "OFFICIAL-SENSITIVE"


def test_no_value_becomes_a_formula():
    data = workbook(cases(HOSTILE), person="=Somebody", form=FORM)
    book = opened(data)
    assert "f" not in {cell.data_type for cell in cells(book)}
    shown = [row[0] for row in values(book["Cases"], first=4)]
    assert sorted(shown) == sorted(text.replace("\x07", "�") for text in HOSTILE)
    by_text = {cell.value: cell for cell in book["Cases"]["A"]}
    assert by_text["=1+1"].quotePrefix
    assert not by_text["  spaced"].quotePrefix
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 4
        assert not any(re.search(rb"<f[ >]", parts.read(name)) for name in sheets)


def test_an_answer_with_a_comma_is_one_answer():
    book = opened(workbook(cases(), person="P", form=FORM))
    assert [row[0] for row in values(book["Answers"])] == ["Yes", "No, and nobody says why"]


def test_the_same_cases_have_the_same_bytes_at_any_time_and_in_any_order(monkeypatch):
    one = workbook(cases(), person="P", form=FORM)
    later = time.time() + 10**6
    monkeypatch.setattr(time, "time", lambda: later)
    assert workbook(cases().iloc[::-1], person="P", form=FORM) == one
    with zipfile.ZipFile(io.BytesIO(one)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = parts.read("docProps/core.xml")
    assert core.count(b"2000-01-01T00:00:00Z") == 2
    assert str(dt.datetime.now(dt.UTC).year).encode() not in core


def test_a_missing_value_is_a_blank_cell():
    some = cases().assign(team=["North", None], due_on=[pd.Timestamp("2024-01-05"), pd.NaT])
    rows = values(opened(workbook(some, person="P", form=FORM))["Cases"], first=4)
    assert rows[1] == ["C2", None, dt.datetime(2023, 11, 1), None]


def test_people_of_alike_names_have_files_of_their_own_and_nobodys_cases_none(tmp_path):
    people = ["A. B", "A B", "Ümit/..", None]
    theirs = cases(["C1", "C2", "C3", "C4"]).assign(person=pd.Series(people, dtype="str"))
    files = write(theirs, tmp_path, person="person", form=FORM)
    assert sorted(path.name for path in files) == [
        "themed-A-B-2.xlsx",
        "themed-A-B.xlsx",
        "themed-mit.xlsx",
    ]
    assert all(path.parent == tmp_path for path in files)


def test_a_file_that_may_be_filled_in_is_never_written_over(draw, lists):
    folder = lists.iloc[0].parent
    lists.iloc[0].unlink()
    with pytest.raises(DataError, match="worklists: found 2 files of these names"):
        moderation_sample.worklists(draw, folder, scale=SCALE, due_on=dt.date(2024, 1, 5))
    assert not lists.iloc[0].exists()
    lists.iloc[1].write_bytes(b"filled in")
    one = cases().assign(person=lists.index[1]), folder
    named = dataclasses.replace(FORM, name="moderation-2023-11")
    with pytest.raises(DataError, match=r"^feedback: found 1 file of these names"):
        write(*one, person="person", form=named, what="feedback")


def test_what_is_wrong_is_said_in_a_sentence():
    with pytest.raises(DataError, match="cases: found no column team; needed"):
        workbook(cases().drop(columns="team"), person="P", form=FORM)
    carried = dataclasses.replace(FORM, carried=(("chance", "Chance"),))
    with pytest.raises(DataError, match="cases: found no column chance; needed"):
        workbook(cases(), person="P", form=carried)
    with pytest.raises(DataError, match="case_id: found 1 row repeating"):
        workbook(cases(["C1", "C1"]), person="P", form=FORM)


@pytest.mark.slow
def test_libreoffice_opens_it_and_keeps_the_lists(lists, tmp_path):
    program = needed("soffice")
    source = tmp_path / "list.xlsx"
    shutil.copy(lists.iloc[0], source)
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, home, "--headless", "--convert-to", "ods", "--outdir", tmp_path, source]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    back = [program, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    out = tmp_path / "back"
    subprocess.run(
        [*back, "--outdir", out, tmp_path / "list.ods"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    form = openpyxl.load_workbook(out / "list.xlsx")["Return form"]
    kinds = sorted(rule.type for rule in form.data_validations.dataValidation)
    assert set(kinds) == {"date", "list"}
    assert form.protection.sheet
