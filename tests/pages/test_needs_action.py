"""What needs action, in sentences with their counts, and where the notebooks show it."""

import json
import re

import pandas as pd
import pytest
from run_files import ROOT

from qaanalysis.disclosure import SafeTable, protect
from qaanalysis.metrics import safety
from qaanalysis.metrics.follow_up import re_audits
from qaanalysis.pages import needs_action, quality
from qaanalysis.present.sentences import Refusal
from qaanalysis.vocabulary import Audience, GradeScale

SCALE = GradeScale(("Good", "Poor"), frozenset({"Good"}))


def safe(frame: pd.DataFrame) -> SafeTable:
    return protect(frame, audience=Audience.INTERNAL, caption="x", unit="audits")


def questions(*counts: int, worst: int = 9) -> SafeTable:
    index = pd.Index(safety.KINDS, name=safety.KIND)
    return safe(pd.DataFrame({"audits": counts, "graded_worst": worst}, index))


def states(done: int, not_due: int, overdue: int, days: float) -> SafeTable:
    index = pd.Index(re_audits.STATES, name=re_audits.STATE)
    nan = float("nan")
    counts, late = [done, 0, not_due, overdue, 0, 0, 0], [nan, nan, nan, days, nan, nan, nan]
    return safe(pd.DataFrame({"re_audits": counts, "most_days_late": late}, index))


def told(actions):
    return [(action.count, action.said) for action in actions]


def test_each_answer_on_safety_has_its_count_and_what_it_is_out_of():
    assert told(needs_action.unsafe(questions(7, 0, 4), SCALE)) == [
        (7, "7 of 9 Poor audits: whether the child was at risk of harm isn’t recorded"),
        (0, f"0 of 9 Poor audits: {safety.NOT_ESCALATED}"),
        (4, f"4 of 9 Poor audits: {safety.NOT_SAFE}"),
    ]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (states(1, 2, 3, 40), (3, "3 of 6 re-audits are overdue, the longest by 40 days")),
        (states(1, 2, 1, 1), (1, "1 of 4 re-audits is overdue, by 1 day")),
        (states(1, 2, 0, float("nan")), (0, "0 of 3 re-audits are overdue")),
    ],
)
def test_overdue_re_audits(found, said):
    assert told(needs_action.overdue(found)) == [said]


def test_without_the_table_nothing_is_claimed_of_re_audits():
    none = safe(re_audits.by_state(None, as_at=pd.Timestamp("2023-12-03").date()))
    assert needs_action.overdue(none) == []
    said = needs_action.follow_up(questions(1, 0, 0), none, SCALE)
    assert isinstance(said[1], Refusal)
    assert "has no re-audits" in said[1]


def test_the_section_says_all_counts():
    said = needs_action.follow_up(questions(7, 0, 4), states(1, 2, 3, 40), SCALE)
    assert said[0] == (
        "9 audits are graded Poor; for 7 it isn’t recorded whether the child was at risk of harm "
        "and for 4 the child was at risk and it isn’t recorded when the child was made safe"
    )
    assert needs_action.named(SCALE) == {"graded_worst": "Graded Poor"}
    assert said[1] == "Of the re-audits, 1 done in time, 0 done late, 2 not yet due and 3 overdue"
    assert "none lacks" in needs_action.follow_up(questions(0, 0, 0), states(1, 0, 0, 0), SCALE)[0]


def test_what_the_register_does_not_ask_is_no_action_and_is_told_once():
    index = pd.Index((), name=safety.KIND, dtype=object)
    none = safe(pd.DataFrame({"audits": [], "graded_worst": []}, index))
    assert needs_action.unsafe(none, SCALE) == []
    said = needs_action.follow_up(none, states(1, 2, 3, 40), SCALE)[0]
    assert isinstance(said, Refusal)
    assert said == quality.safety_not_asked(SCALE)
    assert "doesn’t record it" in said


def test_outstanding_contradictions_limits_and_stated_totals():
    waiting = safe(pd.DataFrame({"scheduled": [5, 4], "overdue": [2, 1]}))
    [late] = needs_action.outstanding(waiting)
    assert late.said == "3 of 9 scheduled audits haven’t come back and are past the due date"
    kinds = safe(pd.DataFrame({"moderations": [1, 0]}))
    assert needs_action.contradictions(kinds)[0].said.startswith("1 contradiction in")
    flagged = safe(pd.DataFrame({"audits": [1, 0]}))
    assert needs_action.above_limit(flagged)[0].said.startswith("1 audit is graded better")
    months = pd.PeriodIndex(["2023-05", "2023-06"], freq="M", name="month")
    [stated] = needs_action.against_stated(safe(pd.DataFrame({"planned": [1, 2]}, months)))
    assert (stated.count, stated.said[-22:]) == (2, "May 2023 and June 2023")
    [none] = needs_action.against_stated(safe(pd.DataFrame({"planned": []})))
    assert none.count == 0


@pytest.mark.parametrize(
    ("notebook", "section"),
    [
        ("grades", needs_action.FOLLOW_UP),
        ("grades", needs_action.DOMAINS),
        ("returns", needs_action.OUTSTANDING),
        ("returns", needs_action.STATED),
        ("moderation", needs_action.PRACTICE),
    ],
)
def test_the_sections_named_are_headings_of_the_notebooks(notebook, section):
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert section in re.findall(r"(?m)^## (.+)$", "\n\n".join(texts))


@pytest.mark.parametrize("notebook", ["grades", "returns", "moderation"])
def test_what_needs_action_is_for_internal_readers_only(notebook):
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text("utf-8"))["cells"]
    uses = [cell for cell in cells if "needs_action" in "".join(cell["source"])]
    assert uses
    assert all("internal-only" in cell["metadata"]["tags"] for cell in uses)
