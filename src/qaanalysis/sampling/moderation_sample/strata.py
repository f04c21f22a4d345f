"""The parts and strata of the frame, and how many of the target each can claim."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qaanalysis.sampling.moderation_sample.eligibility import AUDITOR_DUE, LATE
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.stratum_sizes import proportional
from qaanalysis.vocabulary import Col

PART, STRATUM = "part", "stratum"
PARTS = EVERY, DUE, OTHERS, LATER = "every", "due", "others", "late"


@dataclass(frozen=True)
class Sizes:
    """How many to draw from each stratum, before anything is drawn.

    Parameters
    ----------
    table : DataFrame
        One row for each stratum, indexed by it: `part`; `n_audits`; `n_auditors` (of `due`, else
        0); `n_first` (audits to draw; of `due`: auditors, one audit each); `n_second` (of `due`:
        audits that follow when every auditor has one); `late_rate` (of `late`: each audit's
        chance; else NaN).
    to_reach_all : int
        The target with which every auditor who is due would have an audit.
    """

    table: pd.DataFrame
    to_reach_all: int


def stratified(frame: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return the audits of the frame with `part` and `stratum`.

    Parameters
    ----------
    frame : DataFrame
        The rows of `frame.frame` that are in the frame.
    plan : Plan
        Of which grades all audits are taken.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample import example, frame
    >>> audits = frame(example.audits(), example.moderations(), plan=example.plan())
    >>> made = stratified(audits[audits["place"] == "in the frame"], example.plan())
    >>> sorted(set(made["stratum"]))
    ['due: Good', 'due: Requires Improvement', 'every: Inadequate']
    """
    every = frame[Col.AUDITOR_GRADE].isin(plan.take_all)
    late = frame[LATE]
    served = frame[Col.AUDITOR].isin(frame.loc[every & ~late, Col.AUDITOR])
    due = frame[AUDITOR_DUE] & ~served & ~every & ~late
    part = np.select([late, every, due], [LATER, EVERY, DUE], OTHERS)
    # An auditor stands in one stratum, with all of their audits: that of the lowest grade.
    code = frame[Col.AUDITOR_GRADE].cat.codes
    code = code.where(~due, code[due].groupby(frame.loc[due, Col.AUDITOR]).transform("min"))
    grade = frame[Col.AUDITOR_GRADE].cat.categories.to_numpy(dtype=object)[code.to_numpy(dtype=int)]
    stratum = [f"{one}: {other}" for one, other in zip(part, grade, strict=True)]
    return frame.assign(part=part, stratum=pd.Series(stratum, index=frame.index, dtype="str"))


def sizes(audits: pd.DataFrame, plan: Plan) -> Sizes:
    """Return how many to draw from each stratum; late audits change none of it.

    Parameters
    ----------
    audits : DataFrame
        From `stratified`.
    plan : Plan
        The target and what claims it.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample import example, frame
    >>> audits = frame(example.audits(), example.moderations(), plan=example.plan())
    >>> audits = stratified(audits[audits["place"] == "in the frame"], example.plan())
    >>> sizes(audits, example.plan()).table["n_first"].to_dict()
    {'every: Inadequate': 2, 'due: Good': 2, 'due: Requires Improvement': 2}
    """
    table = _counted(audits)
    due, others = (table[PART] == part for part in (DUE, OTHERS))
    n_auditors, n_others = table.loc[due, "n_auditors"], table.loc[others, "n_audits"]
    n_more = table.loc[due, "n_audits"] - n_auditors
    n_every = int(table.loc[table[PART] == EVERY, "n_audits"].sum())
    left = max(plan.target - n_every, 0)
    for_due, for_others = (int(n.clip(upper=plan.least).sum()) for n in (n_auditors, n_others))
    least = plan.least if for_due + for_others <= left else 0
    first = min(int(n_auditors.sum()), left - (for_others if least else 0))
    rest = min(int(n_others.sum()), left - first)
    second = min(int(n_more.sum()), left - first - rest)
    table["n_first"] = table["n_audits"].where(table[PART] == EVERY, 0)
    table.loc[due, "n_first"] = proportional(n_auditors, first, least=least)
    table.loc[others, "n_first"] = proportional(n_others, rest, least=least)
    table["n_second"] = proportional(n_more, second).reindex(table.index, fill_value=0)
    n_drawable = int(table.loc[due | others, "n_audits"].sum())
    rate = (first + rest + second) / n_drawable if n_drawable else 1.0
    whole = [f"{LATER}: {grade}" for grade in plan.take_all]
    late_rate = np.where(table.index.isin(whole), 1.0, rate)
    table["late_rate"] = np.where(table[PART] == LATER, late_rate, np.nan)
    return Sizes(table, n_every + int(n_auditors.sum()) + for_others)


def _counted(audits: pd.DataFrame) -> pd.DataFrame:
    """Return the strata by part, the best grade first, with their audits and auditors."""
    n_audits = audits[STRATUM].value_counts()
    due = audits[audits[PART] == DUE].drop_duplicates([STRATUM, Col.AUDITOR])
    grades = audits[Col.AUDITOR_GRADE].cat.categories[::-1]
    order = {f"{part}: {grade}": part for part in PARTS for grade in grades}
    index = pd.Index([stratum for stratum in order if stratum in n_audits], name=STRATUM)
    return pd.DataFrame(
        {
            PART: pd.Series([order[stratum] for stratum in index], index=index, dtype="str"),
            "n_audits": n_audits.reindex(index),
            "n_auditors": due[STRATUM].value_counts().reindex(index, fill_value=0),
        }
    )
