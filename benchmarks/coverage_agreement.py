"""How often the intervals of agreement hold the true coefficient.

    python benchmarks/coverage_agreement.py [--replicates 100000]

Tables of n pairs are drawn from known shares, and for each the t and the Fisher interval are made.
Written to benchmarks/results/coverage_agreement.csv, one row for each

- weights, and interval ("t", "fisher");
- grades: "even" (a quarter each), "rare" (25, 48, 25 and 2%: near the published ones), or "rare,
  lowered" (the same, but every disagreement is a grade lowered by one, as published); disagreements
  go to the next grade, and further away with 0.15 of that weight;
- agreement: the share of pairs with the same grade; n: pairs;
- coefficient, and its true value.

`undefined` is the share of tables that have no interval, nearly always because every pair agrees;
`coverage` is among the others, `coverage_all` counts the undefined as misses. `too_high` is the
share of intervals lying wholly above the truth, `too_low` wholly below, `width` their median width.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qaanalysis.stats.agreement.coefficients import NAMES, estimates
from qaanalysis.stats.agreement.intervals import NO_VARIANCE, table_limits
from qaanalysis.stats.agreement.weights import weight_matrix

SEED = 20231130
RESULTS = Path(__file__).parent / "results" / "coverage_agreement.csv"
EVEN, RARE = (0.25, 0.25, 0.25, 0.25), (0.25, 0.48, 0.25, 0.02)
GRADES = {"even": (EVEN, False), "rare": (RARE, False), "rare, lowered": (RARE, True)}
SIZES, AGREEMENTS = (30, 60, 200), (0.5, 0.85, 0.95)
WEIGHTS, KINDS = ("unweighted", "quadratic"), ("t", "fisher")
FURTHER = 0.15
# Tables at a time: a hundred thousand at once would need a few GB.
BLOCK = 10_000


def true_shares(first: tuple[float, ...], agreement: float, lowered: bool) -> np.ndarray:
    """Return the true shares of a table: the first rater's, and where the second's differ."""
    shares = np.asarray(first)
    k = shares.size
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
    if lowered:
        # The lowest grade can't be lowered: its disagreements are raised.
        away = np.eye(k, k=-1)
        away[0, 1] = 1
    else:
        away = np.select([apart == 0, apart == 1], [0, 1], FURTHER) * shares
    away = away / away.sum(1, keepdims=True)
    return shares[:, None] * (agreement * np.eye(k) + (1 - agreement) * away)


def rows(replicates: int) -> Iterator[dict[str, object]]:
    """Yield a row of the results for each weighting, interval, set of shares, n and coefficient."""
    rng = np.random.default_rng(SEED)
    for name, (first, lowered) in GRADES.items():
        for agreement in AGREEMENTS:
            shares = true_shares(first, agreement, lowered)
            for n in SIZES:
                drawn = rng.multinomial(n, shares.ravel(), size=replicates)
                tables = drawn.reshape(-1, *shares.shape).astype(float)
                for weights in WEIGHTS:
                    for kind in KINDS:
                        settings = {"weights": weights, "interval": kind, "grades": name}
                        settings |= {"agreement": agreement, "n": n}
                        yield from covered(tables, shares, settings)


def covered(
    tables: np.ndarray, shares: np.ndarray, settings: dict[str, object]
) -> Iterator[dict[str, object]]:
    """Yield each coefficient's coverage over the tables."""
    matrix = weight_matrix(shares.shape[0], settings["weights"])
    # As if of endlessly many pairs, where alpha's small-sample correction is nil.
    truth = estimates(shares * 1e12, matrix)
    blocks = [
        table_limits(block, matrix, kind=settings["interval"], confidence=0.95)
        for block in np.array_split(tables, -(-len(tables) // BLOCK))
    ]
    found, variance, low, high = (
        np.concatenate(part, axis=1) for part in zip(*blocks, strict=True)
    )
    made = (found[0] < 1) & (variance >= NO_VARIANCE) & ~np.isnan(low)
    for i, name in enumerate(NAMES):
        low_i, high_i, m = low[i][made[i]], high[i][made[i]], made[i].mean()
        too_high, too_low = (low_i > truth[i]).mean(), (high_i < truth[i]).mean()
        coverage = 1 - too_high - too_low
        yield settings | {
            "coefficient": name,
            "true": round(float(truth[i]), 4),
            "undefined": round(1 - float(m), 4),
            "coverage": round(float(coverage), 4),
            "coverage_all": round(float(coverage * m), 4),
            "too_high": round(float(too_high), 4),
            "too_low": round(float(too_low), 4),
            "width": round(float(np.median(high_i - low_i)), 3),
        }


def main() -> None:
    """Run the simulation, write its results, and print how many cells are covered."""
    parser = argparse.ArgumentParser(description="Coverage of the intervals of agreement.")
    parser.add_argument("--replicates", type=int, default=100_000)
    found = list(rows(parser.parse_args().replicates))
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    for kind in KINDS:
        here = [row["coverage"] for row in found if row["interval"] == kind]
        good = sum(0.92 <= c <= 0.98 for c in here)
        print(f"{kind}: {good} of {len(here)} within 92–98%, {min(here):.1%} to {max(here):.1%}")


if __name__ == "__main__":
    main()
