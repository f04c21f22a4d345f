"""Feedback, several sources side by side, the calendar and the workforce."""

import datetime as dt
from collections import Counter
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from raw_findings import returned as raw_returned
from scipy.stats import kendalltau

from qaanalysis.metrics import audit_cases
from qaanalysis.metrics.learning import calendar, feedback, named, process, triangulation, workforce

MONTHS = pd.period_range("2023-05", "2023-11", freq="M", name="month")


@pytest.fixture(scope="module")
def parts(found):
    return feedback.obtained(feedback.long(found.audits))


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Feedback from child", "Feedback from the child"),
        ("Feedback from family", "Feedback from the family"),
    ],
)
def test_feedback_is_counted_as_in_the_raw_rows_and_blank_is_not_no(parts, heading, part):
    words = {"yes": "obtained", "y": "obtained", "no": "not_obtained", "n": "not_obtained"}
    raw = Counter(words.get(r[heading].lower(), "not_recorded") for r in raw_returned().values())
    row = parts.loc[part]
    assert {name: row[name] for name in raw} == dict(raw)
    assert row["recorded"] == raw["obtained"] + raw["not_obtained"] < row["audits"]
    assert row["obtained_share"] == pytest.approx(raw["obtained"] / row["recorded"])


def test_a_column_that_the_register_lacks_is_recorded_nowhere():
    table = feedback.obtained(feedback.long(pd.DataFrame({"audit_id": ["A"]})))
    assert (table["not_recorded"] == 1).all()
    assert table["obtained_share"].isna().all()
    assert len(feedback.blank(table)) == 3


def test_the_cases_of_feedback_count_what_the_table_shows(found, run, parts):
    cases = audit_cases.took_part(feedback.long(found.audits), months=run.months)
    for part, row in parts.iterrows():
        for column in ("audits", "recorded", "obtained", "not_recorded"):
            assert cases.number({"part": part}, column) == row[column]


@pytest.fixture(scope="module")
def sources(found, declared, tables, parts, run):
    rows = named.named(found, declared.themes_of_simple_things, heading="simple_thing")
    return triangulation.triangulation(
        named.shares(rows, by="simple_thing"),
        tables["themed_responses"],
        parts,
        simple_things=list(declared.themes_of_simple_things),
        questions=declared.questions,
        columns=declared.feedback,
        as_at=run.as_at,
    )


@pytest.mark.parametrize(
    ("question", "count", "n"),
    [
        # As the trust published them: 71%, 74% and 21% of those answered; 1 of 100 without.
        ("Is the child visited regularly?", 34, 48),
        ("Is the plan reviewed?", 35, 47),
        ("Is the assessment updated?", 10, 48),
        ("Is an assessment recorded?", 99, 100),
    ],
)
def test_themed_audits_stand_there_with_their_own_n(sources, question, count, n):
    row = sources.xs(question, level="what").iloc[0]
    assert (row["count"], row["n"]) == (count, n)


def test_each_simple_thing_has_the_sources_that_speak_of_it(sources, declared):
    assert len(declared.simple_things) == 8
    assert len(declared.obsessions) == 6
    assert len(declared.in_focus) == 18
    n = triangulation.n_sources(sources)
    assert n["Children are seen"] == 2
    assert n["Reflective supervision"] == 2
    assert sources.loc["Children’s voice in plans"].index.get_level_values("source")[-1] == (
        "Feedback"
    )


def test_without_themed_audits_the_others_are_shown(parts, declared, run):
    none = pd.DataFrame(columns=["audits", "strength", "development"])
    table = triangulation.triangulation(
        none,
        None,
        parts,
        simple_things=["Children’s voice in plans", "A plan"],
        questions=declared.questions,
        columns=declared.feedback,
        as_at=run.as_at,
    )
    assert table.index.get_level_values("source").tolist() == ["Feedback"]


def test_answers_dated_later_have_not_been_given():
    responses = pd.DataFrame(
        {
            "theme": "T",
            "question": "Q",
            "answer": ["Yes", "No", "Yes", "Not recorded", None],
            "completed_on": pd.to_datetime(["2023-05-01", None, "2023-07-01", None, None]),
        }
    )
    table = triangulation.triangulation(
        pd.DataFrame(),
        responses,
        pd.DataFrame(),
        simple_things=["S"],
        questions={"S": [("T", "Q", ["Yes"])]},
        columns={},
        as_at=dt.date(2023, 6, 1),
    )
    assert table[["count", "n"]].to_numpy().tolist() == [[1, 2]]


def test_attendance_that_is_not_recorded_has_no_share(declared, run):
    held = calendar.attendance(declared.learning_events, as_at=run.as_at)
    assert len(held) == 6
    assert held["attended_share"].isna().sum() == 1
    assert held.loc["Hearing children", "attended_share"] == pytest.approx(88 / 120)
    assert len(calendar.coming(declared.learning_events, as_at=run.as_at)) == 1


def test_what_is_marked_on_the_charts_is_what_the_calendar_has(declared, run):
    marked = process.events(declared.focus, declared.learning_events, months=run.months)
    assert marked["Chronologies"] == {pd.Period("2023-08", "M"): "in focus, learning event"}
    assert {len(by_month) for by_month in marked.values()} == {1}


def test_the_charts_are_of_the_months_counts(obsessions, run):
    table = process.charts(obsessions, months=run.months)
    one = table.loc["Chronologies"]
    assert one["audits"].sum() == 229
    mean = one["development"].sum() / 229
    room = 3 * np.sqrt(mean * (1 - mean) / one["audits"])
    assert one["upper"].tolist() == pytest.approx((mean + room).tolist())


def test_pairs_of_months_are_those_of_kendalls_count():
    rng = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            "good_or_better_share": rng.uniform(size=7),
            "changes_of_worker": rng.integers(0, 30, 7),
            "agency_share": np.nan,
        },
        MONTHS,
    )
    found = workforce.pairs_of_months(table)
    assert found.index.tolist() == ["changes_of_worker"]
    row = found.loc["changes_of_worker"]
    x, y = table["changes_of_worker"], table["good_or_better_share"]
    signs = [
        (x.iloc[i] - x.iloc[j]) * (y.iloc[i] - y.iloc[j]) for i, j in combinations(range(7), 2)
    ]
    assert row["same_way"] == sum(sign > 0 for sign in signs)
    assert row["pairs"] == 21
    if x.is_unique:
        expected = (row["same_way"] - row["opposite_way"]) / 21
        assert expected == pytest.approx(kendalltau(x, y).statistic)
