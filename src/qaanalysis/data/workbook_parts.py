"""What the parts of a workbook are checked for, before anything reads them.

What reads workbooks makes room for whatever they say: a cell in a column beyond the last that there
is, or a list of four thousand million texts, ends the whole program without a word. A few kilobytes
can unpack to as many gigabytes, and an XML entity can stand for a thousand others. So all parts are
gone through once, each is unpacked once, and what their XML tells of the sheets is kept.
"""

import re
import zipfile
from pathlib import Path

from qaanalysis.data.limits import refuse_unpacked
from qaanalysis.data.sheet_extent import (
    NoSuchColumnError,
    attribute,
    extent_of_binary,
    extent_of_open_document,
    refuse_vast,
)
from qaanalysis.data.sheet_xml import (
    DAMAGED_PARTS,
    RELATIONS,
    WORKBOOK,
    WorkbookXml,
    sheet_xml,
)
from qaanalysis.errors import DataError

DAMAGED = "it may be damaged, or another kind of file. Open it in Excel and save it as .xlsx"
# Pictures that are XML may declare entities, and nothing reads them. They are declared before a
# part's first element; comments may stand there too, of any length.
_XML, _ENTITY, _START = (".xml", ".rels"), b"<!ENTITY", 64
_BEFORE = re.compile(rb"<(?:!--.*?(?:-->|\Z)|\?.*?(?:\?>|\Z)|(?P<element>[A-Za-z_]))", re.DOTALL)
_LIST = re.compile(rb"sst(?<=[<:]sst)\s%s(\d+)" % attribute(b"uniqueCount"))
# The shortest text of a list is <si/>. Some programs count a text as often as it stands in a cell;
# for so many room is made without harm. A number of more digits is no number of anything.
_SHORTEST_TEXT, _HARMLESS, _MOST_DIGITS = 5, 10_000_000, 12
_TO_DO = (
    "It is damaged, or made to do harm. Export it again, from where it comes from; if you know "
    "that, opening it in Excel and saving it may repair it too."
)


def checked_parts(file: Path) -> WorkbookXml:
    """Return what is kept of a workbook's parts, if none of them does harm.

    Of every part, whatever it is called or begins with, as any may be a sheet. Other kinds of file
    have none: what opens them says what they are.

    Raises
    ------
    DataError
        If one does: if it declares entities, would unpack to far more than a workbook, has a cell
        far from all others or in no column that there is, or more texts than have room; or if it
        can't be unpacked.
    """
    found = WorkbookXml()
    if not zipfile.is_zipfile(file):
        return found
    try:
        with zipfile.ZipFile(file) as parts:
            refuse_unpacked(file, sum(part.file_size for part in parts.infolist()))
            for part in parts.infolist():
                _check(file, part.filename, parts.read(part), found)
    except (ValueError, *DAMAGED_PARTS):
        what = f"{file.name} can't be opened as an Excel workbook"
        raise DataError(f"{what}: {DAMAGED}.") from None
    return found


def _check(file: Path, part: str, content: bytes, found: WorkbookXml) -> None:
    """Check a part, and keep what it tells."""
    if part.lower().endswith(_XML) and _declares_entities(content):
        raise DataError(
            f"{file.name} wasn't read: its part {part} declares XML entities, as no program for "
            "spreadsheets does. They can be made to fill the memory, or to fetch other files of "
            "this computer. Don't open it in Excel either: show it to whoever sees to IT security, "
            "and ask whoever sent it to export the data again."
        )
    if problem := _too_many_texts(content):
        raise DataError(f"{file.name} wasn't read: its part {part} {problem}. {_TO_DO}")
    match file.suffix.lower():
        case ".ods" if part.endswith("content.xml"):
            refuse_vast(extent_of_open_document(content), file.name)
        case ".xlsb" if part.endswith(".bin"):
            refuse_vast(extent_of_binary(content), file.name)
    if part in (WORKBOOK, RELATIONS):
        found.whole[part] = content
    try:
        found.sheets[part] = sheet_xml(content, f"{file.name}, part {part}")
    except NoSuchColumnError as column:
        raise DataError(
            f"{file.name} wasn't read: a cell of its part {part} is said to stand in column "
            f"{column}, and the last that a sheet has is XFD. {_TO_DO}"
        ) from None


def _declares_entities(content: bytes) -> bool:
    """Tell whether a part declares entities before its first element, however far down that is."""
    # In UTF-16 each letter has a zero byte beside it.
    text = content.replace(b"\0", b"") if b"\0" in content[:_START] else content
    elements = (tag.start() for tag in _BEFORE.finditer(text) if tag["element"])
    return text.find(_ENTITY, 0, next(elements, len(text))) >= 0


def _too_many_texts(content: bytes) -> str:
    """Say that a list of texts is said to hold more than have room; else nothing."""
    for found in _LIST.finditer(content):
        n, room = int(found[1][:_MOST_DIGITS]), len(content) // _SHORTEST_TEXT
        if n > max(room, _HARMLESS):
            least = "at least " if len(found[1]) > _MOST_DIGITS else ""
            return f"is said to hold {least}{n:,} texts, and has room for {room:,} at most"
    return ""
