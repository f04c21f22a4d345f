"""What every chart is: a drawing in two widths, a title, an alt sentence and the data."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from matplotlib.figure import Figure

from qaanalysis.present import record, svg, theme
from qaanalysis.present.tables import Table
from qaanalysis.present.theme import Size

Draw = Callable[[Size], Figure]


@dataclass(frozen=True)
class Chart(record.Shown):
    """A chart that shows itself.

    Parameters
    ----------
    title : str
        What the chart shows; its caption.
    alt : str
        What a reader who doesn't see it needs to know, in sentences made from the data.
    wide, narrow : str
        The drawing as SVG for screens and paper, and for phones; empty if there is nothing to draw.
    table : Table
        The data, unfolded on demand.
    note : str
        How to read the chart.
    """

    title: str
    alt: str
    wide: str
    narrow: str
    table: Table
    note: str = ""

    def html(self) -> str:
        """Return the figure; the page shows the drawing that suits its width."""
        title = escape(self.title)
        if not self.wide:
            return f'<p class="qa-none">{escape(self.alt)}</p>'
        note = f'<p class="qa-note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<figure class="qa-chart"><figcaption>{title}</figcaption>{self.wide}{self.narrow}'
            f'{note}<details><summary aria-label="Show the data: {title}">Show the data</summary>'
            f"{self.table.html()}</details></figure>"
        )

    def text(self) -> str:
        """Return the title and the alt sentences."""
        return f"{self.title}\n{self.alt}"

    def record(self) -> dict[str, Any]:
        """Return the title, the alt sentences and the table."""
        data = self.table.record()
        return {"type": "chart", "title": self.title, "alt": self.alt, "table": data}


def drawn(table: Table, draw: Draw, *, title: str, alt: str, note: str = "") -> Chart:
    """Return a chart, drawn once for each width; what its table notes stands below it too."""
    note = " ".join(part for part in (note, table.safe.note) if part)
    with theme.drawing():
        wide, narrow = (
            svg.inline(draw(size), size=size, alt=alt) for size in (theme.WIDE, theme.NARROW)
        )
    return Chart(title, alt, wide, narrow, table, note)


def without_data(table: Table, *, title: str, why: str) -> Chart:
    """Return the chart of nothing: a sentence.

    Examples
    --------
    >>> without_data(None, title="Return rate", why="no month has a figure").alt
    'No chart of “Return rate”: no month has a figure.'
    """
    return Chart(title, f"No chart of “{title}”: {why}.", "", "", table)
