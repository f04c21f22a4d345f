"""The drawing of a control chart: band, average, line, special months and their labels."""

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.present import theme
from qaanalysis.present.charts import control_events, control_marks, marks, months, placing, scale
from qaanalysis.present.labels import Kind
from qaanalysis.present.signals import Improvement, Meaning, Signal, spelled_out
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
    improvement : {"up", "down"} or None
        Whether up or down is better.
    target : float or None
        What the figure should be.
    marks : tuple of Mark
        What stands above the chart.
    gone : tuple of Period
        Months whose figure is hidden.
    events : mapping of Period to str
        What is marked at a month.
    """

    frame: pd.DataFrame
    special: list[Signal]
    text: Callable[[float], str]
    measured: Kind
    improvement: Improvement | None = None
    target: float | None = None
    marks: tuple[control_marks.Mark, ...] = ()
    gone: tuple[pd.Period, ...] = ()
    events: Mapping[pd.Period, str] = field(default_factory=dict)

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
    aim = np.full(len(values), np.nan if process.target is None else process.target)
    low = float(np.nanmin([values, lower, aim], initial=0.0))
    high = float(np.nanmax([values, upper, aim]))
    ticks = scale.ticks(low, high, measured=process.measured)
    names = scale.names(ticks, measured=process.measured)
    letters = size.letters - 1
    ends = _ends(process)
    above = control_marks.height(process.marks, size)
    named = control_events.ROOM if process.events else 0
    texts = [line for _, block in ends for line in block.split("\n")]
    figure, axes = theme.figure(
        size,
        (300 if size.is_narrow else 340) + above + named,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=max((theme.text_width(text, letters) for text in texts), default=0) + 12,
        top=12 + above + named,
        bottom=44,
    )
    room = 0.14 * ((high - low) or 1)
    axes.set_ylim(low, max(high + room, ticks[-1]))
    months.label_axis(axes, process.months, size)
    months.label_values(axes, ticks, names)
    control_marks.draw(axes, process.marks, size, figure.get_figheight() * 72)
    draw_range(axes, process)
    _name_ends(axes, ends, letters)
    draw_line(axes, process)
    control_events.draw(axes, process.months, process.events, size)
    hidden = [place for place, month in enumerate(process.months) if month in process.gone]
    months.mark_hidden(axes, hidden, size)
    label_points(axes, process, letters)
    return figure


def target_text(target: float, measured: Kind) -> str:
    """Return a target with no more decimals than it needs.

    Examples
    --------
    >>> target_text(0.6, Kind.SHARE), target_text(0.625, Kind.SHARE), target_text(3, Kind.NUMBER)
    ('60%', '62.5%', '3')
    """
    return scale.names([target], measured=measured)[0]


def _ends(process: Process) -> list[tuple[float, str]]:
    """Return what is written at the right, and at which height of the data."""
    ends = []
    for column, text in (("mean", "average\n{}"), ("upper", "expected\nrange")):
        known = process.values(column)
        known = known[np.isfinite(known)]
        if known.size:
            ends.append((float(known[-1]), text.format(process.text(known[-1]))))
    if process.target is not None:
        ends.append((process.target, f"target\n{target_text(process.target, process.measured)}"))
    return ends


def _name_ends(axes: Axes, ends: list[tuple[float, str]], letters: float) -> None:
    """Write what each line is at its right end."""
    line = letters * 1.25
    box = axes.get_window_extent()
    heights = placing.spread(
        [marks.pixels(axes, 0, y)[1] for y, _ in ends],
        apart=2.4 * line,
        low=box.y0 + line,
        high=box.y1 - line,
    )
    for height, (_, text) in zip(heights, ends, strict=True):
        at = (box.x1 + 10, height)
        marks.write(axes, at, text, letters=letters, color=Colour.MUTED, ha="left")


def draw_range(axes: Axes, process: Process) -> None:
    """Draw the expected range as a band of steps, the average through it, and the target."""
    n = len(process.frame)
    edges = np.ravel([np.arange(n) - 0.5, np.arange(n) + 0.5], order="F")
    lower, upper, mean = (np.repeat(process.values(c), 2) for c in ("lower", "upper", "mean"))
    axes.fill_between(edges, lower, upper, color=Colour.BAND, linewidth=0, gid="expected")
    for limit in (lower, upper):
        axes.plot(edges, limit, color=Colour.BAND_EDGE, linewidth=1)
    axes.plot(edges, mean, color=Colour.MUTED, linewidth=1.2, dashes=(4, 3), gid="average")
    if process.target is not None:
        axes.axhline(process.target, color=Colour.INK, linewidth=1.4, dashes=(9, 3, 2, 3))


def draw_line(axes: Axes, process: Process) -> None:
    """Draw the figures: a line with gaps, a dot for each month, other shapes for special ones."""
    values = process.values("value")
    marks.line(axes, values, color=Colour.NAVY)
    x = np.arange(len(values))
    meanings = {signal.month: signal.meaning(process.improvement) for signal in process.special}
    usual = np.array([month not in meanings for month in process.months])
    marks.dots(axes, x[usual], values[usual])
    for meaning in dict.fromkeys(meanings.values()):
        meant = np.array([meanings.get(month) is meaning for month in process.months])
        marker, color = _style(meaning)
        marks.dots(axes, x[meant], values[meant], marker=marker, color=color, area=85)


def _style(meaning: Meaning) -> tuple[str, Colour]:
    return ("s", Colour.TEAL_INK) if meaning is Meaning.IMPROVEMENT else ("D", Colour.PLUM)


def label_points(axes: Axes, process: Process, letters: float) -> None:
    """Write each figure by its point; where there is no room for all, the ones that tell most."""
    values = process.values("value")
    causes = {signal.month: signal for signal in spelled_out(process.special)}
    line = letters * 1.2
    blocks: list[list[str]] = []
    inks: list[Colour] = []
    wanted: list[placing.Label] = []
    for i in _worth_a_label(axes, process, letters):
        signal = causes.get(process.months[i])
        cause = textwrap.wrap(signal.cause, 20) if signal else []
        blocks.append([process.text(values[i]), *cause])
        inks.append(_style(signal.meaning(process.improvement))[1] if signal else Colour.INK)
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
    aim = [((box.x0, y), (box.x1, y)) for y in _across(axes, process.target)]
    bounds = _label_bounds(axes, process)
    places = placing.place(
        wanted,
        bounds=bounds,
        segments=[
            *pairwise(drawn),
            *aim,
            *control_events.lines(axes, process.months, process.events),
        ],
        faint=[*pairwise(mean), *grid],
        gap=9,
    )
    for at, block, ink in zip(places, blocks, inks, strict=True):
        _write_block(axes, at, block, ink, letters)


def _label_bounds(axes: Axes, process: Process) -> placing.Box:
    """Return where figures may stand: below the names of events, above those of hidden months."""
    box = axes.get_window_extent()
    foot, head = (20 if process.gone else 2), (1 if process.events else 10)
    return placing.Box(box.x0, box.y0 + foot, box.x1 + 4, box.y1 + head)


def _write_block(
    axes: Axes, at: marks.Point, block: list[str], ink: Colour, letters: float
) -> None:
    """Write a figure and, below it, the cause for which its month is special."""
    x, y = at
    line = letters * 1.2
    top = y + line * (len(block) - 1) / 2
    # A special month lies beyond the band, where faint lines cross the paper.
    beyond = len(block) > 1
    for row, text in enumerate(block):
        place, bold = (x, top - row * line), beyond and row == 0
        color = ink if row else Colour.INK
        marks.write(axes, place, text, letters=letters, color=color, bold=bold, on_paper=beyond)


def _across(axes: Axes, target: float | None) -> list[float]:
    return [] if target is None else [marks.pixels(axes, 0, target)[1]]


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
