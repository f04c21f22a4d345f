"""Events marked on a chart over months: a dotted line with a few words above it."""

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from qaanalysis.present import theme, words
from qaanalysis.present.charts import marks
from qaanalysis.present.theme import Colour, Size

ROOM = 22
Events = Mapping[pd.Period, str]


def within(events: Events | None, months: pd.PeriodIndex) -> dict[pd.Period, str]:
    """Return the events of the months shown, in order.

    Examples
    --------
    >>> months = pd.period_range("2023-05", "2023-06", freq="M")
    >>> within({months[1]: "in focus", months[1] + 6: "in focus"}, months)
    {Period('2023-06', 'M'): 'in focus'}
    """
    given = events or {}
    return {month: given[month] for month in sorted(given) if month in months}


def sentences(events: Events) -> list[str]:
    """Return what is marked, in sentences for the alt text.

    Examples
    --------
    >>> sentences({pd.Period("2023-08", "M"): "in focus"})
    ['Marked: August 2023, in focus.']
    """
    if not events:
        return []
    return [f"Marked: {'; '.join(f'{words.month(m)}, {said}' for m, said in events.items())}."]


def lines(
    axes: Axes, months: pd.PeriodIndex, events: Events
) -> list[tuple[marks.Point, marks.Point]]:
    """Return where the events' lines run, in pixels, for labels to keep clear of."""
    box = axes.get_window_extent()
    places = [marks.pixels(axes, float(list(months).index(month)), 0)[0] for month in events]
    return [((x, box.y0), (x, box.y1)) for x in places]


def draw(axes: Axes, months: pd.PeriodIndex, events: Events, size: Size) -> None:
    """Draw a line at each event's month and write the event above it, within the figure."""
    letters = size.letters - 1
    box = axes.get_window_extent()
    taken = -1.0
    for month, said in events.items():
        place = float(list(months).index(month))
        axes.axvline(
            place, color=Colour.ORANGE_INK, linewidth=1.6, linestyle=(0, (1.5, 2)), zorder=1.5
        )
        x, _ = marks.pixels(axes, place, 0)
        half = theme.text_width(said, letters) / 2
        middle = min(max(x, half + 2), size.width - half - 2)
        if middle - half > taken:  # Where two would meet, the alt sentences have the second.
            at = (middle, box.y1 + 12)
            marks.write(axes, at, said, letters=letters, color=Colour.ORANGE_INK)
            taken = middle + half + 4
