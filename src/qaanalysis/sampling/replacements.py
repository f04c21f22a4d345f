"""Replacements: a selected unit that can't be done gives way to the next reserve of its stratum.

Only the reserves of a draw come in, in their order, each once and with a reason, so that nobody
can choose who does. What was replaced is kept in a log, and `faults` goes through it again.
"""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.sampling.draw import NUMBER, RESERVE, ROLE, SELECTED, STRATUM
from qaanalysis.sampling.wording import counted

REPLACED, BY, REASON, ON = "replaced", "by", "reason", "on"
COLUMNS = (REPLACED, BY, STRATUM, NUMBER, REASON, ON)


@dataclass(frozen=True)
class Replacement:
    """A unit and the reserve that came in for it.

    Parameters
    ----------
    replaced, by : str
        Identifiers.
    stratum : str
        Of both.
    number : int
        The reserve's number in the order of the stratum.
    reason : str
        Why the unit can't be done.
    on : date or None
        When it was replaced, if it was said.
    """

    replaced: str
    by: str
    stratum: str
    number: int
    reason: str
    on: dt.date | None = None


def nothing() -> pd.DataFrame:
    """Return the log of a draw in which nothing was replaced yet."""
    return pd.DataFrame(columns=list(COLUMNS), dtype=object)


def standing(frame: pd.DataFrame, log: pd.DataFrame, *, unit: str) -> list[str]:
    """Return the units that are to be done: those selected, as the log has replaced them.

    Parameters
    ----------
    frame, log, unit
        As in `replacement`.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A", "B"], "role": ["selected", "reserve"]})
    >>> standing(frame, pd.DataFrame({"replaced": ["A"], "by": ["B"]}), unit="audit_id")
    ['B']
    """
    first = frame.loc[frame[ROLE] == SELECTED, unit]
    gone = set(log[REPLACED])
    return [one for one in (*first, *log[BY]) if one not in gone]


def replacement(
    frame: pd.DataFrame,
    log: pd.DataFrame,
    *,
    unit: str,
    replaced: str,
    reason: str,
    on: dt.date | None = None,
) -> Replacement:
    """Return the reserve that comes in for a unit: the next of its stratum that hasn't yet.

    Parameters
    ----------
    frame : DataFrame
        One row for each unit selected or in reserve, in any order: the unit's own column,
        `stratum`, `number` (reserves come in by it; a unit without one is no reserve) and `role`
        ("selected" or "reserve").
    log : DataFrame
        What was replaced before, earliest first: `replaced`, `by`.
    unit : str
        Column with the units' identifiers.
    replaced : str
        The unit that can't be done: selected, or a reserve that has come in.
    reason : str
        Why; not empty.
    on : date, optional
        When it is replaced.

    Raises
    ------
    DataError
        If there is no reason, the unit isn't one that is to be done, or no reserve is left.

    Notes
    -----
    In a stratum of which n of N were drawn in random order, leaving out those that turn out not to
    be eligible and going on in the order is a random sample of the eligible ones. It isn't one of
    all where units can't be done for a reason that goes with what is looked for.

    References
    ----------
    Lohr SL (2022). *Sampling: Design and Analysis*, 3rd ed., CRC Press, chapter 8 (nonresponse and
    substitution).

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A", "B", "C"], "stratum": "Good", "number": [1, 2, 3],
    ...                       "role": ["selected", "reserve", "reserve"]})
    >>> found = replacement(frame, nothing(), unit="audit_id", replaced="A", reason="file closed")
    >>> found.by, found.number
    ('B', 2)
    """
    if not reason.strip():
        raise DataError(f"reason: found none; needed: why {replaced} can't be done")
    _check(frame, log, unit, replaced)
    stratum = frame.loc[frame[unit] == replaced, STRATUM].iloc[0]
    reserves = frame[(frame[ROLE] == RESERVE) & (frame[STRATUM] == stratum)].sort_values(NUMBER)
    left = reserves[~reserves[unit].isin(log[BY])]
    if left.empty:
        had = counted(len(reserves), "reserve")
        why = f"its {had} came in before" if len(reserves) else "it has none"
        raise DataError(
            f"{stratum}: found no reserve left for {replaced}, as {why}. Nothing is replaced: "
            f"leave {replaced} undone, and say so where the results are shown."
        )
    following = left.iloc[0]
    return Replacement(
        replaced, str(following[unit]), str(stratum), int(following[NUMBER]), reason.strip(), on
    )


def _check(frame: pd.DataFrame, log: pd.DataFrame, unit: str, replaced: str) -> None:
    if replaced in standing(frame, log, unit=unit):
        return
    before = log.loc[log[REPLACED] == replaced, BY]
    if len(before):
        raise DataError(f"{replaced}: found replaced before, by {before.iloc[0]}; allowed: once")
    what = "a reserve that hasn't come in" if replaced in set(frame[unit]) else "not in the sample"
    raise DataError(f"{replaced}: found {what}; allowed: a unit of the sample that is to be done")


def faults(frame: pd.DataFrame, log: pd.DataFrame, *, unit: str) -> list[str]:
    """Return a sentence for each entry of a log that isn't the replacement it should be.

    Parameters
    ----------
    frame, unit
        As in `replacement`.
    log : DataFrame
        All of the log's columns.

    Returns
    -------
    list of str
        Empty if each entry took the next reserve of its stratum, for a unit that was to be done,
        and has a reason.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A", "B", "C"], "stratum": "Good", "number": [1, 2, 3],
    ...                       "role": ["selected", "reserve", "reserve"]})
    >>> log = pd.DataFrame({"replaced": ["A"], "by": ["C"], "stratum": "Good", "number": [3],
    ...                     "reason": ["file closed"]})
    >>> faults(frame, log, unit="audit_id")
    ['Entry 1 of the log of replacements has C for A, where B is the next reserve.']
    """
    found = []
    for n, entry in enumerate(log.to_dict(orient="records"), start=1):
        where = f"Entry {n} of the log of replacements"
        try:
            due = replacement(
                frame,
                log.iloc[: n - 1],
                unit=unit,
                replaced=str(entry[REPLACED]),
                reason=str(entry[REASON]),
            )
        except DataError as error:
            found.append(f"{where} can't be: {error}")
            continue
        if (due.by, due.stratum, due.number) != (entry[BY], entry[STRATUM], entry[NUMBER]):
            said = f"{where} has {entry[BY]} for {due.replaced}, where {due.by} is the next reserve"
            found.append(f"{said}.")
    return found
