"""Several words of one report for one thing."""

import re

from qaanalysis.metrics.claims.calendar import month_number
from qaanalysis.metrics.claims.known import Known
from qaanalysis.metrics.claims.verdict import Finding, judged, unknown
from qaanalysis.params_claims import SpellingStated
from qaanalysis.present import words


def spelling(stated: SpellingStated, known: Known) -> Finding:
    """Return whether each word stands for a thing of its own, by the words that params declare.

    Parameters
    ----------
    stated : SpellingStated
        The words, as printed.
    known : Known
        The grades with their other spellings, and other names of months.
    """
    one_word = _grade if stated.of == "grade" else _month
    meant = {word: one_word(word, known) for word in stated.words}
    strange = [word for word, found in meant.items() if not found]
    if strange:
        listed = words.listed([f"“{word}”" for word in strange])
        return unknown(f"{listed}: params declare no such {stated.of}, nor a spelling of one")
    things = list(dict.fromkeys(meant.values()))
    figure = words.listed(things)
    if len(things) == len(stated.words):
        return judged(True, f"Each is a {stated.of} of its own", figure)
    listed = words.listed([f"“{word}”" for word in meant])
    return judged(False, f"{listed} are {words.in_words(len(things))} {stated.of}", figure)


def _grade(word: str, known: Known) -> str:
    labels = {label.casefold(): label for label in known.scale.labels}
    aliases = {alias.casefold(): label for alias, label in known.scale.aliases.items()}
    return (labels | aliases).get(word.casefold().strip(), "")


def _month(word: str, known: Known) -> str:
    name, _, year = word.strip().partition(" ")
    others = {other.casefold(): month for other, month in known.month_names.items()}
    number = month_number(others.get(name.casefold(), name))
    if not number or (year and not re.fullmatch(r"\d{4}", year)):
        return ""
    return f"{words.MONTHS[number - 1]} {year}".strip()
