"""The drawing of a flow: boxes under one another, arrows, and exits at their right."""

from collections.abc import Sequence
from math import isfinite
from typing import Literal, Protocol

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from qaanalysis.present import theme
from qaanalysis.present.charts import marks
from qaanalysis.present.charts.wrapping import wrapped
from qaanalysis.present.theme import Colour, Size

_BOX, _ROOM, _LINE, _BAR, _PAD = 62, 18, 18, 6, 7
_WIDE_BOX, _NARROW_SPINE, _TO_EXIT = 360, 26, 36


class Left(Protocol):
    """How many leave, and why."""

    @property
    def n(self) -> str: ...  # noqa: D102
    @property
    def why(self) -> str: ...  # noqa: D102
    @property
    def is_nobody(self) -> bool: ...  # noqa: D102


class Reached(Protocol):
    """A stage, and who left on the way to it."""

    @property
    def n(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def of_first(self) -> str: ...  # noqa: D102
    @property
    def part(self) -> float: ...  # noqa: D102
    @property
    def exits(self) -> Sequence[Left]: ...  # noqa: D102
    @property
    def is_last(self) -> bool: ...  # noqa: D102


def draw(found: Sequence[Reached], size: Size) -> Figure:
    """Draw the flow in one width."""
    box = size.width - 2 if size.is_narrow else _WIDE_BOX
    spine = _NARROW_SPINE if size.is_narrow else box / 2
    start = spine + _TO_EXIT
    lines = {id(left): _lines(left, size, start) for stage in found for left in stage.exits}
    gaps = [
        sum(_height(lines[id(left)]) + _PAD for left in stage.exits) + 2 * _ROOM - _PAD
        if stage.exits
        else (2 * _ROOM if at else 0)
        for at, stage in enumerate(found)
    ]
    height = sum(gaps) + len(found) * _BOX + 4
    figure, axes = theme.figure(size, height, left=0, right=0, top=0, bottom=0)
    axes.set_axis_off()
    axes.set_xlim(0, size.width)
    axes.set_ylim(height, 0)
    y = 2.0
    for stage, gap in zip(found, gaps, strict=True):
        if gap:
            _arrow(axes, spine, y, y + gap)
        at = y + _ROOM
        for left in stage.exits:
            _exit(axes, left, lines[id(left)], (spine, start, at), size)
            at += _height(lines[id(left)]) + _PAD
        y += gap
        _stage(axes, stage, y, box, size)
        y += _BOX
    return figure


def _lines(left: Left, size: Size, start: float) -> list[str]:
    """Return an exit's words in the lines that they fill."""
    room = size.width - start - 2 * _PAD - _counted(left, size)
    return wrapped(left.why, width=room, letters=size.letters)


def _counted(left: Left, size: Size) -> float:
    return theme.text_width(left.n, size.letters, bold=True) + 8


def _height(lines: Sequence[str]) -> float:
    return len(lines) * _LINE + _PAD


def _arrow(axes: Axes, x: float, begin: float, end: float) -> None:
    axes.plot([x, x], [begin, end - 8], color=Colour.AXIS, linewidth=1.6)
    axes.plot(x, end - 7, marker="v", markersize=9, color=Colour.AXIS)


def _exit(
    axes: Axes, left: Left, lines: Sequence[str], at: tuple[float, float, float], size: Size
) -> None:
    """Draw one exit: a short arrow to a box with a number and a reason."""
    spine, start, y = at
    high, counted = _height(lines), _counted(left, size)
    wide = counted + max(theme.text_width(line, size.letters) for line in lines) + 2 * _PAD
    middle = y + high / 2
    axes.plot([spine, start - 8], [middle, middle], color=Colour.AXIS, linewidth=1.6)
    axes.plot(start - 7, middle, marker=">", markersize=8, color=Colour.AXIS)
    axes.add_patch(Rectangle((start, y), wide, high, facecolor=Colour.BAND, edgecolor="none"))
    color = Colour.MUTED if left.is_nobody else Colour.INK
    top = y + _PAD / 2 + _LINE / 2
    _write(axes, start + _PAD, top, left.n, size.letters, color=color, bold=True)
    for row, line in enumerate(lines):
        x = start + _PAD + counted
        _write(axes, x, top + row * _LINE, line, size.letters, color=color)


def _stage(axes: Axes, stage: Reached, y: float, wide: float, size: Size) -> None:
    """Draw a stage: its number and name, what part of the first it is, and that part as a bar."""
    face, ink, muted, bar = Colour.PAPER, Colour.INK, Colour.MUTED, Colour.NAVY
    if stage.is_last:
        face, ink, muted, bar = Colour.NAVY, Colour.ON_DEEP, Colour.ON_DEEP, Colour.ON_DEEP
    axes.add_patch(
        Rectangle((1, y), wide, _BOX, facecolor=face, edgecolor=Colour.NAVY, linewidth=1.6)
    )
    if isfinite(stage.part):
        length = (wide - 24) * stage.part
        axes.add_patch(
            Rectangle((13, y + _BOX - 15), length, _BAR, facecolor=bar, edgecolor="none")
        )
    big = size.letters + 6
    _write(axes, 13, y + 24, stage.n, big, color=ink, bold=True)
    x = 13 + theme.text_width(stage.n, big, bold=True) + 9
    _write(axes, x, y + 25, stage.name, size.letters, color=ink, bold=True)
    right, small = 1 + wide - 12, size.letters - 1
    end = x + theme.text_width(stage.name, size.letters, bold=True) + 8
    fits = end + theme.text_width(stage.of_first, small) <= right
    part = stage.of_first if fits else stage.of_first.split(" ")[0]
    _write(axes, right, y + 25, part, small, color=muted, ha="right")


def _write(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    letters: float,
    *,
    color: Colour,
    bold: bool = False,
    ha: Literal["left", "center", "right"] = "left",
) -> None:
    """Write at pixels from the top, which the axes count in."""
    at = marks.pixels(axes, x, y)
    marks.write(axes, at, text, letters=letters, color=color, bold=bold, ha=ha)
