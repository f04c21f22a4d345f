"""A table on its way in: its typed rows, which of them are kept, and an account of the rest."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.clean import Repair
from qaanalysis.data.excel_errors import ERRORS, NOT_CALCULATED
from qaanalysis.data.raw_table import Ragged, RawTable
from qaanalysis.data.validate import Broken, Mask
from qaanalysis.vocabulary import Sensitivity

FAULT_COLUMNS = ("table", "file", "sheet", "row", "column", "rule", "found", "allowed")
REPAIR_COLUMNS = ("table", "column", "rule", "found", "became", "n_rows", "first_row")
FAULTY_COLUMNS = ("row", "column", "rule", "allowed")
LONGEST_SHOWN = 40
BEYOND = "cells beyond the headings"


@dataclass
class Draft:
    """A table on its way in.

    Parameters
    ----------
    raw : RawTable
        The table as text.
    rows : array of int
        The number in the file of each data row.
    codes : dict of str to array
        By column: which distinct text each data row has.
    ragged : dict of int to Ragged
        The data rows whose cells can't be told apart; rejected for that and for nothing else.
    """

    raw: RawTable
    rows: NDArray[np.int64]
    codes: dict[str, NDArray[np.int32]]
    ragged: dict[int, Ragged] = field(default_factory=dict)
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    faults: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[int, list[str]] = field(default_factory=dict)
    faulty: list[tuple[int, str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept: Mask = np.ones(len(self.rows), dtype=bool)
        self._faulty: dict[str, Mask] = {}
        self.is_ragged: Mask = np.zeros(len(self.rows), dtype=bool)
        self.unread: dict[str, NDArray[np.int32]] = {}
        self._reject_ragged()

    def _reject_ragged(self) -> None:
        alike: dict[tuple[str, str], list[int]] = {}
        for at, row in self.ragged.items():
            alike.setdefault((row.rule, row.found), []).append(at)
        n_cells = len(self.raw.by_place)
        allowed = f"{n_cells} cells, as there are headings; a cell with a comma in quotation marks"
        for (rule, found), positions in alike.items():
            self.reject(Broken(rule, "", np.array(positions, dtype=np.intp), allowed, found))
        self.is_ragged[list(self.ragged)] = True

    def text(self, column: str, at: int) -> str:
        """Return a cell as it stands in the file."""
        if column not in self.codes:
            return ""
        return str(self.raw.columns[column].texts[int(self.codes[column][at])].as_py())

    def shown(self, column: str, text: str) -> str:
        """Return a cell's text for a message; nothing of it where it may identify a person."""
        spec = self.raw.table.schema.columns[column]
        if not text.strip():
            return "nothing"
        if text.strip() in (*ERRORS, NOT_CALCULATED):
            return text.strip()
        if spec.metadata["sensitivity"] is not Sensitivity.NONE:
            return "(not shown)"
        # A terminal would obey some characters that can't be seen.
        text = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text[: LONGEST_SHOWN + 1])
        return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"

    def reject(self, broken: Broken) -> None:
        """Reject the rows that break a rule; a cell that has a fault already gets no second."""
        faulty = self._faulty.setdefault(broken.column, np.zeros(len(self.rows), dtype=bool))
        new = ~(faulty | self.is_ragged)[broken.positions]
        at = broken.positions[new]
        faulty[at] = True
        self.kept[at] = False
        also = None if broken.also is None else self.rows[broken.also[new]].tolist()
        for nth, i in enumerate(at.tolist()):
            beside = "" if also is None else f"also in row {also[nth]}"
            reason = f"{broken.column}: {broken.rule}" if broken.column else broken.rule
            self.reasons.setdefault(i, []).append(f"{reason}, {beside}" if beside else reason)
            self.faulty.append((int(self.rows[i]), broken.column, broken.rule, broken.allowed))
            if broken.report and not (broken.once and nth):
                alike = f"the first of {len(at)} such rows" if broken.once and len(at) > 1 else ""
                self.faults.append(self._fault(broken, i, beside or alike))

    def misread(self, column: str, broken: Broken) -> None:
        """Reject the rows with a cell that can't be read, and keep which text it is."""
        self.reject(broken)
        codes = self.unread.setdefault(column, np.full(len(self.rows), -1, dtype=np.int32))
        codes[broken.positions] = self.codes[column][broken.positions]

    def _fault(self, broken: Broken, at: int, more: str) -> dict[str, Any]:
        raw = self.raw
        found = broken.found or self.shown(broken.column, self.text(broken.column, at))
        values = (
            raw.table.name,
            raw.file.name,
            raw.sheet or "",
            int(self.rows[at]),
            raw.headings.texts.get(broken.column, broken.column),
            broken.rule,
            f"{found}, {more}" if more else found,
            broken.allowed,
        )
        return dict(zip(FAULT_COLUMNS, values, strict=True))

    def add_repair(
        self, column: str, rule: str, *, found: str = "", became: str = "", n: int, row: int
    ) -> None:
        """Note what a declared rule did to `n` rows, the first of them at `row` of the file."""
        values = (self.raw.table.name, column, rule, found, became, n, row)
        self.repairs.append(dict(zip(REPAIR_COLUMNS, values, strict=True)))

    def note(self, column: str, repair: Repair) -> None:
        """Note a repair: word by word if it respells, in one line if it only tidies."""
        codes = self.codes[column]
        texts = self.raw.columns[column].texts
        if repair.respells:
            for position, became in repair.became.items():
                touched = np.flatnonzero(codes == position)
                if len(touched):
                    self.add_repair(
                        column,
                        repair.rule,
                        found=self.shown(column, texts[position].as_py()),
                        became=self.shown(column, became),
                        n=len(touched),
                        row=int(self.rows[touched[0]]),
                    )
            return
        touched = np.flatnonzero(np.isin(codes, list(repair.became)))
        if len(touched):
            self.add_repair(column, repair.rule, n=len(touched), row=int(self.rows[touched[0]]))

    def rejected(self) -> pd.DataFrame:
        """Return the rejected rows as they stand in the file, with row numbers and reasons."""
        at = np.flatnonzero(~self.kept)
        columns: dict[str, Any] = {"row": self.rows[at]}
        for column in self.codes:
            columns[column] = [self.text(column, int(i)) for i in at]
        if any(row.beyond for row in self.ragged.values()):
            more = [self.ragged[i].beyond if i in self.ragged else () for i in at.tolist()]
            columns[BEYOND] = [" | ".join(cells) for cells in more]
        columns["reasons"] = ["; ".join(self.reasons[int(i)]) for i in at]
        return pd.DataFrame(columns)
