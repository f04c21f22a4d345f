"""The frame of a themed sample: the theme's children, each once, and who can be drawn."""

import pandas as pd

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.frame import Frame, framed
from qaanalysis.sampling.themed_sample.plan import FAMILIES, N_CHILDREN, Plan
from qaanalysis.sampling.wording import named
from qaanalysis.vocabulary import Col


def frame(cohort: pd.DataFrame, plan: Plan) -> Frame:
    """Return every child of the plan's theme once, and whether it can be drawn.

    Parameters
    ----------
    cohort : DataFrame
        The cohort table of the data specification, of one theme or of several, with a column for
        each field that the plan's rules name.
    plan : Plan
        The theme, its rules, and who stands for a family.

    Returns
    -------
    Frame
        As `frame.framed`.

    Raises
    ------
    DataError
        As `frame.framed`, or if the plan needs families and the cohort has none.
    StatisticsError
        If the cohort has nobody of the theme, a column that the plan names isn't there, or nobody
        can be drawn.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example
    >>> made = frame(example.cohort(), example.plan())
    >>> made.steps[["step", "n"]].to_string(index=False, header=False).split()[-2:]
    ['frame', '8']
    """
    rows = cohort
    if Col.THEME in cohort:
        theirs = cohort[Col.THEME] == plan.theme
        if not theirs.all():  # A cohort of one theme isn't copied.
            rows = cohort[theirs]
        if rows.empty:
            there = named(sorted(cohort[Col.THEME].dropna().unique()), at_most=20)
            raise StatisticsError(f"theme: found “{plan.theme}”; allowed: {there or 'none'}")
    fields = [("strata", plan.strata), ("size_field", plan.size_field)]
    for name, field in [*fields, ("skilled_in", plan.skilled_in)]:
        if field is not None and field not in rows and field != N_CHILDREN:
            allowed = ", ".join(str(column) for column in rows.columns)
            raise StatisticsError(f"{name}: found “{field}”; allowed: {allowed}")
    if plan.design == FAMILIES and Col.FAMILY_ID not in rows:
        raise DataError(f"design: found families and no column {Col.FAMILY_ID}; needed with it")
    made = framed(
        rows,
        unit=Col.CHILD_ID,
        family=Col.FAMILY_ID,
        rules=plan.eligible,
        siblings=plan.siblings,
        seed=plan.key,
    )
    if made.steps["n"].iloc[-1] == 0:
        raise StatisticsError("eligible: found no child who meets every rule; needed: one or more")
    return made
