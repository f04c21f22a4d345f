"""A themed audit put together from its plan and made frames; counted by hand."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from qaanalysis.metrics.themed import Design
from qaanalysis.themed_audit import ThemedAudit, without_cohort
from qaanalysis.themed_plan import ThemedPlan
from qaanalysis.vocabulary import Selection

THEME = "Coming into care"


def plan(**changes):
    declared = {
        "run": "run.yml",
        "theme": THEME,
        "title": "A themed audit",
        "period": "2023-07",
        "selection": "probability",
        "n": 3,
        "questions": [
            {"question": "Planned?"},
            {"question": "Suitable?", "good": ["Yes", "Partly"]},
        ],
    }
    return ThemedPlan.model_validate(declared | changes)


# Six children of four families; two of them can't be drawn, and one is a reserve.
ROWS = pd.DataFrame(
    {
        "theme": THEME,
        "child_id": list("ABCDEF"),
        "family_id": ["1", "1", "2", "3", "4", "4"],
        "place": ["selected", "selected", "selected", "reserve", "too late", "not drawn"],
        "stratum": ["x", "x", "y", "y", None, "y"],
        "weight": [1.0, 1.0, 3.0, np.nan, np.nan, np.nan],
    }
)
CAME = pd.DataFrame(
    [
        (THEME, "A", "Planned?", "Yes", "2023-09-01"),
        (THEME, "B", "Planned?", "No", None),
        (THEME, "C", "Planned?", "Yes", "2023-12-04"),
        (THEME, "A", "Suitable?", "Partly", "2023-09-01"),
        (THEME, "D", "Planned?", "Yes", "2023-09-01"),
        ("Another", "A", "Planned?", "No", "2023-09-01"),
    ],
    columns=["theme", "child_id", "question", "answer", "completed_on"],
).assign(completed_by="Audit team", completed_on=lambda t: pd.to_datetime(t["completed_on"]))


def audit(responses=CAME, **changes):
    return ThemedAudit(plan(**changes), ROWS, responses, dt.date(2023, 12, 3))


def test_only_the_themes_answers_until_the_day_count():
    table = audit(n=None, selection="census").by_question
    # A and B; C's answer came after the day, D is a reserve.
    assert table.loc["Planned?", ["drawn", "answered", "met"]].tolist() == [3, 2, 1]
    assert table.loc["Suitable?", ["answered", "met"]].tolist() == [1, 1]
    assert audit().left_out["answers"].to_dict() == {
        "the child is a reserve": 1,
        "it is dated after the day of the data": 1,
    }


def test_the_sample_is_part_of_the_frame_and_of_the_cohort():
    table = audit().coverage
    assert table[["drawn", "out_of"]].to_numpy().tolist() == [[3, 5], [3, 6]]


def test_the_frame_is_counted_in_the_units_that_were_drawn():
    children = audit(design="stratified", strata="team").chosen
    assert (children.design, dict(children.n_frame)) == (Design.STRATIFIED, {"x": 2, "y": 3})
    families = audit(design="families", strata="n_children").chosen
    assert (families.design, dict(families.n_frame)) == (Design.FAMILIES, {"x": 1, "y": 3})


@pytest.mark.parametrize("selection", ["census", "purposive", "unknown"])
def test_a_selection_that_is_no_draw_has_no_frame_to_correct_for(selection):
    found = audit(selection=selection, n=None, why="as the team chose").chosen
    assert found.selection == Selection(selection.capitalize())
    assert found.no_interval


def test_the_sample_before_is_compared_by_the_answers_it_counted():
    before = {"when": "June 2020", "question": "Planned?", "count": 1, "n": 2}
    yes = audit(previous=before).change
    no = audit(previous={**before, "answers": [False]}).change
    assert yes[["now", "answered", "difference"]].to_numpy().tolist() == [[1, 2, 0.0]]
    assert no["now"].tolist() == [1]
    assert audit().change.empty


def test_stated_percentages_are_those_of_the_plan():
    said = {"what": "planned", "question": "Planned?", "percent": "50%", "of": 3}
    table = audit(stated=[said]).stated
    assert table.loc["planned", ["could_be", "instead"]].tolist() == ["none", "1 of 2"]
    assert table["reached"].tolist() == [True]


def test_without_responses_everything_is_missing():
    found = audit(responses=None)
    assert found.by_question["no_answer"].tolist() == [3, 3]
    assert found.left_out.empty


def test_without_a_cohort_the_answers_are_told_and_nothing_is_said_of_others():
    found = without_cohort(plan(siblings="random"), CAME, dt.date(2023, 12, 3))
    # A, B, C and D answered on the theme, C only after the day.
    assert found.by_question.loc["Planned?", ["drawn", "answered", "met"]].tolist() == [4, 3, 2]
    assert found.chosen.selection is Selection.UNKNOWN
    assert found.by_question[["met_share_low", "met_share_high"]].isna().all(axis=None)
    assert found.coverage.empty
    assert "how the sample was chosen isn’t known" in found.unmet[0]
