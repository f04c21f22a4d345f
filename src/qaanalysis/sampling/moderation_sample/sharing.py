"""Who moderates which audit: never the auditor, nor anybody of the case's or the auditor's team."""

import math
from collections.abc import Mapping, Sequence
from functools import partial

import pandas as pd

from qaanalysis.sampling.allocate import (
    CAPACITY,
    LOAD,
    N_CASES,
    REASON,
    Allocation,
    Apart,
    allocated,
)
from qaanalysis.sampling.moderation_sample.eligibility import LATE
from qaanalysis.vocabulary import Col

APART = (
    Apart(Col.AUDITOR, Col.MODERATOR, "its auditor"),
    Apart(Col.TEAM, Col.TEAM, "of its team"),
    Apart(Col.AUDITOR_TEAM, Col.TEAM, "of its auditor's team", may_be_blank=True),
)
NOBODY = (
    "Nobody can be allocated, as there is no table of moderators or it has no row. Add the table "
    "“moderators” under sources in params: one row for each, with their name (moderator) and, if "
    "they have one, their team."
)


def shared_out(
    sample: pd.DataFrame, moderators: pd.DataFrame, *, seed: str, apart: Sequence[Apart] = APART
) -> Allocation:
    """Return each audit's moderator: the draw's audits first, so that late ones change nobody's.

    Parameters
    ----------
    sample : DataFrame
        The selected audits, with `late`.
    moderators : DataFrame
        As for `drawn`; without a row nobody is allocated, and `unmet` says what to supply.
    seed : str
        The draw's.
    apart : sequence of Apart
        Who may not have which audit.

    Examples
    --------
    >>> sample = pd.DataFrame({"audit_id": ["A1"], "auditor": "P. Wick", "late": False})
    >>> nobody = pd.DataFrame({"moderator": [], "team": []})
    >>> shared_out(sample, nobody, seed="a").unmet[0][:29]
    'Nobody can be allocated, as t'
    """
    if moderators.empty:
        return _nobody(sample)
    moderators = _with_capacity(moderators)
    among = partial(allocated, case=Col.AUDIT_ID, person=Col.MODERATOR, apart=apart, seed=seed)
    first = among(sample[~sample[LATE]], moderators)
    if not sample[LATE].any():
        return first
    loads = first.loads.set_index(Col.MODERATOR)[LOAD]
    busier = moderators.assign(**{LOAD: moderators[Col.MODERATOR].map(loads)})
    late = among(sample[sample[LATE]], busier)
    n_cases = first.loads[N_CASES] + late.loads[N_CASES]
    return Allocation(
        pd.concat([first.cases, late.cases], ignore_index=True),
        late.loads.assign(**{N_CASES: n_cases}),
        tuple(dict.fromkeys(first.unmet + late.unmet)),
    )


def _nobody(sample: pd.DataFrame) -> Allocation:
    cases = sample[[Col.AUDIT_ID]].reset_index(drop=True)
    cases[Col.MODERATOR] = pd.Series(None, index=cases.index, dtype="str")
    cases[REASON] = "nobody is there to moderate"
    loads = pd.DataFrame({Col.MODERATOR: pd.Series(dtype="str"), N_CASES: [], LOAD: []})
    return Allocation(cases, loads.astype({N_CASES: int, LOAD: int}), (NOBODY,))


def _with_capacity(moderators: pd.DataFrame) -> pd.DataFrame:
    """Fill a blank capacity with the others' mean; without any there is no such column."""
    if CAPACITY not in moderators:
        return moderators
    given = moderators[CAPACITY].dropna()
    if given.empty:
        return moderators.drop(columns=CAPACITY)
    filled: pd.Series = moderators[CAPACITY].fillna(math.ceil(given.mean()))
    return moderators.assign(**{CAPACITY: filled})


def for_reserve(
    audit: pd.DataFrame,
    moderators: pd.DataFrame,
    *,
    before: str | None,
    n_cases: Mapping[str, int],
    seed: str,
) -> Allocation:
    """Return who moderates a reserve: whoever had the audit it replaces, else the least busy.

    Parameters
    ----------
    audit : DataFrame, 1 row
        The reserve: audit_id, auditor, team, auditor_team.
    moderators : DataFrame
        As for `drawn`.
    before : str or None
        Who had the audit that it replaces, if that is known.
    n_cases : mapping of str to int
        How many audits each moderator has, without the one that is replaced.
    seed : str
        The draw's.

    Examples
    --------
    >>> audit = pd.DataFrame({"audit_id": ["A1"], "auditor": "P. Wick", "team": "North",
    ...                       "auditor_team": None})
    >>> people = pd.DataFrame({"moderator": ["U. Garth", "V. Combe"], "team": ["North", None]})
    >>> found = for_reserve(audit, people, before="U. Garth", n_cases={"U. Garth": 2}, seed="a")
    >>> found.cases["moderator"].tolist()
    ['V. Combe']
    """
    if moderators.empty:
        return _nobody(audit)
    loads = moderators[Col.MODERATOR].map(dict(n_cases)).fillna(0).astype(int)
    people = _with_capacity(moderators).assign(**{LOAD: loads})
    among = partial(allocated, case=Col.AUDIT_ID, person=Col.MODERATOR, apart=APART, seed=seed)
    same = people[people[Col.MODERATOR] == before]
    if len(same):
        kept = among(audit, same)
        if kept.cases[Col.MODERATOR].notna().all():
            return kept
    return among(audit, people)
