"""Where labels go: beside their points, clear of lines, of the edge and of one another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        """Return the box with its middle at a point."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def overlaps(self, other: "Box") -> bool:
        """Tell whether two boxes share some area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def is_inside(self, other: "Box") -> bool:
        """Tell whether this box lies wholly in another, give or take a hair's breadth."""
        hair = 0.01
        return (
            self.left >= other.left - hair
            and self.right <= other.right + hair
            and self.bottom >= other.bottom - hair
            and self.top <= other.top + hair
        )

    def is_crossed_by(self, segment: Segment) -> bool:
        """Tell whether a straight line passes through the box (Liang and Barsky's clipping)."""
        (x0, y0), (x1, y1) = segment
        enter, leave = 0.0, 1.0
        for step, room in (
            (x0 - x1, x0 - self.left),
            (x1 - x0, self.right - x0),
            (y0 - y1, y0 - self.bottom),
            (y1 - y0, self.top - y0),
        ):
            if step == 0:
                if room < 0:
                    return False
            elif step < 0:
                enter = max(enter, room / step)
            else:
                leave = min(leave, room / step)
        return enter <= leave


@dataclass(frozen=True)
class Label:
    """A text to place: its point, its size and whether it would rather be above."""

    point: Point
    width: float
    height: float
    above: bool = True


def place(
    labels: Sequence[Label],
    *,
    bounds: Box,
    segments: Sequence[Segment] = (),
    faint: Sequence[Segment] = (),
    gap: float = 7,
) -> list[Point]:
    """Return the middle of each label, the first ones choosing first.

    Parameters
    ----------
    labels : sequence of Label
        The most important first.
    bounds : Box
        Where labels may be.
    segments, faint : sequences of Segment
        Lines not to cover, and lines better not covered.
    gap : float
        Pixels between a point and its label.

    Examples
    --------
    >>> place([Label((50, 50), 20, 10)], bounds=Box(0, 0, 100, 100))
    [(50, 62.0)]
    """
    markers = [Box.around(*label.point, gap, gap) for label in labels]
    taken: list[Box] = []
    places: list[Point] = []
    for label in labels:
        costs = []
        for order, (x, y) in enumerate(_beside(label, bounds, gap)):
            box = Box.around(x, y, label.width, label.height)
            cost = (
                1000 * (not box.is_inside(bounds))
                + 200 * sum(box.overlaps(other) for other in taken)
                + 40 * sum(box.overlaps(marker) for marker in markers)
                + 30 * sum(box.is_crossed_by(segment) for segment in segments)
                + 10 * sum(box.is_crossed_by(segment) for segment in faint)
                + order
            )
            costs.append((cost, order, (x, y)))
        chosen = min(costs)[2]
        places.append(chosen)
        taken.append(Box.around(*chosen, label.width, label.height))
    return places


def _beside(label: Label, bounds: Box, gap: float) -> list[Point]:
    """Return places to try, the best first: near before far, the wished side before the other."""
    x, y = label.point
    half = label.width / 2
    left, right = bounds.left + half, bounds.right - half
    kept = min(max(x, left), right) if left <= right else x
    tried = []
    for further in (0.0, 0.4, 0.8, 1.3, 2.4):
        rise = gap + label.height * (0.5 + further)
        for sign in (1, -1) if label.above else (-1, 1):
            tried += [(kept + shift * label.width, y + sign * rise) for shift in (0, 0.3, -0.3)]
        tried += [(x + gap + half, y + further * label.height)]
        tried += [(x - gap - half, y - further * label.height)]
    return tried


def spread(wanted: Sequence[float], *, apart: float, low: float, high: float) -> list[float]:
    """Move heights apart, in their order, near where they were wished and within bounds.

    Pushing all up and pushing all down both keep the distance; so does the mean of the two.

    Examples
    --------
    >>> spread([50, 52, 90], apart=10, low=0, high=100)
    [46.0, 56.0, 90.0]
    """
    if not wanted:
        return []
    order = np.argsort(wanted, kind="stable")
    steps = apart * np.arange(len(wanted))
    level = np.asarray(wanted, dtype=float)[order] - steps
    up = np.maximum.accumulate(level)
    down = np.minimum.accumulate(level[::-1])[::-1]
    heights = np.empty(len(wanted))
    heights[order] = np.clip((up + down) / 2, low, max(high - steps[-1], low)) + steps
    return [float(height) for height in heights]
