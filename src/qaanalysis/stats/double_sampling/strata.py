"""Auditors' grades as strata: how many audits were moderated in each, and what to do if none."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

RULES = ("refuse", "pool")


def checked_counts(name: str, values: ArrayLike, n_dims: int) -> Floats:
    """Return whole counts as floats, or say what is wrong with them."""
    counts = np.asarray(values, dtype=float)
    if counts.ndim != n_dims or not counts.size:
        raise StatisticsError(f"{name}: found shape {counts.shape}; needed: {n_dims} dimension(s)")
    if not (np.isfinite(counts).all() and (counts >= 0).all() and (counts % 1 == 0).all()):
        raise StatisticsError(f"{name}: counts must be whole numbers, 0 or more, none missing")
    return counts


def checked_sizes(moderated: Floats, audits: Floats) -> None:
    """Refuse sizes that can't be: more moderated than audits, or nobody at all."""
    if moderated.shape != audits.shape:
        raise StatisticsError(
            f"phase1: found {audits.size} counts for {moderated.size} auditors' grades"
        )
    over = np.flatnonzero(moderated > audits)
    if over.size:
        j = int(over[0])
        raise StatisticsError(
            f"phase1: grade {j} has {moderated[j]:g} moderated of {audits[j]:g} audits; phase1 "
            "counts all audits, the moderated among them"
        )
    if moderated.sum() < 2:
        raise StatisticsError("cross: fewer than two audits were moderated")


def joined(moderated: Floats, audits: Floats, thin: NDArray[np.bool_], rule: str) -> Ints:
    """Return the grade whose moderated audits speak for each: itself, unless pooled.

    "pool" joins a thin grade to the nearest that has two moderated audits; of two equally near, to
    the one with more of them, then to the first. If there is none, all are one.
    """
    if rule not in RULES:
        raise StatisticsError(f"unmoderated: found {rule!r}; allowed: {', '.join(RULES)}")
    place = np.arange(moderated.size)
    if rule == "refuse":
        never = np.flatnonzero((moderated == 0) & (audits > 0))
        if never.size:
            raise StatisticsError(
                f"cross: no audit with auditor's grade {', '.join(map(str, never))} was "
                "moderated, so nothing tells how moderators see them; moderate some, or join them "
                'to the nearest grade with unmoderated="pool"'
            )
        return place
    able = np.flatnonzero(moderated >= 2)
    if not able.size:
        return np.full(place.size, int(moderated.argmax()))
    into = place.copy()
    for j in np.flatnonzero(thin):
        into[j] = min(able.tolist(), key=lambda d: (abs(d - j), -moderated[d], d))
    return into


def thin_strata(moderated: Floats, audits: Floats, method: str) -> NDArray[np.bool_]:
    """Return where too few were moderated for a variance; a census needs none if all were."""
    needed = audits > moderated if method == "census" else audits > 0
    return needed & (moderated < 2)


def sums(values: Floats, into: Ints) -> Floats:
    """Add columns to the ones they are joined to; a joined column is left with 0."""
    return values @ (into[:, None] == np.arange(into.size)).astype(float)


def joins(into: Ints, audits: Floats) -> tuple[tuple[int, int], ...]:
    """Return (grade, to which it was joined) for each that had audits."""
    return tuple((j, d) for j, d in enumerate(into.tolist()) if d != j and audits[j])
