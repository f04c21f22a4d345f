"""Look for the values that identify somebody among the words of a text.

A text is cut into words once and the words are looked up, however many values there are: a register
of a hundred thousand rows costs about what joining its identifiers costs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from qaanalysis.disclosure.code_forms import TELLING_DIGITS, Codes
from qaanalysis.disclosure.identifiers import Column, Holds
from qaanalysis.disclosure.name_forms import name_forms
from qaanalysis.disclosure.ordinary_words import WORDS
from qaanalysis.plain_text import places_of, words

Form = tuple[str, ...]
_LETTERS = frozenset(ascii_lowercase)
_SENTENCE_END = re.compile(r"[.!?;\n]+\s")
_TELLING_CODE, _TELLING_NAME = 4, 3
_TELLING_CELL, _TELLING_SENTENCE = (4, 20), (8, 40)


@dataclass(frozen=True)
class Match:
    """A value that was found.

    Parameters
    ----------
    column : str
        Table and column.
    who : str
        Whom it identifies.
    ambiguous : bool
        Whether it is too short or too ordinary to be told from other text.
    value : str
        As it stands in the inputs, or the part of it that was found. Never to be printed.
    whole : str
        If only a part was found: the value.
    """

    column: str
    who: str
    ambiguous: bool
    value: str = field(repr=False)
    whole: str = field(default="", repr=False)


class Search:
    """The values of some columns, to be looked for in any number of texts.

    Parameters
    ----------
    columns : sequence of Column
        Their values.
    ordinary : iterable of str
        Words and phrases that a page may hold: a value that is one of them is ambiguous.
    allowed : mapping of str to collection of str, optional
        By whom they would identify: values that somebody has decided may be shown.

    Examples
    --------
    >>> known = [Column("audits.child_id", "child", Holds.CODE, ("LCS-152075", "12"))]
    >>> Search(known, []).found(words("Case lcs 152075, one of 123"))
    Counter({Match(column='audits.child_id', who='child', ambiguous=False): 1})
    """

    def __init__(
        self,
        columns: Sequence[Column],
        ordinary: Iterable[str],
        allowed: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        self._phrases = f" {' | '.join(' '.join(words(phrase)) for phrase in ordinary)} "
        self._ordinary = WORDS | set(self._phrases.split())
        self._allowed = {
            who: {tuple(words(value)) for value in values}
            for who, values in (allowed or {}).items()
        }
        self._look_for(columns)

    def _look_for(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._codes = Codes([column for column in columns if column.holds is Holds.CODE])
        self._forms: dict[Form, list[Match]] = defaultdict(list)
        for column in columns:
            if column.holds is not Holds.CODE:
                self._add_forms(column)
        self._by_start: dict[Form, list[Form]] = defaultdict(list)
        for form in self._forms:
            self._by_start[form[:2]].append(form)
        self._first = {form[0] for form in self._forms}

    def found(self, text: Sequence[str]) -> Counter[Match]:
        """Return the values that stand among the words of a text, and how often."""
        found: Counter[Match] = Counter()
        distinct = frozenset(text)
        for form, n in self._names_in(text, distinct).items():
            for match in dict.fromkeys(self._forms[form]):
                found[match] += n
        return found + self._codes_in(text, distinct)

    def only(self, matches: Iterable[Match]) -> "Search":
        """Return a search for a few of the values, to see where in a text they are."""
        sought = {(match.column, match.whole or match.value) for match in matches}
        kept = []
        for column in self._columns:
            values = tuple(v for v in column.texts if (column.name, v) in sought)
            if values:
                kept.append(replace(column, texts=values))
        small = Search([], [])
        small._ordinary, small._phrases, small._allowed = (
            *(self._ordinary, self._phrases, self._allowed),
        )
        small._look_for(kept)
        return small

    def _names_in(self, text: Sequence[str], distinct: Set[str]) -> Counter[Form]:
        """Return the forms of names and texts that stand in a text, and how often."""
        found: Counter[Form] = Counter()
        for i in places_of(self._first, text, distinct):
            around = tuple(text[i : i + 2])
            for start in (around[:1], around):
                for form in self._by_start.get(start, ()):
                    found[form] += tuple(text[i : i + len(form)]) == form
            if around[-1] in _LETTERS and i + 2 < len(text):
                # Another given name, as an initial: Jane A. Smithers.
                for form in self._by_start.get((around[0], text[i + 2]), ()):
                    after = tuple(text[i + 2 : i + 1 + len(form)])
                    found[form] += after == form[1:] and (*around, *after) not in self._forms
        return +found

    def _codes_in(self, text: Sequence[str], distinct: Set[str]) -> Counter[Match]:
        """Return the identifiers that stand in a text; of one's number, where it stands alone."""
        forms: dict[Form, dict[Match, None]] = defaultdict(dict)
        for code in self._codes.candidates(text, distinct):
            matches = self._matches(code.column, code.value, code.undecided)
            forms[code.form].update(dict.fromkeys(matches))
        found: Counter[Match] = Counter()
        wholes: Counter[tuple[str, str]] = Counter()
        for form, n in _occurrences(text, forms).items():
            for match in forms[form]:
                found[match] += n
                if not match.whole:
                    wholes[match.column, match.value] += n
        for match in found:
            if match.whole:
                found[match] -= wholes[match.column, match.whole]
        return found

    def _add_forms(self, column: Column) -> None:
        for value in column.texts:
            if column.holds is Holds.NAME:
                forms = name_forms(value, self._ordinary, is_quoted=column.is_quoted)
            else:
                forms = dict.fromkeys(text_forms(value), "")
            for form, undecided in forms.items():
                self._forms[form].extend(self._matches(column, value, undecided))

    def _matches(self, column: Column, value: str, undecided: str = "") -> list[Match]:
        decided = self._allowed.get(column.who, ())
        if tuple(words(value)) in decided:
            return []
        if not undecided:
            ambiguous = self._is_ambiguous(column, value)
            return [Match(column.name, column.who, ambiguous, value)]
        if tuple(words(undecided)) in decided:
            return []
        return [Match(column.name, column.who, ambiguous=True, value=undecided, whole=value)]

    def _is_ambiguous(self, column: Column, value: str) -> bool:
        """Tell whether a value can't be told from ordinary text, by docs/publishing.md."""
        parts = words(value)
        one = "".join(parts)
        if column.holds is Holds.TEXT:
            return False
        if any(char.isdigit() for char in one):
            return len(one) < (TELLING_DIGITS if one.isdigit() else _TELLING_CODE)
        names = [part for part in parts if len(part) > 1]
        # Two words in free text may begin a sentence or be a term, and all in capitals any phrase.
        is_name = len(names) > 1 and not column.is_quoted
        return (
            len(one) < _TELLING_NAME
            or (not is_name and self._ordinary.issuperset(names))
            or (column.is_quoted and value.isupper())
            or f" {' '.join(parts)} " in self._phrases
        )


def text_forms(value: str) -> set[Form]:
    """Return what of a cell of free text is long enough to tell whose it is: it, its sentences.

    Examples
    --------
    >>> text_forms("Seen with her aunt twice in June")
    {('seen', 'with', 'her', 'aunt', 'twice', 'in', 'june')}
    >>> text_forms("No reason")
    set()
    """
    forms = set()
    for texts, (n_words, n_letters) in (
        ([value], _TELLING_CELL),
        (_SENTENCE_END.split(value), _TELLING_SENTENCE),
    ):
        for text in texts:
            form = tuple(words(text))
            if len(form) >= n_words and sum(map(len, form)) >= n_letters:
                forms.add(form)
    return forms


def _occurrences(text: Sequence[str], forms: Iterable[Form]) -> Counter[Form]:
    by_first: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        by_first[form[0]].append(form)
    found: Counter[Form] = Counter()
    if not by_first:
        return found
    for i, word in enumerate(text):
        for form in by_first.get(word, ()):
            if tuple(text[i : i + len(form)]) == form:
                found[form] += 1
    return found
