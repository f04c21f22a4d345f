"""What a design costs; against draws made many times."""

import numpy as np
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import design_effect


def test_wholly_alike_families_count_as_one_each():
    assert design_effect.of_clusters([2] * 40, likeness=1) == 2
    assert design_effect.of_clusters([2] * 40, likeness=0) == 1
    assert design_effect.of_clusters([1] * 40, likeness=0.7) == 1


def test_it_is_how_much_wider_draws_of_whole_families_spread():
    rng = np.random.default_rng(3)
    sizes = rng.integers(1, 5, 60)
    means = []
    for _ in range(6000):
        # Half of a child's answer is its family's: a likeness of 0.5.
        families = rng.standard_normal(60) * np.sqrt(0.5)
        own = rng.standard_normal(sizes.sum()) * np.sqrt(0.5)
        means.append((np.repeat(families, sizes) + own).mean())
    found = np.var(means) * sizes.sum()
    assert design_effect.of_clusters(sizes, likeness=0.5) == pytest.approx(found, rel=0.06)


def test_unequal_weights_are_worth_fewer_cases():
    rng = np.random.default_rng(5)
    weights = np.array([1.0] * 30 + [4.0] * 10)
    means = [np.average(rng.standard_normal(40), weights=weights) for _ in range(20_000)]
    assert design_effect.of_weights(weights) == pytest.approx(np.var(means) * 40, rel=0.04)


@pytest.mark.parametrize(("sizes", "likeness"), [([], 0.5), ([0.5, 2], 0.5), ([2], 1.5), ([2], -1)])
def test_what_is_out_of_range_is_refused(sizes, likeness):
    with pytest.raises(StatisticsError, match="allowed"):
        design_effect.of_clusters(sizes, likeness=likeness)
    with pytest.raises(StatisticsError, match="weights"):
        design_effect.of_weights([1.0, 0.0])
