"""A Word document as a council's paper: A4, its marks on every page, tables with real headings."""

import io
from collections.abc import Sequence
from typing import Any

from qaanalysis.run.word.styles import LANGUAGE, WIDTH_CM, set_page, set_styles

Runs = Sequence[tuple[str, str]]
# Above so many columns the cells are set smaller.
_MANY_COLUMNS = 7
_GREY = "B1B4B6"
# In characters: what a line of a table holds, what a column's gaps take, and what longer texts in a
# table are broken to where columns have to give way to others.
_CHARACTERS, _CHARACTERS_SMALL, _GAP, _LINE = 84, 104, 3, 40
# A table of so few rows stands on one page.
_FEW_ROWS = 14


class Paper:
    """A document that grows downwards.

    Parameters
    ----------
    title : str
        Of the document's properties.
    mark : str
        How the document is to be handled; at the head of every page.
    """

    def __init__(self, *, title: str, mark: str) -> None:
        from docx import Document

        self.document: Any = Document()
        self.document.core_properties.title = title
        self.document.core_properties.author = ""
        self.document.core_properties.comments = ""
        self.document.core_properties.language = LANGUAGE
        set_page(self.document.sections[0], mark)
        set_styles(self.document.styles)

    def heading(self, text: str, level: int) -> None:
        """Write a heading; the first level is the document's title."""
        self.document.add_heading(text, level)

    def paragraph(self, runs: Runs, style: str = "") -> None:
        """Write a paragraph of texts, each plain, `strong` or `em`."""
        self._filled(self.document.add_paragraph(style=style or None), runs)

    def bullet(self, runs: Runs, *, numbered: bool = False) -> None:
        """Write an item of a list."""
        style = "List Number" if numbered else "List Bullet"
        self._filled(self.document.add_paragraph(style=style), runs)

    def caption(self, text: str) -> None:
        """Write what the table or chart below it shows."""
        self.document.add_paragraph(text, style="Caption").paragraph_format.keep_with_next = True

    def picture(self, png: bytes, alt: str) -> None:
        """Put a picture in, described for readers who don't see it."""
        from docx.shared import Cm

        shape = self.document.add_picture(io.BytesIO(png), width=Cm(WIDTH_CM))
        shape._inline.docPr.set("descr", alt)
        shape._inline.docPr.set("name", f"Chart {shape._inline.docPr.get('id')}")

    def table(
        self,
        caption: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        foot: Sequence[Sequence[str]] = (),
        numeric: Sequence[bool] = (),
    ) -> None:
        """Write a table whose first row is its heading, again on each page that it reaches.

        Parameters
        ----------
        caption : str
            What it shows.
        heads : sequence of str
            Of its columns.
        rows, foot : sequence of sequences of str
            Its cells; those of the foot are totals.
        numeric : sequence of bool
            For each column, whether its cells stand on the right.
        """
        if caption:
            self.caption(caption)
        lines = [heads, *rows, *foot]
        made = self.document.add_table(len(lines), len(heads))
        made.autofit = False
        _lay_out(made, caption)
        small = len(heads) > _MANY_COLUMNS
        widths = _widths(heads, [*rows, *foot], small=small)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for at, (line, told) in enumerate(zip(made.rows, lines, strict=True)):
            _keep_whole(line, is_head=at == 0)
            together = at == 0 or (len(lines) <= _FEW_ROWS and at < len(lines) - 1)
            strong = at == 0 or at > len(rows)
            for column, (cell, text) in enumerate(zip(line.cells, told, strict=True)):
                right = column < len(numeric) and numeric[column]
                cell.width = widths[column]
                _set_cell(cell, text, strong=strong or column == 0, right=right, small=small)
                cell.paragraphs[0].paragraph_format.keep_with_next = together
        self.document.add_paragraph(style="After table")

    def _filled(self, paragraph: Any, runs: Runs) -> None:
        for text, how in runs:
            run = paragraph.add_run(text)
            run.bold, run.italic = how == "strong" or None, how == "em" or None


def _lay_out(table: Any, caption: str) -> None:
    """Rule a table between its rows, and tell readers who don't see it what it is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    own = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _GREY)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    own.append(borders)
    look = own.find(qn("w:tblLook"))
    if look is not None:
        own.remove(look)
        # The order of these is fixed: borders, then look, then the caption.
        own.append(look)
    said = OxmlElement("w:tblCaption")
    said.set(qn("w:val"), caption)
    own.append(said)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], *, small: bool) -> list[int]:
    """Share a page's width out: each column its longest word, or figure, then what long texts ask.

    A figure such as an interval isn't broken; a heading may be, between its words.
    """
    from docx.shared import Cm

    least: list[int] = []
    more: list[int] = []
    for head, *texts in zip(heads, *rows, strict=True):
        figures = [text for text in texts if text[-1:].isdigit() or text[-1:] in "%]"]
        # What heads a row or a column is set bold, and takes more room.
        bold = [f"{word}_" for text in (texts if not least else [head]) for word in text.split()]
        parts = [*figures, *bold, *(word for text in texts for word in text.split())]
        least.append(max(map(len, parts), default=1) + _GAP)
        longest = max(min(len(text), _LINE) for text in [head, *texts])
        more.append(max(longest + _GAP - least[-1], 0))
    room = max((_CHARACTERS_SMALL if small else _CHARACTERS) - sum(least), 0)
    share = min(room / sum(more), 1.0) if sum(more) else 0.0
    wanted = [short + share * extra for short, extra in zip(least, more, strict=True)]
    return [Cm(WIDTH_CM * part / sum(wanted)) for part in wanted]


def _keep_whole(row: Any, *, is_head: bool) -> None:
    """Keep a row on one page; the first is repeated on each."""
    from docx.oxml import OxmlElement

    own = row._tr.get_or_add_trPr()
    own.append(OxmlElement("w:cantSplit"))
    if is_head:
        own.append(OxmlElement("w:tblHeader"))


def _set_cell(cell: Any, text: str, *, strong: bool, right: bool, small: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    [paragraph] = cell.paragraphs
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(text)
    run.bold, run.font.size = strong or None, Pt(8 if small else 9.5)
