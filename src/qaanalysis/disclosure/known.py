"""What a reader knows: figures that were published, and cells that were shown as hidden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

Place = frozenset[tuple[str, frozenset[str]]]


@dataclass(frozen=True)
class Cell:
    """A number of cases: what they are, and the values they have by property.

    Examples
    --------
    >>> good = Cell.of("audits", {"grade": {"Good"}})
    >>> good == Cell.of("audits", {"grade": ["Good"]})
    True
    """

    cases: str
    place: Place

    @classmethod
    def of(cls, cases: str, where: Mapping[str, Iterable[str]]) -> "Cell":
        """Return the cell of the cases that have one of the values of each property."""
        return cls(cases, frozenset((name, frozenset(values)) for name, values in where.items()))

    @property
    def where(self) -> dict[str, frozenset[str]]:
        """The values by property."""
        return dict(self.place)

    def record(self) -> dict[str, Any]:
        """Return the cell as plain lists."""
        return {"of": self.cases, "where": {n: sorted(v) for n, v in sorted(self.place)}}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "Cell":
        """Return the cell that `record` wrote."""
        return cls.of(record["of"], record["where"])


@dataclass(frozen=True)
class Fact:
    """What a reader knows of a cell, or of its share of another.

    Parameters
    ----------
    cell : Cell
        The number that is counted.
    low, high : float
        Between which it lies, both included: the same for a figure printed as it is, wider for a
        rounded one; of a cell shown as hidden, what the symbol itself tells.
    of : Cell, optional
        The denominator; then `low` and `high` are of the share, 0–1.
    hidden : bool
        Whether the cell was shown as hidden.
    earlier : int
        How many reports ago it was published; 0 in the present one. Since then cases can have been
        added, and figures revised.

    Examples
    --------
    >>> Fact.percent(Cell.of("audits", {"grade": {"Good"}}), 0.477, of=Cell.of("audits", {})).high
    0.4775
    """

    cell: Cell
    low: float
    high: float = inf
    of: Cell | None = None
    hidden: bool = False
    earlier: int = 0

    @classmethod
    def percent(cls, cell: Cell, share: float, *, of: Cell, digits: int = 1) -> "Fact":
        """Return what a percentage tells that was rounded to so many decimals."""
        half = 0.5 * 10 ** -(digits + 2)
        return cls(cell, round(share - half, 9), round(share + half, 9), of=of)

    @property
    def is_silent(self) -> bool:
        """Whether it tells nothing: of a cell that a table counts and doesn't show."""
        return self.low <= 0 and self.high == inf and not self.hidden

    def record(self) -> dict[str, Any]:
        """Return the fact as plain values; a limit that isn't there is None."""
        return {
            **self.cell.record(),
            "low": self.low,
            "high": None if self.high == inf else self.high,
            "hidden": self.hidden,
            "share_of": None if self.of is None else self.of.record(),
        }

    @classmethod
    def read(cls, record: Mapping[str, Any], *, earlier: int = 0) -> "Fact":
        """Return the fact that `record` wrote."""
        high = inf if record["high"] is None else float(record["high"])
        of = None if record["share_of"] is None else Cell.read(record["share_of"])
        return cls(
            Cell.read(record), float(record["low"]), high, of, bool(record["hidden"]), earlier
        )
