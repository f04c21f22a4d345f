"""Proportional sizes against the literature and against their own rules."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.stratum_sizes import proportional

counts_lists = st.lists(st.integers(0, 60), min_size=1, max_size=8)


def test_the_published_allocation():
    # PracTools::strAlloc and samplingbook::stratasamp give 23.08, 15.38, 8.65, 2.88 for these.
    counts = pd.Series([120, 80, 45, 15], index=list("abcd"))
    sizes = proportional(counts, 50)
    assert sizes.to_dict() == {"a": 23, "b": 15, "c": 9, "d": 3}


@settings(deadline=None)
@given(counts_lists, st.data())
def test_every_size_is_within_one_of_its_share(counts, data):
    n = data.draw(st.integers(0, sum(counts)))
    sizes = proportional(pd.Series(counts), n)
    assert sizes.sum() == n
    for size, count in zip(sizes, counts, strict=True):
        exact = Fraction(n * count, max(sum(counts), 1))
        assert abs(size - exact) < 1
        assert size <= count


@settings(deadline=None)
@given(counts_lists, st.integers(0, 4), st.data())
def test_the_least_is_kept_where_there_are_as_many(counts, least, data):
    floor = [min(count, least) for count in counts]
    n = data.draw(st.integers(sum(floor), sum(counts)))
    sizes = proportional(pd.Series(counts), n, least=least)
    assert sizes.sum() == n
    assert (sizes >= floor).all()
    assert (sizes <= counts).all()


def test_equal_remainders_go_to_the_larger_and_then_to_the_first_stratum():
    assert proportional(pd.Series([1, 3]), 2).tolist() == [0, 2]
    assert proportional(pd.Series([5, 5, 5]), 4).tolist() == [2, 1, 1]


@pytest.mark.parametrize(
    ("counts", "n", "least"), [([3, 4], 8, 0), ([3, 4], -1, 0), ([3, 4], 1, 1)]
)
def test_what_cannot_be_shared_out_is_refused(counts, n, least):
    with pytest.raises(StatisticsError, match=r"^n: found .*allowed: \d+ to 7"):
        proportional(pd.Series(counts), n, least=least)


@pytest.mark.parametrize("counts", [[1.5, 2], [-1, 2], [np.nan, 2]])
def test_counts_are_whole(counts):
    with pytest.raises(StatisticsError, match="whole numbers of 0 or more"):
        proportional(pd.Series(counts), 1)
