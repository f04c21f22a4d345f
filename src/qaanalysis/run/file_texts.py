"""All that can be read in the bytes of a file: its text, or those of its parts.

Pages, pictures, notebooks and JSON are texts; Word and Excel files are zips of them; a PNG may say
something in words. Of any other file the runs of letters are read.
"""

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from qaanalysis.run import json_texts, picture_texts, text_views

_ZIP = b"PK\x03\x04"
_PRINTABLE = re.compile(rb"[\t\x20-\x7e\x80-\xff]{4,}")
_ASCII_WIDE = re.compile(rb"(?:[\t\x20-\x7e]\x00){4,}")
# Letters of two bytes: those of Western, Central and Eastern Europe, and of Vietnam.
_PRINTABLE_WIDE = re.compile(rb"(?:[\t\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01\x02\x1e\x20]){4,}")
_PRINTABLE_WIDE_BE = re.compile(
    rb"(?:\x00[\t\x20-\x7e\xa0-\xff]|[\x01\x02\x1e\x20][\x00-\xff]){4,}"
)
_OF_OTHERS = (
    (_PRINTABLE, "latin-1"),
    (_ASCII_WIDE, "utf-16-le"),
    (_PRINTABLE_WIDE, "utf-16-le"),
    (_PRINTABLE_WIDE_BE, "utf-16-be"),
)
_MARKED = (".html", ".htm", ".svg", ".xml", ".rels", ".vml", ".css", ".txt", ".md", ".csv")
_JSON = (".json", ".ipynb")
# Each begins with what is rare, so that looking for it costs little.
_QUOTED = (
    *(re.compile(r"=\"([^\"]{5,})\""), re.compile(r"='([^']{5,})'")),
    re.compile(r"=([^\s\"'=>][^\s\"'>]{4,})"),
    re.compile(r"<!--(.*?)-->", re.DOTALL),
)
_XML = (b"<?xml", b"<worksheet", b"<Relationships", b"<table")
_TOGETHER, _BETWEEN_PARTS = "all.xml", f"\n{text_views.NO_LETTER}\n".encode()
_DEEPEST = 4
_LONGEST_PART = 200_000_000


@dataclass(frozen=True)
class Text:
    """Something that can be read in a file.

    Parameters
    ----------
    part : str
        The part of a zip or what is packed in a text, empty for the file's own text.
    text : str
        What is read.
    is_markup : bool
        Whether it stands in tags rather than between them.
    """

    part: str
    text: str
    is_markup: bool = False

    def lines(self) -> list[str]:
        """Return its lines; of tags what is between quotation marks, and comments."""
        if not self.is_markup:
            return self.text.split("\n")
        return [quoted for pattern in _QUOTED for quoted in pattern.findall(self.text)]


def read(name: str, content: bytes, *, part: str = "", depth: int = 0) -> Iterator[Text]:
    """Yield all that can be read in a file.

    Parameters
    ----------
    name : str
        The file's name, whose ending says what it is.
    content : bytes
        The file.
    part : str
        What part of a larger file it is.
    depth : int
        How many files it is packed in.
    """
    if depth > _DEEPEST:
        return
    if content.startswith((picture_texts.PNG, picture_texts.JPEG)):
        yield from (Text(part, said) for said in picture_texts.read(content))
    elif content.startswith(_ZIP):
        yield from _zip(content, part, depth)
    elif (text := _text(name, content)) is not None:
        yield from _of_text(name, text, part, depth)
        if "\ufffd" in text and b"\0" not in content:
            # Written by an older program, with one byte for each letter.
            yield from _of_text(name, content.decode("latin-1"), part, depth)
    else:
        for pattern, encoding in _OF_OTHERS:
            runs = (run.decode(encoding, "replace") for run in pattern.findall(content))
            yield Text(part, "\n".join(runs))


def _text(name: str, content: bytes) -> str | None:
    """Return a file's text, None if it isn't one."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if name.endswith((*_MARKED, *_JSON)):
        return content.decode("utf-8-sig", errors="replace")
    try:
        return None if b"\0" in content else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


@cache
def _own_styles() -> tuple[str, ...]:
    """Return the style of every page, which is the same for all inputs and tells of nobody.

    Its words would be taken for somebody called Link or Grid.
    """
    template = files("qaanalysis.present") / "template"
    names = ("parts.css", "style.css")
    return tuple((template / name).read_text(encoding="utf-8").strip() for name in names)


def _without_own_styles(text: str) -> str:
    for style in _own_styles():
        text = text.replace(style, " ")
    return text


def _of_text(name: str, text: str, part: str, depth: int) -> Iterator[Text]:
    files_within: list[bytes] = []
    if name.endswith(_JSON) or text.startswith("{"):
        parsed = json_texts.parsed(text)
        text = "\n".join(parsed.said) if parsed else text_views.of_json(text)
        files_within = parsed.packed if parsed else []
    if not part:
        text = _without_own_styles(text)
    is_office = bool(part) and name.endswith((".xml", ".rels", ".vml"))
    views = text_views.of_text(text, is_office=is_office)
    for said in views.said:
        yield Text(part, said)
    for markup in views.markup:
        yield Text(part, markup, is_markup=True)
    for packed in [*files_within, *views.packed]:
        yield from read("", packed, part=f"{part}, packed" if part else "packed", depth=depth + 1)


def _zip(content: bytes, part: str, depth: int) -> Iterator[Text]:
    sheets: dict[str, list[bytes]] = defaultdict(list)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            yield Text(part, book.comment.decode("utf-8", errors="replace"))
            for member in book.infolist():
                inner = f"{part}/{member.filename}" if part else member.filename
                yield Text(part, f"{member.filename}\n{member.comment.decode('utf-8', 'replace')}")
                if member.file_size > _LONGEST_PART:
                    continue
                packed = book.read(member)
                if member.filename.startswith("xl/") and packed.startswith(_XML):
                    sheets[inner.rpartition("/")[0]].append(packed)
                else:
                    yield from read(member.filename, packed, part=inner, depth=depth + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        # Not a zip after all, or damaged: what can be read of its bytes.
        runs = (run.decode("latin-1") for run in _PRINTABLE.findall(content))
        yield Text(part, "\n".join(runs))
    # A workbook has hundreds of small parts, which are read several times as fast together.
    for folder, parts in sheets.items():
        inner = f"{folder}/{_TOGETHER}"
        yield from read(inner, _BETWEEN_PARTS.join(parts), part=inner, depth=depth + 1)
