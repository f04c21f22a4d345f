"""The most even assignment of cases to people, as a linear assignment problem."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def assigned(
    allowed: NDArray[np.bool_], lots: Floats, capacity: Ints | None, load: Ints
) -> NDArray[np.intp]:
    """Return the person of each case: as many cases as possible, loads as even as possible.

    Parameters
    ----------
    allowed : array of bool, shape (n, p)
        Whether the case may go to the person.
    lots : array, shape (n, p)
        Numbers from 0 to 1 that decide between assignments equally even.
    capacity : array of int, shape (p,), optional
        The most cases for each person, those of `load` among them; loads are even in proportion.
    load : array of int, shape (p,)
        Cases each person has already.

    Returns
    -------
    array of int, shape (n,)
        Number of the person; −1 for a case that can't be assigned.

    Examples
    --------
    >>> allowed = np.array([[True, True], [True, False], [False, False]])
    >>> assigned(allowed, np.zeros((3, 2)), None, np.array([0, 0])).tolist()
    [1, 0, -1]
    """
    n, p = allowed.shape
    if n == 0:
        return np.empty(0, dtype=np.intp)
    free = np.full(p, n) if capacity is None else np.clip(capacity - load, 0, n)
    # Slots nobody would fill cost time: begin with few, and add where all of somebody's are taken.
    n_slots = -(-(n + int(load.sum())) // p) + 1
    while True:
        slots = np.minimum(free, n_slots)
        given = _solved(allowed, lots, capacity, load, slots)
        used = np.bincount(given[given >= 0], minlength=p)
        if not ((used == slots) & (slots < free)).any():
            return given
        n_slots *= 2


def _solved(
    allowed: NDArray[np.bool_], lots: Floats, capacity: Ints | None, load: Ints, slots: Ints
) -> NDArray[np.intp]:
    n, p = allowed.shape
    per = np.ones(p) if capacity is None else np.maximum(capacity, 1).astype(float)
    person = np.repeat(np.arange(p), slots)
    first = np.cumsum(slots) - slots
    nth = load[person] + np.arange(person.size) - first[person] + 1
    # Two allocations differ in evenness by 1/capacity² at least: lots decide only between equals.
    small = 0.5 / ((n + 1) * per.max() ** 2)
    costs = (2 * nth - 1) / per[person] + small * lots[:, person]
    costs[~allowed[:, person]] = np.inf
    # A place for every case that nobody can have, dearer than any way to make room for it.
    dear = (n + 1) * (2 * (load.max(initial=0) + n) + 1)
    nowhere = np.full((n, n), float(dear))
    from scipy.optimize import linear_sum_assignment

    _, column = linear_sum_assignment(np.hstack([costs, nowhere]))
    return np.concatenate([person, np.full(n, -1)])[column]
