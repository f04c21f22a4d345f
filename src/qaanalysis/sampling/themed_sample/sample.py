"""Draw a themed sample, and draw it again to verify it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.sampling.draw import RESERVE, SELECTED, STRATUM, Draw
from qaanalysis.sampling.frame import IN_FRAME, NOT_DRAWN, PLACE, STEPS, Frame, by_identifier
from qaanalysis.sampling.given import Given
from qaanalysis.sampling.themed_sample.places import placed
from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.sampling.themed_sample.result import RESTED_ON, ThemedSample
from qaanalysis.sampling.themed_sample.sharing import shared_out
from qaanalysis.sampling.wording import counted, named
from qaanalysis.vocabulary import Col


def drawn(frame: Frame, auditors: pd.DataFrame | None, plan: Plan) -> ThemedSample:
    """Draw the children to audit and, if there are auditors, give each to one.

    Parameters
    ----------
    frame : Frame
        From `themed_sample.frame`.
    auditors : DataFrame or None
        One row for each: `auditor`, optionally `team`, `skills` (“; ” between; blank: everything)
        and `capacity` (0 on leave; blank: as the others). Without a row nobody is given a case.
    plan : Plan
        What is to be drawn.

    Returns
    -------
    ThemedSample
        Every child of `frame` once; what couldn't be met as sentences.

    Raises
    ------
    DataError, StatisticsError
        If the plan can't be drawn from this frame, or as `allocate.allocated`.

    References
    ----------
    See the package's documentation for the designs, their probabilities and sources.

    Examples
    --------
    >>> from qaanalysis.sampling import themed_sample
    >>> from qaanalysis.sampling.themed_sample import example
    >>> plan = example.plan()
    >>> made = themed_sample.frame(example.cohort(), plan)
    >>> found = drawn(made, example.auditors(), plan)
    >>> found.steps["n"].tolist(), found.unmet
    ([12, 10, 8, 8, 4, 1], ())
    """
    rows, draw = _selection(frame.rows, plan)
    sample = rows[rows[PLACE] == SELECTED]
    people = pd.DataFrame({column: pd.Series(dtype="str") for column in RESTED_ON})
    allocation, given = None, pd.Series(dtype="str")
    if auditors is not None and not auditors.empty:
        people, allocation = auditors, shared_out(sample, auditors, plan)
        given = allocation.cases.set_index(Col.CHILD_ID)[Col.AUDITOR]
    rows[Col.AUDITOR] = pd.Series(np.nan, index=rows.index, dtype="str")
    if len(given):
        rows.loc[sample.index, Col.AUDITOR] = sample[Col.CHILD_ID].map(given).astype("str")
    unmet = (*_no_chance(draw), *_alone(rows), *draw.shortfalls)
    return ThemedSample(
        plan,
        rows,
        _strata(draw, rows),
        _steps(frame.steps, rows[PLACE]),
        people,
        allocation,
        draw.shortfalls,
        unmet if allocation is None else (*unmet, *allocation.unmet),
    )


def redrawn(frame: pd.DataFrame, plan: Mapping[str, Any]) -> pd.DataFrame:
    """Return the children of the frame drawn again, each with its place, stratum and number.

    Parameters
    ----------
    frame : DataFrame
        The rows of a `Frame`.
    plan : mapping
        The plan as the manifest has it.

    Raises
    ------
    DataError, StatisticsError
        If the plan isn't one of a themed sample, or as `drawn`.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example, frame
    >>> made = frame(example.cohort(), example.plan())
    >>> first = drawn(made, None, example.plan())
    >>> redrawn(made.rows, example.plan().plain())["place"].equals(first.rows["place"])
    True
    """
    return _selection(frame, Plan.from_plain(plan))[0]


def reallocated(frame: pd.DataFrame, plan: Mapping[str, Any], auditors: pd.DataFrame) -> Given:
    """Return who audits which of the selected children when they are shared out again.

    Parameters
    ----------
    frame, plan
        As for `redrawn`.
    auditors : DataFrame
        As for `drawn`.

    Raises
    ------
    DataError, StatisticsError
        As `drawn`.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example, frame
    >>> made = frame(example.cohort(), example.plan())
    >>> len(reallocated(made.rows, example.plan().plain(), example.auditors()).cases)
    4
    """
    made = Frame(frame, pd.DataFrame(columns=list(STEPS)))
    return drawn(made, auditors, Plan.from_plain(plan)).given


def _selection(frame: pd.DataFrame, plan: Plan) -> tuple[pd.DataFrame, Draw]:
    rows = by_identifier(frame, Col.CHILD_ID)
    code, words = pd.factorize(rows[PLACE])
    able = np.asarray(words == IN_FRAME)[code]
    needed = (Col.CHILD_ID, Col.FAMILY_ID, plan.strata, plan.size_field)
    found, draw = placed(rows.loc[able, [c for c in rows if c in needed]], plan)
    at = np.full(len(rows), -1)
    at[able] = np.arange(len(found))
    role, roles = pd.factorize(found[PLACE])
    code[able] = role + len(words)
    rows[PLACE] = words.append(roles).array.take(code)
    for column in found.columns.drop(PLACE):
        rows[column] = found[column].array.take(at, allow_fill=True)
    return rows, draw


def _strata(draw: Draw, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the strata of the draw with their children, who may be more than its units."""
    n = rows[STRATUM].value_counts()
    taken = rows.loc[rows[PLACE] == SELECTED, STRATUM].value_counts()
    index = draw.strata.index
    return draw.strata.assign(
        n_children=n.reindex(index, fill_value=0),
        n_children_selected=taken.reindex(index, fill_value=0),
    )


def _steps(steps: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    n = places.value_counts().reindex([SELECTED, RESERVE, NOT_DRAWN], fill_value=0).to_dict()
    after = n[RESERVE] + n[NOT_DRAWN]
    why = f"{counted(after, 'child', 'children')} not selected"
    more = [
        ("sample", n[SELECTED], after, why),
        ("reserves", n[RESERVE], n[NOT_DRAWN], NOT_DRAWN),
    ]
    rows = [*steps.itertuples(index=False, name=None), *more]
    return pd.DataFrame(rows, columns=list(STEPS))


def _no_chance(draw: Draw) -> list[str]:
    none = [str(one) for one in draw.strata.index[draw.strata["n_selected"] == 0]]
    if not none:
        return []
    return [f"Nobody of {named(none)} had a chance of being drawn: the size there is 0."]


def _alone(rows: pd.DataFrame) -> list[str]:
    """Say how many in the frame have no family where the cohort has families."""
    if Col.FAMILY_ID not in rows:
        return []
    n = int((rows[STRATUM].notna() & rows[Col.FAMILY_ID].isna()).sum())
    if not n:
        return []
    verb = "counts" if n == 1 else "count"
    who = counted(n, "child", "children")
    return [f"{who} of the frame without a {Col.FAMILY_ID} {verb} as a family each."]
