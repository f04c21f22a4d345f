"""A child or family that can't be audited gives way to its reserve: logged, and given out."""

import datetime as dt

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.draws import files, replacing, themed
from qaanalysis.draws.replacing import CameIn, Written
from qaanalysis.errors import DataError
from qaanalysis.params import Params
from qaanalysis.sampling.allocate import REASON, Allocation
from qaanalysis.sampling.themed_sample import Plan, worklist_of_reserve
from qaanalysis.sampling.themed_sample.plan import FAMILIES
from qaanalysis.sampling.themed_sample.sharing import for_reserve
from qaanalysis.themed_plan import ThemedPlan
from qaanalysis.vocabulary import Col


def replace(
    params: Params,
    tables: Loaded,
    plan: ThemedPlan,
    *,
    case: str,
    reason: str,
    on: dt.date | None = None,
    secret: bytes,
) -> CameIn:
    """Replace a case of a themed sample by the next reserve of its stratum.

    Parameters
    ----------
    params, tables, plan
        The run's and the plan's; the cohort may be a later one than the draw's.
    case : str
        The child that can't be audited; where whole families are drawn, the family.
    reason : str
        Why; without a name in it.
    on : date, optional
        When it is replaced; the audit is due so many days later, or after the draw.
    secret : bytes
        The organisation's.

    Returns
    -------
    CameIn
        The line that was added to the log; the worklists are written.

    Raises
    ------
    DataError
        If nothing was drawn, there is no reason, no reserve is left, or the cohort hasn't got it.
    """
    folder, cohort = themed.folder(params, plan), tables["cohort"]
    known = cohort[Col.CHILD_ID].astype("str").unique()
    draw = replacing.recorded(
        folder, what=f"“{plan.theme}”", known=known, unit=Col.CHILD_ID, secret=secret
    )
    drawn = Plan.from_plain(draw.plan)
    rows = themed.frame(tables, drawn).rows
    units = themed.units(draw.rows, rows, drawn)
    _refuse_child_of_family(case, draw.rows, rows, drawn)
    entry = replacing.entry(draw, units, unit=Col.CHILD_ID, replaced=case, reason=reason, on=on)
    came = _children(entry.by, rows, draw.rows, drawn)
    allocation = _allocation(draw, came, rows, tables, drawn, case, secret)
    cases = came.merge(allocation.cases, on=Col.CHILD_ID, validate="1:1")
    suffix, due = replacing.suffix(draw), themed.due_on(params, plan, on)
    begins = worklist_of_reserve(
        cases, folder / files.WORKLISTS, drawn, due, themed.questions(plan), suffix=suffix
    )
    replacing.add(draw, entry, cases, unit=Col.CHILD_ID, person=Col.AUDITOR, secret=secret)
    without = cases[cases[Col.AUDITOR].isna()]
    return CameIn(entry, begins, "; ".join(sorted(set(without[REASON]))))


def _refuse_child_of_family(case: str, kept: pd.DataFrame, rows: pd.DataFrame, plan: Plan) -> None:
    child = kept[kept[Col.CHILD_ID] == case]
    if plan.design != FAMILIES or child.empty:
        return
    family = themed.labels(child, rows, plan).iloc[0]
    raise DataError(
        f"{case}: found a child of a family that was drawn whole; allowed: the family, {family}, "
        "which is replaced with all its children"
    )


def _children(by: str, rows: pd.DataFrame, kept: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return the frame's rows of the children who come in."""
    reserves = rows[rows[Col.CHILD_ID].isin(kept[Col.CHILD_ID])]
    found = reserves[themed.labels(reserves, rows, plan) == by].reset_index(drop=True)
    if found.empty:
        raise DataError(
            f"{by}: the next reserve isn't in the cohort any more. Nothing is replaced: use a "
            "cohort that has it."
        )
    return found


def _allocation(
    draw: Written,
    came: pd.DataFrame,
    rows: pd.DataFrame,
    tables: Loaded,
    plan: Plan,
    case: str,
    secret: bytes,
) -> Allocation:
    """Return who audits the reserve, by what the draw's own files say everybody has."""
    people = themed.roster(tables)
    has = pd.Series(replacing.holders(draw, people[Col.AUDITOR], secret), dtype="str")
    cases = pd.DataFrame({Col.CHILD_ID: has.index, Col.AUDITOR: has.to_numpy()})
    unit, units = themed.labels(cases, rows, plan), themed.units(draw.rows, rows, plan)
    still = replacing.going_on(draw, units, unit=Col.CHILD_ID, without=case)
    busy = cases.loc[unit.isin(still), Col.AUDITOR].value_counts()
    n_cases = {str(one): int(n) for one, n in busy.items()}
    before = cases.loc[unit == case, Col.AUDITOR].unique().tolist()
    return for_reserve(came, people, plan, before=before, n_cases=n_cases)
