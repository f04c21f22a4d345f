"""One service area's audits, and what they led to, beside those of all areas.

Nothing of another area's audits is in an area's records but in the counts of all areas together.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

import pandas as pd

from qaanalysis.errors import ParamsError
from qaanalysis.metrics import grades, returns, safety
from qaanalysis.vocabulary import Col

# Of fewer a share says more of chance than of practice, so that only counts are given.
FEWEST = 10
ALL = "All service areas"
_ALL = "all_"


class Tables(Protocol):
    """A run's accepted tables."""

    def get(self, name: str) -> pd.DataFrame | None: ...  # noqa: D102
    def __getitem__(self, name: str) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Records:
    """Audits and what they led to, of one service area or of all.

    Parameters
    ----------
    register : DataFrame
        Every audit, of any kind and month: re-audits and actions are of these.
    audits : DataFrame
        The individual audits planned for the run's months.
    graded : DataFrame
        Those returned, from `grades.final`.
    re_audits, actions : DataFrame or None
        The tables of those names; None if the run has none.
    asked : tuple of str
        What the register of all service areas records of children's safety.
    """

    register: pd.DataFrame
    audits: pd.DataFrame
    graded: pd.DataFrame
    re_audits: pd.DataFrame | None
    actions: pd.DataFrame | None
    asked: tuple[str, ...] = safety.KINDS

    @classmethod
    def of(cls, tables: Tables, *, months: pd.PeriodIndex, as_at: dt.date) -> Self:
        """Return the records of all service areas."""
        register = tables["audits"]
        audits = returns.individual(register, months=months)
        graded = grades.final(audits, tables.get("moderations"), as_at=as_at)
        later = tables.get("re_audits"), tables.get("actions")
        return cls(register, audits, graded, *later, safety.asked(register))

    def within(self, area: str) -> "Records":
        """Return the records of one service area.

        Raises
        ------
        ParamsError
            If no accepted audit is of that area.
        """
        register = self.register[self.register[Col.SERVICE_AREA].astype("str") == area]
        if register.empty:
            known = sorted(map(str, self.register[Col.SERVICE_AREA].dropna().unique()))
            raise ParamsError(
                f"service_area: found “{area}”, of which no audit was accepted; allowed: "
                f"{', '.join(known)}."
            )
        return Records(
            register,
            _of(self.audits, register),
            _of(self.graded, register),
            None if self.re_audits is None else _of(self.re_audits, register),
            None if self.actions is None else _of(self.actions, register),
            self.asked,
        )


def _of(rows: pd.DataFrame, register: pd.DataFrame) -> pd.DataFrame:
    return rows[rows[Col.AUDIT_ID].isin(register[Col.AUDIT_ID])]


def beside(own: pd.DataFrame, every: pd.DataFrame, *, area: str) -> pd.DataFrame:
    """Return two rows of totals under one another: the area's, and that of all areas.

    Examples
    --------
    >>> own, every = (pd.DataFrame({"returned": [n]}, index=["May 2023"]) for n in (9, 44))
    >>> beside(own, every, area="Leaving Care")["returned"].to_dict()
    {'Leaving Care': 9, 'All service areas': 44}
    """
    rows = pd.concat([own, every])
    return rows.set_axis(pd.Index([area, ALL], name=Col.SERVICE_AREA), axis=0)


def beside_columns(
    own: pd.DataFrame, every: pd.DataFrame, *, counts: Sequence[str]
) -> pd.DataFrame:
    """Return the area's figures, and beside some counts those of all areas, named `all_…`.

    Parameters
    ----------
    own, every : DataFrame
        Of the same rows and columns.
    counts : sequence of str
        The columns to stand beside. What isn't a count, such as the longest delay, may be that of
        one audit of another area, and doesn't belong beside the area's own.

    Examples
    --------
    >>> own, every = (pd.DataFrame({"actions": [n]}, index=["overdue"]) for n in (2, 38))
    >>> beside_columns(own, every, counts=["actions"]).loc["overdue"].to_dict()
    {'actions': 2, 'all_actions': 38}
    """
    joined = own.join(every[list(counts)].add_prefix(_ALL), validate="1:1")
    names = [name for column in own for name in (column, f"{_ALL}{column}")]
    return joined[[name for name in names if name in joined]]


def called(columns: pd.Index) -> dict[str, str]:
    """Return which of the columns are of all areas, and of what.

    Examples
    --------
    >>> called(pd.Index(["actions", "all_actions"]))
    {'all_actions': 'actions'}
    """
    return {name: name.removeprefix(_ALL) for name in columns if name.startswith(_ALL)}


def counts_only(frame: pd.DataFrame, shares: Mapping[str, str]) -> pd.DataFrame:
    """Return a table in which shares of fewer than `FEWEST` are left out, with their intervals.

    Parameters
    ----------
    frame : DataFrame
        Counts, and shares of them.
    shares : mapping of str to str
        By share: the column that it is a share of.

    Examples
    --------
    >>> frame = pd.DataFrame({"n": [9, 10], "share": [0.1, 0.1]}, index=["North", "South"])
    >>> counts_only(frame, {"share": "n"})["share"].tolist()
    [nan, 0.1]
    """
    made = frame.copy()
    for share, total in shares.items():
        few = frame[total] < FEWEST
        columns = [c for c in (share, f"{share}_low", f"{share}_high") if c in frame]
        made[columns] = frame[columns].mask(few)
    return made
