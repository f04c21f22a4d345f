import itertools
import json
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import fisher_exact
from statsmodels.stats.contingency_tables import Table

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.trend import cochran_armitage

PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "published" / "trend.json").read_text(encoding="utf-8")
)
RETURNED, SCHEDULED = [44, 42, 27, 33, 33, 27, 23], [83, 103, 87, 75, 115, 101, 117]
ALTERNATIVES = ("two-sided", "increasing", "decreasing")
quick = settings(max_examples=60, deadline=None)


@st.composite
def tables(draw, largest):
    totals = draw(st.lists(st.integers(1, largest), min_size=2, max_size=4))
    counts = [draw(st.integers(0, total)) for total in totals]
    if sum(counts) in (0, sum(totals)):
        counts[0] = 0 if counts[0] else 1
    scores = draw(st.permutations(range(len(totals))))
    return counts, totals, list(scores)


def _enumerated(counts, totals, scores, alternative):
    """Exact p-value by listing every table, in whole numbers throughout."""
    n, drawn = sum(totals), sum(counts)
    mean = drawn * sum(t * s for t, s in zip(totals, scores, strict=True))

    def deviation(table):
        return n * sum(c * s for c, s in zip(table, scores, strict=True)) - mean

    observed, ways = deviation(counts), 0
    for table in itertools.product(*(range(t + 1) for t in totals)):
        if sum(table) != drawn:
            continue
        found = deviation(table)
        extreme = {
            "two-sided": abs(found) >= abs(observed),
            "increasing": found >= observed,
            "decreasing": found <= observed,
        }[alternative]
        if extreme:
            product = 1
            for t, c in zip(totals, table, strict=True):
                product *= comb(t, c)
            ways += product
    return ways / comb(n, drawn)


@pytest.mark.parametrize("case", PUBLISHED["asymptotic"], ids=lambda c: c["source"][:12])
def test_published_asymptotic_tests(case):
    found = cochran_armitage(
        case["count"], case["total"], scores=case["scores"], method="asymptotic"
    )
    assert found.statistic**2 == pytest.approx(case["chi_squared"], abs=case["tolerance"][0])
    assert found.p_value == pytest.approx(case["p_value"], abs=case["tolerance"][1])


@pytest.mark.parametrize("method", ["exact", "asymptotic"])
@pytest.mark.parametrize("alternative", ["two-sided", "increasing"])
def test_published_exact_test(method, alternative):
    case = PUBLISHED["exact"]
    found = cochran_armitage(
        case["count"],
        case["total"],
        scores=case["scores"],
        method=method,
        alternative=alternative,
    )
    assert found.p_value == pytest.approx(case[method][alternative], abs=case["tolerance"])


@quick
@given(tables(largest=60))
def test_agrees_with_statsmodels_once_its_variance_is_allowed_for(table):
    counts, totals, scores = (np.array(part) for part in table)
    found = cochran_armitage(counts, totals, scores=scores, method="asymptotic")
    rows = np.column_stack([totals - counts, counts])
    theirs = Table(rows, shift_zeros=False).test_ordinal_association(row_scores=scores)
    n = totals.sum()
    assert found.statistic == pytest.approx(theirs.zscore * (n / (n - 1)) ** 0.5, abs=1e-9)


@quick
@given(tables(largest=6), st.sampled_from(ALTERNATIVES))
def test_exact_agrees_with_listing_every_table(table, alternative):
    counts, totals, scores = table
    found = cochran_armitage(counts, totals, scores=scores, method="exact", alternative=alternative)
    assert found.p_value == pytest.approx(_enumerated(*table, alternative), rel=1e-9)


def test_exact_of_two_groups_is_fishers_test():
    found = cochran_armitage([3, 12], [20, 24], method="exact", alternative="increasing")
    expected = fisher_exact([[12, 12], [3, 17]], alternative="greater").pvalue
    assert found.p_value == pytest.approx(expected, rel=1e-10)


def test_permutation_agrees_with_exact_and_repeats_with_its_rng():
    table = ([1, 2, 4, 5], [9, 9, 9, 9])
    exact = cochran_armitage(*table, method="exact").p_value
    drawn = [
        cochran_armitage(*table, method="permutation", rng=np.random.default_rng(7)).p_value
        for _ in range(2)
    ]
    assert drawn[0] == drawn[1]
    # Four standard errors of 9,999 draws.
    assert drawn[0] == pytest.approx(exact, abs=4 * (exact * (1 - exact) / 9999) ** 0.5)


def test_permutation_counts_equal_score_sums_as_equal():
    # 0.1 and 0.3 times 3 aren't equal in binary: both groups' sums tie only within rounding.
    table, scores = ([2, 2, 2], [4, 4, 4]), [0.1, 0.2, 0.3]
    found = cochran_armitage(
        *table, scores=scores, method="permutation", rng=np.random.default_rng(1)
    )
    assert found.p_value == 1


def test_slope_is_that_of_weighted_least_squares():
    totals = np.array(SCHEDULED)
    expected = np.polyfit(np.arange(7), np.array(RETURNED) / totals, 1, w=np.sqrt(totals))[0]
    found = cochran_armitage(RETURNED, SCHEDULED)
    assert found.slope == pytest.approx(expected)
    assert found.n == 681


def test_shifting_and_stretching_the_scores_changes_only_the_slope():
    plain = cochran_armitage([1, 2, 5], [9, 9, 9], scores=[0, 1, 3])
    moved = cochran_armitage([1, 2, 5], [9, 9, 9], scores=[2020, 2020.5, 2021.5])
    assert moved.method == plain.method == "exact"
    assert (moved.statistic, moved.p_value) == pytest.approx((plain.statistic, plain.p_value))
    assert moved.slope == pytest.approx(2 * plain.slope)


def test_a_group_with_nothing_in_it_keeps_its_place_and_changes_nothing():
    found = cochran_armitage([1, 0, 5], [9, 0, 9])
    expected = cochran_armitage([1, 5], [9, 9], scores=[0, 2])
    assert found == expected


def test_one_sided_alternatives_see_one_side():
    falling = {a: cochran_armitage(RETURNED, SCHEDULED, alternative=a) for a in ALTERNATIVES}
    assert falling["decreasing"].p_value < falling["two-sided"].p_value < 0.001
    assert falling["increasing"].p_value > 0.999


def test_auto_is_exact_only_for_small_numbers_with_steps():
    few, uneven = ([1, 2, 4], [9, 9, 9]), [0, 1, 3.14159]
    rng = np.random.default_rng(1)
    assert cochran_armitage(RETURNED, SCHEDULED).method == "asymptotic"
    assert cochran_armitage(*few).method == "exact"
    assert cochran_armitage(*few, scores=uneven).method == "asymptotic"
    assert cochran_armitage(*few, scores=uneven, rng=rng).method == "permutation"


def test_auto_leaves_an_exact_test_that_would_take_too_long():
    large = ([3000, 3100, 2], [6000, 6000, 8])
    assert cochran_armitage(*large).method == "asymptotic"
    with pytest.raises(StatisticsError, match="smaller counts"):
        cochran_armitage(*large, method="exact")


@pytest.mark.parametrize(
    ("count", "total", "words"),
    [
        ([0, 0], [5, 6], "every share is 0"),
        ([5, 6], [5, 6], "every share is 1"),
        ([2], [5], "at least two groups"),
        ([2, 0], [5, 0], "at least two groups"),
        ([], [], "at least two groups"),
    ],
)
def test_no_trend_where_there_is_nothing_to_compare(count, total, words):
    found = cochran_armitage(count, total)
    assert np.isnan([found.statistic, found.p_value, found.slope]).all()
    assert words in found.reason
    assert words in found._repr_html_()
    assert found.n == sum(total)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"alternative": "greater"}, "alternative must be one of two-sided, increasing"),
        ({"method": "quick"}, "method must be one of auto"),
        ({"method": "permutation"}, "needs rng"),
        ({"method": "exact", "scores": [0, 1, 3.14159]}, "multiples of one step"),
        ({"scores": [0, 1]}, "one finite number for each of the 3 groups"),
        ({"scores": [0, 1, np.nan]}, "one finite number"),
        ({"scores": ["May", "June", "July"]}, "scores must be numbers"),
        ({"resamples": 0}, "resamples must be at least 1: found 0"),
    ],
)
def test_what_is_not_allowed_is_named(options, words):
    with pytest.raises(StatisticsError, match=words):
        cochran_armitage([1, 2, 4], [9, 9, 9], **options)


@pytest.mark.parametrize("count", [3, [[1, 2]]])
def test_counts_are_a_list(count):
    with pytest.raises(StatisticsError, match="one number a group"):
        cochran_armitage(count, 9)


def test_a_notebook_shows_the_slope():
    assert "slope -0.04629 per step" in cochran_armitage(RETURNED, SCHEDULED)._repr_html_()
