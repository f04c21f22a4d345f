"""Refuse a workbook that declares XML entities, before anything reads it.

Neither Excel nor any other program that writes workbooks declares any. Whoever does means to fill
the memory, as an entity can stand for a thousand others, or to fetch other files.
"""

import re
import zipfile
from pathlib import Path

from qaanalysis.data.sheet_extent import DAMAGED_PARTS
from qaanalysis.errors import DataError

_XML = (".xml", ".rels")
# They are declared before a part's first element; comments may stand there too, of any length.
_ENTITY, _ELEMENT = b"<!ENTITY", re.compile(rb"<[A-Za-z_]")
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST_READ = 4096


def refuse_entities(file: Path) -> None:
    """Refuse a workbook of which a part declares entities; other kinds of file have no such parts.

    Raises
    ------
    DataError
        If one does.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            names = [name for name in parts.namelist() if name.lower().endswith(_XML)]
            found = next((name for name in names if _declares(parts, name)), "")
    except (ValueError, *DAMAGED_PARTS):
        # No zip file, or a damaged one: what opens it says so.
        return
    if found:
        raise DataError(
            f"{file.name} wasn't read: its part {found} declares XML entities, as no program for "
            "spreadsheets does. They can be made to fill the memory, or to fetch other files of "
            "this computer. Don't open it in Excel either: show it to whoever sees to IT security, "
            "and ask whoever sent it to export the data again."
        )


def _declares(parts: zipfile.ZipFile, name: str) -> bool:
    """Tell whether a part declares entities before its first element, however far down that is."""
    before, n = b"", _FIRST_READ
    with parts.open(name) as part:
        # Twice as much each time, as what was read is looked through again.
        while chunk := part.read(n):
            # In UTF-16 each letter has a zero byte beside it.
            before += chunk.replace(b"\0", b"")
            if _ENTITY in before:
                return True
            if _ELEMENT.search(_COMMENT.sub(b"", before)):
                return False
            n *= 2
    return False
