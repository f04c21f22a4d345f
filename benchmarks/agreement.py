"""All agreement coefficients with intervals, beside the fastest package that gives one of them.

    python benchmarks/agreement.py

Both sides start from the same integer codes. The peer is statsmodels (`to_table` and
`cohens_kappa`, which gives one coefficient with its interval). scipy's bootstrap is timed with 100
resamples and scaled to 10,000, which its time is proportional to.
"""

import numpy as np
from scipy import stats
from side_by_side import medians, peak_mb, show
from statsmodels.stats.inter_rater import cohens_kappa, to_table

from qaanalysis.stats import agreement

GRADES = 4
RESAMPLES = 10_000
SCIPY_RESAMPLES = 100


def pairs(n: int) -> np.ndarray:
    """Return n pairs of grades, the second mostly like the first."""
    rng = np.random.default_rng(1)
    first = rng.integers(0, GRADES, n)
    second = np.clip(first - (rng.random(n) < 0.4), 0, GRADES - 1)
    return np.column_stack([first, second])


def kappa(first: np.ndarray, second: np.ndarray) -> float:
    """Return Cohen's kappa from a table, the plainest way in numpy."""
    table = np.bincount(first * GRADES + second, minlength=GRADES**2).reshape(GRADES, GRADES)
    share = table / table.sum()
    chance = share.sum(axis=1) @ share.sum(axis=0)
    return float((share.trace() - chance) / (1 - chance))


def main() -> None:
    """Print times, ratios and memory."""
    for n in (10_000, 100_000, 1_000_000):
        codes = pairs(n)
        found = medians(
            {
                "all coefficients": lambda c=codes: agreement.from_ratings(c, categories=GRADES),
                "statsmodels, one": lambda c=codes: cohens_kappa(to_table(c, bins=GRADES)[0]),
            },
            rounds=9,
        )
        show(f"agreement of {n:,} pairs", found, against="all coefficients")
    extra = peak_mb(lambda: agreement.from_ratings(codes, categories=GRADES))
    print(f"memory beyond 1,000,000 pairs: {extra:.1f} MB")
    codes = pairs(100_000)
    rng = np.random.default_rng(1)
    sample = (codes[:, 0], codes[:, 1])
    found = medians(
        {
            "our bootstrap": lambda: agreement.bootstrap(
                codes, categories=GRADES, resamples=RESAMPLES, rng=rng
            ),
            "scipy.stats.bootstrap": lambda: stats.bootstrap(
                sample,
                kappa,
                paired=True,
                vectorized=False,
                n_resamples=SCIPY_RESAMPLES,
                method="percentile",
                rng=rng,
            ),
        },
        rounds=5,
    )
    found["scipy.stats.bootstrap"] *= RESAMPLES / SCIPY_RESAMPLES
    show("10,000 resamples of 100,000 pairs", found, against="our bootstrap")


if __name__ == "__main__":
    main()
