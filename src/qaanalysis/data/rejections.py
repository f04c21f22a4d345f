"""Rows that were rejected, a rule at a time, and the tables that tell of them.

A broken export has millions of faults that say the same: each text is kept once, and of a fault
which texts it has. A Python object for each would take minutes, and more memory than there is.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.raw_table import RawTable, where
from qaanalysis.data.validate import Broken

FAULT_COLUMNS = ("table", "file", "sheet", "row", "column", "rule", "found", "allowed")
FAULTY_COLUMNS = ("file", "row", "column", "rule", "allowed")
_ROW, _NONE = "row", np.zeros(0, dtype=np.intp)
Positions = NDArray[np.intp]
Codes = NDArray[np.signedinteger[Any]]
# A column and a cell's text, as it may be shown.
Shown = Callable[[str, str], str]


@dataclass(frozen=True)
class Rejection:
    """Rows that break one rule, by position; `also` is another row that each is about too."""

    broken: Broken
    at: Positions
    also: Positions | None = None


@dataclass(frozen=True)
class Texts:
    """A text for each of some rows: `words` holds each once, `codes` which of them a row has."""

    words: Sequence[str]
    codes: Codes


class Lines:
    """A table that is put together of many rows at a time, each distinct text of a column once."""

    def __init__(self, columns: Sequence[str]) -> None:
        self._columns = columns
        self._rows: list[NDArray[np.int64]] = []
        self._known: dict[str, dict[str, int]] = {c: {} for c in columns if c != _ROW}
        self._codes: dict[str, list[Any]] = {c: [] for c in self._known}

    def add(self, rows: NDArray[np.int64], texts: dict[str, str | Texts]) -> None:
        """Add rows by their numbers, and for each other column one text or as many as rows."""
        self._rows.append(rows)
        for column, known in self._known.items():
            of = texts[column]
            of = Texts((of,), _NONE) if isinstance(of, str) else of
            place = np.array([known.setdefault(w, len(known)) for w in of.words], dtype=np.int32)
            # One text is written once, however many rows have it.
            self._codes[column].append(place[0] if len(place) == 1 else place[of.codes])

    def frame(self) -> pd.DataFrame:
        """Return the table: `row` as numbers, the texts as categories."""
        if not self._rows:
            return pd.DataFrame(columns=list(self._columns))
        rows = np.concatenate(self._rows)
        made: dict[str, Any] = {_ROW: rows}
        ends = np.cumsum([len(some) for some in self._rows])
        for column, known in self._known.items():
            codes = np.empty(len(rows), dtype=np.min_scalar_type(-len(known) - 1))
            for end, some, of in zip(ends, self._rows, self._codes[column], strict=True):
                codes[end - len(some) : end] = of
            made[column] = pd.Categorical.from_codes(codes, pd.Index(list(known)))
        return pd.DataFrame({c: made[c] for c in self._columns}, copy=False)


def add_faults(lines: Lines, raw: RawTable, rejections: Sequence[Rejection], shown: Shown) -> None:
    """Add a line for each fault that is told.

    Parameters
    ----------
    lines : Lines
        With the columns of `FAULT_COLUMNS`.
    raw : RawTable
        The table as it stands in the file.
    rejections : sequence of Rejection
        In the order in which they were found.
    shown : callable
        Returns a cell's text, given its column, as it may be shown.
    """
    parts = raw.parts or ((raw.file, raw.sheet),)
    for rejection in rejections:
        broken, at = rejection.broken, rejection.at
        if not broken.report:
            continue
        found, allowed = _found(raw, rejection, shown), broken.allowed
        if broken.beside:
            # By its own heading, as that is what whoever corrects the row looks for.
            heading = _heading(raw, broken.beside)
            allowed = allowed.replace(broken.beside, heading)
        if broken.once:
            at, found = at[:1], Texts(found.words, found.codes[:1])
        of = np.zeros(len(at), dtype=np.intp) if raw.part_of is None else raw.part_of[at]
        lines.add(
            raw.rows[at],
            {
                "table": raw.table.name,
                "file": Texts([file.name for file, _ in parts], of),
                "sheet": Texts([sheet or "" for _, sheet in parts], of),
                "column": _heading(raw, broken.column),
                "rule": broken.rule,
                "found": found,
                "allowed": allowed,
            },
        )


def faulty_cells(raw: RawTable, rejections: Sequence[Rejection]) -> pd.DataFrame:
    """Return each faulty cell by file, row, column, rule and what is allowed."""
    lines = Lines(FAULTY_COLUMNS)
    names = [""] if raw.part_of is None else [where(*part) for part in raw.parts]
    for one in rejections:
        n = len(one.at)
        of = np.zeros(n, dtype=np.intp) if raw.part_of is None else raw.part_of[one.at]
        cells = one.broken
        lines.add(
            raw.rows[one.at],
            {
                "file": Texts(names, of),
                "column": cells.column,
                "rule": cells.rule,
                "allowed": cells.allowed,
            },
        )
    return lines.frame()


def reasons(raw: RawTable, rejections: Sequence[Rejection], at: Positions) -> list[str]:
    """Return for each of some rows why it is rejected, all reasons in one text."""
    found = np.zeros(len(raw.rows), dtype=np.intp)
    # Texts are put together once for each pair that stands in some row, not once for each row.
    texts = [""]
    for one in rejections:
        told = _beside(raw, one)
        rule = f"{one.broken.column}: {one.broken.rule}" if one.broken.column else one.broken.rule
        pairs = found[one.at] * len(told.words) + told.codes
        distinct, place = np.unique(pairs, return_inverse=True)
        start = len(texts)
        for before, nth in zip(*np.divmod(distinct, len(told.words)), strict=True):
            beside = told.words[nth]
            reason = f"{rule}, {beside}" if beside else rule
            texts.append(f"{texts[before]}; {reason}" if texts[before] else reason)
        found[one.at] = start + place
    return [texts[code] for code in found[at].tolist()]


def _found(raw: RawTable, rejection: Rejection, shown: Shown) -> Texts:
    """Return what was found in each row, and which other row it is about too."""
    broken, at = rejection.broken, rejection.at
    cell = Texts([broken.found], np.zeros(len(at), dtype=np.intp))
    if not broken.found:
        cell = _cells(raw, broken.column, at, shown)
    if broken.beside:
        other = _cells(raw, broken.beside, at, shown)
        cell = _each_with(cell, other, f"; {_heading(raw, broken.beside)}: ")
    beside = _beside(raw, rejection)
    if rejection.also is None and broken.once and len(at) > 1:
        beside = Texts([f"the first of {len(at)} such rows"], beside.codes)
    return _each_with(cell, beside, ", ")


def _each_with(first: Texts, second: Texts, between: str) -> Texts:
    """Return two texts of each row as one; where one is empty, the other alone."""
    n = len(second.words)
    distinct, codes = np.unique(first.codes * n + second.codes, return_inverse=True)
    words = [
        between.join(text for text in (first.words[i], second.words[j]) if text)
        for i, j in zip(*np.divmod(distinct, n), strict=True)
    ]
    return Texts(words, codes)


def _heading(raw: RawTable, column: str) -> str:
    return raw.headings.texts.get(column, column)


def _cells(raw: RawTable, column: str, at: Positions, shown: Shown) -> Texts:
    if column not in raw.headings.found:
        return Texts([shown(column, "")], np.zeros(len(at), dtype=np.intp))
    text = raw.by_place[raw.headings.found[column]]
    distinct, codes = np.unique(text.codes[at], return_inverse=True)
    return Texts([shown(column, text.texts[i].as_py()) for i in distinct.tolist()], codes)


def _beside(raw: RawTable, rejection: Rejection) -> Texts:
    """Return for each row which other one it is about too, with its file where that differs."""
    if rejection.also is None:
        return Texts([""], np.zeros(len(rejection.at), dtype=np.intp))
    apart = np.zeros(len(rejection.at), dtype=np.intp)
    if raw.part_of is not None:
        apart = (raw.part_of[rejection.also] != raw.part_of[rejection.at]).astype(np.intp)
    distinct, codes = np.unique(rejection.also * 2 + apart, return_inverse=True)
    return Texts(list(_other_rows(raw, distinct)), codes)


def _other_rows(raw: RawTable, distinct: Positions) -> Iterator[str]:
    for at, elsewhere in zip(*np.divmod(distinct, 2), strict=True):
        of = f" of {where(*raw.part(int(at)))}" if elsewhere else ""
        yield f"also in row {raw.rows[at]}{of}"
