from math import comb

import numpy as np
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement import weight_matrix


@pytest.mark.parametrize("k", [2, 3, 4, 7])
@pytest.mark.parametrize(
    ("kind", "formula"),
    [
        ("unweighted", lambda d, k: float(d == 0)),
        ("linear", lambda d, k: 1 - d / (k - 1)),
        ("quadratic", lambda d, k: 1 - d**2 / (k - 1) ** 2),
        ("ordinal", lambda d, k: 1 - comb(d + 1, 2) / comb(k, 2)),
    ],
)
def test_named_weights(kind, formula, k):
    found = weight_matrix(k, kind)
    expected = [[formula(abs(i - j), k) for j in range(k)] for i in range(k)]
    np.testing.assert_allclose(found, expected, atol=1e-15)


def test_own_weights_are_kept():
    own = [[1, 0.5], [0.5, 1]]
    assert weight_matrix(2, own).tolist() == own


@pytest.mark.parametrize(
    "own",
    [
        [[0, 1], [1, 0]],  # disagreement weights
        [[1, 0.2], [0.3, 1]],
        [[1, 1.5], [1.5, 1]],
        [[1, 1], [1, 1]],
        [[1, np.nan], [np.nan, 1]],
        np.eye(3),
    ],
)
def test_weights_that_are_none_are_refused(own):
    with pytest.raises(StatisticsError, match="weights"):
        weight_matrix(2, own)


def test_a_scale_of_one_grade_is_refused():
    with pytest.raises(StatisticsError, match="at least 2"):
        weight_matrix(1)
