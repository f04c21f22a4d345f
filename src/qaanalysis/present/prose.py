"""Sentences as paragraphs, and the box that says what figures can and can't tell."""

from dataclasses import dataclass
from html import escape
from typing import Any, Self

from qaanalysis.present import record, words


class Refusal(str):
    """A paragraph in which a conclusion is refused; made by `cannot`.

    The month's index gathers what is refused from all reports.
    """

    refused: str

    def __new__(cls, paragraph: str, refused: str) -> Self:
        """Make the paragraph, of which `refused` is the sentence that refuses."""
        made = super().__new__(cls, paragraph)
        made.refused = refused
        return made


def cannot(paragraph: str, refused: str = "") -> Refusal:
    """Return a paragraph for `prose` or `callout` in which a conclusion is refused.

    Parameters
    ----------
    paragraph : str
        What the report says.
    refused : str
        What can't be concluded, and why, for who reads nothing else; the paragraph if it says just
        that.

    Examples
    --------
    >>> shown = prose("it fell", cannot("no trend can be told: there are two months"))
    >>> shown.paragraphs[1] == shown.refused[0]
    True
    """
    return Refusal(paragraph, words.sentence(refused or paragraph))


def _refused(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.refused for text in texts if isinstance(text, Refusal))


@dataclass(frozen=True)
class Prose(record.Shown):
    """Paragraphs; made by `prose`. The lead is what a hurried reader reads."""

    paragraphs: tuple[str, ...]
    lead: bool = False
    refused: tuple[str, ...] = ()

    def html(self) -> str:
        """Return a paragraph for each sentence or group of sentences."""
        name = "qa-lead" if self.lead else "qa-prose"
        return "".join(f'<p class="{name}">{escape(text)}</p>' for text in self.paragraphs)

    def text(self) -> str:
        """Return the paragraphs a line each."""
        return "\n".join(self.paragraphs)

    def record(self) -> dict[str, Any]:
        """Return the paragraphs."""
        return {
            "type": "prose",
            "lead": self.lead,
            "paragraphs": self.paragraphs,
            "refused": self.refused,
        }


@dataclass(frozen=True)
class Callout(record.Shown):
    """A box with a heading; made by `callout`."""

    title: str
    paragraphs: tuple[str, ...]
    level: int = 3
    refused: tuple[str, ...] = ()

    def html(self) -> str:
        """Return the box."""
        heading = f"<h{self.level}>{escape(self.title)}</h{self.level}>"
        body = "".join(f"<p>{escape(text)}</p>" for text in self.paragraphs)
        return f'<div class="qa-callout">{heading}{body}</div>'

    def text(self) -> str:
        """Return the heading and the paragraphs a line each."""
        return "\n".join([self.title, *self.paragraphs])

    def record(self) -> dict[str, Any]:
        """Return the heading and the paragraphs."""
        return {
            "type": "callout",
            "title": self.title,
            "paragraphs": self.paragraphs,
            "refused": self.refused,
        }


@dataclass(frozen=True)
class Heading(record.Shown):
    """A heading within a section that data name, such as a theme; made by `heading`."""

    said: str

    def html(self) -> str:
        """Return the heading, a level below the section’s own."""
        return f"<h3>{escape(self.said)}</h3>"

    def text(self) -> str:
        """Return its words."""
        return self.said

    def record(self) -> dict[str, Any]:
        """Return its words."""
        return {"type": "heading", "text": self.said}


def heading(said: str) -> Heading:
    """Show a heading that data name; those that don't depend on data are the notebook's own.

    Examples
    --------
    >>> heading("Coming into care").html()
    '<h3>Coming into care</h3>'
    """
    return Heading(said)


def prose(*sentences: str, lead: bool = False) -> Prose:
    """Show sentences, each as a paragraph; empty ones are left out.

    Examples
    --------
    >>> prose("the rate fell", "").paragraphs
    ('The rate fell.',)
    """
    return Prose(_written(sentences), lead, _refused(sentences))


def callout(title: str, *sentences: str, level: int = 3) -> Callout:
    """Show a box, such as “What this can and can’t tell you”.

    Parameters
    ----------
    title : str
        Its heading.
    *sentences : str
        Its paragraphs; empty ones are left out.
    level : int
        Of the heading; 3 within a section, 2 before the first.
    """
    return Callout(title, _written(sentences), level, _refused(sentences))


def _written(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(words.sentence(text) for text in sentences if text)
