import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

from qaanalysis.stats.agreement import direction

tables = st.integers(2, 5).flatmap(lambda k: arrays(int, (k, k), elements=st.integers(0, 9)))


@settings(max_examples=150, deadline=None)
@given(tables)
def test_shares_and_sign_test(table):
    found = direction(table)
    lower = sum(table[i, j] for i in range(len(table)) for j in range(i))
    higher = table.sum() - np.trace(table) - lower
    assert (found.n_lower, found.n_higher) == (lower, higher)
    assert found.n_lower + found.n_same + found.n_higher == found.n == table.sum()
    if lower + higher:
        assert found.p_value == pytest.approx(binomtest(lower, lower + higher).pvalue)
    if found.n:
        expected = proportion_confint(lower, found.n, method="wilson")
        assert (found.lower.low, found.lower.high) == pytest.approx(expected)


def test_lower_is_the_second_raters_lower_code():
    assert direction([[0, 0], [5, 0]]).n_lower == 5
    assert direction([[0, 5], [0, 0]]).n_higher == 5


def test_undefined_says_why():
    same = direction(np.diag([3, 4]))
    assert math.isnan(same.p_value)
    assert same.reason == "no pair differs"
    assert same.same.estimate == 1
    none = direction(np.zeros((2, 2)))
    assert none.reason == "no pairs"
    assert math.isnan(none.same.estimate)
    assert none.same.reason


def test_confidence_is_passed_on_and_the_result_shows_itself():
    narrow, wide = direction([[9, 1], [4, 6]], confidence=0.5), direction([[9, 1], [4, 6]])
    assert narrow.lower.high < wide.lower.high
    assert "<td>4 of 20</td><td>20.0% (" in wide._repr_html_()
