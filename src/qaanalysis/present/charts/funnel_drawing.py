"""The drawing of a funnel: limits, average, points and the names of those outside."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.present import theme
from qaanalysis.present.charts import marks, months, placing, value_axis
from qaanalysis.present.charts.funnel_names import Named, write_names
from qaanalysis.present.charts.placing import Segment
from qaanalysis.present.charts.wrapping import wrapped
from qaanalysis.present.labels import Kind
from qaanalysis.present.theme import Colour, Size

# Points in one place are drawn this far apart, in pixels.
_TWINS = 9


@dataclass(frozen=True)
class Curve:
    """What a pair of limits is called, and the limits by the number a figure rests on."""

    name: str
    n: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class Funnel:
    """What there is to draw.

    Parameters
    ----------
    names : tuple of str
        What each point may be called.
    n, value : ndarray
        The numbers the figures rest on, and the figures.
    curves : tuple of Curve
        The limits, the outermost first.
    outside : tuple of ndarray
        For each curve, which points lie above (1) or below (-1) it.
    mean : float
        The figure of all together, NaN if it isn't given.
    text : callable
        How a figure is written.
    measured : Kind
        What kind of figure it is.
    labels : tuple of str
        What the number and the figure are called.
    """

    names: tuple[str, ...]
    n: np.ndarray
    value: np.ndarray
    curves: tuple[Curve, ...]
    outside: tuple[np.ndarray, ...]
    mean: float
    text: Callable[[float], str]
    measured: Kind
    labels: tuple[str, str]

    @property
    def has_twins(self) -> bool:
        """Whether two points are in one place."""
        return any(place for place in self.places)

    @property
    def places(self) -> list[float]:
        """How far to the right of its place each point is drawn, in its own widths."""
        at = [(n, round(value, 9)) for n, value in zip(self.n, self.value, strict=True)]
        before = [at[:i].count(place) for i, place in enumerate(at)]
        return [b - (at.count(place) - 1) / 2 for b, place in zip(before, at, strict=True)]

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest figure to draw, with some room."""
        ends = [end for curve in self.curves for end in (*curve.low, *curve.high)]
        known = [*self.value, *ends, self.mean]
        low, high = float(np.nanmin(known)), float(np.nanmax(known))
        room = 0.1 * ((high - low) or 1)
        return low - room, high + room


def draw(found: Funnel, size: Size) -> Figure:
    """Draw the chart in one width."""
    letters = size.letters - 1
    ends = _ends(found, 56 if size.is_narrow else 110, letters)
    low, high = found.limits
    ticks, names = value_axis.named(low, high, measured=found.measured, about=5)
    texts = [line for _, block in ends for line in block]
    figure, axes = theme.figure(
        size,
        320 if size.is_narrow else 380,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=max((theme.text_width(line, letters) for line in texts), default=0) + 14,
        top=32,
        bottom=48,
    )
    axes.set_ylim(low, high)
    months.label_values(axes, ticks, names)
    _label_numbers(axes, found, size)
    _draw_limits(axes, found)
    _write_ends(axes, ends, letters)
    x = found.n + np.array(found.places) * _TWINS / _per_one(axes)
    outer = found.outside[0] != 0
    marks.dots(axes, x[~outer], found.value[~outer], area=70)
    marks.dots(axes, x[outer], found.value[outer], marker="D", color=Colour.PLUM, area=85)
    outside = [
        Named(found.names[i], marks.pixels(axes, x[i], found.value[i]), found.outside[0][i] > 0)
        for i in np.flatnonzero(outer)
    ]
    write_names(axes, outside, lines=_lines(axes, found), points=_points(axes, x, found), size=size)
    height = figure.get_figheight() * 72
    box = axes.get_window_extent()
    middle, grey = (box.x0 + box.x1) / 2, Colour.MUTED
    marks.write(axes, (0, height - 10), found.labels[1], letters=letters, color=grey, ha="left")
    marks.write(axes, (middle, 9), found.labels[0], letters=letters, color=grey)
    return figure


def _per_one(axes: Axes) -> float:
    """Return how many pixels wide one more of the number is."""
    return marks.pixels(axes, 1, 0)[0] - marks.pixels(axes, 0, 0)[0]


def _label_numbers(axes: Axes, found: Funnel, size: Size) -> None:
    """Name the numbers below the points, with room for those at the edges."""
    every = np.concatenate([found.n, *(curve.n for curve in found.curves)])
    first, last = float(every.min()), float(every.max())
    room = 0.03 * ((last - first) or 10)
    axes.set_xlim(first - room, last + (room if last == found.n.max() else 0))
    about = 5 if size.is_narrow else 8
    ticks, names = value_axis.named(first, last, measured=Kind.COUNT, about=about)
    axes.set_xticks(ticks, names)
    axes.tick_params(axis="x", length=4, color=Colour.AXIS, labelsize=size.letters - 1)


def _draw_limits(axes: Axes, found: Funnel) -> None:
    """Draw the outermost limits as a band, others as dashed lines, and the average through all."""
    for order, curve in enumerate(found.curves):
        color, dashes = (Colour.AXIS, (2, 2)) if order else (Colour.BAND_EDGE, (None, None))
        # Limits for one number alone are drawn as wide as there is room.
        n = curve.n if len(curve.n) > 1 else curve.n + np.array([-1, 1])
        low, high = (np.broadcast_to(limit, n.shape) for limit in (curve.low, curve.high))
        if not order:
            axes.fill_between(n, low, high, color=Colour.BAND, linewidth=0)
        for limit in (low, high):
            axes.plot(n, limit, color=color, linewidth=1.1, dashes=dashes)
    if not np.isnan(found.mean):
        axes.axhline(found.mean, color=Colour.MUTED, linewidth=1.2, dashes=(4, 3))


def _ends(found: Funnel, width: float, letters: float) -> list[tuple[marks.Point, list[str]]]:
    """Return what is written at the right ends of the lines, and beside which point."""
    ends = [
        ((float(curve.n[known[-1]]), float(curve.high[known[-1]])), curve.name)
        for curve in found.curves
        if len(known := np.flatnonzero(np.isfinite(curve.high)))
    ]
    if not np.isnan(found.mean):
        ends.append(((float(found.n.max()), found.mean), f"average {found.text(found.mean)}"))
    return [(at, wrapped(text, width=width, letters=letters)) for at, text in ends]


def _write_ends(axes: Axes, ends: list[tuple[marks.Point, list[str]]], letters: float) -> None:
    if not ends:
        return
    line = letters * 1.25
    box = axes.get_window_extent()
    deepest = max(len(block) for _, block in ends)
    heights = placing.spread(
        [marks.pixels(axes, *at)[1] for at, _ in ends],
        apart=(deepest + 0.2) * line,
        low=box.y0 + deepest * line / 2,
        high=box.y1 - deepest * line / 2,
    )
    for height, (_, block) in zip(heights, ends, strict=True):
        top = height + (len(block) - 1) * line / 2
        for row, text in enumerate(block):
            at = (box.x1 + 8, top - row * line)
            marks.write(axes, at, text, letters=letters, color=Colour.MUTED, ha="left")


def _lines(axes: Axes, found: Funnel) -> list[Segment]:
    """Return the lines that names had better not cover."""
    crossed: list[Segment] = []
    for curve in found.curves:
        for limit in (curve.low, curve.high):
            points = [marks.pixels(axes, *at) for at in zip(curve.n, limit, strict=True)]
            crossed += pairwise(points)
    return crossed


def _points(axes: Axes, x: np.ndarray, found: Funnel) -> list[marks.Point]:
    return [marks.pixels(axes, *at) for at in zip(x, found.value, strict=True)]
