"""What a sheet's XML tells that its values don't: errors, formulas, what is hidden or merged.

calamine gives errors and such formulas as blank, and a blank has a meaning of its own: an audit
isn't returned. The XML is searched for the few marks sought, as going through it cell by cell would
take many times as long as reading the values.
"""

import posixpath
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string as column_index
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException

from qaanalysis.data.excel_errors import NOT_CALCULATED
from qaanalysis.data.limits import MOST_COLUMNS, MOST_ROWS
from qaanalysis.data.sheet_extent import (
    DAMAGED_PARTS,
    extent_of_xml,
    refuse_twice,
    refuse_vast,
    row_tags,
)
from qaanalysis.errors import DataError

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_FAULTS = (
    *DAMAGED_PARTS,
    *(ElementTree.ParseError, expat.ExpatError, CellCoordinatesException, ValueError),
)
_ROWS = b"sheetData"
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+\d+):([A-Z]+\d+)[\"']")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_NUMBERS = re.compile(rb"\b(r|min|max)\s*=\s*[\"'](\d+)[\"']")
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


def sheet_layout(file: Path, sheet: str) -> SheetLayout:
    """Return what a sheet's XML tells beyond its values.

    Parameters
    ----------
    file : Path
        A workbook of the kinds .xlsx and .xlsm.
    sheet : str
        The name of one of its sheets.

    Raises
    ------
    DataError
        If the workbook isn't put together as Excel does it, a cell is far from all others, or two
        rows have one number.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            content = parts.read(_part(parts, sheet))
            from_1904 = bool(_1904.search(parts.read(_WORKBOOK)))
        rows = row_tags(content)
        refuse_vast(extent_of_xml(content, rows), f"{file.name}, sheet {sheet}")
        refuse_twice(rows, f"{file.name}, sheet {sheet}")
        found = _Cells()
        # Most exports have neither an error nor a formula, and needn't be gone through by cell; and
        # hardly any has an apostrophe, which is looked for in a tenth of the time.
        quoted = b"'" in content and b"'e'" in content
        if b'"e"' in content or quoted or b"f>" in content:
            found.read(content)
        # What isn't about a row stands before or behind all of them.
        around = content[: content.find(_ROWS)] + content[content.rfind(_ROWS) :]
        return SheetLayout(
            found.marks,
            _hidden_rows(rows),
            _hidden_columns(around),
            _merged(around),
            b"filterColumn" in around,
            from_1904,
        )
    except _FAULTS:
        raise DataError(
            f"{file.name}, sheet {sheet}: it can't be told which cells hold errors of Excel. Open "
            "the workbook in Excel and save it as .xlsx."
        ) from None


def _hidden_rows(tags: Sequence[bytes]) -> tuple[int, ...]:
    if not any(b"hidden" in tag for tag in tags):
        return ()
    found, row = [], 0
    for tag in tags:
        row = int(dict(_NUMBERS.findall(tag)).get(b"r", row + 1))
        if _HIDDEN.search(tag):
            found.append(row - 1)
    return tuple(found)


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


def _part(parts: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part of a workbook that holds a sheet."""
    relation = ""
    for element in ElementTree.fromstring(parts.read(_WORKBOOK)).iter():
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            relation = next((v for k, v in element.items() if k.endswith("}id")), "")
    for element in ElementTree.fromstring(parts.read(_RELATIONS)).iter():
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
