"""Which points of a process chart are more than chance, and in which direction they point.

The rules are those of the NHS's Making Data Count charts. They are about points that follow one
another, so a gap (NaN) breaks a run: the missing month could have ended it. A run is thus never
claimed on months that weren't seen; the price is that one can be missed.
"""

import numpy as np
from numpy.typing import NDArray

from qaanalysis.stats.spc_limits import Array, Limits

Bools = NDArray[np.bool_]
Words = NDArray[np.str_]

# In order of priority: a point is given the first that holds. A pair's words say up, then down.
SPECIAL_CAUSES = (
    ("above limit", "below limit"),
    ("rising", "falling"),
    ("two of three high", "two of three low"),
    ("seven above", "seven below"),
)
_RUN = 7
# Sums of tenths and the like differ in their last digits: a point on a line isn't beyond it.
_NEARLY = 1e-12


def special_causes(value: Array, limits: Limits) -> Words:
    """Return for each point of one phase the rule that marks it, or "".

    Parameters
    ----------
    value : array of float, shape (points,)
        In order of time. NaN is a gap.
    limits : Limits
        Lines of the same points.

    Returns
    -------
    array of str, shape (points,)
        The first that holds of: outside a process limit; among seven points that rise (or fall) one
        after another; one of two or three points between near and process limit, among three that
        are on one side of the mean; among seven on one side. A point on a line is neither beyond it
        nor on a side.

    Notes
    -----
    Two choices differ from the R package, which takes no gaps. The last point of a rise stays
    "rising" when another trend begins at the next point (there it becomes "decreasing"). And a
    point that is off a line by rounding alone is on it.

    References
    ----------
    NHS England. Making Data Count. Reading C, Wellesley-Miller S and others. NHSRplotthedots (R
    package), version 0.2.2.

    Examples
    --------
    >>> from qaanalysis.stats.spc_limits import individual
    >>> value = np.array([1.0, 2, 1, 2, 10, 1, 2, 1, 2, 1])
    >>> special_causes(value, individual(value)).tolist()
    ['', '', '', '', 'above limit', '', '', '', '', '']
    """
    nearly = _NEARLY * np.nanmax(np.abs(value), initial=0)
    above, below = _beyond(value, limits.upper, limits.lower, nearly)
    near_high, near_low = _beyond(value, limits.near_upper, limits.near_lower, nearly)
    high, low = _beyond(value, limits.mean, limits.mean, nearly)
    held = (
        (above, below),
        _steps(value, nearly),
        (_two_of_three(near_high & ~above, high), _two_of_three(near_low & ~below, low)),
        (_in_run(high, _RUN), _in_run(low, _RUN)),
    )
    found = np.full(value.shape, "", dtype="<U20")
    for words, pair in zip(SPECIAL_CAUSES, held, strict=True):
        for word, holds in zip(words, pair, strict=True):
            found[holds & (found == "")] = word
    return found


def kinds(special_cause: Words, known: Bools, improvement: str | None) -> Words:
    """Return what each point means, given the direction in which things get better.

    Parameters
    ----------
    special_cause : array of str, shape (points,)
        From `special_causes`.
    known : array of bool, shape (points,)
        Whether a point has a value and limits to judge it by.
    improvement : {"up", "down"} or None
        Whether higher or lower is better; None if that isn't for the chart to say.

    Returns
    -------
    array of str, shape (points,)
        "improvement" or "concern" ("special cause" without a direction), "common cause", or "" for
        a point that can't be judged.

    Examples
    --------
    >>> kinds(np.array(["", "rising", ""]), np.array([True, True, False]), "down").tolist()
    ['common cause', 'concern', '']
    """
    meaning = {
        "up": ("improvement", "concern"),
        "down": ("concern", "improvement"),
        None: ("special cause", "special cause"),
    }[improvement]
    found = np.where(known, "common cause", "").astype("<U16")
    for side, word in enumerate(meaning):
        found[np.isin(special_cause, [pair[side] for pair in SPECIAL_CAUSES])] = word
    return found


def _beyond(value: Array, upper: Array, lower: Array, nearly: float) -> tuple[Bools, Bools]:
    return value > upper + nearly, value < lower - nearly


def _steps(value: Array, nearly: float) -> tuple[Bools, Bools]:
    step = np.diff(value)
    rising, falling = (_points_of(_in_run(s > nearly, _RUN - 1)) for s in (step, -step))
    # The point at which a rise turns into a fall belongs to both: what follows decides.
    next_step = np.append(step, 0.0)[: value.size]
    turns = rising & falling
    return rising & ~(turns & (next_step < 0)), falling & ~(turns & (next_step > 0))


def _points_of(steps: Bools) -> Bools:
    """Return which points are at either end of a step."""
    return np.append(steps, False) | np.insert(steps, 0, False)


def _in_run(holds: Bools, length: int) -> Bools:
    """Return which points are among at least `length` in a row that hold."""
    member = np.zeros(holds.shape, dtype=np.bool_)
    for start in range(holds.size - length + 1):
        if holds[start : start + length].all():
            member[start : start + length] = True
    return member


def _two_of_three(near: Bools, side: Bools) -> Bools:
    member = np.zeros(near.shape, dtype=np.bool_)
    for start in range(near.size - 2):
        three = slice(start, start + 3)
        if side[three].all() and near[three].sum() >= 2:
            member[three] |= near[three]
    return member
