"""Numbers, months and dates in words and figures, the same wherever they are shown.

Shares are 0–1 and become percentages here, rounded half up. A text in place of a number (“[c]”,
a reason) is passed on as it is; a missing number becomes “[x]” unless a reason is given.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from qaanalysis.disclosure import HIDDEN

MISSING = "[x]"
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SINGULAR = {"children": "child", "families": "family"}
_ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)


def absent(value: Any) -> bool:
    """Tell whether a single value is missing.

    Examples
    --------
    >>> absent(None), absent(float("nan")), absent(0)
    (True, True, False)
    """
    return value is None or bool(pd.isna(value))


def rounded(value: float, digits: int, *, scale: int = 1) -> Decimal:
    """Return `value × scale` rounded half up.

    The shortest decimal that stands for the float is rounded, so that 57/200 is 28.5%, which
    becomes 29%, although its binary form lies a little lower.

    Examples
    --------
    >>> rounded(0.285, 0, scale=100)
    Decimal('29')
    """
    step = Decimal(1).scaleb(-digits)
    return (Decimal(repr(float(value))) * scale).quantize(step, rounding=ROUND_HALF_UP)


def number(value: Any, *, digits: int = 2, missing: str = MISSING) -> str:
    """Return a number with a fixed number of decimals and a true minus sign.

    Examples
    --------
    >>> number(-0.425), number(1234.5, digits=1), number(float("nan"))
    ('−0.43', '1,234.5', '[x]')
    """
    if isinstance(value, str):
        return value
    if absent(value):
        return missing
    return _signed(rounded(value, digits))


def percent(share: Any, *, digits: int = 1, missing: str = MISSING) -> str:
    """Return a share as a percentage.

    Examples
    --------
    >>> percent(229 / 681), percent(1 / 8, digits=0), percent(float("nan"), missing="too few")
    ('33.6%', '13%', 'too few')
    """
    if isinstance(share, str):
        return share
    if absent(share):
        return missing
    return f"{_signed(rounded(share, digits, scale=100))}%"


def points(difference: Any, *, digits: int = 1, missing: str = MISSING) -> str:
    """Return a difference of two shares in percentage points, always with its sign.

    Examples
    --------
    >>> points(-0.033), points(0.1)
    ('−3.3 points', '+10.0 points')
    """
    if isinstance(difference, str):
        return difference
    if absent(difference):
        return missing
    value = rounded(difference, digits, scale=100)
    return f"{'+' if value > 0 else ''}{_signed(value)} points"


def count(value: Any, *, missing: str = MISSING) -> str:
    """Return a whole number with thousands separators.

    Examples
    --------
    >>> count(1234567), count("[c]")
    ('1,234,567', '[c]')
    """
    return number(value, digits=0, missing=missing)


def interval(low: Any, high: Any, *, digits: int = 1) -> str:
    """Return an interval of shares in percent, without the sign, for use in brackets.

    Examples
    --------
    >>> interval(0.3018, 0.3725), interval(-0.01, 0.02), interval(float("nan"), 0.5)
    ('30.2–37.3', '−1.0 to 2.0', '[x]')
    """
    ends = [percent(end, digits=digits).removesuffix("%") for end in (low, high)]
    return _between(ends, " to " if "−" in "".join(ends) else "–")


def number_interval(low: Any, high: Any, *, digits: int = 2) -> str:
    """Return an interval of numbers.

    Examples
    --------
    >>> number_interval(-0.1, 0.25)
    '−0.10 to 0.25'
    """
    return _between([number(end, digits=digits) for end in (low, high)], " to ")


def estimate(share: Any, low: Any, high: Any, *, digits: int = 1, missing: str = MISSING) -> str:
    """Return a share with its interval.

    Examples
    --------
    >>> estimate(0.3363, 0.3018, 0.3725)
    '33.6% (30.2–37.3)'
    """
    shown = percent(share, digits=digits, missing=missing)
    if absent(share) or absent(low) or absent(high) or isinstance(share, str):
        return shown
    return f"{shown} ({interval(low, high, digits=digits)})"


def estimate_of(share: Any, low: Any, high: Any, *, n: Any, unit: str, digits: int = 1) -> str:
    """Return a share with its interval and what it rests on.

    Examples
    --------
    >>> estimate_of(229 / 681, 0.3018, 0.3725, n=681, unit="audits")
    '33.6% (30.2–37.3), n = 681 audits'
    >>> estimate_of(float("nan"), None, None, n=0, unit="audits")
    'none to take a share of'
    """
    if not hidden(n) and not absent(n) and n == 0:
        return "none to take a share of"
    return f"{estimate(share, low, high, digits=digits)}, n = {units(n, unit)}"


def p_value(value: Any, *, missing: str = MISSING) -> str:
    """Return a p-value with three decimals, and a very small one as such.

    Examples
    --------
    >>> p_value(0.0362), p_value(2e-7), p_value(float("nan"))
    ('0.036', 'less than 0.001', '[x]')
    """
    if absent(value):
        return missing
    return "less than 0.001" if value < 0.001 else number(value, digits=3)


def month(value: Any, *, missing: str = MISSING) -> str:
    """Return a month with its year.

    Examples
    --------
    >>> month(pd.Period("2023-05", "M")), month("2023-11")
    ('May 2023', 'November 2023')
    """
    if absent(value):
        return missing
    period = pd.Period(value, freq="M")
    return f"{MONTHS[period.month - 1]} {period.year}"


def month_name(value: Any) -> str:
    """Return a month without its year, where the year is plain from what stands beside it.

    Examples
    --------
    >>> month_name("2023-08")
    'August'
    """
    return MONTHS[pd.Period(value, freq="M").month - 1]


def months(first: Any, last: Any) -> str:
    """Return the time from one month to another.

    Examples
    --------
    >>> months("2023-05", "2023-11"), months("2022-11", "2023-03"), months("2023-05", "2023-05")
    ('May to November 2023', 'November 2022 to March 2023', 'May 2023')
    """
    start, end = pd.Period(first, freq="M"), pd.Period(last, freq="M")
    if start == end:
        return month(end)
    return f"{month_name(start) if start.year == end.year else month(start)} to {month(end)}"


def during(first: Any, last: Any) -> str:
    """Return when, for use in a sentence.

    Examples
    --------
    >>> during("2023-05", "2023-11"), during("2023-11", "2023-11")
    ('from May to November 2023', 'in November 2023')
    """
    same = pd.Period(first, freq="M") == pd.Period(last, freq="M")
    return f"{'in' if same else 'from'} {months(first, last)}"


def hidden(*values: Any) -> bool:
    """Tell whether any of some figures is hidden, being small or needed to hide one that is.

    Examples
    --------
    >>> hidden(23, "[c]"), hidden(23, 4)
    (True, False)
    """
    return any(isinstance(value, str) and value == HIDDEN for value in values)


def of_shown(*values: Any) -> str:
    """Return what limits a superlative to what is shown; empty if no figure is hidden.

    One that is hidden may be less, or more, than any that is shown.

    Examples
    --------
    >>> f"Met least{of_shown(0.4, '[c]')}: Seen alone", f"Met least{of_shown(0.4)}: Seen alone"
    ('Met least of those that may be shown: Seen alone', 'Met least: Seen alone')
    """
    return " of those that may be shown" if hidden(*values) else ""


def counted(value: Any, one: str, many: str = "") -> str:
    """Return a number with the thing it counts, in the singular or the plural.

    Examples
    --------
    >>> counted(1, "audit"), counted(23, "audit"), counted(2, "is", "are")
    ('1 audit', '23 audits', '2 are')
    """
    return f"{count(value)} {one if value == 1 else many or f'{one}s'}"


def units(value: Any, unit: str) -> str:
    """Return a number of a table's units, which are named in the plural.

    Examples
    --------
    >>> units(1, "audits"), units(2, "audits"), units(1, "children"), units("[c]", "audits")
    ('1 audit', '2 audits', '1 child', '[c] audits')
    """
    return counted(value, _SINGULAR.get(unit, unit.removesuffix("s")), unit)


def day(value: Any, *, missing: str = MISSING) -> str:
    """Return a date in full, spelled alike on every system and in every locale.

    Examples
    --------
    >>> day(dt.date(2023, 12, 3))
    '3 December 2023'
    """
    if isinstance(value, str):
        return day(dt.date.fromisoformat(value))
    if absent(value):
        return missing
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def in_words(value: int) -> str:
    """Return a whole number as a word up to ten, in figures above.

    Examples
    --------
    >>> in_words(7), in_words(12)
    ('seven', '12')
    """
    return _NUMBERS[value] if 0 <= value < len(_NUMBERS) else count(value)


def ordinal(value: int) -> str:
    """Return a place in an order as a word up to ten, in figures above.

    Examples
    --------
    >>> ordinal(3), ordinal(12), ordinal(22)
    ('third', '12th', '22nd')
    """
    if 0 < value < len(_ORDINALS):
        return _ORDINALS[value]
    teen = 10 < value % 100 < 14
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


def listed(items: Sequence[str]) -> str:
    """Return items as a list in a sentence.

    Examples
    --------
    >>> listed(["May"]), listed(["May", "June", "July"])
    ('May', 'May, June and July')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning and a full stop at its end.

    Examples
    --------
    >>> sentence("the rate fell")
    'The rate fell.'
    """
    ended = text if text.endswith((".", "!", "?", ":")) else f"{text}."
    return ended[:1].upper() + ended[1:]


def _signed(value: Decimal) -> str:
    text = f"{abs(value):,}"
    return f"−{text}" if value < 0 else text


def _between(ends: list[str], joiner: str) -> str:
    """Join the ends; an end that isn't given, or is hidden, stands for the whole interval."""
    symbols = [end for end in ends if end.startswith("[")]
    return symbols[0] if symbols else joiner.join(ends)
