"""What `qaanalysis map` proposes: enough to begin with, nothing personal, no guess."""

import pytest
import yaml
from messy_register import audit, run
from openpyxl import Workbook
from run_files import EXPORT, example_run
from typer.testing import CliRunner

from qaanalysis import params
from qaanalysis.cli import app
from qaanalysis.data import load, mapping
from qaanalysis.data.fields import Kind
from qaanalysis.data.known_headings import KNOWN, LESS_SURE, loosely
from qaanalysis.data.mapping import Proposed, propose
from qaanalysis.data.mapping_text import params_text, path_from, quoted
from qaanalysis.data.schemas import STANDARD_SCALE, tables

WORKBOOK = EXPORT / "audit-register.xlsx"
REGISTER = {
    "Audit ref": "A1",
    "Type": "Monthly",
    "Allocated worker": "Ann Secret",
    "Audit grade": "RI",
    "Overal rating": "x",
    "Auditor Name": "Bob Secret",
    "Audited by": "Bob Secret",
    "Child feedback": "Y",
    "Comments": "Cleo Secret was seen",
}


def workbook(path, rows):
    book = Workbook()
    book.active.append(["A title that says little"])
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)
    return path


def proposed_for(path, *rows):
    [found] = propose(workbook(path, rows)).sheets
    return found


def test_each_sheet_of_the_example_is_told_with_its_headings_as_its_params_have_them():
    found = {of.sheet: of for of in propose(WORKBOOK).sheets}
    with open("params/organisation.yml", encoding="utf-8") as file:  # noqa: PTH123
        ours = yaml.safe_load(file)
    sheet_of = {of.table: name for name, of in found.items()}
    for table, source in ours["sources"].items():
        if sheet_of.get(table) != source["sheet"]:
            continue
        made = {h.column: h.heading for h in found[source["sheet"]].headings if h.column}
        for column, others in ours["reading"]["headings"].get(table, {}).items():
            if column in made:
                assert made[column] in others
    assert len(set(sheet_of) & set(ours["sources"])) >= 9
    assert found["Audit register"].missing == {}


def test_pasted_into_params_the_example_is_read_but_for_the_words_not_recognised(tmp_path):
    text = params_text(propose(WORKBOOK, table="audits"), path_from(tmp_path, WORKBOOK))
    written = yaml.safe_load(text)
    reading = written.pop("reading") | {"month_names": {"Sept": "September"}}
    file = example_run(tmp_path, **written, reading=reading, leak_gate={})
    found = load(params.read(file))
    assert found.faults.empty
    assert found.counts.loc["audits", "accepted"] == 742


def test_what_is_like_a_column_is_named_and_never_taken(tmp_path):
    found = proposed_for(tmp_path / "x.xlsx", REGISTER)
    said = {h.heading: (h.column, h.why) for h in found.headings}
    assert said["Audit ref"] == ("audit_id", "another known name")
    assert said["Child feedback"] == ("child_feedback", "its own name")
    assert said["Overal rating"][0] == ""
    assert "not recognised; close: auditor_grade" in said["Overal rating"][1]
    # Two headings for one column: neither is taken.
    assert said["Audited by"] == said["Auditor Name"]
    assert said["Audited by"] == ("", "more than one heading may be auditor")
    assert found.row == 2
    assert "month" in found.missing


def test_opposites_that_look_alike_are_never_put_together(tmp_path):
    rows = [
        {**REGISTER, "Audit grade": grade} for grade in ("Good", "Inadequate", "Adequate", "RI")
    ]
    found = proposed_for(tmp_path / "x.xlsx", *rows)
    words = {s.found: s.word for s in found.cells.spellings if s.column == "auditor_grade"}
    assert words == {
        "Good": "Good",
        "Inadequate": "Inadequate",
        "Adequate": "",
        "RI": "Requires Improvement",
    }


def test_counts_of_spellings_are_shown_and_nothing_of_anybody(tmp_path):
    rows = [REGISTER, {**REGISTER, "Child feedback": "n/a"}, {**REGISTER, "Child feedback": "No"}]
    # Names that got into a column of grades: most of its cells are no grades.
    rows += [{**REGISTER, "Audit grade": "Dan Secret"} for _ in range(4)]
    file = workbook(tmp_path / "x.xlsx", rows)
    [found] = propose(file).sheets
    spelt = {(s.column, s.found): s.n for s in found.cells.spellings}
    assert spelt == {("child_feedback", "Y"): 5, ("child_feedback", "No"): 1}
    assert found.cells.unshown == ["auditor_grade"]
    shown = CliRunner().invoke(app, ["map", str(file)])
    assert shown.exit_code == 0
    assert "ecret" not in shown.output
    assert "case_holder" in shown.output
    pasted = yaml.safe_load(shown.output[shown.output.index("# Proposed") :])
    assert pasted["reading"]["spellings"] == {"child_feedback": {"Y": "Yes"}}
    assert pasted["reading"]["missing"] == ["n/a"]
    assert pasted["reading"]["headings"]["audits"]["case_holder"] == ["Allocated worker"]


def test_only_columns_of_listed_words_are_ever_looked_into():
    for table in tables(STANDARD_SCALE).values():
        for column, spec in table.schema.columns.items():
            if spec.metadata["kind"] in (Kind.WORD, Kind.GRADE):
                assert str(spec.metadata["sensitivity"]) == "none", column


def test_every_known_name_is_of_a_column_of_the_specification_and_of_one_in_each_table():
    spec = tables(STANDARD_SCALE)
    columns = {c for table in spec.values() for c in table.schema.columns}
    assert set(KNOWN) <= columns
    for words in (KNOWN, LESS_SURE):
        named = [word for others in words.values() for word in others]
        assert all(word == loosely(word) and word for word in named)
        for table in spec.values():
            said = [word for c in table.schema.columns for word in words.get(c, ())]
            assert len(said) == len(set(said)), table.name


@pytest.mark.parametrize(
    ("table", "heading", "column"),
    [
        ("audits", "Completed on", "returned_on"),
        ("audits", "Child's Mosaic ID", "child_id"),
        ("audits", "Child’s LCS number", "child_id"),
        ("audits", "Auditor name", "auditor"),
        ("audits", "Date allocated", "planned_on"),
        ("audits", "Deadline", "due_on"),
        ("audits", "Overall judgement", "auditor_grade"),
        ("moderations", "Moderator's grade", "moderator_grade"),
        ("actions", "Closed", "completed_on"),
        ("actions", "Date closed", "completed_on"),
        ("actions", "Who", "owner"),
        ("actions", "Owner", "owner"),
    ],
)
def test_usual_headings_are_proposed(tmp_path, table, heading, column):
    beside = ["Audit ref", "Moderation ref", "Action ref", "Child ID", "Team"]
    if column == "child_id":
        beside.remove("Child ID")
    file = workbook(tmp_path / "x.xlsx", [dict.fromkeys([*beside, heading], "")])
    [found] = propose(file, table=table).sheets or [None]
    assert {h.heading: h.column for h in found.headings}[heading] == column


def test_a_word_that_may_be_of_another_column_gives_way(tmp_path):
    found = proposed_for(tmp_path / "x.xlsx", {**REGISTER, "Date returned": "", "Audit date": ""})
    said = {h.heading: (h.column, h.why) for h in found.headings}
    assert said["Date returned"] == ("returned_on", "another known name")
    assert said["Audit date"] == ("", "more than one heading may be returned_on")
    alone = proposed_for(tmp_path / "y.xlsx", {**REGISTER, "Audit date": ""})
    assert {h.heading: h.column for h in alone.headings}["Audit date"] == "returned_on"
    assert "perhaps" in {h.heading: h.why for h in alone.headings}["Audit date"]


def test_headings_in_two_rows_are_proposed_together_and_read_as_proposed(tmp_path):
    book = Workbook()
    row = audit(1, due_on="30/09/2023")
    last = ["planned_on", "due_on", "returned_on", "auditor_grade"]
    alone = [c for c in row if c not in last]
    book.active.append([*alone, "Planned", None, "Returned", None, "A note"])
    book.active.append([None] * len(alone) + ["on", "due", "on", "grade"])
    book.active.append([row[c] or None for c in [*alone, *last]])
    book.save(tmp_path / "x.xlsx")
    [found] = propose(tmp_path / "x.xlsx").sheets
    said = {h.heading: (h.column, h.why[:7]) for h in found.headings}
    assert (found.row, found.in_two_rows, found.missing) == (2, True, {})
    assert said["Planned due"] == ("due_on", "perhaps")
    assert said["Returned grade"] == ("auditor_grade", "perhaps")
    assert said["Returned on"] == ("returned_on", "its own")
    assert said["A note"][0] == ""
    shown = CliRunner().invoke(app, ["map", str(tmp_path / "x.xlsx")]).output
    assert "headings in rows 1 and 2" in shown
    reading = yaml.safe_load(params_text(Proposed((found,)), "x.xlsx"))["reading"]
    read = run(tmp_path, tmp_path / "x.xlsx", reading=reading)["audits"]
    assert read["auditor_grade"].tolist() == ["Good"]
    assert read["due_on"].notna().all()


def test_a_title_above_the_headings_makes_no_second_row_of_them(tmp_path):
    found = proposed_for(tmp_path / "x.xlsx", REGISTER)
    assert (found.row, found.in_two_rows) == (2, False)


def test_how_many_audits_are_of_which_type_is_told_in_what_is_pasted(tmp_path):
    kinds = ["Monthly"] * 4 + ["monthly", "Individual", "Themed", "Themed", "Routine"]
    rows = [{**REGISTER, "Type of audit": kind} for kind in kinds]
    text = params_text(propose(workbook(tmp_path / "x.xlsx", rows)), "x.xlsx")
    assert "      Monthly: Individual  # 5 cells\n" in text
    assert "    # audit_type, as the list has it: Themed (2 cells); Individual (1 cell)\n" in text
    assert "    # audit_type, not recognised: Routine (1 cell). Allowed: " in text
    spellings = yaml.safe_load(text)["reading"]["spellings"]
    assert spellings["audit_type"] == {"Monthly": "Individual"}


@pytest.mark.parametrize("heading", ["Dip ref", "Dip sample ref"])
def test_a_dip_samples_reference_is_perhaps_a_moderations_and_never_an_audits(tmp_path, heading):
    beside = {"Audit ref": "A1", "Moderator": "Mo", "Date moderated": "", "Moderated grade": "RI"}
    found = proposed_for(tmp_path / "x.xlsx", {heading: "D1", **beside})
    assert found.table == "moderations"
    said = {h.heading: (h.column, h.why) for h in found.headings}
    assert said[heading] == ("moderation_id", "perhaps; the heading could mean something else")
    # Where there is a plainer one, it gives way; and the register has no such column.
    plainer = proposed_for(tmp_path / "y.xlsx", {heading: "", "Moderation ref": "M1", **beside})
    assert {h.heading: h.column for h in plainer.headings}[heading] == ""
    audits = proposed_for(tmp_path / "z.xlsx", {heading: "D1", **REGISTER})
    assert {h.heading: h.column for h in audits.headings}[heading] == ""


def several_sheets(path):
    book = Workbook()
    book.active.title = "Audits"
    head = ["Audit ref", "Team", "Due date", "Date returned", "Audit grade", "Audit month"]
    book.active.append(head)
    for day, grade in enumerate(["RI", "ri", "Inad.", "Good", "Outstanding"], start=1):
        row = ["A", "North", f"0{day}.02.2026", "tbc", grade, "Feb 26"]
        book.active.append(row)
    book.active.append(["A", "North", "31.02.2026", "", "", "Feb 26"])
    book.create_sheet("Actions tracker").append(["Owner", "What", "Due date"])
    book.create_sheet("Audits of last year").append(head)
    book.create_sheet("Chart").append(["Nothing known"])
    book.create_sheet("Blank")
    book.save(path)
    return path


def test_every_sheet_is_told_recognised_or_not(tmp_path):
    shown = CliRunner().invoke(app, ["map", str(several_sheets(tmp_path / "x.xlsx"))]).output
    assert "Sheet “Audits”: table audits" in shown
    assert (
        "Sheet “Actions tracker”: no table recognised; nearest: actions (found: owner, due_on; "
        "needed, not found: action_id, audit_id, raised_on)." in shown
    )
    assert "Sheet “Chart”: no table recognised; no heading is known." in shown
    assert "Sheet “Blank”: no table recognised" in shown
    assert "# A second sheet for one table, left out: audits:" in shown


def test_grades_are_proposed_as_aliases_each_once_and_others_are_listed(tmp_path):
    text = params_text(propose(several_sheets(tmp_path / "x.xlsx")), "x.xlsx")
    written = yaml.safe_load(text)
    aliases = {grade["label"]: grade.get("aliases") for grade in written["grade_scale"]}
    assert aliases == {
        **dict.fromkeys(["Outstanding", "Good", "Inadequate"]),
        "Requires Improvement": ["RI"],
    }
    assert "spellings" not in written["reading"]
    assert "# Not recognised as a grade, 1 cell: “Inad.”. Add it to the aliases" in text


def test_how_days_and_months_are_written_is_proposed_and_what_isnt_read_is_counted(tmp_path):
    text = params_text(propose(several_sheets(tmp_path / "x.xlsx")), "x.xlsx")
    reading = yaml.safe_load(text)["reading"]
    assert reading["date_formats"] == ["%d.%m.%Y"]
    assert reading["month_formats"] == ["%b %y"]
    assert reading["missing"] == ["tbc"]
    assert "# audits, due_on: 1 cell in none of the usual forms." in text
    assert "31.02.2026" not in text


def with_cells(folder, **cells):
    """What is proposed where some of the register's cells are others."""
    columns = {**REGISTER, "Date returned": "01/02/2026"}
    rows = [columns, {**columns, **{name.replace("_", " "): t for name, t in cells.items()}}]
    return params_text(propose(workbook(folder / "x.xlsx", rows)), "x.xlsx")


def test_what_is_yet_to_be_graded_is_proposed_as_no_grade_and_not_as_missing(tmp_path):
    text = with_cells(tmp_path, Audit_grade="TBC", Child_feedback="-")
    reading = yaml.safe_load(text)["reading"]
    assert reading["missing"] == ["-"]
    assert reading["not_graded"] == {"TBC": "to be confirmed"}
    shown = CliRunner().invoke(app, ["map", str(tmp_path / "x.xlsx")]).output
    assert "In the place of a grade, it seems: TBC." in shown


def test_where_dates_have_it_too_it_is_missing_and_said_to_be_among_grades(tmp_path):
    text = with_cells(tmp_path, Audit_grade="TBC", Date_returned="tbc")
    reading = yaml.safe_load(text)["reading"]
    assert reading["missing"] == ["tbc"]
    assert "not_graded" not in reading
    assert "# “TBC” stands among grades too. Only if it is out of missing can" in text


def test_each_needed_column_without_a_proposal_has_a_line(tmp_path):
    found = propose(several_sheets(tmp_path / "x.xlsx"))
    text = params_text(found, "x.xlsx")
    assert "auditor" in found.sheets[0].missing
    for column, meaning in found.sheets[0].missing.items():
        line = f"      # {column}: [ ]  # needed, and nothing is proposed. {meaning}\n"
        assert line in text
        # As soon as the mark is taken out and a heading put in, it is a line of params.
        made = text.replace(line, line.replace("# ", "", 1).replace("[ ]", "[My heading]"))
        assert yaml.safe_load(made)["reading"]["headings"]["audits"][column] == ["My heading"]


def test_a_month_that_a_date_can_tell_has_a_line_that_says_so(tmp_path):
    rows = [{**REGISTER, "Date planned": "01/02/2026"}]
    text = params_text(propose(workbook(tmp_path / "x.xlsx", rows)), "x.xlsx")
    assert yaml.safe_load(text)["reading"]["month_from"] == "planned_on"
    assert "      # month: [ ]  # needed, and month_from is proposed in its place." in text
    rows = [{**rows[0], "Audit month": "Feb 26"}]
    assert "month_from" not in params_text(propose(workbook(tmp_path / "y.xlsx", rows)), "y.xlsx")


def test_the_file_is_named_as_from_the_folder_params(tmp_path, monkeypatch):
    (tmp_path / "exports").mkdir()
    several_sheets(tmp_path / "exports" / "x.xlsx")
    monkeypatch.chdir(tmp_path)
    shown = CliRunner().invoke(app, ["map", "exports/x.xlsx"]).output
    pasted = yaml.safe_load(shown[shown.index("# Proposed") :])
    assert pasted["sources"]["audits"]["file"] == "../exports/x.xlsx"
    assert "as from the folder params here" in shown


@pytest.mark.parametrize(
    "text", ["Audit ref", "No", "y", "1.5", "a: b", "“x”", "Don't", "-", "[x]", "null", "", "x#y"]
)
def test_what_is_quoted_is_the_same_text(text):
    assert yaml.safe_load(f"[{quoted(text)}]") == [text]
    assert yaml.safe_load(f"{quoted(text)}: 1") == {text: 1}


def test_of_thousands_of_headings_only_the_first_are_compared_with_all_names(tmp_path, monkeypatch):
    # One that is unknown takes a millisecond; and each used to be compared with all the others.
    compared = []
    close = mapping._close
    monkeypatch.setattr(mapping, "_close", lambda *of: compared.append(of) or close(*of))
    known = ["audit_id", "team", "month", "auditor_grade", "", "Audit grades"]
    headings = [*known, *(f"Unknown {i}" for i in range(12_000))]
    (tmp_path / "x.csv").write_text(f"{','.join(headings)}\n{','.join('x' for _ in headings)}\n")
    (sheet,) = propose(tmp_path / "x.csv").sheets
    told = {of.heading: of for of in sheet.headings}
    assert len(compared) == mapping.MOST_COMPARED
    assert told["auditor_grade"].why == "its own name"
    assert "close: " in told["Audit grades"].why
    assert told["Unknown 11999"].why == "not recognised"
    assert len(told) == len(headings) - 1
