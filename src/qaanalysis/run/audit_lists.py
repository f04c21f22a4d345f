"""“Which 23?”: the audits that each figure of a report counts, from what its tables recorded.

The lists leave the records here, for a workbook of their own beside the reports; a page says below
each table which sheet has its audits.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

from qaanalysis.present import case_lists, labels
from qaanalysis.present.labels import Column
from qaanalysis.present.record import MIME
from qaanalysis.run.cells import changed, with_outputs
from qaanalysis.run.shown_tables import ShownTable, tables_of

FILE = "audit-lists.xlsx"
EVERY_ROW, TOTAL_ALONE = "Every row", "In the total alone"
# Of the 31 letters that a sheet's name may have.
_LONGEST_NAME = 26
_PLAIN = re.compile(r"[a-z0-9_ .-]+")

Key = tuple[tuple[Any, ...], str]


@dataclass(frozen=True)
class Line:
    """An audit in a row of a table, and whether each count counts it."""

    headings: tuple[Any, ...]
    audit: str
    counted: tuple[bool, ...]


@dataclass(frozen=True)
class Sheet:
    """The audits behind a table.

    Parameters
    ----------
    name : str
        The sheet's: of the report, and its number.
    report : str
        The report's title.
    caption, unit : str
        The table's.
    headings : tuple of Column
        What heads the table's rows.
    columns : tuple of str
        The counts, by name.
    labels : tuple of str
        What each is called.
    lines : tuple of Line
        In the order of the table's rows, then by audit.
    """

    name: str
    report: str
    caption: str
    unit: str
    headings: tuple[Column, ...]
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Lists:
    """The sheets of a report, and the name of the sheet of each table that has a list, in order."""

    sheets: tuple[Sheet, ...] = ()
    of_tables: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Listed:
    """A table that has lists, and what they say, read once."""

    table: ShownTable

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the table's list, in the order of its rows, then by audit."""
        return tuple(_lines(self.table))

    @cached_property
    def by_column(self) -> dict[str, list[Key]]:
        """Who is counted by each column, and in which row."""
        columns = self.table.record["lists"]["columns"]
        found: dict[str, list[Key]] = {name: [] for name in columns}
        for line in self.lines:
            for name, counted in zip(columns, line.counted, strict=True):
                if counted:
                    found[name].append((line.headings, line.audit))
        return found

    def holds(self, part: "_Listed") -> bool:
        """Tell whether the table has every list of another."""
        whole, other = self.table.record, part.table.record
        if whole["headings"] != other["headings"]:
            return False
        if not set(other["lists"]["columns"]) <= set(whole["lists"]["columns"]):
            return False
        return all(self.by_column[name] == listed for name, listed in part.by_column.items())


def lists(name: str, title: str, records: Sequence[dict[str, Any]]) -> Lists:
    """Return the lists behind the tables of a report.

    Tables that count the same audits, such as a chart's and the table below it, have one sheet.

    Parameters
    ----------
    name, title : str
        The report's.
    records : sequence of dict
        All it recorded, in order.
    """
    groups: list[list[_Listed]] = []
    at: list[int] = []
    for table in map(_Listed, _listed(records)):
        alike = (n for n, group in enumerate(groups) if _alike(table, group[0]))
        place = next(alike, len(groups))
        at.append(place)
        if place == len(groups):
            groups.append([table])
            continue
        # The first of a group is the one that has every list of the others.
        group = groups[place]
        group.insert(0 if table.holds(group[0]) else len(group), table)
    names = [f"{_short(name)} {number}" for number in range(1, len(groups) + 1)]
    sheets = (_sheet(*pair, title) for pair in zip(names, groups, strict=True))
    return Lists(tuple(sheets), tuple(names[n] for n in at))


def without(records: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return records without their lists, as `figures.json` has them."""
    return [
        {**_bare(record), "table": _bare(record["table"])} if record.get("table") else _bare(record)
        for record in records
    ]


def with_places(notebook: Any, found: Lists) -> Any:
    """Return a copy of a notebook that says below each table where its audits are listed."""
    if not found.sheets:
        return notebook
    names = iter(found.of_tables)

    def placed(output: Any) -> Any:
        data = output.get("data", {})
        if MIME not in data or not list(_listed([data[MIME]])):
            return output
        shown = "".join(data["text/html"]).replace(case_lists.PLACE, _said(next(names)))
        return changed(output, {"data": changed(data, {"text/html": shown})})

    return with_outputs(notebook, placed)


def _said(sheet: str) -> str:
    link = f'<a href="{FILE}">{FILE}</a>'
    return f'<p class="qa-note qa-lists">Which audits? {link}, sheet “{escape(sheet)}”</p>'


def _listed(records: Sequence[dict[str, Any]]) -> Iterator[ShownTable]:
    return (table for table in tables_of(records) if table.record.get("lists"))


def _bare(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "lists"}


def _short(name: str) -> str:
    """Return a report's name as it may begin a sheet's, no other report's being the same.

    Examples
    --------
    >>> _short("moderation_sample")
    'moderation_sample'
    >>> _short("Returns: by area")
    'Returns by area 99c51e'
    """
    if _PLAIN.fullmatch(name) and len(name) <= _LONGEST_NAME:
        return name
    mark = hashlib.sha256(name.encode()).hexdigest()[:6]
    plain = re.sub(r"[^\w .-]", "", name)[: _LONGEST_NAME - len(mark) - 1].strip()
    return f"{plain} {mark}".strip()


def _alike(one: _Listed, other: _Listed) -> bool:
    return one.holds(other) or other.holds(one)


def _lines(table: ShownTable) -> list[Line]:
    """Return the lines of a table's list, in the order of its rows, then by audit."""
    told = table.record["lists"]
    alike = all(row is None for row, _, _ in told["cases"])
    outside = EVERY_ROW if alike else TOTAL_ALONE
    found = []
    for row, inside, audits in told["cases"]:
        heads = [
            outside if row is None else table.record["rows"][row].get(name)
            for name in table.record["headings"]
        ]
        counted = tuple(at in inside for at in range(len(told["columns"])))
        place = len(table.record["rows"]) if row is None else row
        found += [(place, audit, Line(tuple(heads), audit, counted)) for audit in audits]
    # A case for each of an audit's domains makes lines of one audit; they stand as they were told.
    return [line for _, _, line in sorted(found, key=lambda each: each[:2])]


def _sheet(name: str, group: Sequence[_Listed], report: str) -> Sheet:
    """Return the sheet of tables that count the same, the first of which has every list."""
    whole = group[0].table
    tables = [each.table for each in group]
    columns = tuple(whole.record["lists"]["columns"])
    # What a table calls a count goes before what a chart does.
    told = sorted(tables, key=lambda table: bool(table.chart), reverse=True)
    called = {column.name: column.label for table in told for column in table.columns}
    return Sheet(
        name,
        report,
        next((table.caption for table in tables if not table.chart), whole.caption),
        str(whole.record["unit"]),
        tuple(whole.columns[: len(whole.record["headings"])]),
        columns,
        tuple(called.get(column) or labels.label(column) for column in columns),
        group[0].lines,
    )
