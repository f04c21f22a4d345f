"""The drawing of a grid of counts: cells, headings, totals and what its sides are called."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from qaanalysis.present import theme, words
from qaanalysis.present.charts import marks
from qaanalysis.present.charts.wrapping import flowed, wrapped
from qaanalysis.present.theme import Colour, Size

# How much of the hue a cell has. Between 0.55 and 0.75 no word could be read upon it in the light
# and in the dark alike, hence a gap.
SHADES = (0.1, 0.22, 0.36, 0.52, 0.78, 1.0)
DEEP = 0.75
_LINE = 16
_KEY = 24
_SIGN = 13
_WIDEST = {"wide": 130, "narrow": 84}
_HEIGHT = {"wide": 48, "narrow": 36}


@dataclass(frozen=True)
class Grid:
    """Counts of grades met by grades.

    Parameters
    ----------
    counts : ndarray
        Rows by columns; NaN where a count isn't shown.
    texts : tuple of tuple of str
        The counts as they are written.
    names : tuple of str
        The grades, best first.
    rows_label, columns_label : str
        Whose grades they are.
    """

    counts: np.ndarray
    texts: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    rows_label: str
    columns_label: str

    @property
    def same(self) -> np.ndarray:
        """The cells of the diagonal."""
        return np.eye(len(self.names), dtype=bool)

    @property
    def left(self) -> np.ndarray:
        """The cells whose column is the better grade."""
        return np.tri(len(self.names), k=-1, dtype=bool)

    @property
    def right(self) -> np.ndarray:
        """The cells whose column is the worse grade."""
        return self.left.T

    def total(self, chosen: np.ndarray) -> str:
        """Return the sum of some cells; what is hidden hides it too."""
        hidden = np.argwhere(chosen & np.isnan(self.counts))
        if len(hidden):
            row, column = hidden[0]
            return self.texts[row][column]
        return words.count(np.sum(self.counts[chosen]))

    def totals(self) -> tuple[list[str], list[str], str]:
        """Return the sums of rows, of columns and of all."""
        every = np.ones_like(self.same)
        lines = [np.zeros_like(self.same) for _ in self.names]
        for i, line in enumerate(lines):
            line[i] = True
        rows = [self.total(line) for line in lines]
        return rows, [self.total(line.T) for line in lines], self.total(every)


@dataclass(frozen=True)
class _Plan:
    """Where everything goes, in pixels from the left and from the top.

    Each of `tops` is the top of a row of cells; headings end at `top`; the totals' middle is
    `foot` pixels down, and `across` pixels to the right.
    """

    letters: float
    rows: list[list[str]]
    columns: list[list[str]]
    left: float
    wide: float
    high: float
    top: float
    tops: list[float]
    across: float
    foot: float

    def middle(self, row: int, column: int) -> marks.Point:
        return self.left + (column + 0.5) * self.wide, self.tops[row] + self.high / 2


def draw(grid: Grid, key: Mapping[str, np.ndarray], size: Size) -> Figure:
    """Draw the grid in one width; `key` has the names of the diagonal and of its sides."""
    named = [f"{name} {grid.total(chosen)}" for name, chosen in key.items()]
    widths = [theme.text_width(text, size.letters - 1) + _SIGN + 7 for text in named]
    lines = flowed(widths, room=size.width - 2, gap=22)
    plan = (_above if size.is_narrow else _beside)(grid, size, len(lines) * _KEY + 8)
    height = plan.foot + 14
    figure, axes = theme.figure(size, height, left=0, right=0, top=0, bottom=0)
    axes.set(xlim=(0, size.width), ylim=(height, 0))
    axes.set_axis_off()
    for row, line in enumerate(lines):
        for i, x in line:
            at = (x, 3.0 + row * _KEY)
            _draw_sign(axes, at, list(key.values())[i])
            middle = (x + _SIGN + 7, at[1] + _SIGN / 2)
            _write(axes, plan, middle, named[i], ha="left", color=Colour.MUTED)
    _write_headings(axes, grid, plan, size)
    _write_totals(axes, grid, plan, size)
    for i, j in np.ndindex(grid.counts.shape):
        _draw_cell(axes, grid, plan, i, j)
    return figure


def _beside(grid: Grid, size: Size, top: float) -> _Plan:
    """Plan the wide drawing: headings of rows at the left."""
    rows = [wrapped(name, width=_WIDEST_HEADING, letters=size.letters) for name in grid.names]
    of_rows = wrapped(grid.rows_label, width=_WIDEST_HEADING, letters=size.letters, bold=True)
    texts = [(line, False) for lines in rows for line in lines] + [(t, True) for t in of_rows]
    left = max(theme.text_width(text, size.letters, bold=bold) for text, bold in texts) + 14
    high = max(48.0, max(map(len, rows)) * _LINE + 8)
    return _plan(grid, size, rows, (top, left, high, 0.0), least=len(of_rows))


def _above(grid: Grid, size: Size, top: float) -> _Plan:
    """Plan the narrow drawing: the heading of a row in a line above its cells."""
    rows = [wrapped(name, width=size.width, letters=size.letters, bold=True) for name in grid.names]
    return _plan(grid, size, rows, (top, 0.0, 36.0, 22.0), least=0)


def _plan(
    grid: Grid,
    size: Size,
    rows: list[list[str]],
    given: tuple[float, float, float, float],
    *,
    least: int,
) -> _Plan:
    top, left, high, heading = given
    letters = size.letters - 1
    of_rows, _, whole = grid.totals()
    margin = max(theme.text_width(text, letters, bold=True) for text in (*of_rows, whole, "Total"))
    wide = min((size.width - left - margin - 18) / len(grid.names), _WIDEST)
    columns = [wrapped(name, width=wide - 4, letters=letters) for name in grid.names]
    top += max(max(map(len, columns)) + 1, least) * _LINE + 12
    tops, y = [], top
    for lines in rows:
        y += heading + (len(lines) - 1) * _LINE if heading else 0
        tops.append(y)
        y += high
    across = left + wide * len(grid.names) + 14 + margin / 2
    foot = y + heading + 20
    return _Plan(letters, rows, columns, left, wide, high, top, tops, across, foot)


def _write_headings(axes: Axes, grid: Grid, plan: _Plan, size: Size) -> None:
    """Write whose grades they are and each grade, columns above and rows beside their cells."""
    deepest = max(map(len, plan.columns))
    y = plan.top - 10 - deepest * _LINE - 4
    at = (plan.left + 2, y)
    _write(axes, plan, at, grid.columns_label, ha="left", color=Colour.MUTED, bold=True)
    for column, lines in enumerate([*plan.columns, ["Total"]]):
        x = plan.across if column == len(plan.columns) else plan.middle(0, column)[0]
        for line, text in enumerate(reversed(lines)):
            _write(axes, plan, (x, plan.top - 12 - line * _LINE), text)
    for row, lines in enumerate(plan.rows):
        ...


