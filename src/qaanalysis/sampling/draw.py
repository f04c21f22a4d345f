"""What a draw comes to: the units drawn and the table of strata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.wording import counted, named

ALL = "all"
SELECTED, RESERVE = "selected", "reserve"
STRATUM, NUMBER, ROLE = "stratum", "number", "role"
PROBABILITY, WEIGHT = "inclusion_probability", "weight"

Size = int | Literal["all"]


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
    >>> from qaanalysis.sampling.select import selected
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
        columns = ["n_wanted", "n_frame", "n_short", "n_reserves_short"]
        counts = self.strata[columns].to_numpy(dtype=int).tolist()
        for stratum, (wanted, there, short, spare) in zip(self.strata.index, counts, strict=True):
            if short:
                found.append(f"{stratum}: {wanted} wanted, {there} there; all are taken")
            elif spare:
                fewer = counted(spare, "reserve")
                found.append(f"{stratum}: {fewer} fewer than wanted; no more units are left")
        return tuple(found)

    def _repr_html_(self) -> str:
        n, reserves = counted(len(self.sample), "unit"), counted(len(self.reserves), "reserve")
        strata = counted(len(self.strata), "stratum", "strata")
        return f"<p>{n} selected from {strata}, {reserves}</p>"


def strata_table(
    labels: pd.Index,
    n_frame: NDArray[np.int64],
    sizes: Size | Mapping[str, Size],
    reserves: int,
) -> pd.DataFrame:
    """Return the strata of a `Draw`, those of the frame first, as `labels`, then empty ones.

    Parameters
    ----------
    labels : Index, length h
        The strata of the frame.
    n_frame : array of int, shape (h,)
        Units in each.
    sizes : int, "all", or mapping of stratum to either
        How many to select; a mapping names every stratum of `labels`, and may name others.
    reserves : int
        Reserves wanted in each stratum that isn't taken whole by its size.

    Raises
    ------
    StatisticsError
        If a size isn't a whole number of 0 or more, or a stratum has none.

    Examples
    --------
    >>> strata_table(pd.Index(["x"]), np.array([4]), 3, 2)[["n_selected", "n_reserves"]]
             n_selected  n_reserves
    stratum
    x                 3           1
    """
    if not isinstance(sizes, Mapping):
        sizes = dict.fromkeys(labels, sizes)
    known = labels.tolist()
    unsized = [str(label) for label in known if label not in sizes]
    if unsized:
        raise StatisticsError(f"sizes: none for {named(unsized)}; needed: one for each stratum")
    index = known + [label for label in sizes if label not in labels]
    there = np.concatenate([n_frame, np.zeros(len(index) - len(known), dtype=np.int64)])
    given = [sizes[label] for label in index]
    everyone = np.array([size == ALL for size in given], dtype=bool)
    fixed = np.array([0 if size == ALL else _whole("sizes", size) for size in given], dtype=int)
    wanted = np.where(everyone, there, fixed)
    taken = np.minimum(wanted, there)
    spare = np.where(everyone, 0, _whole("reserves", reserves))
    kept = np.minimum(spare, there - taken)
    return pd.DataFrame(
        {
            "n_frame": there,
            "n_wanted": wanted,
            "n_selected": taken,
            "n_short": wanted - taken,
            "n_reserves": kept,
            "n_reserves_short": spare - kept,
            PROBABILITY: taken / np.where(there > 0, there, np.nan),
        },
        index=pd.Index(index, name=STRATUM),
    )


def _whole(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 0:
        allowed = "a whole number of 0 or more" + (", or “all”" if name == "sizes" else "")
        raise StatisticsError(f"{name}: found {value!r}; allowed: {allowed}")
    return int(value)
