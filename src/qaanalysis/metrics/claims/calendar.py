"""Stated dates, periods and programmes: whether the calendar has them."""

import calendar
import datetime as dt
import re

import pandas as pd

from qaanalysis.metrics.claims.known import Known
from qaanalysis.metrics.claims.verdict import Finding, judged, unknown
from qaanalysis.params_claims import DATES, DateStated, PeriodStated, ProgrammeStated
from qaanalysis.present import words

_SHORTEST = 3


def date(stated: DateStated, _: Known) -> Finding:
    """Return whether there is such a date.

    Examples
    --------
    >>> found = date(DateStated(kind="date", said="to 31st April", date="31st April 2023"), None)
    >>> found.why, found.figure
    ('April 2023 has 30 days', '30 April 2023')
    """
    return of_text(stated.date)


def of_text(text: str) -> Finding:
    """Return whether a date as printed, in one of the forms of `DATES`, is one.

    Examples
    --------
    >>> of_text("29/02/2024").why, of_text("2023-02-29").why
    ('29 February 2024 is a date', 'February 2023 has 28 days')
    """
    year, month, day = _parts(text)
    if not 1 <= month <= len(words.MONTHS) or year == 0:
        return judged(False, f"“{text}” names no month that there is")
    days = calendar.monthrange(year, month)[1]
    named = f"{words.MONTHS[month - 1]} {year}"
    if not 1 <= day <= days:
        last = words.day(dt.date(year, month, days))
        return judged(False, f"{named} has {days} days", last)
    found = words.day(dt.date(year, month, day))
    return judged(True, f"{found} is a date", found)


def _parts(text: str) -> tuple[int, int, int]:
    """Return year, month (0 if no month has the name) and day of a date as printed."""
    found = next(m for pattern in DATES if (m := re.fullmatch(pattern, text))).groupdict()
    month = month_number(found["name"]) if "name" in found else int(found["month"])
    return int(found["year"]), month, int(found["day"])


def month_number(name: str) -> int:
    """Return the month that a name, or three or more letters of its beginning, stands for.

    Examples
    --------
    >>> month_number("Sept"), month_number("April"), month_number("Aprl")
    (9, 4, 0)
    """
    begun = name.strip().lower()
    named = [n for n, month in enumerate(words.MONTHS, start=1) if month.lower().startswith(begun)]
    return named[0] if named and len(begun) >= _SHORTEST else 0


def period(stated: PeriodStated, known: Known) -> Finding:
    """Return whether a period has the length stated, or is the one that the tables cover.

    Examples
    --------
    >>> said = {"kind": "period", "said": "in six months", "first": "2023-01", "last": "2023-07"}
    >>> period(PeriodStated(**said, months=6), None).why
    'January to July 2023 is seven calendar months, not six'
    """
    named = words.months(stated.first, stated.last)
    if stated.months is not None:
        n = len(pd.period_range(stated.first, stated.last, freq="M"))
        length = words.in_words(n)
        said = f"{named} is {length} calendar {'month' if n == 1 else 'months'}"
        wrong = f"{said}, not {words.in_words(stated.months)}"
        holds = n == stated.months
        return judged(holds, said if holds else wrong, f"{length} months")
    if not len(known.months):
        return unknown("The run covers no month")
    first, last = known.months[0], known.months[-1]
    covered = words.months(first, last)
    ends = pd.Period(stated.first, "M"), pd.Period(stated.last, "M")
    holds = ends == (first, last)
    if holds and known.uncovered:
        return unknown(known.uncovered)
    return judged(
        holds, f"The tables cover {covered}" + ("" if holds else f", not {named}"), covered
    )


def programme(stated: ProgrammeStated, _: Known) -> Finding:
    """Return whether the parts of a programme make up its length.

    Examples
    --------
    >>> said = {"kind": "programme", "said": "18 months of six", "months": 18, "parts": 6}
    >>> programme(ProgrammeStated(**said), None).figure
    'six months'
    """
    cycle = stated.parts * stated.each
    found = cycle * stated.times
    each = words.counted(stated.each, "month")
    often = "" if stated.times == 1 else f", {words.in_words(stated.times)} times over,"
    figure = f"{words.in_words(found)} {'month' if found == 1 else 'months'}"
    said = f"{words.in_words(stated.parts)} times {each}{often} is {figure}"
    if found == stated.months:
        return judged(True, said, figure)
    said += f", not {words.in_words(stated.months)}"
    if stated.times == 1 and stated.months % cycle == 0:
        n = words.in_words(stated.months // cycle)
        said += f": that would be the same {words.in_words(stated.parts)} gone through {n} times"
    return judged(False, said, figure)
