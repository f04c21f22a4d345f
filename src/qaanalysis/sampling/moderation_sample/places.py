"""The draw itself: each audit's number in its stratum, and whether it is selected."""

from fractions import Fraction

import numpy as np
import pandas as pd

from qaanalysis.sampling import select
from qaanalysis.sampling.draw import NUMBER
from qaanalysis.sampling.moderation_sample.eligibility import PLACE, Place
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.moderation_sample.strata import DUE, EVERY, LATER, PART, STRATUM, Sizes
from qaanalysis.sampling.prn import numbers
from qaanalysis.vocabulary import Col


def placed(audits: pd.DataFrame, sizes: Sizes, plan: Plan) -> pd.DataFrame:
    """Return the audits with `place` (selected, reserve, not drawn) and `number`.

    Parameters
    ----------
    audits : DataFrame
        From `strata.stratified`.
    sizes : Sizes
        From `strata.sizes`.
    plan : Plan
        Its seed, and how many reserves each stratum has.

    Returns
    -------
    DataFrame
        `audits` with `place`, and `number`: the place in the order of the stratum, from 1; the
        reserves follow the selected. Late audits have no number: each stands for itself.

    References
    ----------
    Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
    *Business Survey Methods*, Wiley, 153–169.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample import example, frame, strata
    >>> plan = example.plan()
    >>> audits = frame(example.audits(), example.moderations(), plan=plan)
    >>> audits = strata.stratified(audits[audits["place"] == "in the frame"], plan)
    >>> placed(audits, strata.sizes(audits, plan), plan)["place"].value_counts().to_dict()
    {'selected': 6, 'not drawn': 2, 'reserve': 2}
    """
    table = sizes.table.loc[audits[STRATUM]].set_index(audits.index)
    due, late = audits[PART] == DUE, audits[PART] == LATER
    number = select.order(audits, unit=Col.AUDIT_ID, seed=plan.key, strata=STRATUM)
    number[due] = _auditors_first(audits[due], plan.key)
    taken = number <= table["n_first"] + table["n_second"]
    taken[late] = _by_own_number(audits.loc[late, Col.AUDIT_ID], table["late_rate"], plan.key)
    spare = (audits[PART] != EVERY) & ~late & ~taken
    reserve = spare & (number <= table["n_first"] + table["n_second"] + plan.reserves)
    place = np.select([taken, reserve], [str(Place.SELECTED), str(Place.RESERVE)], Place.NOT_DRAWN)
    return audits.assign(
        **{
            PLACE: pd.Series(place, index=audits.index, dtype="str"),
            NUMBER: number.astype("Int64").where(~late),
        }
    )


def _auditors_first(audits: pd.DataFrame, seed: str) -> pd.Series:
    """Return the order in which audits of auditors who are due come: one of each, then others."""
    nth = select.order(audits, unit=Col.AUDIT_ID, seed=seed, strata=Col.AUDITOR)
    second = select.order(audits, unit=Col.AUDIT_ID, seed=f"{seed}/second")
    auditors = audits[[Col.AUDITOR, STRATUM]].drop_duplicates()
    turn = select.order(auditors, unit=Col.AUDITOR, seed=f"{seed}/auditor")
    first = audits[Col.AUDITOR].map(turn.set_axis(auditors[Col.AUDITOR]))
    ranked = audits[[STRATUM]].assign(
        later=nth > 1, rank=first.astype("int64").where(nth == 1, second)
    )
    return ranked.sort_values(["later", "rank"]).groupby(STRATUM).cumcount() + 1


def _by_own_number(late: pd.Series, rates: pd.Series, seed: str) -> pd.Series:
    """Mark the late audits whose number lies in the part of all numbers that the rate gives."""
    prn = numbers(late, seed=f"{seed}/late")
    within = [
        int(number) < Fraction(rate) * 2**64
        for number, rate in zip(prn, rates[late.index], strict=True)
    ]
    return pd.Series(within, index=late.index, dtype=bool)
