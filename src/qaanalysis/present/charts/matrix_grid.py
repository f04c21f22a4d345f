"""A square table of counts, its diagonal, its sides and its totals."""

from dataclasses import dataclass

import numpy as np

from qaanalysis.present import words


@dataclass(frozen=True)
class Grid:
    """Counts of grades met by grades.

    Parameters
    ----------
    counts : ndarray
        Rows by columns; NaN where a count isn't shown.
    texts : tuple of tuple of str
        The counts as they are written.
    names : tuple of str
        The grades, best first.
    rows_label, columns_label : str
        Whose grades they are.
    """

    counts: np.ndarray
    texts: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]
    rows_label: str
    columns_label: str

    @property
    def same(self) -> np.ndarray:
        """The cells of the diagonal."""
        return np.eye(len(self.names), dtype=bool)

    @property
    def left(self) -> np.ndarray:
        """The cells whose column is the better grade."""
        return np.tri(len(self.names), k=-1, dtype=bool)

    @property
    def right(self) -> np.ndarray:
        """The cells whose column is the worse grade."""
        return self.left.T

    @property
    def row_totals(self) -> list[str]:
        """The sum of each row."""
        return [self.total(np.arange(len(self.names))[:, None] == i) for i in self._each]

    @property
    def column_totals(self) -> list[str]:
        """The sum of each column."""
        return [self.total(np.arange(len(self.names))[None, :] == i) for i in self._each]

    @property
    def whole(self) -> str:
        """The sum of all."""
        return self.total(np.True_)

    @property
    def _each(self) -> range:
        return range(len(self.names))

    def total(self, chosen: np.ndarray | np.bool_) -> str:
        """Return the sum of some cells; one that is hidden hides it too."""
        hidden = np.argwhere(chosen & np.isnan(self.counts))
        if len(hidden):
            row, column = hidden[0]
            return self.texts[row][column]
        return words.count(np.sum(np.where(chosen, self.counts, 0)))
