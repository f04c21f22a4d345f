import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import agreement
from qaanalysis.stats.agreement.clusters import cluster_tables
from qaanalysis.stats.agreement.coefficients import NAMES


def families(n, seed, size=3):
    """Pairs in families that agree or differ together."""
    rng = np.random.default_rng(seed)
    label = np.repeat(np.arange(n), rng.integers(1, size + 1, n))
    alike, off = rng.integers(0, 4, n)[label], (rng.random(n) < 0.4)[label]
    first = np.where(rng.random(label.size) < 0.8, alike, rng.integers(0, 4, label.size))
    second = np.clip(first - (off & (rng.random(label.size) < 0.8)), 0, 3)
    return np.column_stack([first, second]), label


def test_jackknife_by_leaving_each_cluster_out():
    pairs, label = families(25, 1)

    def kappa(rows):
        return cohen_kappa_score(*rows.T, labels=range(4), weights="linear")

    left = [kappa(pairs[label != g]) for g in range(25)]
    expected = math.sqrt(24 / 25 * ((left - np.mean(left)) ** 2).sum())
    found = agreement.jackknife(pairs, categories=4, clusters=label, weights="linear")
    assert found.cohen_kappa.estimate == pytest.approx(kappa(pairs))
    assert found.cohen_kappa.se == pytest.approx(expected)
    assert (found.n, found.n_clusters, found.method) == (len(pairs), 25, "jackknife")


def test_pairs_that_are_their_own_clusters_have_nearly_the_analytic_error():
    pairs, _ = families(400, 2, size=1)
    found = agreement.jackknife(pairs, categories=4, clusters=np.arange(len(pairs)))
    plain = agreement.from_ratings(pairs, categories=4)
    for name in NAMES:
        assert getattr(found, name).se == pytest.approx(getattr(plain, name).se, rel=0.02)


def test_children_counted_twice_make_no_more_evidence():
    pairs, _ = families(300, 3, size=1)
    label = np.arange(len(pairs))
    once = agreement.jackknife(pairs, categories=4, clusters=label)
    twice = agreement.jackknife(np.tile(pairs, (2, 1)), categories=4, clusters=np.tile(label, 2))
    # Alpha's correction depends on the number of grades.
    assert twice.cohen_kappa.se == pytest.approx(once.cohen_kappa.se)
    assert agreement.from_ratings(np.tile(pairs, (2, 1)), categories=4).cohen_kappa.se < 0.8 * (
        twice.cohen_kappa.se
    )


def test_labels_may_be_words_and_order_is_nothing():
    pairs, label = families(12, 4)
    found = agreement.jackknife(pairs, categories=4, clusters=label)
    words = np.array([f"auditor {g}" for g in label])
    mixed = np.random.default_rng(0).permutation(len(pairs))
    other = agreement.jackknife(pairs[mixed], categories=4, clusters=words[mixed])
    assert other.cohen_kappa.se == pytest.approx(found.cohen_kappa.se)


def test_pairs_with_a_missing_grade_are_left_out_with_their_cluster():
    pairs, label = families(12, 5)
    more = np.vstack([pairs, [[1, np.nan], [np.nan, 2]]])
    found = agreement.jackknife(more, categories=4, clusters=[*label, 0, 99])
    assert found == agreement.jackknife(pairs, categories=4, clusters=label)


def test_clusters_alike_are_counted_not_repeated():
    pairs = np.array([[0, 0], [0, 1], [0, 1], [0, 0], [1, 1], [1, 1]])
    kinds, times = cluster_tables(pairs, 2, ["a", "a", "b", "b", "c", "d"])
    assert sorted(times.tolist()) == [2, 2]
    assert (times[:, None, None] * kinds).sum(0).tolist() == [[2, 2], [0, 2]]


@pytest.mark.parametrize(
    ("pairs", "clusters", "name", "reason"),
    [
        ([[0, 0], [0, 1], [1, 1]], [1, 1, 1], "cohen_kappa", "all pairs are of one cluster"),
        ([[0, 0], [1, 1], [1, 1]], [1, 2, 3], "gwet_ac", "every pair agrees"),
        ([[0, 0], [0, 0], [0, 1], [1, 0]], [1, 2, 3, 3], "cohen_kappa", "without one of the"),
        ([[0, 0], [0, 0]], [1, 2], "cohen_kappa", "both raters used one grade only"),
        ([[0, 1], [0, 1]], [1, 2], "gwet_ac", "no pair differs"),
        ([[0, 1]], [1], "gwet_ac", "fewer than two pairs"),
    ],
)
def test_without_an_interval_it_says_why(pairs, clusters, name, reason):
    found = getattr(agreement.jackknife(pairs, categories=2, clusters=clusters), name)
    assert found.reason.startswith(reason)
    assert math.isnan(found.low)
    assert math.isnan(found.se)


@pytest.mark.parametrize(
    ("clusters", "message"),
    [
        ([1, 2], "one cluster label for each pair"),
        ([1, 2, math.nan], "a label is missing"),
        (np.array(["a", None, "b"], dtype=object), "a label is missing"),
    ],
)
def test_labels_must_fit(clusters, message):
    with pytest.raises(StatisticsError, match=message):
        agreement.jackknife([[0, 1], [1, 1], [0, 0]], categories=2, clusters=clusters)


def test_only_symmetric_intervals():
    with pytest.raises(StatisticsError, match="t, normal"):
        agreement.jackknife([[0, 1]], categories=2, clusters=[1], interval="fisher")


def test_clustered_errors_cover_where_others_do_not():
    truth = agreement.from_ratings(families(200_000, 0)[0], categories=4).cohen_kappa.estimate
    held = {"clustered": 0, "independent": 0}
    for seed in range(1, 1001):
        pairs, label = families(60, seed)
        for name, found in (
            ("clustered", agreement.jackknife(pairs, categories=4, clusters=label)),
            ("independent", agreement.from_ratings(pairs, categories=4)),
        ):
            held[name] += found.cohen_kappa.low <= truth <= found.cohen_kappa.high
    assert held["clustered"] > 910
    assert held["independent"] < held["clustered"] - 30
