"""Where in a file something stands, in words that its reader can follow: heading, sheet, cell.

Only a file in which something was found is read this way, as it is slow.
"""

import io
import json
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from zipfile import BadZipFile

from qaanalysis.run import file_texts
from qaanalysis.run.told_params import by_key

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT_OF = {
    **dict.fromkeys(_HEADINGS, "a heading"),
    **dict.fromkeys(("td", "th"), "a table’s cell"),
    **dict.fromkeys(("caption", "figcaption"), "a caption"),
    **dict.fromkeys(("text", "tspan"), "a chart’s text"),
    "title": "the title",
    "desc": "a chart’s description",
    "style": "the style",
}
_BLOCK_TAGS = """
    p div section article main header footer nav aside ul ol li dl dt dd table thead tbody tfoot tr
    figure pre blockquote details summary body head html svg g br hr
"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_VOID_TAGS = "area base br col embed hr img input link meta source track wbr"
_VOID = frozenset(_VOID_TAGS.split())
_ATTRIBUTES = {"alt": "an image’s alternative text", "title": "a tip", "aria-label": "a label"}
_WORD_PARTS = {
    "word/document.xml": "the text",
    "word/comments.xml": "the comments",
    "word/footnotes.xml": "the footnotes",
    "docProps/core.xml": "the document’s properties",
    "docProps/app.xml": "the document’s properties",
    "docProps/custom.xml": "the document’s properties",
}
_WORD_PARTS_BEGINNING = {
    "word/header": "the header of the pages",
    "word/footer": "the footer of the pages",
    "word/media/": "something packed in a picture",
}
_PARAMS = "params"
Piece = tuple[str, str]


def pieces(
    name: str, content: bytes, *, may_quote: Callable[[str], bool] = lambda _: True
) -> Iterator[Piece]:
    """Yield each piece of a file's text with the place where it stands.

    Parameters
    ----------
    name : str
        The file's name.
    content : bytes
        The file.
    may_quote : callable
        Told a heading or a sheet's name, says whether a place may quote it.
    """
    kind = name.rpartition(".")[2].casefold()
    if kind in ("html", "htm", "svg"):
        yield from _of_page(content.decode("utf-8", errors="replace"), may_quote)
    elif kind == "ipynb":
        yield from _of_notebook(content)
    elif kind == "json":
        yield from _of_json(content, may_quote)
    elif kind == "xlsx":
        yield from _of_workbook(content, may_quote)


def part_in_words(text: file_texts.Text) -> str:
    """Return where a text of a file stands, as far as its part tells."""
    if text.part in _WORD_PARTS:
        return _WORD_PARTS[text.part]
    for start, place in _WORD_PARTS_BEGINNING.items():
        if text.part.startswith(start):
            return place
    # The name of a part that somebody chose may itself be what was found.
    if text.part.startswith(("word/", "xl/", "docProps/", "ppt/")):
        return f"the part {text.part.rpartition('/')[0]}"
    if text.part:
        return "something packed in the file"
    return "a tag or comment of the file" if text.is_markup else "the file’s text"


class _Page(HTMLParser):
    """Cuts a page into pieces, each with the heading above it."""

    def __init__(self, may_quote: Callable[[str], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self._may_quote = may_quote
        self._heading = ""
        self._open: list[str] = []
        self._said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS or tag in _TEXT_OF:
            self.end_piece()
        for name, value in attrs:
            said = f"the attribute {name}" if self._may_quote(name) else "an attribute"
            self._add(_ATTRIBUTES.get(name, said), f"{name}={value or ''}")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _HEADINGS:
            said = " ".join("".join(self._said).split())
            self.end_piece()
            self._heading = said
        elif tag in _BLOCKS or tag in _TEXT_OF:
            self.end_piece()
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def handle_comment(self, data: str) -> None:
        self._add("a comment", data)

    def end_piece(self) -> None:
        """End a piece of text that no tag interrupts."""
        said = "".join(self._said)
        self._said = []
        if said.strip():
            within = [_TEXT_OF[tag] for tag in reversed(self._open) if tag in _TEXT_OF]
            self._add(within[0] if within else "the text", said)

    def _add(self, what: str, said: str) -> None:
        if not self._heading:
            place = f"{what} at the top of the page"
        elif self._may_quote(self._heading):
            place = f"{what} under “{self._heading}”"
        else:
            place = f"{what} under a heading that can’t be quoted"
        self.pieces.append((place, said))


def _of_page(text: str, may_quote: Callable[[str], bool]) -> Iterator[Piece]:
    page = _Page(may_quote)
    page.feed(text)
    page.close()
    page.end_piece()
    yield from page.pieces


def _of_notebook(content: bytes) -> Iterator[Piece]:
    try:
        cells = json.loads(content)["cells"]
    except (ValueError, KeyError, TypeError):
        return
    for number, cell in enumerate(cells, start=1):
        yield f"the source of cell {number}", "".join(cell.get("source", ""))
        yield f"an output of cell {number}", "\n".join(_strings(cell.get("outputs", [])))
        yield f"the metadata of cell {number}", "\n".join(_strings(cell.get("metadata", {})))


def _of_json(content: bytes, may_quote: Callable[[str], bool]) -> Iterator[Piece]:
    try:
        said = json.loads(content)
    except ValueError:
        return
    for name, value in said.items() if isinstance(said, dict) else ():
        if name == _PARAMS and isinstance(value, dict):
            yield from _of_params(value, may_quote)
            continue
        place = f"the part “{name}”" if may_quote(name) else "a part of it"
        yield place, "\n".join([name, *_strings(value)])


def _of_params(value: dict[str, Any], may_quote: Callable[[str], bool]) -> Iterator[Piece]:
    """Yield what a manifest tells of params by their keys: whoever typed it has to find it."""
    for key, text in by_key(value):
        yield f"the key {key} of params" if may_quote(key) else "a key of params", text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _strings(inner)
    elif isinstance(value, list):
        if value and all(isinstance(line, str) for line in value):
            yield "".join(value)
        for inner in value:
            yield from _strings(inner)
    else:
        yield str(value)


def _of_workbook(content: bytes, may_quote: Callable[[str], bool]) -> Iterator[Piece]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except (BadZipFile, KeyError, ValueError, TypeError):
        return
    for number, sheet in enumerate(book.worksheets, start=1):
        yield "a sheet’s name", sheet.title
        named = f"the sheet “{sheet.title}”" if may_quote(sheet.title) else f"sheet {number}"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield f"{named}, cell {cell.coordinate}", str(cell.value)
                if cell.comment is not None:
                    comment = f"{cell.comment.author}\n{cell.comment.text}"
                    yield f"{named}, the comment at {cell.coordinate}", comment
    for name, defined in book.defined_names.items():
        yield "a defined name", f"{name}\n{defined.attr_text}"
    yield "the workbook’s properties", "\n".join(str(v) for _, v in book.properties)
