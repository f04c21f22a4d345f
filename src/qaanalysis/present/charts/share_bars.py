"""Bars that each show all of something, divided into shares."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import hidden, marks, rows
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

_BAR = 21
_LINE = 22
_NAMED = 3  # rows that share the highest
_SHORT = "[c] no bar, as a number in it is hidden"


@dataclass(frozen=True)
class _Parts:
    """Counts by row and part; NaN where one isn't shown, and what then stands in a bar's place.

    `n` is what each bar is said to stand for.
    """

    counts: np.ndarray
    n: np.ndarray
    names: tuple[str, ...]
    fills: tuple[theme.Fill, ...]
    unit: str
    instead: tuple[str, ...]

    @property
    def sums(self) -> np.ndarray:
        """All parts of each bar together."""
        return np.sum(self.counts, axis=1)

    @property
    def shares(self) -> np.ndarray:
        """Shares of each row; NaN where there is nothing to divide."""
        return self.counts / np.where(self.sums > 0, self.sums, np.nan)[:, None]


@of_safe_table
def stacked_shares(
    safe: SafeTable,
    *,
    columns: Sequence[str],
    title: str,
    n: str | None = None,
    worst_first: bool = False,
) -> Chart:
    """Draw a bar for each row, divided by the counts in `columns`, all bars of one length.

    A bar with a hidden part isn't drawn: the room that the others leave would be the part itself.

    Parameters
    ----------
    safe : SafeTable
        Counts. Its total, if it has one, is the last bar.
    columns : sequence of str
        The parts, from left to right. Colours go from best to worst in the same order; parts such
        as “Not recorded” are grey.
    title : str
        What the chart shows.
    n : str, optional
        The column of the number that each bar stands for; by default its parts are added up, which
        isn't the same where counts are rounded.
    worst_first : bool
        Whether the worst is at the left, where bars are compared best.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import grades
    >>> graded = grades.final(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> from qaanalysis.disclosure import protect
    >>> monthly = grades.by_month(graded, months=run.months, scale=scale)
    >>> safe = protect(monthly, caption="Grades", **run.safe("audits"))
    >>> print(stacked_shares(safe, columns=scale.labels, title="Grades").alt[:44])
    Grades. May 2023 (44 audits): Outstanding 0.
    """
    labels.refuse_unknown(safe.frame, [] if n is None else [n])
    data = table(safe, columns=columns)
    names = tuple(column.label for column in data.columns)
    every = rows.with_total(safe)
    counts = hidden.numbers(every, columns).to_numpy(dtype=float)
    gone = hidden.rows(every, columns)
    fills = tuple(theme.fills(names, worst_first=worst_first))
    instead = tuple(
        _counted(row, names) if is_gone else "not available"
        for row, is_gone in zip(every[list(columns)].to_numpy(dtype=object), gone, strict=True)
    )
    sums = counts.sum(axis=1)
    whole = sums if n is None else hidden.numbers(every, [n])[n].to_numpy(dtype=float)
    parts = _Parts(counts, np.where(np.isnan(sums), sums, whole), names, fills, safe.unit, instead)
    if not (parts.sums > 0).any():
        return without_data(data, title=title, why=f"there are no {safe.unit} to show")
    details = ["" if np.isnan(total) else f"n = {words.count(total)}" for total in parts.n]
    listed = rows.listed(data, details=details, right=[""] * len(details))
    alt = f"{title}. {_alt(parts, listed, gone)}"
    return drawn(data, lambda size: draw(parts, listed, size), title=title, alt=alt)


def draw(parts: _Parts, listed: Sequence[rows.Row], size: Size) -> Figure:
    """Draw the chart in one width."""
    legend = _flow(parts.names, size)
    made = rows.layout(listed, size, top=len(legend) * _LINE + 8, bottom=30)
    quarters = [0, 0.25, 0.5, 0.75, 1]
    made.label_values(quarters, ["0%", "25%", "50%", "75%", "100%"], limits=(0, 1))
    for row, line in enumerate(legend):
        y = 11 + row * _LINE
        for i, x in line:
            area, ink = parts.fills[i].area, parts.fills[i].ink
            made.sign(made.left + x + 6, y, color=area, edge=ink)
            made.write(made.left + x + 17, y, parts.names[i], color=ink, bold=True)
    for row in range(len(listed)):
        _draw_bar(made, parts, row, size.letters - 1)
    return made.figure


def _draw_bar(made: rows.Layout, parts: _Parts, row: int, letters: float) -> None:
    """Draw one bar, each part with its count where that fits."""
    y, n, shares = made.middles[row], parts.sums[row], parts.shares[row]
    width = made.axes.get_window_extent().width
    if not n > 0:
        said = parts.instead[row] if np.isnan(n) else f"no {parts.unit}"
        if theme.text_width(said, letters) > 0.98 * width:
            said = _SHORT
        made.axes.text(0.01, y, said, va="center", color=Colour.MUTED, size=letters)
        return
    ends = np.cumsum(shares)
    for end, share, count, fill in zip(ends, shares, parts.counts[row], parts.fills, strict=True):
        if not share > 0:  # nothing has no rim either
            continue
        # The rim stands out from the paper where the colour itself is light.
        marks.bar(made.axes, y, (end - share, end), height=_BAR, color=fill.area, edge=fill.ink)
        text = words.count(count)
        if theme.text_width(text, letters) + 6 <= share * width:
            middle = end - share / 2
            made.axes.text(middle, y, text, ha="center", va="center", color=fill.on, size=letters)
    # A line of paper between neighbours, unless it would hide a sliver.
    wide = shares * width >= 4
    between = ends[:-1][wide[:-1] & wide[1:]]
    made.axes.vlines(between, y - _BAR / 2, y + _BAR / 2, color=Colour.PAPER, linewidth=1.5)


def _flow(names: Sequence[str], size: Size) -> list[list[tuple[int, float]]]:
    """Return the lines of the legend: which names each has, and how far from the left."""
    lines: list[list[tuple[int, float]]] = [[]]
    x = 0.0
    room = size.width - (10 if size.is_narrow else 150)
    for i, name in enumerate(names):
        wide = theme.text_width(name, size.letters, bold=True) + 19
        if lines[-1] and x + wide > room:
            lines.append([])
            x = 0.0
        lines[-1].append((i, x))
        x += wide + 18
    return lines


def _counted(counts: np.ndarray, names: Sequence[str]) -> str:
    """Return a row's counts in words, for the place of its bar."""
    pairs = zip(names, counts, strict=True)
    return ", ".join(f"{name} {words.count(count)}" for name, count in pairs)


def _alt(parts: _Parts, listed: Sequence[rows.Row], gone: np.ndarray) -> str:
    """Say the shares of the total, of the first and the last row, and where each part peaks."""
    shown = [i for i in range(len(listed)) if parts.sums[i] > 0]
    groups = [i for i in shown if not listed[i].is_total]
    totals = [i for i in shown if listed[i].is_total]
    described = [*totals, *dict.fromkeys([groups[0], groups[-1]] if groups else [])]
    said = [
        f"{listed[i].heading} ({words.units(parts.n[i], parts.unit)}): {_shares(parts, i)}."
        for i in described
    ]
    if len(groups) > 2:
        headings = [listed[i].heading for i in groups]
        peaks = [
            f"{name} in {_highest(column, headings)}"
            for name, column in zip(parts.names, parts.shares[groups].T, strict=True)
            if np.max(column) > 0
        ]
        said.append(f"Highest{' shown' if gone.any() else ''}: {'; '.join(peaks)}.")
    without = [listed[i].heading for i in range(len(listed)) if i not in shown and not gone[i]]
    if without:
        said.append(f"No shares for {words.listed(without)}.")
    bars = int(gone.sum())
    if bars:
        said.append(f"{words.in_words(bars).capitalize()} of {len(listed)} bars not drawn.")
    return " ".join(said)


def _highest(shares: np.ndarray, headings: Sequence[str]) -> str:
    """Return which rows have the highest share, as it is shown; of many, how many they are."""
    top = words.percent(np.max(shares))
    tied = [
        name for name, share in zip(headings, shares, strict=True) if words.percent(share) == top
    ]
    if len(tied) > _NAMED:
        tied = [tied[0], f"{words.in_words(len(tied) - 1)} others"]
    return f"{words.listed(tied)} ({top})"


def _shares(parts: _Parts, row: int) -> str:
    pairs = zip(parts.names, parts.shares[row], strict=True)
    return words.listed([f"{name} {words.percent(share)}" for name, share in pairs])
