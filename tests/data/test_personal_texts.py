"""What a row that has slipped by a column puts into messages: nothing that tells of anybody."""

import pyarrow as pa
import pytest
from messy_register import audit, audits, faults, run

from qaanalysis.data.fields import Kind
from qaanalysis.data.mapping import propose
from qaanalysis.data.mapping_text import params_text
from qaanalysis.data.personal_texts import WITHHELD, People, shown_heading
from qaanalysis.data.schemas import STANDARD_SCALE, tables

# The example of an NHS number in the NHS data dictionary; a number that Ofcom keeps for fiction.
NHS, PHONE = "943 476 5919", "07700 900123"
NOT_SHOWN = f"({WITHHELD})"


def shown(found) -> str:
    """Return all that is told of a register, in one text."""
    told = (found.faults, found.notices, found.repairs)
    return " ".join(str(cell) for frame in told for cell in frame.to_numpy().ravel())


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("due_on", "worker  1"),
        ("due_on", "C2"),
        ("auditor_grade", "c2"),
        ("auditor_grade", "Auditor 2"),
        ("auditor_grade", "Good, says Auditor 2"),
        ("month", "Jane Smith"),
        ("planned_on", "Dr. Jane O’Neill"),
        ("due_on", NHS),
        ("due_on", PHONE),
        ("auditor_grade", "jane.smith@example.org"),
        ("auditor_grade", "see M1 1AA"),
        ("audit_type", "F1"),
    ],
)
def test_what_may_identify_somebody_is_told_by_its_place_alone(tmp_path, column, text):
    found = run(tmp_path, audits({column: text}, {}))
    [fault] = found.faults.to_dict("records")
    assert (fault["row"], fault["column"], fault["found"]) == (2, column, NOT_SHOWN)
    assert text not in shown(found)
    # Whoever corrects the row has it before them.
    assert found.rejected["audits"][column].tolist() == [text]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("due_on", "soon"),
        ("due_on", "Not Known"),
        ("due_on", "31/04/2023"),
        ("month", "Mai 2023"),
        ("auditor_grade", "Goood"),
        ("auditor_grade", "Requires Improving"),
        ("due_on", "943 476 5918"),
    ],
)
def test_what_identifies_nobody_is_shown(tmp_path, column, text):
    [fault] = run(tmp_path, audits({column: text}, {})).faults.to_dict("records")
    assert fault["found"] == text


def test_a_mark_or_a_day_or_a_word_of_a_list_beside_a_person_is_still_shown(tmp_path):
    slipped = {"case_holder": "TBC", "auditor": "31/04/2023", "exemption_approver": "Good"}
    wrong = {"due_on": "tbc", "auditor_grade": "Goood"}
    found = run(tmp_path, audits(slipped, wrong, {"due_on": "31/04/2023"}, {"month": "Good"}))
    assert found.faults["found"].tolist() == ["Good", "tbc", "31/04/2023", "Goood"]


def test_a_spelling_that_params_declare_is_shown_though_it_is_somebodys(tmp_path):
    found = run(tmp_path, audits({"auditor": "RI", "auditor_grade": "RI"}))
    assert "RI" in found.repairs["found"].tolist()
    assert not faults(found)


def test_a_heading_that_identifies_somebody_is_told_by_its_row_alone(tmp_path):
    heading = f"Tracey Brown {PHONE}"
    found = run(tmp_path, [audit(1) | {heading: "x"}])
    [told] = found.repairs.query("rule == 'column not read'").to_dict("records")
    assert (told["found"], told["first_row"]) == (NOT_SHOWN, 1)
    proposed = propose(tmp_path / "audits.csv")
    [left] = [h for h in proposed.sheets[0].headings if not h.column]
    assert left.heading == NOT_SHOWN
    assert PHONE not in params_text(proposed, "audits.csv")
    assert shown_heading("Comments 2023") == "Comments 2023"


def test_free_text_beside_isnt_what_stands_for_somebody():
    table = tables(STANDARD_SCALE)["moderations"]
    people = People(table, {"reason": pa.array(["later"]), "moderator": pa.array(["Ann"])})
    assert people.may_be_in("ANN", Kind.DATE)
    assert not people.may_be_in("later", Kind.DATE)
