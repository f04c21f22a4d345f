"""One subject of a view: sentences, a chart, a table, and the audits behind its figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import ParamsError
from qaanalysis.present import labels, prose, record
from qaanalysis.present.tables import Table, table

if TYPE_CHECKING:
    from qaanalysis.present import charts

ALL = "All"


@dataclass(frozen=True)
class Section:
    """What a view says of one subject; it shows itself.

    Parameters
    ----------
    name : str
        What it is about: returns, grades, moderation, themes.
    said : tuple of str
        The main figures in sentences; why there are none, if there aren't.
    safe : SafeTable or None
        The figures; None if there are none.
    draw : callable or None
        Draws its chart, when it is looked at.
    columns : tuple of str
        The columns that its table shows.
    renamed : mapping of str to str
        What they are called, where their names don't tell.
    """

    name: str
    said: tuple[str, ...]
    safe: SafeTable | None = None
    draw: "Callable[[], charts.Chart] | None" = field(default=None, repr=False, compare=False)
    columns: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def chart(self) -> "charts.Chart | None":
        """Its chart; None if there is nothing to draw."""
        return None if self.draw is None else self.draw()

    @cached_property
    def table(self) -> Table | None:
        """Its table; None if there are no figures."""
        if self.safe is None:
            return None
        return table(self.safe, columns=self.columns, renamed=self.renamed)

    @property
    def shown(self) -> list[record.Shown]:
        """What is shown, from top to bottom."""
        parts = (prose.prose(*self.said), self.chart, self.table)
        return [part for part in parts if part is not None]

    def html(self) -> str:
        """Return all of it as markup."""
        return "".join(part.html() for part in self.shown)

    def text(self) -> str:
        """Return all of it as plain text."""
        return "\n\n".join(part.text() for part in self.shown)

    def _ipython_display_(self) -> None:
        record.show_each(self.shown)

    @property
    def rows(self) -> dict[str, object]:
        """What a figure can be of, as the table names it; the whole comes first, if it has one."""
        if self.safe is None:
            return {}
        index = self.safe.frame.index
        kind = labels.kind(index, name=index.name)
        whole: dict[str, object] = {} if self.safe.total is None else {ALL: None}
        return {**whole, **{labels.shown(value, kind): value for value in index}}

    @property
    def counts(self) -> dict[str, str]:
        """The columns that count audits, by what they are called."""
        if self.safe is None or self.safe.cases is None:
            return {}
        among = [name for name in self.safe.frame.columns if name in self.safe.cases.counts]
        return {self.renamed.get(name) or labels.label(name): name for name in among}

    def behind(self, row: str, column: str) -> pd.Index:
        """Return the identifiers of the audits that a figure counts, in order.

        Parameters
        ----------
        row, column : str
            As the table names them.

        Raises
        ------
        ParamsError
            If the table has no such row or column.
        """
        for name, given, allowed in (("row", row, self.rows), ("column", column, self.counts)):
            if given not in allowed:
                raise ParamsError(f"{name}: found “{given}”; allowed: {_named(list(allowed))}.")
        safe = self.safe
        assert safe is not None
        assert safe.cases is not None
        of = self.rows[row]
        heading = {} if of is None else {str(safe.frame.index.name): str(of)}
        return safe.cases.ids(heading, self.counts[column]).sort_values()


def _named(names: Sequence[str]) -> str:
    return ", ".join(names) or "none, as there are no figures"
