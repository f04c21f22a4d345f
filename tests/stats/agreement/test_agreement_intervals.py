"""How often the intervals hold the truth: a smaller run of benchmarks/coverage_agreement.py."""

import csv

import numpy as np
import pytest

from qaanalysis.stats import agreement
from qaanalysis.stats.agreement.coefficients import NAMES
from qaanalysis.stats.agreement.intervals import table_limits, with_one_pair_more

RARE = np.array([0.25, 0.48, 0.25, 0.02])


def shares(agreement_share, lowered):
    """Disagreements are a grade lowered by one (the lowest raised), or go to any other grade."""
    away = np.eye(4, k=-1) if lowered else RARE * (1 - np.eye(4))
    away[0, 1] = max(away[0, 1], 1.0 * lowered)
    away = away / away.sum(1, keepdims=True)
    return RARE[:, None] * (agreement_share * np.eye(4) + (1 - agreement_share) * away)


def kappa_coverage(kind, n, agreement_share, lowered, replicates=4000):
    """Coverage of Cohen's kappa, quadratic, among tables where some pair differs."""
    p, w = shares(agreement_share, lowered), agreement.weight_matrix(4)
    chance = (w * np.outer(p.sum(1), p.sum(0))).sum()
    truth = ((w * p).sum() - chance) / (1 - chance)
    rng = np.random.default_rng(n)
    tables = rng.multinomial(n, p.ravel(), size=replicates).reshape(-1, 4, 4).astype(float)
    tables = tables[np.trace(tables, axis1=1, axis2=2) < n]
    _, _, low, high = table_limits(tables, w, kind=kind, confidence=0.95)
    return ((low[1] <= truth) & (truth <= high[1])).mean()


@pytest.mark.parametrize("n", [30, 60, 200])
@pytest.mark.parametrize("share", [0.5, 0.85, 0.95])
@pytest.mark.parametrize("lowered", [True, False])
def test_fisher_covers(n, share, lowered):
    assert 0.91 <= kappa_coverage("fisher", n, share, lowered) <= 0.985


def test_t_falls_short_in_small_samples_of_high_agreement():
    assert kappa_coverage("t", 60, 0.95, lowered=False) < 0.9


def test_one_table_and_a_stack_of_tables_give_the_same():
    tables = np.random.default_rng(1).integers(0, 9, (5, 3, 3)).astype(float)
    for kind in ("t", "normal", "fisher"):
        stacked = table_limits(tables, agreement.weight_matrix(3), kind=kind, confidence=0.9)
        for i, table in enumerate(tables):
            found = agreement.from_table(table, interval=kind, confidence=0.9)
            for j, name in enumerate(NAMES):
                value = getattr(found, name)
                assert [value.estimate, value.low, value.high] == pytest.approx(
                    [stacked[0][j, i], stacked[2][j, i], stacked[3][j, i]]
                )


def test_the_added_pair_is_one_pair_and_keeps_the_pooled_shares():
    table = np.array([[10.0, 2, 0], [9, 20, 3], [0, 0, 0]])
    more = with_one_pair_more(table)
    assert more.sum() == pytest.approx(table.sum() + 1)
    before, after = table.sum(0) + table.sum(1), more.sum(0) + more.sum(1)
    np.testing.assert_allclose(after / after.sum(), before / before.sum())


def test_the_stored_coverage_is_what_the_documentation_says(root):
    path = root / "benchmarks" / "results" / "coverage_agreement.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["interval"] == "fisher"]
    assert {row["coefficient"] for row in rows} == set(NAMES)
    assert len(rows) == 324
    assert all(0.92 <= float(row["coverage"]) <= 0.98 for row in rows)
