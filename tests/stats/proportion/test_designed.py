import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.proportion import clopper_pearson, clustered, hypergeometric, stratified

CASES = {
    case["name"]: case
    for case in json.loads(
        (Path(__file__).parents[2] / "published" / "sampling.json").read_text(encoding="utf-8")
    )["cases"]
}
quick = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize(
    ("kind", "key"), [("t", "ci_t"), ("logit", "ci_logit"), ("beta", "ci_korn_graubard_beta")]
)
def test_clustered_gives_the_reference_of_children_in_families(kind, key):
    case = CASES["sibling_cluster_proportion"]
    found = clustered(case["inputs"]["good"], case["inputs"]["family"], interval=kind)
    expected, near = case["expected"], {"abs": case["tolerance"]}
    assert found.interval.estimate == pytest.approx(expected["est"], **near)
    assert found.interval.se == pytest.approx(expected["se"], **near)
    assert found.df == expected["df"]
    assert found.design_effect == pytest.approx(expected["deff_srswr"], **near)
    assert [found.interval.low, found.interval.high] == pytest.approx(expected[key], **near)


@pytest.mark.parametrize("kind", ["t", "logit", "beta"])
def test_stratified_gives_the_reference_of_four_teams(kind):
    case = CASES["stratified_teams_proportion"]
    given_, expected, near = case["inputs"], case["expected"], {"abs": case["tolerance"]}
    found = stratified(given_["x_h"], given_["n_h"], given_["N_h"], interval=kind)
    assert found.interval.estimate == pytest.approx(expected["est"], **near)
    assert found.interval.se == pytest.approx(expected["se"], **near)
    assert (found.df, found.n) == (expected["df"], 54)
    assert found.design_effect == pytest.approx(expected["deff"], **near)
    limits = [found.interval.low, found.interval.high]
    assert limits == pytest.approx(expected[f"ci_{kind}"], **near)


@pytest.mark.parametrize("name", ["ci_hypergeometric_9_60_N500", "ci_hypergeometric_0_25_N120"])
def test_hypergeometric_gives_the_exact_reference(name):
    inputs, expected = CASES[name]["inputs"], CASES[name]["expected"]
    found = hypergeometric(inputs["x"], inputs["n"], inputs["N"])
    limits = [found.low * inputs["N"], found.high * inputs["N"]]
    assert limits == pytest.approx(expected["K_ci"], abs=1e-9)
    assert [found.low, found.high] == pytest.approx(expected["p_ci"], abs=1e-12)


@quick
@given(st.integers(1, 60), st.data())
def test_hypergeometric_covers_every_cohort_there_could_be(population, data):
    sample = data.draw(st.integers(1, population))
    cases = data.draw(st.integers(0, population))
    covered = 0.0
    for count in range(max(0, sample + cases - population), min(sample, cases) + 1):
        found = hypergeometric(count, sample, population)
        if found.low - 1e-9 <= cases / population <= found.high + 1e-9:
            covered += hypergeom.pmf(count, population, cases, sample)
    assert covered >= 0.95 - 1e-9


def test_hypergeometric_of_everybody_leaves_nothing_open():
    found = hypergeometric(3, 12, 12)
    assert (found.low, found.estimate, found.high, found.se) == (0.25, 0.25, 0.25, 0.0)


def test_hypergeometric_of_a_huge_cohort_is_clopper_and_pearsons():
    found, endless = hypergeometric(9, 60, 1_000_000), clopper_pearson(9, 60)
    assert [found.low, found.high] == pytest.approx([endless.low, endless.high], abs=2e-5)


def test_hypergeometric_of_nobody_is_undefined_with_its_reason():
    assert hypergeometric(0, 0, 30).reason == "nothing was sampled"


@pytest.mark.parametrize("numbers", [(5, 4, 10), (1, 11, 10), (-1, 4, 10)])
def test_impossible_counts_are_refused(numbers):
    with pytest.raises(StatisticsError):
        hypergeometric(*numbers)


def test_clusters_of_one_each_are_a_plain_sample():
    answers = [1] * 9 + [0] * 51
    found = clustered(answers, list(range(60)), interval="t")
    assert found.interval.se == pytest.approx(np.sqrt(0.15 * 0.85 / 59), abs=1e-12)
    assert found.design_effect == pytest.approx(1.0)


def test_the_finite_cohort_narrows_the_interval_by_what_was_seen():
    answers, families = [1, 1, 0, 1, 0, 0], ["a", "a", "b", "b", "c", "d"]
    endless = clustered(answers, families)
    half = clustered(answers, families, n_clusters=8)
    assert half.interval.se == pytest.approx(endless.interval.se * np.sqrt(0.5))
    seen = clustered(answers, families, n_clusters=4)
    assert seen.interval.se == 0
    assert seen.interval.reason == "every case of the cohort was looked at"


def test_strata_of_clusters_take_their_difference_out_of_the_error():
    answers = [1, 1, 1, 1, 0, 0, 0, 1]
    families, strata = list("aabbccdd"), list("xxxxyyyy")
    found = clustered(answers, families, strata=strata, interval="t")
    # By hand: parts (y − 5/8)/8 by family are 3/32, 3/32 | −5/32, −1/32; per stratum
    # 2·Σ(part − mean)²: 0 | 2·2·(2/32)².
    assert found.interval.se == pytest.approx(np.sqrt(4 * (2 / 32) ** 2))
    assert found.df == 2


def test_all_alike_and_one_alone_have_reasons_and_no_limits():
    alike = clustered([1, 1, 1], ["a", "b", "c"]).interval
    assert "every answer is the same" in alike.reason
    assert np.isnan(alike.low)
    assert "only one cluster" in clustered([1, 0], ["a", "a"]).interval.reason
    assert "only one case" in stratified([1, 3], [1, 5], [4, 10]).interval.reason
    assert clustered([], []).interval.reason == "nobody answered"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"strata": ["x", "y", "y"]}, "two strata"),
        ({"weights": [1, 1, 0]}, "over 0"),
        ({"n_clusters": 1}, "fewer than were drawn"),
        ({"strata": ["x", "x", "y"], "n_clusters": {"x": 2}}, "no number for a stratum"),
        ({"interval": "wald"}, "allowed: logit, t, beta"),
        ({"confidence": 95}, "over 0 and under 1"),
    ],
)
def test_what_is_wrong_with_a_clustered_sample_is_said(more, said):
    with pytest.raises(StatisticsError, match=said):
        clustered([1, 0, 1], ["a", "a", "b"], **more)


@quick
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=6, max_size=40))
def test_limits_lie_in_order_and_within_0_and_1(rows):
    answers, families = zip(*rows, strict=True)
    found = clustered(answers, families).interval
    if found.reason:
        return
    assert all(a <= b for a, b in pairwise([0, found.low, found.estimate, found.high, 1]))


def test_clusters_nobody_answered_in_count_for_the_spread():
    """Against the linearised variance of a domain, written out stratum by stratum."""
    rng = np.random.default_rng(8)
    family = np.repeat(np.arange(40), rng.integers(1, 4, 40))
    stratum = (family % 3).astype(str)
    has, among = rng.random(family.size) < 0.6, rng.random(family.size) < 0.5
    weight = np.array([2.0, 3.0, 4.0])[family % 3]
    there = {"0": 28, "1": 39, "2": 52}  # 14, 13 and 13 drawn, times their weight
    found = clustered(
        has & among, family, strata=stratum, weights=weight, n_clusters=there, among=among
    )
    share = (weight * has * among).sum() / (weight * among).sum()
    variance = 0.0
    for name, n_all in there.items():
        drawn = [f for f in range(40) if f % 3 == int(name)]
        parts = [
            sum(weight[i] * among[i] * (has[i] - share) for i in np.flatnonzero(family == f))
            / (weight * among).sum()
            for f in drawn
        ]
        n = len(drawn)
        spread = sum((part - sum(parts) / n) ** 2 for part in parts)
        variance += (1 - n / n_all) * n / (n - 1) * spread
    assert found.interval.estimate == pytest.approx(share)
    assert found.interval.se == pytest.approx(np.sqrt(variance))
    assert (found.df, found.n) == (37, among.sum())
    with pytest.raises(StatisticsError, match="true or false for each"):
        clustered(has, family, among=[1, 0])
