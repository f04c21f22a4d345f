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

from qaanalysis.metrics import moderation
from qaanalysis.metrics.grades import GOOD, MODERATED
from qaanalysis.stats import double_sampling, proportion
from qaanalysis.stats.double_sampling import CorrectedShares
from qaanalysis.vocabulary import Col, GradeScale, Selection

Floats, Ints = NDArray[np.float64], NDArray[np.int64]

LEAST = 30
USED = "used"
SPOKEN_FOR_BY = "spoken_for_by"
ESTIMATE = "estimated_share"
_ENDS = (ESTIMATE, f"{ESTIMATE}_low", f"{ESTIMATE}_high")
# At most this share of audits may stand for want of moderated ones as another grade's do.
JOINED_AT_MOST = 0.05
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
        From `moderation.pairs`, of the same audits.
    n_scheduled : int, optional
        Audits scheduled, to give the bounds that missing returns leave.
    probabilities : mapping of str to float, optional
        Each moderated audit's known probability of being chosen, by audit_id; audits without one
        are left out. Where none are given, those count that were chosen at random, and every one
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
    """
    known = graded[graded[Col.AUDITOR_GRADE].notna()]
    compared = moderation.compared(found)
    used = _usable(known, compared, scale, probabilities)
    strata = _strata(known, compared, used, scale)
    refused = (
        moderation.why_not_compared(found)
        or _too_few(len(used), len(compared), len(known), max(least, 2))
        or _unmoderated(strata, unmoderated)
    )
    values, note = [np.full(len(scale.labels) + 1, np.nan)] * len(_ENDS), ""
    if not refused:
        strata = strata.assign(**{SPOKEN_FOR_BY: _speakers(strata)})
        values = _estimates(strata, used, scale, probabilities, confidence)
        note = _note(len(known), len(used), len(compared), strata)
    table = _reported(graded, known, scale, n_scheduled).assign(
        **dict(zip(_ENDS, values, strict=True))
    )
    return ModeratedGrades(
        table, strata, len(known), len(used), len(compared) - len(used), note, refused
    )


def _counts(part: pd.DataFrame, column: str, scale: GradeScale) -> pd.Series:
    """Return how often each grade of the scale is in the column, best first."""
    index = pd.Index(list(scale.labels), name=column)
    return part[column].astype(object).value_counts().reindex(index, fill_value=0)


def _usable(
    known: pd.DataFrame,
    compared: pd.DataFrame,
    scale: GradeScale,
    probabilities: Mapping[str, float] | None,
) -> pd.DataFrame:
    if probabilities is not None:
        return compared[compared[Col.AUDIT_ID].isin(list(probabilities))]
    all_of_them = _counts(known, Col.AUDITOR_GRADE, scale)
    whole = _counts(compared, Col.AUDITOR_GRADE, scale) == all_of_them
    at_random = compared[Col.SELECTION] == Selection.RANDOM
    return compared[at_random | compared[Col.AUDITOR_GRADE].isin(whole.index[whole])]


def _strata(
    known: pd.DataFrame, compared: pd.DataFrame, used: pd.DataFrame, scale: GradeScale
) -> pd.DataFrame:
    parts = {Col.RETURNED: known, MODERATED: compared, USED: used}
    counts = {name: _counts(part, Col.AUDITOR_GRADE, scale) for name, part in parts.items()}
    return pd.DataFrame(counts).assign(**{SPOKEN_FOR_BY: ""})


def _too_few(n_used: int, n_compared: int, n_audits: int, least: int) -> str:
    if n_used >= least or n_used == n_audits >= 2:
        return ""
    return (
        f"chosen at random, as far as is known: {n_used} of {n_compared} moderated audits, of at "
        f"least {least} needed; audits chosen for a reason, or nobody knows how, can't speak for "
        "the others"
    )


def _unmoderated(strata: pd.DataFrame, rule: str) -> str:
    """Return why grades that no audit speaks for stop the estimate; empty if they don't."""
    alone = strata[(strata[Col.RETURNED] > 0) & (strata[USED] == 0)]
    n, n_all = alone[Col.RETURNED].sum(), strata[Col.RETURNED].sum()
    if n <= (JOINED_AT_MOST if rule == "pool" else 0) * n_all:
        return ""
    return (
        f"no audit that its auditor graded {' or '.join(alone.index)} was moderated by chance, so "
        f"nothing tells how moderators see those {n} of {n_all} audits"
    )


def _speakers(strata: pd.DataFrame) -> list[str]:
    """Return whose moderated audits speak for each grade: its own, or else the nearest grade's."""
    used = strata[USED].tolist()
    able = [place for place, n in enumerate(used) if n]
    into = [min(able, key=lambda d: (abs(d - j), -used[d])) for j in range(len(used))]
    return [
        strata.index[d] if n else "" for d, n in zip(into, strata[Col.RETURNED], strict=True)
    ]


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


def _note(n_audits: int, n_used: int, n_compared: int, strata: pd.DataFrame) -> str:
    said = [
        f"Estimate: what {n_audits} returned audits would show had each been moderated, from "
        f"{n_used} moderated audits"
    ]
    if n_compared > n_used:
        said.append(
            f"{n_compared - n_used} more were moderated, but not known to be chosen at random: "
            "they speak for no others and are left out"
        )
    for row in strata.itertuples():
        if row.spoken_for_by not in ("", row.Index):
            said.append(
                f"none of the {row.returned} that auditors graded {row.Index} could be used: "
                f"they are taken to be seen as those graded {row.spoken_for_by} are"
            )
        elif row.used < min(THIN, row.returned):
            said.append(
                f"only {row.used} of the {row.returned} that auditors graded {row.Index} could be "
                "used, so that they are the least sure part"
            )
    return "; ".join(said)


def _reported(
    graded: pd.DataFrame, known: pd.DataFrame, scale: GradeScale, n_scheduled: int | None
) -> pd.DataFrame:
    labels = list(scale.labels)
    final = _counts(graded, Col.FINAL_GRADE, scale)
    own = _counts(known, Col.AUDITOR_GRADE, scale)
    n_final = int(final.sum())
    for counts in (final, own):
        counts[GOOD] = sum(counts[label] for label in labels if label in scale.good_or_better)
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
