import math

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.inter_rater import fleiss_kappa

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import agreement
from qaanalysis.stats.agreement.coefficients import NAMES
from qaanalysis.stats.agreement.raters import unit_intervals

quick = settings(max_examples=150, deadline=None)
ratings = st.tuples(st.integers(3, 12), st.integers(3, 5)).flatmap(
    lambda shape: arrays(int, shape, elements=st.integers(-1, 3))
)
full = st.tuples(st.integers(3, 12), st.integers(3, 5)).flatmap(
    lambda shape: arrays(int, shape, elements=st.integers(0, 3))
)


def with_missing(codes):
    return np.where(codes < 0, np.nan, codes)


def defined(codes):
    """Two units have two grades, and grades differ within some unit."""
    paired = codes[(codes >= 0).sum(1) >= 2]
    return len(paired) >= 2 and any(len(set(row[row >= 0])) > 1 for row in paired)


@quick
@given(full)
def test_fleiss_agrees_with_statsmodels(codes):
    assume(defined(codes))
    counts = np.stack([(codes == g).sum(1) for g in range(4)], axis=1)
    found = agreement.from_ratings(codes, categories=4, weights="unweighted")
    assert found.fleiss_kappa.estimate == pytest.approx(fleiss_kappa(counts), abs=1e-9)


@quick
@given(full)
def test_brennan_prediger_agrees_with_statsmodels(codes):
    counts = np.stack([(codes == g).sum(1) for g in range(4)], axis=1)
    found = agreement.from_ratings(codes, categories=4, weights="unweighted")
    expected = fleiss_kappa(counts, method="randolph")
    assert found.brennan_prediger.estimate == pytest.approx(expected, abs=1e-9)


@quick
@given(ratings, st.sampled_from([("unweighted", "nominal"), ("quadratic", "interval")]))
def test_alpha_agrees_with_krippendorff(codes, kinds):
    assume(defined(codes))
    weights, level = kinds
    expected = krippendorff.alpha(
        reliability_data=with_missing(codes).T, level_of_measurement=level, value_domain=range(4)
    )
    found = agreement.from_ratings(with_missing(codes), categories=4, weights=weights)
    assert found.krippendorff_alpha.estimate == pytest.approx(expected, abs=1e-9)


@quick
@given(full, st.sampled_from(["unweighted", "linear", "quadratic"]))
def test_conger_is_the_ratio_of_means_over_pairs_of_raters(codes, weights):
    assume(defined(codes))
    matrix = agreement.weight_matrix(4, weights)
    shares = np.stack([(codes == g).mean(0) for g in range(4)])
    pairs = [(a, b) for a in range(codes.shape[1]) for b in range(a)]
    observed = np.mean([matrix[codes[:, a], codes[:, b]].mean() for a, b in pairs])
    chance = np.mean([shares[:, a] @ matrix @ shares[:, b] for a, b in pairs])
    found = agreement.from_ratings(codes, categories=4, weights=weights).conger_kappa
    assert found.estimate == pytest.approx((observed - chance) / (1 - chance), abs=1e-9)


@quick
@given(arrays(int, (12, 2), elements=st.integers(0, 2)))
def test_for_two_raters_it_is_the_table_but_for_the_divisor(codes):
    assume(defined(codes))
    several, n = unit_intervals(
        codes, agreement.weight_matrix(3), kind="t", confidence=0.95, population=None
    )
    two = agreement.from_ratings(codes, categories=3)
    for name, value in zip(NAMES, several, strict=True):
        if getattr(two, name).reason.startswith("one rater"):
            assert value.estimate == pytest.approx(0, abs=1e-9)
            continue
        assert value.estimate == pytest.approx(getattr(two, name).estimate, abs=1e-9)
        ratio = math.sqrt(n / (n - 1))
        assert value.se == pytest.approx(getattr(two, name).se * ratio, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("interval", ["t", "normal", "fisher"])
@quick
@given(ratings)
def test_an_interval_holds_its_estimate_or_says_why_not(interval, codes):
    found = agreement.from_ratings(with_missing(codes), categories=4, interval=interval)
    for name in NAMES:
        value = getattr(found, name)
        missing = math.isnan(value.estimate) or math.isnan(value.low)
        assert missing == bool(value.reason)
        if not missing:
            assert value.low <= value.estimate <= value.high


def test_units_without_a_grade_and_raters_without_one_change_nothing():
    codes = np.array([[0, 0, 1], [2, 2, 2], [1, 2, 1], [0, 1, 0]], dtype=float)
    found = agreement.from_ratings(codes, categories=3)
    padded = np.full((6, 4), np.nan)
    padded[1:5, :3] = codes
    more = agreement.from_ratings(padded, categories=3)
    assert more.n == 4
    for name in NAMES:
        assert getattr(more, name).se == pytest.approx(getattr(found, name).se)


def test_what_is_only_for_two_raters_says_so():
    found = agreement.from_ratings([[0, 1, 1], [1, 1, 1], [0, 0, 0]], categories=2)
    assert "conger_kappa" in found.cohen_kappa.reason
    assert "fleiss_kappa" in found.scott_pi.reason
    assert math.isnan(found.cohen_kappa.estimate)


def test_all_raters_used_one_grade_only():
    found = agreement.from_ratings(np.ones((5, 3)), categories=3)
    assert found.fleiss_kappa.reason == "all raters used one grade only"
    assert math.isnan(found.gwet_ac.estimate)
    assert found.brennan_prediger.estimate == 1
    assert math.isnan(found.brennan_prediger.low)


def test_complete_agreement_with_missing_grades_has_no_interval():
    nan = math.nan
    found = agreement.from_ratings([[1, 1, nan], [0, 0, 0], [2, nan, nan]], categories=3)
    assert found.gwet_ac.reason.startswith("every pair agrees")
    assert found.fleiss_kappa.estimate == 1


def test_too_few_units_with_two_grades():
    nan = math.nan
    found = agreement.from_ratings([[1, nan, nan], [0, 1, 1], [nan, 2, nan]], categories=3)
    assert found.n == 3
    assert {getattr(found, name).reason for name in NAMES} == {
        "fewer than two units have two grades"
    }


def test_a_population_smaller_than_the_sample_is_refused():
    with pytest.raises(StatisticsError, match="population"):
        agreement.from_ratings(np.eye(3, dtype=int), categories=2, population=2)
