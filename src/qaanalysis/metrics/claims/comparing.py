"""Comparing words, held against the run's own series; and against samples of another size."""

from collections.abc import Mapping

from qaanalysis.metrics.claims.known import Known
from qaanalysis.metrics.claims.verdict import Finding, Verdict, judged, unknown
from qaanalysis.params_claims import EarlierStated, TrendStated
from qaanalysis.present import labels, movements, words
from qaanalysis.stats import proportion

_WORDS = {"fell": movements.FELL, "rose": movements.ROSE, "unchanged": movements.SAME}


def trend(stated: TrendStated, known: Known, not_evidence: Mapping[str, str]) -> Finding:
    """Return whether a figure moved as stated; by every figure that the words can mean.

    Parameters
    ----------
    stated : TrendStated
        The statement.
    known : Known
        The run's figures.
    not_evidence : mapping of str to str
        Of which figures, or months of figures, the run can't speak, and why.
    """
    found = [_by_figure(name, stated, known, not_evidence) for name in stated.figure]
    if len(found) == 1:
        return found[0]
    meanings = words.listed([known.named(name).meaning for name in stated.figure])
    read = f"The words can be read in {words.in_words(len(found))} ways ({meanings})"
    figure = "; ".join(dict.fromkeys(one.figure for one in found if one.figure))
    why = ". ".join(dict.fromkeys(words.sentence(one.why).removesuffix(".") for one in found))
    verdicts = {one.verdict for one in found}
    verdict = verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN
    return Finding(verdict, f"{read}. {why}", figure)


def _by_figure(
    name: str, stated: TrendStated, known: Known, not_evidence: Mapping[str, str]
) -> Finding:
    if why := known.silent(name, not_evidence, months=True):
        return unknown(why, _together(name, known, not_evidence))
    meaning = known.named(name).meaning
    series = known.series(name)
    measured = labels.kind(series, name=series.name)
    found = movements.steps(series, measured=measured)
    if not found.n:
        return unknown(f"No two months beside each other have a figure ({meaning})")
    way = {"fell": found.fell, "rose": found.rose, "unchanged": found.same}[stated.moved]
    said = movements.moves(series, measured=measured)
    if stated.each_month:
        holds = len(way) == found.n and not found.gaps
        if len(way) == found.n and known.uncovered:
            # One month the other way is enough to say no; that none is seen isn't enough for yes.
            return unknown(known.uncovered, said)
    elif known.months[0] in known.absent:
        return unknown(known.uncovered, said)
    else:
        holds = found.whole == _WORDS[stated.moved]
    first, last = found.known.index[0], found.known.index[-1]
    ends = f"{found.text[first]} in {words.month(first)}, {found.text[last]} in {words.month(last)}"
    return judged(holds, f"The figure ({meaning}) {said}", said if stated.each_month else ends)


def _together(name: str, known: Known, not_evidence: Mapping[str, str]) -> str:
    """Return the figure of all months, where only single months can't be known."""
    if known.silent(name, not_evidence):
        return ""
    return f"{known.shown(name)} ({known.named(name).meaning}) in all months together"


def earlier(stated: EarlierStated, _: Known) -> Finding:
    """Return whether a share lies lower or higher than in an earlier sample.

    A comparison holds if the 95% interval of the difference leaves 0 out on the side stated.

    References
    ----------
    Newcombe RG (1998). Interval estimation for the difference between independent proportions.
    Statistics in Medicine 17:873–890 (method 10).

    Examples
    --------
    >>> said = {"kind": "earlier", "said": "better", "now": 1, "now_of": 100, "before": 77}
    >>> earlier(EarlierStated(**said, moved="fell"), None).verdict.value
    'can’t be known'
    """
    now = _share(stated.now, stated.now_of)
    if stated.before_of is None:
        why = "The size of the earlier sample isn’t given, so that its count can’t be made a share"
        return unknown(f"{why}{_any_size(stated)}. Needed: that size", now)
    gap = proportion.difference(stated.now, stated.now_of, stated.before, stated.before_of)
    low, high = float(gap.low), float(gap.high)
    ends = f"{words.points(gap.estimate)} (95% interval {words.interval(low, high)})"
    said = f"{now} now and {_share(stated.before, stated.before_of)} before: {ends}"
    if low <= 0 <= high:
        return unknown(f"{said}. A difference of this size may be chance", ends)
    return judged((high < 0) == (stated.moved == "fell"), said, ends)


def _any_size(stated: EarlierStated) -> str:
    """Return up to which size the earlier share would be the higher, whatever the size is."""
    if not stated.now or not stated.before:
        return ""
    equal = stated.before * stated.now_of // stated.now
    return (
        f": it was the higher share only if that sample had fewer than {words.count(equal)} cases"
        if equal * stated.now == stated.before * stated.now_of
        else ""
    )


def _share(count: int, of: int) -> str:
    return f"{words.count(count)} of {words.count(of)} ({words.percent(count / of)})"
