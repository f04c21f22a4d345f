"""Tables that a reader unfolds: what a report has for those who ask, out of others' way."""

from dataclasses import dataclass
from html import escape
from typing import Any

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import record
from qaanalysis.present.tables import Table, table


@dataclass(frozen=True)
class Folded(record.Shown):
    """A table behind its caption; made by `folded`. Without rows there is nothing to show."""

    table: Table

    def html(self) -> str:
        """Return the folded table; nothing if it has no rows, or why it is withheld."""
        if self.table.is_empty:
            return self.table.html() if self.table.safe.withheld else ""
        caption = escape(self.table.safe.caption)
        return (
            f'<details class="qa-fold"><summary>Table: {caption}</summary>'
            f"{self.table.html()}</details>"
        )

    def text(self) -> str:
        """Return the table in plain columns; nothing if it has no rows."""
        return self.table.text() if not self.table.is_empty or self.table.safe.withheld else ""

    def record(self) -> dict[str, Any]:
        """Return the table's own record."""
        return self.table.record()


def folded(safe: SafeTable, **how: Any) -> Folded:
    """Show a safe table when its reader asks for it.

    Parameters
    ----------
    safe : SafeTable
        What to show.
    **how
        As `tables.table` takes it: columns, renamed, kinds, digits, confidence.

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.disclosure import protect
    >>> from qaanalysis.vocabulary import Audience
    >>> frame = pd.DataFrame({"returned": [44]}, index=pd.Index(["North"], name="team"))
    >>> safe = protect(frame, audience=Audience.INTERNAL, caption="Returns", unit="audits")
    >>> folded(safe).html()[:59]
    '<details class="qa-fold"><summary>Table: Returns</summary><'
    """
    return Folded(table(safe, **how))
