"""Rules that params declare for the texts of a column, before they are typed."""

import re
from collections.abc import Mapping, Sequence

from qaanalysis.data.fields import Kind
from qaanalysis.data.repair import Repair, noted
from qaanalysis.params_patterns import LONGEST_PREFIX
from qaanalysis.params_reading import Identifier, Reading

Words = list[str | None]
PREFIX, IDENTIFIER = "declared prefix taken off", "identifier written as declared"
NOT_GRADED = "declared to be no grade"
EARLIER, NOT_POOLED = "grade of an earlier scale", "grade of an earlier scale, not put with today’s"


def applied(
    column: str, kind: Kind, words: Words, reading: Reading, repairs: list[Repair]
) -> Words:
    """Return a column's distinct texts with every declared rule applied, each noted."""
    if column in reading.prefixes:
        words = _without_prefix(words, reading.prefixes[column], repairs)
    if column in reading.identifiers:
        words = _identifiers(words, reading.identifiers[column], repairs)
    if spellings := reading.spellings.get(column):
        words = respelt(words, spellings, "declared spelling", repairs)
    if kind is Kind.GRADE:
        words = _grades(words, reading, repairs)
    return words


def has_rules(column: str, reading: Reading) -> bool:
    """Tell whether params declare a rule for the texts of a column, whatever its kind."""
    declared: Sequence[Mapping[str, object]] = (
        *(reading.prefixes, reading.identifiers, reading.spellings),
    )
    return any(column in rules for rules in declared)


def respelt(words: Words, spellings: Mapping[str, str], rule: str, repairs: list[Repair]) -> Words:
    """Return words with other spellings put as declared; capital letters don't matter."""
    known = {spelling.casefold(): word for spelling, word in spellings.items()}
    became = [w if w is None else known.get(w.casefold(), w) for w in words]
    noted(repairs, rule, words, became)
    return became


def _without_prefix(words: Words, pattern: str, repairs: list[Repair]) -> Words:
    prefix = re.compile(pattern)
    found = [None if w is None else prefix.match(w, 0, LONGEST_PREFIX) for w in words]
    became = [w if w is None or at is None else w[at.end() :]
              for w, at in zip(words, found, strict=True)]  # fmt: skip
    # What is all prefix has nothing behind it, and stays as it is.
    became = [b or w for b, w in zip(became, words, strict=True)]
    noted(repairs, PREFIX, words, became)
    return became


def _identifiers(words: Words, form: Identifier, repairs: list[Repair]) -> Words:
    became = [w if w is None else identifier(w, form) for w in words]
    changed = {i: b or "" for i, (w, b) in enumerate(zip(words, became, strict=True)) if w != b}
    if changed:
        repairs.append(Repair(IDENTIFIER, changed))
    return became


def identifier(text: str, form: Identifier) -> str:
    """Return an identifier as it is declared to be written; one of another form as it stands.

    Examples
    --------
    >>> form = Identifier(prefix="LCS-", digits=5)
    >>> [identifier(text, form) for text in ("123.0", "lcs 00123", "00123", "X-1")]
    ['LCS-00123', 'LCS-00123', 'LCS-00123', 'X-1']
    """
    bare = re.sub(r"\s+", "", text)
    letters = re.escape(form.prefix.rstrip("-_/ "))
    found = re.fullmatch(rf"(?:{letters}[-_/]?)?(\d+)(?:\.0)?", bare, re.IGNORECASE)
    return text if found is None else f"{form.prefix}{found[1].lstrip('0').zfill(form.digits)}"


def _grades(words: Words, reading: Reading, repairs: list[Repair]) -> Words:
    """Return grades without the words that are none, each of which is noted with what it means."""
    meant = {word.casefold(): meaning for word, meaning in reading.not_graded.items()}
    found = [meant.get(w.casefold()) if w else None for w in words]
    if changed := {i: f"no grade: {m}" for i, m in enumerate(found) if m is not None}:
        repairs.append(Repair(NOT_GRADED, changed, respells=True))
        words = [None if i in changed else w for i, w in enumerate(words)]
    if reading.earlier_scale is None:
        return words
    earlier = {g.casefold(): now for g, now in reading.earlier_scale.grades.items()}
    alone = {
        i: "no grade" for i, w in enumerate(words) if w and earlier.get(w.casefold(), w) is None
    }
    if alone:
        repairs.append(Repair(NOT_POOLED, alone, respells=True))
        words = [None if i in alone else w for i, w in enumerate(words)]
    return respelt(words, {g: now for g, now in earlier.items() if now}, EARLIER, repairs)
