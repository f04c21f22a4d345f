"""Every place in which a report can carry text, each as a file with a text planted in it."""

import base64
import html
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from qaanalysis.office_bytes import FIRST_DAY, stable

Planted = tuple[str, bytes]
PIXEL = (struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0), zlib.compress(b"\0\0"))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def picture(text: str, kind: bytes = b"iTXt") -> bytes:
    said = text.encode()
    texts = {
        b"iTXt": b"Comment\0\0\0\0\0" + said,
        b"zTXt": b"Comment\0\0" + zlib.compress(said),
        b"tEXt": b"Comment\0" + said,
    }
    header, pixels = PIXEL
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(kind, texts[kind])
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
    )


def page(body: str, head: str = "") -> Planted:
    start = f"<!doctype html><html><head><title>Grades</title>{head}</head><body>"
    return "html", f"{start}<h1>Grades</h1><h2>By area</h2>{body}</body></html>".encode()


def body(template: str) -> Callable[[str], Planted]:
    """Make a page whose body has the text, escaped, at @."""
    return lambda text: page(template.replace("@", html.escape(text)))


def split(tag: str) -> Callable[[str], Planted]:
    """Make a page with the text broken by a tag, within a word of it."""

    def made(text: str) -> Planted:
        first, second = html.escape(text[:-2], quote=False), html.escape(text[-2:], quote=False)
        return page(f"<p>Then {first}<{tag}>{second}</{tag}> came.</p>")

    return made


def entities(text: str) -> Planted:
    return page(f"<p>{''.join(f'&#{ord(letter)};' for letter in text)}</p>")


def css(text: str) -> Planted:
    written = "".join(f"\\{ord(letter):x} " for letter in text)
    return page("<p>x</p>", f'<style>p::after {{content: "{written}"}}</style>')


def percent(text: str) -> Planted:
    return page(f'<a href="mailto:?body={quote(text)}">Write</a>')


def packed_picture(text: str) -> Planted:
    packed = base64.b64encode(picture(text)).decode()
    return page(f'<img alt="A chart" src="data:image/png;base64,{packed}">')


def packed_svg(text: str) -> Planted:
    svg = f"<svg><text>{html.escape(text)}</text></svg>"
    packed = base64.b64encode(svg.encode()).decode()
    return page(f'<img alt="A chart" src="data:image/svg+xml;base64,{packed}">')


def in_json(text: str) -> Planted:
    return "json", json.dumps({"grades": {"caption": text}}).encode()


def in_json_of_page(text: str) -> Planted:
    said = json.dumps({"x": text}).replace("<", "\\u003c")
    return page(f'<script type="application/json">{said}</script>')


def notebook(text: str, *, packed: bool = False) -> Planted:
    image = {"image/png": base64.b64encode(picture(text)).decode()}
    data = image if packed else {"text/html": [f"<p>{html.escape(text)}</p>"]}
    cell = {
        "cell_type": "code",
        "source": "show()",
        "metadata": {},
        "outputs": [{"output_type": "display_data", "data": data, "metadata": {}}],
    }
    return "ipynb", json.dumps({"cells": [cell], "metadata": {}}).encode()


def document(part: str, xml: Callable[[str], str]) -> Callable[[str], Planted]:
    """Make a Word document with a part that has the text."""

    def made(text: str) -> Planted:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as book:
            book.writestr("[Content_Types].xml", "<Types/>")
            book.writestr("word/document.xml", "<w:document><w:p><w:r><w:t>x</w:t></w:r></w:p>")
            if part != "word/document.xml":
                book.writestr(part, xml(html.escape(text)))
            else:
                book.writestr("word/document2.xml", xml(html.escape(text)))
        return "docx", stream.getvalue()

    return made


def runs(text: str) -> str:
    return (
        f"<w:p><w:r><w:t>{text[:3]}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{text[3:]}</w:t>"
        "</w:r></w:p>"
    )


def workbook(put: Callable[[Workbook, str], None]) -> Callable[[str], Planted]:
    """Make a workbook that has the text somewhere."""

    def made(text: str) -> Planted:
        book = Workbook()
        book.active.title = "Grades"
        book.active["A1"] = "Area"
        put(book, text)
        book.properties.created = FIRST_DAY
        stream = io.BytesIO()
        book.save(stream)
        # Minutes of the clock would be numbers that are found.
        return "xlsx", stable(stream.getvalue())

    return made


def put_cell(book: Workbook, text: str) -> None:
    book.active["B7"] = f"Seen: {text}"


def put_comment(book: Workbook, text: str) -> None:
    book.active["B7"] = 1
    book.active["B7"].comment = Comment(text, "Somebody")


def put_sheet(book: Workbook, text: str) -> None:
    # A sheet's name holds 31 characters, and not every one: a longer text goes into its header.
    if len(text) <= 31 and not set(text) & set("[]:*?/\\"):
        book.create_sheet(text)
    else:
        book.active.oddHeader.center.text = text


def put_name(book: Workbook, text: str) -> None:
    quoted = text.replace('"', '""')
    book.defined_names["who"] = DefinedName("who", attr_text=f'"{quoted}"')


def put_properties(book: Workbook, text: str) -> None:
    book.properties.description = text


PLACES: dict[str, Callable[[str], Planted]] = {
    "heading": body("<h3>About @</h3>"),
    "paragraph": body("<p>Then @ came.</p>"),
    "cell": body("<table><tr><th>Area</th><td>@</td></tr></table>"),
    "caption": body("<table><caption>Of @, by month</caption></table>"),
    "alternative text": body('<img alt="A chart of @" src="x.png">'),
    "title of a page": lambda text: page("", f"<title>{html.escape(text)}</title>"),
    "title of a picture": body("<svg><title>@</title></svg>"),
    "text of a picture": body('<svg><g><text x="1.5" y="2">@</text></g></svg>'),
    "attribute": body('<p data-who="@">x</p>'),
    "label": body('<p aria-label="@">x</p>'),
    "comment": body("<!-- @ --><p>x</p>"),
    "style": css,
    "entities": entities,
    "link": percent,
    "split by bold": split("b"),
    "split by a span": split("span"),
    "JSON of a page": in_json_of_page,
    "JSON": in_json,
    "notebook": notebook,
    "picture of a notebook": lambda text: notebook(text, packed=True),
    "packed picture": packed_picture,
    "packed drawing": packed_svg,
    "picture": lambda text: ("png", picture(text)),
    "compressed text of a picture": lambda text: ("png", picture(text, b"zTXt")),
    "drawing": lambda text: ("svg", f"<svg><desc>{html.escape(text)}</desc></svg>".encode()),
    "Word text": document("word/document.xml", runs),
    "Word comment": document("word/comments.xml", lambda t: f"<w:t>{t}</w:t>"),
    "Word properties": document("docProps/core.xml", lambda t: f"<dc:title>{t}</dc:title>"),
    "Word name of a picture": document("word/header1.xml", lambda t: f'<wp:docPr descr="{t}"/>'),
    "Excel cell": workbook(put_cell),
    "Excel comment": workbook(put_comment),
    "Excel sheet": workbook(put_sheet),
    "Excel defined name": workbook(put_name),
    "Excel properties": workbook(put_properties),
}
