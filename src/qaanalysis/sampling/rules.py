"""Which rows meet a rule: a field, one of a few words, and a value. Nothing is run as code."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from qaanalysis.errors import StatisticsError

EQUALS, DIFFERS, ONE_OF, NONE_OF = "equals", "differs", "one_of", "none_of"
AT_LEAST, AT_MOST, BETWEEN = "at_least", "at_most", "between"
GIVEN, MISSING, AT_LEAST_OR_NEVER = "given", "missing", "at_least_or_never"

# A missing value meets no comparison, so that nobody is taken in on what isn't known.
_TESTS: dict[str, Callable[[pd.Series, Any], pd.Series]] = {
    EQUALS: lambda held, value: held.eq(value),
    DIFFERS: lambda held, value: held.ne(value) & held.notna(),
    ONE_OF: lambda held, value: held.isin(value),
    NONE_OF: lambda held, value: ~held.isin(value) & held.notna(),
    AT_LEAST: lambda held, value: held.ge(value),
    AT_MOST: lambda held, value: held.le(value),
    BETWEEN: lambda held, value: held.between(*value),
    GIVEN: lambda held, _: held.notna(),
    MISSING: lambda held, _: held.isna(),
    AT_LEAST_OR_NEVER: lambda held, value: held.ge(value) | held.isna(),
}
OPERATORS = tuple(_TESTS)
_LISTS, _ALONE = (ONE_OF, NONE_OF, BETWEEN), (GIVEN, MISSING)
_ORDERED = (AT_LEAST, AT_MOST, BETWEEN, AT_LEAST_OR_NEVER)


@dataclass(frozen=True)
class Rule:
    """One condition that a unit must meet to be drawn.

    Parameters
    ----------
    field : str
        A column.
    is_ : str
        One of `OPERATORS`. `differs` and `none_of` aren't met by a missing value either;
        `at_least_or_never` is met by one.
    value : text, number, date, or a sequence of them
        What to compare with: two for `between` (both taken in), one or more for `one_of` and
        `none_of`, nothing for `given` and `missing`. Dates are kept as text such as 2023-07-31.
    why : str
        Why a unit that doesn't meet it is left out, in words for a table.

    Raises
    ------
    StatisticsError
        If the operator isn't one of them, the value isn't what it takes, or `why` is empty.

    Examples
    --------
    >>> Rule("entered_on", "between", [dt.date(2023, 1, 1), dt.date(2023, 7, 31)], "earlier").value
    ('2023-01-01', '2023-07-31')
    """

    field: str
    is_: str
    value: Any
    why: str

    def __post_init__(self) -> None:
        where = f"eligible, {self.field}"
        if self.is_ not in OPERATORS:
            allowed = ", ".join(OPERATORS)
            raise StatisticsError(f"{where}: found “{self.is_}”; allowed: {allowed}")
        if not str(self.why).strip():
            raise StatisticsError(f"{where}: found no why; needed: why a child is left out by it")
        value = self.value
        if isinstance(value, list | tuple):
            value = tuple(_kept(one) for one in value)
        else:
            value = _kept(value)
        wanted = _wanted(self.is_)
        if not _fits(self.is_, value):
            raise StatisticsError(
                f"{where}: found {self.value!r}; allowed for {self.is_}: {wanted}"
            )
        object.__setattr__(self, "value", value)


def met(frame: pd.DataFrame, rule: Rule) -> pd.Series:
    """Return which rows meet a rule.

    Parameters
    ----------
    frame : DataFrame, n rows
        With the rule's field.
    rule : Rule
        The condition.

    Returns
    -------
    Series of bool, n rows
        Indexed as `frame`. A missing value meets `missing` and `at_least_or_never` only.

    Raises
    ------
    StatisticsError
        If there is no such field, or its values can't be compared with the rule's.

    Examples
    --------
    >>> frame = pd.DataFrame({"age": [3.0, 12.0, None]})
    >>> met(frame, Rule("age", "at_least", 10, "under 10")).tolist()
    [False, True, False]
    """
    if rule.field not in frame:
        allowed = ", ".join(str(column) for column in frame.columns)
        raise StatisticsError(f"eligible: found “{rule.field}”; allowed: {allowed}")
    held, value = frame[rule.field], rule.value
    if pd.api.types.is_datetime64_any_dtype(held.dtype):
        held, value = held.astype("datetime64[s]"), _dates(rule)
    else:
        _comparable(held, rule)
    found: pd.Series = _TESTS[rule.is_](held, value)
    return found.fillna(False).astype(bool)


def _kept(value: Any) -> Any:
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


def _wanted(operator: str) -> str:
    if operator in _ALONE:
        return "nothing"
    if operator == BETWEEN:
        return "two values, the lower first"
    return "a list of values" if operator in _LISTS else "one number, date or text"


def _fits(operator: str, value: Any) -> bool:
    if operator in _ALONE:
        return value is None
    if operator not in _LISTS:
        return _is_one(value)
    if not isinstance(value, tuple) or not value or not all(map(_is_one, value)):
        return False
    alike = len({isinstance(one, str) for one in value}) == 1
    return operator != BETWEEN or (len(value) == 2 and alike and value[0] <= value[1])


def _is_one(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value == value


def _dates(rule: Rule) -> Any:
    try:
        if isinstance(rule.value, tuple):
            return [pd.Timestamp(dt.date.fromisoformat(one)) for one in rule.value]
        return None if rule.value is None else pd.Timestamp(dt.date.fromisoformat(rule.value))
    except (TypeError, ValueError):
        raise StatisticsError(
            f"eligible, {rule.field}: found {rule.value!r}; allowed: a date such as 2023-07-31"
        ) from None


def _comparable(held: pd.Series, rule: Rule) -> None:
    """Refuse to compare text with numbers, and to put text in an order it doesn't have."""
    if rule.is_ in _ALONE:
        return
    number = pd.api.types.is_numeric_dtype(held.dtype) and held.dtype != bool
    values = rule.value if isinstance(rule.value, tuple) else (rule.value,)
    if number and any(isinstance(one, str) for one in values):
        raise StatisticsError(f"eligible, {rule.field}: found {rule.value!r}; allowed: numbers")
    if number or held.isna().all():
        return
    if rule.is_ in _ORDERED:
        raise StatisticsError(
            f"eligible, {rule.field}: found {rule.is_}; allowed for numbers and dates only"
        )
    if not all(isinstance(one, str) for one in values):
        raise StatisticsError(f"eligible, {rule.field}: found {rule.value!r}; allowed: text")
