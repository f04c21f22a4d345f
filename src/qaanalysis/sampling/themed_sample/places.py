"""The draw itself: who is selected, who is in reserve, and by what chance."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling import stratum_sizes
from qaanalysis.sampling.draw import (
    NUMBER,
    PROBABILITY,
    RESERVE,
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
    at = _where_drawn(label, draw)
    found = pd.DataFrame(index=rows.index)
    role = np.append((draw.units[ROLE] == SELECTED).to_numpy(dtype=int), 2)
    found[PLACE] = pd.array([RESERVE, SELECTED, NOT_DRAWN], dtype="str").take(role[at])
    found[STRATUM] = _stratum(units, plan, label, draw)
    found[NUMBER] = draw.units[NUMBER].astype("Int64").array.take(at, allow_fill=True)
    found[PROBABILITY] = _chances(units, draw, plan, label, found[STRATUM])
    found[WEIGHT] = 1 / found[PROBABILITY].where(found[PLACE] == SELECTED)
    return found, draw


def _where_drawn(label: pd.Series, draw: Draw) -> NDArray[np.intp]:
    """Return each child's row in the units drawn, -1 if its unit wasn't."""
    drawn = pd.Index(draw.units[UNIT])
    there = label.isin(drawn).to_numpy()
    found = np.full(len(label), -1, dtype=np.intp)
    # Few of many are drawn, and whether one is costs less to ask than which.
    found[there] = drawn.get_indexer(label[there])
    return found


def _stratum(units: pd.DataFrame, plan: Plan, label: pd.Series, draw: Draw) -> pd.Series | str:
    if not _stratified(plan):
        return str(draw.strata.index[0])
    held = units[plan.strata]
    if plan.design == FAMILIES:
        held = label.map(units.set_index(UNIT)[plan.strata])
    return held.map(str)


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
        units = units.assign(**{STRATUM: _as_text(units[plan.strata])})
        counts = units[STRATUM].value_counts().sort_index()
        counts = counts[counts > 0]
        counts.index = counts.index.astype("str")
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


def _as_text(strata: pd.Series) -> pd.Series:
    """Return strata as text, so that a plan can name one that is a number."""
    if not isinstance(strata.dtype, pd.CategoricalDtype):
        return strata.astype("str")
    text = strata.map(str)
    if not isinstance(text.dtype, pd.CategoricalDtype):  # Two of them are the same text.
        return text.astype("str")
    return text.cat.set_categories(sorted(text.cat.categories), ordered=False)


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
