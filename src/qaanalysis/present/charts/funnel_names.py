"""Names beside points: clear of lines, points and one another, joined to a point further off."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from matplotlib.axes import Axes

from qaanalysis.present import theme
from qaanalysis.present.charts import marks, placing
from qaanalysis.present.charts.placing import Box, Label, Segment
from qaanalysis.present.charts.wrapping import wrapped
from qaanalysis.present.theme import Colour, Size

# A name further off than this is joined to its point.
_NEAR = 14
_DOT = 10


@dataclass(frozen=True)
class Named:
    """A point to name, and whether its name would rather be above."""

    name: str
    point: marks.Point
    is_above: bool


def write_names(
    axes: Axes,
    named: Sequence[Named],
    *,
    lines: Sequence[Segment],
    points: Sequence[marks.Point],
    size: Size,
) -> None:
    """Write the names of some points, in lines on a phone.

    In a crowd some don't fit and aren't written; the data below the chart has them all.

    Parameters
    ----------
    axes : Axes
        Where to write.
    named : sequence of Named
        What to write.
    lines : sequence of Segment
        Lines that names had better not cover.
    points : sequence of Point
        All points, which names never cover.
    size : Size
        Which drawing it is.
    """
    letters = size.letters - 1
    line = letters * 1.2
    room = 90 if size.is_narrow else 200
    blocks = [wrapped(one.name, width=room, letters=letters) for one in named]
    wanted = []
    for one, block in zip(named, blocks, strict=True):
        width = max(theme.text_width(text, letters) for text in block)
        wanted.append(Label(one.point, width, line * len(block), one.is_above))
    box = axes.get_window_extent()
    bounds = Box(box.x0 + 2, box.y0 + 2, box.x1, box.y1 + 2)
    taken = [Box.around(*point, _DOT, _DOT) for point in points]
    segments = [*lines, *(((dot.left, dot.top), (dot.right, dot.bottom)) for dot in taken)]
    places = placing.place(wanted, bounds=bounds, segments=segments, gap=11)
    for at, label, block in zip(places, wanted, blocks, strict=True):
        covered = Box.around(*at, label.width, label.height)
        if any(covered.overlaps(other) for other in taken) or not covered.is_inside(bounds):
            continue
        taken.append(covered)
        _join(axes, covered, label.point)
        for row, text in enumerate(block):
            to = (at[0], at[1] + line * ((len(block) - 1) / 2 - row))
            marks.write(axes, to, text, letters=letters, color=Colour.PLUM, on_paper=True)


def _join(axes: Axes, box: Box, point: marks.Point) -> None:
    """Join a name to its point by a thin line where they are apart."""
    x, y = point
    end_x = min(max(x, box.left), box.right)
    end_y = min(max(y, box.bottom), box.top)
    if hypot(end_x - x, end_y - y) > _NEAR:
        across = marks.page(axes)
        axes.plot([x, end_x], [y, end_y], color=Colour.PLUM, linewidth=0.9, transform=across)
