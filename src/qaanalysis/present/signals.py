"""Which months a control chart points out, what the last means for the process, in what words.

The marks are those of Making Data Count (NHS England): variation tells whether the latest month is
more than chance, and whether for the better; assurance whether a target will be met month after
month.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

import numpy as np
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


Improvement = Literal["up", "down"]
# Under so many months a run of good months promises nothing, as in `stats.spc.assurance`.
_ENOUGH_FOR_ASSURANCE = 12


class Meaning(StrEnum):
    """What a special cause means, given the direction in which things get better."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    SPECIAL = "special cause"
    COMMON = "common cause"


class Assurance(StrEnum):
    """Whether the process, as it is now, will meet its target month after month."""

    HIT = "consistently hit"
    MISSED = "consistently missed"
    BOTH = "hit and missed by chance"
    TOO_FEW = "too few months to tell"


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

    def meaning(self, improvement: Improvement | None) -> Meaning:
        """Return what it means if up, or down, is better; without a direction only that it is."""
        if improvement is None:
            return Meaning.SPECIAL
        better = self.is_above == (improvement == "up")
        return Meaning.IMPROVEMENT if better else Meaning.CONCERN


@dataclass(frozen=True)
class Variation:
    """What the latest month with a figure tells; `is_high` is None for a common cause."""

    month: pd.Period
    meaning: Meaning
    is_high: bool | None = None


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
        # A month whose figure is hidden or missing isn't pointed out: that would be a figure too.
        cause = _words(row, value) if _is_known(row[value]) else ""
        if cause:
            side = {ABOVE: "upper", BELOW: "lower"}.get(cause, "")
            limit = row.get(side, np.nan)
            limit = float(limit) if _is_known(limit) else float("nan")
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


def variation(
    frame: pd.DataFrame, special: list[Signal], *, improvement: Improvement | None
) -> Variation | None:
    """Return what the latest month with a figure tells; None if there are no limits to judge by.

    Parameters
    ----------
    frame : DataFrame
        By month, with floats in `value`, `lower` and `upper`.
    special : list of Signal
        From `signals`.
    improvement : {"up", "down"} or None
        Whether up or down is better; None if that isn't for the chart to say.

    References
    ----------
    NHS England. Making Data Count: variation icons.

    Examples
    --------
    >>> months = pd.period_range("2023-05", periods=2, freq="M")
    >>> frame = pd.DataFrame({"value": [0.5, 0.2], "lower": 0.3, "upper": 0.6}, months)
    >>> low = Signal(months[1], 0.2, BELOW, 0.3)
    >>> variation(frame, [low], improvement="up").meaning.value
    'concern'
    """
    judged = frame[["value", "lower", "upper"]].dropna()
    if judged.empty or judged.index[-1] != frame["value"].last_valid_index():
        return None
    month = judged.index[-1]
    found = [signal for signal in special if signal.month == month]
    if not found:
        return Variation(month, Meaning.COMMON)
    return Variation(month, found[0].meaning(improvement), found[0].is_above)


def assurance(frame: pd.DataFrame, target: float, *, improvement: Improvement) -> Assurance:
    """Return whether a target lies outside the limits of the latest month that has some.

    A control chart's table holds what `stats.spc.assurance` judges by, and this is its rule.

    Parameters
    ----------
    frame : DataFrame
        By month, with floats in `value`, `lower` and `upper`, and `phase` if it was rebased.
    target : float
        In the unit of the values.
    improvement : {"up", "down"}
        Whether at least or at most the target is wanted.

    References
    ----------
    NHS England. Making Data Count: assurance icons.

    Examples
    --------
    >>> months = pd.period_range("2023-01", periods=12, freq="M")
    >>> frame = pd.DataFrame({"value": 0.5, "lower": 0.3, "upper": 0.6}, months)
    >>> assurance(frame, 0.7, improvement="up").value
    'consistently missed'
    >>> assurance(frame, 0.7, improvement="down").value
    'consistently hit'
    """
    now = frame
    if "phase" in frame.columns:
        now = frame[frame["phase"] == frame["phase"].max()]
    limits = now[["lower", "upper"]].dropna()
    if limits.empty or now["value"].notna().sum() < _ENOUGH_FOR_ASSURANCE:
        return Assurance.TOO_FEW
    lower, upper = limits.iloc[-1]
    is_up = improvement == "up"
    if target > upper:
        return Assurance.MISSED if is_up else Assurance.HIT
    if target < lower:
        return Assurance.HIT if is_up else Assurance.MISSED
    return Assurance.BOTH


def _words(row: Any, value: str) -> str:
    cause = row["special_cause"]
    if isinstance(cause, str):
        return "" if cause.startswith("[") else CAUSES.get(cause, cause)
    if pd.isna(cause) or not cause:
        return ""
    upper, lower = row["upper"], row["lower"]
    if _is_known(upper) and row[value] > upper:
        return ABOVE
    return BELOW if _is_known(lower) and row[value] < lower else "signal"


def _is_known(value: Any) -> bool:
    """Tell a figure from a symbol in its place, and from none."""
    return not isinstance(value, str) and not pd.isna(value)
