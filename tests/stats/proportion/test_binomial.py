import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.proportion import bounds, clopper_pearson, difference, wilson

PUBLISHED = json.loads(
    (Path(__file__).parents[2] / "published" / "intervals.json").read_text(encoding="utf-8")
)
METHODS = {"wilson": wilson, "clopper_pearson": clopper_pearson}
quick = settings(max_examples=60, deadline=None)


@st.composite
def shares(draw):
    total = draw(st.integers(1, 500))
    return draw(st.integers(0, total)), total


confidences = st.floats(0.5, 0.999)


@pytest.mark.parametrize("group", ["single", "r", "committee"])
@pytest.mark.parametrize("name", METHODS)
def test_published_intervals_of_a_share(group, name):
    tolerance = PUBLISHED[group]["tolerance"]
    for case in PUBLISHED[group]["cases"]:
        if name in case:
            found = METHODS[name](case["count"], case["total"])
            assert [found.low, found.high] == pytest.approx(case[name], abs=tolerance)


@pytest.mark.parametrize("case", PUBLISHED["difference"]["cases"], ids=lambda c: str(c["counts"]))
def test_published_intervals_of_a_difference(case):
    found = difference(*case["counts"])
    expected = pytest.approx(case["interval"], abs=PUBLISHED["difference"]["tolerance"])
    assert [found.low, found.high] == expected


def test_published_bounds():
    case = PUBLISHED["bounds"]
    found = bounds(case["count"], case["observed"], case["total"])
    assert (found.low, found.high) == pytest.approx((case["low"], case["high"]), abs=1e-15)


@quick
@given(shares(), confidences)
@pytest.mark.parametrize(("name", "theirs"), [("wilson", "wilson"), ("clopper_pearson", "beta")])
def test_agrees_with_statsmodels(name, theirs, share, confidence):
    found = METHODS[name](*share, confidence=confidence)
    expected = proportion_confint(*share, alpha=1 - confidence, method=theirs)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)
    assert found.confidence == confidence


@quick
@given(shares(), shares(), confidences)
def test_difference_agrees_with_statsmodels(first, second, confidence):
    found = difference(*first, *second, confidence=confidence)
    expected = confint_proportions_2indep(
        *first, *second, compare="diff", method="newcomb", alpha=1 - confidence
    )
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("method", METHODS.values())
@quick
@given(share=shares())
def test_what_is_not_so_is_the_mirror_image(method, share):
    count, total = share
    found, mirror = method(count, total), method(total - count, total)
    assert (found.low, found.high) == pytest.approx((1 - mirror.high, 1 - mirror.low), abs=1e-12)
    assert 0 <= found.low <= found.estimate <= found.high <= 1


@pytest.mark.parametrize("method", METHODS.values())
def test_both_ends_rise_with_the_count(method):
    found = method(np.arange(61), 60)
    assert (np.diff(found.low) > 0).all()
    assert (np.diff(found.high) > 0).all()


@pytest.mark.parametrize("method", METHODS.values())
def test_ends_of_the_scale_are_exact(method):
    assert method(0, 20).low == 0
    assert method(20, 20).high == 1


def _coverage(method, total, truths):
    counts = np.arange(total + 1)
    found = method(counts, total)
    inside = (found.low <= truths[:, None]) & (truths[:, None] <= found.high)
    return (binom.pmf(counts, total, truths[:, None]) * inside).sum(axis=1)


@pytest.mark.parametrize("total", [10, 60, 229])
def test_wilson_covers_as_often_as_the_literature_says(total):
    covered = _coverage(wilson, total, np.linspace(0.001, 0.999, 999))
    assert 0.945 < covered.mean() < 0.96
    assert covered.min() > 0.83


def test_wilson_covers_least_where_agresti_and_coull_found_it():
    # The American Statistician 52 (1998) 119–126: 0.838, at shares up to about 0.18 / n, where the
    # interval of a count of 1 begins.
    assert _coverage(wilson, 5000, np.array([0.176 / 5000]))[0] == pytest.approx(0.838, abs=1e-3)


@pytest.mark.parametrize("total", [10, 60])
def test_clopper_pearson_never_covers_too_little(total):
    assert _coverage(clopper_pearson, total, np.linspace(0.001, 0.999, 999)).min() >= 0.95


@pytest.mark.parametrize("method", METHODS.values())
def test_arrays_give_what_scalars_give(method):
    count, total = np.array([[0, 3], [7, 7]]), np.array([[4, 9], [7, 70]])
    found = method(count, total)
    for place in np.ndindex(count.shape):
        alone = method(int(count[place]), int(total[place]))
        for name in ("estimate", "low", "high", "se"):
            assert isinstance(getattr(alone, name), float)
            assert getattr(found, name)[place] == getattr(alone, name)


def test_standard_errors():
    assert wilson(10, 40).se == pytest.approx((0.25 * 0.75 / 40) ** 0.5)
    both = difference(10, 40, 30, 60).se
    assert both == pytest.approx((0.25 * 0.75 / 40 + 0.25 / 60) ** 0.5)


@pytest.mark.parametrize("method", METHODS.values())
def test_a_share_of_nothing_is_undefined_and_says_why(method):
    alone = method(0, 0)
    assert np.isnan([alone.estimate, alone.low, alone.high, alone.se]).all()
    assert "total is 0" in alone.reason
    among = method([0, 1], [0, 2])
    assert np.isnan(among.low[0])
    assert among.estimate[1] == 0.5
    assert "total is 0" in among.reason


def test_a_difference_from_nothing_is_undefined():
    found = difference([0, 1], [0, 2], 1, 2)
    assert np.isnan([found.estimate[0], found.low[0], found.high[0]]).all()
    assert found.estimate[1] == 0
    assert "total is 0" in found.reason


def test_swapping_the_groups_turns_the_difference_round():
    found, turned = difference(9, 10, 3, 12), difference(3, 12, 9, 10)
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))


def test_bounds_close_when_nothing_is_missing():
    found = bounds([3, 0], [10, 0], [10, 4])
    assert found.low.tolist() == [0.3, 0]
    assert found.high.tolist() == [0.3, 1]
    assert "total is 0" in bounds(0, 0, 0).reason
    assert np.isnan(bounds(0, 0, 0).low)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((5, 4, 9), "count can't be more than observed: found 5 of 4"),
        ((1, 10, 9), "observed can't be more than total: found 10 of 9"),
    ],
)
def test_bounds_refuse_more_than_there_is(counts, words):
    with pytest.raises(StatisticsError, match=words):
        bounds(*counts)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.1, float("nan")])
@pytest.mark.parametrize("method", METHODS.values())
def test_confidence_is_a_share(method, confidence):
    with pytest.raises(StatisticsError, match=r"over 0 and under 1, such as 0\.95"):
        method(1, 2, confidence=confidence)


def test_groups_of_different_shapes_are_refused():
    with pytest.raises(StatisticsError, match="both groups must have one shape"):
        difference([1, 2], 3, [1, 2, 3], 4)


def test_notebooks_show_numbers_and_reasons():
    assert bounds(1, 2, 4)._repr_html_() == "<p>between 0.25 and 0.75</p>"
    assert "total is 0" in bounds(0, 0, 0)._repr_html_()
    assert "2 pairs" in bounds([1, 1], 2, 4)._repr_html_()
