"""Stated percentages: which whole numbers they can have come from, and totals of parts."""

from collections.abc import Mapping

from qaanalysis.metrics.claims.known import Known
from qaanalysis.metrics.claims.verdict import Finding, Reached, Verdict, judged, unknown
from qaanalysis.params_claims import ShareStated, TotalStated
from qaanalysis.present import words
from qaanalysis.stats import reachable

FEWER = 5
_SEVERAL = 4


def share(stated: ShareStated, _: Known) -> Finding:
    """Return whether a percentage is its numerator out of what it is stated to be of.

    Examples
    --------
    >>> from typing import Any
    >>> said: dict[str, Any] = {"kind": "share", "said": "27% of 361", "percent": "27"}
    >>> found = share(ShareStated(**said, count=100, out_of=361), None)
    >>> found.verdict.value, found.reached.value, found.figure
    ('doesn’t hold', 'by truncation', '100 of 361 (27.7%)')
    """
    return _unnumbered(stated) if stated.count is None else _numbered(stated, stated.count)


def _numbered(stated: ShareStated, count: int) -> Finding:
    percent = stated.percent
    sizes = [size for size in stated.out_of if size >= count]
    for reached, counts in (
        (Reached.ROUNDED, reachable.counts),
        (Reached.TRUNCATED, reachable.truncated),
    ):
        for size in sizes:
            if count in counts(percent, size):
                return _reached(stated, count, size, reached)
    figure = " or ".join(_of(count, size, percent) for size in sizes)
    is_given = [said for size in stated.out_of if (said := _given_by(percent, size, stated))]
    why = f"{words.count(count)} isn’t {percent}% of {_sizes(stated.out_of)}"
    said = ". ".join([f"{why}: it is {_shares(count, sizes, percent)}", *is_given])
    return Finding(Verdict.FAILS, said, figure, Reached.NOT)


def _reached(stated: ShareStated, count: int, size: int, reached: Reached) -> Finding:
    figure = _of(count, size, stated.percent)
    if reached is Reached.ROUNDED:
        why = f"{words.count(count)} of {words.count(size)} rounds to {stated.percent}%"
        return Finding(Verdict.HOLDS, why, figure, reached)
    exact = _share(count, size, stated.percent)
    why = f"Decimals were cut off and not rounded: {words.count(count)} of {words.count(size)}"
    return Finding(Verdict.FAILS, f"{why} is {exact}", figure, reached)


def _given_by(percent: str, size: int, stated: ShareStated) -> str:
    """Return which numbers do give the percentage, and whether one is what two totals differ by."""
    counts = reachable.counts(percent, size)
    if not counts or len(counts) >= _SEVERAL:
        return ""
    said = f"{percent}% is {_either(counts)} of {words.count(size)}"
    pairs = ((one, other) for one in stated.out_of for other in stated.out_of if one > other)
    for one, other in pairs:
        if one - other in counts:
            gap = words.count(one - other)
            said += f", and {gap} is {words.count(one)} less {words.count(other)}"
    return said


def _unnumbered(stated: ShareStated) -> Finding:
    percent = stated.percent
    found = {size: reachable.counts(percent, size) for size in stated.out_of}
    possible = {size: counts for size, counts in found.items() if counts}
    if possible:
        figure = " or ".join(f"{_either(n)} of {words.count(of)}" for of, n in possible.items())
        why = f"{figure} rounds to {percent}%, but the number itself isn’t stated"
        return Finding(Verdict.UNKNOWN, why, figure, Reached.ROUNDED)
    cut = {size: reachable.truncated(percent, size) for size in stated.out_of}
    cut = {size: counts for size, counts in cut.items() if counts}
    if cut:
        figure = " or ".join(f"{_either(n)} of {words.count(of)}" for of, n in cut.items())
        why = f"No number rounds to {percent}%; {figure} gives it if decimals were cut off"
        return Finding(Verdict.FAILS, why, figure, Reached.TRUNCATED)
    near = _instead(percent, max(stated.out_of))
    why = f"No whole number of {_sizes(stated.out_of)} rounds to {percent}%"
    if near:
        why += f"; {near} would: answers may be missing, and the number of them not shown"
    return Finding(Verdict.FAILS, why, near, Reached.NOT)


def _instead(percent: str, size: int) -> str:
    """Return the two nearest smaller totals of which some number rounds to the percentage."""
    near = [of for of in reachable.totals(percent, size) if of >= size - FEWER][-2:]
    return words.listed([f"{_either(reachable.counts(percent, of))} of {of}" for of in near])


def _either(counts: tuple[int, ...]) -> str:
    if len(counts) >= _SEVERAL:
        return f"{words.count(counts[0])} to {words.count(counts[-1])}"
    return " or ".join(map(words.count, counts))


def _sizes(sizes: tuple[int, ...]) -> str:
    return " or of ".join(map(words.count, sizes))


def _shares(count: int, sizes: list[int], percent: str) -> str:
    said = [f"{_share(count, size, percent)} of {words.count(size)}" for size in sizes]
    return words.listed(said)


def _share(count: int, size: int, percent: str) -> str:
    return words.percent(count / size, digits=max(1, len(percent.partition(".")[2])))


def _of(count: int, size: int, percent: str) -> str:
    return f"{words.count(count)} of {words.count(size)} ({_share(count, size, percent)})"


def total(stated: TotalStated, known: Known, not_evidence: Mapping[str, str]) -> Finding:
    """Return whether a number is the sum of its parts, or the run's figure.

    Parameters
    ----------
    stated : TotalStated
        The statement.
    known : Known
        The run's figures.
    not_evidence : mapping of str to str
        Of which figures the run can't speak, and why.

    Examples
    --------
    >>> said = {"kind": "total", "said": "a total of 50", "number": 50, "parts": (29, 31, 0)}
    >>> total(TotalStated(**said), None, {}).why
    'The parts 29, 31 and 0 sum to 60, not 50'
    """
    if stated.figure is None:
        found = sum(stated.parts)
        parts = words.listed([words.count(part) for part in stated.parts])
        said = f"The parts {parts} sum to {words.count(found)}"
    else:
        if why := known.silent(stated.figure, not_evidence):
            return unknown(why)
        found = known.count(stated.figure)
        meaning = known.named(stated.figure).meaning
        said = f"The run’s own figure ({meaning}) is {words.count(found)}"
    holds = found == stated.number
    wrong = f"{said}, not {words.count(stated.number)}"
    return judged(holds, said if holds else wrong, words.count(found))
