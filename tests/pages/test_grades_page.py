"""What the report on grades says, from tables made by hand."""

import pandas as pd
import pytest

from qaanalysis.disclosure import protect
from qaanalysis.pages import grades as page
from qaanalysis.vocabulary import Audience, GradeScale

SCALE = GradeScale(
    ("Outstanding", "Good", "Requires Improvement", "Inadequate"),
    frozenset({"Outstanding", "Good"}),
)


def safe(frame, total=None):
    return protect(frame, total=total, caption="A table", unit="audits", audience=Audience.INTERNAL)


def matrix(counts):
    return safe(pd.DataFrame(counts, index=list(SCALE.labels), columns=list(SCALE.labels)))


def test_moderation_is_told_by_what_it_did_to_grades():
    said = page.moved(
        matrix([[0, 2, 0, 0], [0, 14, 21, 2], [0, 0, 13, 6], [0, 0, 0, 2]]), n_moderated=60
    )
    assert said == (
        "29 of 60 moderated audits (48.3%) kept their grade and 31 of 60 moderated audits (51.7%) "
        "were lowered; none were raised"
    )
    assert page.moved(matrix([[0] * 4] * 4), n_moderated=0) == "No audit was moderated."


def test_a_moderation_without_the_auditors_own_grade_is_not_lost():
    said = page.moved(matrix([[0] * 4, [0, 1, 0, 0], [0] * 4, [0] * 4]), n_moderated=2)
    assert "1 of 1 moderated audits (100.0%) kept their grade" in said
    assert said.endswith("1 more was moderated, but the auditor's own grade isn't recorded")
    assert "Only final grades" in page.moved(matrix([[0] * 4] * 4), n_moderated=2)


def test_one_raised_grade_is_spoken_of_in_the_singular():
    said = page.moved(matrix([[0] * 4, [1, 0, 0, 0], [0] * 4, [0] * 4]), n_moderated=1)
    assert said.endswith("one was raised")


def bounds(missing):
    row = {
        "scheduled": 681, "graded": 229, "missing": missing,
        "good_or_better_share": 62 / 229, "low": 62 / 681, "high": 514 / 681,
    }  # fmt: skip
    frame = pd.DataFrame([row], index=pd.Index(["All"], name="month"))
    return safe(frame, frame.set_axis(["November 2023"]))


def test_the_missing_leave_bounds_and_no_estimate():
    said = page.missing(bounds(452), SCALE)
    assert "452 of 681 scheduled audits have no grade" in said
    assert "lies between 9.1% and 75.5%" in said
    assert "no estimate of it" in said
    assert page.missing(bounds(0), SCALE) == "Every scheduled audit was returned and graded."


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ([-0.1, -0.1], [0.1, 0.1], "don’t show a different mix"),
        ([0.01, -0.1], [0.1, 0.1], "a larger share are of North than"),
        ([-0.1, -0.2], [0.1, -0.1], "a smaller share of South than"),
        (
            [0.01, -0.2],
            [0.1, -0.1],
            "a larger share are of North and a smaller share of South than",
        ),
    ],
)
def test_a_group_differs_only_where_its_interval_excludes_0(low, high, said):
    frame = pd.DataFrame(
        {"difference_low": low, "difference_high": high},
        index=pd.Index(["North", "South"], name="area"),
    )
    assert said in page.differing(safe(frame), name="area")


def test_broken_limits_are_counted():
    index = pd.Index(["Safety"], name="domain")
    frame = pd.DataFrame({"graded": [229], "audits": [10]}, index=index)
    assert "10 audits were graded better overall" in page.limits_broken(safe(frame))
    assert "1 audit was graded" in page.limits_broken(safe(frame.assign(audits=1)))
    assert "No audit was graded better" in page.limits_broken(safe(frame.assign(audits=0)))
    assert "Params name no domain" in page.limits_broken(safe(frame.iloc[:0]))


def test_a_limiting_domain_that_no_audit_has_is_no_reassurance():
    index = pd.Index(["Saftey"], name="domain")
    frame = pd.DataFrame({"graded": [0], "audits": [0]}, index=index)
    assert "No audit has a grade for Saftey, which params name" in page.limits_broken(safe(frame))


def monthly(graded: int):
    row = dict.fromkeys([*SCALE.labels, "good_or_better"], 0) | {"graded": graded, "Good": graded}
    row |= {"good_or_better": graded, "good_or_better_share": float("nan")}
    row |= {"good_or_better_share_low": float("nan"), "good_or_better_share_high": float("nan")}
    frame = pd.DataFrame([row], index=pd.period_range("2023-11", periods=1, freq="M", name="month"))
    return safe(frame, frame.set_axis(["November 2023"]))


def test_no_graded_audit_is_said_in_words():
    said = page.lead(monthly(0), bounds(0), SCALE)
    assert said[0] == "No audit planned in November 2023 has come back with a grade."
    assert "[x]" not in " ".join(said)
