"""Colours, letters and sizes of charts, and the one way to make a figure.

Colours are from the palette of the UK's Government Analysis Function. Areas that touch are told
apart by people who are colour blind and in a grey copy, and have a line of paper between them and a
rim that stands out from it; lines differ in dashes and markers as well. In a report each colour
becomes a CSS variable (`svg`), so that a page in dark mode has its own.
"""

import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.textpath import text_to_path


class Colour(StrEnum):
    """Colours by role; no two are the same, so that a drawn colour tells its role.

    The `_INK` of a colour is for words: dark enough for text on paper.
    """

    PAPER = "#ffffff"
    INK = "#0b0c0c"
    MUTED = "#505a5f"
    GRID = "#dcdee0"
    AXIS = "#6f777b"
    BAND = "#e9ebed"
    BAND_EDGE = "#7c858a"
    NAVY = "#12436d"
    TEAL = "#28a197"
    TEAL_INK = "#17655f"
    ORANGE = "#f4a261"
    ORANGE_INK = "#8f5210"
    PLUM = "#801650"
    GREY = "#dbdfe2"
    GREY_INK = "#4f595e"
    ON_DEEP = "#fffffe"
    ON_BRIGHT = "#0b0c0d"


@dataclass(frozen=True)
class Fill:
    """A colour for areas, the one for its name in words, and the one for words upon it."""

    area: Colour
    ink: Colour
    on: Colour


NAVY = Fill(Colour.NAVY, Colour.NAVY, Colour.ON_DEEP)
TEAL = Fill(Colour.TEAL, Colour.TEAL_INK, Colour.ON_BRIGHT)
ORANGE = Fill(Colour.ORANGE, Colour.ORANGE_INK, Colour.ON_BRIGHT)
PLUM = Fill(Colour.PLUM, Colour.PLUM, Colour.ON_DEEP)
GREY = Fill(Colour.GREY, Colour.GREY_INK, Colour.ON_BRIGHT)
BEST_TO_WORST = {
    1: (TEAL,),
    2: (NAVY, ORANGE),
    3: (TEAL, ORANGE, PLUM),
    4: (NAVY, TEAL, ORANGE, PLUM),
}
UNKNOWN = frozenset({"not recorded", "not applicable", "not returned", "not known", "unknown"})
LINES = (Colour.NAVY, Colour.PLUM, Colour.TEAL_INK, Colour.ORANGE_INK)
MARKERS = ("o", "D", "s", "^")
DASHES = ((), (5, 2), (2, 1.5), (7, 2, 2, 2))


@dataclass(frozen=True)
class Size:
    """A chart's width and letters in CSS pixels (a pixel of the page is a point of the figure)."""

    name: str
    width: int
    letters: float

    @property
    def is_narrow(self) -> bool:
        """Whether this is the drawing for phones."""
        return self.name == "narrow"


WIDE = Size("wide", 800, 14)
NARROW = Size("narrow", 340, 13)

# rcParams belong to the whole process; charts may be drawn in threads.
_LOCK = threading.RLock()


@contextmanager
def drawing() -> Iterator[None]:
    """Draw with the house's settings, one thread at a time; the caller's settings come back."""
    settings = {
        "font.family": _families(),
        "font.size": WIDE.letters,
        "text.parse_math": False,  # a team may have a dollar sign in its name
        "text.color": Colour.INK,
        "axes.edgecolor": Colour.AXIS,
        "svg.fonttype": "none",
        "svg.hashsalt": "qaanalysis",
        "path.simplify": False,
    }
    with _LOCK, mpl.rc_context(), warnings.catch_warnings():
        # The reader's browser has the letters that this machine's font may lack.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        sns.set_theme(style="white", color_codes=False, rc=settings)
        yield


def figure(
    size: Size, height: float, *, left: float, right: float, top: float, bottom: float
) -> tuple[Figure, Axes]:
    """Return a figure with one set of axes, all margins in pixels.

    Never through pyplot, which keeps every figure in a list that threads share.
    """
    made = canvas(size, height)
    box = (left, bottom, size.width - left - right, height - top - bottom)
    return made, axes(made, box, size)


def canvas(size: Size, height: float) -> Figure:
    """Return a figure without axes, its height in pixels."""
    return Figure(figsize=(size.width / 72, height / 72), dpi=72, facecolor="none")


def axes(made: Figure, box: tuple[float, float, float, float], size: Size) -> Axes:
    """Add axes to a figure; left, bottom, width and height are in pixels."""
    width, height = (length * 72 for length in made.get_size_inches())
    left, bottom, across, up = box
    found = made.add_axes(
        (left / width, bottom / height, across / width, up / height), facecolor="none"
    )
    found.tick_params(length=0, labelsize=size.letters, labelcolor=Colour.MUTED, pad=6)
    found.set_axisbelow(True)
    sns.despine(ax=found, left=True)
    return found


def fills(names: Sequence[str], *, worst_first: bool = False) -> list[Fill]:
    """Return the colours of a scale's steps; what isn't known is grey and no step.

    Examples
    --------
    >>> [fill.area.name for fill in fills(["Good", "Poor", "Not recorded"])]
    ['NAVY', 'ORANGE', 'GREY']
    """
    steps = [name for name in names if name.lower() not in UNKNOWN]
    scale = list(BEST_TO_WORST.get(len(steps), ())) or _many(len(steps))
    by_name = dict(zip(steps, reversed(scale) if worst_first else scale, strict=True))
    return [by_name.get(name, GREY) for name in names]


def text_width(text: str, letters: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in pixels.

    Examples
    --------
    >>> text_width("wide", 14) > text_width("i", 14) > 0
    True
    """
    return max(_line_width(line, letters, bold) for line in text.split("\n"))


@lru_cache(maxsize=4096)
def _line_width(line: str, letters: float, bold: bool) -> float:
    weight = "bold" if bold else "normal"
    font = FontProperties(family=_families(), size=letters, weight=weight)
    return float(text_to_path.get_text_width_height_descent(line, font, ismath=False)[0])


def _many(steps: int) -> list[Fill]:
    """Return colours for a long list, which is no scale: neighbours differ, all repeat."""
    return [(NAVY, TEAL, ORANGE, PLUM)[step % 4] for step in range(steps)]


@cache
def _families() -> list[str]:
    """Return the letters to measure with: those installed here of the ones the page asks for."""
    wanted = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans")
    installed = {font.name for font in fontManager.ttflist}
    return [name for name in wanted if name in installed] or ["sans-serif"]
