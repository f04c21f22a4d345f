"""What to do about each kind of fault, in words for whoever keeps the register."""

import re

from qaanalysis.data.csv_rows import FEWER, MORE
from qaanalysis.data.data_rows import NOTE

CLEARED = "or clear the cell where a blank is allowed"
_WORDS = {
    "not a word of the list": (
        "Use a word of the list; or, if the spelling is a usual one, declare it in params: a "
        "grade’s under grade_scale, any other under reading.spellings."
    ),
    "only looks like a word of the list": (
        "Type the word anew: letters of another alphabet, such as Cyrillic, look like ours, and "
        "some characters can’t be seen."
    ),
    "not a real day in a declared form": (
        "Correct the day; or, if the column is written another way throughout, declare it under "
        "reading.date_formats in params."
    ),
    "not a date": (
        f"Write a day, {CLEARED}; or, if the word stands for nothing, declare it under "
        "reading.missing in params."
    ),
    "not a month": "Write a month, or declare how it is written under reading.month_formats.",
    "date out of range": (
        "Correct the year; or widen reading.earliest_date and latest_date in params."
    ),
    "blank": (
        "Fill the cell in; or, where merged cells or the first row of a block hold the value for "
        "all its rows, declare the column under reading.blocks in params."
    ),
    NOTE: (
        "Move the note to another sheet, or delete it: it is no row, and nothing of it is counted. "
        "If it is one, fill in its other cells."
    ),
    "too long": "Move the text to where it belongs; this column holds names or references.",
    "not a whole number": f"Write a whole number, {CLEARED}.",
    "not a number": f"Write a number, {CLEARED}.",
    "a percentage": "Write 0.2 for 20%.",
    "out of range": f"Write a number that is allowed, {CLEARED}.",
    "an error of Excel": "Correct the formula in Excel, save, and export again.",
    "a formula that was never calculated": (
        "Open the file in Excel, let it calculate, save it, and export again."
    ),
    "copy of another row": "Delete one of the two rows.",
    "repeated with other values": "Keep the row that is right; delete or renumber the other.",
    "exempted yet returned": "Clear the exemption or the return, whichever is wrong.",
    "said not to be moderated, yet dated or graded": (
        "Clear the date and the grade of moderation, or say that it was moderated."
    ),
    "a number that was suppressed": "Ask for the number; where a count may be hidden, write <5.",
    "outside what is known of it": "Correct the count, or the least and the most that it can be.",
    "scheduled isn’t planned less exempted": "Correct the count that is wrong.",
    "returned exceeds scheduled": "Correct the count that is wrong.",
    FEWER: "Correct the row: as many cells as there are headings.",
    MORE: "Correct the row: put quotation marks around a cell that has the separator in it.",
}
_PATTERNS = (
    (
        r"\w+ four years and a day early, as dates of a Mac’s workbook are",
        "Look the date up; one that was copied from a Mac’s workbook is 1,462 days too early.",
    ),
    (r"its row in (\w+) was rejected", r"Correct its row in \1; this one then follows."),
    (
        r"no such row in (\w+), of which .*",
        r"Correct the table \1 first: these rows may belong to rows of it that can’t be read.",
    ),
    (r"no such row in (\w+)", r"Correct the reference, or add the row to the table \1."),
    (r"(\w+) more than \w+ years (?:after|before) .*", r"Correct the year of \1, or the month."),
    (r"(\w+) before (\w+)", r"Correct \1 or \2, whichever is wrong."),
    (r"no (\w+), though there is (\w+)", r"Fill in \1, or clear \2."),
)


def remedy(rule: str) -> str:
    """Return what to do about rows that break a rule.

    Parameters
    ----------
    rule : str
        As the faults of `Loaded` name it.

    Examples
    --------
    >>> remedy("due_on before planned_on")
    'Correct due_on or planned_on, whichever is wrong.'
    >>> remedy("a rule of another version")
    'Correct the cell: “allowed” says what is right.'
    """
    if rule in _WORDS:
        return _WORDS[rule]
    for pattern, words in _PATTERNS:
        if found := re.fullmatch(pattern, rule):
            return found.expand(words)
    return "Correct the cell: “allowed” says what is right."
