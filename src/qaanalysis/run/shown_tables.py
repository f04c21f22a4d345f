"""The tables that a report showed, as its records have them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from qaanalysis.present import labels
from qaanalysis.present.labels import Column, Kind


@dataclass(frozen=True)
class ShownTable:
    """A table as a report showed it, or as the data of a chart.

    Parameters
    ----------
    record : dict
        From `figures.json`.
    chart : str
        The title of the chart whose data it is; empty for a table.
    """

    record: dict[str, Any]
    chart: str = ""

    @property
    def caption(self) -> str:
        """What it shows."""
        return str(self.record["caption"])

    @cached_property
    def columns(self) -> list[Column]:
        """The columns shown, row headings first; those of an interval's ends by themselves."""
        found: list[Column] = []
        for told in self.record["shown"]:
            column = Column(**{**told, "kind": Kind(told["kind"])})
            if column.kind is not Kind.INTERVAL:
                found.append(column)
                continue
            [kind] = [c.kind for c in found if c.name == column.name]
            of = f"{column.label}{f' of {column.of}' if column.of else ''}"
            ends = ((column.low, "lower end"), (column.high, "upper end"))
            found += [Column(name, f"{of}, {end}", kind) for name, end in ends]
        return found

    @property
    def n_headings(self) -> int:
        """How many of the columns head a row; without one named, the first does."""
        return max(len(self.record["headings"]), 1)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows and, last, the total if there is one."""
        total = self.record["total"]
        return [*self.record["rows"], *([self._headed(total)] if total else [])]

    def _headed(self, total: dict[str, Any]) -> dict[str, Any]:
        """Return a total's row with what heads it under the names of the rows' headings.

        A total of months below service areas keeps the name of its months in the record.
        """
        headings = self.record["headings"]
        others = [name for name in total if name not in {*self.record["columns"], *headings}]
        lacking = [name for name in headings if name not in total]
        return {**total, **{name: total[own] for name, own in zip(lacking, others, strict=False)}}

    def heading(self, row: dict[str, Any]) -> str:
        """Return what heads a row, as its reader sees it."""
        heads = self.columns[: self.n_headings]
        return ", ".join(worded(row.get(column.name), column, heads=True) for column in heads)


def worded(value: Any, column: Column, *, heads: bool = False) -> str:
    """Return a recorded value as the page shows it.

    Parameters
    ----------
    value : text, number or None
        From a record; months and dates are texts there.
    column : Column
        Its column.
    heads : bool
        Whether it heads a row.
    """
    if column.kind is Kind.MONTH and isinstance(value, str):
        moment = month(value)
        return labels.label(value) if moment is None else labels.shown(moment, Kind.MONTH)
    if heads and isinstance(value, str):
        return labels.label(value)
    if heads and value is None:
        return "Not recorded"
    return labels.shown(value, column.kind)


def month(text: str) -> pd.Period | None:
    """Return the month that a record's text is; nothing if it is other words, such as a total's.

    Examples
    --------
    >>> month("2023-05"), month("May to November 2023")
    (Period('2023-05', 'M'), None)
    """
    try:
        return pd.Period(text, freq="M") if len(text) == len("2023-05") else None
    except ValueError:
        return None


def tables(records: list[dict[str, Any]]) -> list[ShownTable]:
    """Return the tables with rows that a report showed, in order, each once.

    The data of a chart is left out where a table of the same caption has all of it.
    """
    found = [table for table in tables_of(records) if table.rows and "shown" in table.record]
    return [
        table
        for at, table in enumerate(found)
        if not any(
            _holds(other, table) and (not other.chart or before < at)
            for before, other in enumerate(found)
            if before != at and table.chart
        )
    ]


def tables_of(records: Iterable[dict[str, Any]]) -> Iterator[ShownTable]:
    """Yield every table that a report showed, and the data of its charts, in order."""
    for record in records:
        if record["type"] == "table":
            yield ShownTable(record)
        elif record["type"] == "chart" and record.get("table"):
            yield ShownTable(record["table"], str(record["title"]))


def _holds(whole: ShownTable, part: ShownTable) -> bool:
    """Tell whether a table has every figure of another."""
    return (
        whole.caption == part.caption
        and len(whole.rows) == len(part.rows)
        and {c.name for c in part.columns} <= {c.name for c in whole.columns}
    )
