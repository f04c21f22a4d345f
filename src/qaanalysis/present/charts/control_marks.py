"""The marks of Making Data Count above a control chart: a shape with a letter, and its words.

A circle is good, a diamond bad, a ring neither; the letter tells high from low, or a target hit
from one missed. So each can be told without its colour, and its words stand beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from qaanalysis.present import theme, words
from qaanalysis.present.charts import marks
from qaanalysis.present.charts.wrapping import wrapped
from qaanalysis.present.signals import Assurance, Meaning, Variation
from qaanalysis.present.theme import Colour, Size

_ICON, _LINE, _BETWEEN, _BELOW = 34, 17, 6, 14


@dataclass(frozen=True)
class Shape:
    """How a mark looks."""

    marker: str
    face: Colour
    edge: Colour
    letter: Colour
    area: float


GOOD = Shape("o", Colour.TEAL_INK, Colour.TEAL_INK, Colour.ON_DEEP, 27)
BAD = Shape("D", Colour.PLUM, Colour.PLUM, Colour.ON_DEEP, 21)
NEITHER = Shape("o", Colour.PAPER, Colour.MUTED, Colour.INK, 26)
_OF_MEANING = {Meaning.IMPROVEMENT: GOOD, Meaning.CONCERN: BAD}
_OF_ASSURANCE = {
    Assurance.HIT: (GOOD, "P"),
    Assurance.MISSED: (BAD, "F"),
    Assurance.BOTH: (NEITHER, "?"),
}


@dataclass(frozen=True)
class Mark:
    """One mark: its shape (None: words alone), its letter, a heading and what it says."""

    shape: Shape | None
    letter: str
    about: str
    says: str

    @property
    def sentence(self) -> str:
        """The mark as the alt sentences say it."""
        return f"{self.about}: {self.says}."


def of_variation(found: Variation, *, young: bool = False) -> Mark:
    """Return the mark of what the latest month tells.

    Parameters
    ----------
    found : Variation
        What it tells.
    young : bool
        Whether more may still come in for the month: one that is low so far isn't of concern yet.

    Examples
    --------
    >>> import pandas as pd
    >>> of_variation(Variation(pd.Period("2023-11", "M"), Meaning.CONCERN, False)).sentence
    'Variation in November 2023: special cause of concern, low (L).'
    """
    about = f"Variation in {words.month(found.month)}"
    if found.is_high is None:
        return Mark(NEITHER, "", about, "common cause, no significant change")
    if young and not found.is_high and found.meaning is Meaning.CONCERN:
        return Mark(NEITHER, "L", about, "low (L) so far; late returns may still come")
    letter, side = ("H", "high") if found.is_high else ("L", "low")
    of = "" if found.meaning is Meaning.SPECIAL else f" of {found.meaning.value}"
    shape = _OF_MEANING.get(found.meaning, NEITHER)
    return Mark(shape, letter, about, f"special cause{of}, {side} ({letter})")


def of_assurance(found: Assurance, target: str) -> Mark:
    """Return the mark of whether a target will be met; of too few months in words alone.

    Examples
    --------
    >>> of_assurance(Assurance.MISSED, "60%").sentence
    'Assurance, target 60%: consistently missed (F).'
    """
    shape, letter = _OF_ASSURANCE.get(found, (None, ""))
    says = f"{found.value} ({letter})" if letter else found.value
    return Mark(shape, letter, f"Assurance, target {target}", says)


def height(found: Sequence[Mark], size: Size) -> float:
    """Return how many pixels the marks take above the chart: side by side, on a phone stacked."""
    if not found:
        return 0
    deep = [max(_ICON, len(lines) * _LINE) for lines in _texts(found, size)]
    return (sum(deep) + _BETWEEN * (len(deep) - 1) if size.is_narrow else max(deep)) + _BELOW


def draw(axes: Axes, found: Sequence[Mark], size: Size, top: float) -> None:
    """Draw the marks below `top`, in pixels of the figure."""
    x, y = 0.0, top
    for mark, lines in zip(found, _texts(found, size), strict=True):
        deep = max(_ICON, len(lines) * _LINE)
        middle = y - deep / 2
        if mark.shape:
            _draw_icon(axes, mark, (x + _ICON / 2, middle))
        left = x + (_ICON + 8 if mark.shape else 0)
        first = middle + (len(lines) - 1) * _LINE / 2
        for row, text in enumerate(lines):
            bold = row == 0
            at = (left, first - row * _LINE)
            marks.write(axes, at, text, letters=size.letters - 1, ha="left", bold=bold)
        if size.is_narrow:
            y -= deep + _BETWEEN
        else:
            x += size.width / 2


def _texts(found: Sequence[Mark], size: Size) -> list[list[str]]:
    """Return each mark's words in lines: its heading, then what it says."""
    room = (size.width if size.is_narrow else size.width / 2) - _ICON - 16
    return [
        [mark.about, *wrapped(mark.says, width=room, letters=size.letters - 1)] for mark in found
    ]


def _draw_icon(axes: Axes, mark: Mark, at: marks.Point) -> None:
    """Draw a shape with its letter; a common cause has a wave in place of one."""
    shape = mark.shape or NEITHER
    across = marks.page(axes)
    axes.plot(
        *at,
        marker=shape.marker,
        markersize=shape.area,
        markerfacecolor=shape.face,
        markeredgecolor=shape.edge,
        markeredgewidth=2,
        transform=across,
        clip_on=False,
    )
    if mark.letter:
        marks.write(
            axes, at, mark.letter, letters=theme.WIDE.letters, color=shape.letter, bold=True
        )
        return
    x, y = at
    steps = [(-8, -1), (-4, 3), (0, -3), (4, 3), (8, -1)]
    axes.plot(
        [x + step for step, _ in steps],
        [y + step for _, step in steps],
        color=shape.edge,
        linewidth=2,
        transform=across,
        clip_on=False,
    )
