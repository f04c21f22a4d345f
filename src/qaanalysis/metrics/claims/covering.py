"""What is said of every case, or of a whole of which only a part is known."""

from collections.abc import Iterable, Mapping

from qaanalysis.metrics.claims.known import Known
from qaanalysis.metrics.claims.verdict import Finding, judged, unknown
from qaanalysis.params_claims import EveryStated, WholeStated
from qaanalysis.present import words
from qaanalysis.stats import proportion


def every(stated: EveryStated, known: Known, not_evidence: Mapping[str, str]) -> Finding:
    """Return whether something is true of every case.

    Parameters
    ----------
    stated : EveryStated
        The statement.
    known : Known
        The run's figures.
    not_evidence : mapping of str to str
        Of which figures the run can't speak, and why.
    """
    if why := _silent((stated.count, stated.out_of), known, not_evidence):
        return unknown(why)
    count, of = (_number(value, known) for value in (stated.count, stated.out_of))
    figure = f"{words.count(count)} of {words.count(of)}"
    if count > of:
        return judged(False, f"It is said of {words.count(of)}, and there are {words.count(count)}")
    if count == of:
        return judged(True, f"It is true of {figure}", figure)
    left = words.counted(of - count, "case")
    return judged(False, f"It is true of {figure}: not of {left}", figure)


def whole(stated: WholeStated, known: Known, not_evidence: Mapping[str, str]) -> Finding:
    """Return whether a share of the known cases can be said of all; if not, its bounds.

    References
    ----------
    Manski CF (1995). Identification Problems in the Social Sciences. Harvard University Press.
    """
    values = (stated.count, stated.known, stated.whole)
    if why := _silent(values, known, not_evidence):
        return unknown(why)
    count, seen, of = (_number(value, known) for value in values)
    if seen >= of:
        share = words.percent(count / of) if of else words.MISSING
        figure = f"{words.count(count)} of {words.count(of)} ({share})"
        return judged(True, f"All {words.count(of)} are known: {figure}", figure)
    found = proportion.bounds(count, seen, of)
    ends = f"{words.percent(float(found.low))} and {words.percent(float(found.high))}"
    least, most = words.count(count), words.count(count + of - seen)
    figure = f"between {least} of {words.count(of)} and {most} of {words.count(of)}"
    return unknown(
        f"{words.count(of - seen)} of {words.count(of)} aren’t known. Whatever they are, the share "
        f"of all lies between {ends}",
        f"{figure} ({ends.replace(' and ', ' to ')})",
    )


def _silent(values: Iterable[int | str], known: Known, not_evidence: Mapping[str, str]) -> str:
    """Return why one of some figures can't be known; empty if all can."""
    names = [value for value in values if isinstance(value, str)]
    return next(filter(None, (known.silent(name, not_evidence) for name in names)), "")


def _number(value: int | str, known: Known) -> int:
    return known.count(value) if isinstance(value, str) else value
