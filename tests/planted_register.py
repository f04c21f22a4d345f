"""A copy of the example's workbook to plant faults in, which writes down what it is given.

So a test needn't ask the code under test how many rows, repairs and rejections there should be.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from run_files import Register

# By table and column: under which heading a row points at a row of another table.
POINTS_AT = {
    "moderations": {"audit_id": ("Audit ref", "audits")},
    "domain_grades": {"audit_id": ("Audit ref", "audits")},
    "findings": {"audit_id": ("Audit ref", "audits")},
    "actions": {"audit_id": ("Audit ref", "audits"), "finding_id": ("Finding ref", "findings")},
    "re_audits": {"audit_id": ("Original audit ref", "audits")},
}
COPY = "copy of another row"


@dataclass(frozen=True)
class Fault:
    """A row that is to be rejected: by which rule, and what stood in its cell before.

    `added` is a row that the workbook hadn't before; a row without a `heading` needs no correction
    of its own.
    """

    table: str
    row: int
    column: str
    rule: str
    heading: str = ""
    was: object = None
    added: bool = False


class Planted(Register):
    """The example's workbook, to be spoilt; what is planted is kept beside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder
        self.cases: set[int] = set()
        self.faults: list[Fault] = []
        self.repaired: Counter[tuple[str, str]] = Counter()
        self.noticed: dict[tuple[str, str], list[int]] = {}
        self.edited: set[tuple[str, int]] = set()
        self.added: Counter[str] = Counter()
        self.limited: object = None
        self.now = ""
        self._headers: dict[str, tuple[int, dict[str, int]]] = {}

    def header(self, table: str) -> tuple[int, dict[str, int]]:
        """Return the row of the headings and their columns, which are looked for once."""
        if table not in self._headers:
            self._headers[table] = super().header(table)
        return self._headers[table]

    def cell(self, table: str, row: int, heading: str) -> Any:
        """Return a cell, to be given a kind or format."""
        return self.sheet(table).cell(row, self.header(table)[1][heading])

    def edit(self, case: int, table: str, row: int, heading: str, value: object) -> None:
        """Write another right value into a cell."""
        self.put(table, row, heading, value)
        self.cases.add(case)
        self.edited.add((table, row))

    def reject(self, case: int, at: tuple[str, int, str], value: object, column: str,
               rule: str) -> Any:  # fmt: skip
        """Spoil the cell at a table, row and heading, so that the row is rejected by a rule."""
        table, row, heading = at
        was = self.value(table, row, heading)
        self.put(table, row, heading, value)
        self.cases.add(case)
        self.faults.append(Fault(table, row, column, rule, heading, was))
        return self.cell(table, row, heading)

    def repair(self, case: int, at: tuple[str, int, str], value: object, rule: str) -> None:
        """Write what stands for the same in a way that a declared rule repairs."""
        self.put(*at, value)
        self.cases.add(case)
        self.repaired[at[0], rule] += 1

    def notice(self, table: str, rule: str, *rows: int) -> None:
        """Say of which rows a reader should know."""
        self.noticed[table, rule] = [*self.noticed.get((table, rule), []), *rows]

    def append(self, table: str, like: int, **changes: object) -> int:
        """Write a row as another one, below all others, with some cells changed."""
        sheet, places = self.sheet(table), self.header(table)[1]
        cells = [cell.value for cell in sheet[like]]
        for heading, value in changes.items():
            cells[places[heading.replace("_", " ")] - 1] = value
        sheet.append(cells)
        return int(sheet.max_row)

    def texts(self, table: str, heading: str, *, apart: bool = False) -> Iterator[str]:
        """Yield the texts of a column, without spaces around; `apart` of several in one cell."""
        place = self.header(table)[1][heading]
        for row in self.rows(table):
            value = self.sheet(table).cell(row, place).value
            text = str(value).upper() if isinstance(value, bool) else value
            if isinstance(text, str):
                yield from (" ".join(t.split()) for t in (text.split(";") if apart else [text]))

    def rows_in(self, table: str) -> int:
        """Return how many rows aren't blank, totals, titles or headings."""
        sheet, first = self.sheet(table), self.header(table)[0]
        return sum(
            any(value is not None for value in row) and row[0] != "TOTAL"
            for row in sheet.iter_rows(min_row=first + 1, values_only=True)
        )

    def rejected(self) -> Iterator[Fault]:
        """Yield every row to be rejected, those among them that point at a rejected row."""
        yield from self.faults
        lost = {
            "audits": {
                self.value("audits", fault.row, "Audit ref")
                for fault in self.faults
                if fault.table == "audits" and fault.rule != COPY
            }
        }
        lost["findings"] = {
            self.value("findings", row, "Finding ref")
            for row in self.rows("findings")
            if self.value("findings", row, "Audit ref") in lost["audits"]
        }
        for table, columns in POINTS_AT.items():
            for column, (heading, parent) in columns.items():
                for row in self.rows(table):
                    if self.value(table, row, heading) in lost[parent]:
                        yield Fault(table, row, column, f"its row in {parent} was rejected")
