"""What every chart is: a drawing in two widths, a title, an alt sentence and the data."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import partial, wraps
from html import escape
from typing import Any, Concatenate, ParamSpec

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import image, record, theme
from qaanalysis.present.charts import hidden
from qaanalysis.present.image import Draw
from qaanalysis.present.tables import Table, refuse_unsafe


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
    draw : callable or None
        Draws it as a PNG; None if there is nothing to draw.
    """

    title: str
    alt: str
    wide: str
    narrow: str
    table: Table
    note: str = ""
    draw: Callable[[], bytes] | None = field(default=None, repr=False, compare=False)

    def html(self) -> str:
        """Return the figure; the page shows the drawing that suits its width."""
        title = escape(self.title)
        if not self.wide:
            return f'<p class="qa-none">{escape(self.alt)}</p>'
        note = f'<p class="qa-note">{escape(self.note)}</p>' if self.note else ""
        return (
            f'<figure class="qa-chart"><figcaption>{title}</figcaption>{self.wide}{self.narrow}'
            f'{note}<details><summary aria-label="Show the data: {title}">Show the data</summary>'
            f"{self._data()}</details></figure>"
        )

    def _data(self) -> str:
        # The same table often stands below the chart: whoever hears captions tells them apart.
        return self.table.html(caption=f"Data of the chart: {self.table.caption}")

    def text(self) -> str:
        """Return the title and the alt sentences."""
        return f"{self.title}\n{self.alt}"

    def record(self) -> dict[str, Any]:
        """Return the title, the alt sentences and the table."""
        data = self.table.record()
        return {"type": "chart", "title": self.title, "alt": self.alt, "table": data}


Arguments = ParamSpec("Arguments")


def of_safe_table(
    draws: Callable[Concatenate[SafeTable, Arguments], Chart],
) -> Callable[Concatenate[SafeTable, Arguments], Chart]:
    """Return a kind of chart that refuses, in words, what isn't a safe table."""

    @wraps(draws)
    def checked(safe: SafeTable, /, *given: Arguments.args, **named: Arguments.kwargs) -> Chart:
        refuse_unsafe(safe)
        return draws(safe, *given, **named)

    return checked


def drawn(table: Table, draw: Draw, *, title: str, alt: str, note: str = "") -> Chart:
    """Return a chart, drawn once for each width; what its table notes stands below it too.

    Where the table has hidden cells, the note and the alt sentences say so.
    """
    suppressed = hidden.NOTE if hidden.of_table(table) else ""
    note = " ".join(filter(None, (note, suppressed, table.safe.note)))
    alt = " ".join(filter(None, (alt, hidden.said(table))))
    with theme.drawing():
        wide, narrow = image.embedded(draw, alt=alt)
    return Chart(title, alt, wide, narrow, table, note, partial(_png, draw))


def _png(draw: Draw) -> bytes:
    with theme.drawing():
        return image.png(draw(theme.WIDE))


@dataclass(frozen=True)
class Pictured(Chart):
    """A chart that brings a picture of itself along, for documents that can't hold the drawing."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(include, exclude)
        if self.draw is None:
            return bundle
        return {**bundle, "image/png": base64.b64encode(self.draw()).decode("ascii")}


def pictured(chart: Chart) -> Pictured:
    """Return a chart that is also drawn as a picture, such as a Word document needs.

    Parameters
    ----------
    chart : Chart
        Made by any function of `charts`.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> from qaanalysis.disclosure import protect
    >>> from qaanalysis.present import charts
    >>> safe = protect(rates, caption="Returns", **run.safe("audits"))
    >>> chart = pictured(charts.lines(safe, columns=["return_rate"], title="Return rate"))
    >>> "image/png" in chart._repr_mimebundle_()
    True
    """
    return Pictured(**{f.name: getattr(chart, f.name) for f in fields(chart)})


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
