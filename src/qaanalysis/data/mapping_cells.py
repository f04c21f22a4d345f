"""What the cells of a new export tell of how they are to be read: spellings, dates and marks.

Only columns of listed words, grades, days and months are looked into; none of them identifies
anybody. Of days and months only how they are written is told, and which they are.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qaanalysis.data.dates import day, month
from qaanalysis.data.excel_errors import MARKERS
from qaanalysis.data.fields import Kind
from qaanalysis.data.personal_texts import identifies
from qaanalysis.data.schemas import STANDARD_SCALE, Table
from qaanalysis.data.sheets import Rows
from qaanalysis.params_reading import Reading
from qaanalysis.vocabulary import AuditType, FindingKind, Outcome, YesNo

LONGEST_SPELLING = 40
# Which of the marks are a status where a grade is to stand, and what each means.
NOT_YET_GRADED = {"tbc": "to be confirmed"}
# How registers write days and months, the likelier before the less likely. Where the month is
# first can't be told from where the day is, so it is never proposed.
DAY_FORMATS = (
    *("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y"),
    *("%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%Y/%m/%d"),
    *("%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
)
MONTH_FORMATS = (
    *("%B %Y", "%b %Y", "%Y-%m", "%b %y", "%B %y", "%b-%y", "%b-%Y", "%B-%Y"),
    *("%m/%Y", "%m-%Y", "%m.%Y", "%Y/%m"),
)
# A day in a column of months is the month that it is in.
_ALL = Reading(date_formats=DAY_FORMATS, month_formats=MONTH_FORMATS)
_YES = {"y": YesNo.YES, "n": YesNo.NO, "true": YesNo.YES, "false": YesNo.NO, "✓": YesNo.YES}
_SPELLINGS: dict[str, str] = {
    **{text: str(word) for text, word in _YES.items()},
    "1": str(YesNo.YES),
    "0": str(YesNo.NO),
    "afd": str(FindingKind.DEVELOPMENT),
    "grade supported": str(Outcome.SUPPORTED),
    "grade downgraded": str(Outcome.DOWNGRADED),
    "grade upgraded": str(Outcome.UPGRADED),
    "monthly": str(AuditType.INDIVIDUAL),
    **{alias.casefold(): label for alias, label in STANDARD_SCALE.aliases.items()},
}


@dataclass(frozen=True)
class SpellingFound:
    """A spelling in a column of listed words, how often it is there, and the word proposed."""

    column: str
    found: str
    n: int
    word: str
    is_grade: bool = False


@dataclass
class CellsFound:
    """What the cells of a sheet tell.

    Parameters
    ----------
    spellings : list of SpellingFound
        Of columns of listed words, each once, whatever its capital letters.
    unshown : list of str
        Columns of listed words in which most cells are none, so that they aren't shown.
    marks : Counter of str
        What stands where there may be no value.
    ungraded : Counter of str
        Those among grades that tell where the audit stands, and so are more than nothing.
    date_formats, month_formats : Counter of str
        How days and months are written, with how many cells are.
    dates : dict of str to dict of date to int
        By column of days or months: which are there, a month as its first day.
    unread : dict of str to int
        By column of days or months: how many cells are in none of the usual forms.
    """

    spellings: list[SpellingFound] = field(default_factory=list)
    unshown: list[str] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)
    ungraded: Counter[str] = field(default_factory=Counter)
    date_formats: Counter[str] = field(default_factory=Counter)
    month_formats: Counter[str] = field(default_factory=Counter)
    dates: dict[str, Counter[dt.date]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)


def cells_found(column_of: Mapping[int, str], body: Rows, table: Table) -> CellsFound:
    """Return what the cells below the headings of a sheet tell.

    Parameters
    ----------
    column_of : mapping of int to str
        By place in the row: the column that is proposed.
    body : list of list of str
        The rows below the headings.
    table : Table
        The table that the sheet seems to hold.
    """
    found = CellsFound()
    for at, column in column_of.items():
        kind = table.schema.columns[column].metadata["kind"]
        if kind not in (Kind.WORD, Kind.GRADE, Kind.DATE, Kind.MONTH):
            continue
        texts = Counter(" ".join(cells[at].split()) for cells in body if at < len(cells))
        texts.pop("", None)
        for text in [t for t in texts if t.casefold() in MARKERS]:
            is_status = kind is Kind.GRADE and text.casefold() in NOT_YET_GRADED
            (found.ungraded if is_status else found.marks)[text] += texts.pop(text)
        if kind in (Kind.WORD, Kind.GRADE):
            _spellings(found, column, texts, table)
        else:
            _dates(found, column, texts, of_months=kind is Kind.MONTH)
    return found


def _spellings(found: CellsFound, column: str, texts: Counter[str], table: Table) -> None:
    metadata = table.schema.columns[column].metadata
    # Params take spellings whatever their capital letters, so the most common way stands for all.
    counts: dict[str, tuple[str, int]] = {}
    for text, n in texts.most_common():
        first, before = counts.get(text.casefold(), (text, 0))
        counts[text.casefold()] = (first, before + n)
    words = {text: _word(text, metadata["allowed"]) for text, _ in counts.values()}
    known = sum(n for text, n in counts.values() if words[text])
    if known * 2 < texts.total():
        found.unshown.append(column)
        return
    is_grade = metadata["kind"] is Kind.GRADE
    found.spellings += [
        SpellingFound(column, text, n, words[text], is_grade)
        for text, n in sorted(counts.values(), key=lambda c: -c[1])
        if len(text) <= LONGEST_SPELLING and not identifies(text)
    ]


def _word(text: str, allowed: Sequence[str]) -> str:
    """Return the word that a spelling stands for; empty if that isn't plain."""
    by_case = {word.casefold(): word for word in allowed}
    said = text.casefold()
    word = by_case.get(said) or _SPELLINGS.get(said, "")
    return word if word in allowed else ""


def _dates(found: CellsFound, column: str, texts: Counter[str], *, of_months: bool) -> None:
    days: Counter[dt.date] = Counter()
    unread = 0
    for text, n in texts.items():
        read, form = month(text, _ALL) if of_months else day(text, _ALL)
        if isinstance(read, str):
            unread += n
            continue
        days[read] += n
        if form in MONTH_FORMATS:
            found.month_formats[form] += n
        elif form in DAY_FORMATS:
            found.date_formats[form] += n
    found.dates[column] = days
    if unread:
        found.unread[column] = unread
