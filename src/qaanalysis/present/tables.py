"""Safe tables as accessible HTML."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from html import escape
from typing import Any

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import DisclosureError
from qaanalysis.present import case_lists, labels, record, words
from qaanalysis.present.labels import Column, Kind

SYMBOLS = {
    "[c]": "[c] hidden, because the number is small or would give a small one away",
    "[x]": "[x] not available",
    "[z]": "[z] doesn’t apply",
}


@dataclass(frozen=True)
class Table(record.Shown):
    """A safe table that shows itself; made by `table`.

    Parameters
    ----------
    safe : SafeTable
        What to show.
    columns : tuple of Column
        The columns shown, in order.
    digits : int
        Decimals of percentages; other numbers that aren't counts get one more.
    none : str
        What is said in the place of a table without rows.
    """

    safe: SafeTable
    columns: tuple[Column, ...]
    digits: int = 1
    none: str = ""

    @property
    def caption(self) -> str:
        """The caption with the unit, unless the caption says it already."""
        caption, unit = self.safe.caption, self.safe.unit
        said = f" {unit.lower()} " in f" {caption.lower().replace(',', ' ')} "
        return caption if said or not unit else f"{caption} ({unit})"

    @cached_property
    def headings(self) -> list[Column]:
        """Return the row headings; without an index name the first column is the heading."""
        index = self.safe.frame.index
        if index.names == [None]:
            return []
        levels = [index.get_level_values(level) for level in range(index.nlevels)]
        return [
            Column(str(name), labels.label(name), labels.kind(values, name=name))
            for name, values in zip(index.names, levels, strict=True)
        ]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: no row, and no total published without its rows."""
        return self.safe.frame.empty and not self.safe.facts

    @property
    def _empty(self) -> str:
        if self.safe.withheld:
            return f"Table “{self.caption}”: {self.safe.withheld}."
        return f"{self.none}." if self.none else f"No rows: {self.caption}."

    def rows(self, frame: pd.DataFrame) -> list[list[str]]:
        """Return the cells of each row as text, row headings first."""
        keys = [key if isinstance(key, tuple) else (key,) for key in frame.index]
        cells = [self._cells(frame, column) for column in self.columns]
        return [
            [*(_heading(*pair) for pair in zip(key, self.headings, strict=False)), *row]
            for key, *row in zip(keys, *cells, strict=True)
        ]

    def _cells(self, frame: pd.DataFrame, column: Column) -> list[str]:
        if column.kind is not Kind.INTERVAL:
            return [labels.shown(v, column.kind, digits=self.digits) for v in frame[column.name]]
        kinds = {other.name: other.kind for other in self.columns if not other.low}
        ends = zip(frame[column.low], frame[column.high], strict=True)
        return [
            labels.shown_interval(*pair, kinds[column.name], digits=self.digits) for pair in ends
        ]

    def html(self, *, caption: str = "") -> str:
        """Return the table, by default under its own caption; a sentence if there are no rows."""
        safe = self.safe
        if self.is_empty:
            return f'<p class="qa-none">{escape(self._empty)}</p>'
        heads = [*self.headings, *self.columns]
        top = "".join(f'<th scope="col"{_side(c)}>{_named(c)}</th>' for c in heads)
        body = "".join(self._row(row) for row in self.rows(safe.frame))
        total = [] if safe.total is None else self.rows(safe.total)
        foot = f"<tfoot>{''.join(self._row(row) for row in total)}</tfoot>" if total else ""
        caption = escape(caption or self.caption)
        note = self.note
        return (
            f'<div class="qa-scroll" role="region" tabindex="0" aria-label="Table: {caption}">'
            f'<table class="qa-table"><caption><span>{caption}</span></caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>{foot}</table></div>"
            + (f'<p class="qa-note">{escape(note)}</p>' if note else "")
            + (case_lists.PLACE if self.lists else "")
        )

    def _row(self, cells: list[str]) -> str:
        heads = max(len(self.headings), 1)
        return "".join(
            [
                "<tr>",
                *(f'<th scope="row">{escape(cell)}</th>' for cell in cells[:heads]),
                *(
                    f"<td{_side(column)}>{escape(cell)}</td>"
                    for cell, column in zip(
                        cells[heads:],
                        [*self.headings, *self.columns][heads:],
                        strict=True,
                    )
                ),
                "</tr>",
            ]
        )

    @property
    def note(self) -> str:
        """The table's note, and what the symbols in its cells mean."""
        frames = [f for f in (self.safe.frame, self.safe.total) if f is not None]
        cells = {cell for frame in frames for row in self.rows(frame) for cell in row}
        meanings = "; ".join(text for symbol, text in SYMBOLS.items() if symbol in cells)
        return " ".join(filter(None, [self.safe.note, f"{meanings}." if meanings else ""]))

    def text(self) -> str:
        """Return the table in plain columns."""
        if self.is_empty:
            return self._empty
        total = [] if self.safe.total is None else self.rows(self.safe.total)
        heads = [column.label for column in [*self.headings, *self.columns]]
        lines = [heads, *self.rows(self.safe.frame), *total]
        widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
        body = ["  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)) for line in lines]
        return "\n".join([self.caption, *(line.rstrip() for line in body)])

    @cached_property
    def lists(self) -> dict[str, Any]:
        """The cases that each figure counts, if the table says so to its readers."""
        return case_lists.lists(self.safe)

    def record(self) -> dict[str, Any]:
        """Return the figures as they are, unrounded, and what each column is called and holds."""
        names = [n for c in self.columns for n in ((c.low, c.high) if c.low else (c.name,))]
        shown = [asdict(column) for column in [*self.headings, *self.columns]]
        lists = {"lists": self.lists} if self.lists else {}
        return {**record.table(self.safe, columns=names), "shown": shown, **lists}


def table(
    safe: SafeTable,
    *,
    columns: Iterable[str] | None = None,
    digits: int = 1,
    kinds: Mapping[str, Kind] | None = None,
    renamed: Mapping[str, str] | None = None,
    confidence: float = 0.95,
    none: str = "",
) -> Table:
    """Show a safe table.

    Parameters
    ----------
    safe : SafeTable
        What to show. Its index gives the row headings, its total the foot.
    columns : iterable of str, optional
        The columns to show, in order; all by default. The interval of a shown column comes with it.
        One that may not be published is passed over.
    digits : int
        Decimals of percentages.
    kinds, renamed : mapping, optional
        How a column is shown, and what it is called, where its name doesn't tell.
    confidence : float
        Coverage of the intervals, for their heading.
    none : str
        What to say in the place of a table without rows.

    Examples
    --------
    >>> from qaanalysis.disclosure import protect
    >>> from qaanalysis.vocabulary import Audience
    >>> frame = pd.DataFrame(
    ...     {"returned": [44], "return_rate": [44 / 83]},
    ...     index=pd.PeriodIndex(["2023-05"], freq="M", name="month"),
    ... )
    >>> safe = protect(frame, audience=Audience.INTERNAL, caption="Returns", unit="audits")
    >>> print(table(safe).text())
    Returns (audits)
    Month     Returned  Return rate
    May 2023  44        53.0%
    """
    refuse_unsafe(safe)
    chosen = labels.columns(
        safe.frame,
        None if columns is None else [name for name in columns if name not in safe.left_out],
        kinds=kinds,
        renamed=renamed,
        confidence=confidence,
        total=safe.total,
    )
    return Table(safe, chosen, digits, none)


def refuse_unsafe(given: Any) -> None:
    """Refuse what no disclosure check has seen, such as a plain DataFrame.

    Examples
    --------
    >>> refuse_unsafe(pd.DataFrame())
    Traceback (most recent call last):
    qaanalysis.errors.DisclosureError: Only a SafeTable is shown, and this is a DataFrame. Make it
    one: protect(frame, caption="What it shows", **run.safe("audits")).
    """
    if not isinstance(given, SafeTable):
        raise DisclosureError(
            f"Only a SafeTable is shown, and this is a {type(given).__name__}. Make it one: "
            'protect(frame, caption="What it shows", **run.safe("audits")).'
        )


def _heading(value: Any, column: Column) -> str:
    """Return a row heading; that of a total is a word even where the others are months."""
    if isinstance(value, str):
        return labels.label(value)
    if words.absent(value):
        return "Not recorded"
    return labels.shown(value, column.kind)


def _named(column: Column) -> str:
    """Return a column's label, with the words that only readers who don't see it need."""
    of = f'<span class="qa-hidden">: {escape(column.of)}</span>' if column.of else ""
    return f"{escape(column.label)}{of}"


def _side(column: Column) -> str:
    return ' class="qa-number"' if column.is_numeric else ""
