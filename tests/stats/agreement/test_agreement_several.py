import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement import fleiss_test, light_kappa


def test_light_agrees_with_sklearn_over_pairs():
    rng = np.random.default_rng(3)
    grades = np.clip(rng.integers(0, 4, (30, 1)) + rng.integers(-1, 2, (30, 3)), 0, 3)
    expected = np.mean(
        [
            cohen_kappa_score(grades[:, a], grades[:, b], labels=range(4), weights="linear")
            for a, b in ((0, 1), (0, 2), (1, 2))
        ]
    )
    found = light_kappa(grades, categories=4, weights="linear")
    assert found.estimate == pytest.approx(expected)
    assert math.isnan(found.low)
    assert "no analytic interval" in found.reason


def test_light_undefined_for_a_pair_that_used_one_grade():
    found = light_kappa([[0, 0, 1], [0, 0, 0]], categories=2)
    assert math.isnan(found.estimate)
    assert "one grade only" in found.reason


def test_fleiss_test_is_normal_under_chance():
    rng = np.random.default_rng(5)
    z = [
        fleiss_test(rng.choice(3, (80, 4), p=[0.6, 0.3, 0.1]), categories=3).statistic
        for _ in range(600)
    ]
    assert np.mean(z) == pytest.approx(0, abs=0.15)
    assert np.std(z) == pytest.approx(1, abs=0.1)


def test_fleiss_test_reads_raters_that_differ_from_unit_to_unit():
    nan = math.nan
    found = fleiss_test([[0, 0, nan], [nan, 1, 1], [1, nan, 0], [nan] * 3], categories=2)
    assert repr(found) == repr(fleiss_test([[0, 0], [1, 1], [1, 0]], categories=2))


@pytest.mark.parametrize(
    ("ratings", "reason"),
    [
        ([[1, 1], [1, 1]], "all raters used one grade only"),
        ([[0, 1], [1, math.nan]], "units have different numbers of grades"),
    ],
)
def test_fleiss_test_undefined(ratings, reason):
    found = fleiss_test(ratings, categories=2)
    assert math.isnan(found.statistic)
    assert found.reason.startswith(reason)


def test_fleiss_test_needs_a_grade():
    with pytest.raises(StatisticsError, match="no unit"):
        fleiss_test([[math.nan, math.nan]], categories=2)
