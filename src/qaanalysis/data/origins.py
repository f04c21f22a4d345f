"""Where accepted rows come from, and how a notice tells of some of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOTICE_COLUMNS = ("table", "file", "sheet", "column", "rule", "found", "n_rows", "rows")
# How many row numbers a notice gives.
ROWS_SHOWN = 10


@dataclass(frozen=True)
class Origins:
    """The file, sheet and number of each accepted row of a table.

    Parameters
    ----------
    rows : array of int
        Each row's number in its file, from 1.
    parts : tuple of (str, str)
        The names of the files, and the sheets.
    part_of : array of int or None
        Which of them each row is from; None if there is one.
    """

    rows: NDArray[np.int64]
    parts: tuple[tuple[str, str], ...]
    part_of: NDArray[np.int32] | None = None

    def by_part(self, at: NDArray[np.intp]) -> Iterator[tuple[tuple[str, str], list[int]]]:
        """Yield the numbers of some rows, file by file."""
        if self.part_of is None:
            if len(at):
                yield self.parts[0], self.rows[at].tolist()
            return
        for i, part in enumerate(self.parts):
            if len(here := at[self.part_of[at] == i]):
                yield part, self.rows[here].tolist()


def rows_shown(rows: Sequence[int]) -> str:
    """Return the first row numbers for a message, and that there are more.

    Examples
    --------
    >>> rows_shown(range(1, 100))
    '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …'
    """
    more = ", …" if len(rows) > ROWS_SHOWN else ""
    return ", ".join(str(row) for row in rows[:ROWS_SHOWN]) + more
