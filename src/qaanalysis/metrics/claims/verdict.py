"""What is said of a statement: whether it holds, why, and which figure does."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Whether a statement holds."""

    HOLDS = "holds"
    FAILS = "doesn’t hold"
    UNKNOWN = "can’t be known"


class Reached(StrEnum):
    """How a stated percentage can have come from whole numbers."""

    ROUNDED = "by rounding"
    TRUNCATED = "by truncation"
    NOT = "not reachable"
    UNASKED = ""


@dataclass(frozen=True)
class Finding:
    """The verdict on one statement.

    Parameters
    ----------
    verdict : Verdict
        Whether it holds.
    why : str
        In a sentence.
    figure : str
        The figure that does hold; empty if there is none.
    reached : Reached
        Of a percentage, how it can have come about.
    """

    verdict: Verdict
    why: str
    figure: str = ""
    reached: Reached = Reached.UNASKED


def judged(true: bool, why: str, figure: str = "") -> Finding:
    """Return a finding that holds or doesn’t.

    Examples
    --------
    >>> judged(False, "the cycle is six months").verdict.value
    'doesn’t hold'
    """
    return Finding(Verdict.HOLDS if true else Verdict.FAILS, why, figure)


def unknown(why: str, figure: str = "") -> Finding:
    """Return a finding that nothing can be known, and why."""
    return Finding(Verdict.UNKNOWN, why, figure)
