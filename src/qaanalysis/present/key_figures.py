"""Key figures: a number with what it rests on, and the tiles that show a few of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any, Literal

import pandas as pd

from qaanalysis.present import record, words

_WIDTH, _HEIGHT, _RIM = 124, 34, 5
ALERT = "Look here first"
HIDDEN_NOTE = "The number is small, or would give a small one away"
TOGETHER_NOTE = "In the table by month it is put together with others, as single numbers are small"


@dataclass(frozen=True)
class KeyFigure(record.Shown):
    """One figure that matters, complete: never a percentage without its n and unit.

    Parameters
    ----------
    name : str
        What tells it from the other key figures of a report, for `figures.json`.
    label : str
        What a reader calls it.
    value : float
        A share (0–1) or a count; NaN if it can't be given, and then `note` says why.
    kind : {"share", "count"}
        Which of the two.
    count, total : int, optional
        Numerator and denominator.
    unit : str
        What the total counts: “scheduled audits”.
    period : str
        The time it is for.
    low, high : float, optional
        Its 95% interval.
    history : Series, mapping or sequence of pairs
        The figure by month, in order, for the small line; NaN is a gap.
    note : str
        A sentence to read with it.
    alert : bool
        Whether it comes first.

    Examples
    --------
    >>> figure = KeyFigure(
    ...     "return_rate", "Returned", 23 / 117, count=23, total=117, unit="scheduled audits"
    ... )
    >>> figure.text()
    'Returned: 19.7%. 23 of 117 scheduled audits.'
    """

    name: str
    label: str
    value: float
    kind: Literal["share", "count"] = "share"
    count: int | None = None
    total: int | None = None
    unit: str = ""
    period: str = ""
    low: float | None = None
    high: float | None = None
    history: Mapping[Any, float] | pd.Series | Sequence[tuple[Any, float]] = ()
    note: str = ""
    alert: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether there is a figure that these readers may not see, rather than none."""
        return words.absent(self.value) and self.note in (HIDDEN_NOTE, TOGETHER_NOTE)

    @property
    def shown(self) -> str:
        """The value as it is written."""
        if words.absent(self.value):
            return "Hidden" if self.is_hidden else "Not available"
        return words.percent(self.value) if self.kind == "share" else words.count(self.value)

    @property
    def basis(self) -> str:
        """What it rests on: counts, unit, period and interval."""
        said = self.unit
        if self.total is not None:
            of = f"{words.count(self.count)} of " if self.count is not None else "of "
            said = f"{of}{words.count(self.total)} {self.unit}".strip()
        elif self.unit and words.absent(self.value):
            said = f"a share of {self.unit}"
        said = ", ".join(filter(None, [said, self.period]))
        if not (words.absent(self.low) or words.absent(self.high)):
            said += f" (95% interval {words.interval(self.low, self.high)})"
        return words.sentence(said) if said else ""

    def html(self) -> str:
        """Return the figure as one tile."""
        return tiles([self]).html()

    def text(self) -> str:
        """Return the figure in a line."""
        note = words.sentence(self.note) if self.note else ""
        return " ".join(filter(None, [f"{self.label}: {self.shown}.", self.basis, note]))

    def record(self) -> dict[str, Any]:
        """Return everything but the drawing."""
        names = [n for n in self.__dataclass_fields__ if n != "history"]
        history = pd.to_numeric(pd.Series(dict(self.history), dtype=object), errors="coerce")
        return {
            "type": "key_figure",
            **{n: getattr(self, n) for n in names},
            "shown": self.shown,
            # As pairs: by their names, months put together to quarters would be out of order.
            "history": [*history.items()],
        }


def hidden(name: str, label: str, *, note: str = HIDDEN_NOTE, **more: Any) -> KeyFigure:
    """Return the figure in whose place it is said that it is hidden.

    Parameters
    ----------
    name, label : str
        As of `KeyFigure`.
    note : {HIDDEN_NOTE, TOGETHER_NOTE}
        Why it is hidden.
    **more
        Others of its fields; not its count.

    Examples
    --------
    >>> hidden("worst", "Inadequate").text()
    'Inadequate: Hidden. The number is small, or would give a small one away.'
    """
    return KeyFigure(name, label, float("nan"), note=note, **more)


@dataclass(frozen=True)
class Tiles(record.Shown):
    """A few key figures side by side; made by `tiles`."""

    figures: tuple[KeyFigure, ...]

    def html(self) -> str:
        """Return a list with a tile for each figure; nothing without any."""
        if not self.figures:
            return ""
        items = "".join(_tile(figure) for figure in self.figures)
        return f'<ul class="qa-tiles" role="list" aria-label="Key figures">{items}</ul>'

    def text(self) -> str:
        """Return the figures a line each."""
        return "\n".join(figure.text() for figure in self.figures)

    def record(self) -> dict[str, Any]:
        """Return the figures in order."""
        figures = [figure.record() for figure in self.figures]
        return {"type": "key_figures", "figures": figures}


def tiles(figures: Sequence[KeyFigure]) -> Tiles:
    """Show key figures as tiles, in the order given.

    Examples
    --------
    >>> print(tiles([KeyFigure("inadequate", "Inadequate", 58, kind="count")]).text())
    Inadequate: 58.
    """
    return Tiles(tuple(figures))


def _tile(figure: KeyFigure) -> str:
    alert = f'<span class="qa-alert">{ALERT}</span>' if figure.alert else ""
    note = words.sentence(figure.note) if figure.note else ""
    return (
        f'<li class="qa-tile{" qa-first" if figure.alert else ""}">{alert}'
        f'<span class="qa-what">{escape(figure.label)}</span> '
        f'<b class="qa-value">{escape(figure.shown)}</b>{_sparkline(figure)}'
        f'<span class="qa-sub qa-basis">{_unbroken(figure.basis)}</span>'
        f'<span class="qa-sub qa-also">{_unbroken(note)}</span></li>'
    )


def _unbroken(text: str) -> str:
    """Return escaped text in which no interval is broken over two lines."""
    return re.sub(r"[\d.]+–[\d.]*\d", r'<span class="qa-span">\g<0></span>', escape(text))


def _sparkline(figure: KeyFigure) -> str:
    """Draw the figure by month as a small line; the words beside it say what it shows."""
    history = pd.Series(list(dict(figure.history).values()), dtype=object)
    values = pd.to_numeric(history, errors="coerce").astype(float).tolist()
    known = [value for value in values if value == value]
    if len(known) < 2:
        return ""
    low, reach = min(known), (max(known) - min(known)) or 1.0
    step = (_WIDTH - 2 * _RIM) / (len(values) - 1)
    points = [
        (_RIM + i * step, _HEIGHT - _RIM - (value - low) / reach * (_HEIGHT - 2 * _RIM))
        for i, value in enumerate(values)
    ]
    drawn = groupby(points, key=lambda point: point[1] == point[1])
    lines = "".join(_polyline(list(part)) for is_known, part in drawn if is_known)
    x, y = [point for point in points if point[1] == point[1]][-1]
    return (
        f'<svg class="qa-spark" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true" focusable="false">'
        f'{lines}<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="currentColor"/></svg>'
    )


def _polyline(points: list[tuple[float, float]]) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    style = 'fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"'
    return f'<polyline points="{path}" {style}/>'
