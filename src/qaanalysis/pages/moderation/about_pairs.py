"""What readers must know of the pairs of grades, in every sentence that rests on them."""

import re

from qaanalysis.present import sentences


def short(about: str) -> str:
    """Return the first words of what params say about the pairs.

    Examples
    --------
    >>> short("Invented pairs: which grades were given isn't published.")
    'invented pairs'
    >>> short("")
    ''
    """
    first = re.split(r"[:.;]", about, maxsplit=1)[0].strip()
    return first[:1].lower() + first[1:]


def on_pairs(about: str, *said: str) -> list[str]:
    """Return sentences, each labelled with what is to be known of the pairs it rests on.

    Examples
    --------
    >>> on_pairs("Invented pairs: made up.", "2 of 60 differ.", "")
    ['2 of 60 differ (invented pairs)']
    >>> on_pairs("", "2 of 60 differ")
    ['2 of 60 differ']
    """
    mark = short(about)
    return [_marked(text, mark) if mark else text for text in said if text]


def _marked(text: str, mark: str) -> str:
    """Return a sentence with the mark, still a refusal if it was one."""
    made = f"{text.removesuffix('.')} ({mark})"
    if isinstance(text, sentences.Refusal):
        return sentences.cannot(made, f"{text.refused.removesuffix('.')} ({mark})")
    return made
