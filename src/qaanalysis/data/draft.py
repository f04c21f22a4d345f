"""A table on its way in: its typed rows, which of them are kept, and an account of the rest."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from qaanalysis.data.data_rows import NOTE
from qaanalysis.data.excel_errors import ERRORS, NOT_CALCULATED
from qaanalysis.data.fields import TEXT
from qaanalysis.data.origins import NOTICE_COLUMNS, Origins, rows_shown
from qaanalysis.data.personal_texts import WITHHELD, People
from qaanalysis.data.raw_table import Change, Notice, RawTable
from qaanalysis.data.rejections import Lines, Rejection, add_faults, faulty_cells, reasons
from qaanalysis.data.repair import Repair
from qaanalysis.data.validate import Broken, Mask
from qaanalysis.vocabulary import Col, Sensitivity

REPAIR_COLUMNS = ("table", "column", "rule", "found", "became", "n_rows", "first_row")
LONGEST_SHOWN = 40
BEYOND = "cells beyond the headings"
ONLY_ROWS = "rows of the table only; keep notes on another sheet"
OTHER_VALUE = "another value of the same cell was rejected"


@dataclass
class Draft:
    """A table on its way in.

    Parameters
    ----------
    raw : RawTable
        The table as text.
    """

    raw: RawTable
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    rejections: list[Rejection] = field(default_factory=list)
    repairs: list[dict[str, Any]] = field(default_factory=list)
    notices: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows: NDArray[np.int64] = self.raw.rows
        self.codes = {column: text.codes for column, text in self.raw.columns.items()}
        self.kept: Mask = np.ones(len(self.rows), dtype=bool)
        self._faulty: dict[str, Mask] = {}
        self.is_ragged: Mask = np.zeros(len(self.rows), dtype=bool)
        self.unread: dict[str, NDArray[np.int32]] = {}
        self.people = People(
            self.raw.table, {c: column.texts for c, column in self.raw.columns.items()}
        )
        self._reject_ragged()

    def _reject_ragged(self) -> None:
        alike: dict[tuple[str, str, str], list[int]] = {}
        for at, row in self.raw.ragged.items():
            alike.setdefault((row.rule, row.found, row.between), []).append(at)
        n_cells = len(self.raw.by_place)
        for (rule, found, between), positions in alike.items():
            cells = (
                f"{n_cells} cells, as there are headings; a cell with {between} in quotation marks"
            )
            allowed = ONLY_ROWS if rule == NOTE else cells
            self.reject(Broken(rule, "", np.array(positions, dtype=np.intp), allowed, found))
        self.is_ragged[list(self.raw.ragged)] = True

    def shown(self, column: str, text: str, *, declared: bool = False) -> str:
        """Return a cell's text for a message; nothing of it where it may identify a person.

        Of a text that is longer than its column may hold, only how long it is. One that is
        `declared` in params is known to whoever reads the message.
        """
        spec = self.raw.table.schema.columns[column]
        if not text.strip():
            return "nothing"
        if (longest := spec.metadata["longest"]) and (n := len(text.strip())) > longest:
            return f"{n:,} characters"
        if text.strip() in (*ERRORS, NOT_CALCULATED):
            return text.strip()
        if spec.metadata["sensitivity"] is not Sensitivity.NONE:
            return "(not shown)"
        if not declared and self.people.may_be_in(text, spec.metadata["kind"]):
            return f"({WITHHELD})"
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
        if len(at):
            also = None if broken.also is None else broken.also[new]
            self.rejections.append(Rejection(broken, at, also))

    def pass_over(self, column: str, positions: NDArray[np.intp]) -> None:
        """Let cells have no fault of their own, as another cell of their rows has it."""
        faulty = self._faulty.setdefault(column, np.zeros(len(self.rows), dtype=bool))
        faulty[positions] = True

    def misread(self, column: str, broken: Broken) -> None:
        """Reject the rows with a cell that can't be read, and keep which text it is."""
        self.reject(broken)
        codes = self.unread.setdefault(column, np.full(len(self.rows), -1, dtype=np.int32))
        codes[broken.positions] = self.codes[column][broken.positions]

    def add_faults(self, lines: Lines) -> None:
        """Add a line for each fault that is told to a table of those of all tables."""
        add_faults(lines, self.raw, self.rejections, self.shown)

    def faulty(self) -> pd.DataFrame:
        """Return each faulty cell of the rejected rows."""
        return faulty_cells(self.raw, self.rejections)

    def add_repair(
        self, column: str, rule: str, *, found: str = "", became: str = "", n: int, row: int
    ) -> None:
        """Note what a declared rule did to `n` rows, the first of them at `row` of the file."""
        values = (self.raw.table.name, column, rule, found, became, n, row)
        self.repairs.append(dict(zip(REPAIR_COLUMNS, values, strict=True)))

    def add_change(self, change: Change) -> None:
        """Note what was done to rows while they were read."""
        self.add_repair(
            change.column,
            change.rule,
            n=change.n,
            row=change.row,
        )

    def add_notice(self, notice: Notice, *, n: int | None = None) -> None:
        """Note what a reader must know though it changes no row; of its `n` rows, the first few."""
        file, sheet = notice.part or (self.raw.file, self.raw.sheet)
        values = (
            *(self.raw.table.name, file.name, sheet or "", notice.column),
            *(
                notice.rule,
                notice.found,
                len(notice.rows) if n is None else n,
                rows_shown(notice.rows),
            ),
        )
        self.notices.append(dict(zip(NOTICE_COLUMNS, values, strict=True)))

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
                        found=self.shown(column, texts[position].as_py(), declared=True),
                        became=self.shown(column, became, declared=True),
                        n=len(touched),
                        row=int(self.rows[touched[0]]),
                    )
            return
        touched = np.flatnonzero(np.isin(codes, list(repair.became)))
        if len(touched):
            self.add_repair(column, repair.rule, n=len(touched), row=int(self.rows[touched[0]]))

    def reject_whole_rows(self) -> None:
        """Reject all rows that were made of one row of a file, where any of them is rejected."""
        units = self._units()
        if units is None or self.kept.all():
            return
        lost = np.flatnonzero(self.kept & np.isin(units, units[~self.kept]))
        self.reject(Broken(OTHER_VALUE, "", lost, "every value of the cell right", report=False))

    def _units(self) -> NDArray[np.intp] | None:
        """Return which row of a file each row was made of, if some were split; else None."""
        part = np.zeros(len(self.rows), dtype=np.int32)
        part = part if self.raw.part_of is None else self.raw.part_of
        new = (np.diff(self.rows) != 0) | (np.diff(part) != 0)
        return None if new.all() else np.concatenate([[0], np.cumsum(new)])

    @property
    def is_further_child(self) -> Mask:
        """Mark the rows of an audit of siblings that are of another child than its first.

        The audit is one, planned, returned and graded once: they are in no count of audits.
        """
        units = self._units() if self.raw.table.name == "audits" else None
        if units is None:
            return np.zeros(len(self.rows), dtype=bool)
        return np.concatenate([[False], np.diff(units) == 0])

    @property
    def accepted(self) -> pd.DataFrame:
        """The accepted rows, one for each audit."""
        rows = self.kept & ~self.is_further_child
        return self.frame if rows.all() else self.frame[rows].reset_index(drop=True)

    def siblings(self) -> pd.DataFrame:
        """Return the further children of accepted audits: audit_id, child_id, family_id."""
        further = self.is_further_child
        at = np.flatnonzero(self.kept & further)
        first = np.flatnonzero(~further)
        of = first[np.searchsorted(first, at, side="right") - 1]
        columns = [Col.AUDIT_ID, Col.CHILD_ID, Col.FAMILY_ID]
        made = self.frame.iloc[at][columns].reset_index(drop=True)
        return made.assign(**{Col.AUDIT_ID: self.frame[Col.AUDIT_ID].iloc[of].to_numpy()})

    def account(self) -> dict[str, int]:
        """Return how many rows of the file were read, accepted, rejected and set aside."""
        units, rejected = self._units(), ~self.kept
        if units is None:
            read, n_rejected = len(self.rows), int(rejected.sum())
        else:
            read, n_rejected = int(units[-1]) + 1, len(np.unique(units[rejected]))
        return {
            "read": read,
            "accepted": read - n_rejected,
            "rejected": n_rejected,
            "set_aside": self.raw.n_set_aside,
        }

    def origins(self) -> Origins:
        """Return where each accepted row comes from."""
        parts = self.raw.parts or ((self.raw.file, self.raw.sheet),)
        part_of, rows = self.raw.part_of, self.kept & ~self.is_further_child
        return Origins(
            self.rows[rows],
            tuple((file.name, sheet or "") for file, sheet in parts),
            None if part_of is None else part_of[rows],
        )

    def rejected(self) -> pd.DataFrame:
        """Return the rejected rows as they stand in the file, with row numbers and reasons."""
        at = np.flatnonzero(~self.kept)
        columns: dict[str, Any] = {"row": self.rows[at]}
        if self.raw.part_of is not None:
            columns = {"file": [self.raw.part_named(int(i)) for i in at], **columns}
        for column, text in self.raw.columns.items():
            cells = text.texts.take(pa.array(text.codes[at]))
            columns[column] = TEXT.__from_arrow__(  # type: ignore[attr-defined]
                pa.chunked_array([cells.cast(pa.large_string())])
            )
        ragged = self.raw.ragged
        if any(row.beyond for row in ragged.values()):
            more = [ragged[i].beyond if i in ragged else () for i in at.tolist()]
            columns[BEYOND] = [" | ".join(cells) for cells in more]
        columns["reasons"] = reasons(self.raw, self.rejections, at)
        return pd.DataFrame(columns)
