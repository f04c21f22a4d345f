"""Worklists filled in as people fill them in, and what is collected of them."""

import datetime as dt
import re
import shutil
import subprocess
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import from_excel
from programs import needed

from qaanalysis.data.schemas.themed import themed_responses
from qaanalysis.errors import DataError
from qaanalysis.sampling.collection import collected, responses
from qaanalysis.sampling.collection.typed import EARLIEST, typed
from qaanalysis.sampling.form_sheets import FORM, HEADINGS_ROW
from qaanalysis.sampling.moderation_sample.worklists import form as moderation_form
from qaanalysis.sampling.worklist import Form, Question, write
from qaanalysis.vocabulary import Answer, GradeScale

ANSWERS = tuple(map(str, Answer))
SEEN = Question("seen", "Was the child seen?", ANSWERS)
PLAN = Question("plan", "Is the plan up to date?", ANSWERS)
DAY = Question("completed_on", "Date completed", is_day=True)
NOTES = Question("notes", "Notes")
FORM_ASKED = Form(
    "themed",
    "Coming into care · 2023",
    ("Read the file.",),
    "child_id",
    (("child_id", "Child"), ("team", "Team")),
    (SEEN, PLAN, DAY, NOTES),
    (("chance", "Inclusion probability"),),
)
COLUMN = {"case": "A", "seen": "B", "plan": "C", "completed_on": "D", "notes": "E"}
WHEN = dt.date(2023, 11, 24)
SECRET = "Jane Example of 1 Sample Street"


def cases():
    return pd.DataFrame(
        {
            "child_id": [f"C{n}" for n in range(1, 9)] + ["C9"],
            "auditor": pd.Series(["A. One"] * 5 + ["B. Two"] * 3 + [None], dtype="str"),
            "team": "North",
            "chance": 0.25,
        }
    )


@pytest.fixture
def lists(tmp_path):
    return write(cases(), tmp_path / "back", person="auditor", form=FORM_ASKED)


def edit(path, *cells, rows=(), change=None):
    """Type values into cells, such as ("B4", "Yes"), as somebody with the file open would."""
    book = openpyxl.load_workbook(path)
    sheet = book[FORM]
    for row in rows:
        sheet.delete_rows(row)
    for cell, value in cells:
        sheet[cell].value = value
    if change:
        change(book)
    book.save(path)


def fill(path, *, notes=SECRET):
    """Answer everything with Yes."""
    sheet = openpyxl.load_workbook(path)[FORM]
    rows = range(HEADINGS_ROW + 1, sheet.max_row + 1)
    values = {"seen": "Yes", "plan": "Yes", "completed_on": WHEN, "notes": notes}
    edit(path, *((f"{COLUMN[q]}{row}", value) for q, value in values.items() for row in rows))


def collect(lists):
    return collected(lists.iloc[0].parent, form=FORM_ASKED, cases=cases(), person="auditor")


def answer(back, case, question):
    rows = back.answers.query("case == @case and question == @question")["answer"]
    return rows.item() if len(rows) else None


def the_acceptance(lists):
    """Fill both in with three wrong answers, and delete the row of C4 (row 7)."""
    one, two = lists
    for path in lists:
        fill(path)
    edit(one, ("B4", "Sort of"), ("D5", "last week"))
    edit(two, ("C4", 3))
    edit(one, rows=[7])
    return one, two


def check_the_acceptance(back):
    found = back.faults.fillna("").to_numpy().tolist()
    allowed, to_do = "; ".join(ANSWERS), "ask who filled it in, correct the cell and collect again"
    one, two = "themed-A-One.xlsx", "themed-B-Two.xlsx"
    assert found == [
        [
            *(one, FORM, "B4", "C1", SEEN.heading),
            *("text that isn't one of the answers", allowed, to_do),
        ],
        [
            *(one, FORM, "D5", "C2", DAY.heading),
            *("text that isn't a date", "a date from 01/01/2000", to_do),
        ],
        [
            *(one, FORM, "", "C4", "", "no row of this case"),
            "a row for each case that was given",
            "put the row back from the worklist that was sent out and collect again",
        ],
        [
            *(two, FORM, "C4", "C6", PLAN.heading),
            *("a number that isn't one of the answers", allowed, to_do),
        ],
    ]
    assert len(back.answers) == 7 * 4 - 3
    by_question = back.answers.groupby("question")["answer"].agg(list)
    assert by_question["seen"] == ["Yes"] * 6
    assert by_question["plan"] == ["Yes"] * 6
    assert by_question["completed_on"] == ["2023-11-24"] * 6
    assert by_question["notes"] == [SECRET] * 7
    assert sorted(set(back.answers["case"])) == ["C1", "C2", "C3", "C5", "C6", "C7", "C8"]
    assert back.outstanding.to_numpy().tolist() == [
        ["A. One", 5, 2, 2, 1, one],
        ["B. Two", 3, 2, 1, 0, two],
    ]


def test_three_wrong_answers_and_a_deleted_row_are_four_findings_and_all_else_is_kept(lists):
    the_acceptance(lists)
    back = collect(lists)
    check_the_acceptance(back)
    assert back.repairs.empty


@pytest.mark.slow
def test_the_same_is_collected_after_libreoffice_saved_the_files(lists, tmp_path):
    program = needed("soffice")
    paths = the_acceptance(lists)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for to, source, folder in (
        ("ods", paths, tmp_path / "ods"),
        ("xlsx", [tmp_path / "ods" / f"{p.stem}.ods" for p in paths], tmp_path / "saved"),
    ):
        command = [program, profile, "--headless", "--convert-to", to, "--outdir", folder, *source]
        subprocess.run(command, check=True, capture_output=True, timeout=240)
    back = collected(tmp_path / "saved", form=FORM_ASKED, cases=cases(), person="auditor")
    check_the_acceptance(back)


def test_an_answer_is_kept_with_its_place(lists):
    edit(lists.iloc[1], ("B5", "No"))
    assert collect(lists).answers.to_numpy().tolist() == [
        ["C7", "B. Two", "seen", "No", "themed-B-Two.xlsx", "B5"]
    ]


def test_who_is_outstanding_is_counted_case_by_case(lists):
    one, two = lists
    two.unlink()
    edit(one, ("B4", "Yes"), ("C4", "No"), ("D4", WHEN), ("E5", "Only a note"))
    back = collect(lists)
    assert back.faults.empty
    assert back.outstanding.drop(columns="file").to_numpy().tolist() == [
        ["A. One", 5, 1, 1, 3],
        ["B. Two", 3, 0, 0, 3],
    ]
    assert back.outstanding["file"].isna().tolist() == [False, True]


def test_capitals_and_spaces_and_typed_dates_are_repaired_and_counted(lists):
    edit(
        lists.iloc[0],
        *(("B4", " yes "), ("C4", "NOT\u00a0 recorded"), ("D4", "24/11/2023")),
        *(("D5", "4/1/2024"), ("D6", dt.datetime(2023, 11, 24, 14, 30)), ("A7", "c4 ")),
        ("B7", "Partly"),
    )
    back = collect(lists)
    assert back.faults.empty
    assert back.answers[["case", "question", "answer"]].to_numpy().tolist() == [
        ["C1", "seen", "Yes"],
        ["C1", "plan", "Not recorded"],
        ["C1", "completed_on", "2023-11-24"],
        ["C2", "completed_on", "2024-01-04"],
        ["C3", "completed_on", "2023-11-24"],
        ["C4", "seen", "Partly"],
    ]
    counted = back.repairs.set_index("rule")["n"].to_dict()
    assert counted == {
        "capitals or spaces": 3,
        "a date typed as text": 2,
        "a time of day left out": 1,
    }
    assert set(back.repairs["file"]) == {"themed-A-One.xlsx"}


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("31/02/2023", "text that isn't a date"),
        ("11/24/2023", "text that isn't a date"),
        ("24/11/23", "text that isn't a date"),
        (True, "TRUE or FALSE that isn't a date"),
        (dt.date(1999, 12, 31), "a date before 01/01/2000"),
        ("31/12/1999", "a date before 01/01/2000"),
        (dt.time(14, 30), "a time that isn't a date"),
        ("=TODAY()", "a formula"),
        ("#N/A", "an error of the spreadsheet"),
        # More days than a calendar has.
        (10**9, "an error of the spreadsheet"),
    ],
)
def test_what_is_not_a_date_is_said_by_its_kind(lists, value, what):
    edit(lists.iloc[0], ("D4", value), ("B4", "Yes"))
    back = collect(lists)
    assert answer(back, "C1", "seen") == "Yes"
    assert back.faults["found"].tolist() == [what]
    assert back.faults["cell"].tolist() == ["D4"]


def test_a_number_in_a_cell_of_dates_is_a_date_unless_its_format_was_changed(lists):
    def unformatted(book):
        book[FORM]["D5"].number_format = "0"

    # Workbooks count days: 45254 is 24 November 2023.
    edit(lists.iloc[0], ("D4", 45254), ("D5", 45254), change=unformatted)
    back = collect(lists)
    assert answer(back, "C1", "completed_on") == "2023-11-24"
    assert back.faults[["cell", "found"]].to_numpy().tolist() == [
        ["D5", "a number that isn't a date"]
    ]


def test_the_first_day_a_date_may_be_is_the_forms_own(lists):
    rules = openpyxl.load_workbook(lists.iloc[0])[FORM].data_validations.dataValidation
    [rule] = [rule for rule in rules if rule.type == "date"]
    assert from_excel(int(rule.formula1)).date() == EARLIEST


def test_a_formula_is_a_fault_in_any_answer_even_free_text_but_text_like_one_isnt(lists):
    edit(lists.iloc[0], ("B4", "=1+1"), ("E4", '=HYPERLINK("http://x")'), ("C4", "#REF!"))

    def as_text(book):
        cell = book[FORM]["E5"]
        cell.value, cell.data_type = "=not a formula", "s"

    edit(lists.iloc[0], change=as_text)
    back = collect(lists)
    assert back.faults[["cell", "found"]].to_numpy().tolist() == [
        ["B4", "a formula"],
        ["C4", "an error of the spreadsheet"],
        ["E4", "a formula"],
    ]
    assert back.answers[["case", "answer"]].to_numpy().tolist() == [["C2", "=not a formula"]]


def test_free_text_is_kept_as_it_is_and_numbers_in_it_as_text(lists):
    edit(lists.iloc[0], ("E4", "  two\nlines "), ("E5", 71), ("E6", WHEN), ("E7", "   "))
    kept = collect(lists).answers["answer"].tolist()
    assert kept == ["  two\nlines ", "71", "2023-11-24"]


def test_a_changed_or_added_case_is_a_fault_and_its_answers_arent_taken(lists):
    one = lists.iloc[0]
    fill(one)
    edit(
        one,
        *(("A4", SECRET), ("A5", "c7"), ("A6", "=A7"), ("A9", "C8"), ("B9", "No")),
        *(("B10", "No"), ("A11", "C9")),
    )
    back = collect(lists)
    said = back.faults["found"].str.split(";").str[0].tolist()
    assert said == [
        "a case that nobody was given",
        "a case that somebody else was given",
        "a formula in place of a case",
        "a case that somebody else was given",
        "answers without a case",
        "a case that nobody was given",
        *["no row of this case"] * 3,
    ]
    assert back.faults["cell"].dropna().tolist() == [
        "A4",
        "A5",
        "A6",
        "A9",
        "A10",
        "A11",
    ]
    assert back.faults["case"].dropna().tolist() == ["C1", "C2", "C3"]
    assert sorted(set(back.answers["case"])) == ["C4", "C5"]


def test_nothing_that_was_typed_is_in_a_fault_or_a_repair(lists):
    one, two = lists
    edit(one, *((f"{letter}{row}", SECRET) for letter in "ABCDE" for row in (3, 4, 9)))
    edit(one, ("H20", SECRET))
    edit(two, *((f"{letter}5", SECRET) for letter in "ABCDE"), ("B4", SECRET), ("D4", SECRET))
    back = collect(lists)
    assert len(back.faults) > 5
    told = back.faults.to_csv() + back.repairs.to_csv() + back.outstanding.to_csv()
    assert SECRET not in told
    assert "Jane" not in told


def test_a_row_twice_is_a_fault_and_answers_that_differ_are_not_taken(lists):
    edit(
        lists.iloc[0],
        *(("B4", "Yes"), ("C4", "Yes"), ("A9", "C1"), ("B9", "Yes"), ("C9", "No"), ("D9", WHEN)),
    )
    back = collect(lists)
    assert back.faults[["cell", "case", "found"]].to_numpy().tolist() == [
        ["A9", "C1", "another row of the case in A4"],
        ["C9", "C1", "another answer than in themed-A-One.xlsx, C4; neither is taken"],
    ]
    assert back.answers[["case", "question", "answer", "cell"]].to_numpy().tolist() == [
        ["C1", "seen", "Yes", "B4"],
        ["C1", "completed_on", "2023-11-24", "D9"],
    ]


def test_two_files_of_a_person_lose_only_what_they_disagree_on(lists):
    one = lists.iloc[0]
    edit(one, ("B4", "Yes"), ("B5", "No"))
    copy = one.with_name("themed-A-One (1).xlsx")
    shutil.copy(one, copy)
    edit(copy, ("B5", "Yes"), ("B6", "Partly"))
    back = collect(lists)
    assert back.faults[["file", "cell"]].fillna("").to_numpy().tolist() == [
        [one.name, ""],
        [one.name, "B5"],
    ]
    assert back.faults["found"].tolist() == [
        f"a second file of the same person: 5 cases that are also in {copy.name}",
        f"another answer than in {copy.name}, B5; neither is taken",
    ]
    assert back.answers[["case", "answer"]].to_numpy().tolist() == [["C1", "Yes"], ["C3", "Partly"]]
    assert back.outstanding["file"][0] == f"{copy.name}, {one.name}"
    assert back.outstanding["n_given"].tolist() == [5, 3]


def test_a_second_file_of_other_cases_is_no_fault(tmp_path):
    both = cases().iloc[:4]
    for some, name in ((both.iloc[:3], "a"), (both.iloc[3:], "b")):
        path = write(some, tmp_path / name, person="auditor", form=FORM_ASKED).iloc[0]
        fill(path)
        shutil.copy(path, tmp_path / f"{name}.xlsx")
    for name in "ab":
        shutil.rmtree(tmp_path / name)
    back = collected(tmp_path, form=FORM_ASKED, cases=both, person="auditor")
    assert back.faults.empty
    assert back.outstanding.to_numpy().tolist() == [["A. One", 4, 4, 0, 0, "a.xlsx, b.xlsx"]]


def test_each_file_that_isnt_a_worklist_of_this_audit_is_a_finding_and_no_more(lists, tmp_path):
    one, two = lists
    fill(two)
    folder = one.parent
    (folder / "notes.docx").write_bytes(b"x")
    (folder / "damaged.xlsx").write_bytes(one.read_bytes()[:900])
    (folder / "text.xlsx").write_text("a,b", encoding="utf-8")
    (folder / "~$themed-A-One.xlsx").write_bytes(b"lock")
    (folder / ".~lock.themed-A-One.xlsx#").write_bytes(b"lock")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "older").mkdir()
    others = cases().assign(auditor="Z. Else")
    write(others, folder, person="auditor", form=FORM_ASKED)
    edit(one, change=lambda book: book.remove(book[FORM]))
    one.rename(folder / "sheetless.xlsx")
    blank = openpyxl.Workbook()
    blank.active.title = FORM
    blank.save(folder / "blank.xlsx")
    back = collect(lists)
    found = dict(zip(back.faults["file"], back.faults["found"], strict=True))
    assert len(found) == len(back.faults) == 9
    lock = "a mark that somebody has the workbook open; left alone"
    damaged = "a file that can't be opened as a workbook: damaged, protected or of another kind"
    assert found == {
        "notes.docx": "a file that isn't an xlsx workbook",
        "damaged.xlsx": damaged,
        "text.xlsx": damaged,
        "~$themed-A-One.xlsx": lock,
        ".~lock.themed-A-One.xlsx#": lock,
        "older": "a folder",
        "themed-Z-Else.xlsx": "the worklist of somebody who was given no case",
        "sheetless.xlsx": "no sheet of this name",
        "blank.xlsx": "another worklist than this, or a changed first row",
    }
    assert len(back.answers) == 3 * 4
    assert back.outstanding["n_filled"].tolist() == [0, 3]
    assert back.faults.notna()[["file", "found", "allowed", "to_do"]].all(axis=None)


def test_a_form_that_was_sorted_renamed_and_moved_about_is_read_the_same(lists):
    one = lists.iloc[0]
    fill(one)
    edit(one, ("B5", "No"))
    before = collect(lists).answers.drop(columns=["file", "cell"])

    def turn(book):
        sheet = book[FORM]
        rows = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
        for at, row in enumerate(reversed(rows), start=8):
            for column, value in enumerate(row, start=1):
                sheet.cell(at, column).value = value
        sheet.delete_rows(4, 4)
        sheet.insert_cols(2)

    edit(one, change=turn)
    one.rename(one.with_name("Final version.xlsx"))
    back = collect(lists)
    assert back.faults.empty
    pd.testing.assert_frame_equal(back.answers.drop(columns=["file", "cell"]), before)


def test_cells_beyond_the_dimensions_a_program_wrote_are_read(lists):
    one = lists.iloc[0]
    fill(one)
    with zipfile.ZipFile(one) as parts:
        held = {name: parts.read(name) for name in parts.namelist()}
    with zipfile.ZipFile(one, "w") as parts:
        for name, data in held.items():
            parts.writestr(
                name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:B5"', data)
            )
    assert sum(b"<dimension ref=" in data for data in held.values()) == 4
    back = collect(lists)
    assert back.faults.empty
    assert len(back.answers) == 5 * 4


def test_a_heading_that_is_gone_or_there_twice_costs_its_own_column_only(lists):
    one, two = lists
    fill(one)
    fill(two)
    edit(one, ("B3", "Something else"))
    edit(two, ("C3", SEEN.heading))
    back = collect(lists)
    assert back.faults[["file", "cell", "question", "found"]].fillna("").to_numpy().tolist() == [
        [one.name, "", SEEN.heading, "no column of this heading"],
        [one.name, "B3", "", "6 cells in a column that isn't on the form; not taken"],
        [two.name, "C3", SEEN.heading, "several columns of this heading"],
        [two.name, "", PLAN.heading, "no column of this heading"],
    ]
    assert back.answers.groupby("question").size().to_dict() == {
        "completed_on": 8,
        "notes": 8,
        "plan": 5,
    }


def test_without_the_column_of_cases_the_rows_are_no_findings(lists):
    fill(lists.iloc[0])
    edit(lists.iloc[0], ("A3", None))
    back = collect(lists)
    assert back.faults["found"].tolist() == [
        "no column of this heading",
        "5 cells in a column that isn't on the form; not taken",
    ]
    assert back.faults["question"].tolist()[0] == "Child"
    assert back.answers.empty


def test_moderations_form_is_collected_as_any_other(tmp_path):
    scale = GradeScale(("Met", "Partly met", "Not met"), frozenset({"Met"}))
    asked = moderation_form(("2023-11",), scale)
    given_out = pd.DataFrame(
        {
            "audit_id": ["A1", "A2"],
            "moderator": "U. Garth",
            "month": pd.Period("2023-11", "M"),
            "service_area": "Help",
            "team": "North",
            "due_on": pd.Timestamp("2024-01-05"),
            "inclusion_probability": 0.5,
        }
    )
    [path] = write(given_out, tmp_path, person="moderator", form=asked)
    edit(path, ("B4", WHEN), ("C4", "not met"), ("D4", "Yes"), ("E4", "Good"), ("F5", "Moved"))
    back = collected(tmp_path, form=asked, cases=given_out, person="moderator")
    assert back.answers[["case", "question", "answer"]].to_numpy().tolist() == [
        ["A1", "moderated_on", "2023-11-24"],
        ["A1", "moderator_grade", "Not met"],
        ["A1", "blind", "Yes"],
        ["A2", "reason", "Moved"],
    ]
    assert back.faults[["cell", "allowed"]].to_numpy().tolist() == [
        ["E4", "Met; Partly met; Not met"]
    ]
    assert back.outstanding.iloc[0, 1:5].tolist() == [2, 0, 2, 0]


def test_numbers_as_cases_are_told_by_their_digits(tmp_path):
    numbered = cases().iloc[:2].assign(child_id=[101, 102])
    [path] = write(numbered, tmp_path, person="auditor", form=FORM_ASKED)
    edit(path, ("B4", "Yes"), ("A5", 102.0), ("B5", "No"))
    back = collected(tmp_path, form=FORM_ASKED, cases=numbered, person="auditor")
    assert back.faults.empty
    assert back.answers[["case", "answer"]].to_numpy().tolist() == [["101", "Yes"], ["102", "No"]]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([*ANSWERS, "Maybe", None]), min_size=16, max_size=16))
def test_each_cell_is_kept_a_fault_or_blank_and_counted_once(tmp_path_factory, values):
    lists = write(cases(), tmp_path_factory.mktemp("back"), person="auditor", form=FORM_ASKED)
    cells = [
        (path, f"{letter}{row}")
        for path, n in zip(lists, (5, 3), strict=True)
        for row in range(4, 4 + n)
        for letter in "BC"
    ]
    typed_in = dict(zip(cells, values, strict=True))
    for path in lists:
        edit(path, *((cell, value) for (file, cell), value in typed_in.items() if file == path))
    back = collect(lists)
    kept = {(f, c): a for f, c, a in back.answers[["file", "cell", "answer"]].to_numpy().tolist()}
    assert kept == {
        (path.name, cell): value for (path, cell), value in typed_in.items() if value in ANSWERS
    }
    wrong = {(path.name, cell) for (path, cell), value in typed_in.items() if value == "Maybe"}
    assert set(map(tuple, back.faults[["file", "cell"]].to_numpy().tolist())) == wrong
    count = back.outstanding
    assert (count["n_filled"] + count["n_part"] + count["n_blank"] == count["n_given"]).all()


@given(st.sampled_from(ANSWERS), st.sampled_from([str.upper, str.lower, str.title]), st.text(" \t"))
def test_an_answers_case_and_spaces_never_matter(word, spelt, spaces):
    assert typed(spaces + spelt(word) + spaces, "s", SEEN).answer == word


def test_an_answer_that_could_be_either_of_two_is_neither():
    question = Question("level", "Level", ("A", "a"))
    assert [typed(text, "s", question).answer for text in ("A", "a", " a")] == ["A", "a", None]


def test_what_cant_be_collected_at_all_is_said_in_a_sentence(tmp_path):
    def told(folder=tmp_path, form=FORM_ASKED, some=None):
        some = cases() if some is None else some
        return collected(folder, form=form, cases=some, person="auditor")

    with pytest.raises(DataError, match=r"^gone: found no such folder"):
        told(tmp_path / "gone")
    with pytest.raises(DataError, match=r"^cases: found no column auditor; needed"):
        told(some=cases().drop(columns="auditor"))
    with pytest.raises(DataError, match=r"^cases: found 1 row repeating another"):
        told(some=pd.concat([cases(), cases().iloc[:1]]))
    for questions, found in (((), "no questions"), ((SEEN, SEEN), "two questions")):
        with pytest.raises(DataError, match=f"^form: found {found}"):
            told(form=Form("f", "F", (), "child_id", (("child_id", "Child"),), questions))


def test_an_empty_folder_leaves_everybody_outstanding(tmp_path):
    back = collected(tmp_path, form=FORM_ASKED, cases=cases(), person="auditor")
    assert (len(back.answers), len(back.faults), len(back.repairs)) == (0, 0, 0)
    assert back.outstanding["n_blank"].tolist() == [5, 3]
    assert responses(back, theme="T", families={}).empty


def test_responses_are_the_specifications_table(lists):
    the_acceptance(lists)
    edit(lists.iloc[1], ("B6", None), ("C6", None))
    families = {f"C{n}": f"F{(n + 1) // 2}" for n in range(1, 8)}
    back = collect(lists)
    table = responses(back, theme="T", families=families, groups={"A. One": "Audit team"})
    columns = list(themed_responses(GradeScale(("a", "b"), frozenset({"a"}))).schema.columns)
    assert table.columns.tolist() == columns
    assert not table.duplicated(["theme", "child_id", "question"]).any()
    # C4's row was deleted, and C8 has a date and a note but no answer to a question of the theme.
    shown = table.assign(day=table["completed_on"].dt.strftime("%d/%m"))
    seen = shown[shown["question"] == SEEN.heading].fillna("")
    assert seen[["child_id", "family_id", "answer", "completed_by", "day"]].to_numpy().tolist() == [
        ["C1", "F1", "", "Audit team", "24/11"],
        ["C2", "F1", "Yes", "Audit team", ""],
        ["C3", "F2", "Yes", "Audit team", "24/11"],
        ["C5", "F3", "Yes", "Audit team", "24/11"],
        ["C6", "F3", "Yes", "", "24/11"],
        ["C7", "F4", "Yes", "", "24/11"],
    ]
    assert set(table["question"]) == {SEEN.heading, PLAN.heading}
    assert SECRET not in table.to_csv()
    assert "One" not in table.to_csv()


def test_a_case_answered_by_two_people_isnt_a_response(tmp_path):
    twice = pd.concat([cases().iloc[:1], cases().iloc[:1].assign(auditor="B. Two")])
    for path in write(twice, tmp_path, person="auditor", form=FORM_ASKED):
        fill(path)
    back = collected(tmp_path, form=FORM_ASKED, cases=twice, person="auditor")
    assert back.faults.empty
    assert back.answers["person"].tolist() == ["A. One"] * 4 + ["B. Two"] * 4
    assert back.outstanding["n_filled"].tolist() == [1, 1]
    with pytest.raises(DataError, match=r"^T: found 1 case answered by a second person"):
        responses(back, theme="T", families={})
