import math

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement import krippendorff_alpha

LEVELS = ("nominal", "ordinal", "interval", "ratio")
quick = settings(max_examples=150, deadline=None)
ratings = st.tuples(st.integers(2, 10), st.integers(2, 5)).flatmap(
    lambda shape: arrays(
        float, shape, elements=st.sampled_from([math.nan, math.nan, 0.0, 1.0, 2.0, 5.0])
    )
)


def pairable(values):
    paired = values[(~np.isnan(values)).sum(1) >= 2]
    return np.unique(paired[~np.isnan(paired)]).size > 1


def theirs(values, level):
    return krippendorff.alpha(reliability_data=values.T, level_of_measurement=level)


@pytest.mark.parametrize("level", LEVELS)
@quick
@given(ratings)
def test_agrees_with_krippendorff(level, values):
    assume(pairable(values))
    found = krippendorff_alpha(values, level=level)
    assert found.estimate == pytest.approx(theirs(values, level), abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_standard_error_is_the_jackknifes(level):
    rng = np.random.default_rng(11)
    values = rng.integers(1, 5, (25, 1)) + (rng.random((25, 3)) < 0.3)
    left = [theirs(np.delete(values, i, axis=0), level) for i in range(25)]
    expected = math.sqrt(24 / 25 * ((left - np.mean(left)) ** 2).sum())
    assert krippendorff_alpha(values, level=level).se == pytest.approx(expected, abs=1e-9)


def test_many_kinds_of_units_and_values():
    rng = np.random.default_rng(12)
    values = rng.normal(size=(300, 1)).round(2) + rng.normal(size=(300, 3)).round(2)
    found = krippendorff_alpha(values[:60], level="interval")
    assert found.estimate == pytest.approx(theirs(values[:60], "interval"), abs=1e-9)


def test_ordinal_rests_on_ranks_and_an_unused_grade_changes_nothing():
    grades = np.array([[1, 1], [2, 2], [2, 4], [4, 4], [4, 2], [1, 2]])
    stretched = np.where(grades == 4, 9, grades)
    ordinal = krippendorff_alpha(grades, level="ordinal")
    assert krippendorff_alpha(stretched, level="ordinal") == ordinal
    assert krippendorff_alpha(stretched, level="interval").estimate != pytest.approx(
        krippendorff_alpha(grades, level="interval").estimate
    )


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([[1, 1], [1, 1]], "all raters used one grade only"),
        ([[1, math.nan], [math.nan, 2]], "no unit has two grades"),
    ],
)
def test_undefined(values, reason):
    found = krippendorff_alpha(values)
    assert math.isnan(found.estimate)
    assert found.reason == reason


@pytest.mark.parametrize(
    ("values", "estimate", "reason"),
    [
        ([[1, 1], [2, 2]], 1, "every unit agrees"),
        ([[1, 2], [1, math.nan]], 0, "only one unit has two grades"),
        ([[1, 1], [1, 1], [1, 2]], 0, "without one of the units"),
    ],
)
def test_an_estimate_without_interval(values, estimate, reason):
    found = krippendorff_alpha(values)
    assert found.estimate == pytest.approx(estimate)
    assert np.isnan([found.low, found.high, found.se]).all()
    assert found.reason.startswith(reason)


def test_what_is_refused():
    with pytest.raises(StatisticsError, match="nominal, ordinal, interval, ratio"):
        krippendorff_alpha([[1, 2]], level="ranked")
    with pytest.raises(StatisticsError, match="0 or more"):
        krippendorff_alpha([[-1, 2], [1, 1]], level="ratio")
    with pytest.raises(StatisticsError, match="confidence"):
        krippendorff_alpha([[1, 2]], confidence=1)
