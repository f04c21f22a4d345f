"""Themed audits' questions, counted by hand on frames made here."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.metrics import themed
from qaanalysis.metrics.themed import Chosen, Design, Place
from qaanalysis.metrics.themed.chosen import share
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Selection

UNKNOWN = Chosen(Selection.UNKNOWN)
# Children in need for over 12 months, 48 of 28 families: how many met each question, did not, and
# had it not recorded.
CHILDREN_IN_NEED = {
    "Visited regularly?": (34, 14, 0),
    "Reviewed?": (35, 12, 1),
    "Assessment updated?": (10, 38, 0),
    "In the clinics?": (22, 26, 0),
}
GOOD = {question: ["Yes"] for question in CHILDREN_IN_NEED}


def sample(n, *, stratum="whole frame", weight=np.nan, family=None, role="selected"):
    child = [f"C{i:03}" for i in range(n)]
    return pd.DataFrame(
        {
            "child_id": child,
            "family_id": child if family is None else family,
            "stratum": stratum,
            "weight": weight,
            "role": role,
        }
    )


def responses(counts, child, by="Audit team"):
    rows = []
    for question, (yes, no, not_recorded) in counts.items():
        words = ["Yes"] * yes + ["No"] * no + ["Not recorded"] * not_recorded
        rows += [(c, question, w, by) for c, w in zip(child, words, strict=True)]
    return pd.DataFrame(rows, columns=["child_id", "question", "answer", "completed_by"])


@pytest.fixture
def in_need():
    drawn = sample(48, family=[f"F{i % 28}" for i in range(48)])
    came = responses(CHILDREN_IN_NEED, drawn["child_id"])
    return themed.answers(came, drawn, questions=GOOD)


def test_a_question_not_recorded_for_one_child_has_one_answer_fewer_and_shows_it(in_need):
    table = themed.questions.by_question(in_need, UNKNOWN)
    counts = table[["drawn", "answered", "met", "not_recorded"]]
    assert counts.to_numpy().tolist() == [
        [48, 48, 34, 0],
        [48, 47, 35, 1],
        [48, 48, 10, 0],
        [48, 48, 22, 0],
    ]
    assert table.index.tolist() == list(CHILDREN_IN_NEED)
    assert table.loc["Reviewed?", "met_share"] == pytest.approx(0.744681, abs=1e-6)
    # 35 or 36 of 48, whatever was done for the child of whom it isn't recorded.
    assert table.loc["Reviewed?", ["lowest_share", "highest_share"]].tolist() == [35 / 48, 0.75]


@pytest.mark.parametrize("selection", [Selection.UNKNOWN, Selection.PURPOSIVE, Selection.CENSUS])
def test_cases_that_were_not_drawn_at_random_have_no_interval_and_a_reason(in_need, selection):
    table = themed.questions.by_question(in_need, Chosen(selection))
    assert table[["met_share_low", "met_share_high"]].isna().all(axis=None)
    assert table["met_share"].notna().all()
    said = {
        Selection.UNKNOWN: "isn’t known how",
        Selection.PURPOSIVE: "picked and not drawn",
        Selection.CENSUS: "no sampling error",
    }
    assert table["why"].str.contains(said[selection]).all()


def assessments(n_yes, n_no, **sampled):
    drawn = sample(n_yes + n_no, **sampled)
    came = responses({"Assessed?": (n_yes, n_no, 0)}, drawn["child_id"])
    return themed.answers(came, drawn, questions={"Assessed?": ["Yes"]})


def test_a_simple_draw_has_the_exact_limits_of_the_finite_frame():
    chosen = Chosen(Selection.RANDOM, n_frame={"whole frame": 361})
    table = themed.questions.by_question(assessments(99, 1), chosen)
    ends = table[["met_share_low", "met_share_high"]].iloc[0] * 361
    # One of 100 without: 1 to 17 of 361, so 344 to 360 with.
    assert ends.round(6).tolist() == [344, 360]


def test_a_simple_draw_of_the_whole_frame_leaves_nothing_open():
    chosen = Chosen(Selection.RANDOM, n_frame={"whole frame": 20})
    found = share(assessments(15, 5), chosen)
    assert (found.estimate, found.low, found.high) == (0.75, 0.75, 0.75)


def test_children_the_question_does_not_apply_to_are_out_of_the_frame_it_stands_for():
    drawn = sample(20)
    rows = themed.answers(
        responses({"Asked?": (8, 2, 0)}, drawn["child_id"][:10]).pipe(
            lambda found: pd.concat(
                [
                    found,
                    found.assign(
                        child_id=drawn["child_id"][10:].to_numpy(), answer="Not applicable"
                    ),
                ]
            )
        ),
        drawn,
        questions={"Asked?": ["Yes"]},
    )
    found = share(rows, Chosen(Selection.RANDOM, n_frame={"whole frame": 40}))
    # It applies to half of the drawn, so to 20 of the 40.
    expected = proportion.hypergeometric(8, 10, 20)
    assert (found.estimate, found.low, found.high) == (0.8, expected.low, expected.high)


def test_a_stratified_draw_weights_its_strata_as_the_formula_of_strata_does():
    # 10 of 20 drawn in the north, 5 of 40 in the south: 8 and 1 met it.
    drawn = sample(15, stratum=["north"] * 10 + ["south"] * 5, weight=[2.0] * 10 + [8.0] * 5)
    words = ["Yes"] * 8 + ["No"] * 2 + ["Yes"] + ["No"] * 4
    came = pd.DataFrame({"child_id": drawn["child_id"], "question": "Q", "answer": words})
    rows = themed.answers(came.assign(completed_by="QA"), drawn, questions={"Q": ["Yes"]})
    chosen = Chosen(Selection.RANDOM, Design.STRATIFIED, {"north": 20, "south": 40})
    found = share(rows, chosen)
    assert found.estimate == pytest.approx((20 * 0.8 + 40 * 0.2) / 60)
    expected = proportion.stratified([8, 1], [10, 5], [20, 40]).interval
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_children_of_one_family_widen_the_interval_of_a_draw_of_families():
    # Families drawn whole, 10 of 40, three children each, who all have the same answer.
    family = np.repeat([f"F{i}" for i in range(10)], 3)
    drawn = sample(30, family=family, weight=4.0)
    came = responses({"Q": (15, 15, 0)}, drawn["child_id"])
    rows = themed.answers(came, drawn, questions={"Q": ["Yes"]})
    whole = share(rows, Chosen(Selection.RANDOM, Design.FAMILIES, {"whole frame": 40}))
    singly = share(rows, Chosen(Selection.RANDOM, Design.SYSTEMATIC, {"whole frame": 120}))
    # By hand: Σ(parts)² = 10·(3·0.5/30)² = 0.025, times 10/9 and 1 − 10/40.
    assert whole.se == pytest.approx(np.sqrt(0.025 * 10 / 9 * 0.75))
    assert whole.high - whole.low > 1.5 * (singly.high - singly.low)


def test_what_missing_answers_leave_possible_is_weighted_as_the_share_is():
    # Weights 1, 1, 3 and 3: met by one of 1 and one of 3, and not recorded for one of 3.
    drawn = sample(4, weight=[1.0, 3.0, 1.0, 3.0])
    rows = themed.answers(
        responses({"Q": (2, 1, 1)}, drawn["child_id"]), drawn, questions={"Q": ["Yes"]}
    )
    chosen = Chosen(Selection.RANDOM, Design.STRATIFIED, {"whole frame": 9})
    row = themed.questions.by_question(rows, chosen).iloc[0]
    assert row[["met_share", "lowest_share", "highest_share"]].tolist() == [4 / 5, 4 / 8, 7 / 8]


def test_a_draw_by_size_is_weighted_and_has_no_correction():
    drawn = sample(4, weight=[1.0, 1.0, 3.0, 3.0])
    rows = themed.answers(
        responses({"Q": (2, 2, 0)}, drawn["child_id"]), drawn, questions={"Q": ["Yes"]}
    )
    found = share(rows, Chosen(Selection.RANDOM, Design.PPS, {"whole frame": 9}))
    assert found.estimate == 2 / 8


def test_nobody_answered_is_undefined_and_said():
    rows = themed.answers(
        responses({"Q": (0, 0, 3)}, sample(3)["child_id"]), sample(3), questions={"Q": ["Yes"]}
    )
    table = themed.questions.by_question(rows, UNKNOWN)
    assert np.isnan(table["met_share"].item())
    assert table["why"].item() == "nobody answered"
    assert table[["lowest_share", "highest_share"]].iloc[0].tolist() == [0.0, 1.0]


def test_a_group_of_fewer_than_ten_answers_has_its_counts_only():
    drawn = sample(19).assign(team=["North"] * 10 + ["South"] * 8 + [None])
    came = responses({"Q": (12, 7, 0)}, drawn["child_id"])
    rows = themed.answers(came, drawn.astype({"team": "category"}), questions={"Q": ["Yes"]})
    table = themed.questions.by_group(rows, by="team").loc["Q"]
    assert table["met"].to_dict() == {"North": 10, "Not recorded": 0, "South": 2}
    assert table["met_share"].to_dict() == pytest.approx(
        {"North": 1.0, "Not recorded": np.nan, "South": np.nan}, nan_ok=True
    )


places = st.lists(
    st.tuples(
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(["Yes", "Partly", "No", "Not applicable", "Not recorded", None]),
    ),
    min_size=1,
    max_size=30,
)


@given(places)
def test_every_child_has_one_place_and_shares_lie_within_what_is_possible(given_answers):
    drawn = sample(len(given_answers)).assign(area=[area for area, _ in given_answers])
    came = pd.DataFrame(
        {
            "child_id": drawn["child_id"],
            "question": "Q",
            "answer": [answer for _, answer in given_answers],
            "completed_by": "QA",
        }
    )
    rows = themed.answers(came, drawn, questions={"Q": ["Yes", "Partly"]})
    row = themed.questions.by_question(rows, UNKNOWN).iloc[0]
    assert sum(row[place] for place in Place) == row["drawn"] == len(given_answers)
    assert row["answered"] == row["met"] + row["not_met"]
    if row["answered"]:
        assert row["lowest_share"] <= row["met_share"] <= row["highest_share"]
    grouped = themed.questions.by_group(rows, by="area")
    assert grouped[["drawn", "answered", "met"]].sum().tolist() == [
        row["drawn"],
        row["answered"],
        row["met"],
    ]
