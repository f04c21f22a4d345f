import math

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import agreement
from qaanalysis.stats.agreement.coefficients import NAMES

MODERATION = np.array([[10, 2, 0, 0], [9, 20, 3, 0], [0, 8, 12, 1], [0, 0, 2, 1]])
PAIRS = np.repeat(np.indices((4, 4)).reshape(2, -1), MODERATION.ravel(), axis=1).T


def naive(groups, seed, resamples=1500):
    """Draw whole groups of rows again and again, and take sklearn's kappa of each draw."""
    rng = np.random.default_rng(seed)
    out = []
    for _ in range(resamples):
        drawn = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
        out.append(cohen_kappa_score(*drawn.T, labels=range(4), weights="quadratic"))
    return np.array(out)


def test_drawing_tables_is_drawing_pairs():
    expected = naive([PAIRS[i : i + 1] for i in range(len(PAIRS))], 1)
    found = agreement.bootstrap(MODERATION, rng=2).cohen_kappa
    assert found.se == pytest.approx(expected.std(), rel=0.08)
    assert [found.low, found.high] == pytest.approx(
        np.quantile(expected, [0.025, 0.975]), abs=0.015
    )


def test_drawing_kinds_of_clusters_is_drawing_clusters():
    label = np.arange(len(PAIRS)) // 4
    expected = naive([PAIRS[label == g] for g in range(label.max() + 1)], 3)
    found = agreement.bootstrap(PAIRS, categories=4, clusters=label, rng=4).cohen_kappa
    assert found.se == pytest.approx(expected.std(), rel=0.08)


def test_large_samples_have_the_analytic_error():
    found = agreement.bootstrap(MODERATION * 50, rng=1)
    analytic = agreement.from_table(MODERATION * 50)
    for name in NAMES:
        mine, theirs = getattr(found, name), getattr(analytic, name)
        assert mine.estimate == pytest.approx(theirs.estimate)
        assert mine.se == pytest.approx(theirs.se, rel=0.03)
        assert [mine.low, mine.high] == pytest.approx([theirs.low, theirs.high], abs=2e-3)


def test_a_table_and_its_pairs_are_the_same_draw_of_the_same_seed():
    found = agreement.bootstrap(MODERATION, resamples=500, rng=7)
    assert agreement.bootstrap(PAIRS, categories=4, resamples=500, rng=7) == found
    assert agreement.bootstrap(MODERATION, resamples=500, rng=np.random.default_rng(7)) == found
    assert agreement.bootstrap(MODERATION, resamples=500, rng=8) != found
    assert (found.n, found.n_clusters, found.method) == (68, 0, "bootstrap")


def test_many_kinds_of_clusters_are_drawn_in_blocks():
    rng = np.random.default_rng(1)
    first = rng.integers(0, 4, 6000)
    pairs = np.column_stack([first, np.clip(first + rng.integers(-1, 2, 6000), 0, 3)])
    label = np.arange(6000) // 4
    found = agreement.bootstrap(pairs, categories=4, clusters=label, resamples=1000, rng=1)
    jackknife = agreement.jackknife(pairs, categories=4, clusters=label)
    assert found.n_clusters == 1500
    assert found.cohen_kappa.se == pytest.approx(jackknife.cohen_kappa.se, rel=0.1)


@pytest.mark.parametrize(
    ("table", "name", "reason"),
    [
        (np.diag([0, 9]), "cohen_kappa", "both raters used one grade only"),
        (np.diag([4, 9]), "cohen_kappa", "every pair agrees"),
        (np.diag([4, 9]), "percent_agreement", "every pair agrees"),
        ([[0, 5], [0, 0]], "gwet_ac", "no pair differs from another"),
        ([[1, 0], [1, 1]], "cohen_kappa", "undefined in over 5% of the resamples"),
        ([[1, 0], [0, 0]], "cohen_kappa", "fewer than two pairs"),
    ],
)
def test_without_an_interval_it_says_why(table, name, reason):
    found = getattr(agreement.bootstrap(table, rng=1, resamples=2000), name)
    assert found.reason.startswith(reason)
    assert math.isnan(found.low)


def test_one_cluster_has_no_interval():
    found = agreement.bootstrap([[0, 1], [0, 0]], categories=2, clusters=["a", "a"], rng=1)
    assert found.percent_agreement.reason.startswith("all pairs are of one cluster")


def test_few_undefined_resamples_are_left_out():
    table = [[4, 1], [0, 1]]
    found = agreement.bootstrap(table, rng=1).cohen_kappa
    assert found.reason.startswith("undefined in over 5%")
    assert not agreement.bootstrap([[9, 2], [1, 3]], rng=1).cohen_kappa.reason


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"resamples": 10}, "100 or more"),
        ({"clusters": [1, 2]}, "clusters need pairs"),
        ({"confidence": 0}, "confidence"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(StatisticsError, match=message):
        agreement.bootstrap(MODERATION, rng=1, **arguments)
