"""The ways in which a person's name may be written: in either order, shortened, joined.

A short form that ordinary text may hold by chance, such as an initial and an ordinary word, comes
with what is to be decided about.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from qaanalysis.disclosure.ordinary_words import NO_PERSON
from qaanalysis.plain_text import APOSTROPHES, words

Form = tuple[str, ...]
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev"})
_SMALL_WORDS = """
    abu al ap ben bin bint da das de del della den der di do dos du el ibn la le mac mc o st ter van
    von zu
"""
_PARTICLES = frozenset(_SMALL_WORDS.split())
_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_HYPHEN = re.compile("[-\u2010-\u2015\u2212]")
_SHORTEST_SURNAME, _SHORTEST_JOINED = 4, 7
# Initials that are words too.
_WORDS_OF_ONE_LETTER = frozenset({"a", "i"})


@dataclass(frozen=True)
class _Name:
    """A name's parts, each in the ways in which it is written."""

    given: Form
    surname: Form
    # The given names in full, or the first of them.
    in_full: frozenset[Form]
    # The surname without its particles, joined, or apart at its apostrophe.
    surnames: frozenset[Form]
    # The parts of one with a hyphen, which tell somebody only beside a given name.
    halves: frozenset[Form]

    @property
    def initials(self) -> set[Form]:
        every = tuple(name[0] for name in self.given)
        return {every, ("".join(every),), every[:1]}


def name_forms(
    value: str, ordinary: Collection[str] = (), *, is_quoted: bool = False
) -> dict[Form, str]:
    """Return the ways in which a name may be written, each with what is to be decided about.

    Parameters
    ----------
    value : str
        The name as it stands in the inputs.
    ordinary : collection of str
        Words that a page may hold.
    is_quoted : bool
        Whether it is from free text and may be no name: only what two capital letters tell.

    Returns
    -------
    dict of tuple of str to str
        By form: the short name that can't be told from ordinary text; empty if the form can.

    Examples
    --------
    >>> for form, undecided in sorted(name_forms("BROWN, Jane", {"brown"}).items()):
    ...     print(" ".join(form), undecided or "tells whose it is", sep=": ")
    brown j: J. Brown
    brown jane: tells whose it is
    brownjane: tells whose it is
    j brown: J. Brown
    jane brown: tells whose it is
    janebrown: tells whose it is
    >>> name_forms("May")
    {('may',): ''}
    """
    name = _parsed(value)
    as_typed = tuple(words(value))
    forms = {as_typed: ""} if as_typed else {}
    if name is None:
        return forms
    before = value.partition(",")[0]
    if before != value and len(words(before)) > 1:
        # “Jane Smithers, Lead” as well as “van Zyl, Anne”.
        forms |= name_forms(before, ordinary, is_quoted=is_quoted)
    whole = (*name.given, *name.surname)
    forms |= dict.fromkeys((whole, (*name.surname, *name.given)), "")
    if NO_PERSON.intersection(word for word in whole if len(word) > 1):
        return forms
    for form, undecided in _shortened(name, ordinary, is_quoted=is_quoted):
        forms.setdefault(form, undecided)
    for given in (name.given, name.given[:1]):
        parts = (*given, *name.surname), (*name.surname, *given)
        forms |= {("".join(p),): "" for p in parts if len("".join(p)) >= _SHORTEST_JOINED}
    return forms


def _parsed(value: str) -> _Name | None:
    """Return a name's parts; None if it has only one."""
    before, comma, after = _IN_BRACKETS.sub(" ", value).partition(",")
    typed = [part for part in f"{after} {before}".split() if words(part)]
    while len(typed) > 2 and words(typed[0])[0] in _TITLES:
        del typed[0]
    if len(typed) < 2:
        return None
    # Of “Surname, Given” all that is before the comma; else the last, with its particles.
    last = [part for part in before.split() if words(part)]
    n = min(len(last), len(typed) - 1) if comma and last else 1
    while not comma and n < len(typed) - 1 and "".join(words(typed[-n - 1])) in _PARTICLES:
        n += 1
    first, surname = typed[:-n], " ".join(typed[-n:])
    given = tuple(words(" ".join(first)))
    full = tuple(words(surname))
    bare = full
    while len(bare) > 1 and bare[0] in _PARTICLES:
        bare = bare[1:]
    surnames = {full, bare, ("".join(full),), tuple(words(_APOSTROPHE.sub(" ", surname)))}
    halves = {tuple(words(half)) for half in _HYPHEN.split(surname)} if len(bare) > 1 else set()
    in_full = {given, tuple(words(first[0])), given[:1], (given[0], *(w[0] for w in given[1:]))}
    return _Name(
        given,
        full,
        frozenset(form for form in in_full if len(form[0]) > 1),
        frozenset(surnames),
        frozenset(half for half in halves if len("".join(half)) >= _SHORTEST_SURNAME) - surnames,
    )


def _shortened(
    name: _Name, ordinary: Collection[str], *, is_quoted: bool
) -> Iterator[tuple[Form, str]]:
    """Yield the forms without all given names, or with initials, in either order."""
    said = frozenset(ordinary)
    in_full = product(name.in_full, name.surnames | name.halves)
    is_phrase = is_quoted and len(name.given) > 1
    for given, surname in () if is_phrase else in_full:
        is_ordinary = said.issuperset(word for word in (*given, *surname) if len(word) > 1)
        undecided = _titled((*given, *surname)) if is_ordinary else ""
        yield (*given, *surname), undecided
        yield (*surname, *given), undecided
    for given, surname in product(name.initials, name.surnames):
        is_ordinary = said.issuperset(surname) or len("".join(surname)) < _SHORTEST_SURNAME
        doubtful = is_phrase or (is_quoted and given[0] in _WORDS_OF_ONE_LETTER)
        initials = ". ".join("".join(given)).upper()
        undecided = f"{initials}. {_titled(surname)}" if is_ordinary or doubtful else ""
        yield (*given, *surname), undecided
        yield (*surname, *given), undecided


def _titled(said: Iterable[str]) -> str:
    return " ".join(said).title()
