"""What can be read in a file: what tags, cells, codes and containers part, pack or hide."""

import base64
import io
import json
import struct
import zipfile
import zlib

import pytest
from docx import Document
from docx.shared import Inches
from openpyxl import Workbook
from planted_places import PIXEL, chunk, page, picture

from qaanalysis import personal_patterns as patterns
from qaanalysis.plain_text import words
from qaanalysis.run import file_texts, picture_texts
from qaanalysis.run.word.paper import Paper

NAME = ["zoe", "angstrom"]
SAID = "Zoë Ångström"


def says(name: str, content: bytes, sought: list[str]) -> bool:
    """Tell whether words follow one another in a text of a file."""
    for text in file_texts.read(name, content):
        found = words(text.text)
        if any(found[i : i + len(sought)] == sought for i in range(len(found))):
            return True
    return False


def kinds(name: str, content: bytes) -> set[str]:
    """Return the kinds of identifiers that are found by their form in a file's lines."""
    lines = {line for text in file_texts.read(name, content) for line in text.lines()}
    return {kind for kind, _ in patterns.found("\n".join(lines))}


def png(kind: bytes, data: bytes) -> bytes:
    header, pixels = PIXEL
    chunks = (b"IHDR", header), (kind, data), (b"IDAT", pixels), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def jpeg(said: bytes) -> bytes:
    comment = b"\xff\xfe" + struct.pack(">H", len(said) + 2) + said
    return b"\xff\xd8" + comment + b"\xff\xda\x00\x04\x12\x34\xff\xd9"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>943 <b>476</b> 5919</p>", patterns.NHS),
        ("<p>943<b>476</b>5919</p>", patterns.NHS),
        ("<p>943&nbsp;<b>476</b>&nbsp;5919</p>", patterns.NHS),
        ("<p>943-<i>476</i>-5919</p>", patterns.NHS),
        ("<tr><td>943</td><td>476</td> <td class='x'>5919</td></tr>", patterns.NHS),
        ("<p>M1 <b>1AE</b></p>", patterns.POSTCODE),
        ("<p>SW1A <em>1AA</em></p>", patterns.POSTCODE),
        ("<tr><td>M1</td><td>1AE</td></tr>", patterns.POSTCODE),
        ("<p>07700 <span>900</span> 123</p>", patterns.PHONE),
        ("<p>+44 <b>(0)7700 900482</b></p>", patterns.PHONE),
        ("<p>+44<b> (0)7700 900482</b></p>", patterns.PHONE),
        ("<p>+44&nbsp;<b>(0)7700 900482</b></p>", patterns.PHONE),
        ("<p>+44 (0<b>)7700 900482</b></p>", patterns.PHONE),
        ("<p>(0161<b>) 496 0000</b></p>", patterns.PHONE),
        ("<tr><td>07700</td>\n<td>900123</td></tr>", patterns.PHONE),
        ("<p>a.parent@<wbr>example.org</p>", patterns.EMAIL),
        ("<p>a.parent<b>@</b>example.org</p>", patterns.EMAIL),
        ("<p>a.parent@example<wbr>.org</p>", patterns.EMAIL),
        ("<p data-n=9434765919>x</p>", patterns.NHS),
        ("<a href=tel:07700900123>x</a>", patterns.PHONE),
        ("<p>943&amp;nbsp;476&amp;nbsp;5919</p>", patterns.NHS),
        ("<p>943<br>476<br/>5919</p>", patterns.NHS),
        ("<p>943<BR>476<BR>5919</p>", patterns.NHS),
        ("<p>Ring 07700<br />\n900123</p>", patterns.PHONE),
        ("<p>SW1A<br>1AA</p>", patterns.POSTCODE),
        ("<ul><li>943</li><li>476</li>\n<li class='x'>5919</li></ul>", patterns.NHS),
    ],
)
def test_a_form_that_tags_or_cells_part_is_found(body, kind):
    assert kinds(*reversed(named(page(body)))) == {kind}


def named(made: tuple[str, bytes]) -> tuple[bytes, str]:
    return made[1], f"x.{made[0]}"


@pytest.mark.parametrize(
    "body",
    [
        "<p>943</p><p>476</p><p>5919</p>",
        "<tr><td>943</td><td>476</td></tr><tr><td>5919</td></tr>",
        # As many as in an NHS number, but the last is a year.
        "<tr><td>801</td><td>900</td><td>2014</td></tr>",
        "<tr><td>943</td><td>Good</td><td>5919</td></tr>",
        "<p><b>23</b> of <b>62</b></p>",
        "<p>In 2023 <b>(33 of 75, 44.0%)</b></p>",
        "<p>801<br>900<br>2014</p>",
        "<ul><li>801</li><li>900</li><li>2014</li></ul>",
        "<ul><li>943 audits</li><li>476</li></ul><ul><li>5919</li></ul>",
        "<p>943<br>476</p><p>5919</p>",
    ],
)
def test_numbers_that_stand_apart_are_no_form(body):
    assert patterns.is_nhs_number("8019002014")
    assert kinds(*reversed(named(page(body)))) == set()


@pytest.mark.parametrize(
    "said",
    [
        "Zo\u00eb&amp;nbsp;\u00c5ngstr\u00f6m",
        r"<script>var x = 'Zo\xeb \xc5ngstr\u{f6}m'</script>",
        "<p>Zoë\u3164Ång\u115fström</p>".replace("\u3164", " "),
    ],
)
def test_what_is_escaped_is_read(said):
    assert says("x.html", page(said)[1], NAME)


def test_letters_beyond_the_first_plane_are_read_from_json():
    bold = "".join(chr(0x1D400 + ord(letter) - ord("A")) for letter in "ZOE")
    assert says("x.json", json.dumps({"a": bold}).encode(), ["zoe"])


def test_a_coloured_traceback_is_read_as_it_is_seen():
    told = ["\x1b[0;31mZo\x1b[1;32më\x1b[0m \x1b[31mÅngström\x1b[39m"]
    cell = {"outputs": [{"output_type": "error", "traceback": told}]}
    assert says("x.ipynb", json.dumps({"cells": [cell]}).encode(), NAME)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (b"tEXt", b"Author\0" + SAID.encode("latin-1")),
        (b"tEXt", b"Author\0" + SAID.encode()),
        (b"zTXt", b"Author\0\0" + zlib.compress(SAID.encode("latin-1"))),
        (b"iCCP", SAID.encode("latin-1") + b"\0\0" + zlib.compress(b"x")),
        (b"iCCP", b"x\0\0" + zlib.compress(SAID.encode("latin-1"))),
        (b"prVt", SAID.encode()),
    ],
)
def test_every_chunk_of_a_picture_but_its_pixels_is_read(kind, data):
    assert says("x.png", png(kind, data), NAME)


def test_the_comment_of_a_jpeg_is_read_and_its_pixels_are_not():
    assert says("x.jpg", jpeg(SAID.encode()), NAME)
    assert says("x.jpg", jpeg(SAID.encode("latin-1")), NAME)
    after = jpeg(b"x") + SAID.encode("latin-1")
    assert says("x.jpg", after, NAME)
    assert next(picture_texts.read(jpeg(b"x"))) == "x"


@pytest.mark.parametrize(
    "written",
    [
        lambda b64: f"data:image/png;base64,{b64}",
        lambda b64: f"data:image/png;BASE64,{b64}",
        lambda b64: f"data:image/png;base64,{b64.rstrip('=')}",
        lambda b64: f"data:image/png;base64,{b64.replace('=', '%3D').replace('+', '%2B')}",
        lambda b64: f"data:image/png;base64,{b64.replace('+', '-').replace('/', '_')}",
    ],
)
def test_base64_is_undone_however_it_is_written(written):
    for n in range(4):
        packed = base64.b64encode(picture(f"{'?>' * n} {SAID}")).decode()
        assert says("x.html", page(f'<img src="{written(packed)}">')[1], NAME)


def test_short_words_after_a_sign_of_base64_are_read_as_they_stand():
    assert says("x.html", page("<p>;base64,Zoe Angstrom</p>")[1], NAME)


def test_a_picture_that_a_notebook_holds_in_lines_is_read():
    lines = base64.encodebytes(picture(f"{'long ' * 30}{SAID}")).decode().splitlines(keepends=True)
    cell = {"outputs": [{"data": {"image/png": lines}}]}
    assert says("x.ipynb", json.dumps({"cells": [cell]}).encode(), NAME)


@pytest.mark.parametrize("n", range(3))
def test_a_picture_of_any_length_in_a_notebook_is_read_and_its_base64_is_not(n):
    # Of three lengths one needs nothing to fill it up before what comes after it.
    written = base64.b64encode(picture(f"{'long ' * 30}{'?' * n} {SAID}")).decode()
    shown = {"image/png": written, "text/plain": ["<Figure>"]}
    cell = {"outputs": [{"data": shown}]}
    notebook = json.dumps({"cells": [cell]}, indent=1).encode()
    assert says("x.ipynb", notebook, NAME)
    assert not any(written[:40] in text.text for text in file_texts.read("x.ipynb", notebook))


def test_all_that_json_says_is_read():
    for said in (
        {"names": ["Max Mustermann", "Zoe Angstrom", "Erika Mustermann"]},
        {"n": 1, "rows": [[1, "Zoe Angstrom"], [2, None]]},
        {"Zoe Angstrom": {}},
        {"Zoe Angstrom": []},
        ["Zoe Angstrom", {"n": 1}],
        "Zoe Angstrom",
    ):
        assert says("x.json", json.dumps(said).encode(), NAME), said
    assert says("x.json", b'{"who": "Zoe Angstrom", "who": "nobody"}', NAME)
    assert says("x.json", b'{"who": "Zoe \\u00c5ngstr\\u00f6m", "cut of', NAME)
    assert says("x.json", b'{"n": 12345678901234567890123}', ["12345678901234567890123"])


@pytest.mark.parametrize("codes", ["&C", "&L&12", '&R&"Arial,Bold"', "&C&KFF0000", "&P&N&C"])
@pytest.mark.parametrize("place", ["oddHeader", "evenFooter", "firstHeader"])
def test_the_header_of_a_sheet_is_read_without_how_it_is_set(codes, place):
    book, stream = Workbook(), io.BytesIO()
    getattr(book.active, place).center.text = "@"
    book.save(stream)
    changed = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            said = source.read(name)
            target.writestr(name, said.replace(b"&amp;C@", escaped(f"{codes}{SAID}")))
    assert says("x.xlsx", changed.getvalue(), NAME)


def escaped(said: str) -> bytes:
    return said.replace("&", "&amp;").replace('"', "&quot;").encode()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_what_a_printer_was_told_is_read_with_its_accents(encoding):
    book, stream = Workbook(), io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream, "a") as target:
        said = b"\0\0\0\0" + "Łucja Ångström".encode(encoding) + b"\0\0"
        target.writestr("xl/printerSettings1.bin", said)
    assert says("x.xlsx", stream.getvalue(), ["lucja", "angstrom"])


def test_a_page_of_an_older_program_is_read_with_its_accents():
    assert says("x.html", f"<p>{SAID}</p>".encode("latin-1"), NAME)


def word_document() -> Document:
    """Return a report's own paper, with its table, picture and header."""
    paper = Paper(title="Grades", mark="OFFICIAL")
    paper.table("Of areas", ["Area"], [["North"]], numeric=[False])
    paper.picture(picture("x"), "A chart")
    return paper.document


def in_header(document, text):
    document.sections[0].header.paragraphs[0].text = text


def in_first_footer(document, text):
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].first_page_footer.paragraphs[0].text = text


def in_comment(document, text):
    document.add_comment(document.add_paragraph("x").add_run("y"), text=text, author="x")


def in_author_of_comment(document, text):
    document.add_comment(document.add_paragraph("x").add_run("y"), text="x", author=text)


def in_alternative_text(document, text):
    shape = document.add_picture(io.BytesIO(picture("y")), width=Inches(1))
    shape._inline.docPr.set("descr", text)


def in_picture(document, text):
    document.add_picture(io.BytesIO(picture(text)), width=Inches(1))


def in_runs(document, text):
    paragraph = document.add_paragraph(f"Seen: {text[:-3]}")
    paragraph.add_run(text[-3:]).bold = True


def in_cell(document, text):
    document.tables[0].rows[-1].cells[0].text = text


def in_property(name):
    return lambda document, text: setattr(document.core_properties, name, text)


IN_WORD = {
    **{made.__name__: made for made in (in_header, in_first_footer, in_comment)},
    **{made.__name__: made for made in (in_author_of_comment, in_alternative_text, in_picture)},
    **{made.__name__: made for made in (in_runs, in_cell)},
    **{
        name: in_property(name)
        for name in ("author", "title", "keywords", "comments", "last_modified_by", "subject")
    },
}


@pytest.mark.parametrize("place", IN_WORD)
def test_every_part_of_a_word_document_is_read(place):
    for said, kind in ((SAID, None), ("943 476 5919", patterns.NHS), ("M1 1AE", patterns.POSTCODE)):
        document = word_document()
        IN_WORD[place](document, said)
        stream = io.BytesIO()
        document.save(stream)
        assert says("x.docx", stream.getvalue(), words(said))
        assert kinds("x.docx", stream.getvalue()) == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("groups", "found"),
    [
        (("943", "476", "5919"), {patterns.NHS}),
        (("07700", "900", "123"), {patterns.PHONE}),
        (("x", "SW1A", "1AA"), {patterns.POSTCODE}),
        (("943", "", "476"), set()),
        (("801", "900", "2014"), set()),
        (("23", "62", "85"), set()),
    ],
)
def test_a_number_in_cells_of_word_is_found(groups, found):
    document = Document()
    table = document.add_table(rows=1, cols=3)
    for cell, group in zip(table.rows[0].cells, groups, strict=True):
        cell.text = group
    stream = io.BytesIO()
    document.save(stream)
    assert kinds("x.docx", stream.getvalue()) == found


def test_a_mobiles_number_in_a_cell_of_a_sheet_is_found():
    for value, found in ((7700900123, {patterns.PHONE}), (77009001, set())):
        book, stream = Workbook(), io.BytesIO()
        book.active["B7"] = value
        book.save(stream)
        assert kinds("x.xlsx", stream.getvalue()) == found


def test_colours_and_sizes_of_a_word_document_are_no_numbers():
    document = word_document()
    stream = io.BytesIO()
    document.save(stream)
    numbers = {
        word
        for text in file_texts.read("x.docx", stream.getvalue())
        for word in words(text.text)
        if word.isdigit() and len(word) >= 5
    }
    assert not numbers
