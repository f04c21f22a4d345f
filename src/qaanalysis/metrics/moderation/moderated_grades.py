"""An estimate of the grades had every returned audit been moderated, beside those reported.

Moderated audits speak for the others with the same auditor's grade. That needs chance: the
estimate is refused where audits weren't chosen at random, and it never replaces a recorded grade.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.metrics.grades import GOOD
from qaanalysis.metrics.moderation import moderated, recorded_chances
from qaanalysis.metrics.moderation import strata as moderation_strata
from qaanalysis.metrics.moderation.strata import SPOKEN_FOR_BY, USED, counts
from qaanalysis.stats import double_sampling, proportion
from qaanalysis.stats.double_sampling import CorrectedShares
from qaanalysis.vocabulary import Col, GradeScale

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST = 30
ESTIMATE = "estimated_share"
_ENDS = (ESTIMATE, f"{ESTIMATE}_low", f"{ESTIMATE}_high")
NO_INTERVAL = (
    "some shares have no interval, as the moderated audits of some grade are too few or all alike"
)
WEIGHTED = "each weighted by one over its recorded chance of being drawn"
# With fewer moderated audits a grade's estimate is pointed out as unsure.
THIN = 5


@dataclass(frozen=True)
class ModeratedGrades:
    """The shares of grades had every returned audit been moderated: an estimate.

    Parameters
    ----------
    shares : DataFrame
        Indexed by grade, best first, then good_or_better: reported (audits, by final grade) and
        reported_share; auditor_share (as auditors graded them all); estimated_share with _low
        and _high, NaN if refused; and, if the number scheduled was given, lowest_share and
        highest_share, between which the share of all scheduled audits lies whatever the grades of
        those that didn't come back.
    strata : DataFrame
        Indexed by auditor's grade, best first: returned; moderated; used (those that speak for the
        rest); spoken_for_by (whose moderated audits stand for this grade: its own, unless joined).
    n_audits, n_used, n_left_out : int
        Returned audits with an auditor's grade; moderated audits used; moderated audits left out
        because chance didn't choose them.
    note : str
        What was assumed, in words.
    refused : str
        Why there is no estimate; empty if there is one.
    """

    label: ClassVar[str] = "estimate"

    shares: pd.DataFrame
    strata: pd.DataFrame
    n_audits: int
    n_used: int
    n_left_out: int
    note: str
    refused: str = ""

    def _repr_html_(self) -> str:
        return f"{self.shares.to_html()}<p>{self.refused or self.note}</p>"


def estimate(
    graded: pd.DataFrame,
    found: pd.DataFrame,
    *,
    scale: GradeScale,
    n_scheduled: int | None = None,
    probabilities: Mapping[str, float] | None = None,
    unmoderated: str = "pool",
    least: int = LEAST,
    confidence: float = 0.95,
) -> ModeratedGrades:
    """Return the shares of grades had every returned audit been moderated, or why they can't be.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`: all returned audits.
    found : DataFrame
        From `moderated.pairs`, of the same audits.
    n_scheduled : int, optional
        Audits scheduled, to give the bounds that missing returns leave.
    probabilities : mapping of str to float, optional
        Each moderated audit's known probability of being chosen, by audit_id; audits without one
        are left out. Where none are given they are the inclusion probabilities of `found`, if
        every audit compared has one. Else those count that were chosen at random, and every one
        whose auditor's grade was moderated without exception.
    unmoderated : {"pool", "refuse"}
        What to do with an auditor's grade that no moderated audit can speak for: take its audits
        to be seen as those of the nearest grade are (of two equally near, the one with more
        moderated), if they are at most 5% of all; or refuse.
    least : int
        With fewer usable moderated audits there is no estimate (unless all were moderated).
    confidence : float
        Coverage of the intervals, 0–1.

    Notes
    -----
    `stats.double_sampling.corrected_shares`, as a census: the audits are those that came back, and
    only the moderators' view of the rest is uncertain. Intervals are Bayesian; with probabilities,
    `weighted_shares` and logit. It says nothing of audits that never came back.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import grades
    >>> graded = grades.final(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> made = estimate(graded, found, scale=scale)
    >>> made.shares.loc["Good", ["reported_share", "estimated_share"]].round(3).tolist()
    [0.266, 0.138]
    """
    known = graded[graded[Col.AUDITOR_GRADE].notna()]
    compared = moderated.compared(found)
    unused = ""
    if probabilities is None:
        probabilities = recorded_chances.recorded(compared) or None
        unused = recorded_chances.some_missing(compared)
    used = moderation_strata.usable(known, compared, scale, probabilities)
    strata = moderation_strata.strata(known, compared, used, scale)
    refused = (
        moderated.why_not_compared(found)
        or moderation_strata.too_few(len(used), len(compared), len(known), max(least, 2))
        or moderation_strata.unmoderated(strata, unmoderated)
    )
    values, note = [np.full(len(scale.labels) + 1, np.nan)] * len(_ENDS), ""
    if not refused:
        strata = strata.assign(**{SPOKEN_FOR_BY: moderation_strata.speakers(strata)})
        values = _estimates(strata, used, scale, probabilities, confidence)
        said = [
            *_note(len(known), len(used), len(compared), strata, probabilities is not None),
            NO_INTERVAL if np.isnan(values[1]).any() else "",
            unused,
        ]
        note = "; ".join(filter(None, said))
    table = _reported(graded, known, scale, n_scheduled).assign(
        **dict(zip(_ENDS, values, strict=True))
    )
    if refused and unused:
        refused = f"{refused}; {unused}"
    return ModeratedGrades(
        table, strata, len(known), len(used), len(compared) - len(used), note, refused
    )


def _estimates(
    strata: pd.DataFrame,
    used: pd.DataFrame,
    scale: GradeScale,
    probabilities: Mapping[str, float] | None,
    confidence: float,
) -> list[Floats]:
    """Return estimate, low and high of each grade, best first, then of all that meet the aim."""
    labels = list(scale.labels)
    phase1 = strata.groupby(SPOKEN_FOR_BY)[Col.RETURNED].sum().reindex(labels, fill_value=0)
    each = np.arange(len(labels))
    to_aim = np.array([int(label not in scale.good_or_better) for label in labels])
    by_grade, by_aim = (
        _corrected(phase1.to_numpy(), used, labels, groups, probabilities, confidence).shares
        for groups in (each, to_aim)
    )
    return [
        np.append(np.asarray(getattr(by_grade, end)), np.asarray(getattr(by_aim, end))[0])
        for end in ("estimate", "low", "high")
    ]


def _corrected(
    phase1: Ints,
    used: pd.DataFrame,
    labels: list[str],
    groups: Ints,
    probabilities: Mapping[str, float] | None,
    confidence: float,
) -> CorrectedShares:
    """Return the corrected shares of groups of the moderators' grades."""
    other, own = (
        pd.Categorical(used[column], categories=labels).codes.astype(int)
        for column in (Col.MODERATOR_GRADE, Col.AUDITOR_GRADE)
    )
    size = int(groups.max()) + 1
    if probabilities is None:
        cross = np.zeros((size, len(labels)))
        np.add.at(cross, (groups[other], own), 1)
        return double_sampling.corrected_shares(cross, phase1, confidence=confidence)
    weights = [1 / probabilities[audit] for audit in used[Col.AUDIT_ID]]
    return double_sampling.weighted_shares(
        groups[other], own, phase1, weights=weights, n_grades=size, confidence=confidence
    )


def _note(
    n_audits: int, n_used: int, n_compared: int, strata: pd.DataFrame, weighted: bool
) -> list[str]:
    said = [
        f"Estimate: what {n_audits} returned audits would show had each been moderated, from "
        f"{n_used} moderated audits{f', {WEIGHTED}' if weighted else ''}"
    ]
    if n_compared > n_used:
        said.append(
            f"{n_compared - n_used} more were moderated, but not known to be chosen at random: "
            "they speak for no others and are left out"
        )
    columns = (strata[name].tolist() for name in (Col.RETURNED, USED, SPOKEN_FOR_BY))
    for grade, returned, n, speaker in zip(strata.index, *columns, strict=True):
        if speaker not in ("", grade):
            said.append(
                f"none of the {returned} that auditors graded {grade} could be used: they are "
                f"taken to be seen as those graded {speaker} are"
            )
        elif n < min(THIN, returned):
            said.append(
                f"only {n} of the {returned} that auditors graded {grade} could be used, so that "
                "they are the least sure part"
            )
    return said


def _reported(
    graded: pd.DataFrame, known: pd.DataFrame, scale: GradeScale, n_scheduled: int | None
) -> pd.DataFrame:
    labels = list(scale.labels)
    final = counts(graded, Col.FINAL_GRADE, scale)
    own = counts(known, Col.AUDITOR_GRADE, scale)
    n_final = int(final.sum())
    for column in (final, own):
        column[GOOD] = sum(column[label] for label in labels if label in scale.good_or_better)
    table = pd.DataFrame(
        {
            "reported": final,
            "reported_share": final / (n_final or np.nan),
            "auditor_share": own / (len(known) or np.nan),
        }
    ).rename_axis(Col.GRADE)
    if n_scheduled is None:
        return table
    bounds = proportion.bounds(final.to_numpy(), n_final, n_scheduled)
    return table.assign(lowest_share=bounds.low, highest_share=bounds.high)
