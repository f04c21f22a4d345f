"""A report's page, walked from top to bottom and written as a Word document.

It is made from the finished page, so that no figure, heading or description can be another in Word.
"""

import base64
import io
from collections.abc import Callable, Mapping
from typing import Any

from qaanalysis.office_bytes import FIRST_DAY, stable
from qaanalysis.present.record import MIME
from qaanalysis.run.word.paper import Paper

_PNG = "image/png"
# What leads about on a screen, or says how to, has no use on paper.
_ON_SCREEN = "p.mark, p.up, p.on-paper, p.qa-lists, nav, summary:not(.correction *), .skip"
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Names of a key figure's parts in the page, and of the columns that they are in Word.
_KEY_FIGURE = {".qa-what": "Key figure", ".qa-value": "Value", ".qa-sub": "What it rests on"}


def pictures(notebook: Any) -> dict[str, bytes]:
    """Return the charts that an executed notebook also drew as pictures, by their description.

    Parameters
    ----------
    notebook : NotebookNode
        With its outputs.
    """
    shown = (
        output["data"]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if _PNG in output.get("data", {})
    )
    return {
        str(data[MIME]["alt"]): base64.b64decode(data[_PNG])
        for data in shown
        if data.get(MIME, {}).get("type") == "chart"
    }


def document(page: str, drawn: Mapping[str, bytes]) -> bytes:
    """Return a page as a Word document; the same bytes for the same page and pictures.

    Parameters
    ----------
    page : str
        The finished page of a report.
    drawn : mapping of str to bytes
        Its charts as PNG, by description. Of any other chart the description and the data are
        written.
    """
    from bs4 import BeautifulSoup

    whole = BeautifulSoup(page, "html.parser")
    mark, title = whole.select_one("p.mark"), whole.select_one("h1")
    paper = Paper(title=_words(title), mark=_words(mark) if mark else "")
    for tag in whole.select(_ON_SCREEN):
        tag.decompose()
    _drop_section(whole, "download-the-tables")
    in_tables = {_words(tag) for tag in whole.select("main > .qa-scroll caption")}
    for part in whole.select("header, main, footer"):
        _write(part, paper, drawn, in_tables)
    paper.document.core_properties.created = FIRST_DAY
    written = io.BytesIO()
    paper.document.save(written)
    return stable(written.getvalue())


def _words(tag: Any) -> str:
    return " ".join(tag.get_text().split())


def _drop_section(whole: Any, place: str) -> None:
    """Leave out a section: its heading and all below it."""
    heading = whole.find(id=place)
    if heading is not None:
        for tag in [*heading.find_next_siblings(), heading]:
            tag.decompose()


def _write(part: Any, paper: Paper, drawn: Mapping[str, bytes], in_tables: set[str]) -> None:
    """Write what stands in a part of the page, each piece by what it is."""
    writers: dict[str, Callable[[Any], None]] = {
        "p": lambda tag: paper.paragraph(_runs(tag), _style(tag)),
        # What is folded on screen by what it holds, such as all changes of a table.
        "summary": lambda tag: paper.paragraph(_runs(tag)),
        "ul": lambda tag: _list(tag, paper),
        "ol": lambda tag: _list(tag, paper),
        "table": lambda tag: _table(tag, paper),
        "dl": lambda tag: _terms(tag, paper),
        "figure": lambda tag: _figure(tag, paper, drawn, in_tables),
        "pre": lambda tag: paper.paragraph([(tag.get_text(), "")]),
        **{
            name: lambda tag, level=level: paper.heading(_words(tag), level)  # type: ignore[misc]
            for name, level in _HEADINGS.items()
        },
    }
    for tag in part.find_all(True, recursive=False):
        if tag.name in writers:
            writers[tag.name](tag)
        else:
            _write(tag, paper, drawn, in_tables)


def _style(tag: Any) -> str:
    kinds = tag.get("class") or []
    if "qa-lead" in kinds:
        return "Lead"
    return "Note" if {"qa-note", "about"} & set(kinds) else ""


def _runs(tag: Any) -> list[tuple[str, str]]:
    """Return the texts of a tag with how each is set: strong, em or plain."""
    found = []
    for text in tag.find_all(string=True):
        names = {parent.name for parent in text.parents}
        how = "strong" if names & {"strong", "b"} else "em" if names & {"em", "i"} else ""
        # In markup a line's end is a space.
        found.append((" ".join(f"|{text}|".split())[1:-1], how))
    return found


def _list(tag: Any, paper: Paper) -> None:
    if "qa-tiles" in (tag.get("class") or []):
        rows = [
            [" ".join(_words(said) for said in tile.select(part)) for part in _KEY_FIGURE]
            for tile in tag("li")
        ]
        paper.table("Key figures", list(_KEY_FIGURE.values()), rows, numeric=[False, True, False])
        return
    for item in tag("li", recursive=False):
        paper.bullet(_runs(item), numbered=tag.name == "ol")


def _terms(tag: Any, paper: Paper) -> None:
    for term in tag("dt"):
        said = "; ".join(_words(each) for each in term.find_next_siblings("dd"))
        paper.paragraph([(f"{_words(term)}: ", "strong"), (said, "")], "Note")


def _table(tag: Any, paper: Paper) -> None:
    heads = tag.select("thead th")
    rows = [[_words(cell) for cell in row(["th", "td"])] for row in tag.select("tbody tr")]
    foot = [[_words(cell) for cell in row(["th", "td"])] for row in tag.select("tfoot tr")]
    numeric = ["qa-number" in (head.get("class") or []) for head in heads]
    caption = _words(tag.caption) if tag.caption else ""
    paper.table(caption, [_words(head) for head in heads], rows, foot=foot, numeric=numeric)


def _figure(tag: Any, paper: Paper, drawn: Mapping[str, bytes], in_tables: set[str]) -> None:
    """Write a chart, and its data unless a table of the page holds them."""
    seen = tag.select_one("[role=img], img")
    said = str(seen.get("aria-label") or seen.get("alt")) if seen else ""
    paper.caption(_words(tag.figcaption) if tag.figcaption else "")
    if said in drawn:
        paper.picture(drawn[said], said)
    else:
        paper.paragraph([(said, "")])
    for note in tag.find_all("p", recursive=False):
        paper.paragraph(_runs(note), "Note")
    held = tag.select_one("details caption")
    if held is not None and _words(held) not in in_tables:
        _write(tag.details, paper, drawn, in_tables)
