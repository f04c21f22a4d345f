"""What a report says of the rows it rests on."""

import dataclasses

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.data.draft import FAULT_COLUMNS, REPAIR_COLUMNS
from qaanalysis.data.team_history import RENAMED
from qaanalysis.pages import quality


def loaded(rejected: int = 0) -> Loaded:
    repairs = [
        ("audits", "auditor", "declared heading", "Audited by", "auditor", 742, 3),
        ("audits", "auditor_grade", "alias", "RI", "Requires Improvement", 14, 9),
        ("audits", "auditor_grade", "spaces trimmed", "", "", 6, 9),
        ("moderations", "blind", "declared spelling", "Y", "Yes", 5, 9),
    ]
    counts = pd.DataFrame(
        {"read": [742], "accepted": [742 - rejected], "rejected": [rejected], "set_aside": [3]},
        index=pd.Index(["audits"], name="table"),
    )
    return Loaded(
        {},
        {},
        pd.DataFrame(columns=list(FAULT_COLUMNS)),
        pd.DataFrame(repairs, columns=list(REPAIR_COLUMNS)),
        counts,
        {"register.xlsx": "ab" * 32},
    )


def test_rows_and_repaired_cells_of_the_register_are_told():
    assert quality.line(loaded()) == (
        "742 rows of the audit register read, all accepted; 20 cells repaired by declared rules"
    )
    assert "read, 2 rejected" in quality.line(loaded(2))


def test_teams_that_were_renamed_are_told():
    found = loaded()
    rows = [
        ("audits", "team", RENAMED, name, "East", 9, 3) for name in ("Assess 1", "Assess 2")
    ] + [("audits", "auditor_team", RENAMED, "Assess 1", "East", 2, 3)]
    more = pd.DataFrame(rows, columns=list(REPAIR_COLUMNS))
    for n, said in ((1, "1 earlier name of a team is"), (3, "2 earlier names of teams are")):
        repairs = pd.concat([found.repairs, more.iloc[:n]], ignore_index=True)
        line = quality.line(dataclasses.replace(found, repairs=repairs))
        assert line.endswith(f"; {said} counted under today's")


def test_a_report_on_another_table_tells_of_that_one():
    found = loaded()
    counts = found.counts.rename(index={"audits": "cohort"})
    found = dataclasses.replace(found, counts=counts)
    assert quality.line(found, "cohort") == (
        "742 rows of the cohort read, all accepted; 0 cells repaired by declared rules"
    )
    assert quality.line(found, "themed_responses") == ""


def test_rejected_rows_are_said_to_be_in_no_figure():
    assert quality.warning(loaded()) == ""
    said = quality.warning(loaded(2))
    assert "2 of 742 rows of audits could not be accepted and are in no figure" in said
    assert "rejected-rows.xlsx" in said
    one = quality.warning(loaded(1))
    assert "1 of 742 rows of audits could not be accepted and is in no figure. It is listed" in one


def test_the_foot_names_inputs_by_their_hash():
    entries = quality.basis(loaded(), "A method.")
    assert entries["Inputs"] == [f"register.xlsx, SHA-256 {'ab' * 32}"]
    assert "742 read, 742 accepted, 0 rejected" in entries["Rows, all tables"]


def test_a_table_that_the_run_lacks_is_said_to_be_absent():
    said = quality.absent(loaded(), "moderations", without="nothing is known of moderation")
    assert said.startswith("The month’s data has no moderations: nothing is known of moderation")
