"""Many comparisons at once, against statsmodels and by drawing."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import comparisons


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_adjusted_p_values_are_those_of_statsmodels(n):
    p = np.random.default_rng(n).uniform(0, 1, n) ** 3
    assert comparisons.holm(p) == pytest.approx(multipletests(p, method="holm")[1])


def test_a_comparison_that_could_not_be_made_counts_for_none():
    found = comparisons.holm([0.01, np.nan, 0.04])
    assert np.isnan(found[1])
    known = multipletests([0.01, 0.04], method="holm")[1]
    assert found[[0, 2]] == pytest.approx(known)


def test_what_is_no_p_value_is_refused():
    with pytest.raises(StatisticsError):
        comparisons.holm([1.2])
    with pytest.raises(StatisticsError):
        comparisons.chance_of_any(-1)


def test_the_chance_that_one_of_several_misses_is_that_of_drawing():
    misses = np.random.default_rng(3).uniform(size=(200_000, 6)) > 0.95
    assert comparisons.chance_of_any(6) == pytest.approx(misses.any(axis=1).mean(), abs=0.005)
    assert comparisons.chance_of_any(0) == 0
