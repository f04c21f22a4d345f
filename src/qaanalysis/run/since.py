"""What has changed since the last issue, as the month's index tells it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qaanalysis.errors import RunError
from qaanalysis.present import words
from qaanalysis.run import changes, issues
from qaanalysis.run.history import Run
from qaanalysis.run.issues import Figures
from qaanalysis.vocabulary import Audience

FIRST = "This is the first issue: there is none before it to compare with."


@dataclass(frozen=True)
class Since:
    """What is otherwise than in the last issue.

    Parameters
    ----------
    said : str
        What it is compared with, and whether anything changed.
    key_figures, tables : tuple of Change
        What changed; of tables only where both issues are of one month.
    """

    said: str
    key_figures: tuple[changes.Change, ...] = ()
    tables: tuple[changes.Change, ...] = ()


def last_issue(
    runs: Sequence[Run], month: str, figures: Figures, *, audience: Audience = Audience.INTERNAL
) -> Since:
    """Return what changed since the run that the month's index leads to.

    Where the month has none yet, it is compared with the month before. What is published is
    compared with approved issues alone: nobody outside has seen a draft, and how figures differ
    from it hasn't been checked.

    Parameters
    ----------
    runs : sequence of Run
        Those made for the same audience, before this one.
    month : str
        The month of this run.
    figures : dict
        What this run recorded.
    audience : Audience
        Who will read it.
    """
    if audience is Audience.PUBLISHED:
        run = issues.approved(runs, month) or issues.approved_before(runs, month)
    else:
        run = issues.current(runs, month) or issues.month_before(runs, month)
    if run is None:
        return Since(FIRST)
    try:
        last = issues.read(run)
    except RunError as error:
        return Since(f"{error} So what has changed can’t be told.")
    parts = {name: told for name, told in figures.items() if told.get("part")}
    figures = {name: told for name, told in figures.items() if name not in parts}
    key_figures = tuple(changes.key_figures(last.figures, figures))
    if run.month != month:
        said = (
            f"This is the month’s first issue. Its key figures are compared with those of "
            f"{words.month(run.month)}, {last.name}."
        )
        return Since(said, key_figures)
    tables = tuple(changes.table_figures(last.figures, figures))
    too = _parts_changed(last.figures, parts)
    if not key_figures and not tables and not too:
        return Since(f"No figure has changed since {last.name}.")
    return Since(f"Compared with {last.name}, of the same month.{too}", key_figures, tables)


def _parts_changed(before: Figures, parts: Figures) -> str:
    """Say which of the reports that are made for each service area have other figures.

    Their figures are for their own readers, so that the index doesn't repeat them.
    """
    both = (changes.key_figures(before, parts), changes.table_figures(before, parts))
    moved = {change.report for found in both for change in found}
    titles = [str(told["title"]) for name, told in parts.items() if name in moved]
    return f" Figures changed in {words.listed([f'“{t}”' for t in titles])}." if titles else ""
