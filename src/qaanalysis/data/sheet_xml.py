"""What a sheet's XML tells that its values don't: errors, formulas, what is hidden or merged.

calamine gives errors and such formulas as blank, and a blank has a meaning of its own: an audit
isn't returned. The XML is searched for the few marks sought, as going through it cell by cell would
take many times as long as reading the values.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string as column_index
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException

from qaanalysis.data.excel_errors import NOT_CALCULATED
from qaanalysis.data.limits import MOST_COLUMNS, MOST_ROWS, refuse_too_many
from qaanalysis.data.sheet_extent import (
    Extent,
    extent_of_xml,
    refuse_twice,
    refuse_vast,
    repeated,
    row_numbers,
)
from qaanalysis.errors import DataError

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
# What can go wrong with a part of a workbook, of which the bytes may be anything.
DAMAGED_PARTS = (
    *(zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError),
    *(NotImplementedError, RuntimeError),
)
_FAULTS = (
    *DAMAGED_PARTS,
    *(ElementTree.ParseError, expat.ExpatError, CellCoordinatesException, ValueError),
)
# Where no name has a prefix, as in most workbooks, it is found five times as fast. A tag of more
# letters is only made to fill the memory.
_ROW, _ROW_WITH_PREFIX = (
    re.compile(rb"<%srow\b[^>]{0,999}" % prefix) for prefix in (b"", rb"(?:\w+:)?")
)
_ROWS = b"sheetData"
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+\d+):([A-Z]+\d+)[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBERS = re.compile(rb"\b(min|max)\s*=\s*[\"'](\d+)[\"']")
_1904 = re.compile(rb"\bdate1904\s*=\s*[\"'](?:1|true)[\"']")


@dataclass(frozen=True)
class SheetLayout:
    """What a sheet's XML tells beyond its values; rows and columns are counted from 0.

    Parameters
    ----------
    marks : dict of (int, int) to str
        By row and column: what stands in a cell in the place of a value.
    hidden_rows, hidden_columns : tuple of int
        Those that nobody sees who opens the workbook.
    merged : tuple of (int, int, int, int)
        Merged cells: first row, first column, last row, last column.
    filtered : bool
        Whether a filter is on, which hides rows.
    from_1904 : bool
        Whether the workbook counts its days from 1904.
    """

    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    filtered: bool = False
    from_1904: bool = False


@dataclass(frozen=True)
class SheetXml:
    """What is kept of a sheet's XML, so that it needn't be unpacked again to tell its layout.

    Parameters
    ----------
    extent : Extent
        How far its cells reach.
    twice : tuple of int
        The numbers that several rows have.
    hidden_rows : tuple of int
        Rows that are hidden, counted from 0.
    around : bytes
        What isn't about a row, which stands before or behind all of them.
    has_marks : bool
        Whether cells may hold errors or formulas. Most exports have neither, and needn't be gone
        through by cell.
    """

    extent: Extent
    twice: tuple[int, ...]
    hidden_rows: tuple[int, ...]
    around: bytes
    has_marks: bool


@dataclass(frozen=True)
class WorkbookXml:
    """What is kept of a workbook's parts, by name: a few whole, of each sheet what it tells."""

    whole: dict[str, bytes] = field(default_factory=dict)
    sheets: dict[str, SheetXml] = field(default_factory=dict)


def sheet_xml(content: bytes, where: str) -> SheetXml:
    """Return what is kept of a part of XML; of one that is no sheet, nothing.

    Parameters
    ----------
    content : bytes
        The part.
    where : str
        Its file and name, for the message.

    Raises
    ------
    NoSuchColumnError
        If a cell is in no column that there is.
    DataError
        If it has more rows than a sheet can have.
    """
    first, last = content.find(_ROWS), content.rfind(_ROWS)
    if first < 0:
        return SheetXml(Extent(0, 0, 0), (), (), b"", has_marks=False)
    rows = _row_tags(content)
    if len(rows) > MOST_ROWS:
        refuse_too_many(max(len(rows), content.count(b"<row")), where)
    numbers = row_numbers(rows)
    # Hardly any has an apostrophe, which is looked for in a tenth of the time.
    quoted = b"'" in content and b"'e'" in content
    return SheetXml(
        extent_of_xml(content, numbers),
        repeated(numbers),
        _hidden_rows(rows, numbers),
        content[:first] + content[last:],
        quoted or b'"e"' in content or b"f>" in content,
    )


def _row_tags(content: bytes) -> list[bytes]:
    """Return the tags that open the rows of a sheet, and one more at most than there may be."""
    for pattern in (_ROW, _ROW_WITH_PREFIX):
        if tags := [tag[0] for tag in islice(pattern.finditer(content), MOST_ROWS + 1)]:
            return tags
    return []


def sheet_layout(file: Path, sheet: str, xml: WorkbookXml) -> SheetLayout:
    """Return what a sheet's XML tells beyond its values.

    Parameters
    ----------
    file : Path
        A workbook of the kinds .xlsx and .xlsm.
    sheet : str
        The name of one of its sheets.
    xml : WorkbookXml
        What is kept of its parts.

    Raises
    ------
    DataError
        If the workbook isn't put together as Excel does it, a cell is far from all others, or two
        rows have one number.
    """
    try:
        part = _part(xml, sheet)
        found = xml.sheets[part]
        refuse_vast(found.extent, f"{file.name}, sheet {sheet}")
        refuse_twice(found.twice, f"{file.name}, sheet {sheet}")
        cells = _Cells()
        if found.has_marks:
            with zipfile.ZipFile(file) as parts:
                cells.read(parts.read(part))
        return SheetLayout(
            cells.marks,
            found.hidden_rows,
            _hidden_columns(found.around),
            _merged(found.around),
            b"filterColumn" in found.around,
            bool(_1904.search(xml.whole[WORKBOOK])),
        )
    except _FAULTS:
        raise DataError(
            f"{file.name}, sheet {sheet}: it can't be told which cells hold errors of Excel. Open "
            "the workbook in Excel and save it as .xlsx."
        ) from None


def _hidden_rows(tags: Sequence[bytes], numbers: Sequence[int]) -> tuple[int, ...]:
    return tuple(row - 1 for tag, row in zip(tags, numbers, strict=True) if _HIDDEN.search(tag))


def _hidden_columns(content: bytes) -> tuple[int, ...]:
    found: list[int] = []
    for tag in _COLUMN.findall(content):
        if _HIDDEN.search(tag):
            numbers = {name: int(number) for name, number in _NUMBERS.findall(tag)}
            found += range(numbers[b"min"] - 1, min(numbers[b"max"], MOST_COLUMNS))
    return tuple(found)


def _merged(content: bytes) -> tuple[tuple[int, int, int, int], ...]:
    return tuple(
        (*_place(first.decode()), *_place(last.decode()))
        for first, last in _MERGED.findall(content)
    )


def _place(cell: str) -> tuple[int, int]:
    letters, row = coordinate_from_string(cell)
    if row > MOST_ROWS:
        raise ValueError(f"a sheet has at most {MOST_ROWS} rows")
    return row - 1, column_index(letters) - 1


def _part(xml: WorkbookXml, sheet: str) -> str:
    """Return the name of the part of a workbook that holds a sheet."""
    relation = ""
    for element in ElementTree.fromstring(xml.whole[WORKBOOK]).iter():
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            relation = next((v for k, v in element.items() if k.endswith("}id")), "")
    for element in ElementTree.fromstring(xml.whole[RELATIONS]).iter():
        if element.get("Id") == relation:
            target = element.get("Target", "")
            return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
    raise KeyError(sheet)


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _Cells:
    """Go through a sheet's cells, and keep the marks of those without a value."""

    def __init__(self) -> None:
        self.marks: dict[tuple[int, int], str] = {}
        self._row = self._column = -1
        self._kind = ""
        self._formula = self._in_value = False
        self._value: list[str] = []

    def read(self, content: bytes) -> None:
        """Go through a sheet's XML."""
        # expat's own names keep a prefix where there is one; it is cut off.
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
                self._column = -1
            case "c":
                self._column += 1
                if "r" in attributes:
                    self._row, self._column = _place(attributes["r"])
                self._kind = attributes.get("t", "")
                self._formula = False
                self._value.clear()
            case "f":
                self._formula = True
            case "v":
                self._in_value = True

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value.append(text)

    def _end(self, name: str) -> None:
        match name.rpartition(":")[2]:
            case "v":
                self._in_value = False
            case "c":
                value = "".join(self._value)
                if self._kind == "e":
                    self.marks[self._row, self._column] = value
                # A formula may give an empty text, which is a blank like any other.
                elif self._formula and not value and self._kind != "str":
                    self.marks[self._row, self._column] = NOT_CALCULATED
