"""Days and months from text, by declared formats only; how many cells have each is known."""

import datetime as dt
import re
from collections.abc import Mapping

from qaanalysis.params_reading import EXCEL_NUMBER, Reading

_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}( [\d:.]+)?")
_TWO_NUMBERS = re.compile(r"'?(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}(?!\d)")
_EXCEL_NUMBER = re.compile(r"\d{4,5}(\.\d+)?")
# Excel counts days from here; its 29 February 1900 never was, so days before March 1900 are out.
_DAY_ZERO, _FIRST_DAY = dt.date(1899, 12, 30), 61
EXCEL_DATE = "a date of Excel"
_EXAMPLE = dt.datetime(2023, 11, 30)


def day(text: str, reading: Reading) -> tuple[dt.date | str, str]:
    """Return the day that a text stands for, or the rule it breaks; and the format it is in."""
    found, form = _iso_day(text), EXCEL_DATE
    for form in () if found else reading.date_formats:
        found = _excel_day(text) if form == EXCEL_NUMBER else _strptime(text, form)
        if found:
            break
    if found is None:
        return "not a real day in a declared form" if _DAY.fullmatch(text) else "not a date", ""
    if not reading.earliest_date <= found <= reading.latest_date:
        return "date out of range", form
    return found, form


def other_form(text: str, form: str, reading: Reading) -> str:
    """Return a declared form by which a text is another day than by its own; empty if none is.

    Examples
    --------
    >>> both = Reading(date_formats=("%d/%m/%Y", "%m/%d/%Y"))
    >>> [other_form(text, "%d/%m/%Y", both) for text in ("03/04/2023", "25/04/2023", "04/04/2023")]
    ['%m/%d/%Y', '', '']
    """
    forms = reading.date_formats if form in reading.date_formats else reading.month_formats
    if len(forms) < 2 or form not in forms or form == EXCEL_NUMBER:
        return ""
    text = " ".join(text.split())
    own = _strptime(text, form)
    for other in forms:
        found = None if other in (form, EXCEL_NUMBER) else _strptime(text, other)
        if found and found != own and reading.earliest_date <= found <= reading.latest_date:
            return other
    return ""


def month(text: str, reading: Reading) -> tuple[dt.date | str, str]:
    """Return the first day of the month that a text stands for, or the rule it breaks."""
    for form in reading.month_formats:
        if found := _strptime(text, form):
            break
    else:
        in_it, form = day(text, reading)
        if isinstance(in_it, str):
            return "not a month", ""
        found = in_it.replace(day=1)
    if not reading.earliest_date <= found <= reading.latest_date:
        return "date out of range", form
    return found, form


def month_name(text: str | None, names: Mapping[str, str]) -> str | None:
    """Return a text with other names of months put as they are declared."""
    return text and " ".join(names.get(part, part) for part in text.split(" "))


def order(text: str) -> str:
    """Return which of a date's numbers can only be its day: "day first", "month first" or neither.

    Examples
    --------
    >>> order("25/04/2023"), order("04/25/2023"), order("03/04/2023")
    ('day first', 'month first', '')
    """
    if not (found := _TWO_NUMBERS.match(text)):
        return ""
    first, second = int(found[1]), int(found[2])
    if 12 < first <= 31 and 1 <= second <= 12:
        return "day first"
    return "month first" if 12 < second <= 31 and 1 <= first <= 12 else ""


def day_written(form: str) -> str:
    """Return a day as a format writes it, which more people can read than the format.

    Examples
    --------
    >>> day_written("%d/%m/%Y")
    '30/11/2023'
    """
    return "45260, Excel’s number" if form == EXCEL_NUMBER else _EXAMPLE.strftime(form)


def days_allowed(reading: Reading) -> str:
    """Return how a day may be written, for a message."""
    shown = " or ".join(map(day_written, reading.date_formats))
    form = reading.date_formats[0]
    first, last = (
        day if form == EXCEL_NUMBER else day.strftime(form)
        for day in (reading.earliest_date, reading.latest_date)
    )
    return f"a real day written like {shown}, from {first} to {last}"


def months_allowed(reading: Reading) -> str:
    """Return how a month may be written, for a message."""
    example = dt.date(2023, 11, 1)
    shown = " or ".join(example.strftime(form) for form in reading.month_formats)
    form = reading.month_formats[0]
    first, last = (day.strftime(form) for day in (reading.earliest_date, reading.latest_date))
    return f"a month written like {shown}, from {first} to {last}"


def _iso_day(text: str) -> dt.date | None:
    """Return the day of an Excel date, which is read as ISO text; Python takes far more as ISO."""
    try:
        return dt.datetime.fromisoformat(text).date() if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _excel_day(text: str) -> dt.date | None:
    if not _EXCEL_NUMBER.fullmatch(text) or float(text) < _FIRST_DAY:
        return None
    return _DAY_ZERO + dt.timedelta(days=int(float(text)))


def _strptime(text: str, form: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(text, form).date()
    except ValueError:
        return None
