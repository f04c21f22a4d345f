"""What a change from an earlier sample takes to show; against statsmodels and a simulation."""

import math

import numpy as np
import pytest
from statsmodels.stats.proportion import power_proportions_2indep

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import power, sample_size

CASES = [(0.2, 200, 0.35, 102), (0.5, 60, 0.3, 100), (0.1, 150, 0.02, 77), (0.9, 40, 0.6, 40)]


@pytest.mark.parametrize(("then", "n_then", "now", "n"), CASES)
def test_power_is_that_of_statsmodels(then, n_then, now, n):
    other = power_proportions_2indep(now - then, then, n, ratio=n_then / n, return_results=False)
    # statsmodels counts a change found on the wrong side too, which hardly happens.
    assert power.of_comparison(then, n_then, now, n) == pytest.approx(other, abs=1e-3)


def test_power_is_what_draws_show():
    rng = np.random.default_rng(7)
    then, now, n = 0.3, 0.5, 120
    one, two = rng.binomial(n, then, 20_000) / n, rng.binomial(n, now, 20_000) / n
    pooled = (one + two) / 2
    shown = (two - one) / np.sqrt(pooled * (1 - pooled) * 2 / n) > 1.959964
    assert power.of_comparison(then, n, now, n) == pytest.approx(shown.mean(), abs=0.01)


@pytest.mark.parametrize(("then", "n_then", "now", "n"), CASES)
def test_the_size_that_is_needed_has_the_power_and_one_less_has_not(then, n_then, now, n):
    needed = int(sample_size.for_comparison(then, n_then, now).n)
    assert power.of_comparison(then, n_then, now, needed) >= 0.8
    assert power.of_comparison(then, n_then, now, needed - 1) < 0.8


@pytest.mark.parametrize("rising", [True, False])
def test_the_least_change_is_the_one_with_just_that_power(rising):
    change = power.least_change(0.4, 90, 77, rising=rising)
    now = 0.4 + change if rising else 0.4 - change
    assert power.of_comparison(0.4, 90, now, 77) == pytest.approx(0.8, abs=1e-6)


def test_where_no_change_would_show_there_is_none():
    assert math.isnan(power.least_change(0.05, 30, 20, rising=False))
    assert math.isnan(power.least_change(1.0, 30, 20, rising=True))
    assert power.of_comparison(0.0, 50, 0.0, 50) == 0


@pytest.mark.parametrize(
    "given", [(1.2, 50, 0.5, 50), (0.2, 0, 0.5, 50), (0.2, 50, 0.5, 2.5), (0.2, 50, -0.1, 50)]
)
def test_what_is_out_of_range_is_refused(given):
    with pytest.raises(StatisticsError, match="allowed"):
        power.of_comparison(*given)
    with pytest.raises(StatisticsError, match="confidence"):
        power.of_comparison(0.2, 50, 0.5, 50, confidence=1.0)
