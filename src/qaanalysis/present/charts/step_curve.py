"""The share to whom something hasn't happened yet, by time: steps down, with an interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import hidden, marks, months, scale, value_axis
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

NOTE = (
    "Each step down is a time at which it happened. The band is the 95% interval. Below the axis "
    "is how many were still followed: where they are few, the curve says little."
)
_HALF = 0.5


@dataclass(frozen=True)
class _Steps:
    """The times, the share after each with its ends, and how many were followed just before."""

    times: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    at_risk: np.ndarray
    unit: str
    across: str

    def followed(self, time: float) -> int:
        """Return how many were still followed just before a time."""
        row = int(np.searchsorted(self.times, time, side="left"))
        return int(self.at_risk[row]) if row < len(self.times) else 0

    def at(self, time: float) -> float:
        """Return the share after a time."""
        return float(self.share[int(np.searchsorted(self.times, time, side="right")) - 1])

    @property
    def half(self) -> float:
        """The first time by which it has happened to half, NaN if by none."""
        found = np.flatnonzero(self.share <= _HALF)
        return float(self.times[found[0]]) if found.size else float("nan")


@of_safe_table
def steps(
    safe: SafeTable,
    *,
    share: str,
    at_risk: str,
    title: str,
    across: str,
    still: str,
    renamed: Mapping[str, str] | None = None,
) -> Chart:
    """Draw a Kaplan–Meier curve.

    Parameters
    ----------
    safe : SafeTable
        Indexed by time from 0, rising.
    share, at_risk : str
        The columns of the share to whom it hasn't happened after that time, with _low and _high
        beside it, and of how many were followed just before.
    title : str
        What the chart shows.
    across : str
        What the axis of time is called: “days since the audit”.
    still : str
        What those are to whom it hasn't happened: “still Inadequate”.
    renamed : mapping, optional
        What a column is called, where its name doesn't tell.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> how = {"audience": "internal", "caption": "Example", "unit": "audits"}
    >>> share = {"share": [1.0, 0.6], "share_low": [1.0, 0.4], "share_high": [1.0, 0.8]}
    >>> frame = pd.DataFrame({**share, "at_risk": [20, 20]}, index=pd.Index([0, 90], name="days"))
    >>> words_of = {"across": "days since the audit", "still": "still Inadequate"}
    >>> of = {"share": "share", "at_risk": "at_risk", **words_of}
    >>> steps(protect(frame, **how), title="Time", **of).title
    'Time'
    """
    data = table(safe, renamed=renamed)
    wanted = [share, f"{share}_low", f"{share}_high", at_risk]
    labels.refuse_unknown(safe.frame, wanted)
    if len(safe.frame) < 2 or hidden.rows(safe.frame, wanted).any():
        return without_data(data, title=title, why="nobody is followed")
    values = hidden.numbers(safe.frame, wanted).to_numpy(dtype=float).T
    times = safe.frame.index.to_numpy(dtype=float)
    found = _Steps(times, values[0], values[1], values[2], values[3], safe.unit, across)
    alt = f"{title}. {_alt(found, still)}"
    return drawn(data, lambda size: _drawn(found, size), title=title, alt=alt, note=NOTE)


def _alt(found: _Steps, still: str) -> str:
    """Say the share at round times, and the time by which half is reached."""
    ticks = [tick for tick in _ticks(found, 4)[0] if tick > 0]
    said = [f"{words.count(tick)}: {words.percent(found.at(tick))} {still}" for tick in ticks]
    half = found.half
    reached = (
        "more than half at the end"
        if np.isnan(half)
        else f"half or fewer from {words.count(half)} on"
    )
    n = words.units(found.at_risk[0], found.unit)
    return f"Of {n}, by {found.across}: {'; '.join(said)}. {words.sentence(f'{still}: {reached}')}"


def _ticks(found: _Steps, about: int) -> tuple[list[float], list[str]]:
    return value_axis.named(0.0, float(found.times[-1]), measured=Kind.COUNT, about=about)


def _drawn(found: _Steps, size: Size) -> Figure:
    """Draw the curve in one width."""
    letters = size.letters - 1
    ticks = scale.ticks(0, 1, measured=Kind.SHARE)
    names = scale.names(ticks, measured=Kind.SHARE)
    figure, axes = theme.figure(
        size,
        320 if size.is_narrow else 350,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=22,
        top=14,
        bottom=86,
    )
    axes.set_xlim(0, float(found.times[-1]) * 1.01)
    axes.set_ylim(0, 1.02)
    months.label_values(axes, ticks, names)
    across, texts = _ticks(found, 4 if size.is_narrow else 7)
    axes.set_xticks(across, texts)
    axes.tick_params(axis="x", length=4, color=Colour.AXIS, labelsize=letters)
    known = np.isfinite(found.low) & np.isfinite(found.high)
    low, high = (np.where(known, end, np.nan) for end in (found.low, found.high))
    axes.fill_between(found.times, low, high, step="post", color=Colour.BAND, linewidth=0)
    axes.plot(found.times, found.share, drawstyle="steps-post", color=Colour.NAVY, linewidth=2.4)
    _below(axes, found, across, letters)
    return figure


def _below(axes: Axes, found: _Steps, across: Sequence[float], letters: float) -> None:
    """Write what the axis is, and under each of its values how many were still followed."""
    box = axes.get_window_extent()
    middle = (box.x0 + box.x1) / 2
    name = labels.label(found.across)
    marks.write(axes, (middle, 50), name, letters=letters, color=Colour.MUTED)
    of = f"{labels.label(found.unit)} still followed"
    marks.write(axes, (box.x0, 30), of, letters=letters, color=Colour.NAVY, ha="left", bold=True)
    for tick in across:
        x, _ = marks.pixels(axes, tick, 0)
        n = words.count(found.followed(tick))
        marks.write(axes, (x, 11), n, letters=letters, color=Colour.NAVY)
