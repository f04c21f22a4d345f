"""Who audits which child: nobody their own case, or their own team's, or without the skill."""

from collections.abc import Mapping, Sequence

import pandas as pd

from qaanalysis.sampling.allocate import CAPACITY, LOAD, Allocation, Apart, Skilled, allocated
from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.vocabulary import Col

_APART = {
    Col.TEAM: Apart(Col.TEAM, Col.TEAM, "of its team", may_be_blank=True),
    Col.CASE_HOLDER: Apart(Col.CASE_HOLDER, Col.AUDITOR, "its case holder", may_be_blank=True),
}


def shared_out(sample: pd.DataFrame, auditors: pd.DataFrame, plan: Plan) -> Allocation:
    """Return each child's auditor.

    Parameters
    ----------
    sample : DataFrame
        The selected children, by identifier.
    auditors : DataFrame
        One row for each: `auditor`, optionally `team`, `skills` and `capacity` (0 on leave; blank:
        as the mean of the others who aren't).
    plan : Plan
        Who is kept apart, and what skill is needed.

    Raises
    ------
    DataError, StatisticsError
        As `allocate.allocated`.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example
    >>> sample = example.cohort().head(3)
    >>> shared_out(sample, example.auditors(), example.plan()).cases["auditor"].tolist()
    ['V. Combe', 'U. Garth', 'V. Combe']
    """
    rules: list[Apart | Skilled] = [_APART[name] for name in plan.apart if name in sample]
    if plan.skilled_in is not None:
        rules.append(Skilled(plan.skilled_in, Col.AUDITOR_SKILLS))
    absent = {rule.person: None for rule in rules if rule.person not in auditors}
    people = with_capacity(auditors.assign(**absent), len(sample))
    return allocated(
        sample, people, case=Col.CHILD_ID, person=Col.AUDITOR, apart=rules, seed=plan.key
    )


def for_reserve(
    children: pd.DataFrame,
    auditors: pd.DataFrame,
    plan: Plan,
    *,
    before: Sequence[str],
    n_cases: Mapping[str, int],
) -> Allocation:
    """Return who audits a reserve: whoever had the case it replaces, else the least busy.

    Parameters
    ----------
    children : DataFrame
        The children who come in.
    auditors, plan
        As for `shared_out`.
    before : sequence of str
        Who had the case that is replaced, as far as that is known.
    n_cases : mapping of str to int
        How many cases each auditor has, without those that are replaced.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example
    >>> one, people = example.cohort().head(1), example.auditors()
    >>> found = for_reserve(one, people, example.plan(), before=["U. Garth"], n_cases={})
    >>> found.cases["auditor"].tolist()
    ['V. Combe']
    """
    loads = auditors[Col.AUDITOR].map(dict(n_cases)).fillna(0).astype(int)
    people = auditors.assign(**{LOAD: loads})
    same = people[people[Col.AUDITOR].isin(list(before))]
    if len(same):
        kept = shared_out(children, same, plan)
        if kept.cases[Col.AUDITOR].notna().all():
            return kept
    return shared_out(children, people, plan)


def with_capacity(auditors: pd.DataFrame, n_cases: int) -> pd.DataFrame:
    """Fill a blank capacity with the mean of the others who aren't on leave.

    Examples
    --------
    >>> with_capacity(pd.DataFrame({"capacity": [0, 3, None]}), 9)["capacity"].tolist()
    [0, 3, 3]
    """
    if CAPACITY not in auditors:
        return auditors
    held = pd.to_numeric(auditors[CAPACITY]).astype("Float64")
    if held.isna().all():
        return auditors.drop(columns=CAPACITY)
    able = held[held > 0]
    usual = n_cases if able.empty else -int(-able.mean() // 1)
    return auditors.assign(**{CAPACITY: held.fillna(usual).astype("Int64")})
