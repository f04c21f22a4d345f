"""Bars from the least to the greatest value there could be, with the value observed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import hidden, marks, rows, scale
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

_BAR = 16


@dataclass(frozen=True)
class _Ranges:
    low: np.ndarray
    high: np.ndarray
    observed: np.ndarray
    measured: Kind
    digits: int
    gone: np.ndarray

    def text(self, value: float) -> str:
        return labels.shown(float(value), self.measured, digits=self.digits)

    def between(self, row: int) -> str:
        """Return a row's range in words."""
        if self.gone[row]:
            return hidden.SYMBOL
        if np.isnan([self.low[row], self.high[row]]).any():
            return words.MISSING
        return f"{self.text(self.low[row])} to {self.text(self.high[row])}"


@of_safe_table
def ranges(
    safe: SafeTable,
    *,
    low: str,
    high: str,
    observed: str,
    title: str,
    observed_label: str = "observed",
    measured: Kind = Kind.SHARE,
    digits: int = 1,
) -> Chart:
    """Draw what a figure could be, given what is missing, for each row and for the total.

    Parameters
    ----------
    safe : SafeTable
        With the three columns.
    low, high, observed : str
        The least and the greatest possible value, and the one among what is known.
    title : str
        What the chart shows.
    observed_label : str
        What the observed value is the value of.
    measured : Kind
        How the three are shown.
    digits : int
        Decimals of percentages.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import grades
    >>> graded = grades.final(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> from qaanalysis.disclosure import protect
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> possible = grades.bounds(rates, grades.by_month(graded, months=run.months, scale=scale))
    >>> safe = protect(possible, caption="Bounds", **run.safe("audits"))
    >>> ends = {"low": "low", "high": "high", "observed": "good_or_better_share"}
    >>> chart = ranges(safe, **ends, title="What it could be")
    >>> chart.title
    'What it could be'
    """
    wanted = [low, high, observed]
    labels.refuse_unknown(safe.frame, wanted)
    every = rows.with_total(safe)
    least, greatest, seen = hidden.estimates(every, wanted).T
    others = [name for name in safe.frame.columns if name not in wanted]
    kinds = dict.fromkeys(wanted, measured)
    data = table(safe, columns=[*others, observed, low, high], kinds=kinds, digits=digits)
    if np.isnan(least).all() or np.isnan(greatest).all():
        return without_data(data, title=title, why="no row has a range")
    found = _Ranges(least, greatest, seen, measured, digits, hidden.rows(every, wanted))
    n = len(every)
    listed = rows.listed(data, details=[""] * n, right=[found.between(i) for i in range(n)])
    alt = f"{title}. {_alt(listed, found, observed_label)}"
    return drawn(data, lambda size: draw(found, listed, observed_label, size), title=title, alt=alt)


def draw(found: _Ranges, listed: Sequence[rows.Row], observed_label: str, size: Size) -> Figure:
    """Draw the chart in one width."""
    made = rows.layout(listed, size, top=30, bottom=30)
    top = 1.0 if found.measured is Kind.SHARE else float(np.nanmax(found.high))
    limits = (min(0.0, float(np.nanmin(found.low))), top)
    ticks = scale.ticks(*limits, measured=found.measured)
    made.label_values(ticks, scale.names(ticks, measured=found.measured), limits=limits)
    for low, high, seen, y in zip(found.low, found.high, found.observed, made.middles, strict=True):
        if np.isfinite([low, high]).all():
            color, edge = Colour.BAND, Colour.AXIS
            marks.bar(made.axes, y, (low, high), height=_BAR, color=color, edge=edge)
        if np.isfinite(seen):
            made.axes.plot([seen, seen], [y - 11, y + 11], color=Colour.NAVY, linewidth=4)
    _write_key(made, observed_label)
    return made.figure


def _write_key(made: rows.Layout, observed_label: str) -> None:
    """Write what the mark and the bar are, each beside its own shape."""
    left, wide = made.left, theme.text_width(observed_label, made.letters, bold=True)
    made.sign(left + 3, 11, color=Colour.NAVY, marker="|")
    made.write(left + 14, 11, observed_label, color=Colour.NAVY, bold=True)
    made.sign(left + wide + 41, 11, color=Colour.BAND, edge=Colour.AXIS)
    made.write(left + wide + 53, 11, "possible", color=Colour.MUTED, bold=True)


def _alt(listed: Sequence[rows.Row], found: _Ranges, observed_label: str) -> str:
    """Say the total's range, or each row's if they are few, and the widest."""
    known = [i for i in range(len(listed)) if np.isfinite([found.low[i], found.high[i]]).all()]
    said = []
    for i in [i for i in known if listed[i].is_total] or known[:3]:
        seen = found.observed[i]
        among = f"; {observed_label} {found.text(seen)}" if np.isfinite(seen) else ""
        said.append(f"{listed[i].heading}: could be from {found.between(i)}{among}.")
    others = [i for i in known if not listed[i].is_total]
    if len(others) > 1:
        widest = max(others, key=lambda i: found.high[i] - found.low[i])
        shown = " shown" if found.gone.any() else ""
        said.append(
            f"The widest range{shown} is {listed[widest].heading}, {found.between(widest)}."
        )
    missing = [row.heading for i, row in enumerate(listed) if not (i in known or found.gone[i])]
    if missing:
        said.append(f"Not available for {words.listed(missing)}.")
    return " ".join(said)
