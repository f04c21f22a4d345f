"""Who a plan's draw looks at, beside its cohort; on made children, counted by hand."""

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from qaanalysis.sampling import themed_sample
from qaanalysis.sampling.themed_sample import example
from qaanalysis.stats import sample_size
from qaanalysis.themed_choice import ThemedChoice, planner
from qaanalysis.themed_choice.flow import flow
from qaanalysis.themed_choice.likeness import likeness
from qaanalysis.themed_plan import Previous, ThemedPlan

THEME = "A theme"


def cohort(n=60, per_family=1):
    return pd.DataFrame(
        {
            "theme": THEME,
            "child_id": [f"C{i:03d}" for i in range(n)],
            "family_id": [f"F{i // per_family:03d}" for i in range(n)],
            "age": [i % 18 for i in range(n)],
            "plan_type": ["In need", "In care", None] * (n // 3),
            "service_area": ["North"] * (n // 2) + ["South"] * (n - n // 2),
            "team": "T1",
            "case_holder": [f"H{i % 5}" for i in range(n)],
            "ethnicity": "A",
        }
    )


def plan(**changes):
    declared = {
        "run": "run.yml",
        "theme": THEME,
        "title": "A themed audit",
        "period": "2023-07",
        "selection": "probability",
        "n": 20,
        "questions": [{"question": "Planned?"}],
    }
    return ThemedPlan.model_validate(declared | changes)


def choice(rows=None, auditors=None, audited=frozenset(), **changes):
    asked = plan(**changes)
    drawn_plan = asked.sample_plan("Example Trust", dt.date(2023, 12, 3))
    frame = themed_sample.frame(cohort() if rows is None else rows, drawn_plan)
    return ThemedChoice(asked, themed_sample.drawn(frame, auditors, drawn_plan), audited)


RULE = {"field": "age", "is": "at_least", "value": 2, "why": "under 2"}
PLANS = {
    "simple": {},
    "rules": {"eligible": [RULE], "reserves": 3},
    "one each": {"eligible": [RULE], "siblings": "random", "n": 10},
    "stratified": {"design": "stratified", "strata": "service_area", "reserves": 2},
    "families": {"design": "families", "n": 12, "reserves": 2},
    "census": {"selection": "census", "n": "all", "eligible": [RULE]},
    "unknown": {"selection": "unknown", "n": None, "why": "no list was kept"},
}


@pytest.mark.parametrize("name", PLANS)
def test_every_child_leaves_once_or_is_looked_at(name):
    made = choice(cohort(60, per_family=2), **PLANS[name])
    table = made.flow
    assert table["n_still_in"].iloc[0] == 60
    assert table["n_left_out"].sum() + len(made.sample.sample) == 60
    steps = 60 - table["n_left_out"].cumsum()
    assert steps.tolist() == table["n_still_in"].tolist()
    known = name != "unknown"
    assert made.coverage["drawn"].tolist() == [len(made.sample.sample)] * 2 * known


def test_a_child_in_two_rows_is_counted_once_and_said():
    rows = pd.concat([cohort(30), cohort(3)])
    asked = plan(n=5).sample_plan("Example Trust", pd.Timestamp("2023-12-03").date())
    made = flow(themed_sample.drawn(themed_sample.frame(rows, asked), None, asked))
    assert made.loc["The child stands in another row", "n_left_out"] == 3
    assert made["n_still_in"].iloc[-1] == 5


def test_stages_are_those_that_the_plan_has():
    stages = {name: choice(cohort(60, 2), **PLANS[name]).flow["stage"] for name in PLANS}
    assert stages["one each"].unique().tolist() == [
        *("In the cohort", "Eligible", "In the frame", "Drawn")
    ]
    assert stages["simple"].unique().tolist() == ["In the cohort", "In the frame", "Drawn"]
    assert stages["census"].unique().tolist() == ["In the cohort", "In the frame", "Looked at"]
    assert stages["unknown"].unique().tolist() == ["In the cohort", "Looked at"]


def test_strata_are_shown_only_if_there_are_several():
    table = choice(**PLANS["stratified"]).strata
    assert table[["n_selected", "n_frame", "n_reserves"]].to_numpy().tolist() == [[10, 30, 2]] * 2
    np.testing.assert_allclose(table["chance_share"] * table["weight"], 1)
    assert choice().strata.empty
    assert choice(**PLANS["census"]).strata.empty


@pytest.mark.parametrize("name", ["census", "unknown"])
def test_nothing_follows_of_chance_where_none_decided(name):
    made = choice(**PLANS[name])
    assert made.buys.empty
    assert made.needed.empty
    assert made.strata.empty
    assert math.isnan(made.by_chance)
    assert made.effects == (1, 1, 1)


def test_the_margin_is_cochrans_with_the_frame_taken_off():
    table = choice().buys
    assert table.index[table["chosen"]].tolist() == [20]
    margin = 1.959964 * math.sqrt(0.25 / 20 * (60 - 20) / 59)
    assert table.loc[20, "margin_share"] == pytest.approx(margin)
    low, high = proportion_confint(2, 20, method="wilson")
    assert table.loc[20, "rare_margin_share"] == pytest.approx((high - low) / 2)
    assert table.loc[60, "margin_share"] == 0
    # As many as are needed to find one of so few, and one of fewer isn't found.
    fewest = int(table.loc[20, "fewest_detectable"])
    assert sample_size.for_detection(60, fewest).n <= 20
    assert sample_size.for_detection(60, fewest - 1).n > 20


def test_a_simple_draw_needs_what_the_formula_for_one_says():
    table = choice().needed
    assert table["n_needed"].tolist() == [
        sample_size.for_margin(0.1, population=60).n,
        sample_size.for_margin(0.05, population=60).n,
        sample_size.for_detection(60, 6).n,
        sample_size.for_detection(60, 3).n,
    ]


def test_families_widen_the_margin_by_the_root_of_their_design_effect():
    families = choice(cohort(60, per_family=2), **PLANS["families"])
    assert families.unit == "families"
    # Two in each, half alike: 1 + (2 - 1)/2.
    assert families.effects == pytest.approx((1, 1.5, 2))
    table = families.buys
    assert table.index.name == "families"
    assert table.loc[12, "n_children"] == 24
    alone = 1.959964 * math.sqrt(0.25 / 24 * (60 - 24) / 59)
    assert table.loc[12, "margin_share"] == pytest.approx(alone * math.sqrt(1.5))
    # In families: one of the 30 that have it is among the 12.
    fewest = int(table.loc[12, "fewest_detectable"])
    assert sample_size.for_detection(30, fewest).n <= 12


def test_unequal_chances_widen_it_too():
    equal = {"design": "stratified", "strata": "service_area", "allocation": "fixed"}
    rows = cohort().assign(service_area=["North"] * 50 + ["South"] * 10)
    made = choice(rows, **equal, sizes={"North": 10, "South": 10}, n=20)
    weights = np.array([5.0] * 10 + [1.0] * 10)
    assert made.effects[1] == pytest.approx(20 * (weights**2).sum() / weights.sum() ** 2)


def test_a_change_from_a_sample_of_unknown_size_isnt_planned_for():
    known = {"when": "2020", "question": "Planned?", "count": 12, "n": 40}
    table = choice(previous=known).buys
    change = sample_size.for_comparison(0.3, 40, 0.3 + float(table.loc[20, "rise_shown_share"]))
    assert change.n == pytest.approx(20, abs=1)
    assert table["rise_shown_share"].is_monotonic_decreasing
    assert "rise_shown_share" not in choice(previous={**known, "n": None}).buys
    assert "fall_shown_share" in planner.buys(choice().sample, Previous(**known))


def test_a_sample_is_compared_with_the_frame_and_if_they_differ_the_cohort():
    one = choice().like_all
    assert "standardised_from_frame" in one
    assert "standardised_from_cohort" not in one
    both = choice(**PLANS["rules"]).like_all
    assert {"standardised_from_frame", "standardised_from_cohort"} <= set(both)
    # All are of one ethnicity, so that there is nothing to tell by.
    assert both.index.unique("field").tolist() == ["age", "plan_type", "service_area"]
    assert both.loc["plan_type"].index.tolist() == ["In care", "In need", "not recorded"]
    whole = choice(**PLANS["unknown"]).like_all
    assert whole.empty


def test_a_census_that_leaves_some_out_is_compared_with_the_cohort_only():
    table = choice(**PLANS["census"]).like_all
    assert "standardised_from_cohort" in table
    assert "standardised_from_frame" not in table


def test_shares_are_weighted_and_differences_as_counted_by_hand():
    everybody = pd.DataFrame({"team": ["N"] * 30 + ["S"] * 10, "plan_type": "x"})
    some = pd.DataFrame(
        {"team": ["N"] * 10 + ["S"] * 10, "plan_type": "x", "weight": [3.0, 1] * 10}
    )
    some["weight"] = np.where(some["team"] == "N", 3.0, 1.0)
    fields = ["team", "plan_type", "absent"]
    table = likeness(some, {"frame": everybody}, fields=fields, weight="weight")
    assert table["sample_share"].tolist() == [0.75, 0.25]
    np.testing.assert_allclose(table["standardised_from_frame"], 0, atol=1e-12)
    plain = likeness(some, {"frame": everybody}, fields=fields)
    spread = math.sqrt((0.75 * 0.25 + 0.25) / 2)
    assert plain["standardised_from_frame"].tolist() == pytest.approx(
        [-0.25 / spread, 0.25 / spread]
    )


def test_a_category_that_only_one_group_has_is_none_of_the_others():
    small = pd.DataFrame({"team": ["N", "S"]})
    large = pd.DataFrame({"team": ["N", "S", "T"]})
    table = likeness(small, {"frame": small, "cohort": large}, fields=["team"])
    row = table.loc[("team", "T")]
    assert row["n_frame"] == row["n_sample"] == row["standardised_from_frame"] == 0
    assert row["n_cohort"] == 1


def test_whom_individual_audits_saw_is_compared_for_a_plan_of_them_only():
    rows = cohort().assign(months_since_audit=pd.array([7, None] * 30, dtype="Int64"))
    rule = {**RULE, "field": "months_since_audit", "is": "at_least_or_never", "why": "audited"}
    audited = frozenset({"C001", "C003", "C059", "elsewhere"})
    made = choice(rows, audited=audited, eligible=[rule])
    assert made.n_audited == (4, 3)
    assert made.like_audited.loc[("service_area", "North"), "n_sample"] == 2
    assert choice(rows, audited=audited).like_audited.empty
    assert choice(rows, eligible=[rule]).like_audited.empty


def test_what_is_known_of_auditors_is_counted():
    made = choice(auditors=example.auditors())
    known = made.known_of_auditors
    assert dict(known) == {"auditors": 3, "away": 1, "team": 1, "skills": 0, "capacity": 1}
    assert choice().known_of_auditors["auditors"] == 0


def test_words_that_a_table_of_differences_uses_itself_may_be_in_the_data():
    rows = pd.DataFrame(
        {"team": ["mean", "not recorded", None, "N"] * 5, "age": [1, 2, 3, None] * 5}
    )
    table = likeness(rows.head(8), {"cohort": rows}, fields=["team", "age"])
    assert table.loc["team", "n_cohort"].to_dict() == {"N": 5, "mean": 5, "not recorded": 10}
    assert table.loc[("team", "mean"), "cohort_share"] == 0.25
    assert table.loc[("age", "mean"), "cohort_mean"] == 2
    assert table.loc[("age", "not recorded"), "n_sample"] == 2
