import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.contingency_tables import SquareTable, mcnemar

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement import HypothesisTest, bhapkar, bowker, mean_shift, stuart_maxwell

quick = settings(max_examples=150, deadline=None)
filled = st.integers(2, 5).flatmap(lambda k: arrays(int, (k, k), elements=st.integers(1, 20)))
sparse = st.integers(2, 5).flatmap(
    lambda k: arrays(int, (k, k), elements=st.sampled_from([0, 0, 0, 1, 2, 7]))
)


def statsmodels(table):
    # Left on, shift_zeros changes the table it is given.
    return SquareTable(table.copy(), shift_zeros=False)


@quick
@given(filled)
def test_bowker_agrees_with_statsmodels(table):
    theirs = statsmodels(table).symmetry()
    found = bowker(table)
    assert (found.statistic, found.df) == (pytest.approx(theirs.statistic), theirs.df)
    assert found.p_value == pytest.approx(theirs.pvalue, abs=1e-12)


@quick
@given(filled)
def test_stuart_maxwell_and_bhapkar_agree_with_statsmodels(table):
    for function, method in ((stuart_maxwell, "stuart_maxwell"), (bhapkar, "bhapkar")):
        theirs = statsmodels(table).homogeneity(method=method)
        found = function(table)
        assert found.statistic == pytest.approx(theirs.statistic, abs=1e-8)
        assert found.df == theirs.df
        assert found.p_value == pytest.approx(theirs.pvalue, abs=1e-9)


@quick
@given(sparse)
def test_stuart_maxwell_by_pseudo_inverse_where_grades_are_never_mistaken(table):
    assume(table.sum() > np.trace(table))
    d = table.sum(1) - table.sum(0)
    covariance = np.diag(table.sum(0) + table.sum(1)) - table - table.T
    found = stuart_maxwell(table)
    assert found.df == np.linalg.matrix_rank(covariance)
    assert found.statistic == pytest.approx(d @ np.linalg.pinv(covariance) @ d, abs=1e-8)


@quick
@given(sparse)
def test_turning_the_table_round_changes_no_test(table):
    for test in (bowker, stuart_maxwell, bhapkar):
        mine, theirs = test(table), test(table.T)
        assert theirs.statistic == pytest.approx(mine.statistic, abs=1e-8, nan_ok=True)
        assert theirs.reason == mine.reason
    assert mean_shift(table.T).statistic == pytest.approx(
        -mean_shift(table).statistic, abs=1e-12, nan_ok=True
    )


def test_two_grades_are_mcnemars():
    table = [[20, 9], [3, 14]]
    expected = mcnemar(table, exact=False, correction=False)
    for found in (bowker(table), stuart_maxwell(table)):
        assert found.statistic == pytest.approx(expected.statistic)
        assert found.p_value == pytest.approx(expected.pvalue)
    assert mean_shift(table).statistic ** 2 == pytest.approx(expected.statistic)


def test_a_grade_with_equal_margins_stays_in():
    # Grade 1 is lost to 0 as often as to 2 and its margins are equal, but it isn't symmetric.
    table = np.array([[10, 8, 0], [0, 10, 8], [8, 0, 10]])
    assert (table.sum(0) == table.sum(1)).all()
    found = stuart_maxwell(table)
    assert (found.statistic, found.df) == (0, 2)
    assert bowker(table).statistic == 24


def test_an_empty_pair_of_grades_counts_only_when_asked():
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
    assert bowker(table).df == 1
    assert bowker(table, empty_pairs="count").df == 3
    with pytest.raises(StatisticsError, match="drop, count"):
        bowker(table, empty_pairs="shift")


@pytest.mark.parametrize("test", [bowker, stuart_maxwell, bhapkar, mean_shift])
@pytest.mark.parametrize("table", [np.diag([4, 0, 2]), np.zeros((3, 3))])
def test_undefined_where_no_pair_differs(test, table):
    found = test(table)
    assert math.isnan(found.statistic)
    assert math.isnan(found.p_value)
    assert found.reason == "no pair differs"


def test_bhapkar_without_variance():
    assert bhapkar([[0, 6], [0, 0]]).reason.startswith("every pair differs in one and the same way")
    assert stuart_maxwell([[0, 6], [0, 0]]).statistic == pytest.approx(6)


def test_mean_shift_takes_scores():
    table = [[5, 3, 1], [0, 5, 2], [0, 1, 5]]
    found = mean_shift(table, scores=[0, 1, 5])
    apart = 3 * -1 + 1 * -5 + 2 * -4 + 1 * 4
    assert found.statistic == pytest.approx(apart / math.sqrt(3 * 1 + 25 + 2 * 16 + 16))
    with pytest.raises(StatisticsError, match="3 numbers"):
        mean_shift(table, scores=[1, 2])
    assert mean_shift(table, scores=[1, 1, 1]).reason == "no pair differs"


def test_a_test_shows_itself():
    assert bowker([[5, 6], [1, 5]])._repr_html_() == "<p>χ² = 3.571 (1 df), p = 0.0588</p>"
    assert mean_shift([[5, 6], [1, 5]])._repr_html_() == "<p>z = -1.89, p = 0.0588</p>"
    assert HypothesisTest.undefined("why")._repr_html_() == "<p>undefined: why</p>"
