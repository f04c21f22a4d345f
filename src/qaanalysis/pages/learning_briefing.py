"""The one-page briefing for all staff: strengths first, one obsession, in plain words."""

from collections.abc import Collection, Mapping

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.learning.named import AUDITS, DEVELOPMENT, STRENGTH
from qaanalysis.pages.learning.findings import most_counted, most_shown, of_shown
from qaanalysis.present import sentences, words

METHOD = (
    "Individual audits that have come back, of the whole service. An audit counts once for a "
    "theme, however often it names it. No figure of an area, a team or a person is on this page."
)


def strengths(themes: SafeTable) -> list[str]:
    """Return what audits name most as a strength, with thanks; or why that can't be said."""
    named = most_counted(themes, STRENGTH)
    if not named:
        return ["There are no strengths that can be shown from audits this time."]
    of = of_shown(themes, STRENGTH)
    return [
        f"What audits most often name as a strength{of}: {words.listed(named)}",
        "Thank you: this is what children and families meet when our work goes well.",
    ]


def in_focus(obsession: str, month: pd.Period) -> str:
    """Return which obsession the page is about."""
    if not obsession:
        return sentences.cannot("The programme has no practice obsession in focus yet")
    return f"The practice obsession for {words.month(month)}: {obsession}"


def about(table: SafeTable, obsession: str, themes: Mapping[str, Collection[str]]) -> list[str]:
    """Return what audits say of the obsession, good things first."""
    if not obsession:
        return []
    if not themes.get(obsession):
        return [sentences.cannot(f"Audits aren’t coded to {obsession}, so they can’t tell of it")]
    if obsession not in table.frame.index:
        return [sentences.cannot(f"There are no findings that could tell of {obsession}")]
    row = table.frame.loc[obsession]
    told = [
        f"{words.count(row[kind])} of {words.count(row[AUDITS])} {what}"
        for kind, what in (
            (STRENGTH, "audits name it as a strength"),
            (DEVELOPMENT, "audits say that it needs work"),
        )
        if not words.hidden(row[kind])
    ]
    if not told:
        return ["How many audits name it is hidden, because numbers are small."]
    return [
        *told,
        "The other audits don’t mention it: that doesn’t say that it was good, or that it wasn’t",
    ]


def other_work(themes: SafeTable) -> str:
    """Return what else audits most often say needs work."""
    named = most_shown(themes, DEVELOPMENT)
    if not named:
        return ""
    of = of_shown(themes, DEVELOPMENT)
    return f"What audits most often say needs work in the whole service{of}: {words.listed(named)}"


def next_event(coming: pd.DataFrame) -> str:
    """Return the next learning event: its title, its day, and what it is about."""
    if coming.empty:
        return "No further learning event is planned in the calendar."
    event = coming.iloc[0]
    of = f", on {event['obsession']}" if event["obsession"] else ""
    return f"Next learning event: {event['title']}, {words.day(event['date'])}{of}"
