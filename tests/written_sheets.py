"""Workbooks written by hand from rows, in a millisecond each; every byte can be changed."""

import datetime as dt
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

SHEET = "xl/worksheets/sheet1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORBIDDEN = {code: "" for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: "", 0xFFFF: ""}
_ZERO = dt.datetime(1899, 12, 30)


def written(path: Path, parts: Mapping[str, bytes | str], *, packed: bool = True) -> None:
    """Write the parts of a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def xlsx(rows: list[list[Any]]) -> dict[str, str]:
    """Return the parts of an xlsx workbook with one sheet, called Audits."""
    body = "".join(
        f'<row r="{at}">{"".join(_xlsx_cell(v, at, i) for i, v in enumerate(row, 1))}</row>'
        for at, row in enumerate(rows, start=1)
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        'Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{_KIND}.worksheet+xml"/></Types>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _relation("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet '
        'name="Audits" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts><font/></fonts><fills><fill>'
        "<patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs><cellStyles><cellStyle '
        'name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
        SHEET: f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }


def _relation(kind: str, target: str) -> str:
    styles = (
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        if kind == "worksheet"
        else ""
    )
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/>{styles}</Relationships>'
    )


def _xlsx_cell(value: Any, row: int, column: int) -> str:
    at = f'r="{get_column_letter(column)}{row}"'
    match value:
        case "" | None:
            return ""
        case bool():
            return f'<c {at} t="b"><v>{int(value)}</v></c>'
        case dt.date():
            day = value if isinstance(value, dt.datetime) else dt.datetime(*value.timetuple()[:3])
            return f'<c {at} s="1"><v>{(day - _ZERO).total_seconds() / 86400}</v></c>'
        case int() | float():
            return f"<c {at}><v>{value}</v></c>"
    if value.startswith("#"):
        return f'<c {at} t="e"><v>{escape(value)}</v></c>'
    text = escape(value.translate(_FORBIDDEN))
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def ods(rows: list[list[Any]]) -> dict[str, str]:
    """Return the parts of an OpenDocument workbook with one sheet, called Audits."""
    body = "".join(
        f"<table:table-row>{''.join(_ods_cell(value) for value in row)}</table:table-row>"
        for row in rows
    )
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:'
        'opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="Audits">{body}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>",
    }


def _ods_cell(value: Any) -> str:
    match value:
        case "" | None:
            return "<table:table-cell/>"
        case bool():
            word = str(value).lower()
            kind = f'"boolean" office:boolean-value="{word}"'
        case dt.date():
            kind = f'"date" office:date-value="{value.isoformat()}"'
        case int() | float():
            kind = f'"float" office:value="{value}"'
        case _:
            kind = '"string"'
    text = escape(str(value).translate(_FORBIDDEN))
    return f"<table:table-cell office:value-type={kind}><text:p>{text}</text:p></table:table-cell>"


def xlsb(rows: list[list[Any]]) -> dict[str, bytes | str]:
    """Return the parts of a binary workbook with one sheet, called Audits."""
    wide = max(map(len, rows))
    sheet = record(129) + record(148, struct.pack("<4I", 0, len(rows) - 1, 0, wide - 1))
    sheet += record(145)
    for at, row in enumerate(rows):
        sheet += record(0, struct.pack("<2I", at, 0) + b"\x2c\x01\x00\x00\x00" + bytes(4))
        for place, cell in enumerate(row):
            if isinstance(cell, int | float):
                sheet += record(5, struct.pack("<2Id", place, 0, cell))
            elif cell not in ("", None):
                sheet += record(6, struct.pack("<2I", place, 0) + _long_text(str(cell)))
    sheet += record(146) + record(130)
    book = record(131) + record(143)
    book += record(156, struct.pack("<2I", 0, 1) + _long_text("rId1") + _long_text("Audits"))
    book += record(144) + record(132)
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="bin" '
        'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.bin"),
        "xl/_rels/workbook.bin.rels": _relation("worksheet", "worksheets/sheet1.bin"),
        "xl/workbook.bin": book,
        "xl/worksheets/sheet1.bin": sheet,
    }


def record(kind: int, content: bytes = b"") -> bytes:
    """Return a record of a binary workbook."""
    return _varying(kind) + _varying(len(content)) + content


def _varying(number: int) -> bytes:
    """Return a number of seven bits a byte, of which the eighth says that more follow."""
    found = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        found.append(low | (0x80 if number else 0))
        if not number:
            return bytes(found)


def _long_text(text: str) -> bytes:
    units = text.encode("utf-16-le", "surrogatepass")
    return struct.pack("<I", len(units) // 2) + units
