"""Which months a control chart points out, and in what words."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

ABOVE, BELOW = "above the limit", "below the limit"
# The words of the rules, as a reader of the chart meets them.
CAUSES = {
    "above limit": ABOVE,
    "below limit": BELOW,
    "rising": "in a rising run of seven",
    "falling": "in a falling run of seven",
    "two of three high": "two of three near the upper limit",
    "two of three low": "two of three near the lower limit",
    "seven above": "in a run of seven above average",
    "seven below": "in a run of seven below average",
}
_HIGH = {ABOVE, CAUSES["rising"], CAUSES["two of three high"], CAUSES["seven above"]}


@dataclass(frozen=True)
class Signal:
    """A month that differs from the others by more than chance explains.

    `limit` is the one it lies beyond, if that is the cause.
    """

    month: pd.Period
    value: float
    cause: str
    limit: float = float("nan")

    @property
    def is_above(self) -> bool:
        """Whether it lies high, or ends a rise."""
        return self.cause in _HIGH


def signals(frame: pd.DataFrame, *, value: str = "value") -> list[Signal]:
    """Return the months that a control chart's table marks as special.

    Parameters
    ----------
    frame : DataFrame
        By month, with `value` and `special_cause`: the rule's words, or True for a month beyond its
        limits (`lower`, `upper`).

    Examples
    --------
    >>> months = pd.period_range("2023-05", periods=2, freq="M")
    >>> frame = pd.DataFrame({"value": [0.5, 0.4], "special_cause": ["above limit", ""]}, months)
    >>> [signal.cause for signal in signals(frame)]
    ['above the limit']
    """
    if "special_cause" not in frame.columns:
        return []
    found = []
    for row_month, row in zip(pd.PeriodIndex(frame.index), frame.to_dict("records"), strict=True):
        cause = _words(row, value)
        if cause:
            side = {ABOVE: "upper", BELOW: "lower"}.get(cause, "")
            limit = float(row.get(side, float("nan")))
            found.append(Signal(row_month, float(row[value]), cause, limit))
    return found


def neighbours(special: list[Signal]) -> list[list[Signal]]:
    """Return the signals in groups of neighbouring months with the same cause."""
    groups: list[list[Signal]] = []
    for one in special:
        before = groups[-1][-1] if groups else None
        if before and before.cause == one.cause and before.month + 1 == one.month:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def spelled_out(special: list[Signal]) -> list[Signal]:
    """Return the signals to write into a chart: of neighbours with the same cause, the last."""
    return [group[-1] for group in neighbours(special)]


def _words(row: Any, value: str) -> str:
    cause = row["special_cause"]
    if isinstance(cause, str):
        return CAUSES.get(cause, cause)
    if pd.isna(cause) or not cause:
        return ""
    return ABOVE if row[value] > row["upper"] else BELOW if row[value] < row["lower"] else "signal"
