"""From ratings to counts: the table every two-rater statistic starts from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qaanalysis.errors import StatisticsError

Ints = NDArray[np.int64]

# Rows coded at a time: a block and its copies stay in the processor's cache, and a million pairs
# need no second million-row array.
BLOCK_ROWS = 1 << 15


def checked_table(table: ArrayLike) -> NDArray[np.float64]:
    """Return a k×k table of whole counts as floats, or say what is wrong with it."""
    try:
        counts = np.asarray(table, dtype=float)
    except (TypeError, ValueError):
        raise StatisticsError("table: found something that isn't numbers in rows") from None
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] < 2:
        raise StatisticsError(
            f"table: found shape {counts.shape}; needed: one row and one column for each grade "
            "of the declared scale, at least 2"
        )
    if not (np.isfinite(counts).all() and (counts >= 0).all() and (counts % 1 == 0).all()):
        raise StatisticsError("table: counts must be whole numbers, 0 or more, none missing")
    return counts


def declared_scale(categories: int | Sequence[float] | NDArray[np.generic]) -> NDArray[np.float64]:
    """Return the declared grades in their order; a number k stands for the codes 0 … k−1."""
    scale = np.asarray(categories, dtype=float)
    if scale.ndim == 0:
        scale = np.arange(float(scale))
    sound = scale.ndim == 1 and scale.size >= 2 and bool(np.isfinite(scale).all())
    if not sound or np.unique(scale).size != scale.size:
        raise StatisticsError(
            "categories: needed: how many grades the scale has, or each code once in order; at "
            f"least 2, found {categories!r}"
        )
    return scale


def checked_ratings(ratings: ArrayLike) -> NDArray[np.generic]:
    """Return a units × raters array of numbers, as a view where it can be."""
    array = np.asarray(ratings)
    if array.dtype.kind not in "iuf":
        # None among numbers arrives as objects: as floats it is NaN, the one sign for missing.
        try:
            array = array.astype(float)
        except (TypeError, ValueError):
            raise StatisticsError("ratings: codes must be numbers, missing ones NaN") from None
    if array.ndim != 2 or array.shape[1] < 2:
        raise StatisticsError(
            f"ratings: found shape {array.shape}; needed: units × raters, at least 2 raters"
        )
    return array


def codes(block: NDArray[np.generic], scale: NDArray[np.float64], first_row: int = 0) -> Ints:
    """Return positions on the scale, −1 where missing."""
    size = scale.size
    missing = np.isnan(block) if block.dtype.kind == "f" else None
    if missing is not None and missing.any():
        block = np.where(missing, scale[0], block)
    if scale[0] % 1 == 0 and bool((np.diff(scale) == 1).all()):
        with np.errstate(invalid="ignore"):  # infinity becomes a number, and is refused below
            out = block.astype(np.int64, copy=False)
        odd = None if missing is None else out != block
        if scale[0]:
            out = out - np.int64(scale[0])
        if out.size and (out.min() < 0 or out.max() >= size or (odd is not None and odd.any())):
            outside = (out < 0) | (out >= size)
            _refuse(outside if odd is None else outside | odd, first_row)
    else:
        order = np.argsort(scale)
        place = np.searchsorted(scale, block, sorter=order).clip(max=size - 1)
        out = order[place]
        _refuse(scale[out] != block, first_row)
    if missing is not None:
        out[missing] = -1
    return out


def _refuse(bad: NDArray[np.bool_], first_row: int) -> None:
    if bad.any():
        row = first_row + int(np.argwhere(bad)[0, 0])
        raise StatisticsError(
            f"ratings: row {row} (the first is 0) has a code outside the declared categories; "
            "declare every grade of the scale, and give missing ones as NaN"
        )


def pair_cells(ratings: NDArray[np.generic], scale: NDArray[np.float64], first_row: int) -> Ints:
    """Return each pair's cell in the flattened table, −1 where either grade is missing."""
    coded = codes(ratings, scale, first_row)
    first, second = coded[:, 0], coded[:, 1]
    cells = first * scale.size + second
    if ratings.dtype.kind == "f":
        cells[(first < 0) | (second < 0)] = -1
    return cells


def pair_table(ratings: NDArray[np.generic], scale: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count units × 2 ratings into the k×k table; pairs with a missing grade are left out."""
    n_cells = scale.size**2
    table = np.zeros(n_cells)
    for start in range(0, ratings.shape[0], BLOCK_ROWS):
        cells = pair_cells(ratings[start : start + BLOCK_ROWS], scale, start)
        if ratings.dtype.kind == "f":
            cells = cells[cells >= 0]
        table += np.bincount(cells, minlength=n_cells)
    return table.reshape(scale.size, scale.size)


def unit_counts(coded: Ints, n_categories: int) -> NDArray[np.float64]:
    """Return how many raters gave each unit each grade: units × k, from codes with −1 missing."""
    n_units = coded.shape[0]
    unit = np.repeat(np.arange(n_units), coded.shape[1])
    flat = coded.ravel()
    seen = flat >= 0
    cells = unit[seen] * n_categories + flat[seen]
    counted = np.bincount(cells, minlength=n_units * n_categories)
    return counted.reshape(n_units, n_categories).astype(float)
