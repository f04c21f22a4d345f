"""A table on its way in: its typed rows, which of them are kept, and an account of the rest."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.clean import Repair
from qaanalysis.data.read import RawTable
from qaanalysis.data.validate import Broken, Mask
from qaanalysis.vocabulary import Sensitivity

FAULT_COLUMNS = ("table", "file", "sheet", "row", "column", "rule", "found", "allowed")
REPAIR_COLUMNS = ("table", "column", "rule", "found", "became", "n_rows", "first_row")
LONGEST_SHOWN = 40


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
    """

    raw: RawTable
    rows: NDArray[np.int64]
    codes: dict[str, NDArray[np.int32]]
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    faults: list[dict[str, Any]] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kept: Mask = np.ones(len(self.rows), dtype=bool)
        self._faulty: dict[str, Mask] = {}

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
        if spec.metadata["sensitivity"] is not Sensitivity.NONE:
            return "(not shown)"
        return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"

    def reject(self, broken: Broken) -> None:
        """Reject the rows that break a rule; a cell that has a fault already gets no second."""
        faulty = self._faulty.setdefault(broken.column, np.zeros(len(self.rows), dtype=bool))
        at = broken.positions[~faulty[broken.positions]]
        faulty[at] = True
        self.kept[at] = False
        for i in at.tolist():
            self.reasons.setdefault(i, []).append(f"{broken.column}: {broken.rule}")
            if broken.report:
                self.faults.append(self._fault(broken, i))

    def _fault(self, broken: Broken, at: int) -> dict[str, Any]:
        raw = self.raw
        values = (
            raw.table.name,
            raw.file.name,
            raw.sheet or "",
            int(self.rows[at]),
            raw.headings.texts.get(broken.column, broken.column),
            broken.rule,
            self.shown(broken.column, self.text(broken.column, at)),
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
        columns["reasons"] = ["; ".join(self.reasons[int(i)]) for i in at]
        return pd.DataFrame(columns)
