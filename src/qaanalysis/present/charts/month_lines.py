"""A few lines over months, each named at its end."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import hidden, marks, months, placing, scale
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

_MOST = len(theme.LINES)
_KEY = 20


@dataclass(frozen=True)
class _Line:
    """One line: its place among the styles, its name and its figures, NaN where there is none."""

    style: int
    name: str
    figures: np.ndarray
    text: str
    last: int

    @property
    def color(self) -> Colour:
        return theme.LINES[self.style]


@of_safe_table
def lines(
    safe: SafeTable,
    *,
    columns: Sequence[str],
    title: str,
    measured: Kind | None = None,
    digits: int = 1,
    renamed: Mapping[str, str] | None = None,
) -> Chart:
    """Draw up to four lines over months.

    Parameters
    ----------
    safe : SafeTable
        By month. A month without a figure is a gap.
    columns : sequence of str
        The lines.
    title : str
        What the chart shows.
    measured : Kind, optional
        How the figures are shown; by default as the first column's name tells.
    digits : int
        Decimals of percentages.
    renamed : mapping, optional
        What a column is called, where its name doesn't tell.

    Raises
    ------
    RunError
        If there are more lines than can be told apart, or the rows aren't months.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> from qaanalysis.disclosure import protect
    >>> safe = protect(rates, caption="Returns", **run.safe("audits"))
    >>> print(lines(safe, columns=["return_rate"], title="Return rate").alt[:60])
    Return rate. Return rate: 53.0% in May 2023, 19.7% in Novemb
    """
    if not 0 < len(columns) <= _MOST:
        raise RunError(f"“{title}” has {len(columns)} lines; from 1 to {_MOST} can be told apart.")
    labels.refuse_unknown(safe.frame, columns)
    how = measured or labels.kind(safe.frame[columns[0]])
    kinds = dict.fromkeys(columns, how)
    data = table(safe, columns=columns, kinds=kinds, digits=digits, renamed=renamed)
    full = months.every_month(safe.frame, title=title)
    frame = hidden.numbers(full, columns)
    frame.columns = pd.Index([column.label for column in data.columns if not column.low])
    if frame.isna().all(axis=None):
        return without_data(data, title=title, why="no month has a figure")
    gone = np.flatnonzero(hidden.rows(full, columns)).tolist()
    found = [
        _line(style, str(name), frame[name], how, digits)
        for style, name in enumerate(frame)
        if frame[name].notna().any()
    ]
    index = pd.PeriodIndex(frame.index)
    return drawn(
        data,
        lambda size: draw(found, index, size, how, gone),
        title=title,
        alt=_alt(title, frame, how, digits, _suppressed(safe, columns, frame)),
    )


def _line(style: int, name: str, values: pd.Series, how: Kind, digits: int) -> _Line:
    last = int(np.flatnonzero(values.notna())[-1])
    text = labels.shown(float(values.iloc[last]), how, digits=digits)
    return _Line(style, name, values.to_numpy(), text, last)


def draw(
    found: Sequence[_Line],
    index: pd.PeriodIndex,
    size: Size,
    how: Kind,
    gone: Sequence[int] = (),
) -> Figure:
    """Draw the chart in one width; `gone` are the places of months with a hidden figure."""
    letters = size.letters - 1
    known = np.concatenate([line.figures for line in found])
    low, high = float(np.nanmin(known, initial=0.0)), float(np.nanmax(known))
    ticks = scale.ticks(low, high, measured=how)
    names = scale.names(ticks, measured=how)
    # On a phone the right has room for figures only, and the names stand above.
    key = _KEY * len(found) + 6 if size.is_narrow and len(found) > 1 else 0
    shown = [line.text if key else f"{line.name} {line.text}" for line in found]
    figure, axes = theme.figure(
        size,
        (270 if size.is_narrow else 320) + key,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=max(theme.text_width(text, letters, bold=True) for text in shown) + 12,
        top=12 + key,
        bottom=44,
    )
    axes.set_ylim(low, max(ticks[-1], high))
    months.label_axis(axes, index, size)
    axes.set_xlim(-0.3, len(index) - 0.8)
    months.label_values(axes, ticks, names)
    for line in found:
        marks.line(axes, line.figures, color=line.color, dashes=theme.DASHES[line.style])
        marker = theme.MARKERS[line.style]
        marks.dots(axes, np.arange(len(index)), line.figures, marker=marker, color=line.color)
    months.mark_hidden(axes, gone, size)
    _name_ends(axes, found, shown, len(index), letters)
    if key:
        _name_above(axes, found, figure.get_figheight() * 72, letters)
    return figure


def _name_ends(
    axes: Axes, found: Sequence[_Line], shown: Sequence[str], n: int, letters: float
) -> None:
    """Write each line's name and last figure at the right, joined to a line that ends early."""
    box = axes.get_window_extent()
    points = [marks.pixels(axes, line.last, line.figures[line.last]) for line in found]
    heights = placing.spread(
        [y for _, y in points], apart=letters * 1.35, low=box.y0 + 4, high=box.y1 - 2
    )
    right = marks.pixels(axes, n - 1, 0)[0] + 14
    for line, text, (x, y), height in zip(found, shown, points, heights, strict=True):
        if line.last < n - 1:
            axes.plot(
                [x + 8, right - 3],
                [y, height],
                transform=marks.page(axes),
                color=line.color,
                linewidth=1,
                dashes=(1.5, 2.5),
                clip_on=False,
            )
        at = (right, height)
        marks.write(axes, at, text, letters=letters, color=line.color, ha="left", bold=True)


def _name_above(axes: Axes, found: Sequence[_Line], height: float, letters: float) -> None:
    """Write the names above the chart, each beside a piece of its line."""
    for row, line in enumerate(found):
        y = height - 10 - _KEY * row
        dashes = theme.DASHES[line.style]
        style = (0, dashes) if dashes else "-"
        for x, marker in (([0, 26], ""), ([13], theme.MARKERS[line.style])):
            axes.plot(
                x,
                [y] * len(x),
                marker=marker,
                linestyle=style,
                markersize=8,
                markeredgecolor=Colour.PAPER,
                color=line.color,
                linewidth=2.4,
                transform=marks.page(axes),
                clip_on=False,
            )
        at = (34, y)
        marks.write(axes, at, line.name, letters=letters, color=line.color, ha="left", bold=True)


def _suppressed(safe: SafeTable, columns: Sequence[str], frame: pd.DataFrame) -> set[str]:
    """Return the names of the lines with a hidden figure."""
    gone = np.asarray(hidden.cells(safe.frame, columns).any(axis=0))
    return {str(name) for name in frame.columns[gone]}


def _alt(
    title: str, frame: pd.DataFrame, how: Kind, digits: int, suppressed: Collection[str]
) -> str:
    """Say each line's first and last figure, and its highest and lowest."""
    said = [f"{title}."]
    for name in frame:
        known = frame[name].dropna()
        if known.empty:
            why = "every figure is hidden" if name in suppressed else "no month has a figure"
            said.append(f"{name}: {why}.")
            continue
        text = {
            month: f"{labels.shown(value, how, digits=digits)} in {words.month(month)}"
            for month, value in known.items()
        }
        first, last = known.index[0], known.index[-1]
        shown = " shown" if name in suppressed else ""
        if first == last:
            said.append(f"{name}:{shown} {text[first]} only.")
            continue
        said.append(
            f"{name}: {text[first]}, {text[last]}; "
            f"highest{shown} {text[known.idxmax()]}, lowest{shown} {text[known.idxmin()]}."
        )
    return " ".join(said)
