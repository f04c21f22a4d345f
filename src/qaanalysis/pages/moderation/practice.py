"""How moderation was done: by whom, how soon, and what it says of the audits themselves."""

from typing import Any

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics import grades
from qaanalysis.metrics.moderation import mix as moderation_mix
from qaanalysis.metrics.moderation.quality import NOT_RECORDED
from qaanalysis.pages.grades import good_words
from qaanalysis.pages.moderation.coverage import excludes_none, not_apart
from qaanalysis.present import labels, sentences, words
from qaanalysis.vocabulary import GradeScale

CIRCUMSTANCES = ["moderated", "supported", "supported_share", "difference"]
DAYS = {
    "moderated": "Moderated",
    "median_days": "Median, days",
    "longest_days": "Longest, days",
    "over_limit": "Later than the limit",
}


def by_circumstance(table: SafeTable) -> str:
    """Return which circumstances of moderation differ in what they support."""
    frame = table.frame
    n = frame["moderated"]
    others = n.groupby(level=0).transform("sum") - n
    enough = (n >= moderation_mix.LEAST) & (others >= moderation_mix.LEAST)
    apart = frame[enough & excludes_none(frame)]
    if apart.empty:
        return f"Blind or not, by role, by how audits were chosen: {not_apart(frame)}"
    named = [f"{labels.label(kind).lower()} {group}" for kind, group in apart.index]
    return f"The share supported differs for {words.listed(named)}"


def in_time(days: SafeTable, *, limit: int) -> str:
    """Return how long audits wait for their moderation."""
    total = days.whole
    n, late = int(total["timed"]), int(total["over_limit"])
    if n == 0:
        return "No moderation can be timed."
    median = _days(total["median_days"])
    if n == 1:
        than = "later than" if late else "within"
        return (
            f"The one moderation that can be timed came {median} after the return, {than} the "
            f"limit of {_days(limit)}"
        )
    return (
        f"From return to moderation the median is {median}; {words.count(late)} of "
        f"{words.count(n)} waited longer than {_days(limit)}"
    )


def _days(value: Any) -> str:
    """Return days in words, with a decimal only if there is one."""
    whole = float(value).is_integer()
    return f"{words.number(value, digits=0 if whole else 1)} {'day' if value == 1 else 'days'}"


def judged(quality: pd.DataFrame, scale: GradeScale) -> str:
    """Return how moderators judged the quality of the audits themselves.

    Parameters
    ----------
    quality : DataFrame
        The row of `metrics.moderation.quality.total`.
    """
    row = quality.iloc[0]
    n, blank = int(row[grades.GRADED]), int(row[NOT_RECORDED])
    if n == 0:
        return "No moderator’s judgement of an audit itself is recorded." if blank else ""
    unit = "moderated audit" if n == 1 else "moderated audits"
    rest = f"; for {words.count(blank)} more it isn’t recorded" if blank else ""
    return (
        f"The quality of the audit itself was judged {good_words(scale)} in "
        f"{sentences.share_of(row[grades.GOOD], n, unit)}{rest}"
    )


def contradictory(table: SafeTable) -> str:
    """Return how many records contradict themselves."""
    found = table.frame[table.frame["moderations"] > 0]
    if found.empty:
        return "No record contradicts another: outcomes, dates and people agree."
    said = [f"{kind} ({words.count(n)})" for kind, n in found["moderations"].items()]
    return f"Records to put right: {words.listed(said)}"
