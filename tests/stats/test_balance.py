"""How often chance alone looks like a difference; against draws made many times."""

import numpy as np
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.balance import beyond_by_chance


@pytest.mark.parametrize(("n", "population"), [(77, 209), (110, 400), (60, 700)])
def test_it_is_how_often_fair_draws_are_beyond(n, population):
    rng = np.random.default_rng(11)
    # Counts are whole, so that the normal distribution is met on the mean of many shares only.
    has = rng.integers(population // 4, 3 * population // 4, 40_000)
    found = rng.hypergeometric(has, population - has, n, 40_000) / n
    there = has / population
    spread = np.sqrt((there * (1 - there) + found * (1 - found)) / 2)
    beyond = np.abs((found - there) / spread) > 0.1
    assert beyond_by_chance(n, population) == pytest.approx(beyond.mean(), abs=0.015)


@pytest.mark.parametrize("given", [(0, 10), (11, 10)])
def test_what_is_out_of_range_is_refused(given):
    with pytest.raises(StatisticsError, match="allowed"):
        beyond_by_chance(*given)
    with pytest.raises(StatisticsError, match="limit 0"):
        beyond_by_chance(5, 10, limit=0)
