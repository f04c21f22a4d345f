"""What a picture says beside its pixels: a title, an author, a comment.

Of a PNG every chunk is read but pixels and measures, of a JPEG comments and what programs added.
"""

import re
import struct
import zlib
from collections.abc import Iterator

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Pixels, colours and measures: nothing that somebody wrote.
_MEASURES_SAID = b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD hIST pHYs tIME acTL fcTL fdAT"
_MEASURES = frozenset(_MEASURES_SAID.split())
_COMPRESSED = (b"zTXt", b"iCCP")
_PRINTABLE = re.compile(rb"[\t\x20-\x7e\xa0-\xff]{4,}")
_MARKER = re.compile(rb"\xff[\x00-\xff]")
_START_OF_PIXELS = 0xDA
# Comments, and what programs add for themselves; not tables for pixels.
_SAYING = frozenset({0xFE, *range(0xE0, 0xF0)})


def read(content: bytes) -> Iterator[str]:
    r"""Yield the texts beside a picture's pixels, and whatever follows its end.

    Parameters
    ----------
    content : bytes
        A PNG or a JPEG.

    Examples
    --------
    >>> comment = b"\xff\xfe\x00\x0bBy K. Ash"
    >>> list(read(b"\xff\xd8" + comment + b"\xff\xd9"))
    ['By K. Ash', '']
    """
    yield from _png(content) if content.startswith(PNG) else _jpeg(content)


def _png(content: bytes) -> Iterator[str]:
    at = len(PNG)
    while at + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        data = content[at + 8 : at + 8 + length]
        at += 12 + length
        if kind not in _MEASURES:
            yield from _chunk(kind, data)
        if kind == b"IEND":
            break
    yield content[at:].decode("latin-1")


def _chunk(kind: bytes, data: bytes) -> Iterator[str]:
    """Yield what a chunk says: keyword and text, which may be compressed."""
    yield _decoded(data)
    _keyword, _, rest = data.partition(b"\0")
    if kind in _COMPRESSED:
        packed = rest[1:]
    elif kind == b"iTXt" and rest[:1] == b"\1":
        packed = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    else:
        return
    try:
        yield _decoded(zlib.decompress(packed))
    except zlib.error:
        return


def _jpeg(content: bytes) -> Iterator[str]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _START_OF_PIXELS:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at + 1] in _SAYING:
            yield _decoded(content[at + 4 : at + 2 + length]).replace("ÿ", "\n")
        at += 2 + length
    # Pixels are no text, but what a damaged picture or one with something after it says is.
    runs = (run for piece in _MARKER.split(content[at:]) for run in _PRINTABLE.findall(piece))
    yield "\n".join(run.decode("latin-1") for run in runs)


def _decoded(data: bytes) -> str:
    """Return bytes as text: as it is written now, or else with one byte for each letter."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\0", "\n")
