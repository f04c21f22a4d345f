"""A drawn figure as part of a page: SVG, or a picture where SVG would be too much for a browser."""

import base64
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape

import numpy as np
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from PIL import Image

from qaanalysis.present import svg, theme
from qaanalysis.present.theme import Size

# Above so many marks a drawing is a picture: each mark of an SVG is an element of the page.
MOST_MARKS = 1000
# Pixels of a picture for each pixel of the page, so that it is sharp on fine screens and on paper.
_FINENESS = 2
_PALETTE = 64
# As in the page's style: what is narrower shows the narrow drawing, on a screen.
_PHONE = "screen and (max-width: 45rem)"

Draw = Callable[[Size], Figure]

_only_wide: ContextVar[bool] = ContextVar("_only_wide", default=False)


@contextmanager
def only_wide() -> Iterator[None]:
    """Leave out the drawings for phones: where there are none, it takes half the time."""
    token = _only_wide.set(True)
    try:
        yield
    finally:
        _only_wide.reset(token)


def marks(figure: Figure) -> int:
    """Return how many marks a figure is made of: dots, bars and lines, without words and axes.

    Examples
    --------
    >>> made, axes = theme.figure(theme.WIDE, 100, left=0, right=0, top=0, bottom=0)
    >>> _ = axes.plot([1, 2, 3], [1, 2, 3], marker="o", linestyle="none"), axes.barh([1], [2])
    >>> marks(made)
    4
    """
    n = 0
    for axes in figure.axes:
        for artist in axes.get_children():
            if artist is axes.patch:
                continue
            if isinstance(artist, PathCollection):
                n += int(np.shape(artist.get_offsets())[0])
            elif isinstance(artist, LineCollection):
                n += len(artist.get_segments())
            elif isinstance(artist, Line2D):
                n += _of_line(artist)
            elif isinstance(artist, Patch) and not isinstance(artist, Spine):
                n += 1
    return n


def embedded(draw: Draw, *, alt: str) -> tuple[str, str]:
    """Return the drawing for screens and paper and the one for phones; same data, same bytes.

    A picture comes in one piece, which holds both; then the second is empty.

    Parameters
    ----------
    draw : callable
        Draws the figure in a size.
    alt : str
        What both show, in sentences.
    """
    if _only_wide.get() and marks(alone := draw(theme.WIDE)) <= MOST_MARKS:
        return svg.inline(alone, size=theme.WIDE, alt=alt), ""
    sizes = (theme.WIDE, theme.NARROW)
    wide, narrow = (draw(size) for size in sizes)
    if max(marks(wide), marks(narrow)) > MOST_MARKS:
        return _picture(wide, narrow, alt=alt), ""
    return (
        svg.inline(wide, size=theme.WIDE, alt=alt),
        svg.inline(narrow, size=theme.NARROW, alt=alt),
    )


def png(figure: Figure) -> bytes:
    """Return a figure as PNG on white paper, without the name of what drew it."""
    stream = io.BytesIO()
    figure.savefig(stream, format="rgba", dpi=72 * _FINENESS, facecolor="#ffffff")
    width, height = (int(72 * _FINENESS * length) for length in figure.get_size_inches())
    drawn = Image.frombytes("RGBA", (width, height), stream.getvalue()).convert("RGB")
    # A chart has few colours: with a palette it takes a third of the bytes.
    picture = drawn.quantize(_PALETTE, dither=Image.Dither.NONE)
    small = io.BytesIO()
    picture.save(small, format="png", optimize=True)
    return small.getvalue()


def _picture(wide: Figure, narrow: Figure, *, alt: str) -> str:
    """Return both drawings as one `<picture>`, of which a browser shows the one that fits."""
    sides = [
        f'width="{size.width}" height="{round(drawn.get_figheight() * 72)}"'
        for size, drawn in ((theme.WIDE, wide), (theme.NARROW, narrow))
    ]
    return (
        f'<picture><source media="{_PHONE}" srcset="{_data(narrow)}" {sides[1]}>'
        f'<img src="{_data(wide)}" alt="{escape(alt)}" {sides[0]} '
        f'style="max-width:100%;height:auto;background:#fff"></picture>'
    )


def _data(figure: Figure) -> str:
    return f"data:image/png;base64,{base64.b64encode(png(figure)).decode('ascii')}"


def _of_line(line: Line2D) -> int:
    """Count a line as one mark, and one with dots as so many as it has dots."""
    dots = line.get_marker() not in (None, "", " ", "None", "none")
    return int(np.shape(line.get_xydata())[0]) if dots else 1
