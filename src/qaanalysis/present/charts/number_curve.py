"""What a number buys: a figure over numbers, with the number chosen marked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import hidden, marks, months, placing, value_axis
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

Say = Callable[[float], str]


@dataclass(frozen=True)
class _Curve:
    """The figures by number, the row that is marked, and how a figure and a number are said."""

    numbers: np.ndarray
    figures: np.ndarray
    marked: int
    say: Say
    unit: str
    what: str

    def label(self, row: int) -> str:
        number = words.count(self.numbers[row])
        return f"{number} {self.what}: {self.say(self.figures[row])}{self.unit}"

    @property
    def others(self) -> list[int]:
        """The rows nearest to half and to twice the number chosen, if they are others."""
        wanted = (self.numbers[self.marked] / 2, self.numbers[self.marked] * 2)
        # A number whose figure is hidden or missing is never the nearest.
        known = np.where(np.isfinite(self.figures), self.numbers, np.inf)
        near = [int(np.abs(known - number).argmin()) for number in wanted]
        return [row for row in dict.fromkeys(near) if row != self.marked]


@of_safe_table
def curve(
    safe: SafeTable,
    *,
    value: str,
    marked: str,
    title: str,
    say: Say,
    unit: str = "",
    renamed: Mapping[str, str] | None = None,
    measured: Kind = Kind.SHARE,
) -> Chart:
    """Draw a figure over numbers.

    Parameters
    ----------
    safe : SafeTable
        Indexed by number, rising; the index is called what there are so many of: “children”.
    value : str
        The column of the figure.
    marked : str
        The column that is true for the number chosen.
    title : str
        What the chart shows.
    say : callable
        How a figure is said, without its unit; on the axis without decimals that are nought.
    unit : str
        The figures' unit, with a space before it.
    renamed : mapping, optional
        What a column is called, where its name doesn't tell.
    measured : Kind
        How the axis is named.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> how = {"audience": "internal", "caption": "Example", "unit": "audits"}
    >>> sizes = {"margin": [0.2, 0.1, 0.07], "chosen": [False, True, False]}
    >>> frame = pd.DataFrame(sizes, index=pd.Index([25, 100, 200], name="children"))
    >>> said = {"value": "margin", "marked": "chosen", "say": lambda share: f"{share:.0%}"}
    >>> curve(protect(frame, **how), title="What a size buys", **said).title
    'What a size buys'
    """
    data = table(safe, columns=[value], renamed=renamed)
    frame = safe.frame
    if frame.empty or not frame[marked].any():
        return without_data(data, title=title, why="no number is chosen")
    figures = hidden.numbers(frame, [value])[value].to_numpy(dtype=float)
    at = int(np.flatnonzero(frame[marked])[0])
    if np.isnan(figures[at]):
        return without_data(data, title=title, why="the number chosen has no figure")
    found = _Curve(frame.index.to_numpy(dtype=float), figures, at, say, unit, str(frame.index.name))
    alt = f"{title}. Chosen: {found.label(at)}."
    if found.others:
        alt += f" {words.listed([found.label(row) for row in found.others])}."
    return drawn(data, lambda size: _drawn(found, size, measured), title=title, alt=alt)


def _drawn(found: _Curve, size: Size, measured: Kind) -> Figure:
    """Draw the curve in one width."""
    top = float(np.nanmax(found.figures))
    ticks, _ = value_axis.named(0.0, top, measured=measured, about=4)
    names = [found.say(tick).removesuffix(".0") for tick in ticks]
    figure, axes = theme.figure(
        size,
        250 if size.is_narrow else 300,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=16,
        top=14,
        bottom=52,
    )
    axes.set_xlim(0, float(found.numbers[-1]) * 1.02)
    axes.set_ylim(0, top * 1.04)
    months.label_values(axes, ticks, names)
    across, texts = value_axis.named(
        0.0, float(found.numbers[-1]), measured=Kind.COUNT, about=3 if size.is_narrow else 6
    )
    axes.set_xticks(across, texts)
    axes.tick_params(axis="x", length=4, color=Colour.AXIS, labelsize=size.letters - 1)
    axes.plot(found.numbers, found.figures, color=Colour.NAVY, linewidth=2.4)
    chosen = (found.numbers[found.marked], found.figures[found.marked])
    axes.plot([chosen[0]] * 2, [0, chosen[1]], color=Colour.MUTED, linewidth=1.2, dashes=(4, 3))
    rest = found.others
    marks.dots(axes, found.numbers[rest], found.figures[rest], area=55)
    marks.dots(axes, *([end] for end in chosen), marker="D", color=Colour.PLUM, area=110)
    _label(axes, found, size)
    box = axes.get_window_extent()
    text = f"{labels.label(found.what)} drawn"
    at = ((box.x0 + box.x1) / 2, 10)
    marks.write(axes, at, text, letters=size.letters - 1, color=Colour.MUTED)
    return figure


def _label(axes: Axes, found: _Curve, size: Size) -> None:
    """Write what the marked points are beside them, clear of the curve."""
    box = axes.get_window_extent()
    points = [marks.pixels(axes, x, y) for x, y in zip(found.numbers, found.figures, strict=True)]
    order = [found.marked, *found.others]
    asked = [
        placing.Label(
            points[row],
            theme.text_width(found.label(row), size.letters - 1, bold=row == found.marked),
            size.letters * 1.2,
        )
        for row in order
    ]
    bounds = placing.Box(box.x0, box.y0, box.x1, box.y1)
    x, y = points[found.marked]
    lines = [*pairwise(points), ((x, box.y0), (x, y))]
    for row, at in zip(order, placing.place(asked, bounds=bounds, segments=lines), strict=True):
        is_chosen = row == found.marked
        axes.text(
            *at,
            found.label(row),
            transform=marks.page(axes),
            ha="center",
            va="center",
            size=size.letters - 1,
            color=Colour.PLUM if is_chosen else Colour.NAVY,
            weight="bold" if is_chosen else "normal",
        )
