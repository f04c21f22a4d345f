"""Answers of a themed audit as they are published: what is said of a child is no count of work."""

import pandas as pd
import pytest

from qaanalysis.disclosure import HIDDEN, Ledger, Policy, protect
from qaanalysis.metrics import audit_cases
from qaanalysis.metrics.themed import Chosen, Place, questions
from qaanalysis.vocabulary import Audience, Selection

ORDER = ("met", "not_met", "not_recorded", "not_applicable", "no_answer")
# As the example has them, of 77 drawn from 209: each place's number of children.
EXAMPLE = {
    "Planned?": (30, 45, 2, 0, 0),
    "Used before?": (24, 35, 0, 18, 0),
    "Contingency?": (33, 44, 0, 0, 0),
    "Permanence?": (46, 27, 0, 4, 0),
}
DRAWN = Chosen(Selection.RANDOM, n_frame={"whole frame": 209})


def asked(answers, policy=None, weight=None):
    """Return the table of questions, published."""
    rows = pd.DataFrame(
        [
            {"question": question, "place": Place(place)}
            for question, counts in answers.items()
            for place, n in zip(ORDER, counts, strict=True)
            for _ in range(n)
        ]
    )
    rows["child_id"] = rows.groupby("question", sort=False).cumcount().astype(str)
    rows["question"] = rows["question"].astype(pd.CategoricalDtype(list(answers), ordered=True))
    if weight is not None:
        rows["weight"] = [1.0 + weight * (i % 2) for i in range(len(rows))]
    return protect(
        questions.by_question(rows, DRAWN),
        cases=audit_cases.answered(rows, theme="T"),
        audience=Audience.PUBLISHED,
        caption="The answers",
        unit="children",
        ledger=Ledger(policy or Policy()),
    )


def test_few_children_to_whom_a_question_does_not_apply_are_not_counted_out():
    frame = asked(EXAMPLE).frame
    assert not {"not_recorded", "not_applicable", "lowest_share", "highest_share"} & set(frame)
    # What was asked for stays: how many met it, of how many answers.
    assert frame["met"].tolist() == [30, 24, 33, 46]
    assert frame["answered"].tolist() == [75, 59, 77, 73]
    assert frame["met_share"].tolist() == pytest.approx([30 / 75, 24 / 59, 33 / 77, 46 / 73])


def test_an_interval_does_not_tell_to_how_many_a_question_applies():
    frame = asked(EXAMPLE).frame
    # Its ends are so many of as many of the 209 as the question applies to.
    low = frame["met_share_low"]
    assert low.tolist()[::3] == [HIDDEN, HIDDEN]
    applies = round(209 * (77 - 18) / 77)
    assert low["Used before?"] * applies == pytest.approx(round(low["Used before?"] * applies))
    assert low["Contingency?"] * 209 == pytest.approx(round(low["Contingency?"] * 209))


def test_that_an_interval_is_hidden_tells_nothing_of_how_few_are_divided():
    # With a small number elsewhere the columns go, and with them what these are divided in.
    for aside, none in ((1, 0), (0, 4), (5, 0), (2, 3), (0, 9), (8, 1)):
        answers = {"Seen?": (40, 37 - aside - none, aside, none, 0), "Heard?": (40, 33, 0, 4, 0)}
        assert asked(answers).frame["met_share_low"].iloc[0] == HIDDEN


def test_many_to_whom_it_does_not_apply_are_shown():
    frame = asked({"Used before?": (24, 35, 0, 18, 0), "Planned?": (30, 41, 6, 0, 0)}).frame
    assert frame["not_applicable"].tolist() == [18, 0]
    assert frame["not_recorded"].tolist() == [0, 6]


def test_no_share_is_given_of_nine_answers():
    frame = asked({"Seen?": (0, 9, 0, 68, 0), "Heard?": (10, 67, 0, 0, 0)}).frame
    shares = ["met_share", "met_share_low", "met_share_high", "lowest_share", "highest_share"]
    assert frame.loc["Seen?", shares].tolist() == [HIDDEN] * 5
    assert frame.loc["Seen?", "answered"] == 9
    assert HIDDEN not in frame.loc["Heard?", shares].tolist()


def test_shares_are_of_rounded_counts_where_counts_are_rounded():
    safe = asked(EXAMPLE, Policy(rounding_base=5))
    frame = safe.frame
    assert frame["met_share"].tolist() == pytest.approx([30 / 75, 25 / 60, 35 / 75, 45 / 75])
    assert frame["met_share_low"].isna().tolist() == [False, True, True, False]
    assert "what can’t be worked out from rounded ones isn’t available" in safe.note


def test_a_weighted_share_is_not_available_of_rounded_counts():
    frame = asked(EXAMPLE, Policy(rounding_base=5), weight=0.5).frame
    assert frame["met_share"].isna().all()
