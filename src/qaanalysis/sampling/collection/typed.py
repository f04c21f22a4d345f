"""What was typed into a cell of a form: an answer, nothing, or something that isn't an answer."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from qaanalysis.sampling.worklist import Question

FORMULA, ERROR = "f", "e"
EARLIEST = dt.date(2000, 1, 1)
SPELLING, TEXT_DATE, HOUR = "capitals or spaces", "a date typed as text", "a time of day left out"
_DAY = re.compile(r"\s*(\d{1,2})/(\d{1,2})/(\d{4})\s*")
_A_DATE = f"a date from {EARLIEST:%d/%m/%Y}"


@dataclass(frozen=True)
class Typed:
    """What a cell holds.

    Parameters
    ----------
    answer : str, optional
        As the form spells it; a date as 2023-11-24; none if the cell is blank or wrong.
    repair : str, optional
        The rule by which it was read, if it stood there otherwise.
    wrong : str, optional
        What kind of thing stands there instead of an answer.
    """

    answer: str | None = None
    repair: str | None = None
    wrong: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return self.answer is None and self.wrong is None


def typed(value: Any, kind: str, question: Question) -> Typed:
    """Return what a cell of a question's column holds.

    Parameters
    ----------
    value : str, number, bool, date, time or None
        The cell's value.
    kind : str
        The cell's type as openpyxl has it: "f" is a formula, "e" an error such as #N/A.
    question : Question
        What was asked.

    Returns
    -------
    Typed
        Capitals and spaces apart an answer must be one of the question's; a date may be typed as
        text, day first, such as 24/11/2023. Free text is kept as it is.

    Examples
    --------
    >>> typed(" yes", "s", Question("seen", "Seen?", ("Yes", "No")))
    Typed(answer='Yes', repair='capitals or spaces', wrong=None)
    >>> typed("perhaps", "s", Question("seen", "Seen?", ("Yes", "No"))).wrong
    "text that isn't one of the answers"
    """
    if kind in (FORMULA, ERROR):
        return Typed(wrong="a formula" if kind == FORMULA else "an error of the spreadsheet")
    if value is None or not text_of(value).strip():
        return Typed()
    if question.is_day:
        return _day(value)
    text = text_of(value)
    if not question.answers or text in question.answers:
        return Typed(text)
    alike = [answer for answer in question.answers if folded(answer) == folded(text)]
    if len(alike) == 1:
        return Typed(alike[0], SPELLING)
    return Typed(wrong=f"{_sort(value)} that isn't one of the answers")


def allowed(question: Question) -> str:
    """Return what may be typed.

    Examples
    --------
    >>> allowed(Question("seen", "Seen?", ("Yes", "No"))), allowed(Question("notes", "Notes"))
    ('Yes; No', 'text')
    """
    return _A_DATE if question.is_day else "; ".join(question.answers) or "text"


def text_of(value: Any) -> str:
    """Return a cell's value as text; a whole number without a point, a date as 2023-11-24.

    Examples
    --------
    >>> text_of(71.0), text_of(dt.datetime(2023, 11, 24)), text_of(None)
    ('71', '2023-11-24', '')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def folded(text: str) -> str:
    """Return a text without its capitals and its spaces at the ends or repeated.

    Examples
    --------
    >>> folded(" Not  recorded ")
    'not recorded'
    """
    return " ".join(text.casefold().split())


def _day(value: Any) -> Typed:
    day, repair = _read_day(value)
    if day is None:
        return Typed(wrong=f"{_sort(value)} that isn't a date")
    if day < EARLIEST:
        return Typed(wrong=f"a date before {EARLIEST:%d/%m/%Y}")
    return Typed(day.isoformat(), repair)


def _read_day(value: Any) -> tuple[dt.date | None, str | None]:
    """Return the date a value stands for, or none, and how it was repaired."""
    if isinstance(value, dt.datetime):
        return value.date(), HOUR if value.time() != dt.time() else None
    if isinstance(value, dt.date):
        return value, None
    found = _DAY.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return None, None
    day, month, year = map(int, found.groups())
    try:
        return dt.date(year, month, day), TEXT_DATE
    except ValueError:
        return None, None


def _sort(value: Any) -> str:
    """Return what sort of value it is, and nothing of it."""
    if isinstance(value, bool):
        return "TRUE or FALSE"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, dt.date):
        return "a date"
    return "a time" if isinstance(value, (dt.time, dt.timedelta)) else "text"
