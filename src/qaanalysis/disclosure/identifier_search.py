"""Look for the values that identify somebody among the words of a text.

A text is cut into words once and the words are looked up, however many values there are: a register
of a hundred thousand rows costs about what joining its identifiers costs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qaanalysis.disclosure.identifiers import Column, Holds
from qaanalysis.disclosure.ordinary_words import WORDS
from qaanalysis.disclosure.plain_text import normalised, words

Form = tuple[str, ...]
_APART = "\0"
_NOT_JOINED = re.compile(rf"[^\w{_APART}]|_")
_LETTERS_OR_DIGITS = re.compile(r"\d+|[^\W\d_]+")
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_SENTENCE_END = re.compile(r"[.!?;\n]+\s")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev"})
# The most words that an identifier is looked for in.
_MOST_WORDS = 8
_TELLING_DIGITS, _TELLING_CODE, _TELLING_NAME, _SPLIT_CODE, _JOINED_NAME = 5, 4, 3, 7, 7
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
        As it stands in the inputs. Never to be printed.
    """

    column: str
    who: str
    ambiguous: bool
    value: str = field(repr=False)


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
        self._columns = columns
        self._phrases = f" {' | '.join(' '.join(words(phrase)) for phrase in ordinary)} "
        self._ordinary = WORDS | set(self._phrases.split())
        self._allowed = {
            who: {tuple(words(value)) for value in values}
            for who, values in (allowed or {}).items()
        }
        codes = [column for column in columns if column.holds is Holds.CODE]
        self._keys = [(column, _keys(column.texts)) for column in codes]
        self._all_keys: set[str] = set().union(*(keys for _, keys in self._keys))
        self._forms: dict[Form, list[Match]] = defaultdict(list)
        for column in columns:
            if column.holds is not Holds.CODE:
                self._add_forms(column)
        self._by_start: dict[Form, list[Form]] = defaultdict(list)
        for form in self._forms:
            self._by_start[form[:2]].append(form)
        self._first_of_names = {form[0] for form in self._forms}
        self._first_of_codes = self._all_keys.union(*(_first_words(c.texts) for c in codes))
        self._longest_key = max(map(len, self._all_keys), default=0)

    def found(self, text: Sequence[str]) -> Counter[Match]:
        """Return the values that stand among the words of a text, and how often."""
        forms = self._candidates(text)
        found: Counter[Match] = Counter()
        for form, n in _occurrences(text, forms).items():
            for match in dict.fromkeys(forms[form]):
                found[match] += n
        return found

    def only(self, matches: Iterable[Match]) -> "Search":
        """Return a search for a few of the values, to see where in a text they are."""
        sought = {(match.column, match.value) for match in matches}
        kept = []
        for column in self._columns:
            values = tuple(v for v in column.texts if (column.name, v) in sought)
            if values:
                kept.append(Column(column.name, column.who, column.holds, values))
        small = Search(kept, [], {})
        small._ordinary, small._phrases, small._allowed = (
            *(self._ordinary, self._phrases, self._allowed),
        )
        return small

    def _candidates(self, text: Sequence[str]) -> dict[Form, list[Match]]:
        """Return the forms that may stand in a text, each with what it is a form of."""
        starts: set[Form] = set()
        for i in [i for i, word in enumerate(text) if word in self._first_of_names]:
            starts |= {(text[i],), tuple(text[i : i + 2])}
        keys = set()
        for i in [i for i, word in enumerate(text) if word in self._first_of_codes]:
            one = ""
            for word in text[i : i + _MOST_WORDS]:
                one += word
                if len(one) > self._longest_key:
                    break
                keys.add(one)
        keys &= self._all_keys
        found = [form for start in starts & self._by_start.keys() for form in self._by_start[start]]
        forms = {form: self._forms[form] for form in found}
        for column, own in self._keys if keys else ():
            for value in _having(column, keys.intersection(own)):
                for form in code_forms(value):
                    forms.setdefault(form, []).extend(self._matches(column, value))
        return forms

    def _add_forms(self, column: Column) -> None:
        make = name_forms if column.holds is Holds.NAME else text_forms
        for value in column.texts:
            matches = self._matches(column, value)
            for form in make(value, self._ordinary) if matches else ():
                self._forms[form].extend(matches)

    def _matches(self, column: Column, value: str) -> list[Match]:
        if tuple(words(value)) in self._allowed.get(column.who, ()):
            return []
        return [Match(column.name, column.who, self._is_ambiguous(column.holds, value), value)]

    def _is_ambiguous(self, holds: Holds, value: str) -> bool:
        """Tell whether a value can't be told from ordinary text, by docs/publishing.md."""
        parts = words(value)
        one = "".join(parts)
        if holds is Holds.TEXT:
            return False
        if any(char.isdigit() for char in one):
            return len(one) < (_TELLING_DIGITS if one.isdigit() else _TELLING_CODE)
        names = [part for part in parts if len(part) > 1]
        return (
            len(one) < _TELLING_NAME
            or (len(names) < 2 and self._ordinary.issuperset(names))
            or f" {' '.join(parts)} " in self._phrases
        )


def code_forms(value: str) -> set[Form]:
    """Return the ways in which an identifier may be written.

    Examples
    --------
    >>> sorted(code_forms("QA23-0001"))
    [('qa', '23', '0001'), ('qa', '230001'), ('qa23', '0001'), ('qa230001',)]
    """
    parts = tuple(words(value))
    one = "".join(parts)
    forms = {parts} if parts else set()
    if one.isdigit():
        forms |= {(one.lstrip("0"),)} if len(one.lstrip("0")) >= _TELLING_DIGITS else set()
        forms |= {(one,)} if len(one) >= _TELLING_DIGITS else set()
    elif len(one) >= _SPLIT_CODE:
        # With its hyphens and spaces lost, or others put in between letters and digits.
        apart = (piece for part in parts for piece in _LETTERS_OR_DIGITS.findall(part))
        forms |= {(one,), tuple(_LETTERS_OR_DIGITS.findall(one)), tuple(apart)}
    return forms


def name_forms(value: str, ordinary: Iterable[str] = ()) -> set[Form]:
    """Return the ways in which a name may be written.

    Examples
    --------
    >>> sorted(name_forms("Kate Tansyholt"))
    [('k', 'tansyholt'), ('kate', 'tansyholt'), ('katetansyholt',), ('tansyholt', 'k'),
     ('tansyholt', 'kate')]
    >>> sorted(name_forms("May"))
    [('may',)]
    """
    before, comma, after = _IN_BRACKETS.sub(" ", value).partition(",")
    parts = tuple(words(f"{after} {before}" if comma else before))
    as_typed = tuple(words(value))
    while len(parts) > 2 and parts[0] in _TITLES:
        parts = parts[1:]
    forms = {form for form in (parts, as_typed) if form}
    if len(parts) < 2:
        return forms
    last_first = (parts[-1], *parts[:-1])
    forms |= {last_first}
    if len("".join(parts)) >= _JOINED_NAME:
        forms |= {("".join(parts),)}
    if len(parts[-1]) > _TELLING_NAME and parts[-1] not in ordinary:
        forms |= {(parts[0][0], parts[-1]), (parts[-1], parts[0][0])}
    return forms


def text_forms(value: str, _ordinary: Iterable[str] = ()) -> set[Form]:
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


def _keys(values: Sequence[str]) -> list[str]:
    """Return each value as one word, and again without noughts in front."""
    one = _NOT_JOINED.sub("", normalised(_APART.join(values)))
    return [*one.split(_APART), *re.findall(rf"(?<![^{_APART}])0+(\d{{5,}})(?![^{_APART}])", one)]


def _first_words(values: Sequence[str]) -> set[str]:
    """Return the words that values begin with, also if digits are split from letters."""
    plain = normalised(_APART.join(values))
    first = re.findall(rf"(?:^|{_APART})[^\w{_APART}]*([^\W_]+)", plain)
    return {*first, *(run for word in set(first) for run in _LETTERS_OR_DIGITS.findall(word)[:1])}


def _having(column: Column, keys: set[str]) -> list[str]:
    """Return the values of a column whose key is among a few."""
    own = _keys(column.texts)[: len(column.texts)] if keys else []
    return [
        v for v, k in zip(column.texts, own, strict=False) if k in keys or k.lstrip("0") in keys
    ]


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
