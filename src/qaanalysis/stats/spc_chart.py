"""A process chart, put together from its phases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.stats.spc_limits import Array, Limits
from qaanalysis.stats.spc_rules import Words, kinds, special_causes

Improvement = Literal["up", "down"]

_FIRM = 13


@dataclass(frozen=True, eq=False)
class Chart:
    """The points of a process chart, its lines, and which points are special.

    Parameters
    ----------
    value : array of float, shape (points,)
        NaN where there is none: a gap stays a gap.
    mean, lower, upper, near_lower, near_upper : array of float, shape (points,)
        Lines, in the unit of the values: mean, process limits, and limits two thirds of the way
        there. NaN where undefined.
    special_cause : array of str, shape (points,)
        Why a point is special: "above limit", "below limit", "rising", "falling", "two of three
        high", "two of three low", "seven above", "seven below"; else "".
    kind : array of str, shape (points,)
        "common cause", "improvement" or "concern", or "special cause" if no direction is declared;
        "" for a gap or a point without limits.
    phase : array of int, shape (points,)
        0 up to the first rebase, then 1, and so on.
    trial : bool
        Whether the last phase's limits come from fewer than 13 points and will still move.
    n_baseline : int
        Points with a value that the last phase's limits come from.
    sigma_z : float
        Laney's factor in the last phase; NaN for other charts.
    reason : str
        Why the last phase has no limits; empty if it has.

    Examples
    --------
    >>> from qaanalysis.stats.spc_limits import individual
    >>> value = np.array([50.0, 54.0, 47.0])
    >>> chart = assembled(value, lambda part: individual(value[part]), None, None, ())
    >>> chart.kind.tolist()
    ['common cause', 'common cause', 'common cause']
    """

    value: Array
    mean: Array
    lower: Array
    upper: Array
    near_lower: Array
    near_upper: Array
    special_cause: Words
    kind: Words
    phase: NDArray[np.int64]
    trial: bool
    n_baseline: int
    sigma_z: float = float("nan")
    reason: str = ""

    def _repr_html_(self) -> str:
        limits = "no limits" if self.reason else "trial limits" if self.trial else "limits"
        n_special = int((self.special_cause != "").sum())
        return f"<p>process chart of {self.value.size} points, {n_special} special ({limits})</p>"


def assembled(
    value: Array,
    limits: Callable[[slice], Limits],
    improvement: Improvement | None,
    baseline: int | None,
    rebase: Sequence[int],
) -> Chart:
    """Return the chart of values whose lines a function gives phase by phase.

    Parameters
    ----------
    value : array of float, shape (points,)
        NaN is a gap.
    limits : function of a slice to Limits
        The lines of one phase.
    improvement, baseline, rebase
        As in `qaanalysis.stats.spc.xmr`; checked here.

    Returns
    -------
    Chart

    Raises
    ------
    StatisticsError
        If the values aren't one number a point, or an argument isn't allowed.

    Examples
    --------
    >>> from qaanalysis.stats.spc_limits import individual
    >>> value = np.array([50.0, 54.0, 47.0, 60.0])
    >>> assembled(value, lambda part: individual(value[part]), None, None, [2]).phase.tolist()
    [0, 0, 1, 1]
    """
    if value.ndim != 1:
        raise StatisticsError(f"a chart needs one number a point: found shape {value.shape}")
    if improvement not in ("up", "down", None):
        raise StatisticsError(f'improvement must be "up", "down" or None: found {improvement!r}')
    if baseline is not None and not (_is_whole(baseline) and baseline >= 2):
        raise StatisticsError(f"baseline must be a whole number of 2 or more: found {baseline}")
    parts = _phases(value.size, rebase)
    found = [limits(part) for part in parts]
    marks = [special_causes(value[p], one) for p, one in zip(parts, found, strict=True)]
    names = [f.name for f in fields(Limits)][:5]
    lines = {name: np.concatenate([getattr(one, name) for one in found]) for name in names}
    special = np.concatenate(marks)
    now = found[-1]
    return Chart(
        value=value,
        **lines,
        special_cause=special,
        kind=kinds(special, np.isfinite(value) & np.isfinite(lines["upper"]), improvement),
        phase=np.repeat(np.arange(len(parts)), [p.stop - p.start for p in parts]),
        trial=now.n_baseline < _FIRM,
        n_baseline=now.n_baseline,
        sigma_z=now.sigma_z,
        reason=now.reason,
    )


def _phases(size: int, rebase: Sequence[int]) -> list[slice]:
    for index in rebase:
        if not (_is_whole(index) and 0 <= index < size):
            message = f"rebase must hold places of points, from 0 to {size - 1}: found {index}"
            raise StatisticsError(message)
    starts = sorted({0, *(int(index) for index in rebase)})
    return [slice(a, b) for a, b in zip(starts, [*starts[1:], size], strict=True)]


def _is_whole(number: object) -> bool:
    return isinstance(number, int | np.integer)
