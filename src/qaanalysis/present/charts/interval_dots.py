"""A dot and its interval for each group."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, words
from qaanalysis.present.charts import hidden, marks, rows, value_axis
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size


@dataclass(frozen=True)
class _Estimates:
    """An estimate for each row with its interval's ends (NaN: none), and what to compare with.

    `gone` are rows whose estimate is hidden, `alone` those of which only the interval is.
    """

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    measured: Kind
    digits: int
    reference: float | None
    reference_label: str
    gone: np.ndarray
    alone: np.ndarray

    @property
    def limits(self) -> tuple[float, float]:
        """The range to draw: all that is known, and 0."""
        known = [*self.value, *self.low, *self.high, 0.0, self.reference or 0.0]
        low, high = float(np.nanmin(known)), float(np.nanmax(known))
        room = 0.04 * ((high - low) or 1)
        return (low - room if low < 0 else low), high + room

    @property
    def reference_text(self) -> str:
        """The reference in words."""
        return f"{self.reference_label} {self.text(self.reference)}"

    def text(self, value: float | None) -> str:
        """Return one value in words."""
        return labels.shown(value, self.measured, digits=self.digits)

    def row(self, i: int) -> str:
        """Return a row's estimate with its interval."""
        value, low, high = self.value[i], self.low[i], self.high[i]
        if self.gone[i]:
            return hidden.SYMBOL
        if self.alone[i]:
            return f"{self.text(value)} ({hidden.INTERVAL})"
        if np.isnan([value, low, high]).any():
            return self.text(value)
        span = labels.shown_interval(low, high, self.measured, digits=self.digits)
        return f"{self.text(value)} ({span})"

    def side(self, i: int) -> str:
        """Return on which side of the reference a row's whole interval lies, if on one."""
        if self.reference is None:
            return ""
        if self.low[i] > self.reference:
            return "above"
        return "below" if self.high[i] < self.reference else ""


@of_safe_table
def intervals(
    safe: SafeTable,
    *,
    estimate: str,
    title: str,
    n: str | None = None,
    reference: float | None = None,
    reference_label: str = "all",
    measured: Kind | None = None,
    digits: int = 1,
    confidence: float = 0.95,
) -> Chart:
    """Draw an estimate and its interval for each row, and for the total if the table has one.

    Parameters
    ----------
    safe : SafeTable
        With columns `estimate`, `<estimate>_low` and `<estimate>_high`.
    estimate : str
        The column to draw.
    title : str
        What the chart shows.
    n : str, optional
        The column of the numbers that the estimates rest on.
    reference : float, optional
        A value to compare with, drawn as a line.
    reference_label : str
        What the reference is.
    measured : Kind, optional
        How the estimate is shown; by default as its name tells.
    digits : int
        Decimals of percentages.
    confidence : float
        Coverage of the intervals, for their heading.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> from qaanalysis.disclosure import protect
    >>> by_area = returns.rates(run.audits, by="service_area", as_at=run.as_at)
    >>> safe = protect(by_area, caption="Returns", **run.safe("audits"))
    >>> chart = intervals(safe, estimate="return_rate", title="Return rate")
    >>> print(chart.alt)
    Return rate. Of six, the highest is Children with Disabilities, 48.4% (36.6–60.4); the lowest
    is Child Protection and Court, 25.3% (19.1–32.7).
    """
    labels.refuse_unknown(safe.frame, filter(None, (n, estimate)))
    how = measured or labels.kind(safe.frame[estimate])
    data = table(
        safe,
        columns=[estimate] if n is None else [n, estimate],
        kinds={estimate: how},
        digits=digits,
        confidence=confidence,
    )
    every = rows.with_total(safe)
    known, alone = hidden.with_interval(every, estimate)
    value, low, high = known.T
    if np.isnan(value).all():
        return without_data(data, title=title, why="no group has an estimate")
    gone = hidden.rows(every, [estimate])
    found = _Estimates(value, low, high, how, digits, reference, reference_label, gone, alone)
    details = [""] * len(every) if n is None else [f"n = {words.count(v)}" for v in every[n]]
    listed = rows.listed(data, details=details, right=[found.row(i) for i in range(len(every))])
    alt = f"{title}. {_alt(listed, found)}"
    return drawn(data, lambda size: draw(found, listed, size), title=title, alt=alt)


def draw(found: _Estimates, listed: Sequence[rows.Row], size: Size) -> Figure:
    """Draw the chart in one width."""
    top = 6 if found.reference is None else 26
    made = rows.layout(listed, size, top=top, bottom=30, spare=6)
    low, high = found.limits
    about = 3 if size.is_narrow else 5
    ticks, names = value_axis.named(low, high, measured=found.measured, about=about)
    made.label_values(ticks, names, limits=(low, high))
    if found.reference is not None:
        _draw_reference(made, found, size)
    middles = np.array(made.middles)
    made.axes.hlines(middles, found.low, found.high, color=Colour.NAVY, linewidth=2.5)
    for end in (found.low, found.high):
        made.axes.plot(end, middles, "|", color=Colour.NAVY, markersize=9, markeredgewidth=2)
    total = np.array([row.is_total for row in listed])
    for chosen, marker in ((~total, "o"), (total, "D")):
        marks.dots(made.axes, found.value[chosen], middles[chosen], marker=marker, area=95)
    return made.figure


def _draw_reference(made: rows.Layout, found: _Estimates, size: Size) -> None:
    """Draw the value to compare with, named above its line."""
    value = float(found.reference or 0.0)
    style: dict[str, Any] = {"color": Colour.MUTED, "linewidth": 1.2, "zorder": 1.5}
    made.across(value, dashes=(4, 3), **style)
    if made.has_words_between:
        # A short piece below its name, above the first row's words.
        made.axes.plot([value, value], [-7, -2], clip_on=False, scaley=False, **style)
    x, _ = marks.pixels(made.axes, value, 0)
    made.write_within(x, 12, found.reference_text, width=size.width)


def _alt(listed: Sequence[rows.Row], found: _Estimates) -> str:
    """Say the highest and the lowest, the total and which intervals leave the reference out."""
    groups = [i for i, row in enumerate(listed) if not row.is_total and np.isfinite(found.value[i])]
    shown = " shown" if found.gone.any() else ""
    if len(groups) > 2:
        high = listed[max(groups, key=lambda i: found.value[i])]
        low = listed[min(groups, key=lambda i: found.value[i])]
        said = [
            f"Of {words.in_words(len(groups))}{shown}, "
            f"the highest is {high.heading}, {high.right}; "
            f"the lowest is {low.heading}, {low.right}."
        ]
    else:
        said = [f"{listed[i].heading}: {listed[i].right}." for i in groups]
    said += [
        f"{row.heading}: {row.right}."
        for i, row in enumerate(listed)
        if row.is_total and not found.gone[i]
    ]
    apart = [f"{listed[i].heading} ({found.side(i)})" for i in groups if found.side(i)]
    if apart:
        said.append(
            f"Intervals wholly on one side of {found.reference_text}: {words.listed(apart)}."
        )
    elif found.reference is not None and np.isfinite(found.low).any():
        shown = " shown" if (found.gone | found.alone).any() else ""
        said.append(f"Every interval{shown} includes {found.reference_text}.")
    return " ".join(said)
