"""The committee's report in words: what is missing, what is open, how many children a theme has."""

import pandas as pd
import pytest
from notebook_page import records, shown, text
from run_files import csv_sources, example_run

from qaanalysis.cases import Cases
from qaanalysis.disclosure import protect
from qaanalysis.disclosure.ledger import Ledger
from qaanalysis.metrics import audit_cases, safety
from qaanalysis.pages import committee_missing, committee_next
from qaanalysis.params_committee import Committee
from qaanalysis.policy import Policy
from qaanalysis.vocabulary import Audience, GradeScale

GONE = ("moderations", "findings", "actions", "re_audits", "themed_responses")
SCALE = GradeScale(("Good", "Inadequate"), frozenset({"Good"}))
MONTHS = pd.period_range("2023-05", "2023-06", freq="M").rename("month")
# What an analyst is told, and a councillor isn’t.
ANALYSTS = (
    "This run",
    "no table “",
    "sources in params",
    "in params",
    "dictionary",
    "rejected-rows",
)


@pytest.fixture(scope="module")
def lacking(tmp_path_factory):
    """The report of a month whose data has no moderations, findings, actions or re-audits."""
    sources = {name: source for name, source in csv_sources().items() if name not in GONE}
    changes = {"sources": sources, "commentary": None}
    return shown("committee_report", example_run(tmp_path_factory.mktemp("run"), **changes))


@pytest.mark.slow
class TestLacking:
    def test_it_says_in_public_words_what_is_not_reported_and_why(self, lacking):
        said = text(lacking)
        for words in (
            "Moderation isn’t reported: the month’s data has no moderation records.",
            "Re-audits aren’t reported: the month’s data has no records of re-audits.",
            "Actions aren’t reported: the month’s data has no records of actions.",
            "as strengths and as areas for development isn’t reported: the month’s data has no",
            "Public Law Outline, September 2023: nothing is reported, as the month’s data has no",
            "The service supplied no commentary on this month.",
        ):
            assert words in said
        assert [words for words in ANALYSTS if words in said] == []

    def test_it_publishes_the_rest(self, lacking):
        said = text(lacking)
        assert "229 of 681 scheduled audits (33.6%" in said
        assert "Feedback from the child: 83 of 181" in said
        assert "it is recorded whether the child was at risk of harm" in said

    def test_nothing_of_what_is_missing_stands_there_as_zeros(self, lacking):
        found = records(lacking)
        tables = {r["caption"] for r in found if r["type"] == "table"}
        assert "Grades of returned audits" in tables
        for part in ("moderation", "whose they are", "Themes", "Re-audits", "Actions", "Named"):
            assert not [caption for caption in tables if part in caption]
        assert not [r for r in found if r["type"] == "chart" and "oderation" in r["title"]]
        [tiles] = [r for r in found if r["type"] == "key_figures"]
        assert "moderated" not in {figure["name"] for figure in tiles["figures"]}


def graded(answers):
    """Return audits at the bottom of the scale with these answers, and as many others."""
    n = len(answers)
    return pd.DataFrame(
        {
            "audit_id": [f"A{i}" for i in range(2 * n)],
            "month": [MONTHS[0]] * (2 * n),
            "final_grade": pd.Categorical(
                ["Inadequate"] * n + ["Good"] * n, ["Inadequate", "Good"], ordered=True
            ),
            "immediate_concern": [*answers, *["No"] * n],
        }
    )


def answered(answers, audience=Audience.INTERNAL):
    found = graded(answers)
    table = safety.answered_by_month(found, months=MONTHS, scale=SCALE)
    how = {"audience": audience, "unit": "audits", "ledger": Ledger(Policy())}
    cases = audit_cases.safety_answered(found, months=MONTHS, scale=SCALE)
    whole = safety.answered_in_all(table, label="Both")
    return protect(table, total=whole, caption="Safety", cases=cases, **how)


def test_a_blank_answer_is_not_recorded_and_never_safe():
    said = committee_next.safety_said(answered(["Yes"] * 8 + ["No"] * 6 + [None] * 6), SCALE)
    assert said.startswith("For 14 of 20 audits graded Inadequate (70.0%) it is recorded")
    assert "For 6 it isn’t, which doesn’t mean that the child was safe" in said


def test_where_all_are_answered_it_says_so():
    said = committee_next.safety_said(answered(["Yes", "No"]), SCALE)
    assert said.startswith("For every one of 2 audits graded Inadequate it is recorded")


def test_few_without_an_answer_are_not_told_to_the_public():
    table = answered(["Yes"] * 40 + [None] * 2, Audience.PUBLISHED)
    total = table.whole
    assert total["answer_not_recorded"] == total["answer_recorded"] == "[c]"
    said = committee_next.safety_said(table, SCALE)
    assert "isn’t shown, because numbers are small" in said
    assert "42" not in said
    assert "40" not in said


def test_what_grades_tell_gives_no_hidden_answer_away():
    """With the graded audits of another table known, a small number can't be worked out."""
    found = graded(["Yes"] * 40 + [None] * 2)
    ledger = Ledger(Policy())
    how = {"audience": Audience.PUBLISHED, "unit": "audits", "ledger": ledger}
    worst = found[found["final_grade"] == "Inadequate"]
    rows = pd.DataFrame(
        {"month": [str(MONTHS[0])] * 84, "final_grade": found["final_grade"].astype(str)}
    )
    rows.index = pd.Index(found["audit_id"])
    grades = pd.DataFrame({"Inadequate": [42, 0]}, MONTHS)
    counts = {"Inadequate": {"final_grade": ["Inadequate"]}}
    within = {"month": [str(month) for month in MONTHS]}
    protect(grades, caption="Grades", cases=Cases(rows, "graded audits", counts, within), **how)
    table = safety.answered_by_month(found, months=MONTHS, scale=SCALE)
    cases = audit_cases.safety_answered(found, months=MONTHS, scale=SCALE)
    whole = safety.answered_in_all(table, label="Both")
    shown_ = protect(table, total=whole, caption="Safety", cases=cases, **how)
    assert len(worst) == 42
    assert shown_.whole["answer_not_recorded"] == shown_.whole["answer_recorded"] == "[c]"


def made(caption, **total):
    frame = pd.DataFrame([total], pd.Index(["North"], name="service_area"))
    whole = frame.set_axis(pd.Index(["All"], name="service_area"), axis=0)
    return protect(frame, total=whole, audience=Audience.INTERNAL, caption=caption, unit="")


def test_next_steps_are_what_params_say_and_what_is_open():
    still = made("Open", actions=9, open=4, overdue=3)
    again = made("Due", re_audits=6, overdue=2)
    stood = made("Stood", **{"graded_worst": 5, "none arranged": 1})
    asked = answered(["Yes"] * 3 + [None])
    steps = committee_next.next_steps(
        Committee(next_steps=["Train all auditors"]), still, again, stood, asked, SCALE
    )
    assert steps == [
        "Train all auditors",
        "To record whether the child was at risk of harm: for 1 of 4 audits graded Inadequate",
        "To do the re-audits that are overdue: 2 of 6",
        "To arrange a re-audit: for 1 of the audits graded Inadequate",
        "To complete the actions that are still open: 4 of 9, 3 of them overdue",
    ]


def test_hidden_numbers_are_no_next_step_and_none_named_is_said():
    still = made("Open", actions=9, open="[c]", overdue="[c]")
    again = made("Due", re_audits=6, overdue="[c]")
    stood = made("Stood", graded_worst=5)
    asked = answered(["Yes"])
    assert committee_next.next_steps(Committee(), still, again, stood, asked, SCALE) == [
        "The service has named no further next steps"
    ]


def test_records_that_could_not_be_used_are_told_without_an_analysts_words():
    class Loaded:
        counts = pd.DataFrame(
            {"read": [749, 60], "rejected": [3, 0]}, index=["audits", "re_audits"]
        )

    said = committee_missing.left_out(Loaded())
    assert said.startswith("3 of 749 records of audits are in no figure")
    assert [words for words in ANALYSTS if words in said] == []
