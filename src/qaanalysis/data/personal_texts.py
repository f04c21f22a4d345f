"""Texts that may identify somebody though their column doesn't: a row slips, and a name is a date.

Messages say of such a text that it is there, and where, and nothing of what it says.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

import pyarrow as pa

from qaanalysis import personal_patterns
from qaanalysis.data.excel_errors import MARKERS
from qaanalysis.data.fields import Kind
from qaanalysis.data.schemas import Table
from qaanalysis.vocabulary import Sensitivity

WITHHELD = "something that may identify a person"
# The longest name, in words, that is looked for within another text.
MOST_WORDS = 4
_LONG_REFERENCE = 5
_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}( [\d:.]+)?")
_NAME = re.compile(r"[^\W\d_a-z][\w'’.-]*(?: [^\W\d_a-z][\w'’.-]*)+")
# What a date that isn't there is said with, also by those who begin each word with a capital.
_NO_NAME = frozenset(
    ("not", "no", "to", "on", "in", "by", "date", "due", "unknown", "awaiting", "pending", "week")
)


class People:
    """What the columns of a table that identify somebody hold, to be looked for in others.

    Parameters
    ----------
    table : Table
        The specification.
    texts : mapping of str to array of str
        Each column's distinct texts.
    """

    def __init__(self, table: Table, texts: Mapping[str, pa.StringArray]) -> None:
        self._table, self._texts = table, texts
        self._seen: dict[tuple[str, Kind], bool] = {}

    def may_be_in(self, text: str, kind: Kind) -> bool:
        """Tell whether a text of a column of some kind may identify somebody.

        It does if it is what stands in a column that identifies, or holds it; by its form, such as
        an NHS number; or as a name where a day or a month is to stand.
        """
        key = (text, kind)
        if key not in self._seen:
            self._seen[key] = identifies(text) or self._named(text) or _like_a_name(text, kind)
        return self._seen[key]

    def _named(self, text: str) -> bool:
        words = _plain(text).split()
        whole = " ".join(words)
        return whole in self._known or any(part in self._within for part in _parts(words))

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every text of the identifying columns that isn't a word which stands for itself."""
        specs = self._table.schema.columns
        own = {_plain(word) for spec in specs.values() for word in spec.metadata["allowed"]}
        found = {
            _plain(text)
            for column, texts in self._texts.items()
            if specs[column].metadata["sensitivity"] is not Sensitivity.NONE
            and not specs[column].metadata["free_text"]
            for text in texts.to_pylist()
        }
        return frozenset(
            text
            for text in found - own - MARKERS
            if any(map(str.isalnum, text)) and not _DAY.fullmatch(text)
        )

    @cached_property
    def _within(self) -> frozenset[str]:
        """Those that are looked for within a text: whole names, and references that are long."""
        return frozenset(
            text
            for text in self._known
            if " " in text or (len(text) >= _LONG_REFERENCE and any(map(str.isdigit, text)))
        )


def identifies(text: str) -> bool:
    """Tell whether a text holds what identifies somebody by its form alone.

    Examples
    --------
    >>> identifies("ring 07700 900123"), identifies("ring the office")
    (True, False)
    """
    return bool(personal_patterns.found(text))


def shown_heading(heading: str) -> str:
    """Return a heading for a message; nothing of one that identifies somebody by its form.

    Examples
    --------
    >>> shown_heading("Audit type")
    'Audit type'
    """
    return f"({WITHHELD})" if identifies(heading) else heading


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _parts(words: list[str]) -> Iterator[str]:
    bare = [word.strip(".,;:()[]'’") for word in words]
    for n in range(1, MOST_WORDS + 1):
        yield from (" ".join(bare[at : at + n]) for at in range(len(bare) - n + 1))


def _like_a_name(text: str, kind: Kind) -> bool:
    """Tell whether a text is capital words and nothing else, where a day or month is to stand."""
    if kind not in (Kind.DATE, Kind.MONTH):
        return False
    words = " ".join(text.split())
    return bool(_NAME.fullmatch(words)) and not _NO_NAME & set(words.casefold().split())
