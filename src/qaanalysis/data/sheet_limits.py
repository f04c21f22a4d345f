"""Refuse a workbook that says what no workbook can hold, before anything reads it.

What reads workbooks makes room for whatever they say: a cell in a column beyond the last that there
is, or a list of four thousand million texts, ends the whole program without a word.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from qaanalysis.data.sheet_extent import DAMAGED_PARTS
from qaanalysis.errors import DataError

# Columns of three letters or more, which is found in a tenth of the time of those beyond the last.
_COLUMN, _LAST_COLUMN = re.compile(rb"r\s*=\s*[\"']([A-Za-z]{3,})\d"), "XFD"
_UNIQUE = re.compile(rb"uniqueCount\s*=\s*[\"']\s*(\d+)")
_CELL, _TEXTS = re.compile(rb"<(?:\w+:)?c\s"), re.compile(rb"<(?:\w+:)?sst\s")
# The shortest text of a list is <si/>. Some programs count a text as often as it stands in a cell;
# for so many room is made without harm. A number of more digits is no number of anything.
_SHORTEST_TEXT, _HARMLESS, _MOST_DIGITS = 5, 10_000_000, 12
_LETTERS_SHOWN, _START, _MARKS = 8, 64, b"\xef\xbb\xbf \t\r\n"
_TO_DO = (
    "It is damaged, or made to do harm. Export it again, from where it comes from; if you know "
    "that, opening it in Excel and saving it may repair it too."
)


def refuse_beyond(file: Path) -> None:
    """Refuse a workbook with a cell in no column that there is, or more texts than have room.

    Of every part of it, as any of them may be a sheet.

    Raises
    ------
    DataError
        If a part says so.
    """
    try:
        with zipfile.ZipFile(file) as parts:
            problem = next(_problems(parts), "")
    except (ValueError, *DAMAGED_PARTS):
        # No zip file, or a damaged one: what opens it says so.
        return
    if problem:
        raise DataError(f"{file.name} wasn't read: {problem}. {_TO_DO}")


def _problems(parts: zipfile.ZipFile) -> Iterator[str]:
    for part in parts.infolist():
        with parts.open(part) as stream:
            start = stream.read(_START)
            # Pictures and binary sheets hold no XML.
            content = start + stream.read() if start.lstrip(_MARKS).startswith(b"<") else b""
        for found in _in_tags(_COLUMN, _CELL, content):
            letters = found[1].decode().upper()
            if (len(letters), letters) <= (len(_LAST_COLUMN), _LAST_COLUMN):
                continue
            shown = letters[:_LETTERS_SHOWN] + ("…" if len(letters) > _LETTERS_SHOWN else "")
            yield (
                f"a cell of its part {part.filename} is said to stand in column {shown}, and the "
                f"last that a sheet has is {_LAST_COLUMN}"
            )
        for found in _in_tags(_UNIQUE, _TEXTS, content):
            n, room = int(found[1][:_MOST_DIGITS]), len(content) // _SHORTEST_TEXT
            if n > max(room, _HARMLESS):
                least = "at least " if len(found[1]) > _MOST_DIGITS else ""
                yield (
                    f"its part {part.filename} is said to hold {least}{n:,} texts, and has room "
                    f"for {room:,} at most"
                )


def _in_tags(
    pattern: re.Pattern[bytes], tag: re.Pattern[bytes], content: bytes
) -> Iterator[re.Match[bytes]]:
    """Yield what is found in tags of one kind; a cell's own text may read like it."""
    for found in pattern.finditer(content):
        if tag.match(content, content.rfind(b"<", 0, found.start())):
            yield found
