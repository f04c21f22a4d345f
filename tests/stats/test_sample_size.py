import json
import math
from pathlib import Path

import pytest
from scipy.stats import binom, hypergeom

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.sample_size import (
    SampleSize,
    for_clusters,
    for_comparison,
    for_detection,
    for_margin,
    for_wilson_width,
)

CASES = {
    case["name"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "published" / "sampling.json").read_text(encoding="utf-8")
    )["cases"]
}


@pytest.mark.parametrize("name", ["size_prop_fpc_N1000", "size_prop_infinite"])
def test_size_for_a_margin_as_cochran_has_it(name):
    inputs, expected = CASES[name]["inputs"], CASES[name]["expected"]
    found = for_margin(inputs["half_width"], population=inputs["N"], share=inputs["p"])
    assert found.n == expected["n"]
    assert found.unrounded == pytest.approx(expected["n_unrounded"], abs=1e-6)


def test_size_for_a_wilson_width_as_practools_has_it():
    inputs, expected = CASES["size_prop_wilson"]["inputs"], CASES["size_prop_wilson"]["expected"]
    found = for_wilson_width(inputs["half_width"], share=inputs["p"])
    assert found.unrounded == pytest.approx(expected["n_unrounded"], abs=1e-6)


@pytest.mark.parametrize("name", ["discovery_N200_5pct_0err", "discovery_N200_5pct_1err"])
def test_size_for_detection_is_exact(name):
    inputs, expected = CASES[name]["inputs"], CASES[name]["expected"]
    n = for_detection(inputs["N"], inputs["K"], errors=inputs["c"]).n
    assert n == expected["n"]
    missed = [hypergeom.cdf(inputs["c"], inputs["N"], inputs["K"], size) for size in (n, n - 1)]
    assert missed[0] == pytest.approx(expected["p_at_n"], abs=1e-9)
    assert missed[1] == pytest.approx(expected["p_at_n_minus_1"], abs=1e-9)


def test_size_for_detection_in_a_huge_cohort_is_the_binomial_one():
    expected = CASES["attribute_binomial_3pct_0err"]["expected"]["n_binomial"]
    assert for_detection(1_000_000, 30_000).n == expected
    assert binom.cdf(0, expected, 0.03) <= 0.05 < binom.cdf(0, expected - 1, 0.03)


def test_size_for_detection_where_there_is_too_little_to_find():
    found = for_detection(30, 2, errors=2)
    assert math.isnan(found.n)
    assert "only 2 to find" in found.reason


def test_size_for_a_comparison_has_the_power_asked_for():
    n = int(for_comparison(0.2, 200, 0.35).n)
    # Exact enough by enumerating both samples under the pooled test.
    assert power(0.2, 200, 0.35, n) == pytest.approx(0.8, abs=0.02)


def power(then, n_then, now, n):
    total = 0.0
    for a in range(n_then + 1):
        chance = binom.pmf(a, n_then, then)
        if chance < 1e-9:
            continue
        for b in range(n + 1):
            pooled = (a + b) / (n_then + n)
            se = math.sqrt(pooled * (1 - pooled) * (1 / n_then + 1 / n))
            if se and abs(b / n - a / n_then) / se > 1.959964:
                total += chance * binom.pmf(b, n, now)
    return total


def test_a_sample_before_that_is_too_small_is_said():
    assert "of 20, is too small" in for_comparison(0.2, 20, 0.3).reason


def test_clusters_need_more_by_the_design_effect():
    assert for_clusters(SampleSize(100.0), per_cluster=3, likeness=0.25).n == 150
    without = for_comparison(0.2, 20, 0.3)
    assert for_clusters(without, per_cluster=3, likeness=0.25) is without


@pytest.mark.parametrize(
    "call",
    [
        lambda: for_margin(0),
        lambda: for_margin(0.05, population=0),
        lambda: for_wilson_width(0.5),
        lambda: for_detection(10, 0),
        lambda: for_detection(10, 11),
        lambda: for_comparison(0.2, 20, 0.2),
        lambda: for_comparison(0.2, 0, 0.3),
        lambda: for_comparison(0.2, 20, 0.3, power=1),
        lambda: for_clusters(SampleSize(3.0), per_cluster=0.5, likeness=0),
    ],
)
def test_questions_without_sense_are_refused(call):
    with pytest.raises(StatisticsError, match=r"allowed|needed"):
        call()
