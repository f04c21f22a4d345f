"""How far each auditor's grades lie from moderators', for coaching: off unless asked for.

Never ranked, never by name, only with enough moderated audits, and for nobody but those who coach.
The moderator isn't the truth, and neither who moderated nor which files an auditor had is allowed
for.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qaanalysis.metrics.leniency_model import (
    ABOVE,
    FUNNEL,
    SHRUNK,
    funnel_limits,
    shrunk_means,
    variances,
)
from qaanalysis.metrics.moderation import moderated
from qaanalysis.metrics.pseudonyms import PSEUDONYM, pseudonyms
from qaanalysis.vocabulary import Col

LEAST = 10
COACHING = (
    "For coaching, not performance management: differences from moderators, who aren’t the truth; "
    "in no order of merit, and for no pack that goes to managers of others"
)
NOT_WANTED = "not shown unless asked for"
TOO_FEW_AUDITORS = "fewer than two auditors have moderated audits, so nobody can be compared"
NO_VARIANCE = (
    "no auditor's moderated audits differ among themselves, so chance can't be told from habit"
)
_COLUMNS = ["moderated", ABOVE, SHRUNK, f"{SHRUNK}_low", f"{SHRUNK}_high", "lower", "upper"]


@dataclass(frozen=True)
class Leniency:
    """Differences of auditors from moderators.

    Parameters
    ----------
    auditors : DataFrame
        Indexed by pseudonym, in its order, auditors with enough moderated audits only: moderated;
        steps_above (mean of auditor less moderator in grades, above 0 where the auditor is the
        kinder); shrunk_steps_above (with _low and _high); lower and upper (funnel limits of
        steps_above if the auditor were like all others); outlier (beyond them).
    funnel : DataFrame
        Indexed by moderated, from the least shown to the most anybody has: lower and upper (99.8%),
        lower_95 and upper_95 (95%, beyond which one in twenty lies by chance: no outlier).
    mean : float
        Mean steps of all pairs: the funnel's centre.
    within_sd, between_sd : float
        Standard deviation in grades of one pair within an auditor, and of auditors' true means.
    n_auditors, n_left_out : int
        Auditors shown, and those with too few moderated audits.
    note : str
        For what it may be used.
    reason : str
        Why nobody is shown, or figures are missing; empty if none are.
    """

    auditors: pd.DataFrame
    funnel: pd.DataFrame
    mean: float
    within_sd: float
    between_sd: float
    n_auditors: int
    n_left_out: int
    note: str = COACHING
    reason: str = ""

    def _repr_html_(self) -> str:
        return f"{self.auditors.to_html()}<p>{self.reason}</p><p>{self.note}</p>"


def differences(
    found: pd.DataFrame,
    *,
    key: str,
    wanted: bool = False,
    least: int = LEAST,
    confidence: float = 0.95,
) -> Leniency:
    """Return how far each auditor's grades lie from moderators', shrunk towards the common mean.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`; purposive moderation seeks out doubtful grades, so keep to the
        random ones if there are enough.
    key : str
        The organisation's secret, for pseudonyms.
    wanted : bool
        Nothing is computed unless it is True.
    least : int
        Auditors with fewer moderated audits aren't shown; they count in what all are like.
    confidence : float
        Coverage of the intervals of the shrunk means, 0–1.

    Notes
    -----
    Steps y of auditor a: y ~ N(θ_a, σ²), θ_a ~ N(μ, τ²). σ² is the pooled variance within
    auditors, τ² = max(0, (MS_between − σ²)/n₀) the analysis of variance's moment estimate with
    n₀ = (N − Σn²/N)/(A − 1). With B = τ²/(τ² + σ²/n), θ̂ = μ̂ + B(ȳ − μ̂), μ̂ weighted by
    1/(τ² + σ²/n); its variance is Bσ²/n + (1 − B)²/Σ1/(τ² + σ²/n). That takes τ² as known, so with
    few auditors intervals are too narrow.

    The funnel doesn't rest on the normal distribution, which grades don't have: its limits are the
    0.1% and 99.9% points of the mean of n steps drawn from those of all auditors together. Only
    beyond them is an auditor an outlier; of 1,000 auditors all alike about 2 or fewer are.

    References
    ----------
    Morris, C. N. (1983). Parametric empirical Bayes inference. *JASA* 78, 47–55.
    Searle, S. R., Casella, G. and McCulloch, C. E. (1992). *Variance Components*, ch. 3.
    Spiegelhalter, D. J. (2005). Funnel plots for comparing institutional performance. *Statistics
    in Medicine* 24, 1185–1202.
    """
    if not wanted:
        return _nothing(NOT_WANTED)
    pairs = moderated.compared(found)
    above = -pairs[moderated.STEPS].astype(int)
    grouped = above.groupby(pairs[Col.AUDITOR].astype(object))
    n, means = grouped.size(), grouped.mean()
    if len(n) < 2:
        return _nothing(moderated.why_not_compared(found) or TOO_FEW_AUDITORS, n_left_out=len(n))
    within, between = variances(above, n, means)
    shown = n.index[n >= least]
    funnel = funnel_limits(np.asarray(above, dtype=np.int64), range(least, int(n.max()) + 1))
    table = shrunk_means(n, means, within, between, confidence).loc[shown]
    table = table.join(funnel, on="moderated", validate="m:1")[_COLUMNS]
    # A mean on the limit is inside it, however it was rounded.
    low, high = table["lower"] - 1e-9, table["upper"] + 1e-9
    table = table.assign(outlier=(table[ABOVE] < low) | (table[ABOVE] > high))
    names = pseudonyms(table.index, kind="auditor", key=key)
    table = table.rename(index=names).rename_axis(PSEUDONYM).sort_index()
    reason = "" if within > 0 else NO_VARIANCE
    if shown.empty:
        reason = f"no auditor has {least} or more moderated audits"
    return Leniency(
        table,
        funnel,
        float(above.mean()),
        within**0.5,
        between**0.5,
        len(shown),
        len(n) - len(shown),
        reason=reason,
    )


def _nothing(reason: str, n_left_out: int = 0) -> Leniency:
    nan = float("nan")
    types = dict.fromkeys(_COLUMNS, float) | {"moderated": int}
    empty = pd.DataFrame(columns=_COLUMNS, index=pd.Index([], name=PSEUDONYM)).astype(types)
    ends = [name for pair in FUNNEL for name in pair]
    funnel = pd.DataFrame(columns=ends, index=pd.Index([], name="moderated"), dtype=float)
    return Leniency(
        empty.assign(outlier=False), funnel, nan, nan, nan, 0, n_left_out, reason=reason
    )
