"""The drawing of standardised differences: headings, a band, a line at nought and marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.present import theme, words
from qaanalysis.present.charts import marks, value_axis
from qaanalysis.present.charts.wrapping import flowed, wrapped
from qaanalysis.present.labels import Kind
from qaanalysis.present.theme import Colour, Size

_ROW, _LINE, _HEAD, _KEY, _BOTTOM = 24, 17, 10, 24, 48
_LEAST_REACH = 0.25
_STYLES = (("o", Colour.NAVY, True), ("D", Colour.PLUM, False))


@dataclass(frozen=True)
class Line:
    """One line: a heading, or a category with its differences (NaN: hidden or not defined)."""

    name: str
    figures: tuple[float, ...]
    full: str
    is_head: bool = False
    is_hidden: bool = False


def is_beyond(value: float, limit: float) -> bool:
    """Return whether a difference is beyond a limit as it is shown, with two decimals.

    Examples
    --------
    >>> is_beyond(-0.104, 0.1), is_beyond(0.105, 0.1)
    (False, True)
    """
    return bool(np.isfinite(value)) and abs(float(words.rounded(value, 2))) > limit


def signed(value: float) -> str:
    """Return a difference with its sign.

    Examples
    --------
    >>> signed(0.105), signed(-0.2)
    ('+0.11', '−0.20')
    """
    return f"{'+' if value > 0 else ''}{words.number(value)}"


def draw(lines: Sequence[Line], names: Sequence[str], limit: float, of: str, size: Size) -> Figure:
    """Draw the chart in one width."""
    letters = size.letters
    widest = size.width * (0.42 if size.is_narrow else 0.34)
    heads = [wrapped(line.name, width=widest, letters=letters, bold=True) for line in lines]
    left = max(theme.text_width(part, letters, bold=True) for head in heads for part in head) + 16
    key = flowed([theme.text_width(name, letters) + 20 for name in names], room=size.width, gap=20)
    top = len(key) * _KEY + 26
    middles, height = _middles(lines, heads)
    figure, axes = theme.figure(
        size, height + top + _BOTTOM, left=left, right=10, top=top, bottom=_BOTTOM
    )
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    known = np.abs([value for line in lines for value in line.figures])
    reach = max(_LEAST_REACH, float(np.nanmax(known, initial=0.0)) * 1.05)
    # A phone has room for one value beside a mark: that of the outermost.
    told = 1 if size.is_narrow else max(map(len, (line.figures for line in lines)))
    half = axes.get_window_extent().width / 2
    room = reach * half / (half - 12 - theme.text_width(", ".join(["+0.00"] * told), letters))
    _scale(axes, (reach, room), limit, size)
    for line, head, middle in zip(lines, heads, middles, strict=True):
        _write_head(axes, line, head, middle, (0.0 if line.is_head else 8.0), letters)
        _mark(axes, line, middle, (limit, told), letters)
    _key(axes, key, names, figure.get_figheight() * 72, size.letters)
    _name_scale(axes, limit, of, size)
    return figure


def _middles(lines: Sequence[Line], heads: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    middles, y = [], 0.0
    for at, (line, head) in enumerate(zip(lines, heads, strict=True)):
        y += _HEAD if line.is_head and at else 0
        high = max(_ROW, len(head) * _LINE + 6)
        middles.append(y + high / 2)
        y += high
    return middles, y


def _scale(axes: Axes, ends: tuple[float, float], limit: float, size: Size) -> None:
    """Draw the axis, the band and the line at nought."""
    reach, room = ends
    about = 4 if size.is_narrow else 6
    ticks, texts = value_axis.named(-reach, reach, measured=Kind.NUMBER, about=about)
    axes.set_xlim(-room, room)
    axes.set_xticks(ticks, texts)
    axes.tick_params(axis="x", labelsize=size.letters - 1)
    axes.axvspan(-limit, limit, facecolor=Colour.BAND, edgecolor="none", zorder=0)
    for edge in (-limit, limit):
        axes.axvline(edge, color=Colour.BAND_EDGE, linewidth=1, dashes=(4, 3), zorder=0.5)
    axes.axvline(0, color=Colour.AXIS, linewidth=1.2, zorder=1)


def _write_head(
    axes: Axes, line: Line, head: Sequence[str], middle: float, inset: float, letters: float
) -> None:
    y = marks.pixels(axes, 0, middle)[1] + (len(head) - 1) * _LINE / 2
    for at, part in enumerate(head):
        place = (inset, y - at * _LINE)
        marks.write(axes, place, part, letters=letters, ha="left", bold=line.is_head)


def _mark(
    axes: Axes, line: Line, middle: float, how_many: tuple[float, int], letters: float
) -> None:
    """Draw a line's marks, and write at the outermost those differences that are beyond."""
    limit, most = how_many
    known = [value for value in line.figures if np.isfinite(value)]
    for at in reversed(range(len(line.figures))):
        _dot(axes, line.figures[at], middle, at)
    if line.is_hidden and not known:
        marks.write(axes, marks.pixels(axes, 0, middle), "[c]", letters=letters - 1, on_paper=True)
        return
    beyond = sorted((v for v in known if is_beyond(v, limit)), key=abs)[-most:]
    if not beyond:
        return
    # Both sides can't be beyond at once but for groups that have little in common.
    rising = beyond[-1] > 0
    x, y = marks.pixels(axes, max(known) if rising else min(known), middle)
    style: dict[str, Any] = {"ha": "left" if rising else "right", "color": Colour.INK, "bold": True}
    told = ", ".join(signed(value) for value in (beyond if rising else reversed(beyond)))
    marks.write(axes, (x + (9 if rising else -9), y), told, letters=letters - 1, **style)


def _dot(axes: Axes, x: float, y: float, style: int, *, in_figure: bool = False) -> None:
    marker, color, filled = _STYLES[style]
    axes.plot(
        x,
        y,
        linestyle="none",
        marker=marker,
        markersize=9 if filled else 8,
        markerfacecolor=color if filled else Colour.PAPER,
        markeredgecolor=Colour.PAPER if filled else color,
        markeredgewidth=1 if filled else 1.8,
        transform=marks.page(axes) if in_figure else axes.transData,
        clip_on=False,
        zorder=4 if filled else 3,
    )


def _key(
    axes: Axes,
    key: Sequence[Sequence[tuple[int, float]]],
    names: Sequence[str],
    height: float,
    letters: float,
) -> None:
    """Name the marks above the chart."""
    for row, line in enumerate(key):
        y = height - 11 - row * _KEY
        for at, x in line:
            _dot(axes, x + 6, y, at, in_figure=True)
            color = _STYLES[at][1]
            marks.write(axes, (x + 17, y), names[at], letters=letters, color=color, ha="left")


def _name_scale(axes: Axes, limit: float, of: str, size: Size) -> None:
    """Name the band above the chart, and the two directions below it."""
    box, letters = axes.get_window_extent(), size.letters - 1
    middle = marks.pixels(axes, 0, 0)[0]

    def write(x: float, y: float, text: str, ha: Literal["left", "center", "right"]) -> None:
        marks.write(axes, (x, y), text, letters=letters, color=Colour.MUTED, ha=ha)

    write(middle, box.y1 + 11, f"within ±{words.number(limit, digits=1)}", "center")
    write(box.x0, 10, "← less", "left")
    write(box.x1, 10, "more →", "right")
    ends = max(theme.text_width(text, letters) for text in ("← less", "more →"))
    if theme.text_width(of, letters) / 2 + ends + 8 < box.width / 2:
        write(middle, 10, of, "center")
