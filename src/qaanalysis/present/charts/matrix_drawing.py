"""The drawing of a grid of counts: cells, headings, totals and a key of its sides."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from qaanalysis.present import theme
from qaanalysis.present.charts import marks
from qaanalysis.present.charts.matrix_grid import Grid
from qaanalysis.present.charts.wrapping import flowed, wrapped
from qaanalysis.present.theme import Colour, Size

# How much of the hue a cell has. Between `DEEP` and the shade before it no words could be read
# both in the light and in the dark.
SHADES = (0.1, 0.22, 0.36, 0.52, 0.78, 1.0)
DEEP = 0.78
_LINE = 17
_KEY = 24
_SIGN = 15
_WIDEST = 130
_WIDEST_HEADING = 170


@dataclass(frozen=True)
class _Plan:
    """Where everything goes, in pixels from the left and from the top.

    Parameters
    ----------
    rows, columns : list of list of str
        Headings in lines.
    label : list of str
        Whose grades the columns are, in lines.
    left, top : float
        Where the columns begin and their headings end.
    wide, high : float
        The size of a cell.
    tops : list of float
        The top of each row of cells.
    across, foot : float
        The middle of the totals at the right and of those below.
    """

    size: Size
    rows: list[list[str]]
    columns: list[list[str]]
    label: list[str]
    left: float
    top: float
    wide: float
    high: float
    tops: list[float]
    across: float
    foot: float

    @property
    def letters(self) -> float:
        return _letters(self.size)

    @property
    def height(self) -> float:
        return self.foot + 14

    def middle(self, row: int, column: int) -> marks.Point:
        return self.left + (column + 0.5) * self.wide, self.tops[row] + self.high / 2

    def write(self, axes: Axes, at: marks.Point, text: str, **style: object) -> float:
        """Write at pixels from the top left, and return where the words end."""
        letters = {"letters": self.letters, **style}
        x, y = at
        marks.write(axes, (x, self.height - y), text, **letters)  # type: ignore[arg-type]
        return x + theme.text_width(text, self.letters, bold=bool(style.get("bold")))


def draw(grid: Grid, key: Mapping[str, np.ndarray], size: Size) -> Figure:
    """Draw the grid in one width; `key` names the cells of its diagonal and of its sides."""
    named = [f"{name} {grid.total(chosen)}" for name, chosen in key.items()]
    widths = [theme.text_width(text, _letters(size)) + _SIGN + 7 for text in named]
    lines = flowed(widths, room=size.width - 2, gap=22)
    plan = _plan(grid, size, above=len(lines) * _KEY + 10)
    figure, axes = theme.figure(size, plan.height, left=0, right=0, top=0, bottom=0)
    axes.set(xlim=(0, size.width), ylim=(plan.height, 0))
    axes.set_axis_off()
    for row, line in enumerate(lines):
        for i, x in line:
            y = 2.0 + row * _KEY
            _draw_sign(axes, (x, y), list(key.values())[i])
            at = (x + _SIGN + 7, y + _SIGN / 2)
            plan.write(axes, at, named[i], ha="left", color=Colour.MUTED)
    _write_columns(axes, plan)
    (_write_rows_above if size.is_narrow else _write_rows_beside)(axes, grid, plan)
    _write_totals(axes, grid, plan)
    for i, j in np.ndindex(grid.counts.shape):
        _draw_cell(axes, grid, plan, i, j)
    return figure


def _plan(grid: Grid, size: Size, *, above: float) -> _Plan:
    """Plan the drawing; the wide one has headings of rows at the left, the narrow one above."""
    letters = _letters(size)
    room = size.width if size.is_narrow else _WIDEST_HEADING
    rows = [wrapped(name, width=room, letters=letters, bold=True) for name in grid.names]
    beside = [] if size.is_narrow else [*rows, _rows_label(grid, letters)]
    lines = [line for heading in beside for line in heading]
    left = max((theme.text_width(line, letters, bold=True) + 14 for line in lines), default=0.0)
    totals = [*grid.row_totals, grid.whole, "Total"]
    margin = max(theme.text_width(text, letters, bold=True) for text in totals)
    wide = min((size.width - left - margin - 16) / len(grid.names), _WIDEST)
    columns = [wrapped(name, width=wide - 4, letters=letters) for name in grid.names]
    beyond = size.width - left - 4
    label = wrapped(grid.columns_label, width=beyond, letters=letters, bold=True)
    deep = (max(map(len, columns)) + len(label)) * _LINE + 9
    top = above + max(deep, len(beside[-1]) * _LINE + 10 if beside else 0)
    high = 36.0 if size.is_narrow else max(48.0, max(map(len, rows)) * _LINE + 10)
    tops, y = [], top
    for heading in rows:
        y += len(heading) * _LINE + 14 if size.is_narrow else 0
        tops.append(y)
        y += high
    across = left + wide * len(grid.names) + 12 + margin / 2
    foot = y + (50 if size.is_narrow else 22)
    return _Plan(size, rows, columns, label, left, top, wide, high, tops, across, foot)


def _letters(size: Size) -> float:
    return size.letters - 1 if size.is_narrow else size.letters


def _rows_label(grid: Grid, letters: float) -> list[str]:
    return wrapped(grid.rows_label, width=_WIDEST_HEADING, letters=letters, bold=True)


def _write_columns(axes: Axes, plan: _Plan) -> None:
    """Write whose grades the columns are, and each column's heading below that."""
    y = plan.top - 16 - max(map(len, plan.columns)) * _LINE
    for line, text in enumerate(reversed(plan.label)):
        at = (plan.left + 3, y - line * _LINE)
        plan.write(axes, at, text, ha="left", bold=True, color=Colour.MUTED)
    middles = [plan.middle(0, column)[0] for column in range(len(plan.columns))]
    for x, lines in zip([*middles, plan.across], [*plan.columns, ["Total"]], strict=True):
        for line, text in enumerate(reversed(lines)):
            plan.write(axes, (x, plan.top - 13 - line * _LINE), text)


def _write_rows_beside(axes: Axes, grid: Grid, plan: _Plan) -> None:
    """Write each row's heading at the left of its cells, and whose grades they are above all."""
    label = _rows_label(grid, plan.letters)
    for line, text in enumerate(reversed(label)):
        at = (0, plan.top - 13 - line * _LINE)
        plan.write(axes, at, text, ha="left", bold=True, color=Colour.MUTED)
    for row, lines in enumerate(plan.rows):
        y = plan.middle(row, 0)[1] - (len(lines) - 1) * _LINE / 2
        for line, text in enumerate(lines):
            plan.write(axes, (0, y + line * _LINE), text, ha="left")
    plan.write(axes, (0, plan.foot), "Total", ha="left")


def _write_rows_above(axes: Axes, grid: Grid, plan: _Plan) -> None:
    """Write each row's heading above its cells, with whose grade it is where that fits."""
    label = f"{grid.rows_label}: "
    widths = [theme.text_width(f"{label}{name}", plan.letters, bold=True) for name in grid.names]
    for row, lines in enumerate(plan.rows):
        x, y = 3.0, plan.tops[row] - 11 - (len(lines) - 1) * _LINE
        if max(widths) < plan.size.width - 6:
            x = plan.write(axes, (x, y), label.strip(), ha="left", color=Colour.MUTED) + 5
        for line, text in enumerate(lines):
            plan.write(axes, (x, y + line * _LINE), text, ha="left", bold=True)
    plan.write(axes, (3, plan.foot - 22), "Total", ha="left")


def _write_totals(axes: Axes, grid: Grid, plan: _Plan) -> None:
    for i, (row, column) in enumerate(zip(grid.row_totals, grid.column_totals, strict=True)):
        x, y = plan.middle(i, i)
        plan.write(axes, (plan.across, y), row)
        plan.write(axes, (x, plan.foot), column)
    plan.write(axes, (plan.across, plan.foot), grid.whole, bold=True)


def _draw_cell(axes: Axes, grid: Grid, plan: _Plan, row: int, column: int) -> None:
    """Draw one cell: its shade, its count and, on the diagonal, its outline."""
    x, y = plan.middle(row, column)
    count, most = grid.counts[row, column], np.nanmax(grid.counts)
    shade = SHADES[int(np.ceil(count / most * len(SHADES))) - 1] if count > 0 else 0.0
    size = (plan.wide - 6, plan.high - 6)
    if shade:
        _draw_box(axes, (x, y), size, facecolor=Colour.NAVY, alpha=shade, linewidth=0)
    else:
        _draw_box(axes, (x, y), size, facecolor="none", edgecolor=Colour.GRID, linewidth=1)
    if row == column:
        outer = (plan.wide - 1, plan.high - 1)
        _draw_box(axes, (x, y), outer, facecolor="none", edgecolor=Colour.INK, linewidth=1.8)
    text = grid.texts[row][column]
    few = Colour.INK if shade else Colour.MUTED
    letters = min(plan.size.letters, plan.letters * size[0] / theme.text_width(text, plan.letters))
    color = Colour.ON_DEEP if shade >= DEEP else few
    plan.write(axes, (x, y), text, color=color, letters=letters)


def _draw_sign(axes: Axes, at: marks.Point, chosen: np.ndarray) -> None:
    """Draw the grid in small, with the cells that are meant."""
    n = min(len(chosen), 3)
    step = _SIGN / n
    for i, j in np.ndindex(n, n):
        middle = (at[0] + (j + 0.5) * step, at[1] + (i + 0.5) * step)
        color = Colour.AXIS if chosen[i, j] else Colour.GRID
        _draw_box(axes, middle, (step - 1, step - 1), facecolor=color, linewidth=0)


def _draw_box(axes: Axes, middle: marks.Point, size: marks.Point, **style: object) -> None:
    corner = (middle[0] - size[0] / 2, middle[1] - size[1] / 2)
    axes.add_patch(Rectangle(corner, *size, clip_on=False, **style))  # type: ignore[arg-type]
