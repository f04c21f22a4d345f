"""An analyst's own paragraphs, with the run's figures in the places they are called in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import markdown, record
from qaanalysis.present.markdown import Block


@dataclass(frozen=True)
class Commentary(record.Shown):
    """Paragraphs and lists as a report shows them; without any there is nothing to show.

    Parameters
    ----------
    name : str
        The file's name; empty if params name none.
    blocks : tuple of Block
        From `markdown.blocks`.
    values : mapping of str to str
        By placeholder, what stands in its place.
    notes : tuple of str
        What in it no figure of the run supports, with its line.
    tables : tuple of SafeTable
        Those that its figures come from.
    """

    name: str = ""
    blocks: tuple[Block, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    tables: tuple[SafeTable, ...] = ()

    def html(self) -> str:
        """Return the paragraphs, and beneath them what isn't supported."""
        body = markdown.html(self.blocks, self._value)
        notes = "".join(f'<p class="qa-note">{escape(note)}</p>' for note in self.notes)
        return body + notes

    def text(self) -> str:
        """Return a line for each paragraph, item and note."""
        return "\n".join([*(item for _, items in self.plain for item in items), *self.notes])

    @property
    def plain(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each block's kind and its items in words, without marks of emphasis."""
        return tuple(
            (block.kind, tuple(markdown.plain(item, self._value) for item in block.items))
            for block in self.blocks
        )

    def record(self) -> dict[str, Any]:
        """Return the words, what is to be warned of, and what readers know by the figures."""
        return {
            "type": "commentary",
            "file": self.name,
            "blocks": [{"kind": kind, "items": items} for kind, items in self.plain],
            "warnings": self.notes,
            "tables": [
                {"facts": [fact.record() for fact in table.facts]}
                for table in self.tables
                if table.facts
            ],
        }

    def _value(self, name: str) -> str:
        return self.values[name]


def noted(name: str, line: int, said: str) -> str:
    """Return a note on a line of a file.

    Examples
    --------
    >>> noted("2023-11-commentary.md", 4, "34% is no figure of this run")
    '2023-11-commentary.md, line 4: 34% is no figure of this run.'
    """
    return f"{name}, line {line}: {said}."
