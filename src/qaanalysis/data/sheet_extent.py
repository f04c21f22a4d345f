"""How far the cells of a sheet reach, before it is read: what reads it makes room for all between.

One cell at the foot of a sheet, typed by accident or by an attacker, takes as much memory as a
million rows; and a few kilobytes can unpack to as many gigabytes.
"""

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils.cell import column_index_from_string

from qaanalysis.errors import DataError

# Room for two million blank cells is made in a second; more is only made for as many filled ones.
MOST_CELLS, SPARSE = 2_000_000, 10
# A workbook of text packs to a tenth or a twentieth; what packs to a hundredth was made to.
MOST_UNPACKED, LIKELY_PACKING = 100_000_000, 100
# Going through a longer binary sheet takes longer than reading it, and it isn't sparse.
LONGEST_WALKED = 20_000_000
# What can go wrong with a part of a workbook, of which the bytes may be anything.
DAMAGED_PARTS = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError),
    *(NotImplementedError, RuntimeError),
)
# Where no name has a prefix, as in most workbooks, it is found five times as fast.
_ROW, _ROW_WITH_PREFIX = re.compile(rb"<row\b[^>]*"), re.compile(rb"<(?:\w+:)?row\b[^>]*")
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d+)")
_REFERENCE = re.compile(rb"r\s*=\s*[\"']([A-Z]+)(\d+)")
# Columns beyond AZ and rows of so many digits: most sheets have none, which is found at once.
_FAR = {
    n: re.compile(rb"r\s*=\s*[\"'](?:[A-Z]{3}|[B-Z][A-Z]\d|[A-Z]{1,2}\d{%d})" % n) for n in (6, 7)
}
_TWICE_SHOWN = 10
_NEAR_COLUMNS, _CELL = 52, b"<c "
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


def refuse_bomb(file: Path) -> None:
    """Refuse a workbook that unpacks to far more than a workbook of its size would.

    Raises
    ------
    DataError
        If it does.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
    except (ValueError, *DAMAGED_PARTS):
        # No zip file, or a damaged one: what opens it says so.
        return
    refuse_unpacked(file, unpacked)


def refuse_unpacked(file: Path, unpacked: int) -> None:
    """Refuse a file of which so many bytes would be far more than a file of its size unpacks to.

    Raises
    ------
    DataError
        If they are.
    """
    if unpacked > max(MOST_UNPACKED, LIKELY_PACKING * file.stat().st_size):
        raise DataError(
            f"{file.name} would unpack to {unpacked / 1e6:,.0f} MB, which no file of its size "
            "does: it may be damaged, or made to do harm. Export it again, from where it comes "
            "from."
        )


def row_tags(content: bytes) -> list[bytes]:
    """Return the tags that open the rows of a sheet's XML."""
    return _ROW.findall(content) or _ROW_WITH_PREFIX.findall(content)


def refuse_twice(rows: Sequence[bytes], where: str) -> None:
    """Refuse a sheet in which two rows have one number: cells of the one take the other's place.

    Parameters
    ----------
    rows : sequence of bytes
        The tags that open its rows.
    where : str
        The file and sheet, for the message.

    Raises
    ------
    DataError
        If it has such rows.
    """
    numbers = _numbers(rows)
    if len(set(numbers)) == len(numbers):
        return
    twice = [row for row, n in Counter(numbers).items() if n > 1]
    shown = ", ".join(map(str, twice[:_TWICE_SHOWN])) + (", …" if len(twice) > _TWICE_SHOWN else "")
    which = f"row {shown} stands" if len(twice) == 1 else f"rows {shown} stand"
    raise DataError(
        f"{where}: {which} in it more than once, so that all but one of each would be lost: the "
        "file is damaged. Export it again, from where it comes from; Excel may leave rows out as "
        "it repairs the file."
    )


def _numbers(rows: Sequence[bytes]) -> list[int]:
    """Return the number of each row; one that doesn't say is the next."""
    said = [int(number) for number in _ROW_NUMBER.findall(b"".join(rows))]
    if len(said) == len(rows) or not said:
        return said
    found, row = [], 0
    for tag in rows:
        number = _ROW_NUMBER.search(tag)
        row = int(number[1]) if number else row + 1
        found.append(row)
    return found


def extent_of_xml(content: bytes, rows: Sequence[bytes]) -> Extent:
    """Return the extent of a sheet of an xlsx workbook; cell by cell only if it may be vast.

    Parameters
    ----------
    content : bytes
        The sheet's XML.
    rows : sequence of bytes
        The tags that open its rows.
    """
    numbers = _ROW_NUMBER.findall(b"".join(rows))
    n_rows = max(map(int, numbers), default=0)
    near = Extent(n_rows, _NEAR_COLUMNS, content.count(_CELL))
    far = _FAR[6 if n_rows < 100_000 else 7]
    if not near.is_vast and far.search(content) is None:
        return near
    found = _REFERENCE.findall(content)
    # Longer ones are no columns, and were refused as the workbook was opened.
    columns = {column_index_from_string(letters[:3].decode()) for letters, _ in set(found)}
    n_rows = max(n_rows, *(int(row) for _, row in found), 0)
    return Extent(n_rows, max(columns, default=0), len(found))


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
