"""Cases to people: nobody gets their own or their own team's, and the load is even."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.assignment import assigned
from qaanalysis.sampling.prn import numbers
from qaanalysis.sampling.unallocated import reasons, unmet
from qaanalysis.sampling.wording import counted

CAPACITY, LOAD = "capacity", "load"
REASON, N_CASES = "reason", "n_cases"


@dataclass(frozen=True)
class Apart:
    """A case and a person that must be kept apart: who share a value in two columns.

    Parameters
    ----------
    case, person : str
        The column of the cases and that of the people. A person without a value is apart from
        every case.
    words : str
        What such a person is to the case, for a sentence: "its auditor", "of its team".
    may_be_blank : bool
        Whether a case may lack a value: then the rule can't be checked, and keeps nobody from it.

    Examples
    --------
    >>> Apart("auditor", "moderator", "its auditor").words
    'its auditor'
    """

    case: str
    person: str
    words: str
    may_be_blank: bool = False


@dataclass(frozen=True)
class Skilled:
    """A case that needs a skill, and people who list theirs.

    Parameters
    ----------
    case, person : str
        The column of the cases with the skill needed (blank: none), and that of the people with a
        list, “; ” between (blank: they can do everything).
    words : str
        What somebody without the skill is to the case, for a sentence.

    Examples
    --------
    >>> Skilled("plan_type", "skills").words
    'without the skill it needs'
    """

    case: str
    person: str
    words: str = "without the skill it needs"
    may_be_blank = True


@dataclass(frozen=True)
class Allocation:
    """Who gets which case.

    Parameters
    ----------
    cases : DataFrame
        One row for each case, by its identifier: the case's column, the person's (missing where
        the case couldn't be allocated) and `reason` (why not; empty for an allocated case).
    loads : DataFrame
        One row for each person, by name: the person's column, `n_cases` (allocated now), `load`
        (with what the person had before) and, where given, `capacity`.
    unmet : tuple of str
        A sentence for each constraint that couldn't be met; empty if all were.
    """

    cases: pd.DataFrame
    loads: pd.DataFrame
    unmet: tuple[str, ...]

    def _repr_html_(self) -> str:
        n = int(self.loads[N_CASES].sum())
        people = counted(len(self.loads), "person", "people")
        return f"<p>{counted(n, 'case')} allocated to {people}. {' '.join(self.unmet)}</p>"


def allocated(
    cases: pd.DataFrame,
    people: pd.DataFrame,
    *,
    case: str,
    person: str,
    apart: Sequence[Apart | Skilled],
    seed: str,
) -> Allocation:
    """Allocate as many cases as the constraints allow, as evenly as they allow.

    Parameters
    ----------
    cases : DataFrame, n rows
        One row for each case, in any order; the columns that `apart` names, none missing unless
        the rule says it may be.
    people : DataFrame, p rows
        One row for each person, in any order; the columns that `apart` names (missing: keeps the
        person from no case), optionally `capacity` (whole numbers: the most cases one may have, 0
        for somebody on leave; loads are then even in proportion to it) and `load` (whole numbers:
        cases somebody has already).
    case, person : str
        Columns with the identifiers: text, none missing, none twice.
    apart : sequence of Apart or Skilled
        Who may not have which case. Capitals and spaces don't make two values different.
    seed : str
        Of the permanent random numbers that decide between allocations equally even.

    Returns
    -------
    Allocation
        Every case is in it once. A case nobody may have, or for which no capacity is left, is
        without a person and has its reason; the others are allocated all the same.

    Raises
    ------
    DataError
        If an identifier or a value of the cases that `apart` names is missing, or an identifier
        stands twice.
    StatisticsError
        If there are no people, or a capacity or load isn't a whole number of 0 or more.

    Notes
    -----
    A linear assignment problem: each person has a slot for each case they could have, and the
    k-th costs (2k − 1)/capacity, so that the total is the sum of load²/capacity, which is least
    when loads are as even as the constraints allow. Without capacities loads differ by more than
    one only where the constraints force it, and `unmet` then says so. Permanent random numbers of
    case and person, too small to outweigh one slot, make the best allocation the only one.

    References
    ----------
    Burkard R, Dell'Amico M, Martello S (2012). *Assignment Problems*, SIAM.
    Crouse DF (2016). On implementing 2D rectangular assignment algorithms. IEEE Transactions on
    Aerospace and Electronic Systems 52:1679–1696 (the algorithm in scipy).

    Examples
    --------
    >>> cases = pd.DataFrame({"audit_id": ["A1", "A2"], "auditor": ["P. Wick", "Q. Holt"]})
    >>> people = pd.DataFrame({"moderator": ["P. Wick", "R. Mere"]})
    >>> rules = [Apart("auditor", "moderator", "its auditor")]
    >>> allocated(cases, people, case="audit_id", person="moderator", apart=rules, seed="a").cases
      audit_id moderator reason
    0       A1   R. Mere
    1       A2   P. Wick
    """
    files = _checked(cases, case, [rule.case for rule in apart if not rule.may_be_blank])
    staff = _checked(people, person, [])
    if staff.empty:
        raise StatisticsError(f"{person}: found nobody to allocate cases to; needed: at least one")
    capacity, load = _whole(staff, CAPACITY), _whole(staff, LOAD)
    barred = [_barred(rule, files[rule.case], staff[rule.person]) for rule in apart]
    allowed = ~np.logical_or.reduce(barred) if barred else np.ones((len(files), len(staff)), bool)
    lots = _lots(files[case], staff[person], seed)
    given = assigned(allowed, lots, capacity, np.zeros(len(staff), int) if load is None else load)
    why = reasons(given, allowed, [rule.words for rule in apart])
    n_cases = np.bincount(given[given >= 0], minlength=len(staff))
    loads = staff[[person]].assign(n_cases=n_cases, load=n_cases + (0 if load is None else load))
    if capacity is not None:
        loads[CAPACITY] = capacity
    names = np.array([*staff[person], None], dtype=object)
    found = files[[case]].copy()
    found[person], found[REASON] = pd.Series(names[given], dtype="str"), why
    unlike = None if capacity is not None else loads[LOAD].to_numpy()
    return Allocation(found, loads, unmet(found[case].tolist(), why, unlike, n_cases))


def _checked(frame: pd.DataFrame, identifier: str, others: list[str]) -> pd.DataFrame:
    """Return the rows in the order of their identifiers, so that the order given counts nothing."""
    for column in (identifier, *others):
        missing = int(frame[column].isna().sum())
        if missing:
            found = counted(missing, "row")
            raise DataError(f"{column}: found {found} without a value; needed: one in every row")
    repeated = int(frame[identifier].duplicated().sum())
    if repeated:
        found = counted(repeated, "row")
        raise DataError(f"{identifier}: found {found} repeating another; needed: one row for each")
    ordered = frame[identifier].astype(object).sort_values().index
    return frame.loc[ordered].reset_index(drop=True)


def _whole(people: pd.DataFrame, column: str) -> NDArray[np.int64] | None:
    if column not in people:
        return None
    found = pd.to_numeric(people[column], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    if not (np.isfinite(found) & (found >= 0) & (found == np.floor(found))).all():
        raise StatisticsError(
            f"{column}: found one that isn't a count; needed: a whole number of 0 or more for each"
        )
    return found.astype(np.int64)


def _barred(rule: Apart | Skilled, cases: pd.Series, people: pd.Series) -> NDArray[np.bool_]:
    """Mark the cases that a rule keeps from people, shape (n, p)."""
    if isinstance(rule, Apart):
        return _shared(cases, people)
    listed = [None if pd.isna(one) else str(one).split(";") for one in people]
    skills = [{_plain(skill) for skill in one or ()} - {""} for one in listed]
    needed = [_plain(value) for value in cases]
    unskilled = [[bool(need and has and need not in has) for has in skills] for need in needed]
    return np.array(unskilled, dtype=bool).reshape(len(cases), len(people))


def _shared(of_cases: pd.Series, of_people: pd.Series) -> NDArray[np.bool_]:
    """Mark the cases and people with the same value, shape (n, p)."""
    mine, theirs = ([_plain(value) for value in column] for column in (of_cases, of_people))
    same = [[one is not None and one == other for other in theirs] for one in mine]
    return np.array(same, dtype=bool).reshape(len(of_cases), len(of_people))


def _plain(value: Any) -> str | None:
    return None if pd.isna(value) else " ".join(str(value).casefold().split())


def _lots(cases: pd.Series, people: pd.Series, seed: str) -> NDArray[np.float64]:
    """Return a number from 0 to 1 for each case and person, shape (n, p)."""
    pairs = [f"{one}\x1f{other}" for one in cases for other in people]
    prn = numbers(pd.Series(pairs, dtype=str), seed=f"{seed}/allocation")
    return (prn.to_numpy() / 2.0**64).reshape(len(cases), len(people))
