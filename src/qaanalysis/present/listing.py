"""A plain table of words that leads to other pages: what an index is made of.

Figures of people are shown by `tables`, from a `SafeTable`; here stand names, dates and figures
that a report has already shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from qaanalysis.present import record


@dataclass(frozen=True)
class Link:
    """Words that lead to a page of ours."""

    text: str
    href: str

    def html(self) -> str:
        """Return the link."""
        return f'<a href="{escape(self.href)}">{escape(self.text)}</a>'

    def __str__(self) -> str:
        """Return the words."""
        return self.text


Cell = str | Link | tuple[Link, ...]


@dataclass(frozen=True)
class Listing(record.Shown):
    """Rows of words and links under headings; the first of each row heads it."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False

    def html(self) -> str:
        """Return an accessible table, behind its caption if it is folded."""
        caption = escape(self.caption)
        top = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in self.headings)
        body = "".join(_row(row) for row in self.rows)
        table = (
            f'<div class="qa-scroll" role="region" tabindex="0" aria-label="Table: {caption}">'
            f'<table class="qa-table"><caption><span>{caption}</span></caption>'
            f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
        )
        if not self.folded:
            return table
        return f'<details class="qa-fold"><summary>Table: {caption}</summary>{table}</details>'

    def text(self) -> str:
        """Return a line for each row."""
        lines = ["  ".join(_words(cell) for cell in row) for row in self.rows]
        return "\n".join([self.caption, *lines])

    def record(self) -> dict[str, Any]:
        """Return the words."""
        rows = [[_words(cell) for cell in row] for row in self.rows]
        return {"type": "listing", "headings": self.headings, "rows": rows}


def listing(
    caption: str, headings: Sequence[str], rows: Sequence[Sequence[Cell]], *, folded: bool = False
) -> Listing:
    """Show rows of words and links.

    Parameters
    ----------
    caption : str
        What the table is.
    headings : sequence of str
        Of its columns.
    rows : sequence of sequences
        Texts, links, or several links in one cell.
    folded : bool
        Whether a reader has to ask for it.

    Examples
    --------
    >>> print(listing("Months", ["Month"], [[Link("May 2023", "2023-05/index.html")]]).text())
    Months
    May 2023
    """
    return Listing(caption, tuple(headings), tuple(tuple(row) for row in rows), folded)


@dataclass(frozen=True)
class Points(record.Shown):
    """Sentences as a list, each with a link to where it comes from; made by `points`."""

    items: tuple[tuple[str, Link], ...]
    urgent: bool = False

    def html(self) -> str:
        """Return the list."""
        name = "qa-points qa-actions" if self.urgent else "qa-points"
        items = "".join(
            f'<li>{escape(said)} <span class="qa-source">{link.html()}</span></li>'
            for said, link in self.items
        )
        return f'<ul class="{name}">{items}</ul>'

    def text(self) -> str:
        """Return a line for each."""
        return "\n".join(f"{said} ({link.text})" for said, link in self.items)

    def record(self) -> dict[str, Any]:
        """Return the sentences."""
        return {"type": "points", "sentences": [said for said, _ in self.items]}


def points(items: Sequence[tuple[str, Link]], *, urgent: bool = False) -> Points:
    """Show sentences as a list, each with a link.

    Examples
    --------
    >>> print(points([("2 re-audits are overdue.", Link("Audit grades", "grades.html"))]).text())
    2 re-audits are overdue. (Audit grades)
    """
    return Points(tuple(items), urgent)


@dataclass(frozen=True)
class Links(record.Shown):
    """A list of links; made by `links`."""

    items: tuple[Cell, ...]

    def html(self) -> str:
        """Return the list."""
        return f'<ul class="qa-points">{"".join(f"<li>{_markup(c)}</li>" for c in self.items)}</ul>'

    def text(self) -> str:
        """Return a line for each."""
        return "\n".join(_words(cell) for cell in self.items)

    def record(self) -> dict[str, Any]:
        """Return the words."""
        return {"type": "links", "said": [_words(cell) for cell in self.items]}


def links(items: Sequence[Cell]) -> Links:
    """Show a list of links.

    Examples
    --------
    >>> print(links([Link("Leaving Care", "leaving-care.html")]).text())
    Leaving Care
    """
    return Links(tuple(items))


def _row(cells: tuple[Cell, ...]) -> str:
    first, *rest = cells
    body = "".join(f"<td>{_markup(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row">{_markup(first)}</th>{body}</tr>'


def _markup(cell: Cell) -> str:
    if isinstance(cell, tuple):
        return "<br>".join(link.html() for link in cell)
    return cell.html() if isinstance(cell, Link) else escape(cell)


def _words(cell: Cell) -> str:
    return ", ".join(map(str, cell)) if isinstance(cell, tuple) else str(cell)
