"""How often corrected shares hold what moderating every audit gives, where chances are unequal.

    python benchmarks/coverage_weighted_shares.py [--replicates 4000]

Each replicate is a service's returned audits in two areas, of each auditor's grade half and half.
Moderators agree less often in the second area, and audits of the two have other chances of being
moderated: a fixed number is drawn of each grade and area, as our own draws do. The interval is made
from the moderated and their weights, and held against the share among all audits. Written to
benchmarks/results/coverage_weighted_shares.csv, a row for each set of auditors' shares ("even", or
"rare" with 2% in the best), mean share of the same grade, audits, chances, interval and grade.

`undefined` is the share of replicates without an interval; `coverage` is among the others.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from coverage_double_sampling import AGREEMENTS, GRADES, SEED, K, moderators_shares

from qaanalysis.stats.double_sampling import weighted_shares

RESULTS = Path(__file__).parent / "results" / "coverage_weighted_shares.csv"
SIZES = ((229, 0.15, 0.4), (229, 0.5, 0.2), (600, 0.2, 0.5))
KINDS = ("bayes", "logit")


def apart(agreement: float) -> float:
    """Return by how much the areas' shares of the same grade differ."""
    return 0.08 if agreement > 0.9 else 0.2


def one(rng: np.random.Generator, shares: np.ndarray, agreement: float, size: tuple):
    """Return the auditor's and the moderator's grades, the weights, and who was moderated."""
    n, *chances = size
    auditor, area = rng.choice(K, n, p=shares), rng.integers(0, 2, n)
    half = apart(agreement) / 2
    given = np.stack([moderators_shares(agreement + half), moderators_shares(agreement - half)])
    moderator = (given.cumsum(axis=2)[area, auditor] < rng.random(n)[:, None]).sum(axis=1)
    weight, seen = np.ones(n), np.zeros(n, dtype=bool)
    for stratum in range(2 * K):
        there = np.flatnonzero(2 * auditor + area == stratum)
        m = max(1, round(chances[stratum % 2] * there.size))
        weight[there] = there.size / m
        seen[rng.permutation(there)[:m]] = True
    return auditor, moderator, weight, seen


def rows(replicates: int) -> Iterator[dict[str, object]]:
    """Yield a row of the results for each setting, interval and grade."""
    rng = np.random.default_rng(SEED)
    for name, shares in GRADES.items():
        for agreement in AGREEMENTS:
            for size in SIZES:
                hits, known = (dict.fromkeys(KINDS, np.zeros(K)) for _ in range(2))
                for _ in range(replicates):
                    auditor, moderator, weight, seen = one(rng, np.asarray(shares), agreement, size)
                    truth = np.bincount(moderator, minlength=K) / auditor.size
                    for kind in KINDS:
                        found = weighted_shares(
                            *(moderator[seen], auditor[seen], np.bincount(auditor, minlength=K)),
                            weights=weight[seen],
                            n_grades=K,
                            interval=kind,
                            unmoderated="pool",
                        ).shares
                        defined = np.isfinite(found.low) & np.isfinite(found.high)
                        held = (found.low - 1e-9 <= truth) & (truth <= found.high + 1e-9)
                        known[kind] = known[kind] + defined
                        hits[kind] = hits[kind] + (defined & held)
                settings = {"grades": name, "agreement": agreement, "audits": size[0]}
                settings |= {"chances": f"{size[1]} and {size[2]}"}
                for kind in KINDS:
                    for grade in range(K):
                        yield settings | {
                            "interval": kind,
                            "grade": grade,
                            "undefined": round(1 - known[kind][grade] / replicates, 4),
                            "coverage": round(hits[kind][grade] / max(known[kind][grade], 1), 4),
                        }


def main() -> None:
    """Write the results, and print how many are covered."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--replicates", type=int, default=4000)
    found = list(rows(parser.parse_args().replicates))
    with RESULTS.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    for kind in KINDS:
        here = [row["coverage"] for row in found if row["interval"] == kind]
        good = sum(c >= 0.92 for c in here)
        print(f"{kind}: {good} of {len(here)} at 92% or more, {min(here)} to {max(here)}")


if __name__ == "__main__":
    main()
