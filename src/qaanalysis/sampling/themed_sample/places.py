"""The draw itself: who is selected, who is in reserve, and by what chance."""

import numpy as np
import pandas as pd

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling import stratum_sizes
from qaanalysis.sampling.draw import (
    NUMBER,
    PROBABILITY,
    ROLE,
    SELECTED,
    STRATUM,
    WEIGHT,
    Draw,
    Size,
)
from qaanalysis.sampling.families import one_row_each
from qaanalysis.sampling.frame import NOT_DRAWN, PLACE
from qaanalysis.sampling.pps import in_proportion, inclusion_probabilities
from qaanalysis.sampling.select import selected
from qaanalysis.sampling.siblings import family_of
from qaanalysis.sampling.systematic import every_kth
from qaanalysis.sampling.themed_sample.plan import (
    CENSUS,
    EQUAL,
    FAMILIES,
    FIXED,
    NEYMAN,
    PPS,
    SYSTEMATIC,
    TOGETHER,
    Plan,
)
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col

UNIT = "family"


def placed(rows: pd.DataFrame, plan: Plan) -> tuple[pd.DataFrame, Draw]:
    """Return the children of the frame with their places, and the draw of its units.

    Parameters
    ----------
    rows : DataFrame, n rows
        The children in the frame, by identifier.
    plan : Plan
        What is to be drawn.

    Returns
    -------
    DataFrame, n rows
        Indexed as `rows`: `place` (selected, reserve, not drawn), `stratum`, `number`,
        `inclusion_probability` of every child and `weight` of the selected. Children of one
        family drawn whole have one number.
    Draw
        Of the units: families if one child stands for each or they're drawn whole, else children.

    Raises
    ------
    DataError, StatisticsError
        If the plan can't be drawn from these children.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example, frame
    >>> rows = frame(example.cohort(), example.plan()).rows
    >>> found, draw = placed(rows[rows["place"] == "in the frame"], example.plan())
    >>> found["place"].value_counts().to_dict()
    {'selected': 4, 'not drawn': 3, 'reserve': 1}
    """
    families = plan.design == FAMILIES
    # A family's number is of its own identifier, whichever child stands for it.
    units = rows.assign(**{UNIT: rows[Col.CHILD_ID]})
    if families or plan.siblings != TOGETHER:
        units[UNIT] = family_of(rows, unit=Col.CHILD_ID, family=Col.FAMILY_ID)
    label = units[UNIT]
    if families:
        units = one_row_each(rows, label, strata=plan.strata)
    draw = _draw(units, plan)
    one = draw.units.set_index(UNIT)
    strata = units.set_index(UNIT)[plan.strata] if _stratified(plan) else None
    whole = str(draw.strata.index[0])
    found = pd.DataFrame(index=rows.index)
    found[PLACE] = label.map(one[ROLE]).astype("str").fillna(NOT_DRAWN)
    found[STRATUM] = whole if strata is None else label.map(strata).map(str)
    found[NUMBER] = label.map(one[NUMBER]).astype("Int64")
    found[PROBABILITY] = _chances(units, draw, plan, label, found[STRATUM])
    found[WEIGHT] = 1 / found[PROBABILITY].where(found[PLACE] == SELECTED)
    return found, draw


def _stratified(plan: Plan) -> bool:
    return plan.strata is not None and plan.design != SYSTEMATIC


def _draw(units: pd.DataFrame, plan: Plan) -> Draw:
    """Return the draw of the units that the plan asks for."""
    there = len(units)
    if not plan.drawn:
        return selected(units, unit=UNIT, seed=plan.key, sizes="all")
    if isinstance(plan.n, int) and plan.n > there:
        raise StatisticsError(f"n: found {plan.n}; allowed: 1 to {there}, all there are to draw")
    start, reserves = plan.coordination_start, plan.reserves
    n = plan.n if isinstance(plan.n, int) else 0
    if plan.design == SYSTEMATIC:
        return every_kth(
            units, unit=UNIT, seed=plan.key, n=n, by=plan.strata, reserves=reserves, start=start
        )
    if plan.design == PPS and plan.size_field is not None:
        size = plan.size_field
        return in_proportion(
            units, unit=UNIT, seed=plan.key, n=n, size=size, reserves=reserves, start=start
        )
    column: str | None = None
    sizes: int | dict[str, Size] = n
    if plan.strata is not None:
        column = STRATUM
        missing = int(units[plan.strata].isna().sum())
        if missing:
            found = f"{plan.strata}: found {counted(missing, 'row')} without one"
            raise DataError(f"{found}; needed: in every row of the frame")
        # As text, so that a plan can name a stratum that is a number.
        units = units.assign(**{STRATUM: units[plan.strata].astype("str")})
        counts = units[STRATUM].value_counts().sort_index()
        sizes = {str(name): int(size) for name, size in _sizes(counts, plan).items()}
    return selected(
        units,
        unit=UNIT,
        seed=plan.key,
        sizes=sizes,
        strata=column,
        reserves=reserves,
        start=start,
    )


def _sizes(counts: pd.Series, plan: Plan) -> pd.Series:
    n = plan.n if isinstance(plan.n, int) else 0
    if plan.allocation == FIXED:
        return stratum_sizes.fixed(counts, plan.sizes)
    if plan.allocation == NEYMAN:
        return stratum_sizes.neyman(counts, n, spread=plan.spread, least=plan.least)
    share = stratum_sizes.equal if plan.allocation == EQUAL else stratum_sizes.proportional
    return share(counts, n, least=plan.least)


def _chances(
    units: pd.DataFrame, draw: Draw, plan: Plan, label: pd.Series, stratum: pd.Series
) -> pd.Series:
    """Return every child's probability, drawn or not."""
    if not plan.drawn and plan.selection != CENSUS:
        return pd.Series(np.nan, index=label.index)
    if plan.design == PPS and plan.size_field is not None and isinstance(plan.n, int):
        return inclusion_probabilities(units[plan.size_field], plan.n)
    return stratum.map(draw.strata[PROBABILITY]).astype(float)
