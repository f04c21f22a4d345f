"""Registers as files of every kind, some whole and some broken or hostile, each from its seed."""

import csv
import datetime as dt
import io
import itertools
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from mutated_rows import Rows, changed
from openpyxl import load_workbook
from written_sheets import SHEET, ods, record, written, xlsb, xlsx

FILES = Path(__file__).parent / "data" / "messy" / "files"
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
MANY = 10_000_000
# Of the identifiers, also in another spelling.
_HEADING = re.compile(r"(?i)audit[\W_]+id")


@dataclass(frozen=True)
class Mutated:
    """A file, what was done to it, and how many rows stand under its headings.

    The rows, blank ones among them, are counted by a reader that isn't ours; None if the file is
    broken, or has its headings twice on end, so that nobody can say.
    """

    path: Path
    kind: str
    rows: int | None


def mutated(seed: int, folder: Path) -> Mutated:
    """Write the file of a seed: the same bytes each time."""
    random = Random(seed)
    rows = changed(random)
    headings = [i for i, row in enumerate(rows) if any(map(_heads, row))]
    first = headings[0] if headings and headings[0] + 1 not in headings else None
    write = random.choices(tuple(KINDS), weights=tuple(KINDS.values()))[0]
    path = write(random, rows, folder)
    kind = write.__name__.strip("_")
    if write in WHOLE:
        return Mutated(path, kind, None if first is None else _counted(path, rows, first))
    return Mutated(path, kind, None)


def _heads(value: Any) -> bool:
    """Tell whether a cell is the heading of the identifiers, also in another spelling of it."""
    return bool(_HEADING.fullmatch(str(value).strip(" :")))


def _counted(path: Path, rows: Rows, headings: int) -> int:
    """Count the rows under the headings up to the last that has anything in it."""
    if path.suffix == ".xlsx":
        book = load_workbook(path, read_only=True)
        cells = book.active.iter_rows(values_only=True)
        filled = [any(value is not None for value in row) for row in cells]
        book.close()
    elif path.suffix in (".ods", ".xlsb"):
        filled = [any(value not in ("", None) for value in row) for row in rows]
    else:
        text = _decoded(path.read_bytes())
        delimiter = max(",;\t|", key=text.count)
        read = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return sum(1 for _ in read) - headings - 1
    return max((i for i, has in enumerate(filled) if has), default=0) - headings


def _decoded(content: bytes) -> str:
    """Return a text in whichever encoding its headings can be read in."""
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if _HEADING.search(text):
            return text
    raise ValueError("no headings")


def _plain(value: Any) -> Any:
    return value.strftime("%d/%m/%Y") if isinstance(value, dt.date) else value


def _text(random: Random, rows: Rows) -> tuple[str, str]:
    stream = io.StringIO()
    delimiter = random.choice((",", ",", ",", ";", "\t", "|"))
    ends = random.choice(("\r\n", "\n"))
    quoting = random.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=ends, quoting=quoting)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return stream.getvalue(), ".tsv" if delimiter == "\t" else random.choice((".csv", ".txt"))


def _whole_text(random: Random, rows: Rows, folder: Path) -> Path:
    text, suffix = _text(random, rows)
    encoding = random.choice(ENCODINGS)
    path = folder / f"register{suffix}"
    # A character that an encoding hasn't is left out, as Excel writes a question mark.
    path.write_bytes(text.encode(encoding, "replace"))
    return path


def _whole_xlsx(_random: Random, rows: Rows, folder: Path) -> Path:
    path = folder / "register.xlsx"
    written(path, xlsx(rows))
    return path


def _whole_ods(_random: Random, rows: Rows, folder: Path) -> Path:
    path = folder / "register.ods"
    written(path, ods(rows))
    return path


def _whole_xlsb(_random: Random, rows: Rows, folder: Path) -> Path:
    path = folder / "register.xlsb"
    written(path, xlsb([[_plain(value) for value in row] for row in rows]))
    return path


def _spoilt(random: Random, content: bytes) -> bytes:
    """Return bytes of which some are lost, doubled, turned or put in."""
    if not content:
        return content
    at, n = random.randrange(len(content)), random.choice((1, 2, 8, 200))
    match random.randrange(7):
        case 0:
            return content[:at]
        case 1:
            return content[:at] + content[at + n :]
        case 2:
            return content[:at] + content[at : at + n] * 3 + content[at + n :]
        case 3:
            return content[:at] + bytes(n) + content[at:]
        case 4:
            return content[:at] + random.randbytes(n) + content[at + n :]
        case 5:
            odd = random.choice((b'"', b"\r", b"\n", b"\x81", b"\xe9", b"\xff\xfe", "é".encode()))
            return content[:at] + odd + content[at:]
        case _:
            return bytes(b ^ (1 << random.randrange(8)) if random.random() < 0.01 else b
                         for b in content)  # fmt: skip


def _broken_text(random: Random, rows: Rows, folder: Path) -> Path:
    path = _whole_text(random, rows, folder)
    path.write_bytes(_spoilt(random, path.read_bytes()))
    return path


def _odd_text(random: Random, rows: Rows, folder: Path) -> Path:
    text, suffix = _text(random, rows)
    content = text.encode(errors="replace")
    path = folder / f"register{suffix}"
    path.write_bytes(
        random.choice(
            (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\n" * 40, b"\x00" * 99, random.randbytes(600),
             text.encode("utf-7"), text.encode("shift-jis", "replace"), text.encode("utf-32"),
             content.replace(b"\r\n", b"\r").replace(b"\n", b"\r"), content + b"caf\xe9,\xc3\xa9",
             content.split(b"\n")[0], content * 40, b'"' * 1001 + content,
             b"PK\x03\x04" + content)
        )
    )  # fmt: skip
    return path


def _other_suffix(random: Random, rows: Rows, folder: Path) -> Path:
    write = random.choice((_whole_text, _whole_xlsx, _whole_ods, _whole_xlsb))
    path = write(random, rows, folder)
    suffixes = (".csv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".parquet", ".pdf", "")
    return path.rename(folder / f"renamed{random.choice(suffixes)}")


def _long_cell(random: Random, rows: Rows, folder: Path) -> Path:
    row = random.choice(rows)
    row[random.randrange(len(row)) :][:1] = [random.choice("a0é,") * MANY]
    write = random.choice((_whole_text, _whole_xlsx))
    return write(random, rows, folder)


def _broken_book(random: Random, rows: Rows, folder: Path) -> Path:
    """Spoil a workbook's file, or one of the parts in it."""
    write = random.choice((_whole_xlsx, _whole_xlsx, _whole_ods, _whole_xlsb, None, None))
    if write is None:
        whole = FILES / random.choice(("register.xls", "register.ods", "password.xlsx"))
        path = folder / whole.name
        path.write_bytes(_spoilt(random, whole.read_bytes()))
        return path
    path = write(random, rows, folder)
    if random.random() < 0.3:
        path.write_bytes(_spoilt(random, path.read_bytes()))
        return path
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    part = random.choice(tuple(parts))
    if random.random() < 0.2:
        del parts[part]
    else:
        parts[part] = _spoilt(random, parts[part])
    written(path, parts)
    return path


LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in itertools.pairwise("abcdefghi"))
ENTITIES = f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50}">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/passwd">]>'
DEEP = "<x>" * 200_000


def _hostile_xml(random: Random, rows: Rows, folder: Path) -> Path:
    """Put entities, deep nesting, far cells or odd references into a workbook's XML."""
    parts = xlsx(rows)
    part = random.choice((SHEET, SHEET, SHEET, "xl/workbook.xml", "xl/styles.xml"))
    match random.randrange(8):
        case 0 | 1:
            entities = random.choice((ENTITIES, OUTSIDE))
            parts[part] = entities + re.sub(r">[^<>]+</t>", ">&i;</t>", parts[part], count=1)
        case 2:
            parts[part] = parts[part].replace("<", f"{DEEP}<", 1)
        case 3:
            far = random.choice(("XFD1048576", "A1048576", "XFD1", "ZZZ9", "A99999999", "A0", "1A"))
            parts[SHEET] = parts[SHEET].replace(
                "</sheetData>", f'<row r="9"><c r="{far}"><v>1</v></c></row></sheetData>'
            )
        case 4:
            row = random.choice(("4294967295", "0", "-1", "x", "1048577", "99999999999999999999"))
            parts[SHEET] = re.sub(r'<row r="\d+"', f'<row r="{row}"', parts[SHEET], count=1)
        case 5:
            kind = random.choice(("s", "e", "d", "n", "str", "zzz"))
            parts[SHEET] = parts[SHEET].replace('t="inlineStr"', f't="{kind}"', 3)
        case 6:
            cell = random.choice(("<f>A1</f>", "<f>A1</f><v></v>", "<v>1e999</v>", "<v>-5</v>"))
            parts[SHEET] = re.sub("<is>.*?</is>", cell, parts[SHEET], count=2)
        case _:
            more = random.choice(
                ('<mergeCell ref="A1:XFD1048576"/>', '<cols><col min="1" max="99999" hidden="1"/>',
                 '<mergeCell ref="A0:B0"/>', '<row r="3" hidden="1">', '<dimension ref="A1:ZZ9"/>')
            )  # fmt: skip
            parts[SHEET] = parts[SHEET].replace("<sheetData>", f"{more}<sheetData>")
    path = folder / f"register{random.choice(('.xlsx', '.xlsm'))}"
    written(path, parts)
    return path


def _hostile_other(random: Random, rows: Rows, folder: Path) -> Path:
    """Repeat cells of an OpenDocument sheet without end, or put a binary cell far away."""
    if random.random() < 0.5:
        parts = ods(rows)
        repeated = random.choice(
            ('number-columns-repeated="16384"', 'number-columns-repeated="4294967295"',
             'number-columns-repeated="-1"')
        )  # fmt: skip
        content = parts["content.xml"]
        cells = content.count("<table:table-cell")
        nth = random.randrange(cells)
        places = [m.end() for m in re.finditer("<table:table-cell", content)]
        content = f"{content[: places[nth]]} table:{repeated}{content[places[nth] :]}"
        if random.random() < 0.7:
            n = random.choice((1_048_576, 2**32, 5))
            row = f'<table:table-row table:number-rows-repeated="{n}"'
            content = content.replace("<table:table-row", row, random.choice((1, 2)))
        parts["content.xml"] = content
        written(folder / "register.ods", parts)
        return folder / "register.ods"
    binary = xlsb([[_plain(value) for value in row] for row in rows])
    row = record(0, struct.pack("<2I", random.choice((1_048_575, 2**31, 2**32 - 1)), 0) + bytes(9))
    place = random.choice((0, 16_383, 2**32 - 1))
    far = row + record(5, struct.pack("<2Id", place, 0, 1.0)) + record(146)
    sheet = binary["xl/worksheets/sheet1.bin"]
    assert isinstance(sheet, bytes)
    binary["xl/worksheets/sheet1.bin"] = sheet.replace(record(146), far)
    written(folder / "register.xlsb", binary)
    return folder / "register.xlsb"


def _bomb(random: Random, rows: Rows, folder: Path) -> Path:
    """Pack far more into a workbook than it looks: up to 900 MB in 4 MB."""
    parts: dict[str, bytes | str] = dict(random.choice((xlsx, ods))(rows))
    suffix = ".ods" if "content.xml" in parts else ".xlsx"
    part = random.choice((SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"))
    part = "content.xml" if suffix == ".ods" else part
    filled = random.choice((b" ", b"\x00", b"a", b"<c><v>1</v></c>", b"<row/>"))
    path = folder / f"register{suffix}"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, content in parts.items():
            if name != part:
                book.writestr(name, content)
        with book.open(part, "w", force_zip64=True) as stream:
            start, tag, end = _halves(parts.get(part, "<sst>"))
            stream.write(start + tag)
            block = filled * (1_000_000 // len(filled))
            for _ in range(random.choice((150, 400, 900))):
                stream.write(block)
            stream.write(end)
    return path


def _halves(content: bytes | str) -> tuple[bytes, bytes, bytes]:
    text = content if isinstance(content, str) else content.decode()
    start, tag, end = text.rpartition("</")
    return start.encode(), b"", f"{tag}{end}".encode()


WHOLE = (_whole_text, _whole_xlsx, _whole_ods, _whole_xlsb)
# How often each is written, of 1,000: a bomb takes a second to make, and a long cell to read.
KINDS: dict[Callable[[Random, Rows, Path], Path], int] = {
    _whole_text: 300,
    _whole_xlsx: 280,
    _whole_ods: 40,
    _whole_xlsb: 30,
    _broken_text: 130,
    _odd_text: 30,
    _other_suffix: 20,
    _broken_book: 100,
    _hostile_xml: 50,
    _hostile_other: 13,
    _long_cell: 5,
    _bomb: 2,
}
