"""Patterns of params that could take hours on one cell are refused before any cell is read.

Python tries every way in which a repetition within a repetition can share a text out: of (a+)+$ and
40 letters there are more than a million million.
"""

import re

# Private, and the only way to see a pattern's parts; there since Python 3.11.
from re import _parser  # type: ignore[attr-defined]
from typing import Any

# As many ways to share a text out are tried in no time.
MOST_WAYS = 10_000
# A prefix that is longer is none; and so long a text is shared out in no time too.
LONGEST_PREFIX = 200
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")
# What is inside is never shared out in another way, once it is found.
_SETTLED = ("POSSESSIVE_REPEAT", "ATOMIC_GROUP")


def problem(pattern: str) -> str:
    r"""Return what is wrong with a pattern; empty if nothing is.

    Examples
    --------
    >>> problem(r"\d[A-Z]:\s*"), problem(r"(?:\d{1,2}\.){1,3}\s*")
    ('', '')
    >>> print(problem("([a-z"))
    isn't a pattern: unterminated character set at position 1
    >>> problem("(a+)+$").partition(" or ")[0]
    'repeats what is itself repeated'
    """
    try:
        re.compile(pattern)
        parts = _parser.parse(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        return f"isn't a pattern: {error}"
    if _ways(parts) <= MOST_WAYS:
        return ""
    return (
        "repeats what is itself repeated or has alternatives, which can take hours on one cell; "
        r"write one repetition in its place, such as [\d.]+ for (\d+\.)+"
    )


def _ways(parts: Any) -> int:
    """Return in how many ways the repetitions within repetitions can share a text out, at most."""
    most = 1
    for kind, of in parts:
        name = str(kind)
        if name in _REPEATS:
            n, inner = min(int(of[1]), LONGEST_PREFIX), of[2]
            most = max(most, min(_choices(inner), MOST_WAYS + 1) ** n if n > 1 else 1, _ways(inner))
        else:
            most = max(most, *(_ways(inner) for inner in _inside(name, of)), 1)
    return most


def _choices(parts: Any) -> int:
    """Return in how many lengths, or of how many alternatives, parts can be found."""
    found = 1
    for kind, of in parts:
        name = str(kind)
        if name in _REPEATS:
            least, n, inner = of
            found *= min(int(n), LONGEST_PREFIX) - min(int(least), LONGEST_PREFIX) + 1
            found *= _choices(inner)
        elif name == "BRANCH":
            found *= sum(_choices(inner) for inner in of[1])
        elif name not in _SETTLED:
            for inner in _inside(name, of):
                found *= _choices(inner)
        found = min(found, MOST_WAYS + 1)
    return found


def _inside(name: str, of: Any) -> list[Any]:
    """Return the parts that a part of a pattern is made of."""
    match name:
        case "SUBPATTERN":
            return [of[-1]]
        case "BRANCH":
            return list(of[1])
        case "ASSERT" | "ASSERT_NOT":
            return [of[1]]
        case "ATOMIC_GROUP":
            return [of]
        case "POSSESSIVE_REPEAT":
            return [of[2]]
        case "GROUPREF_EXISTS":
            return [inner for inner in of[1:] if inner is not None]
    return []
