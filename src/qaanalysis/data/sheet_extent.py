"""How far the cells of a sheet reach, before it is read: what reads it makes room for all between.

One cell at the foot of a sheet, typed by accident or by an attacker, takes as much memory as a
million rows; and a few kilobytes can unpack to as many gigabytes.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc
from openpyxl.utils.cell import column_index_from_string

from qaanalysis.data.limits import MOST_COLUMNS
from qaanalysis.errors import DataError

# Room for two million blank cells is made in a second; more is only made for as many filled ones.
MOST_CELLS, SPARSE = 2_000_000, 10
# Going through a longer binary sheet takes longer than reading it, and it isn't sparse.
LONGEST_WALKED = 20_000_000
_TWICE_SHOWN, _LETTERS_SHOWN, _MOST_DIGITS = 10, 8, 10
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,%d})" % _MOST_DIGITS)
_CELL = b"<c "
# How far columns may reach without a look at each cell: to AZ, CZ or GZ. What begins those beyond.
_NEAR_COLUMNS = {52: "[B-Zb-z]", 104: "[D-Zd-z]", 208: "[H-Zh-z]"}
_PREFIXED = r":c[\s/>]"
_DOCUMENT_ROW, _END_OF_TABLE, _FILLED = b"<table:table-row", b"</table:table>", b"office:value-type"
_REPEATED_ROWS = re.compile(rb"[^>]*number-rows-repeated=[\"'](\d+)")
_REPEATED_CELLS = re.compile(rb"number-columns-repeated=[\"'](\d+)")
_DOCUMENT_CELL = b"<table:table-cell"
_BINARY_ROW, _BINARY_CELLS = 0, range(1, 12)


@dataclass(frozen=True)
class Extent:
    """How many rows and columns a sheet takes up, at least, and how many cells are in it."""

    n_rows: int
    n_columns: int
    n_cells: int

    @property
    def is_vast(self) -> bool:
        """Whether nearly all of it is blank, and it is too much to make room for."""
        area = self.n_rows * self.n_columns
        return area > MOST_CELLS and self.n_cells * SPARSE < area


def refuse_vast(extent: Extent, where: str) -> None:
    """Refuse a sheet with a cell that is far from all others.

    Raises
    ------
    DataError
        If it is too much to make room for.
    """
    if extent.is_vast:
        raise DataError(
            f"{where}: a cell far from the others makes it {extent.n_rows:,} rows by "
            f"{extent.n_columns:,} columns, nearly all of them blank. In Excel delete the rows and "
            "columns beyond the table, save the workbook, and read it again."
        )


class NoSuchColumnError(ValueError):
    """A cell is said to stand in a column that no sheet has, which is the error's text."""


def refuse_twice(twice: Sequence[int], where: str) -> None:
    """Refuse a sheet in which two rows have one number: cells of the one take the other's place.

    Parameters
    ----------
    twice : sequence of int
        The numbers that several of its rows have.
    where : str
        The file and sheet, for the message.

    Raises
    ------
    DataError
        If there are any.
    """
    if not twice:
        return
    shown = ", ".join(map(str, twice[:_TWICE_SHOWN])) + (", …" if len(twice) > _TWICE_SHOWN else "")
    which = f"row {shown} stands" if len(twice) == 1 else f"rows {shown} stand"
    raise DataError(
        f"{where}: {which} in it more than once, so that all but one of each would be lost: the "
        "file is damaged. Export it again, from where it comes from; Excel may leave rows out as "
        "it repairs the file."
    )


def row_numbers(rows: Sequence[bytes]) -> list[int]:
    """Return the number of each row, by the tags that open them; one that has none is the next."""
    said = [int(number) for number in _ROW_NUMBER.findall(b"".join(rows))]
    if len(said) == len(rows):
        return said
    found, row = [], 0
    for tag in rows:
        number = _ROW_NUMBER.search(tag)
        row = int(number[1]) if number else row + 1
        found.append(row)
    return found


def repeated(numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers that several rows have."""
    if len(set(numbers)) == len(numbers):
        return ()
    return tuple(row for row, n in Counter(numbers).items() if n > 1)


def attribute(name: bytes) -> bytes:
    """Return the pattern of a tag's attributes up to the value of one of them.

    The values of those before it are passed over whole, as they may hold anything.
    """
    others = rb"\s*+(?!%s\s*=)[^\s=>]++\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+')" % name
    return rb"(?:%s)*+\s*+%s\s*+=\s*+[\"']\s*+" % (others, name)


_ROW_OR_CELL = re.compile(
    rb"<(?:\w+:)?(row|c)(?=[\s/>])(?:%s([A-Za-z]*+)(\d*+))?" % attribute(b"r")
)


def extent_of_xml(content: bytes, numbers: Sequence[int]) -> Extent:
    """Return the extent of a sheet of an xlsx workbook; cell by cell only if it may be vast.

    Parameters
    ----------
    content : bytes
        The sheet's XML.
    numbers : sequence of int
        Those of its rows.

    Raises
    ------
    NoSuchColumnError
        If a cell is in no column that there is.
    """
    n_rows, n_cells = max(numbers, default=0), content.count(_CELL)
    for n_columns, beyond in _NEAR_COLUMNS.items():
        near = Extent(n_rows, n_columns, n_cells)
        if near.is_vast:
            break
        if not _is_found((_odd(n_rows, beyond), _PREFIXED), content):
            return near
    return _extent_of_cells(content)


def _odd(n_rows: int, beyond: str) -> str:
    """Return the pattern of cells that stand far off, or don't begin with their place as is usual.

    Far off are columns of three letters, or of two of which the first is `beyond`; and rows of more
    digits than the last, or of as many of which the first is higher.
    """
    first, n_digits = int(str(n_rows)[0]), len(str(n_rows))
    rows = f"[0-9]{{{n_digits + 1}}}"
    if first < 9:
        rows = f"(?:{rows}|[{first + 1}-9][0-9]{{{n_digits - 1}}})"
    far = f"[A-Za-z]{{3}}|{beyond}[A-Za-z][0-9]|[A-Za-z]{{1,2}}{rows}"
    return f"""<c(?:[^ A-Za-z]| [^r]| r[^=]| r=[^"]| r="(?:{far}))"""


def _is_found(patterns: Sequence[str], content: bytes) -> bool:
    """Tell whether any pattern is found, in a fifth of the time that Python would take."""
    ends = pa.array([0, len(content)], pa.int64()).buffers()[1]
    # Not pa.array([content]), which would copy it.
    whole = pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(content)])
    return any(pc.match_substring_regex(whole, pattern)[0].as_py() for pattern in patterns)


def _extent_of_cells(content: bytes) -> Extent:
    """Return the extent of all cells; one that doesn't say where it stands is the next."""
    row = column = n_rows = n_columns = n_cells = 0
    columns = {b"": 0}
    for found in _ROW_OR_CELL.finditer(content):
        tag, letters, digits = found.groups(b"")
        if tag == b"row":
            row, column = int(digits[:_MOST_DIGITS]) if digits else row + 1, 0
            continue
        if letters not in columns:
            columns[letters] = _column(letters.decode().upper())
        column = columns[letters] or column + 1
        if column > MOST_COLUMNS:
            raise NoSuchColumnError(f"{column:,}")
        n_columns = max(n_columns, column)
        n_rows = max(n_rows, int(digits[:_MOST_DIGITS]) if digits else row)
        n_cells += 1
    return Extent(n_rows, n_columns, n_cells)


def _column(letters: str) -> int:
    # Of four letters or more there is none.
    found = column_index_from_string(letters) if len(letters) < 4 else MOST_COLUMNS + 1
    if found > MOST_COLUMNS:
        more = "…" if len(letters) > _LETTERS_SHOWN else ""
        raise NoSuchColumnError(letters[:_LETTERS_SHOWN] + more)
    return found


def extent_of_open_document(content: bytes) -> Extent:
    """Return the extent of the largest table of an OpenDocument workbook."""
    tables = (_extent_of_table(table) for table in content.split(_END_OF_TABLE))
    return max(tables, key=lambda extent: extent.n_rows * extent.n_columns)


def _extent_of_table(table: bytes) -> Extent:
    """Return a table's extent up to its last filled cell: what is repeated behind it is nothing."""
    filled = table[: table.rfind(_FILLED) + 1]
    n_rows = n_columns = 0
    for row in filled.split(_DOCUMENT_ROW)[1:]:
        repeated = _REPEATED_ROWS.match(row)
        n_rows += int(repeated[1]) if repeated else 1
        cells = row[: row.rfind(_FILLED) + 1]
        n_more = sum(int(n) - 1 for n in _REPEATED_CELLS.findall(row)) if b"repeated" in row else 0
        n_columns = max(n_columns, cells.count(_DOCUMENT_CELL) + n_more)
    return Extent(n_rows, n_columns, table.count(_FILLED))


def extent_of_binary(content: bytes) -> Extent:
    """Return the extent of a sheet of an xlsb workbook."""
    n_rows = n_columns = n_cells = 0
    if len(content) > LONGEST_WALKED:
        return Extent(0, 0, 0)
    for kind, at, size in _records(content):
        if kind == _BINARY_ROW and size >= 4:
            n_rows = max(n_rows, struct.unpack_from("<I", content, at)[0] + 1)
        elif kind in _BINARY_CELLS and size >= 4:
            n_columns = max(n_columns, struct.unpack_from("<I", content, at)[0] + 1)
            n_cells += 1
    return Extent(n_rows, n_columns, n_cells)


def _records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield each record's kind, where its content begins, and how long it is."""
    at = 0
    while at + 1 < len(content):
        kind, at = _number(content, at, most=2)
        size, at = _number(content, at, most=4)
        if at + size > len(content):
            return
        yield kind, at, size
        at += size


def _number(content: bytes, at: int, *, most: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, as far as the eighth says that more follow."""
    found = 0
    for nth in range(most):
        if at >= len(content):
            break
        byte = content[at]
        at += 1
        found |= (byte & 0x7F) << (7 * nth)
        if not byte & 0x80:
            break
    return found, at
