"""What somebody should act on today: counts with a sentence each, for internal readers only."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from qaanalysis.present import record, words

TITLE = "Needs action today"


@dataclass(frozen=True)
class Action:
    """One thing to act on.

    Parameters
    ----------
    name : str
        What tells it from the others of a report, for `figures.json`.
    count : int
        How many there are; with 0 there is nothing to act on.
    said : str
        The sentence, with its count and what it is out of.
    section : str
        The heading of the report's section that shows it.
    """

    name: str
    count: int
    said: str
    section: str = ""


@dataclass(frozen=True)
class Actions(record.Shown):
    """Things to act on; made by `actions` or `noted`."""

    items: tuple[Action, ...]
    quiet: bool = False

    @property
    def due(self) -> list[Action]:
        """Those of which there is at least one."""
        return [action for action in self.items if action.count]

    def html(self) -> str:
        """Return a box with a list; nothing if there is nothing to act on."""
        if self.quiet or not self.due:
            return ""
        items = "".join(f"<li>{escape(words.sentence(action.said))}</li>" for action in self.due)
        return f'<div class="qa-callout qa-actions"><h2>{TITLE}</h2><ul>{items}</ul></div>'

    def text(self) -> str:
        """Return a line for each."""
        if self.quiet or not self.due:
            return ""
        return "\n".join([TITLE, *(words.sentence(action.said) for action in self.due)])

    def record(self) -> dict[str, Any]:
        """Return every count, also those of 0, so that it is known what was looked for."""
        return {
            "type": "needs_action",
            "actions": [
                {"name": a.name, "count": a.count, "said": a.said, "section": a.section}
                for a in self.items
            ],
        }


def actions(items: Sequence[Action]) -> Actions:
    """Show what needs action, as a box that heads a report.

    Examples
    --------
    >>> late = Action("late", 2, "2 of 9 re-audits are overdue")
    >>> print(actions([late]).text())
    Needs action today
    2 of 9 re-audits are overdue.
    """
    return Actions(tuple(items))


def noted(items: Sequence[Action]) -> Actions:
    """Record for the month's index what the report itself says in its own place.

    Examples
    --------
    >>> noted([Action("late", 2, "2 re-audits are overdue")]).html()
    ''
    """
    return Actions(tuple(items), quiet=True)
