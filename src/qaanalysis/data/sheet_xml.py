"""Find the cells of a sheet that hold no value: Excel's errors, and formulas never calculated.

calamine gives both as blank, and a blank has a meaning of its own: an audit isn't returned.
"""

import posixpath
import zipfile
from pathlib import Path
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.utils.cell import column_index_from_string as column_index
from openpyxl.utils.cell import coordinate_from_string

from qaanalysis.data.excel_errors import NOT_CALCULATED
from qaanalysis.errors import DataError

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def cells_without_values(file: Path, sheet: str) -> dict[tuple[int, int], str]:
    """Return what stands in the place of a value, by row and column from 0.

    Parameters
    ----------
    file : Path
        A workbook.
    sheet : str
        The name of one of its sheets.

    Raises
    ------
    DataError
        If the workbook isn't put together as Excel does it.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            content = parts.read(_part(parts, sheet))
        # Most exports have neither an error nor a formula, and needn't be read a second time.
        if b'"e"' not in content and b"'e'" not in content and b"f>" not in content:
            return {}
        found = _Cells()
        found.read(content)
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError, expat.ExpatError):
        raise DataError(
            f"{file.name}, sheet {sheet}: it can't be told which cells hold errors of Excel. Open "
            "the workbook in Excel and save it as .xlsx."
        ) from None
    return found.marks


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
                    letters, row = coordinate_from_string(attributes["r"])
                    self._row, self._column = row - 1, column_index(letters) - 1
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
