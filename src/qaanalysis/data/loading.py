"""Load a run's tables: every row is accepted, or rejected with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from qaanalysis.data.clean import expand, typed
from qaanalysis.data.corrected_rows import corrected
from qaanalysis.data.draft import FAULT_COLUMNS, FAULTY_COLUMNS, REPAIR_COLUMNS, Draft
from qaanalysis.data.excel_errors import ALLOWED
from qaanalysis.data.raw_table import RawTable
from qaanalysis.data.read import read_table
from qaanalysis.data.schemas import tables
from qaanalysis.data.validate import Broken, Mask, broken_rules, unknown_references
from qaanalysis.errors import DataError
from qaanalysis.params import Params
from qaanalysis.params_sections import Reading
from qaanalysis.provenance import sha256
from qaanalysis.vocabulary import AuditType, Col, GradeScale


@dataclass(frozen=True)
class Loaded:
    """A run's tables, and an account of every row that was read.

    Parameters
    ----------
    accepted : dict of str to DataFrame
        By table: typed rows that keep every rule of the specification.
    rejected : dict of str to DataFrame
        By table: the other rows as text, with `row` (in the file) and `reasons`. Internal.
    faults : DataFrame
        One row for each fault: table, file, sheet, row, column, rule, found, allowed. Values of
        columns that identify a person aren't shown.
    repairs : DataFrame
        One row for each change that a declared rule made; n_rows is how many rows it touched.
    counts : DataFrame
        By table: read, accepted, rejected, and set_aside (blank rows and totals, not in read).
    fingerprint : dict of str to str
        SHA-256 of each input file, by its name; two files of one name by their tables too.
    faulty : dict of str to DataFrame
        By table with rejected rows: each faulty cell by row of the file, column (none if it is the
        whole row), rule and allowed. Internal.
    """

    accepted: dict[str, pd.DataFrame]
    rejected: dict[str, pd.DataFrame]
    faults: pd.DataFrame
    repairs: pd.DataFrame
    counts: pd.DataFrame
    fingerprint: dict[str, str]
    faulty: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the accepted rows of a table.

        Raises
        ------
        DataError
            If the table isn't among the run's sources.
        """
        if name not in self.accepted:
            raise DataError(
                f"This run has no table “{name}”; it has {', '.join(self.accepted)}. "
                "Add it under sources in params."
            )
        return self.accepted[name]

    def get(self, name: str) -> pd.DataFrame | None:
        """Return the accepted rows of a table, or None if the run doesn't have it."""
        return self.accepted.get(name)


def load(params: Params) -> Loaded:
    """Read, repair by declared rules, type and check every table of a run.

    Raises
    ------
    DataError
        If a source can't be read, or no row of the audit register can be accepted.
    """
    spec = tables(params.scale)
    raws: dict[str, RawTable] = {
        name: read_table(
            spec[name], source.file, source.sheet, params.reading.headings.get(name, {})
        )
        for name, source in params.sources.items()
    }
    raws = corrected(raws, params.corrected_rows)
    drafts = _drafts(raws, params.reading, params.scale)
    _refuse_empty(drafts["audits"])
    loaded = _loaded(drafts)
    _refuse_absent_month(loaded["audits"], pd.Period(params.month, "M"), drafts["audits"].raw.where)
    return loaded


def account(raws: Mapping[str, RawTable], reading: Reading, scale: GradeScale) -> Loaded:
    """Repair by declared rules, type and check tables as they were read, whatever they hold.

    Parameters
    ----------
    raws : mapping of str to RawTable
        By the specification's name of each table.
    reading : Reading
        How cells are read.
    scale : GradeScale
        The grades.
    """
    return _loaded(_drafts(raws, reading, scale))


def _drafts(raws: Mapping[str, RawTable], reading: Reading, scale: GradeScale) -> dict[str, Draft]:
    spec = tables(scale)
    drafts: dict[str, Draft] = {}
    for name, raw in raws.items():
        draft = drafts[name] = _draft(raw, reading, scale)
        for broken in broken_rules(spec[name], draft.frame, draft.unread, draft.is_ragged):
            draft.reject(broken)
    frames = {name: draft.frame for name, draft in drafts.items()}
    # Twice, since an audit takes its finding with it, and the finding its action.
    for _ in range(2):
        kept = {name: draft.kept for name, draft in drafts.items()}
        for child, broken in unknown_references(spec, frames, kept):
            drafts[child].reject(broken)
    return drafts


def _draft(raw: RawTable, reading: Reading, scale: GradeScale) -> Draft:
    """Type every column of a table, and note what was repaired and what can't be read."""
    keep, n_blank, n_totals = _data_rows(raw, reading)
    codes = {c: t.codes if keep.all() else t.codes[keep] for c, t in raw.columns.items()}
    place = np.cumsum(keep) - 1
    ragged = {int(place[i]): row for i, row in raw.ragged.items() if keep[i]}
    draft = Draft(raw, raw.rows if keep.all() else raw.rows[keep], codes, ragged)
    for rule, n in (("blank rows set aside", n_blank), ("total rows set aside", n_totals)):
        if n:
            draft.add_repair("", rule, n=n, row=int(raw.rows[~keep][0]))
    _note_headings(draft)
    for note in raw.notes:
        draft.add_repair(note.column, note.rule, n=note.n, row=note.row)
    columns: dict[str, Any] = {}
    for column, spec in raw.table.schema.columns.items():
        if column not in codes:
            columns[column] = pd.Series(pd.NA, index=range(len(draft.rows))).astype(
                spec.metadata["type"]
            )
            continue
        made = typed(column, spec, raw.columns[column].texts, reading, scale)
        columns[column] = pd.Series(expand(made.values, codes[column]), copy=False)
        for repair in made.repairs:
            draft.note(column, repair)
        for faults, allowed in ((made.valueless, ALLOWED), (made.faults, made.allowed)):
            for rule in dict.fromkeys(faults.values()):
                positions = [i for i, r in faults.items() if r == rule]
                at = np.flatnonzero(np.isin(codes[column], positions))
                draft.misread(column, Broken(rule, column, at, allowed))
    draft.frame = pd.DataFrame(columns, copy=False)
    return draft


def _data_rows(raw: RawTable, reading: Reading) -> tuple[Mask, int, int]:
    """Tell the rows that hold data from blank ones, and from totals by their label.

    A row is blank if every cell that is read is. The label of a total is in the row's first filled
    cell, or in the first of those that are read.
    """
    blank = np.ones(len(raw.rows), dtype=bool)
    blank[[i for i, row in raw.ragged.items() if row.beyond]] = False
    empty = np.ones(len(raw.rows), dtype=bool)
    total = np.zeros(len(raw.rows), dtype=bool)
    labels = pa.array([label.casefold() for label in reading.total_labels], pa.string())
    read = set(raw.headings.found.values())
    for place, text in sorted(raw.by_place.items()):
        if not (empty.any() or blank.any()):
            break
        words = pc.utf8_lower(pc.utf8_trim_whitespace(text.texts))
        label = _mask(pc.is_in(words, labels))[text.codes]
        unfilled = _mask(pc.equal(words, ""))[text.codes]
        total |= empty & label
        empty &= unfilled
        if place in read:
            total |= blank & label
            blank &= unfilled
    blank &= ~total
    return ~(blank | total), int(blank.sum()), int(total.sum())


def _mask(values: pa.BooleanArray) -> Mask:
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=bool)


def _note_headings(draft: Draft) -> None:
    headings = draft.raw.headings
    n = len(draft.rows)
    for column in headings.renamed:
        found = headings.texts[column]
        draft.add_repair(
            column, "declared heading", found=found, became=column, n=n, row=headings.row
        )
    for heading in headings.unknown:
        draft.add_repair("", "column not read", found=heading, n=n, row=headings.row)


def _refuse_empty(audits: Draft) -> None:
    if audits.kept.any():
        return
    where = audits.raw.where
    if not len(audits.rows):
        raise DataError(
            f"{where}: the audit register has headings and no rows. Type audits in, or export it "
            "again."
        )
    first = audits.faults[0]
    column = f", column {first['column']}" if first["column"] else ""
    raise DataError(
        f"{where}: none of the audit register's {len(audits.rows)} rows can be accepted. The first "
        f"fault: row {first['row']}{column}, {first['rule']}; found "
        f"{first['found']}, allowed {first['allowed']}. `qaanalysis check` lists all of them."
    )


def _refuse_absent_month(audits: pd.DataFrame, month: pd.Period, where: str) -> None:
    planned = audits.loc[audits[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL, Col.MONTH]
    if (planned == month).any():
        return
    covers = f"covers {planned.min()} to {planned.max()}" if len(planned) else "has none at all"
    raise DataError(
        f"{where}: no individual audit is planned for {month}; the audit register {covers}. "
        "Correct `month` in params, or add the month's rows to the register."
    )


def _loaded(drafts: dict[str, Draft]) -> Loaded:
    counts = pd.DataFrame(
        {
            "read": [len(d.rows) for d in drafts.values()],
            "accepted": [int(d.kept.sum()) for d in drafts.values()],
            "rejected": [int((~d.kept).sum()) for d in drafts.values()],
            "set_aside": [len(d.raw.rows) - len(d.rows) for d in drafts.values()],
        },
        index=pd.Index(list(drafts), name="table"),
    )
    return Loaded(
        accepted={
            name: d.frame if d.kept.all() else d.frame[d.kept].reset_index(drop=True)
            for name, d in drafts.items()
        },
        rejected={name: d.rejected() for name, d in drafts.items() if not d.kept.all()},
        faults=pd.DataFrame([f for d in drafts.values() for f in d.faults], columns=FAULT_COLUMNS),
        repairs=pd.DataFrame(
            [r for d in drafts.values() for r in d.repairs], columns=REPAIR_COLUMNS
        ),
        counts=counts,
        fingerprint=_fingerprint(drafts),
        faulty={
            name: pd.DataFrame(d.faulty, columns=FAULTY_COLUMNS)
            for name, d in drafts.items()
            if d.faulty
        },
    )


def _fingerprint(drafts: dict[str, Draft]) -> dict[str, str]:
    """Return each input file's SHA-256 by its name; two of one name are told apart by tables."""
    tables_of: dict[Path, list[str]] = {}
    for name, draft in sorted(drafts.items()):
        for file in (draft.raw.file, *draft.raw.also_read):
            tables_of.setdefault(file.resolve(), []).append(name)
    names = [file.name for file in tables_of]
    return {
        file.name if names.count(file.name) == 1 else f"{file.name} ({', '.join(of)})": sha256(file)
        for file, of in sorted(tables_of.items())
    }
