"""Texts as the leak gate compares them: by their words, however they are typed.

Capital letters, accents, the width of characters, kinds of apostrophe, space and hyphen, and
characters that can't be seen make no difference.
"""

import re
import unicodedata
from itertools import chain

# Accents, apostrophes, soft hyphens, and marks of width nought or of direction.
_DROPPED = re.compile(
    "[\u0300-\u036f'\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4\u00ad\u034f\u061c\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Decimals, thousands and percentages are measurements: no part of one is taken for an identifier.
# One that ends in .0 may be an identifier that went through a column of floats.
_WORD = re.compile(r"\d+%|\d+\.(?!0+(?!\d))\d+|\d{1,3}(?:,\d{3})+(?!\d)|([^\W_]+)")


def normalised(text: str) -> str:
    """Return a text without the differences that don't matter.

    Examples
    --------
    >>> normalised("O’BRIEN\u00a0Zoë") == normalised("o'brien zoe")
    True
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return _DROPPED.sub("", text).casefold()


def words(text: str) -> list[str]:
    """Return the words of a text, runs of letters and digits, but not what is measured.

    Examples
    --------
    >>> words("Case LCS-152075: 12.5% or 12% of 1,204")
    ['case', 'lcs', '152075', 'or', 'of']
    >>> words("152075.0")
    ['152075', '0']
    """
    return [word for word in _WORD.findall(normalised(text)) if word]


def joined(text: str) -> str:
    """Return the words of a text as one, as it is when its hyphens and spaces are lost.

    Examples
    --------
    >>> joined("QA23-0001")
    'qa230001'
    """
    return "".join(words(text))


class WordReader:
    """Reads the words of many texts that have much in common, as `words` does of one.

    What stands between two spaces is looked at once, however often it comes.

    Examples
    --------
    >>> WordReader().words("O’Brien, O’Brien\u00a0and O’Brien")
    ['obrien', 'obrien', 'and', 'obrien']
    """

    def __init__(self) -> None:
        self._known = _Known()

    def words(self, text: str) -> list[str]:
        """Return the words of a text."""
        return list(chain.from_iterable(map(self._known.__getitem__, text.split())))


class _Known(dict[str, list[str]]):
    def __missing__(self, piece: str) -> list[str]:
        found = self[piece] = words(piece)
        return found
