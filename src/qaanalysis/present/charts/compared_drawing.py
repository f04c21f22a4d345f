"""The drawing of estimates side by side: marks, intervals, values and a key."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.present import theme
from qaanalysis.present.charts import marks, rows, value_axis
from qaanalysis.present.charts.wrapping import flowed, wrapped
from qaanalysis.present.labels import Kind
from qaanalysis.present.theme import Colour, Size

_LINE = 18
_KEY = 24
_WIDEST_HEADING = 200


@dataclass(frozen=True)
class Style:
    """How the marks of one column look: told apart by shape and fill, not by colour alone."""

    marker: str
    color: Colour
    is_filled: bool


STYLES = (
    Style("o", Colour.NAVY, is_filled=False),
    Style("D", Colour.PLUM, is_filled=True),
    Style("s", Colour.TEAL_INK, is_filled=False),
)
# A circle looks as large as a diamond or a square that is a little smaller.
_SIZES = {"o": 9.5, "D": 8.5, "s": 8.5}


@dataclass(frozen=True)
class Series:
    """One column of estimates with its intervals' ends (NaN: none), and as it is written."""

    name: str
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    texts: tuple[str, ...]


def draw(found: Sequence[Series], listed: Sequence[rows.Row], measured: Kind, size: Size) -> Figure:
    """Draw the chart in one width."""
    widths = [theme.text_width(s.name, size.letters, bold=True) + 20 for s in found]
    room = size.width - (2 if size.is_narrow else 200)
    key = flowed(widths, room=room, gap=22)
    made = _layout(found, listed, size, top=len(key) * _KEY + 6)
    low, high = _limits(found)
    about = 3 if size.is_narrow else 5
    ticks, names = value_axis.named(low, high, measured=measured, about=about)
    made.label_values(ticks, names, limits=(low, high))
    for series, style, lower in zip(found, STYLES, _lowered(len(found)), strict=False):
        _draw_series(made, series, style, lower, size)
    height = made.figure.get_figheight() * 72
    left = 0 if size.is_narrow else made.left
    for row, line in enumerate(key):
        for i, x in line:
            y = 10 + row * _KEY
            _mark(made.axes, [left + x + 6], [height - y], STYLES[i], in_figure=True)
            color = STYLES[i].color
            made.write(left + x + 18, y, found[i].name, color=color, bold=True)
    return made.figure


def _layout(
    found: Sequence[Series], listed: Sequence[rows.Row], size: Size, *, top: float
) -> rows.Layout:
    """Return axes with the headings written: beside the marks, on a phone in lines above them."""
    letters = size.letters
    figured = max(theme.text_width(text, letters - 1) for s in found for text in s.texts)
    detailed = max(theme.text_width(row.detail, letters - 1) for row in listed)
    detailed += 14 if detailed else 0
    room = size.width - detailed if size.is_narrow else _WIDEST_HEADING
    heads = [wrapped(row.heading, width=room, letters=letters, bold=True) for row in listed]
    headed = max(theme.text_width(line, letters, bold=True) for head in heads for line in head)
    left = 14 if size.is_narrow else headed + detailed + 20
    starts, middles, height = _heights(heads, listed, len(found) * _LINE, size)
    figure, axes = theme.figure(
        size, height + top + 30, left=left, right=figured + 20, top=top, bottom=30
    )
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=letters - 1)
    made = rows.Layout(figure, axes, middles, letters)
    end = size.width - 1 if size.is_narrow else left - 20
    for row, head, start, middle in zip(listed, heads, starts, middles, strict=True):
        for line, text in enumerate(head):
            made.write(0, top + start + line * _LINE, text, bold=row.is_total, on_paper=True)
        y = top + (start if size.is_narrow else middle)
        made.write(end, y, row.detail, ha="right", color=Colour.MUTED, letters=letters - 1)
    return made


def _heights(
    heads: Sequence[Sequence[str]], listed: Sequence[rows.Row], marked: float, size: Size
) -> tuple[list[float], list[float], float]:
    """Return the first line of each heading, the middle of each row's marks, and the height."""
    starts, middles, y = [], [], 0.0
    for row, head in zip(listed, heads, strict=True):
        y += 12 if row.is_total and len(listed) > 1 else 0
        headed = len(head) * _LINE
        if size.is_narrow:
            starts.append(y + 14)
            y += headed
            high = marked + 14
        else:
            high = max(marked, headed) + 14
            starts.append(y + (high - headed + _LINE) / 2)
        middles.append(y + high / 2)
        y += high
    return starts, middles, y


def _lowered(n: int) -> np.ndarray:
    """Return by how many pixels each column's marks lie below the middle of a row."""
    return (np.arange(n) - (n - 1) / 2) * _LINE


def _limits(found: Sequence[Series]) -> tuple[float, float]:
    """Return the range to draw: all that is known, and 0."""
    known = np.concatenate([[0.0], *([s.value, s.low, s.high] for s in found)], axis=None)
    low, high = float(np.nanmin(known)), float(np.nanmax(known))
    room = 0.04 * ((high - low) or 1)
    return (low - room if low < 0 else low), high + room


def _draw_series(made: rows.Layout, series: Series, style: Style, lower: float, size: Size) -> None:
    """Draw one column's marks with their intervals, and write each value at the right."""
    y = np.array(made.middles) + lower
    made.axes.hlines(y, series.low, series.high, color=style.color, linewidth=2)
    for end in (series.low, series.high):
        made.axes.plot(end, y, "|", color=style.color, markersize=8, markeredgewidth=1.8)
    _mark(made.axes, series.value, y, style)
    top = made.figure.get_figheight() * 72 - made.axes.get_window_extent().y1
    for middle, text in zip(y, series.texts, strict=True):
        at = (size.width - 1, top + middle)
        made.write(*at, text, ha="right", color=style.color, letters=size.letters - 1)


def _mark(
    axes: Axes,
    x: Sequence[float] | np.ndarray,
    y: Sequence[float] | np.ndarray,
    style: Style,
    *,
    in_figure: bool = False,
) -> None:
    """Draw marks at points of the data, or at pixels of the figure."""
    axes.plot(
        x,
        y,
        linestyle="none",
        marker=style.marker,
        markersize=_SIZES[style.marker],
        markerfacecolor=style.color if style.is_filled else Colour.PAPER,
        markeredgecolor=style.color,
        markeredgewidth=2,
        transform=marks.page(axes) if in_figure else axes.transData,
        clip_on=False,
        zorder=3,
    )
