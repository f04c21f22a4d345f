"""What every chart is: a drawing in two widths, a title, an alt sentence and the data."""

from dataclasses import dataclass
from html import escape
from typing import Any

from qaanalysis.present import image, record, theme
from qaanalysis.present.charts import hidden
from qaanalysis.present.image import Draw
from qaanalysis.present.tables import Table


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
        The drawing as SVG for screens and paper, and for phones; one picture instead of both where
        it has very many marks; empty if there is nothing to draw.
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
    """Return a chart, drawn once for each width; what its table notes stands below it too.

    Where the table has hidden cells, the note and the alt sentences say so.
    """
    suppressed = hidden.NOTE if hidden.of_table(table) else ""
    note = " ".join(filter(None, (note, suppressed, table.safe.note)))
    alt = " ".join(filter(None, (alt, hidden.said(table))))
    with theme.drawing():
        wide, narrow = image.embedded(draw, alt=alt)
    return Chart(title, alt, wide, narrow, table, note)


def without_data(table: Table, *, title: str, why: str) -> Chart:
    """Return the chart of nothing: a sentence, which says so where figures are hidden.

    Examples
    --------
    >>> without_data(None, title="Return rate", why="no month has a figure").alt
    'No chart of “Return rate”: no month has a figure.'
    """
    if table is not None and hidden.of_table(table):
        why = hidden.WHY_NOTHING
    return Chart(title, f"No chart of “{title}”: {why}.", "", "", table)
