"""Numbers that were hidden as small, as tables write them, and the interval that such a text tells.

A symbol, such as [c], tells none: a number in its place could be any.
"""

import re

SYMBOL = re.compile(r"[<≤]\s*\d+|\[?[cxz]\]?|\*+", re.IGNORECASE)
INTERVAL = "hidden number, kept as an interval"
WRITTEN = "or, where it was hidden, <5, ≤4, fewer than 5, up to 4 or 1 to 4"
# Without zeros in front: 01-04 is a day.
_NUMBER = r"(0|[1-9]\d{0,8}|[1-9]\d{0,2}(?:,\d{3}){1,2})"
_UNDER = re.compile(rf"(?:<|(?:fewer|less) than|under|below)\s*{_NUMBER}", re.IGNORECASE)
_UP_TO = re.compile(rf"(?:≤|<=|up to|at most|no more than)\s*{_NUMBER}", re.IGNORECASE)
_RANGE = re.compile(rf"{_NUMBER}\s*(?:[-–—]|\bto\b)\s*{_NUMBER}", re.IGNORECASE)


def interval(text: str) -> tuple[int, int] | None:
    """Return the least and the most that a hidden number can be; None if the text tells neither.

    Examples
    --------
    >>> interval("<5"), interval("up to 4"), interval("1 to 4"), interval("[c]")
    ((0, 4), (0, 4), (1, 4), None)
    """
    if found := _UNDER.fullmatch(text):
        most = _whole(found[1]) - 1
        return (0, most) if most >= 0 else None
    if found := _UP_TO.fullmatch(text):
        return 0, _whole(found[1])
    if found := _RANGE.fullmatch(text):
        low, high = _whole(found[1]), _whole(found[2])
        return (low, high) if low < high else None
    return None


def shown(low: int, high: int) -> str:
    """Return what a hidden number became, for the account of repairs.

    Examples
    --------
    >>> shown(0, 4)
    '0 to 4'
    """
    return f"{low} to {high}"


def _whole(text: str) -> int:
    return int(text.replace(",", ""))
