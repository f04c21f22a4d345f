"""The references and the names that stand in free text: whatever looks like one.

A name is two words or more with capital letters, wherever in a sentence. What begins a sentence
and what is a term of the service has capital letters too: see `names`.
"""

import re
import unicodedata
from collections.abc import Iterator

from qaanalysis.disclosure.ordinary_words import NO_NAME
from qaanalysis.plain_text import APOSTROPHES, words

# A reference to a file: five digits or more, or capital letters and two runs of digits.
_CODE = re.compile(
    r"(?<![\w.])(?:(?:[A-Z]{1,5}[-/ ]?)?\d{5,}|[A-Z]{1,5}\d{1,4}[-/]\d{3,})(?![\w]|[.,]\d)"
)
_LAST_LETTER = 0x1FFF
_CAPITALS = "".join(c for c in map(chr, range(_LAST_LETTER)) if c.isupper())
_WORD = rf"[{_CAPITALS}][\w{APOSTROPHES}-]+"
_PARTICLE = r"(?:[ae]l-|(?:de|la|le|da|di|dos|del|van|der|den|ter|von|bin|bint|ibn|el)[ \u00a0])"
_INITIAL = rf"[{_CAPITALS}]\.?[ \u00a0]"
_NAMED = re.compile(
    rf"(?<!\w)(?<!\w[{APOSTROPHES}-]){_WORD}"
    rf"(?:[ \u00a0\t]{{1,3}}(?:{_PARTICLE}|{_INITIAL})*{_WORD})+"
)
_POSSESSIVE = re.compile(f"[{APOSTROPHES}][sS]?$")


def codes(text: str) -> list[str]:
    """Return the references in a text.

    Examples
    --------
    >>> codes("See LCS-177688, 12/06/2023")
    ['LCS-177688']
    """
    return _CODE.findall(text)


def names(text: str) -> list[str]:
    """Return what may be names in a text, some of which are none.

    A run of words with capital letters is parted by those that are no part of a name, such as Mum
    and Plan. What is left is taken whole and without its first, which may only begin the sentence.

    Examples
    --------
    >>> names("Kayleigh Thornbury was with Mum (Darren O’Neill’s partner).")
    ['Kayleigh Thornbury', 'Darren O’Neill']
    >>> names("Collected Kayleigh Thornbury. The Social Worker left")
    ['Collected Kayleigh Thornbury', 'Kayleigh Thornbury']
    """
    plain = text if text.isascii() else unicodedata.normalize("NFC", text)
    return [name for run in _NAMED.findall(plain) for name in _within(run)]


def _within(run: str) -> Iterator[str]:
    name: list[str] = []
    for part in [*run.split(), ""]:
        said = words(part)
        if NO_NAME.issuperset(said) and not _is_initial(said):
            yield from (" ".join(parts) for parts in (name, name[1:]) if _n_names(parts) > 1)
            name = []
        else:
            name.append(_POSSESSIVE.sub("", part))


def _is_initial(said: list[str]) -> bool:
    return len(said) == 1 and len(said[0]) == 1


def _n_names(parts: list[str]) -> int:
    return sum(not _is_initial(words(part)) for part in parts)
