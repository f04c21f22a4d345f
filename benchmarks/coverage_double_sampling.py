"""How often the intervals of corrected shares hold the share that moderating every audit gives.

    python benchmarks/coverage_double_sampling.py [--replicates 10000]

Each replicate is a service's returned audits: auditors' grades from known shares, and the grade a
moderator would give each. A random part is moderated; the interval is made from that part and all
auditors' grades, and held against the share among all of them. Written to
benchmarks/results/coverage_double_sampling.csv, one row for each interval, set of auditors' shares
("even", or "rare" with 2% in the best), share of the same grade, audits, moderated, and grade.

`undefined` is the share of replicates without an interval; `coverage` is among the others.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qaanalysis.stats.double_sampling import corrected_shares

SEED = 20231130
RESULTS = Path(__file__).parent / "results" / "coverage_double_sampling.csv"
GRADES = {"even": (0.25, 0.25, 0.25, 0.25), "rare": (0.25, 0.48, 0.25, 0.02)}
AGREEMENTS = (0.5, 0.85, 0.95)
SIZES = ((229, 60), (400, 100), (600, 200))
KINDS = ("bayes", "logit", "wald")
K = 4


def moderators_shares(agreement: float) -> np.ndarray:
    """Return the moderator's grades by the auditor's (rows): the same, or mostly one lower."""
    away = 0.8 * np.eye(K, k=-1) + 0.2 * np.eye(K, k=1)
    away /= away.sum(axis=1, keepdims=True)
    return agreement * np.eye(K) + (1 - agreement) * away


def one(rng: np.random.Generator, shares: np.ndarray, given: np.ndarray, n: int, m: int):
    """Return the table of the moderated, all auditors' grades, and the true shares."""
    auditor = rng.choice(K, n, p=shares)
    moderator = (given.cumsum(axis=1)[auditor] < rng.random(n)[:, None]).sum(axis=1)
    cross = np.zeros((K, K))
    np.add.at(cross, (moderator[:m], auditor[:m]), 1)
    return cross, np.bincount(auditor, minlength=K), np.bincount(moderator, minlength=K) / n


def rows(replicates: int) -> Iterator[dict[str, object]]:
    """Yield a row of the results for each setting, interval and grade."""
    rng = np.random.default_rng(SEED)
    for name, shares in GRADES.items():
        for agreement in AGREEMENTS:
            given = moderators_shares(agreement)
            for n, m in SIZES:
                hits = {kind: np.zeros(K) for kind in KINDS}
                known = {kind: np.zeros(K) for kind in KINDS}
                for _ in range(replicates):
                    cross, phase1, truth = one(rng, np.asarray(shares), given, n, m)
                    for kind in KINDS:
                        found = corrected_shares(
                            cross, phase1, interval=kind, unmoderated="pool"
                        ).shares
                        low, high = np.asarray(found.low), np.asarray(found.high)
                        defined = np.isfinite(low) & np.isfinite(high)
                        known[kind] += defined
                        # Shares of audits are multiples of 1/n: rounding isn't a miss.
                        hits[kind] += defined & (low - 1e-9 <= truth) & (truth <= high + 1e-9)
                for kind in KINDS:
                    for grade in range(K):
                        yield {
                            "interval": kind,
                            "grades": name,
                            "agreement": agreement,
                            "audits": n,
                            "moderated": m,
                            "grade": grade,
                            "undefined": round(1 - known[kind][grade] / replicates, 4),
                            "coverage": round(hits[kind][grade] / max(known[kind][grade], 1), 4),
                        }


def main() -> None:
    """Write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=10_000)
    found = list(rows(parser.parse_args().replicates))
    with RESULTS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    for kind in KINDS:
        covered = [row["coverage"] for row in found if row["interval"] == kind]
        inside = sum(0.92 <= c <= 0.98 for c in covered)
        print(f"{kind}: {inside} of {len(covered)} within 92–98%, {min(covered)} to {max(covered)}")


if __name__ == "__main__":
    main()
