"""Messy inputs 39, 44 and 48 to 52: answers, hostile cells, years, tiny and changed files."""

import datetime as dt
import re
from pathlib import Path

import pandas as pd
import pytest
from messy_register import (
    as_csv,
    audit,
    audits,
    faults,
    reconciles,
    refused,
    repairs,
    run,
    table,
    workbook,
)
from openpyxl import load_workbook

from qaanalysis import hidden_counts
from qaanalysis.data.rejects import write_rejected
from qaanalysis.disclosure import levels
from qaanalysis.metrics import grades, returns
from qaanalysis.metrics.themed.answers import answers
from qaanalysis.metrics.themed.chosen import Chosen
from qaanalysis.metrics.themed.questions import by_question
from qaanalysis.present import words
from qaanalysis.vocabulary import GradeScale, Selection

AS_AT = dt.date(2023, 10, 3)
SPELLINGS = {
    "answer": {
        **dict.fromkeys(["Y", "1", "TRUE", "✓"], "Yes"),
        **dict.fromkeys(["N", "0", "FALSE", "✗"], "No"),
        **dict.fromkeys(["Partial", "P"], "Partly"),
        **dict.fromkeys(["NA", "N/A"], "Not applicable"),
    }
}
WRITTEN = ["Yes", "y", "1", True, "✓", "No", "N", False, "partial", "NA", "Maybe", ""]


def answered(folder):
    rows = [
        {"theme": "T", "child_id": f"C{n}", "question": "Seen?", "answer": text}
        for n, text in enumerate(WRITTEN, start=1)
    ]
    path = folder / "answers.xlsx"
    workbook(path, table(rows))
    sources = {"audits": audits({}), "themed_responses": path}
    return run(folder, sources, reading={"spellings": SPELLINGS})


def test_case_44_ticks_and_letters_are_answers_as_declared(tmp_path):
    found = answered(tmp_path)
    counted = found["themed_responses"]["answer"].value_counts().to_dict()
    assert counted == {"Yes": 5, "No": 3, "Partly": 1, "Not applicable": 1, "Not recorded": 0}
    assert faults(found) == [(12, "not a word of the list")]
    assert reconciles(found)


def test_case_39_each_question_has_its_own_number_of_answers(tmp_path):
    came = answered(tmp_path)["themed_responses"]
    drawn = pd.DataFrame({"child_id": [f"C{n}" for n in range(1, 14)], "role": "selected"})
    questions = {"Seen?": ["Yes"], "Heard?": ["Yes"]}
    rows = answers(came, drawn, questions=questions)
    shown = by_question(rows, Chosen(Selection.CENSUS))
    of_seen = shown.loc["Seen?", ["drawn", "answered", "met", "not_applicable", "no_answer"]]
    # 13 drawn; yes 5, no or partly 4, one not applicable, three without an answer that counts.
    assert of_seen.tolist() == [13, 9, 5, 1, 3]
    assert shown.loc["Heard?", ["drawn", "answered"]].tolist() == [13, 0]


HOSTILE = ["=HYPERLINK(A1)", "+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"]


def test_case_48_text_that_would_be_a_formula_stays_text(tmp_path):
    rows = audits(*({"team": text, "audit_type": "Monthly"} for text in HOSTILE), {})
    found = run(tmp_path, rows)
    path = tmp_path / "rejected.xlsx"
    write_rejected(found, path)
    cells = [cell for row in load_workbook(path)["audits"].iter_rows() for cell in row]
    written = {cell.value: cell.data_type for cell in cells if cell.value in HOSTILE}
    assert written == dict.fromkeys(HOSTILE, "s")


def totals(**changes):
    return {"month": "September 2023", "planned": "1,204", "exempted": "204",
            "scheduled": "1,000", "returned": "400"} | changes  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[c]", "a number that was suppressed"),
        ("*", "a number that was suppressed"),
        ("x", "a number that was suppressed"),
        (">5", "not a whole number"),
        ("4-1", "not a whole number"),
        ("O", "not a whole number"),
        ("4O0", "not a whole number"),
        ("4.5", "not a whole number"),
    ],
)
def test_case_49_hidden_and_misspelt_numbers_are_never_summed(tmp_path, text, rule):
    stated = [totals(), totals(month="August 2023", returned=text)]
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert found["stated_totals"]["planned"].tolist() == [1204]
    assert faults(found) == [(3, rule)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        *((text, (0, 4)) for text in ("<5", "≤ 4", "<=4", "Fewer  than 5", "under 5", "up to 4")),
        ("1 to 4", (1, 4)),
        ("1–4", (1, 4)),
    ],
)
def test_case_49_a_hidden_number_is_kept_as_an_interval_and_never_summed(tmp_path, text, ends):
    stated = [totals(), totals(month="August 2023", returned=text)]
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert found.faults.empty
    assert reconciles(found)
    kept = found["stated_totals"]
    assert kept["returned"].isna().tolist() == [False, True]
    assert kept.loc[1, ["returned_at_least", "returned_at_most"]].tolist() == list(ends)
    assert kept.loc[0].filter(like="_at_").isna().all()
    assert repairs(found)["hidden number, kept as an interval", text] == 1
    table = returns.of_counts(kept, months=pd.period_range("2023-08", "2023-09", freq="M"))
    total = returns.total(table, label="Both").loc["Both"]
    assert pd.isna(total["returned"])
    assert total["returned_at_most"] == 400 + ends[1]


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"exempted": "<5"}, "scheduled isn’t planned less exempted"),
        ({"planned": "1-4"}, "scheduled isn’t planned less exempted"),
        ({"scheduled": "up to 399", "exempted": "<2000"}, "returned exceeds scheduled"),
        # The two together: of 1,204 less 900 to 1,000 at most 304 are scheduled.
        ({"scheduled": "<401", "exempted": "900 to 1000"}, "returned exceeds scheduled"),
        ({"returned": "1,001 to 1,100"}, "returned exceeds scheduled"),
        ({"returned": "<5", "returned_at_least": "5"}, "outside what is known of it"),
        ({"returned_at_most": "399"}, "outside what is known of it"),
        ({"returned": "", "returned_at_least": "5"}, "blank"),
    ],
)
def test_case_49_an_interval_that_contradicts_other_counts_is_a_fault(tmp_path, changes, rule):
    ends = dict.fromkeys(("returned_at_least", "returned_at_most"), "")
    stated = [totals() | ends, totals(month="August 2023") | ends | changes]
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert faults(found) == [(3, rule)]


def test_case_49_a_file_may_give_the_interval_itself_and_a_nearer_one_than_the_text(tmp_path):
    ends = {"returned_at_least": "", "returned_at_most": ""}
    blank = ends | {"returned": "", "returned_at_most": "4"}
    nearer = ends | {"returned": "<5", "returned_at_least": "1", "returned_at_most": "9"}
    stated = [
        totals() | ends,
        totals(month="August 2023") | blank,
        totals(month="July 2023") | nearer,
    ]
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert found.faults.empty
    told = hidden_counts.ends(found["stated_totals"], "returned")
    assert [end.tolist() for end in told] == [[400, 0, 1], [400, 4, 4]]


def test_case_49_only_counts_of_months_may_be_hidden(tmp_path):
    child = {"theme": "T", "child_id": "C1", "service_area": "N", "team": "N1", "age": "<5"}
    found = run(tmp_path, {"audits": audits({}), "cohort": [child]})
    assert faults(found) == [(2, "a number that was suppressed")]


@pytest.mark.parametrize("text", ["2023/24", "Q2", "Q2 2023/24", "2023"])
def test_case_50_a_year_or_quarter_is_no_month_and_none_is_guessed(tmp_path, text):
    found = run(tmp_path, audits({"month": text}, {}))
    assert faults(found) == [(2, "not a month")]


def test_case_50_quarters_that_are_shown_say_which_months_they_are():
    months = pd.period_range("2023-04", "2023-09", freq="M", name="month")
    frame = pd.DataFrame({"n": 1}, index=months)
    shown = [label for label, _ in levels._quarters(levels.own_rows(frame))]
    assert shown == ["April to June 2023", "July to September 2023"]


def test_case_51_one_row_gives_counts_and_no_more(tmp_path):
    found = run(tmp_path, audits({}))
    assert found.counts.loc["audits"].tolist() == [1, 1, 0, 0]
    months = pd.period_range("2023-09", "2023-09", freq="M", name="month")
    monthly = returns.by_month(found["audits"], months=months, as_at=AS_AT)
    assert monthly.loc["2023-09", "returned"] == 1
    final = grades.final(found["audits"], None, as_at=AS_AT)
    scale = GradeScale(("Outstanding", "Good", "Requires Improvement", "Inadequate"), {"Good"})
    assert grades.shares(final, by="month", scale=scale)["graded"].tolist() == [1]
    assert refused(tmp_path, [audit(1, audit_id="")]).startswith("audits.csv: no row of the audit")


def test_case_52_a_month_that_was_edited_is_another_input(tmp_path):
    path = tmp_path / "register.csv"

    def fingerprint(*changes):
        path.write_text(as_csv(table(audits(*changes))), encoding="utf-8", newline="")
        return run(tmp_path, path).fingerprint

    before = fingerprint({}, {})
    assert fingerprint({}, {}) == before
    assert list(before) == ["register.csv"]
    assert fingerprint({}, {"returned_on": "21/09/2023"}) != before


def test_case_41_a_gap_is_shown_as_one():
    assert words.number(float("nan")) == "[x]"


def test_every_one_of_the_52_cases_has_a_test():
    found: set[int] = set()
    for file in sorted(Path(__file__).parent.glob("test_messy_*.py")):
        text = file.read_text(encoding="utf-8")
        for name in re.findall(r"(?m)^def test_(case_\d\d_(?:and_\d\d_)?)", text):
            found |= {int(number) for number in re.findall(r"\d\d", name)}
    assert found == set(range(1, 53))


@pytest.mark.parametrize("text", [str(2**63), "1" + "0" * 20, "9" * 400, "<" + "9" * 400])
def test_case_49_a_number_beyond_all_counts_is_a_fault_like_any_other(tmp_path, text):
    stated = [totals(), totals(month="August 2023", returned=text)]
    found = run(tmp_path, {"audits": audits({}), "stated_totals": stated})
    assert found["stated_totals"]["planned"].tolist() == [1204]
    assert [row for row, _ in faults(found)] == [3]


SUMMARY = {"month": "September 2023", "planned": 100, "exempted": 0, "scheduled": 100}
PERCENT = [
    "% returned",
    "Returned %",
    "Returned (%)",
    "Percent returned",
    "Returned rate",
    "％ returned",
]


@pytest.mark.parametrize("heading", PERCENT)
def test_case_37_a_percentage_is_never_the_count_of_its_name(tmp_path, heading):
    told = refused(tmp_path, {"stated_totals": [SUMMARY | {heading: 53}]})
    assert "needed columns aren't there: returned." in told
    assert f"“{heading}” is a percentage or rate, from which no count or date is read" in told
    found = run(tmp_path, {"stated_totals": [SUMMARY | {heading: 53, "returned": 54}]})
    assert found["stated_totals"]["returned"].tolist() == [54]
    assert (("column not read", heading), 1) in repairs(found).items()


def test_case_37_a_percentage_in_two_rows_isnt_a_count(tmp_path):
    upper, lower = ["", "", "", "", "Number", "%"], [*SUMMARY, "Returned", "Returned"]
    path = tmp_path / "a.xlsx"
    workbook(path, [upper, lower, [*SUMMARY.values(), 54, 53]])
    found = run(tmp_path, {"stated_totals": path})
    assert found["stated_totals"]["returned"].tolist() == [54]
    workbook(path, [[*[""] * 4, "%"], [*SUMMARY, "Returned"], [*SUMMARY.values(), 53]])
    assert "needed columns aren't there: returned." in refused(tmp_path, {"stated_totals": path})


def test_case_37_a_percentage_cant_be_declared_to_be_a_count(tmp_path):
    of = {"headings": {"stated_totals": {"returned": ["% returned"]}}}
    told = refused(tmp_path, {"stated_totals": [SUMMARY | {"% returned": 53}]}, reading=of)
    assert (
        "reading.headings.stated_totals.returned: “% returned” is the heading of a percent" in told
    )


def test_case_37_a_percentage_beside_a_date_isnt_the_date(tmp_path):
    found = run(tmp_path, [audit(1) | {"Returned on %": 53}])
    assert found["audits"]["returned_on"].notna().all()
