"""The page that JupyterLab opens on: which notebook answers which question, and how to go on."""

from collections.abc import Sequence

from qaanalysis.lab.copies import Copy
from qaanalysis.params import Params
from qaanalysis.present import words
from qaanalysis.vocabulary import Audience

START = "start.md"
EXPLORE = "explore.ipynb"
_PAGE = """\
# {organisation}: which notebook answers which question

{about}The figures are of {period}, as at {as_at}, as `{named}` says. {mark}

| notebook | question |
|:---|:---|
{rows}

## How to go on

- Open a notebook by its name above; *Run* › *Run All Cells* shows it whole.
- To see it otherwise, change a value in the cell under the title, such as `group_by`, and run all
  cells again. Nothing has to be restarted.
{explore}- After a result, `help(name)` says what a function takes, with an example.

## What happens to what you change

These notebooks are copies, in `{folder}`. What you change in them stays, also when you open
JupyterLab again, and no report changes by it: `qaanalysis run` makes reports from the originals. To
have a notebook fresh, delete it here and call `qaanalysis lab` again.
{kept}"""
_EXPLORE = """\
- [explore.ipynb](explore.ipynb) has drop-downs for the period, service area, team, level of
  management and theme, leads from a figure to its audits, and gives the cell that shows the same in
  a report.
"""


def start_page(given: Params, notebooks: Sequence[Copy], *, named: str) -> str:
    """Return the start page as markdown.

    Parameters
    ----------
    given : Params
        The params of the run.
    notebooks : sequence of Copy
        What is in the folder.
    named : str
        What the params file is called.
    """
    mark = (
        "OFFICIAL-SENSITIVE: for internal readers only."
        if given.audience is Audience.INTERNAL
        else "Cells that are for internal readers only are left out, as in the published reports."
    )
    return _PAGE.format(
        organisation=_cell(given.organisation),
        about=f"{given.about_data.strip()}\n\n" if given.about_data else "",
        period=words.months(given.first_month, given.month),
        as_at=words.day(given.as_at),
        named=named,
        mark=mark,
        rows="\n".join(_row(book) for book in notebooks),
        explore=_EXPLORE if any(book.name == EXPLORE for book in notebooks) else "",
        folder=f"{given.outputs.name}/lab",
        kept=_kept(notebooks),
    )


def _row(book: Copy) -> str:
    return f"| [{_cell(book.title)}]({book.name}) | {_cell(book.question)} |"


def _cell(text: str) -> str:
    """Return a text in which markdown sees no end of a cell, and no link or markup."""
    for sign in ("\\", "|", "[", "]", "<", "*", "_", "`"):
        text = text.replace(sign, f"\\{sign}")
    return text


def _kept(notebooks: Sequence[Copy]) -> str:
    """Return which copies were edited and, in the meantime, would be made otherwise."""
    found = [book.name for book in notebooks if book.outdated]
    if not found:
        return ""
    said = words.listed([f"`{name}`" for name in found])
    verb = "was" if len(found) == 1 else "were"
    return f"\n{said} {verb} edited here, and its original or the params have changed since.\n"
