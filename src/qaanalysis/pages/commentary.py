"""An analyst's own paragraphs on a month, in which every figure comes from the run.

A report shows them by one call, `shown(run)`. docs/commentary.md lists the names of figures.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Protocol

import pandas as pd

from qaanalysis.errors import DisclosureError, ParamsError
from qaanalysis.metrics import run_tables
from qaanalysis.metrics.claims import calendar
from qaanalysis.metrics.claims.verdict import Verdict
from qaanalysis.pages.named_figures import FORMS, MOVEMENT, NamedFigures, made_safe
from qaanalysis.present import markdown, typed, words
from qaanalysis.present.commentary import Commentary, noted
from qaanalysis.vocabulary import GradeScale


class Text(Protocol):
    """A file of commentary."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


class Settings(Protocol):
    """What commentary needs to know of a run's params."""

    @property
    def commentary(self) -> Text | None: ...  # noqa: D102
    @property
    def scale(self) -> GradeScale: ...  # noqa: D102


class Tables(Protocol):
    """A run's tables, by name."""

    def get(self, name: str) -> pd.DataFrame | None: ...  # noqa: D102


class Run(Protocol):
    """A run as a notebook opens it."""

    @property
    def params(self) -> Settings: ...  # noqa: D102
    @property
    def tables(self) -> Tables: ...  # noqa: D102
    @property
    def months(self) -> pd.PeriodIndex: ...  # noqa: D102
    @property
    def absent(self) -> pd.PeriodIndex: ...  # noqa: D102
    @property
    def as_at(self) -> dt.date: ...  # noqa: D102
    @property
    def audits(self) -> pd.DataFrame: ...  # noqa: D102
    def safe(self, unit: str) -> Any: ...  # noqa: D102


def shown(run: Run) -> Commentary:
    """Return the commentary of a run, its placeholders filled for the run's audience.

    Parameters
    ----------
    run : Run
        From `notebook.open_run`.

    Returns
    -------
    Commentary
        Nothing to show if params name no commentary.

    Raises
    ------
    ParamsError
        If it calls in a figure that there isn't; every such place at once, with its line.
    DisclosureError
        If a number typed in it is a figure that this audience may not see.
    """
    text = run.params.commentary
    if text is None:
        return Commentary()
    return written(text, figures(run))


def figures(run: Run) -> NamedFigures:
    """Return a run's figures by name, as its audience may see them."""
    months, scale = run.months, run.params.scale
    tables = run_tables.tables(
        run.audits,
        run.tables.get("moderations"),
        months=months,
        as_at=run.as_at,
        scale=scale,
        label=words.months(months[0], months[-1]),
    )
    safe = made_safe(tables, run.safe("audits"))
    return NamedFigures(tables, safe, scale, months, list(run.absent))


def written(text: Text, known: NamedFigures) -> Commentary:
    """Return a text with its placeholders filled, and notes on what no figure supports.

    Parameters
    ----------
    text : Text
        The file's name and its text.
    known : NamedFigures
        The figures it may call in.

    Raises
    ------
    ParamsError, DisclosureError
        As `shown`.
    """
    lines = list(enumerate(text.text.splitlines(), start=1))
    places = [(n, place) for n, line in lines for place in markdown.placeholders(line)]
    wrong = [f"line {n}: {said}" for n, place in places if (said := known.wrong(place))]
    if wrong:
        listed = "\n  ".join(wrong)
        allowed = ", ".join(known.names)
        raise ParamsError(f"{text.name}:\n  {listed}\nAllowed: {allowed}; and {FORMS}.")
    _refuse_hidden(text.name, lines, known)
    names = dict.fromkeys(place for _, place in places)
    tables = {id(table): table for place in names if (table := known.table(place)) is not None}
    return Commentary(
        text.name,
        markdown.blocks(text.text),
        {place: known.value(place) for place in names},
        tuple(_notes(text.name, lines, known)),
        tuple(tables.values()),
    )


def _notes(name: str, lines: list[tuple[int, str]], known: NamedFigures) -> Iterator[str]:
    shares, counts = known.supporting(shown=True)
    for n, line in lines:
        left = markdown.without_placeholders(line)
        for number in typed.numbers(left):
            if not number.is_among(shares, counts):
                yield noted(name, n, f"no figure of this run is {number.text}")
        for date in typed.dates(left):
            found = calendar.of_text(date)
            if found.verdict is not Verdict.HOLDS:
                yield noted(name, n, f"“{date}” is no date: {found.why}")
        for word in typed.comparing_words(left):
            yield noted(name, n, f"“{word}” is typed; .{MOVEMENT} after a name says how it moved")
        if markdown.is_untaken(line):
            yield noted(name, n, "headings, links, tables and HTML are shown as they are typed")


def _refuse_hidden(name: str, lines: list[tuple[int, str]], known: NamedFigures) -> None:
    """Refuse a typed number that is a figure of the run which its audience may not see."""
    seen, all_there_are = known.supporting(shown=True), known.supporting(shown=False)
    hidden = _only_hidden(seen, all_there_are)
    found = [
        f"line {n}: {number.text}"
        for n, line in lines
        for number in typed.numbers(markdown.without_placeholders(line))
        if not number.is_among(*seen) and number.is_among(*hidden)
    ]
    if found:
        raise DisclosureError(
            f"{name} can’t be published: a number typed in it may be one that is hidden "
            f"({'; '.join(found)}). Call the figure in by its name, or leave the number out."
        )


def _only_hidden(
    seen: tuple[set[float], set[float]], all_there_are: tuple[set[float], set[float]]
) -> tuple[set[float], set[float]]:
    return all_there_are[0] - seen[0], all_there_are[1] - seen[1]
