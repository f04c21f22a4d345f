"""What may be shown to whom: the figures a service declares, for one audience."""

from dataclasses import dataclass
from math import ceil
from typing import Literal

HIDDEN = "[c]"
Grouping = Literal["service_area", "team", "management_level", "plan_type"]


@dataclass(frozen=True)
class Policy:
    """How small numbers are kept from readers outside the service.

    Parameters
    ----------
    threshold : int
        The least number that is shown: numbers from 1 to one less are hidden.
    zeros : {"show", "hide"}
        Whether a 0 is shown, or hidden like a small number.
    rounding_base : int
        To what counts are rounded; 1 leaves them as they are.
    min_denominator : int
        The fewest cases a percentage is given of.
    protection_width : int, optional
        How far apart the least and the most must be that a hidden number can be, by all that is
        published; by default the threshold plus one.
    most_hidden : float
        The largest share of a table's figures that is hidden before a coarser table is tried, 0–1.
    internal_only : tuple of str
        Groupings that only readers within the service see.

    Examples
    --------
    >>> policy = Policy()
    >>> [policy.is_small(n) for n in (0, 1, 4, 5)], policy.width
    ([False, True, True, False], 6)
    """

    threshold: int = 5
    zeros: Literal["show", "hide"] = "show"
    rounding_base: int = 1
    min_denominator: int = 10
    protection_width: int | None = None
    most_hidden: float = 0.25
    internal_only: tuple[Grouping, ...] = ("team", "management_level", "plan_type")

    @property
    def width(self) -> int:
        """How far apart the least and the most must be that a hidden number can be."""
        return self.threshold + 1 if self.protection_width is None else self.protection_width

    @property
    def least(self) -> int:
        """What a reader knows a hidden number to be at least."""
        return 1 if self.zeros == "show" else 0

    def is_small(self, number: int) -> bool:
        """Tell whether a number must be hidden."""
        return number < self.threshold and (number > 0 or self.zeros == "hide")

    def rounded(self, number: int) -> int:
        """Return a number as it is printed.

        Examples
        --------
        >>> Policy(rounding_base=5).rounded(23), Policy().rounded(23)
        (25, 23)
        """
        return self.rounding_base * ((2 * number + self.rounding_base) // (2 * self.rounding_base))

    def printed(self, number: int) -> tuple[int, int]:
        """Return the least and the most that is printed as this number is.

        Examples
        --------
        >>> Policy(rounding_base=5).printed(23), Policy().printed(23)
        ((23, 27), (23, 23))
        """
        base, middle = self.rounding_base, self.rounded(number)
        return max(0, ceil(middle - base / 2)), ceil(middle + base / 2) - 1
