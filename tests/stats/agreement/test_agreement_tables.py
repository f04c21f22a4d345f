import numpy as np
import pytest

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.agreement.tables import (
    checked_ratings,
    codes,
    declared_scale,
    pair_table,
    unit_counts,
)


def test_a_number_declares_codes_from_0():
    assert declared_scale(3).tolist() == [0, 1, 2]
    assert declared_scale([5, 3, 1]).tolist() == [5, 3, 1]


@pytest.mark.parametrize("categories", [1, [2], [1, 1, 2], [[1, 2]], [1, np.nan]])
def test_a_scale_needs_two_different_grades(categories):
    with pytest.raises(StatisticsError, match="categories"):
        declared_scale(categories)


@pytest.mark.parametrize("scale", [[0.0, 1, 2], [10.0, 20, 30]])
def test_codes_are_places_on_the_scale(scale):
    scale = np.array(scale)
    block = np.array([[scale[2], np.nan], [scale[0], scale[1]]])
    assert codes(block, scale).tolist() == [[2, -1], [0, 1]]


@pytest.mark.parametrize("scale", [3, [10, 20, 30]])
@pytest.mark.parametrize("bad", [7, -1, 0.5, np.inf])
def test_an_undeclared_code_is_named_by_its_row(scale, bad):
    scale = declared_scale(scale)
    ratings = np.full((40_000, 2), scale[0])
    ratings[39_000, 1] = bad
    with pytest.raises(StatisticsError, match=r"row 39000 .* outside the declared categories"):
        pair_table(ratings, scale)


def test_whole_codes_are_checked_too():
    with pytest.raises(StatisticsError, match="row 1 "):
        pair_table(np.array([[0, 1], [3, 1]]), declared_scale(3))


def test_none_means_missing_and_text_is_refused():
    assert np.isnan(checked_ratings([[1, None], [2, 1]])[0, 1])
    with pytest.raises(StatisticsError, match="numbers"):
        checked_ratings([["Good", "Good"]])


@pytest.mark.parametrize("ratings", [[1, 2, 3], [[1], [2]]])
def test_ratings_are_units_by_raters(ratings):
    with pytest.raises(StatisticsError, match="units × raters"):
        checked_ratings(ratings)


def test_unit_counts():
    coded = np.array([[0, 0, 2], [-1, 1, -1]])
    assert unit_counts(coded, 3).tolist() == [[2, 0, 1], [0, 1, 0]]


def test_the_callers_arrays_stay_as_they_are():
    ratings = np.array([[0.0, np.nan], [1, 1]])
    before = ratings.copy()
    pair_table(ratings, declared_scale(2))
    assert np.array_equal(ratings, before, equal_nan=True)
