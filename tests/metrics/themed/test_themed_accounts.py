"""What was drawn, what came back, and how it compares; counted by hand."""

import numpy as np
import pandas as pd
import pytest

from qaanalysis.metrics import themed
from qaanalysis.metrics.themed import Chosen, Design, Place
from qaanalysis.vocabulary import Selection

QUESTIONS = {"Seen?": ["Yes"], "Heard?": ["Yes"]}
DRAWN = pd.DataFrame(
    {
        "child_id": ["A", "B", "C", "D", "R"],
        "family_id": ["1", "1", "2", "3", "4"],
        "stratum": "whole frame",
        "weight": [2.0, 2.0, 2.0, 2.0, np.nan],
        "role": ["selected"] * 4 + ["reserve"],
    }
)
CAME = pd.DataFrame(
    [
        ("A", "Seen?", "Yes", "Audit team"),
        ("A", "Heard?", "Not recorded", "Audit team"),
        ("B", "Seen?", "No", "Managers"),
        ("B", "Heard?", None, "Managers"),
        ("C", "Seen?", None, None),
        ("R", "Seen?", "Yes", "Managers"),
        ("X", "Seen?", "Yes", "Managers"),
        ("X", "Colour?", "Yes", "Managers"),
        ("A", "Colour?", "Yes", "Managers"),
    ],
    columns=["child_id", "question", "answer", "completed_by"],
)


@pytest.fixture
def rows():
    return themed.answers(CAME, DRAWN, questions=QUESTIONS)


def test_each_selected_child_is_complete_partly_complete_or_missing(rows):
    table = themed.completion.completion(rows)
    # A answered both (not recorded is an answer), B one of two, C only blanks, D nothing.
    assert table["cases"].tolist() == [1, 1, 2]
    assert table["cases_share"].tolist() == [0.25, 0.25, 0.5]


def test_a_case_counts_for_those_who_filled_it_in(rows):
    table = themed.completion.by_whom(rows)
    assert table.to_dict("index") == {
        "Audit team": {"cases": 1, "answers": 2},
        "Managers": {"cases": 1, "answers": 1},
    }


def test_whoever_is_not_named_is_not_recorded():
    came = CAME.assign(completed_by=None)
    rows = themed.answers(came, DRAWN, questions=QUESTIONS)
    assert themed.completion.by_whom(rows).to_dict("index") == {
        "Not recorded": {"cases": 2, "answers": 3}
    }


def test_reserves_strangers_and_other_questions_are_in_no_figure_and_counted(rows):
    assert set(rows["child_id"]) == {"A", "B", "C", "D"}
    table = themed.left_out(CAME, DRAWN, questions=QUESTIONS)
    assert table.to_dict("index") == {
        "the child is a reserve": {"answers": 1, "children": 1},
        "the child wasn’t drawn": {"answers": 2, "children": 1},
        "the plan has no such question": {"answers": 1, "children": 1},
    }


def test_a_question_answered_twice_for_one_child_is_refused():
    twice = pd.concat([CAME, CAME.iloc[:1]])
    with pytest.raises(pd.errors.MergeError):
        themed.answers(twice, DRAWN, questions=QUESTIONS)


def test_nothing_came_back():
    rows = themed.answers(CAME.iloc[:0], DRAWN, questions=QUESTIONS)
    assert themed.completion.completion(rows)["cases"].tolist() == [0, 0, 4]
    assert themed.completion.by_whom(rows).empty
    assert themed.left_out(CAME.iloc[:0], DRAWN, questions=QUESTIONS).empty


def test_the_sample_is_a_share_of_the_frame_and_another_of_the_cohort():
    table = themed.coverage.coverage(77, n_frame=209, n_cohort=287, frame="families")
    assert table["drawn_share"].round(3).to_dict() == {"families": 0.368, "whole cohort": 0.268}
    assert np.isnan(themed.coverage.coverage(0, n_frame=0, n_cohort=5)["drawn_share"].iloc[0])


NOW = pd.concat(
    [
        pd.DataFrame({"question": question, "answer": word, "place": place}, index=range(n))
        for question, word, place, n in (
            ("Assessed?", "Yes", Place.MET, 99),
            ("Assessed?", "No", Place.NOT_MET, 1),
            ("Visited?", "Yes", Place.MET, 56),
            ("Visited?", "No", Place.NOT_MET, 14),
            ("Visited?", "Not recorded", Place.NOT_RECORDED, 5),
        )
    ]
)
SIMPLE = Chosen(Selection.RANDOM, n_frame={"whole frame": 361})


def change(question="Visited?", count=48, n=80, chosen=SIMPLE, counted=("Yes",)):
    table = themed.previous.change(
        NOW, chosen, question=question, count=count, n=n, counted=counted
    )
    return table.to_dict("records")[0]


def test_the_difference_from_an_earlier_sample_is_as_published():
    found = change()
    # Newcombe (1998), Statistics in Medicine 17:873–890, table II, (a), method 10: 56/70 − 48/80.
    ends = [found["difference"], found["difference_low"], found["difference_high"]]
    assert ends == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert found["why"] == ""


def test_an_earlier_sample_without_its_size_cannot_be_compared():
    found = change("Assessed?", 77, None, counted=["No"])
    assert (found["now"], found["answered"], found["before"]) == (1, 100, 77)
    assert np.isnan(found["difference"])
    assert np.isnan(found["before_n"])
    assert "size of the earlier sample isn’t given" in found["why"]


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (Chosen(Selection.UNKNOWN), "isn’t known how"),
        (Chosen(Selection.RANDOM, Design.FAMILIES), "simple draws only"),
    ],
)
def test_other_choices_have_a_difference_without_an_interval(chosen, why):
    found = change(chosen=chosen)
    assert found["difference"] == pytest.approx(0.2)
    assert np.isnan(found["difference_low"])
    assert why in found["why"]


def test_a_question_that_is_not_asked_now_has_nothing_to_compare():
    assert "no such question" in change("Colour?")["why"]


SAID = [
    ("visited regularly", "Visited regularly?", "71", 48),
    ("reviewed", "Reviewed?", "74", 48),
    ("seen alone", "Seen alone?", "50", 48),
]
FOUND = pd.DataFrame(
    {"met": [34, 35], "answered": [48, 47], "met_share": [34 / 48, 35 / 47]},
    index=["Visited regularly?", "Reviewed?"],
)


def test_a_stated_percentage_is_held_against_the_counts_that_round_to_it():
    table = themed.stated.stated(FOUND, SAID)
    # 34/48 = 70.8%; 35/48 = 72.9% and 36/48 = 75%, so nothing of 48 is 74%; 35/47 = 74.47%.
    assert table["could_be"].tolist() == ["34", "none", "24"]
    assert table["instead"].tolist() == ["", "35 of 47", ""]
    assert table["reached"].tolist() == [True, True, False]
    assert table["met"].isna().tolist() == [False, False, True]


def test_a_percentage_no_near_total_gives_has_nothing_instead():
    table = themed.stated.stated(FOUND, [("one in fifty", "Reviewed?", "2", 20)])
    assert table.loc["one in fifty", ["could_be", "instead"]].tolist() == ["none", ""]
    assert not table["reached"].item()


def test_nothing_was_stated():
    assert themed.stated.stated(FOUND, []).empty
