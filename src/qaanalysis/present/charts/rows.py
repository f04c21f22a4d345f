"""Charts of rows: a heading for each row, beside its bar where there is room, else above it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import theme
from qaanalysis.present.charts import marks
from qaanalysis.present.tables import Table
from qaanalysis.present.theme import Colour, Size

_WIDEST_HEADING = 230
_ROW = 32
_LINE = 17
_ABOVE_TOTAL = 12
# How far lines of the scale reach above and below a bar, where words stand between bars.
_REACH = (13, 17)


@dataclass(frozen=True)
class Row:
    """A row's heading, a detail (its n) and what is written at its right."""

    heading: str
    detail: str = ""
    right: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Layout:
    """Axes whose y counts pixels downwards, and the middle of each row's bar.

    Where words stand above each bar, lines of the scale are drawn at the bars alone.
    """

    figure: Figure
    axes: Axes
    middles: list[float]
    letters: float
    has_words_between: bool = False

    @property
    def left(self) -> float:
        """Where the bars begin, in pixels from the left."""
        return float(self.axes.get_window_extent().x0)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        letters: float | None = None,
        color: Colour = Colour.INK,
        ha: Literal["left", "center", "right"] = "left",
        bold: bool = False,
        on_paper: bool = False,
    ) -> None:
        """Write at pixels of the figure: x from the left, y from the top."""
        at = (x, self.figure.get_figheight() * 72 - y)
        size = letters or self.letters
        marks.write(
            self.axes, at, text, letters=size, color=color, ha=ha, bold=bold, on_paper=on_paper
        )

    def sign(
        self, x: float, y: float, *, color: Colour, edge: Colour | None = None, marker: str = "s"
    ) -> None:
        """Draw the sign of a legend at pixels of the figure."""
        at = (x, self.figure.get_figheight() * 72 - y)
        marks.swatch(self.axes, at, color=color, edge=edge, marker=marker)

    def write_within(self, x: float, y: float, text: str, *, width: float) -> None:
        """Write a muted text centred at x, or as near as the figure's edges allow."""
        letters = self.letters - 1
        half = theme.text_width(text, letters) / 2 + 1
        kept = min(max(x, half), width - half)
        self.write(kept, y, text, letters=letters, color=Colour.MUTED, ha="center")

    def label_values(
        self, ticks: Sequence[float], texts: Sequence[str], *, limits: tuple[float, float]
    ) -> None:
        """Name the values below the bars, with a faint line up for each."""
        self.axes.set_xlim(*limits)
        self.axes.set_xticks(ticks, texts)
        for tick in ticks:
            self.across(tick, color=Colour.GRID, linewidth=0.8, zorder=0.5)
            if self.has_words_between:
                self.axes.tick_params(axis="x", length=4, color=Colour.AXIS)

    def across(self, value: float, **style: Any) -> None:
        """Draw a line up at a value: through all rows, or at each bar."""
        top, bottom = self.axes.get_ylim()[::-1]
        above, below = _REACH
        pieces = [(middle - above, middle + below) for middle in self.middles]
        for begin, end in pieces if self.has_words_between else [(top, bottom)]:
            self.axes.plot([value, value], [begin, end], scaley=False, scalex=False, **style)


def with_total(safe: SafeTable) -> pd.DataFrame:
    """Return the table's rows and, last, its total."""
    return safe.frame if safe.total is None else pd.concat([safe.frame, safe.total])


def listed(data: Table, *, details: Sequence[str], right: Sequence[str]) -> list[Row]:
    """Return the rows of a table and its total, headed as in the table."""
    n = max(len(data.headings), 1)
    body = [", ".join(row[:n]) for row in data.rows(data.safe.frame)]
    foot = [] if data.safe.total is None else data.rows(data.safe.total)
    heads = [*body, *(", ".join(row[:n]) for row in foot)]
    return [
        Row(head, detail, figure, i >= len(body))
        for i, (head, detail, figure) in enumerate(zip(heads, details, right, strict=True))
    ]


def layout(
    rows: Sequence[Row], size: Size, *, top: float, bottom: float, spare: float = 0
) -> Layout:
    """Return axes with room for the rows, whose headings and figures are written already.

    Parameters
    ----------
    rows : sequence of Row
        From the top.
    size : Size
        The wide drawing has headings at the left and figures at the right, the narrow one has both
        above the bar.
    top, bottom : float
        Pixels above and below the rows.
    spare : float
        Pixels kept free at either side of the bars, for marks at their ends.
    """
    arrange = _above if size.is_narrow else _beside
    return arrange(rows, size, top, bottom, spare)


def _beside(rows: Sequence[Row], size: Size, top: float, bottom: float, spare: float) -> Layout:
    letters = size.letters
    wrapped = [_wrapped(row, letters) for row in rows]
    headed = max(theme.text_width(text, letters, bold=True) for text in wrapped)
    detailed = max(theme.text_width(row.detail, letters - 1) for row in rows)
    figured = max(theme.text_width(row.right, letters - 1, bold=True) for row in rows)
    left = headed + (detailed + 14 if detailed else 0) + 12
    heights = [max(_ROW, _LINE * (text.count("\n") + 1) + 8) for text in wrapped]
    margins = (left + spare, (figured + 14 if figured else 16) + spare, top, bottom)
    made = _made(rows, heights, size, margins)
    for row, text, middle in zip(rows, wrapped, made.middles, strict=True):
        y, bold, small = top + middle, row.is_total, letters - 1
        made.write(0, y, text, bold=bold)
        made.write(left - 12, y, row.detail, ha="right", color=Colour.MUTED, letters=small)
        made.write(size.width - 1, y, row.right, ha="right", bold=bold, letters=small)
    return made


def _above(rows: Sequence[Row], size: Size, top: float, bottom: float, spare: float) -> Layout:
    """Write the heading and one figure in a line above each bar, and a detail in a second."""
    letters = size.letters
    second = [_LINE if row.right and row.detail else 0 for row in rows]
    heights = [50 + line for line in second]
    margins = (10 + spare, 18 + spare, top, bottom)
    made = replace(_made(rows, heights, size, margins, lower=10), has_words_between=True)
    for row, middle, line in zip(rows, made.middles, second, strict=True):
        y = top + middle - 22 - line
        figure = row.right or row.detail
        color = Colour.INK if row.right else Colour.MUTED
        room = size.width - theme.text_width(figure, letters) - 14
        heading = _shortened(row.heading, letters, size.width if line else room)
        made.write(0, y, heading, bold=row.is_total, on_paper=True)
        if line:
            made.write(0, y + line, row.detail, color=Colour.MUTED, letters=letters - 1)
        style = {"color": color, "bold": row.is_total and bool(row.right), "on_paper": True}
        at = (size.width - 1, y + line)
        made.write(*at, figure, ha="right", letters=letters - 1, **style)  # type: ignore[arg-type]
    return made


def _made(
    rows: Sequence[Row],
    heights: Sequence[float],
    size: Size,
    margins: tuple[float, float, float, float],
    *,
    lower: float = 0,
) -> Layout:
    """Return the axes; each bar lies `lower` than the middle of its row."""
    middles, y = [], 0.0
    for row, height in zip(rows, heights, strict=True):
        y += _ABOVE_TOTAL if row.is_total and len(rows) > 1 else 0
        middles.append(y + height / 2 + lower)
        y += height
    left, right, top, bottom = margins
    made, axes = theme.figure(
        size, y + top + bottom, left=left, right=right, top=top, bottom=bottom
    )
    axes.set_ylim(y, 0)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=size.letters - 1)
    return Layout(made, axes, middles, size.letters)


def _wrapped(row: Row, letters: float) -> str:
    width = theme.text_width(row.heading, letters, bold=True)
    if width <= _WIDEST_HEADING:
        return row.heading
    fits = max(int(len(row.heading) * _WIDEST_HEADING / width), 8)
    return "\n".join(textwrap.wrap(row.heading, fits))


def _shortened(text: str, letters: float, room: float) -> str:
    """Cut a heading that is too long for a phone; the data below the chart has it in full."""
    while len(text) > 4 and theme.text_width(text, letters, bold=True) > room:
        text = f"{text.rstrip('…')[:-1].rstrip()}…"
    return text
