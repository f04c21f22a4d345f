"""The axis of months: every month from the first to the last, those without a figure included."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from qaanalysis.errors import RunError
from qaanalysis.present import theme, words
from qaanalysis.present.charts import marks
from qaanalysis.present.charts.hidden import SYMBOL
from qaanalysis.present.theme import Colour, Size


def every_month(frame: pd.DataFrame, *, title: str) -> pd.DataFrame:
    """Return the table with a row for each month between its first and its last.

    Raises
    ------
    RunError
        If the row headings aren't months, or a month has two rows.
    """
    index = frame.index
    if not isinstance(index, pd.PeriodIndex):
        raise RunError(
            f"“{title}” is a chart over months, but its table has {index.dtype} for row headings; "
            "give it a period index of months."
        )
    if index.has_duplicates:
        raise RunError(f"“{title}” has two rows for {words.month(index[index.duplicated()][0])}.")
    if frame.empty:
        return frame
    return frame.reindex(pd.period_range(index.min(), index.max(), freq="M", name=index.name))


def label_axis(axes: Axes, months: pd.PeriodIndex, size: Size) -> None:
    """Name the months below the axes, the year under the first and each January.

    Each month has a tick; where the names don't fit, every second (third, …) month has a name.
    """
    axes.set_xlim(-0.5, len(months) - 0.5)
    width = axes.get_window_extent().width / len(months)
    letters = size.letters - 1
    every = int(np.ceil((theme.text_width("May", letters) + 5) / width))
    shown = range(0, len(months), every)
    years = [months[i].year for i in shown]
    texts = [
        f"{words.month_name(months[i])[:3]}\n{year if year != before else ' '}"
        for i, year, before in zip(shown, years, [None, *years], strict=False)
    ]
    axes.set_xticks(list(shown), texts)
    axes.set_xticks(range(len(months)), minor=True)
    axes.tick_params(axis="x", which="both", length=4, color=Colour.AXIS, labelsize=letters)


def mark_hidden(axes: Axes, places: Sequence[int], size: Size) -> None:
    """Write “[c]” above months whose figures are hidden, at the foot of the axes.

    Where months stand too close for all of them, the note and the data have the rest.
    """
    letters = size.letters - 1
    wide = theme.text_width(SYMBOL, letters) + 3
    y = axes.get_window_extent().y0 + 10
    before = -np.inf
    for place in places:
        x, _ = marks.pixels(axes, place, 0)
        if x - before >= wide:
            marks.write(axes, (x, y), SYMBOL, letters=letters, color=Colour.MUTED, on_paper=True)
            before = x


def label_values(axes: Axes, ticks: Sequence[float], texts: Sequence[str]) -> None:
    """Name the values at the left, with a faint line across for each."""
    axes.set_yticks(ticks, texts)
    axes.grid(axis="y", color=Colour.GRID, linewidth=0.8)
