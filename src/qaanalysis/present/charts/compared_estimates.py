"""Two or three estimates of the same thing for each row, side by side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import labels, words
from qaanalysis.present.charts import hidden, rows
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.compared_drawing import STYLES, Series, draw
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table


@dataclass(frozen=True)
class _Manner:
    """How estimates are written."""

    measured: Kind
    digits: int

    def text(self, value: Any, low: float, high: float, alone: bool) -> str:
        """Return an estimate, with its interval if it has one, or that only that is hidden."""
        if words.absent(value):
            return "not available"
        shown = labels.shown(value, self.measured, digits=self.digits)
        if alone:
            return f"{shown} ({hidden.INTERVAL})"
        if isinstance(value, str) or np.isnan([low, high]).any():
            return shown
        span = labels.shown_interval(low, high, self.measured, digits=self.digits)
        return f"{shown} ({span})"


@of_safe_table
def compared(
    safe: SafeTable,
    *,
    pairs: Mapping[str, str] | Iterable[tuple[str, str]],
    title: str,
    n: str | None = None,
    measured: Kind | None = None,
    digits: int = 1,
    confidence: float = 0.95,
) -> Chart:
    """Draw two or three estimates for each row, and for the total if the table has one.

    Parameters
    ----------
    safe : SafeTable
        With the columns of `pairs`; those with `<column>_low` and `<column>_high` beside them are
        drawn with their intervals.
    pairs : mapping or iterable of pairs of str
        The columns, and what each is called.
    title : str
        What the chart shows.
    n : str, optional
        The column of the numbers that the estimates rest on.
    measured : Kind, optional
        How the estimates are shown; by default as the first column's name tells.
    digits : int
        Decimals of percentages.
    confidence : float
        Coverage of the intervals.

    Raises
    ------
    RunError
        If there are more columns than can be told apart, or just one.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> how = {"audience": "internal", "caption": "Example", "unit": "audits"}
    >>> shares = {"reported_share": [0.4, 0.6], "estimated_share": [0.3, 0.7]}
    >>> frame = pd.DataFrame(shares, index=pd.Index(["Good", "Poor"], name="grade"))
    >>> pairs = {"reported_share": "reported", "estimated_share": "estimate"}
    >>> compared(protect(frame, **how), pairs=pairs, title="Grades").title
    'Grades'
    """
    named = dict(pairs)
    if not 2 <= len(named) <= len(STYLES):
        raise RunError(
            f"“{title}” has {len(named)} estimates for each row; "
            f"from 2 to {len(STYLES)} can be told apart."
        )
    columns = list(named)
    how = measured or labels.kind(safe.frame[columns[0]])
    data = table(
        safe,
        columns=columns if n is None else [n, *columns],
        kinds=dict.fromkeys(columns, how),
        renamed=named,
        digits=digits,
        confidence=confidence,
    )
    every = rows.with_total(safe)
    found = [_series(every, column, named[column], _Manner(how, digits)) for column in columns]
    if all(np.isnan(series.value).all() for series in found):
        return without_data(data, title=title, why="no row has an estimate")
    details = [""] * len(every) if n is None else [f"n = {words.count(v)}" for v in every[n]]
    listed = rows.listed(data, details=details, right=[""] * len(every))
    note = ""
    if any(np.isfinite(series.low + series.high).any() for series in found):
        note = f"Lines: {words.percent(confidence, digits=0)} intervals."
    return drawn(
        data,
        lambda size: draw(found, listed, how, size),
        title=title,
        alt=f"{title}. {_alt(found, listed)}",
        note=note,
    )


def _series(every: pd.DataFrame, column: str, name: str, manner: _Manner) -> Series:
    known, alone = hidden.with_interval(every, column)
    value, low, high = known.T
    texts = [manner.text(*row) for row in zip(every[column], low, high, alone, strict=True)]
    return Series(name, value, low, high, tuple(texts))


def _alt(found: list[Series], listed: list[rows.Row]) -> str:
    """Say each row's estimates."""
    said = []
    for i, row in enumerate(listed):
        texts = [f"{series.name} {series.texts[i]}" for series in found]
        said.append(f"{row.heading}: {'; '.join(texts)}.")
    return " ".join(said)
