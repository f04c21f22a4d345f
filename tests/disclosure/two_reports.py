"""What a stranger works out of two reports, one after the other, by whole numbers.

Written for itself: each audit was there by the first report or came in since, so that the first
report's figures count the old ones, and the second's the old and the new.
"""

import itertools

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def new_ones(before, after, where, *, properties):
    """Return the least and the most of the audits of a place that came in since the first report.

    Parameters
    ----------
    before, after : list of Fact
        What each report told.
    where : mapping of str to collection of str
        The place: its values by property.
    properties : mapping of str to list of str
        All values, by property.
    """
    parts = list(itertools.product(*properties.values()))

    def row(place):
        inside = [
            all(
                value in place.get(name, [value])
                for name, value in zip(properties, part, strict=True)
            )
            for part in parts
        ]
        return np.array(inside, dtype=float)

    told = [(row(f.cell.where), 0.0, f) for f in before] + [
        (row(f.cell.where), 1.0, f) for f in after
    ]
    matrix = np.array([np.concatenate([counted, counted * since]) for counted, since, _ in told])
    limits = LinearConstraint(matrix, [f.low for *_, f in told], [f.high for *_, f in told])
    asked = np.concatenate([np.zeros(len(parts)), row(where)])
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * asked, constraints=limits, bounds=Bounds(0, 500), integrality=np.ones(asked.size)
        )
        assert found.x is not None, found.message
        ends.append(round(sign * found.fun))
    return tuple(ends)
