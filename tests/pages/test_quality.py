"""What a report says of the rows it rests on."""

import dataclasses
import re

import pandas as pd
import pytest
from run_files import ROOT

from qaanalysis.data import Loaded
from qaanalysis.data.draft import REPAIR_COLUMNS
from qaanalysis.data.rejections import FAULT_COLUMNS
from qaanalysis.data.team_history import RENAMED
from qaanalysis.pages import quality

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# The briefing is one page for all staff, and leads to the reports.
OF_INDIVIDUAL = [
    path
    for path in NOTEBOOKS
    if re.search(r"(run|every)\.audits", path.read_text(encoding="utf-8"))
    and path.stem != "learning_briefing"
]


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


def test_every_row_read_is_rejected_counted_of_another_type_or_of_another_month():
    months = pd.period_range("2023-05", "2023-11", freq="M")
    kinds = ["Individual"] * 4 + ["Themed"] * 2 + ["Dip sample"]
    when = ["2023-05", "2023-11", "2023-11", "2023-04", "2023-11", "2022-01", "2023-06"]
    rows = pd.DataFrame({"audit_type": kinds, "month": pd.PeriodIndex(when, freq="M")})
    found = dataclasses.replace(loaded(735), accepted={"audits": rows})
    assert quality.line(found, months=months).partition("rules. ")[2] == (
        "Figures of returns, grades, moderation and findings count the 3 individual audits of May "
        "to November 2023. 3 audits of other types aren't in these figures: 2 themed and 1 dip "
        "sample. 1 individual audit of other months isn't counted"
    )
    assert found.counts["read"].iloc[0] == 735 + 3 + 3 + 1


@pytest.mark.parametrize("path", OF_INDIVIDUAL, ids=lambda path: path.stem)
def test_each_report_that_counts_individual_audits_says_which_it_leaves_out(path):
    text = path.read_text(encoding="utf-8")
    assert "quality.line(run.tables, months=" in text or "quality.counted(run.tables" in text


def test_where_all_audits_are_counted_nothing_is_said_of_others():
    months = pd.period_range("2023-05", "2023-05", freq="M")
    rows = pd.DataFrame({"audit_type": ["Individual"], "month": months})
    found = dataclasses.replace(loaded(), accepted={"audits": rows})
    assert quality.counted(found, months=months).endswith(
        "count the 1 individual audit of May 2023"
    )
    assert quality.counted(loaded(), months=months) == ""


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
