"""Next to no moderation ends in counts, NaN and a reason; never in an exception."""

import numpy as np
import pandas as pd
import pytest

from qaanalysis.disclosure import protect
from qaanalysis.metrics import grades, leniency
from qaanalysis.metrics.moderation import agreement as moderation_agreement
from qaanalysis.metrics.moderation import (
    agreement_by_group,
    moderated,
    moderated_grades,
    second_moderations,
)
from qaanalysis.metrics.moderation import checks as moderation_checks
from qaanalysis.metrics.moderation import coverage as moderation_coverage
from qaanalysis.metrics.moderation import days as moderation_days
from qaanalysis.metrics.moderation import direction as moderation_direction
from qaanalysis.metrics.moderation import gap as moderation_gap
from qaanalysis.metrics.moderation import matrix as moderation_matrix
from qaanalysis.metrics.moderation import mix as moderation_mix
from qaanalysis.metrics.moderation import outcomes as moderation_outcomes
from qaanalysis.metrics.moderation import quality as moderation_quality
from qaanalysis.vocabulary import Audience


def none(moderations: pd.DataFrame) -> None:
    return None


def first(n: int):
    return lambda moderations: moderations.iloc[:n]


def one_grade(moderations: pd.DataFrame) -> pd.DataFrame:
    return moderations[moderations["moderator_grade"] == "Inadequate"]


def empty_month(moderations: pd.DataFrame) -> pd.DataFrame:
    return moderations[moderations["moderated_on"] >= pd.Timestamp("2023-09-01")]


def blank(moderations: pd.DataFrame) -> pd.DataFrame:
    """Leave out everything that may be left out."""
    optional = ["moderator_role", "selection", "blind", "outcome", "panel_grade", "audit_quality"]
    made = moderations.copy()
    for column in optional:
        made[column] = made[column].mask(made["moderated_on"].notna())
    return made


@pytest.fixture(
    params=[none, first(0), first(1), first(2), first(3), one_grade, empty_month, blank],
    ids=["none", "0", "1", "2", "3", "one grade", "empty month", "blank"],
)
def few(request, tables):
    return request.param(tables["moderations"])


@pytest.fixture
def pairs(audits, few, run):
    return moderated.pairs(audits, few, as_at=run.as_at)


@pytest.fixture
def graded(audits, few, run):
    return grades.final(audits, few, as_at=run.as_at)


def tables_to_show(audits, few, pairs, graded, run) -> dict[str, pd.DataFrame]:
    """Return every table that the modules make to be shown."""
    months, scale = run.months, run.scale
    monthly = moderation_outcomes.by_month(pairs, months=months)
    panel = ("moderator_grade", "panel_grade")
    contradictory = moderation_checks.contradiction_audits(audits, few, as_at=run.as_at)
    twice = second_moderations.moderated_twice(audits, few, as_at=run.as_at)
    both = {
        "auditor": moderation_direction.direction(pairs, scale=scale),
        "panel": moderation_direction.direction(pairs, scale=scale, columns=panel),
        "moderators": moderation_direction.direction(
            twice, scale=scale, columns=("earlier_grade", "moderator_grade")
        ),
    }
    estimate = moderated_grades.estimate(graded, pairs, scale=scale, n_scheduled=681)
    return {
        "coverage": moderation_coverage.by_month(graded, months=months),
        "coverage by grade": moderation_coverage.by_auditors_grade(graded, scale=scale),
        "coverage by area": moderation_coverage.coverage(graded, by="service_area"),
        "auditors": moderation_coverage.auditors(graded),
        "unchecked": moderation_coverage.best_grade_unmoderated_audits(graded, scale=scale),
        "mix": moderation_mix.mix(graded, by="service_area"),
        "mix by grade": moderation_mix.by_auditors_grade(graded, scale=scale),
        "outcomes": monthly,
        "outcomes, all": moderation_outcomes.total(monthly, label="All"),
        "outcomes by area": moderation_outcomes.outcomes(pairs, by="service_area"),
        "circumstances": moderation_outcomes.circumstances(pairs),
        "gap": moderation_gap.by_month(pairs, months=months),
        "gap by area": moderation_gap.gap(pairs, by="service_area"),
        "gap, all": moderation_gap.total(pairs, label="All"),
        "days": moderation_days.by_month(pairs, months=months, limit=14),
        "days by area": moderation_days.to_moderation(pairs, by="service_area", limit=14),
        "days, all": moderation_days.total(pairs, label="All", limit=14),
        "contradictions": moderation_checks.contradictions(contradictory),
        "contradictory": contradictory,
        "twice": twice,
        "quality": moderation_quality.audit_quality(pairs, by="outcome", scale=scale),
        "quality, all": moderation_quality.total(pairs, label="All", scale=scale),
        "matrix": moderation_matrix.matrix(pairs, scale=scale),
        "moderated": moderated.moderated_audits(pairs),
        "agreement": moderation_agreement.coefficients(pairs, scale=scale),
        "clustered": moderation_agreement.coefficients(pairs, scale=scale, clusters="auditor"),
        "agreement by month": agreement_by_group.by_month(pairs, months=months, scale=scale),
        "agreement by area": agreement_by_group.by_group(pairs, by="service_area", scale=scale),
        "significance": moderation_direction.significance(pairs, scale=scale),
        "directions": moderation_direction.directions(both),
        "estimate": estimate.shares,
        "strata": estimate.strata,
        "leniency": leniency.differences(pairs, key="k", wanted=True).auditors,
    }


def test_nothing_raises_and_every_table_may_be_shown(audits, few, pairs, graded, run):
    for caption, frame in tables_to_show(audits, few, pairs, graded, run).items():
        protect(frame, audience=Audience.INTERNAL, caption=caption, unit="audits")
        counts = frame.select_dtypes("number").columns.intersection(
            ["moderated", "returned", "outcome_known", "supported", "compared", "n", "used"]
        )
        assert all(pd.api.types.is_integer_dtype(frame[name]) for name in counts), caption


def test_months_without_moderation_are_there_with_0(pairs, run):
    monthly = moderation_outcomes.by_month(pairs, months=run.months)
    assert monthly.index.equals(run.months)
    empty = monthly["moderated"] == 0
    assert monthly.loc[empty, "supported_share"].isna().all()
    assert monthly["moderated"].sum() == len(pairs)
    gaps = moderation_gap.by_month(pairs, months=run.months)
    assert gaps.loc[gaps["compared"] < 2, "mean_steps_low"].isna().all()


def test_what_is_undefined_says_why(pairs, run):
    table = moderation_agreement.coefficients(pairs, scale=run.scale)
    assert ((table["note"] != "") == table["estimate"].isna()).all()
    table = agreement_by_group.by_month(pairs, months=run.months, scale=run.scale)
    assert ((table["note"] != "") | table["cohen_kappa"].notna()).all()
    table = moderation_direction.significance(pairs, scale=run.scale)
    assert ((table["note"] != "") == table["p_value"].isna()).all()


def test_too_few_random_moderations_are_refused_in_a_sentence(pairs, graded, run):
    found = moderated_grades.estimate(graded, pairs, scale=run.scale)
    if (pairs["selection"] == "Random").sum() < 30:
        assert found.refused
        assert found.shares["estimated_share"].isna().all()
    else:
        assert not found.refused


def test_no_moderation_at_all_is_said(audits, run):
    pairs = moderated.pairs(audits, None, as_at=run.as_at)
    assert pairs.empty
    assert moderated.why_not_compared(pairs) == moderated.NOBODY
    table = moderation_agreement.coefficients(pairs, scale=run.scale)
    assert (table["note"] == moderated.NOBODY).all()
    trend = moderation_outcomes.downgraded_trend(
        moderation_outcomes.by_month(pairs, months=run.months)
    )
    assert np.isnan(trend.p_value)
    assert trend.reason
