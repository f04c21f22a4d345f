"""Texts as the leak gate compares them: by their words, however they are typed.

Capital letters, accents, the width of characters, kinds of apostrophe, space and hyphen, and
characters that can't be seen make no difference, nor does whether something is somebody's.
"""

import re
import unicodedata
from collections.abc import Sequence, Set
from itertools import chain, compress, count

# Between what isn't read in one go: no name runs over it.
BREAK = "\0"
APOSTROPHES = "'\u2018\u2019\u201b\u02bc\u02b9\u2032`\u00b4"
# Accents, apostrophes, soft hyphens, marks of width nought or of direction, fillers, blanks, tags.
_DROPPED = re.compile(
    f"[\u0300-\u036f{APOSTROPHES}\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]"
)
# Begun from the apostrophe, which is rare, and then looked at backwards.
_POSSESSIVE = re.compile(f"[{APOSTROPHES}](?<=[\\w\u0300-\u036f].)[sS](?!\\w)")
# How a terminal is told to colour: tracebacks are full of it, within words too.
_COLOURING = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
# Letters that Unicode doesn't take for another with an accent, and most keyboards don't have …
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "þ": "th", "æ": "ae", "œ": "oe"}
    # … and Cyrillic and Greek ones that, small or capital, look like Latin ones.
    | dict(zip("асеорхуіјѕһԁԛԝӏвкмнт", "aceopxyijshdqwlbkmht", strict=True))
    | dict(zip("οαικνρτυχβεηζμ", "oaikvptuxbehzm", strict=True))
)
_LIKE_ANOTHER = re.compile(f"[{''.join(map(chr, _LETTERS))}]")
# Decimals, thousands and percentages are measurements: no part of one is taken for an identifier,
# and thousands are one word. What ends in .0 may be one that went through a column of floats.
_THOUSANDS = r"\d{1,3}(?:,\d{3})+(?!\d)"
_MEASURED = rf"\d+%|\d+\.(?!0+(?!\d))\d+|{_THOUSANDS}(?:%|\.\d+)"
_WORD = re.compile(rf"{_MEASURED}|({_THOUSANDS}|[^\W_]+)")
_WORD_OR_END = re.compile(rf"{_MEASURED}|({_THOUSANDS}|[^\W_]+|\n)")


def seen(text: str) -> str:
    """Return a text without accents, apostrophes and what can't be seen.

    Examples
    --------
    >>> seen("O’Brien\u200b Zoë")
    'OBrien Zoe'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    if "\x1b" in text:
        text = _COLOURING.sub("", text)
    return _DROPPED.sub("", _POSSESSIVE.sub(" s", text))


def normalised(text: str) -> str:
    """Return a text without the differences that don't matter.

    Examples
    --------
    >>> normalised("O’BRIEN\u00a0Zoë’s") == normalised("o'brien zoe's")
    True
    >>> normalised("L\u0421S-152075")  # with a Cyrillic letter
    'lcs-152075'
    """
    return normalised_of_seen(seen(text))


def normalised_of_seen(text: str) -> str:
    """Return what `normalised` does of a text that went through `seen` already."""
    plain = text.casefold()
    # To look for such a letter costs less than to look each one up.
    if plain.isascii() or not _LIKE_ANOTHER.search(plain):
        return plain
    return plain.translate(_LETTERS)


def words(text: str) -> list[str]:
    """Return the words of a text, runs of letters and digits, but not what is measured.

    Examples
    --------
    >>> words("Case LCS-152075: 12.5% or 12% of 1,204")
    ['case', 'lcs', '152075', 'or', 'of', '1,204']
    >>> words("152075.0")
    ['152075', '0']
    >>> words("Kate O’Brien’s")
    ['kate', 'obrien', 's']
    """
    return [word for word in _WORD.findall(normalised(text)) if word]


def places_of(sought: set[str], text: Sequence[str], distinct: Set[str]) -> list[int]:
    """Return where among the words of a text, given also each once, any of some words stands.

    Examples
    --------
    >>> text = ["case", "lcs", "152075", "lcs"]
    >>> places_of({"lcs", "qa"}, text, set(text))
    [1, 3]
    """
    # Most texts have none of them, which is told several times as fast.
    if not (here := sought & distinct):
        return []
    return list(compress(count(), map(here.__contains__, text)))


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

    What stands between two spaces is looked at once, however often it comes. A `BREAK` that stands
    so is a word.

    Examples
    --------
    >>> WordReader().words("O’Brien, O’Brien\u00a0and O’Brien")
    ['obrien', 'obrien', 'and', 'obrien']
    """

    def __init__(self) -> None:
        self._known = {BREAK: [BREAK]}

    def words(self, text: str) -> list[str]:
        """Return the words of a text."""
        pieces = text.split()
        self._learn([piece for piece in set(pieces) if piece not in self._known])
        return list(chain.from_iterable(map(self._known.__getitem__, pieces)))

    def every_word(self) -> set[str]:
        """Return the words of all texts read."""
        return set(chain.from_iterable(self._known.values()))

    def _learn(self, new: Sequence[str]) -> None:
        """Look at pieces, all at once: none has a line's end in it, nor is one made of another."""
        if not new:
            return
        found: list[list[str]] = [[]]
        for word in _WORD_OR_END.findall(normalised("\n".join(new))):
            if word == "\n":
                found.append([])
            elif word:
                found[-1].append(word)
        self._known.update(zip(new, found, strict=True))
