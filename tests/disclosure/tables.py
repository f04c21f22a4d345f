"""Two-way tables of counts as figures to publish, and what a stranger can work out of them."""

import itertools

import numpy as np

from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.disclosure.suppress import Figure


def two_way(counts, *, threshold=5, totals="all", hierarchy=None, zeros="show"):
    """Return the figures of a table with its totals: rows, columns and the whole."""
    counts = np.asarray(counts)
    rows = [f"r{i}" for i in range(counts.shape[0])]
    columns = [f"c{j}" for j in range(counts.shape[1])]
    groups = [([r], [c]) for r in rows for c in columns]
    groups += [([r], columns) for r in rows] + [(rows, [c]) for c in columns] + [(rows, columns)]
    for part in hierarchy or ():
        groups += [([f"r{i}" for i in part], [c]) for c in columns]
    figures = []
    for in_rows, in_columns in groups:
        n = int(sum(counts[int(r[1:]), int(c[1:])] for r in in_rows for c in in_columns))
        cell = Cell.of("audits", {"row": in_rows, "column": in_columns})
        small = n < threshold and (n > 0 or zeros == "hide")
        fixed = n == 0 and zeros == "show"
        figures.append(Figure(cell, Fact(cell, n, n), small, fixed=fixed))
    return figures


def enumerated(figures, hidden, *, most, least):
    """Return, for each hidden figure, every value it has in a table that fits all that is printed.

    By trying all tables of whole numbers, so only for tiny ones.
    """
    cells = [f.cell.where for f in figures]
    inner = [i for i, w in enumerate(cells) if len(w["row"]) == len(w["column"]) == 1]
    ranges = []
    for i in inner:
        value = int(figures[i].printed.low)
        ranges.append(range(least, most + 1) if i in hidden else [value])
    found = {i: set() for i in hidden}
    for values in itertools.product(*ranges):
        of = {
            (next(iter(cells[i]["row"])), next(iter(cells[i]["column"]))): v
            for i, v in zip(inner, values, strict=True)
        }
        sums = [sum(of[(r, c)] for r in w["row"] for c in w["column"]) for w in cells]
        fits = all(
            sums[i] == f.printed.low if i not in hidden else sums[i] >= least
            for i, f in enumerate(figures)
        )
        if fits:
            for i in hidden:
                found[i].add(sums[i])
    return found
