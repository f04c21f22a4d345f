"""Two people's grades of the same files as a grid: how often each met each."""

from dataclasses import dataclass, replace

import numpy as np

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import words
from qaanalysis.present.charts import hidden as suppressed
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.matrix_drawing import draw
from qaanalysis.present.charts.matrix_grid import Grid
from qaanalysis.present.tables import Table, table

_MOST = 7
NOTE = "Outlined: the same grade both times. The more {unit}, the stronger the shade."


@dataclass(frozen=True)
class _Words:
    """What the two sides of the diagonal, and the diagonal, are called."""

    raised: str
    lowered: str
    same: str


@of_safe_table
def matrix(
    safe: SafeTable,
    *,
    title: str,
    rows_label: str,
    columns_label: str,
    sides: tuple[str, str] = ("raised", "lowered"),
    same: str = "the same",
) -> Chart:
    """Draw a square table of counts as a grid, the diagonal outlined.

    Parameters
    ----------
    safe : SafeTable
        Counts. Rows are one grade of a file, columns the other; the same labels, best first.
    title : str
        What the chart shows.
    rows_label, columns_label : str
        Whose grades the rows and the columns are.
    sides : tuple of str
        What happened to those left of the diagonal, whose second grade is the better, and to
        those right of it.
    same : str
        What happened to those on the diagonal.

    Raises
    ------
    RunError
        If rows and columns don't have the same labels, or they are too many.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> from qaanalysis.disclosure import protect
    >>> pairs = moderation.matrix.matrix(found, scale=scale)
    >>> safe = protect(pairs, caption="Both grades", **run.safe("audits"))
    >>> matrix(safe, title="Grades", rows_label="Auditor", columns_label="Moderator").title
    'Grades'
    """
    frame = safe.frame
    if list(frame.index) != list(frame.columns):
        raise RunError(
            f"“{title}” needs the same grades for rows and columns; its rows are "
            f"{', '.join(map(str, frame.index))}, its columns {', '.join(map(str, frame.columns))}."
        )
    if len(frame) > _MOST:
        raise RunError(f"“{title}” has {len(frame)} grades; up to {_MOST} fit on a phone.")
    data = _named(table(safe), columns_label)
    cells = data.rows(frame)
    n = max(len(data.headings), 1)
    counts = suppressed.numbers(frame, list(frame.columns)).to_numpy(dtype=float)
    if not np.nansum(counts) > 0:
        return without_data(data, title=title, why=f"there are no {safe.unit} to show")
    grid = Grid(
        counts,
        tuple(tuple(row[n:]) for row in cells),
        tuple(column.label for column in data.columns),
        rows_label,
        columns_label,
    )
    said = _Words(*sides, same)
    key = {said.same: grid.same, said.lowered: grid.right, said.raised: grid.left}
    return drawn(
        data,
        lambda size: draw(grid, key, size),
        title=title,
        alt=f"{title}. {_alt(grid, said, safe.unit)}",
        note=NOTE.format(unit=safe.unit),
    )


def _named(data: Table, columns_label: str) -> Table:
    """Tell readers who hear the table whose grades its columns are."""
    return replace(data, columns=tuple(replace(c, of=columns_label) for c in data.columns))


def _alt(grid: Grid, said: _Words, unit: str) -> str:
    """Say how many are on the diagonal and on each side of it, and the biggest cell off it."""
    n = np.sum(grid.counts)
    parts = ((said.same, grid.same), (said.lowered, grid.right), (said.raised, grid.left))
    sums = [f"{name} {grid.total(chosen)}{_of(grid, chosen, n)}" for name, chosen in parts]
    whole = "" if np.isnan(n) else f"Of {words.units(n, unit)}: "
    sentences = [words.sentence(f"{whole}{'; '.join(sums)}"), _biggest(grid, unit)]
    gone = np.array([[text == suppressed.SYMBOL for text in row] for row in grid.texts])
    missing = int((np.isnan(grid.counts) & ~gone).sum())
    if missing:
        cells = "cell isn’t" if missing == 1 else "cells aren’t"
        sentences.append(f"{words.sentence(words.in_words(missing))[:-1]} {cells} shown.")
    return " ".join(filter(None, sentences))


def _of(grid: Grid, chosen: np.ndarray, n: float) -> str:
    share = np.sum(grid.counts[chosen]) / n
    return "" if np.isnan(share) else f" ({words.percent(share)})"


def _biggest(grid: Grid, unit: str) -> str:
    """Name the biggest cell off the diagonal, and those as big."""
    off = np.where(grid.same, np.nan, grid.counts)
    if not np.nansum(off) > 0:
        return ""
    found = np.argwhere(off == np.nanmax(off))
    first, second = _within(grid.rows_label), _within(grid.columns_label)
    named = [f"{first} {grid.names[i]} and {second} {grid.names[j]}" for i, j in found]
    many = "" if len(named) == 1 else " each"
    cells = "cell" if len(named) == 1 else "cells"
    cells += " shown" if np.isnan(off[~grid.same]).any() else ""
    most = words.units(np.nanmax(off), unit)
    return f"The biggest {cells} off the diagonal: {'; '.join(named)} ({most}{many})."


def _within(label: str) -> str:
    """Return a label as it stands within a sentence; what begins with an acronym stays."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label
