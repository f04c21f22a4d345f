"""Which cases a table's figures count: what says how they can be added, and who is behind each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from qaanalysis.errors import DisclosureError

Values = Mapping[str, Collection[str]]
Where = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Cases:
    """The cases behind a table of counts, and which of them each column counts.

    A figure counts the cases whose values are those of its row heading and among those of its
    column. So every figure of every table on the same cases is a sum of the same small parts,
    which is what disclosure control has to know, and the list behind a figure can be given.

    Parameters
    ----------
    rows : DataFrame
        One row for each case, indexed by its identifier, one column for each property that a row
        heading or a column tells apart. The index is named after the identifier: where that is
        an audit's, internal readers are given the list behind each figure.
    of : str
        What the cases are. Tables with the same `of` count the same cases.
    counts : mapping of str to mapping
        By column of counts: the values, by property, of the cases it counts; all if empty. A
        column needn't be in the table shown: a small number that follows from what is shown is
        protected as well.
    within : mapping of str to collection, optional
        The values, by property, that bound the whole table, such as its months: the next report
        will have more.
    shares : mapping of str to (str, str), optional
        By column of shares: its numerator and its denominator among `counts`.
    derived : mapping of str to tuple of str, optional
        By any other column: the counts that it can be worked out from.
    out_of : mapping of str to tuple of str, optional
        By column of `derived` that is a share: the counts that its denominator is the sum of.
    made_of : mapping of str to tuple of str, optional
        By such a column, where the share is just a count of all: the counts that its numerator is
        the sum of.
    workload : collection of str, optional
        Columns that count work rather than children, such as returned: never hidden.
    keep : collection of str, optional
        Columns whose total is hidden last.
    coarser : tuple of collections of str, optional
        For tables in which too much would be hidden: the columns to show instead, in the order to
        try; what can be worked out from them stays. A column of `derived` that is named here stays
        too, hidden in the rows where it would tell of a small number that isn't shown.
    by_quarter : bool
        Whether months may be put together to quarters before columns are.
    untold : collection of str, optional
        Row headings that tell no cases apart: every row counts the same ones.

    Examples
    --------
    >>> rows = pd.DataFrame({"month": ["2023-05", "2023-05"], "grade": ["Good", "Poor"]})
    >>> cases = Cases(rows, "audits", {"graded": {}, "Good": {"grade": ["Good"]}})
    >>> cases.number({"month": "2023-05"}, "graded"), cases.number({}, "Good")
    (2, 1)
    """

    rows: pd.DataFrame
    of: str
    counts: Mapping[str, Values]
    within: Values = field(default_factory=dict)
    shares: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    derived: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    out_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    workload: Collection[str] = ()
    keep: Collection[str] = ()
    coarser: tuple[Collection[str], ...] = ()
    by_quarter: bool = False
    untold: Collection[str] = ()

    def where(self, heading: Mapping[str, Collection[str] | str], column: str) -> Where:
        """Return the values that the cases of a figure have, by property.

        Parameters
        ----------
        heading : mapping of str to str or collection of str
            The row's, by property; empty for a total.
        column : str
            One of `counts`.
        """
        found: Where = {name: frozenset(map(str, v)) for name, v in self.within.items()}
        for values in (self.counts[column], heading):
            for name, allowed in values.items():
                if name in self.untold:
                    continue
                given = {allowed} if isinstance(allowed, str) else map(str, allowed)
                chosen = frozenset(given)
                found[name] = found[name] & chosen if name in found else chosen
        return found

    def share_of(self, column: str) -> str:
        """Return the share that a column is, or an end of the interval of; empty if of none."""
        share = column.removesuffix("_low").removesuffix("_high")
        return share if share in self.shares else ""

    def rests_on(self, column: str) -> tuple[str, ...]:
        """Return the counts that a column is, or can be worked out from.

        Raises
        ------
        DisclosureError
            If the cases don't say what the column rests on.
        """
        if column in self.counts:
            return (column,)
        if share := self.share_of(column):
            return self.shares[share]
        if column in self.derived:
            return self.derived[column]
        raise DisclosureError(
            f"The column {column} can't be published: its table doesn't say which cases it counts "
            "or which counts it rests on."
        )

    def number(self, heading: Mapping[str, Collection[str] | str], column: str) -> int:
        """Return how many cases a figure counts."""
        return int(self.counted(heading, column).sum())

    def ids(self, heading: Mapping[str, Collection[str] | str], column: str) -> pd.Index:
        """Return the cases that a figure counts."""
        return self.rows.index[self.counted(heading, column)]

    def counted(self, heading: Mapping[str, Collection[str] | str], column: str) -> np.ndarray:
        """Return whether a figure counts each case, in the order of `rows`."""
        chosen = np.ones(len(self.rows), dtype=bool)
        for name, values in self.where(heading, column).items():
            if name not in self._values:
                raise DisclosureError(
                    f"The cases ({self.of}) have no property “{name}”; "
                    f"they have {', '.join(map(str, self.rows.columns))}."
                )
            codes, known = self._values[name]
            among = np.zeros(len(known), dtype=bool)
            among[[known[value] for value in values if value in known]] = True
            chosen &= among[codes]
        return chosen

    @cached_property
    def _values(self) -> dict[str, tuple[np.ndarray, dict[str, int]]]:
        """Which value of each property each case has, by its number, and the values' numbers."""
        found = {}
        for name, values in self.rows.items():
            codes, known = pd.factorize(values.astype(str), use_na_sentinel=False)
            found[str(name)] = codes, {value: code for code, value in enumerate(known)}
        return found


def mistold(cases: Cases, frame: pd.DataFrame, total: pd.DataFrame | None) -> list[str]:
    """Return the columns whose figures aren't the number of cases they are said to count.

    A figure that is missing counts nothing, and says nothing.

    Parameters
    ----------
    cases : Cases
        What the table is said to count.
    frame, total : DataFrame
        The table, its rows headed by properties of the cases, and its total.
    """
    found = []
    for column in (name for name in cases.counts if name in frame.columns):
        pairs = list(zip(headings(frame), frame[column], strict=True))
        if total is not None:
            pairs.append(({}, total[column].iloc[0]))
        if any(
            pd.notna(figure) and cases.number(heading, column) != figure
            for heading, figure in pairs
        ):
            found.append(column)
    return found


def headings(frame: pd.DataFrame) -> list[dict[str, str]]:
    """Return each row's heading by property.

    Examples
    --------
    >>> headings(pd.DataFrame({"n": [1]}, index=pd.Index(["North"], name="team")))
    [{'team': 'North'}]
    """
    names = [str(name) for name in frame.index.names]
    keys = [key if isinstance(key, tuple) else (key,) for key in frame.index]
    return [dict(zip(names, map(str, key), strict=True)) for key in keys]
