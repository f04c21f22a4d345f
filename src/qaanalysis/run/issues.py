"""Earlier issues: what the runs that lie in the outputs said, as far as it can be read."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from qaanalysis.errors import RunError
from qaanalysis.present import words
from qaanalysis.run.history import MANIFEST, Run, issued

FIGURES = "figures.json"
Figures = dict[str, dict[str, Any]]


class Folded(TypedDict):
    """A sentence that tells the first few of many changes, and all of them, to be unfolded."""

    said: str
    what: str
    all: list[str]


Note = str | Folded
"""A sentence of a note of correction."""


@dataclass(frozen=True)
class Issue:
    """A run that was published, with all it recorded.

    Parameters
    ----------
    run : Run
        Where it lies and when it was made.
    figures : dict
        By report: its title and its records.
    params : dict
        As its manifest has them.
    corrections : dict of str to list of Note
        By report: the notes of correction that it carries.
    """

    run: Run
    figures: Figures
    params: dict[str, Any]
    corrections: dict[str, list[Note]]

    @property
    def name(self) -> str:
        """What tells the issue from others, to a reader.

        An approved issue is told by the day it was approved, any other by when it was made.
        """
        if self.run.approved:
            return f"the issue approved on {words.day(str(self.params['approved_on']))}"
        made = dt.datetime.fromisoformat(self.run.started)
        return f"the draft of {words.day(made.date())}, {made:%H:%M}"


def read(run: Run) -> Issue:
    """Return what a run said.

    Raises
    ------
    RunError
        If its files can't be read, or aren't of this version.
    """
    try:
        figures, manifest = _json(run.folder / FIGURES), _json(run.folder / MANIFEST)
        issue = Issue(run, figures, manifest["params"], manifest.get("corrections", {}))
        if not all(_is_report(report) for report in figures.values()):
            raise ValueError
        told = [note for notes in issue.corrections.values() for note in notes]
        _ = issue.name, [_folded(note) for note in told if not isinstance(note, str)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise RunError(f"What {run.month}/{run.folder.name} said can’t be read.") from None
    return issue


def _folded(note: Folded) -> Folded:
    return {"said": note["said"], "what": note["what"], "all": list(map(str, note["all"]))}


def _json(path: Path) -> dict[str, Any]:
    found = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(found, dict):
        raise TypeError
    return found


def _is_report(report: Any) -> bool:
    records = report["records"]
    return isinstance(report["title"], str) and all(isinstance(r["type"], str) for r in records)


def current(runs: Sequence[Run], month: str) -> Run | None:
    """Return the run by which a month is known, of one organisation's runs."""
    return next((run for run in issued(runs) if run.month == month), None)


def month_before(runs: Sequence[Run], month: str) -> Run | None:
    """Return the run by which the newest earlier month is known."""
    earlier = [run for run in issued(runs) if run.month < month]
    return max(earlier, key=lambda run: run.month, default=None)


def approved(runs: Sequence[Run], month: str) -> Run | None:
    """Return a month's newest run that was approved and whole."""
    found = [run for run in runs if run.month == month and run.approved and run.whole]
    return max(found, key=lambda run: (run.started, run.folder.name), default=None)


def approved_before(runs: Sequence[Run], month: str) -> Run | None:
    """Return the approved run of the newest earlier month that has one."""
    months = sorted({run.month for run in runs if run.month < month}, reverse=True)
    found = (approved(runs, earlier) for earlier in months)
    return next((run for run in found if run is not None), None)
