"""How the bytes of a text file are characters: UTF-8, UTF-16, or Windows-1252, Excel's own."""

import codecs
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from qaanalysis.errors import DataError

UTF8, WINDOWS = "utf-8-sig", "cp1252"
_NAMES = {UTF8: "UTF-8", WINDOWS: "Windows-1252", "utf-16": "UTF-16", "utf-16-le": "UTF-16",
          "utf-16-be": "UTF-16"}  # fmt: skip
_LOOKED_AT = 4096
# Two or three bytes that hardly ever stand together in another encoding.
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}")


@dataclass(frozen=True)
class TextFile:
    """A text file, and how its bytes are to be read.

    Parameters
    ----------
    file : Path
        The file.
    encoding : str
        The encoding it is in.
    content : bytes or None
        All of it as UTF-8, where it is in another encoding.
    """

    file: Path
    encoding: str = UTF8
    content: bytes | None = None

    def open(self) -> TextIO:
        """Return the file's text as a stream, with its ends of lines as they are."""
        if self.content is None:
            return self.file.open(encoding=UTF8, newline="")
        return io.TextIOWrapper(io.BytesIO(self.content), encoding="utf-8", newline="")

    @property
    def source(self) -> Path | io.BytesIO:
        """What a reader of UTF-8 is given."""
        return self.file if self.content is None else io.BytesIO(self.content)

    @property
    def name(self) -> str:
        """The encoding's name, for people."""
        return _NAMES[self.encoding]


def text_file(file: Path) -> TextFile:
    """Return a text file that is UTF-16 decoded, and any other as if it were UTF-8.

    That it isn't UTF-8 is found only when all of it is read; then `in_windows` is called for.

    Raises
    ------
    DataError
        If it begins as UTF-16 and isn't.
    """
    with file.open("rb") as stream:
        start = stream.read(_LOOKED_AT)
    encoding = _utf_16(start)
    if not encoding:
        return TextFile(file)
    try:
        return _decoded(file, encoding)
    except UnicodeDecodeError:
        raise DataError(
            f"{file.name} begins as UTF-16 text and isn't all of it. In Excel, save it again as "
            "“CSV UTF-8”."
        ) from None


def _utf_16(start: bytes) -> str:
    """Return which UTF-16 a file begins as, by its mark or by the zeros beside plain letters."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(start) // 2
    if half >= 8 and start[1::2].count(0) > half * 0.9:
        return "utf-16-le"
    return "utf-16-be" if half >= 8 and start[::2].count(0) > half * 0.9 else ""


def in_windows(file: Path) -> TextFile:
    """Return a text file that isn't UTF-8 as Windows-1252, as Excel writes “CSV”.

    Raises
    ------
    DataError
        If it isn't that either, or characters of it are UTF-8: it was put together from two.
    """
    content = file.read_bytes()
    if not _UTF8_CHARACTER.search(content):
        try:
            return TextFile(file, WINDOWS, content.decode(WINDOWS).encode("utf-8"))
        except UnicodeDecodeError:
            pass
    raise DataError(
        f"{file.name} isn't UTF-8 text: line {_line_not_utf8(content)} has a character in another "
        "encoding. In Excel, save it again as “CSV UTF-8”."
    )


def _line_not_utf8(content: bytes) -> int:
    try:
        content.decode(UTF8)
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1


def _decoded(file: Path, encoding: str) -> TextFile:
    text = file.read_bytes().decode(encoding)
    return TextFile(file, encoding, text.removeprefix("\ufeff").encode("utf-8"))


def lines_beyond_ascii(text: TextFile) -> tuple[int, ...]:
    """Return the lines with characters that another encoding would have made others of."""
    lines = (text.content or b"").split(b"\n")
    return tuple(i for i, line in enumerate(lines, start=1) if not line.isascii())
