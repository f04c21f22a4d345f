"""The drawing of a control chart: band, average, line, special months and their labels."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.present import theme
from qaanalysis.present.charts import marks, months, placing, scale
from qaanalysis.present.labels import Kind
from qaanalysis.present.signals import Signal, spelled_out
from qaanalysis.present.theme import Colour, Size


@dataclass(frozen=True)
class Process:
    """What there is to draw: every month in order, and which of them are special.

    Parameters
    ----------
    frame : DataFrame
        By month without a gap in the index: value, mean, lower and upper.
    special : list of Signal
        The months to point out.
    text : callable
        How a figure is written.
    measured : Kind
        What kind of figure it is.
    """

    frame: pd.DataFrame
    special: list[Signal]
    text: Callable[[float], str]
    measured: Kind

    @property
    def months(self) -> pd.PeriodIndex:
        """Every month, those without a figure included."""
        return pd.PeriodIndex(self.frame.index)

    @property
    def known(self) -> pd.Series:
        """The figures of the months that have one."""
        return self.frame["value"].dropna().astype(float)

    def values(self, column: str) -> np.ndarray:
        """Return a column as floats, NaN where there is no figure."""
        return self.frame[column].to_numpy(dtype=float, na_value=np.nan)


def draw(process: Process, size: Size) -> Figure:
    """Draw the chart in one width."""
    values, upper, lower = (process.values(name) for name in ("value", "upper", "lower"))
    low = float(np.nanmin([values, lower], initial=0.0))
    high = float(np.nanmax([values, upper]))
    ticks = scale.ticks(low, high, measured=process.measured)
    names = scale.names(ticks, measured=process.measured)
    letters = size.letters - 1
    has_limits = bool(np.isfinite(upper).any())
    figure, axes = theme.figure(
        size,
        300 if size.is_narrow else 340,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=theme.text_width("expected", letters) + 12 if has_limits else 12,
        top=12,
        bottom=44,
    )
    room = 0.14 * ((high - low) or 1)
    axes.set_ylim(low, max(high + room, ticks[-1]))
    months.label_axis(axes, process.months, size)
    months.label_values(axes, ticks, names)
    if has_limits:
        _draw_range(axes, process, letters)
    _draw_line(axes, process)
    _label_points(axes, process, letters)
    return figure


def _draw_range(axes: Axes, process: Process, letters: float) -> None:
    """Draw the expected range as a band of steps, and the average through it."""
    n = len(process.frame)
    edges = np.ravel([np.arange(n) - 0.5, np.arange(n) + 0.5], order="F")
    lower, upper, mean = (np.repeat(process.values(c), 2) for c in ("lower", "upper", "mean"))
    axes.fill_between(edges, lower, upper, color=Colour.BAND, linewidth=0, gid="expected")
    for limit in (lower, upper):
        axes.plot(edges, limit, color=Colour.BAND_EDGE, linewidth=1)
    axes.plot(edges, mean, color=Colour.MUTED, linewidth=1.2, dashes=(4, 3), gid="average")
    last = int(np.flatnonzero(np.isfinite(process.values("mean")))[-1]) * 2
    line = letters * 1.25
    box = axes.get_window_extent()
    heights = placing.spread(
        [marks.pixels(axes, n, y)[1] for y in (mean[last], upper[last])],
        apart=2.4 * line,
        low=box.y0 + line,
        high=box.y1 - line,
    )
    texts = [f"average\n{process.text(mean[last])}", "expected\nrange"]
    for height, text in zip(heights, texts, strict=True):
        at = (box.x1 + 10, height)
        marks.write(axes, at, text, letters=letters, color=Colour.MUTED, ha="left")


def _draw_line(axes: Axes, process: Process) -> None:
    """Draw the figures: a line with gaps, a dot for each month, a diamond for a special one."""
    values = process.values("value")
    marked = {signal.month for signal in process.special}
    special = np.array([month in marked for month in process.months])
    marks.line(axes, values, color=Colour.NAVY)
    x = np.arange(len(values))
    marks.dots(axes, x[~special], values[~special])
    marks.dots(axes, x[special], values[special], marker="D", color=Colour.PLUM, area=85)


def _label_points(axes: Axes, process: Process, letters: float) -> None:
    """Write each figure by its point; where there is no room for all, the ones that tell most."""
    values = process.values("value")
    causes = {signal.month: signal for signal in spelled_out(process.special)}
    line = letters * 1.2
    blocks: list[list[str]] = []
    wanted: list[placing.Label] = []
    for i in _worth_a_label(axes, process, letters):
        signal = causes.get(process.months[i])
        cause = textwrap.wrap(signal.cause, 20) if signal else []
        blocks.append([process.text(values[i]), *cause])
        width = max(theme.text_width(text, letters, bold=True) for text in blocks[-1])
        above = signal.is_above if signal else _is_peak(i, values)
        point = marks.pixels(axes, i, values[i])
        wanted.append(placing.Label(point, width, line * len(blocks[-1]), above))
    drawn, mean = (
        [marks.pixels(axes, i, y) for i, y in enumerate(process.values(name))]
        for name in ("value", "mean")
    )
    box = axes.get_window_extent()
    grid = [
        ((box.x0, y), (box.x1, y)) for y in (marks.pixels(axes, 0, v)[1] for v in axes.get_yticks())
    ]
    bounds = placing.Box(box.x0, box.y0 + 2, box.x1 + 4, box.y1 + 10)
    places = placing.place(
        wanted, bounds=bounds, segments=[*pairwise(drawn)], faint=[*pairwise(mean), *grid], gap=9
    )
    for (x, y), block in zip(places, blocks, strict=True):
        top = y + line * (len(block) - 1) / 2
        for row, text in enumerate(block):
            at, bold = (x, top - row * line), len(block) > 1 and row == 0
            color = Colour.PLUM if row else Colour.INK
            # A special month lies beyond the band, where faint lines cross the paper.
            beyond = len(block) > 1
            marks.write(axes, at, text, letters=letters, color=color, bold=bold, on_paper=beyond)


def _worth_a_label(axes: Axes, process: Process, letters: float) -> list[int]:
    """Return the months to label, the most important first."""
    values = process.values("value")
    known = [int(i) for i in np.flatnonzero(np.isfinite(values))]
    marked = {signal.month for signal in spelled_out(process.special)}
    special = [i for i in known if process.months[i] in marked]
    telling = [*special, known[-1], known[0], int(np.nanargmax(values)), int(np.nanargmin(values))]
    width = max(theme.text_width(process.text(values[i]), letters, bold=True) for i in known)
    room = axes.get_window_extent().width / len(values)
    return list(dict.fromkeys([*telling, *known] if room > width + 2 else telling))


def _is_peak(i: int, values: np.ndarray) -> bool:
    """Tell whether a label is better above: on the outside of the bend of the line."""
    around = [values[j] for j in (i - 1, i + 1) if 0 <= j < len(values) and np.isfinite(values[j])]
    return not around or bool(values[i] >= np.mean(around))
