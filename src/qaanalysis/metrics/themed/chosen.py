"""How the cases of a themed audit were chosen, and the interval that allows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from qaanalysis.metrics.themed.answers import ANSWERED, PLACE, STRATUM, WEIGHT, Place
from qaanalysis.stats import proportion
from qaanalysis.stats.interval import Interval
from qaanalysis.vocabulary import Col, Selection

NO_INTERVAL = {
    Selection.CENSUS: "every case was looked at, so that there is no sampling error",
    Selection.PURPOSIVE: "the cases were picked and not drawn, so that no interval is allowed",
    Selection.UNKNOWN: "it isn’t known how the cases were chosen, so that no interval is allowed",
}
NOBODY = "nobody answered"


class Design(StrEnum):
    """The ways of drawing cases at random."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"
    SYSTEMATIC = "systematic"
    PPS = "pps"
    FAMILIES = "families"


@dataclass(frozen=True)
class Chosen:
    """How cases were chosen.

    Parameters
    ----------
    selection : Selection
        Intervals are for Selection.RANDOM only.
    design : Design
        How they were drawn, if they were.
    n_frame : mapping of str to int
        Units in the frame by stratum: children, or families for Design.FAMILIES. Needed only for a
        random selection.

    Examples
    --------
    >>> Chosen(Selection.CENSUS).no_interval
    'every case was looked at, so that there is no sampling error'
    """

    selection: Selection
    design: Design = Design.SIMPLE
    n_frame: Mapping[object, int] = field(default_factory=dict)

    @property
    def out_of_known(self) -> bool:
        """Whether it is known out of how many the cases were chosen."""
        return self.selection in (Selection.RANDOM, Selection.CENSUS)

    @property
    def no_interval(self) -> str:
        """Why no interval is given; empty if one is allowed."""
        return NO_INTERVAL.get(self.selection, "")


def share(rows: pd.DataFrame, chosen: Chosen, *, confidence: float = 0.95) -> Interval:
    """Return the share met of the answered, with the interval that the choosing allows.

    Parameters
    ----------
    rows : DataFrame
        The rows of `answers` of one question.
    chosen : Chosen
        A simple draw has exact hypergeometric limits, out of as many of the frame as the question
        applies to. Every other draw is weighted, and its standard error allows for strata, for
        families drawn whole and for the finite frame; a draw by size has no such correction, which
        makes its interval rather too wide.
    confidence : float
        Coverage of the interval, over 0 and under 1.

    Returns
    -------
    Interval
        Share 0–1; limits are NaN, with the reason, where none are allowed. Children without an
        answer are taken to be as the others; `questions.by_question` shows what they could change.

    Raises
    ------
    StatisticsError
        If a stratum of the rows isn't in the frame, or a weight is missing where it is needed.

    References
    ----------
    Buonaccorsi JP (1987). A note on confidence intervals for proportions in finite populations.
    The American Statistician 41:215–218.
    Lumley T (2010). *Complex Surveys*, Wiley, chapter 2.

    Examples
    --------
    One of 100 children of 361 without an assessment:

    >>> rows = pd.DataFrame({"place": [Place.NOT_MET] * 99 + [Place.MET]})
    >>> found = share(rows, Chosen(Selection.RANDOM, n_frame={"whole frame": 361}))
    >>> round(found.low * 361), round(found.high * 361)
    (1, 17)
    """
    known = rows[rows[PLACE].isin(ANSWERED)]
    if known.empty:
        return Interval.undefined(NOBODY, confidence=confidence)
    met = known[PLACE] == Place.MET
    if chosen.no_interval:
        nan = float("nan")
        return Interval(float(met.mean()), nan, nan, confidence, nan, chosen.no_interval)
    if chosen.design is Design.SIMPLE:
        applies = _applies(rows, sum(chosen.n_frame.values()))
        return proportion.hypergeometric(int(met.sum()), len(known), applies, confidence=confidence)
    unit = Col.FAMILY_ID if chosen.design is Design.FAMILIES else Col.CHILD_ID
    found = proportion.clustered(
        (rows[PLACE] == Place.MET).to_numpy(),
        rows[unit].astype("str").to_numpy(),
        strata=rows[STRATUM].astype("str").to_numpy(),
        weights=rows[WEIGHT].to_numpy(),
        n_clusters=None if chosen.design is Design.PPS else dict(chosen.n_frame),
        among=rows[PLACE].isin(ANSWERED).to_numpy(),
        confidence=confidence,
    )
    return found.interval


def possible(rows: pd.DataFrame, chosen: Chosen) -> tuple[float, float]:
    """Return the lowest and highest share met that answers missing or not recorded leave possible.

    Parameters
    ----------
    rows, chosen
        As for `share`, and weighted as it is.

    Returns
    -------
    tuple of float
        Shares, 0–1, of all whom the question applies to, if none or all of those without a
        recorded answer met it; NaN if it applies to nobody.

    References
    ----------
    Manski CF (2003). Partial Identification of Probability Distributions. Springer, chapter 1.

    Examples
    --------
    >>> rows = pd.DataFrame({"place": [Place.MET, Place.NOT_MET, Place.NOT_RECORDED, Place.MET]})
    >>> possible(rows, Chosen(Selection.CENSUS))
    (0.5, 0.75)
    """
    applies = rows[rows[PLACE] != Place.NOT_APPLICABLE]
    weighted = not chosen.no_interval and chosen.design is not Design.SIMPLE
    weight = applies[WEIGHT] if weighted else pd.Series(1.0, index=applies.index)
    if applies.empty:
        return float("nan"), float("nan")
    met = float(weight[applies[PLACE] == Place.MET].sum())
    unknown = float(weight[~applies[PLACE].isin(ANSWERED)].sum())
    return met / float(weight.sum()), (met + unknown) / float(weight.sum())


def _applies(rows: pd.DataFrame, n_frame: int) -> int:
    """Return to how many of the frame the question applies, going by the cases drawn."""
    not_applicable = int((rows[PLACE] == Place.NOT_APPLICABLE).sum())
    applicable = len(rows) - not_applicable
    # Half up, and in whole numbers: round() would go to even.
    return (2 * n_frame * applicable + len(rows)) // (2 * len(rows))
