"""Funnels: figures by the number they rest on, with the limits of what chance explains."""

from collections.abc import Mapping

import numpy as np

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import labels, words
from qaanalysis.present.charts import hidden
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.funnel_drawing import Curve, Funnel, draw
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import table

LIMITS: Mapping[str, tuple[str, str]] = {"99.8% limits": ("lower", "upper")}
# A figure on a limit is within it, however it was rounded.
_HAIR = 1e-9
# The names of so many outside the limits always fit.
_FEW = 3


@of_safe_table
def funnel(
    safe: SafeTable,
    *,
    n: str,
    value: str,
    limits: SafeTable,
    title: str,
    mean: float | None = None,
    curves: Mapping[str, tuple[str, str]] = LIMITS,
    measured: Kind | None = None,
    digits: int = 1,
    renamed: Mapping[str, str] | None = None,
) -> Chart:
    """Draw a point for each row by the number it rests on, within limits; never in a ranking.

    Parameters
    ----------
    safe : SafeTable
        A row for each point, headed by what it may be called: a pseudonym.
    n, value : str
        The columns of the number a figure rests on, and of the figure.
    limits : SafeTable
        Indexed by that number, for every number there is a point for: the columns of `curves`.
    title : str
        What the chart shows.
    mean : float, optional
        The figure of all together, drawn as a line.
    curves : mapping of str to pair of str
        For what each pair of limits is called its lower and its upper column, the outermost first.
        Points beyond that are named.
    measured : Kind, optional
        How the figures are shown; by default as the column's name tells.
    digits : int
        Decimals of percentages.
    renamed : mapping, optional
        What a column is called, where its name doesn't tell.

    Raises
    ------
    RunError
        If the number that a point rests on has no limits, or has them twice.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> how = {"audience": "internal", "caption": "Example", "unit": "audits"}
    >>> called, numbers = pd.Index(["A", "B"], name="called"), pd.Index([5, 9], name="n")
    >>> at = pd.DataFrame({"n": [5, 9], "gap": [0.1, -0.2]}, index=called)
    >>> ends = pd.DataFrame({"low": [-0.9, -0.6], "high": [0.9, 0.6]}, index=numbers)
    >>> drawn = {"n": "n", "value": "gap", "curves": {"limits": ("low", "high")}}
    >>> funnel(protect(at, **how), limits=protect(ends, **how), title="Auditors", **drawn).title
    'Auditors'
    """
    labels.refuse_unknown(safe.frame, (n, value))
    how = measured or labels.kind(safe.frame[value])
    data = table(safe, columns=[n, value], kinds={value: how}, digits=digits, renamed=renamed)
    points = hidden.numbers(safe.frame, [n, value])
    known = points.notna().all(axis=1).to_numpy()
    if not known.any():
        return without_data(data, title=title, why="there are no points to show")
    size, figure = points[known].to_numpy().T
    found = Funnel(
        names=tuple(row[0] for row in data.rows(safe.frame[known])),
        n=size,
        value=figure,
        curves=tuple(_curve(name, limits, ends) for name, ends in curves.items()),
        mean=float("nan") if mean is None else mean,
        text=lambda number: labels.shown(number, how, digits=digits),
        measured=how,
        labels=(data.columns[0].label, data.columns[1].label),
        outside=_outside(limits, size, figure, curves, title),
    )
    return drawn(
        data,
        lambda width: draw(found, width),
        title=title,
        alt=f"{title}. {_alt(found, int((~known & ~hidden.rows(safe.frame, [n, value])).sum()))}",
        note=_note(found),
    )


def _curve(name: str, limits: SafeTable, ends: tuple[str, str]) -> Curve:
    frame = hidden.numbers(limits.frame, ends).sort_index()
    low, high = frame.to_numpy(dtype=float).T
    return Curve(name, frame.index.to_numpy(dtype=float), low, high)


def _outside(
    limits: SafeTable,
    n: np.ndarray,
    value: np.ndarray,
    curves: Mapping[str, tuple[str, str]],
    title: str,
) -> tuple[np.ndarray, ...]:
    """Tell for each curve which points lie below its lower (-1) or above its upper limit (1)."""
    index = limits.frame.index
    absent = sorted(set(n) - set(index))
    if absent or index.has_duplicates:
        what = f"none for {words.listed([words.count(size) for size in absent])}" if absent else ""
        raise RunError(
            f"“{title}” needs limits once for each number that a point rests on; the table of "
            f"limits has {what or 'some twice'}."
        )
    at = hidden.numbers(limits.frame.reindex(n), [end for ends in curves.values() for end in ends])
    return tuple(
        (value > at[high].to_numpy(dtype=float) + _HAIR).astype(int)
        - (value < at[low].to_numpy(dtype=float) - _HAIR)
        for low, high in curves.values()
    )


def _note(found: Funnel) -> str:
    said = [f"Shaded: the range that chance explains ({found.curves[0].name})."]
    n_outside = int(np.count_nonzero(found.outside[0]))
    if n_outside:
        crowd = "; the data has the names that don’t fit" if n_outside > _FEW else ""
        said.append(f"Diamonds lie outside it{crowd}.")
    said += [
        f"Dotted: {curve.name}, beyond which a few lie by chance." for curve in found.curves[1:]
    ]
    if found.has_twins:
        said.append("Points in one place are drawn side by side.")
    return " ".join(said)


def _alt(found: Funnel, n_unknown: int) -> str:
    """Say how many points there are, and which of them lie outside the limits."""
    low, high = words.count(found.n.min()), words.count(found.n.max())
    count = len(found.n)
    points = "point" if count == 1 else "points"
    between = low if low == high else f"{low} to {high}"
    said = [f"{_number(count)} {points}; {found.labels[0]}: {between}."]
    if not np.isnan(found.mean):
        said.append(f"The average is {found.text(found.mean)}.")
    said += _beyond(found)
    if n_unknown:
        said.append(f"Without a figure: {words.count(n_unknown)}.")
    return " ".join(said)


def _beyond(found: Funnel) -> list[str]:
    """Say how many lie outside each pair of limits, and name those outside the first."""
    said: list[str] = []
    before = np.zeros(len(found.n), dtype=bool)
    for curve, side in zip(found.curves, found.outside, strict=True):
        beyond = np.flatnonzero((side != 0) & ~before)
        more = " more" if before.any() and len(beyond) else ""
        named = (
            [_named(found, i, is_above=side[i] > 0) for i in beyond.tolist()] if not said else []
        )
        listed = f": {'; '.join(named)}" if named else ""
        said.append(f"{_number(len(beyond))}{more} outside the {curve.name}{listed}.")
        before |= side != 0
    return said


def _named(found: Funnel, i: int, *, is_above: bool) -> str:
    where = "above" if is_above else "below"
    n = f"{found.labels[0]}: {words.count(found.n[i])}"
    return f"{found.names[i]}, {where} ({found.text(found.value[i])}; {n})"


def _number(value: int) -> str:
    """Return a number as a sentence begins with it."""
    return words.in_words(value).capitalize()
