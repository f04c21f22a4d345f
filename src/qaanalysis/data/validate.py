"""Check typed tables against the specification: blanks, keys, row rules and references."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.errors
from numpy.typing import NDArray

from qaanalysis.data.schemas import Table

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Broken:
    """A rule and the rows of one table that break it.

    `positions` are the rows, from 0; `found` says what was found where it isn't the cell's text;
    `report` is False for rows that are rejected with another row that reports the fault.
    """

    rule: str
    column: str
    positions: NDArray[np.intp]
    allowed: str
    found: str = ""
    report: bool = True


def broken_rules(table: Table, frame: pd.DataFrame) -> Iterator[Broken]:
    """Yield every rule of the specification that some row breaks, references apart."""
    yield from _schema_faults(table, frame)
    for rule in table.rules:
        mask = rule.broken(frame).fillna(False).to_numpy(dtype=bool)
        if mask.any():
            yield Broken(rule.name, rule.column, np.flatnonzero(mask), rule.allowed)
    yield from _repeated_keys(table, frame)


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
            allowed = "a value in every row" if blank else "0 or more"
            yield Broken(rule, str(column), at, allowed, found="nothing" if blank else "")


def _repeated_keys(table: Table, frame: pd.DataFrame) -> Iterator[Broken]:
    """Yield rows whose key stands twice: a copy once, a contradiction with all rows it touches."""
    key = list(table.key)
    repeated = (
        frame.duplicated(key, keep=False).to_numpy() & frame[key].notna().all(axis=1).to_numpy()
    )
    if not repeated.any():
        return
    at = np.flatnonzero(repeated)
    rows = frame.iloc[at]
    copy = rows.duplicated().to_numpy()
    column = key[-1]
    allowed = f"each {' and '.join(key)} once"
    if copy.any():
        yield Broken("copy of another row", column, at[copy], allowed)
    distinct = rows[~copy]
    clash = distinct.duplicated(key, keep=False).to_numpy()
    later = distinct.duplicated(key, keep="first").to_numpy()
    at = at[~copy]
    if clash.any():
        rule = "repeated with other values"
        yield Broken(rule, column, at[later], allowed)
        yield Broken(rule, column, at[clash & ~later], allowed, report=False)


def unknown_references(
    tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame], kept: Mapping[str, Mask]
) -> Iterator[tuple[str, Broken]]:
    """Yield, by table, rows that point at a row which isn't there or was rejected."""
    for name, frame in frames.items():
        for column, parent in tables[name].references.items():
            if parent not in frames or column not in frame:
                continue
            given = frame[column].notna().to_numpy()
            ids = frames[parent][column]
            known = frame[column].isin(ids).to_numpy()
            accepted = frame[column].isin(ids[kept[parent]]).to_numpy()
            allowed = f"a {column} of the table {parent}"
            if (given & ~known).any():
                at = np.flatnonzero(given & ~known)
                yield name, Broken(f"no such row in {parent}", column, at, allowed)
            if (known & ~accepted).any():
                at = np.flatnonzero(known & ~accepted)
                rule = f"its row in {parent} was rejected"
                yield name, Broken(rule, column, at, "correct that row first", report=False)
