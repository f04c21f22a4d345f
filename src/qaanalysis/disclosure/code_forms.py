"""The ways in which an identifier of letters and digits may be written, and which stand in a text.

Identifiers are many and are looked up by a key, each as one word: a register of a hundred thousand
rows costs about what joining its identifiers costs.
"""

import re
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from qaanalysis.disclosure.identifiers import RECORD, Column
from qaanalysis.plain_text import normalised, places_of, words

Form = tuple[str, ...]
_APART = "\0"
_NOT_JOINED = re.compile(rf"[^\w{_APART}]|_")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
_FIRST_WORD = re.compile(rf"(?:^|{_APART})[^\w{_APART}]*([^\W_]+)")
_AFTER_NOUGHTS = re.compile(rf"(?<![^{_APART}])0+(\d{{5,}})(?![^{_APART}])")
# The number of one that is letters and a number.
_NUMBER = re.compile(
    rf"(?<![^{_APART}])\W*[^\W\d_]+[^\w{_APART}]*_?(\d{{5,}})(?=\W*(?:{_APART}|$))"
)
# The most words that an identifier is looked for in.
_MOST_WORDS = 8
TELLING_DIGITS = 5
_SPLIT_CODE, _SPLIT_SHORT_CODE, _TELLING_NUMBER = 7, 5, 8


@dataclass(frozen=True)
class Found:
    """A way in which an identifier may stand in a text.

    Parameters
    ----------
    form : tuple of str
        Its words.
    column : Column
        Whose value it is.
    value : str
        As it stands in the inputs.
    undecided : str
        What is to be decided about, if the form can't be told from other text.
    """

    form: Form
    column: Column
    value: str
    undecided: str


class Codes:
    """The identifiers of some columns, to be looked up among the words of any number of texts.

    Parameters
    ----------
    columns : sequence of Column
        Their values.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._keys = [(column, _keys(column)) for column in columns]
        self._all_keys: set[str] = set().union(*(keys for _, keys in self._keys))
        self._first = self._all_keys.union(*(_first_words(c.texts) for c in columns))
        self._longest = max(map(len, self._all_keys), default=0)

    def candidates(self, text: Sequence[str], distinct: Set[str]) -> Iterator[Found]:
        """Yield the forms that may stand in a text, of which each word is given also once."""
        keys = self._joined(text, distinct) & self._all_keys
        # As a number is written for readers, and as it is where it once was filled with noughts.
        rewritten = {
            word: word.replace(",", "").lstrip("0")
            for word in distinct
            if "," in word or word.startswith("0")
        }
        rewritten = {word: key for word, key in rewritten.items() if key in self._all_keys}
        sought = keys.union(rewritten.values())
        for column, own in self._keys if sought else ():
            for value, key in _having(column, sought.intersection(own)):
                for form, undecided in code_forms(value).items():
                    if len(form) > 1 or undecided == "" or column.who != RECORD:
                        yield Found(form, column, value, undecided)
                for word, number in rewritten.items():
                    if key.lstrip("0") == number:
                        yield Found((word,), column, value, word if "," in word else "")

    def _joined(self, text: Sequence[str], distinct: Set[str]) -> set[str]:
        """Return what the words from each with which an identifier may begin are, put together."""
        keys = set()
        for i in places_of(self._first, text, distinct):
            one = ""
            for word in text[i : i + _MOST_WORDS]:
                one += word
                if len(one) > self._longest:
                    break
                keys.add(one)
        return keys


def code_forms(value: str) -> dict[Form, str]:
    """Return the ways in which an identifier may be written, each with what is to be decided about.

    Examples
    --------
    >>> sorted(code_forms("QA23-0001"))
    [('qa', '23', '0001'), ('qa', '230001'), ('qa23', '0001'), ('qa230001',)]
    >>> code_forms("LCS-152075")[("152075",)]
    '152075'
    """
    parts = tuple(words(value))
    one = "".join(parts)
    forms = {parts: ""} if parts else {}
    if one.isdigit():
        numbers = {one, one.lstrip("0")}
        return forms | {(n,): "" for n in numbers if len(n) >= TELLING_DIGITS}
    # With its hyphens and spaces lost, or others put in between letters and digits.
    pieces = tuple(piece for part in parts for piece in _LETTERS_OR_DIGITS.findall(part))
    if len(one) >= _SPLIT_CODE:
        forms |= dict.fromkeys([(one,), tuple(_LETTERS_OR_DIGITS.findall(one)), pieces], "")
    elif len(one) >= _SPLIT_SHORT_CODE:
        forms.setdefault(pieces, " ".join(pieces).upper())
    if number := _NUMBER.search(normalised(value)):
        # Of a few digits, it may as well be a count.
        forms.setdefault((number[1],), "" if len(number[1]) >= _TELLING_NUMBER else number[1])
    return forms


def _keys(column: Column) -> list[str]:
    """Return each value as one word, and again without noughts in front, or letters."""
    plain = normalised(_APART.join(column.texts))
    one = _NOT_JOINED.sub("", plain)
    numbers = _NUMBER.findall(plain) if column.who != RECORD else []
    return [*one.split(_APART), *_AFTER_NOUGHTS.findall(one), *numbers]


def _first_words(values: Sequence[str]) -> set[str]:
    """Return the words that values begin with, also if digits are split from letters."""
    first = _FIRST_WORD.findall(normalised(_APART.join(values)))
    return {*first, *(run for word in set(first) for run in _LETTERS_OR_DIGITS.findall(word)[:1])}


def _having(column: Column, sought: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the values of a column of which a key is sought, each with the whole value's."""
    if not sought:
        return
    plain = [normalised(value) for value in column.texts]
    for value, text in zip(column.texts, plain, strict=True):
        key = _NOT_JOINED.sub("", text)
        number = _NUMBER.search(text)
        if key in sought or key.lstrip("0") in sought or (number and number[1] in sought):
            yield value, key
