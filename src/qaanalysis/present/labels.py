"""What a column is called and how its values are shown, decided once for tables and charts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.errors import RunError
from qaanalysis.present import words
from qaanalysis.vocabulary import Col


class Kind(StrEnum):
    """How the values of a column are shown.

    Of kind `AS_WRITTEN` is a column of figures that differ in what they are from row to row, such
    as an average and shares, each written as it is to be read.
    """

    TEXT = "text"
    AS_WRITTEN = "as written"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    NUMBER = "number"
    P_VALUE = "p value"
    DAYS = "days"
    MONTH = "month"
    DATE = "date"
    INTERVAL = "interval"


NUMERIC = frozenset(
    {Kind.P_VALUE, Kind.COUNT, Kind.SHARE, Kind.POINTS, Kind.NUMBER, Kind.DAYS, Kind.INTERVAL}
)
LABELS: dict[str, str] = {
    Col.ACTION_ID: "Action",
    Col.AUDIT_ID: "Audit",
    "brennan_prediger": "Brennan–Prediger",
    "cohen_kappa": "Cohen’s κ",
    "fleiss_kappa": "Fleiss’ κ",
    "gwet_ac": "Gwet’s AC",
    "krippendorff_alpha": "Krippendorff’s α",
    "scott_pi": "Scott’s π",
    Col.MANAGEMENT_LEVEL: "Level of management",
    Col.RE_AUDIT_ID: "Re-audit",
    "re_audit": "Re-audit",
    "re_audits": "Re-audits",
    "after_due": "After the due date",
    "difference": "Difference, percentage points",
    "effect": "Effect, percentage points",
    "high": "Highest possible",
    "kind": "Reading",
    "low": "Lowest possible",
    "lower": "Lower limit",
    "mean": "Average",
    "df": "Degrees of freedom",
    "n": "n",
    "outstanding": "Not yet returned",
    "p_value": "p",
    "se": "Standard error",
    "special_cause": "Signal",
    "upper": "Upper limit",
    "worst_share": "Worst grade, share",
}
# What is longer is no name that a reader would read, and leaves no room for a chart.
LONGEST = 120
# Shares and differences of shares are told by their names: a float of 0.5 could be anything.
_SHARE = re.compile(r"(^|_)(rate|share)(_|$)|^returned_of_|^(low|high)$")
_POINTS = re.compile(r"(^|_)(difference|effect)$")
_AT_AGE = re.compile(r"(returned|rate)_(\d+)")


@dataclass(frozen=True)
class Column:
    """One column as it is shown; `low` and `high` are the columns of an interval's ends.

    `of` is what the label leaves to the eye: whose interval it is, where a table has several.
    """

    name: str
    label: str
    kind: Kind
    low: str = ""
    high: str = ""
    of: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether its cells line up on the right."""
        return self.kind in NUMERIC


def label(name: Any) -> str:
    """Return what a column or heading is called in a report, cut where it is very long.

    Examples
    --------
    >>> label("management_level"), label("return_rate"), label("Requires Improvement")
    ('Level of management', 'Return rate', 'Requires Improvement')
    >>> label("n_overdue"), label("inadequate_share")
    ('Overdue', 'Inadequate, share')
    """
    text = str(name)
    if len(text) > LONGEST:
        return f"{text[: LONGEST - 1].rstrip()}…"
    if text in LABELS or text != text.lower():
        return LABELS.get(text, text)
    if at_age := _AT_AGE.fullmatch(text):
        when = f"within {at_age[2]} days" if at_age[2] != "0" else "by the due date"
        return f"{label(at_age[1])} {when}"
    if text.endswith("_share"):
        return f"{label(text.removesuffix('_share'))}, share"
    text = text.removeprefix("n_").replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def kind(values: pd.Series | pd.Index, *, name: Any = None) -> Kind:
    """Return how a column is shown, by its name and type.

    Examples
    --------
    >>> kind(pd.Series([0.53], name="return_rate")).value
    'share'
    >>> kind(pd.Series([44.0, None], name="returned")).value
    'count'
    """
    named = str(values.name if name is None else name)
    dtype = values.dtype
    if isinstance(dtype, pd.PeriodDtype):
        return Kind.MONTH
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return Kind.DATE
    if pd.api.types.is_bool_dtype(dtype):
        return Kind.TEXT
    if pd.api.types.is_integer_dtype(dtype):
        return Kind.COUNT
    if _SHARE.search(named):
        return Kind.SHARE
    if _POINTS.search(named):
        return Kind.POINTS
    if named == "p_value":
        return Kind.P_VALUE
    if pd.api.types.is_float_dtype(dtype):
        return _kind_of_floats(values, named)
    return _kind_of_objects(values, named)


def _kind_of_floats(values: pd.Series | pd.Index, named: str) -> Kind:
    """Tell counts that are floats only because some are missing."""
    if "days" in named:
        return Kind.DAYS
    known = np.asarray(values.dropna(), dtype=float)
    return Kind.COUNT if known.size and bool(np.all(known == np.floor(known))) else Kind.NUMBER


def _kind_of_objects(values: pd.Series | pd.Index, named: str) -> Kind:
    """Tell days and counts with some cells replaced by symbols, and dates, from text."""
    known = [v for v in values if not words.absent(v)]
    numbers = [v for v in known if not isinstance(v, str)]
    symbols = all(v.startswith("[") for v in known if isinstance(v, str))
    if numbers and symbols and all(isinstance(v, int | float | np.number) for v in numbers):
        if "days" in named:
            return Kind.DAYS
        whole = all(float(v).is_integer() for v in numbers)
        return Kind.COUNT if whole else Kind.NUMBER
    if numbers and all(hasattr(v, "toordinal") for v in known):
        return Kind.DATE
    return Kind.TEXT


def refuse_unknown(frame: pd.DataFrame, names: Iterable[str]) -> None:
    """Refuse columns that a table doesn't have, and say which it has.

    Examples
    --------
    >>> refuse_unknown(pd.DataFrame({"returned": [44]}), ["retuned"])
    Traceback (most recent call last):
    qaanalysis.errors.RunError: The table has no column retuned; it has returned.
    """
    absent = [name for name in names if name not in frame.columns]
    if absent:
        raise RunError(
            f"The table has no column {', '.join(map(str, absent))}; "
            f"it has {', '.join(map(str, frame.columns))}."
        )


def columns(
    frame: pd.DataFrame,
    names: Iterable[str] | None = None,
    *,
    kinds: Mapping[str, Kind] | None = None,
    renamed: Mapping[str, str] | None = None,
    confidence: float = 0.95,
    total: pd.DataFrame | None = None,
) -> tuple[Column, ...]:
    """Return the columns to show; `x_low` and `x_high` beside `x` become one interval.

    What a column without a figure in its rows holds is told by the total's.

    Examples
    --------
    >>> frame = pd.DataFrame({"kappa": [0.5], "kappa_low": [0.4], "kappa_high": [0.6]})
    >>> [column.label for column in columns(frame)]
    ['Kappa', '95% interval']
    """
    wanted = list(frame.columns if names is None else names)
    refuse_unknown(frame, wanted)
    ends = {f"{name}{end}" for name in frame.columns for end in ("_low", "_high")}
    plain = [name for name in wanted if name not in ends]
    spans = [name for name in plain if {f"{name}_low", f"{name}_high"} <= set(frame.columns)]
    shown: list[Column] = []
    for name in plain:
        called = (renamed or {}).get(name) or label(name)
        how = (kinds or {}).get(name) or kind(_telling(frame, total, name))
        shown.append(Column(name, called, how))
        if name in spans:
            span = f"{words.percent(confidence, digits=0)} interval"
            of = called if len(spans) > 1 else ""
            shown.append(Column(name, span, Kind.INTERVAL, f"{name}_low", f"{name}_high", of))
    return tuple(shown)


def _telling(frame: pd.DataFrame, total: pd.DataFrame | None, name: str) -> pd.Series:
    """Return the cells that tell what a column holds: the total's where the rows have none."""
    values = frame[name]
    if total is None or values.dtype != object:
        return values
    symbols = all(words.absent(v) or (isinstance(v, str) and v.startswith("[")) for v in values)
    return total[name] if symbols else values


def shown(value: Any, how: Kind, *, digits: int = 1) -> str:
    """Return one value as text.

    Examples
    --------
    >>> shown(0.3363, Kind.SHARE), shown("2023-05", Kind.MONTH), shown(True, Kind.TEXT)
    ('33.6%', 'May 2023', 'Yes')
    """
    if how is Kind.SHARE:
        return words.percent(value, digits=digits)
    if how is Kind.COUNT:
        return words.count(value)
    if how is Kind.POINTS:
        return words.points(value, digits=digits).removesuffix(" points")
    if how is Kind.P_VALUE:
        return words.p_value(value)
    if how is Kind.DAYS:
        # Whole days are written as they are counted; a median may lie between two.
        symbol = isinstance(value, str) or words.absent(value)
        whole = not symbol and float(value).is_integer()
        return words.number(value, digits=0 if whole else digits)
    if how is Kind.NUMBER:
        return words.number(value, digits=digits + 1)
    if isinstance(value, bool | np.bool_):
        return "Yes" if value else "No"
    if words.absent(value):
        return words.MISSING
    if how is Kind.MONTH:
        return words.month(value)
    return words.day(value) if how is Kind.DATE else str(value)


def shown_interval(low: Any, high: Any, how: Kind, *, digits: int = 1) -> str:
    """Return an interval as text, in the way its estimate is shown."""
    if how in (Kind.SHARE, Kind.POINTS):
        return words.interval(low, high, digits=digits)
    return words.number_interval(low, high, digits=digits + (how is Kind.NUMBER))
