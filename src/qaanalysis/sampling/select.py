"""Simple and stratified random selection by permanent random numbers.

Within each stratum the units with the smallest numbers are selected and the next are the reserves,
in order. Nothing else counts: not the order of rows, nor who else is in another stratum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.prn import numbers
from qaanalysis.sampling.wording import counted, named

ALL = "all"
SELECTED, RESERVE = "selected", "reserve"
STRATUM, NUMBER, ROLE = "stratum", "number", "role"
PROBABILITY, WEIGHT = "inclusion_probability", "weight"
WHOLE_FRAME = "whole frame"

Size = int | Literal["all"]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Draw:
    """Who was drawn, and what each stratum came to.

    Parameters
    ----------
    units : DataFrame
        One row for each unit drawn, by stratum and number: the unit's own column, `stratum`,
        `number` (1 is the first drawn of its stratum, reserves count on), `role` ("selected" or
        "reserve"), `inclusion_probability` (of being selected), `weight` (one over it; NaN for a
        reserve).
    strata : DataFrame
        One row for each stratum, indexed by it: `n_frame`, `n_wanted`, `n_selected`, `n_short`
        (wanted but not there), `n_reserves`, `n_reserves_short`, `inclusion_probability` (NaN for
        a stratum without units).

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A1", "A2"]})
    >>> selected(frame, unit="audit_id", sizes=3, seed="a").shortfalls
    ('whole frame: 3 wanted, 2 there; all are taken',)
    """

    units: pd.DataFrame
    strata: pd.DataFrame

    @property
    def sample(self) -> pd.DataFrame:
        """The selected units."""
        return self.units[self.units[ROLE] == SELECTED]

    @property
    def reserves(self) -> pd.DataFrame:
        """The reserves, in the order in which they come in."""
        return self.units[self.units[ROLE] == RESERVE]

    @property
    def shortfalls(self) -> tuple[str, ...]:
        """What was wanted and isn't there, a sentence for each stratum; empty if nothing."""
        found = []
        for stratum, row in self.strata.iterrows():
            if row["n_short"]:
                wanted, there = f"{row['n_wanted']:.0f} wanted", f"{row['n_frame']:.0f} there"
                found.append(f"{stratum}: {wanted}, {there}; all are taken")
            elif row["n_reserves_short"]:
                short = counted(int(row["n_reserves_short"]), "reserve")
                found.append(f"{stratum}: {short} fewer than wanted; no more units are left")
        return tuple(found)

    def _repr_html_(self) -> str:
        n, strata = counted(len(self.sample), "unit"), counted(len(self.strata), "stratum", "strata")
        return f"<p>{n} selected from {strata}, {counted(len(self.reserves), 'reserve')}</p>"


def selected(
    frame: pd.DataFrame,
    *,
    unit: str,
    seed: str,
    sizes: Size | Mapping[str, Size],
    strata: str | None = None,
    reserves: int = 0,
) -> Draw:
    """Select at random, with known and equal probabilities within each stratum.

    Parameters
    ----------
    frame : DataFrame, n rows
        One row for each unit, in any order.
    unit : str
        Column with the units' identifiers: text, none missing, none twice.
    seed : str
        The draw's seed.
    sizes : int, "all", or mapping of stratum to either
        How many to select from each stratum; "all" takes every unit of it with certainty. A
        mapping names every stratum of the frame; it may name strata that turn out empty.
    strata : str, optional
        Column with the strata, none missing; without it the frame is one stratum.
    reserves : int
        How many reserves each stratum should have; none for "all".

    Returns
    -------
    Draw
        A stratum with fewer units than wanted is taken whole, and `shortfalls` says so.

    Raises
    ------
    DataError
        If an identifier or a stratum is missing, or an identifier stands twice.
    StatisticsError
        If a size isn't a whole number of 0 or more, or a stratum has none.

    Notes
    -----
    Every unit of stratum h has the probability n_h/N_h, every pair n_h(n_h − 1)/(N_h(N_h − 1)):
    with independent uniform numbers all orders are equally likely. A unit that is added to a
    stratum takes the place of one other at most.

    References
    ----------
    Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
    *Business Survey Methods*, Wiley, 153–169 (sequential simple random sampling).
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapter 5.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": list("ABCDEF"), "grade": list("xxxxyy")})
    >>> draw = selected(
    ...     frame, unit="audit_id", seed="a", strata="grade", sizes={"x": 2, "y": "all"}
    ... )
    >>> draw.sample["weight"].tolist()
    [2.0, 2.0, 1.0, 1.0]
    """
    prn = _checked_numbers(frame, unit, seed)
    codes, labels = _strata(frame, strata)
    table = _table(labels, np.bincount(codes, minlength=len(labels)), sizes, reserves)
    n_drawn = (table["n_selected"] + table["n_reserves"]).to_numpy()[: len(labels)]
    rows, order = _smallest(frame[unit], prn, codes, n_drawn)
    role = np.where(order <= table["n_selected"].to_numpy()[codes[rows]], SELECTED, RESERVE)
    chance = table[PROBABILITY].to_numpy()[codes[rows]]
    units = pd.DataFrame(
        {
            unit: frame[unit].to_numpy()[rows],
            STRATUM: labels.take(codes[rows]),
            NUMBER: order,
            ROLE: role,
            PROBABILITY: chance,
        }
    )
    units[WEIGHT] = (1 / units[PROBABILITY]).where(units[ROLE] == SELECTED)
    return Draw(units, table)


def order(frame: pd.DataFrame, *, unit: str, seed: str, strata: str | None = None) -> pd.Series:
    """Return each unit's place in its stratum in the order of permanent random numbers, from 1.

    Parameters
    ----------
    frame, unit, seed, strata
        As in `selected`.

    Returns
    -------
    Series of int, n rows
        Named "number", indexed as `frame`; 1 … N_h in each stratum.

    Raises
    ------
    DataError
        As in `selected`.

    References
    ----------
    Ohlsson E (1995), as in `selected`.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A", "B", "C"], "team": ["x", "x", "y"]})
    >>> order(frame, unit="audit_id", seed="a", strata="team").tolist()
    [0]
    """
    prn = _checked_numbers(frame, unit, seed)
    codes, labels = _strata(frame, strata)
    n_frame = np.bincount(codes, minlength=len(labels))
    rows, places = _smallest(frame[unit], prn, codes, n_frame)
    found = np.empty(len(frame), dtype=np.int64)
    found[rows] = places
    return pd.Series(found, index=frame.index, name=NUMBER)


def _checked_numbers(frame: pd.DataFrame, unit: str, seed: str) -> NDArray[np.uint64]:
    prn = numbers(frame[unit], seed=seed)
    # Equal identifiers have equal numbers, and numbers are quicker to compare than text.
    if prn.duplicated().any():
        n = int(frame[unit].duplicated().sum())
        if n:
            found = counted(n, "row")
            raise DataError(f"{unit}: found {found} repeating another; needed: one row for each")
    return prn.to_numpy()


def _strata(frame: pd.DataFrame, strata: str | None) -> tuple[Ints, pd.Index]:
    if strata is None:
        return np.zeros(len(frame), dtype=np.int64), pd.Index([WHOLE_FRAME])
    codes, labels = pd.factorize(frame[strata], sort=True)
    missing = int((codes < 0).sum())
    if missing:
        raise DataError(f"{strata}: found {counted(missing, 'row')} without one; needed: in every")
    return codes.astype(np.int64), pd.Index(labels)


def _table(
    labels: pd.Index, n_frame: Ints, sizes: Size | Mapping[str, Size], reserves: int
) -> pd.DataFrame:
    """Return the strata, those of the frame first and in the order of their codes."""
    if not isinstance(sizes, Mapping):
        sizes = dict.fromkeys(labels, sizes)
    unsized = [str(label) for label in labels if label not in sizes]
    if unsized:
        raise StatisticsError(f"sizes: none for {named(unsized)}; needed: one for each stratum")
    empty = [label for label in sizes if label not in labels]
    table = pd.DataFrame(
        {"n_frame": [*n_frame.tolist(), *[0] * len(empty)]},
        index=pd.Index([*labels, *empty], name=STRATUM),
    )
    everyone = np.array([sizes[label] == ALL for label in table.index], dtype=bool)
    wanted = [_whole("sizes", 0 if sizes[k] == ALL else sizes[k]) for k in table.index]
    table["n_wanted"] = np.where(everyone, table["n_frame"], wanted)
    table["n_selected"] = table[["n_frame", "n_wanted"]].min(axis=1)
    table["n_short"] = table["n_wanted"] - table["n_selected"]
    spare = np.where(everyone, 0, _whole("reserves", reserves))
    table["n_reserves"] = np.minimum(spare, table["n_frame"] - table["n_selected"])
    table["n_reserves_short"] = spare - table["n_reserves"]
    table[PROBABILITY] = table["n_selected"] / table["n_frame"].where(table["n_frame"] > 0)
    return table


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        allowed = "a whole number of 0 or more" + (", or “all”" if name == "sizes" else "")
        raise StatisticsError(f"{name}: found {value!r}; allowed: {allowed}")
    return int(value)


def _smallest(
    identifiers: pd.Series, prn: NDArray[np.uint64], codes: Ints, n_drawn: Ints
) -> tuple[Ints, Ints]:
    """Return the rows of each stratum's smallest numbers, in order, and their places from 1."""
    rows = np.flatnonzero(_near(prn, codes, n_drawn))
    texts = identifiers.to_numpy(dtype=object)[rows]
    drawn = pd.DataFrame({"code": codes[rows], "prn": prn[rows], "text": texts})
    by = ["code", "prn", "text"] if drawn.duplicated(["code", "prn"]).any() else ["code", "prn"]
    drawn = drawn.sort_values(by)
    place = drawn.groupby("code").cumcount().to_numpy() + 1
    kept = place <= n_drawn[drawn["code"].to_numpy()]
    return rows[drawn.index.to_numpy()[kept]], place[kept]


def _near(prn: NDArray[np.uint64], codes: Ints, n_drawn: Ints) -> NDArray[np.bool_]:
    """Mark a few more units than are to be drawn, so that only they need sorting."""
    n_frame = np.bincount(codes, minlength=n_drawn.size)
    share = (n_drawn + 6 * np.sqrt(n_drawn) + 10) / np.maximum(n_frame, 1)
    limit = np.where(share < 1, np.minimum(share, 0.999) * 2.0**64, 0).astype(np.uint64)
    limit[share >= 1] = np.iinfo(np.uint64).max
    near = prn <= limit[codes]
    enough = np.bincount(codes[near], minlength=n_drawn.size) >= n_drawn
    return near | ~enough[codes]
