import numpy as np
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.counts import checked_counts


def test_scalars_and_arrays_are_brought_to_one_shape():
    counts, totals = checked_counts([[1], [2]], [3, 4])
    assert counts.shape == totals.shape == (2, 2)


def test_what_is_returned_does_not_change_with_the_callers_array():
    given = np.array([1.0, 2.0])
    counts, _ = checked_counts(given, 5)
    given[0] = 4
    assert counts[0] == 1


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        (-1, 3, "count must be whole numbers of 0 or more: found -1"),
        (1.5, 3, "count must be whole numbers of 0 or more: found 1.5"),
        (np.nan, 3, "count must be whole numbers of 0 or more: found nan"),
        (1, np.inf, "total must be whole numbers of 0 or more: found inf"),
        ("many", 3, "found something that isn't a number"),
        (None, [1, 2], "found nan"),
        ([1, 5], [3, 3], "count can't be more than total: found 5 of 3"),
        ([1, 2], [3, 3, 3], "must have one shape"),
    ],
)
def test_impossible_counts_are_named(count, total, words):
    with pytest.raises(StatisticsError, match=words):
        checked_counts(count, total)


def test_messages_use_the_callers_names():
    with pytest.raises(StatisticsError, match="observed can't be more than scheduled"):
        checked_counts(3, 2, names=("observed", "scheduled"))
