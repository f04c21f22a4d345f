"""Check typed tables against the specification: blanks, keys, row rules and references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.errors
from numpy.typing import NDArray

from qaanalysis.data.fields import ALLOWED_NUMBERS
from qaanalysis.data.schemas import Table

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Broken:
    """A rule and the rows of one table that break it.

    Parameters
    ----------
    rule, column : str
        What is broken and the column to point at; no column if it is the whole row.
    positions : array of int
        The rows, from 0.
    allowed : str
        What would be right.
    found : str
        What was found, where it isn't the cell's text.
    report : bool
        False for rows that are rejected with another row that reports the fault.
    once : bool
        Whether the first row reports for all of them.
    also : array of int or None
        For each of the positions, another row that the fault is about too.
    beside : str
        Another column whose cell the fault is about too.
    """

    rule: str
    column: str
    positions: NDArray[np.intp]
    allowed: str
    found: str = ""
    report: bool = True
    once: bool = False
    also: NDArray[np.intp] | None = None
    beside: str = ""


def broken_rules(
    table: Table, frame: pd.DataFrame, unread: Mapping[str, NDArray[np.int32]], ragged: Mask
) -> Iterator[Broken]:
    """Yield every rule of the specification that some row breaks, references apart.

    Parameters
    ----------
    table : Table
        The specification.
    frame : DataFrame
        The typed rows; missing where a cell can't be read.
    unread : dict of str to array
        For each column with cells that can't be read: which text such a cell has, else -1.
    ragged : array of bool
        Rows whose cells can't be told apart, so that nothing follows from their keys.
    """
    yield from _schema_faults(table, frame)
    for rule in table.rules:
        mask = rule.broken(frame).fillna(False).to_numpy(dtype=bool)
        if mask.any():
            at = np.flatnonzero(mask)
            yield Broken(rule.name, rule.column, at, rule.allowed, beside=rule.beside)
    yield from _repeated_keys(table, frame, unread, ragged)


def _schema_faults(table: Table, frame: pd.DataFrame) -> Iterator[Broken]:
    """Yield what pandera finds: blanks in needed columns and values out of range."""
    schema = table.schema
    try:
        schema.validate(frame, lazy=True, inplace=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        cases = cases[cases["index"].notna() & cases["column"].isin(list(schema.columns))]
        for (column, check), rows in cases.groupby(["column", "check"], sort=False):
            at = rows["index"].to_numpy(dtype=np.intp)
            blank = check == "not_nullable"
            rule = "blank" if blank else "out of range"
            kind = schema.columns[column].metadata["kind"]
            allowed = "a value in every row" if blank else ALLOWED_NUMBERS[kind]
            yield Broken(rule, str(column), at, allowed, found="nothing" if blank else "")


def _repeated_keys(
    table: Table, frame: pd.DataFrame, unread: Mapping[str, NDArray[np.int32]], ragged: Mask
) -> Iterator[Broken]:
    """Yield rows whose key stands twice: a copy once, a contradiction with all rows it touches."""
    key = list(table.key)
    repeated = frame.duplicated(key, keep=False).to_numpy() & ~ragged
    repeated &= frame[key].notna().all(axis=1).to_numpy()
    if not repeated.any():
        return
    at = np.flatnonzero(repeated)
    # A cell that can't be read isn't the same as a blank one, though both are missing here.
    marks = {f"text of {column}": codes[at] for column, codes in unread.items()}
    rows = frame.iloc[at].assign(**marks)
    first = _first_alike(rows, list(rows.columns))
    copy = first != np.arange(len(rows))
    column = key[-1]
    allowed = f"each {' and '.join(key)} once"
    if copy.any():
        yield Broken("copy of another row", column, at[copy], allowed, also=at[first[copy]])
    distinct, at = rows[~copy], at[~copy]
    first = _first_alike(distinct, key)
    later = first != np.arange(len(distinct))
    if later.any():
        rule = "repeated with other values"
        yield Broken(rule, column, at[later], allowed, also=at[first[later]])
        # The earlier row is named by the fault of the later one, and names it in its turn.
        touched, nth = np.unique(first[later], return_index=True)
        also = at[np.flatnonzero(later)[nth]]
        yield Broken(rule, column, at[touched], allowed, report=False, also=also)


def _first_alike(rows: pd.DataFrame, columns: list[str]) -> NDArray[np.intp]:
    """Return for each row the position of the first that has the same in `columns`."""
    groups = rows.groupby(columns, dropna=False, observed=True, sort=False).ngroup().to_numpy()
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], dtype=np.intp)


def unknown_references(
    tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame], kept: Mapping[str, Mask]
) -> Iterator[tuple[str, Broken]]:
    """Yield, by table, rows that point at a row which isn't there or was rejected.

    Where the other table has rows whose key can't be read, rows that point at nothing may well
    belong to those: they can't be told apart, so that the first reports for all of them.
    """
    for name, frame in frames.items():
        for column, parent in tables[name].references.items():
            if parent not in frames or column not in frame:
                continue
            given = frame[column].notna().to_numpy()
            ids = frames[parent][column]
            known = frame[column].isin(ids).to_numpy()
            accepted = frame[column].isin(ids[kept[parent]]).to_numpy()
            if (given & ~known).any():
                at = np.flatnonzero(given & ~known)
                n_without = int(ids.isna().sum())
                yield name, _orphans(parent, column, at, n_without)
            if (known & ~accepted).any():
                at = np.flatnonzero(known & ~accepted)
                rule = f"its row in {parent} was rejected"
                yield name, Broken(rule, column, at, "correct that row first", report=False)


def _orphans(parent: str, column: str, at: NDArray[np.intp], n_without: int) -> Broken:
    rule = f"no such row in {parent}"
    allowed = f"{column} of a row of the table {parent}"
    if not n_without:
        return Broken(rule, column, at, allowed)
    rows = "1 row has" if n_without == 1 else f"{n_without} rows have"
    return Broken(
        f"{rule}, of which {rows} no {column} that can be read",
        column,
        at,
        f"{allowed}; correct the table {parent} first, as these may belong to its unread rows",
        once=True,
    )
