"""Which figures of a table to hide, as few as can be, so that no small number can be worked out.

The table is published but for some figures, and the reader of `attack` is let loose on it. Where
he gets closer to a hidden number than the policy allows, his proof rests on some printed figures:
of those at least one must be hidden. The fewest figures that break every proof found so far are
chosen (an integer program), and the reader tries again, until no proof is left. So what is found
hides as little as possible; in a table too large for that, one figure of each proof is hidden at a
time and what wasn't needed is shown again, checked by the same reader.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from qaanalysis.disclosure.attack import Attack
from qaanalysis.disclosure.known import Cell, Fact

EXACT_TO = 250
Proof = tuple[int, frozenset[int]]


@dataclass(frozen=True)
class Figure:
    """One figure of a table that is to be published.

    Parameters
    ----------
    cell : Cell
        What it counts.
    printed : Fact
        What a reader knows if it is printed: it, or the numbers that are rounded to it.
    small : bool
        Whether it must not be known.
    shown : bool
        Whether the table would show it; what it wouldn't can still be worked out.
    fixed : bool
        Whether it is printed in any case.
    is_work : bool
        Whether it is a count of work, which readers know anyway.
    cost : float
        What hiding it costs; 1 for a figure like any other.
    """

    cell: Cell
    printed: Fact
    small: bool
    shown: bool = True
    fixed: bool = False
    is_work: bool = False
    cost: float = 1.0


def hidden(
    figures: Sequence[Figure],
    known: Sequence[Fact],
    *,
    width: int,
    least: int = 0,
    exact_to: int = EXACT_TO,
) -> frozenset[int] | None:
    """Return the figures to hide, by position, or None if nothing that is hidden protects enough.

    Parameters
    ----------
    figures : sequence of Figure
        All of the same cases; those that must not be known are hidden in any case.
    known : sequence of Fact
        What readers know already, of other tables and earlier reports.
    width : int
        How far apart the least and the most must be that a number shown as hidden can be. A small
        number that isn't in the table at all must stay as unknown as it was before, up to that.
    least : int
        What a reader knows a hidden number to be at least: 1 where zeros are always shown.
    exact_to : int
        Up to how many figures the fewest are found.

    Examples
    --------
    >>> cells = [Cell.of("audits", {"grade": {name}}) for name in ("Good", "Fair", "Poor")]
    >>> whole = Cell.of("audits", {"grade": {"Good", "Fair", "Poor"}})
    >>> figures = [Figure(c, Fact(c, n, n), n < 5) for c, n in zip(cells, (12, 9, 2), strict=True)]
    >>> total = Figure(whole, Fact(whole, 23, 23), small=False, fixed=True)
    >>> len(hidden([*figures, total], [], width=6, least=1))
    2
    """
    table = _Table(figures, known, width, least, _unknown(figures, known))
    choose = _fewest if sum(table.can_hide) <= exact_to else _greedy
    chosen = choose(table)
    if chosen is None or choose is _fewest:
        return chosen
    return _without_needless(table, chosen)


def _unknown(figures: Sequence[Figure], known: Sequence[Fact]) -> dict[int, float]:
    """Return how far from known the small figures are that the table doesn't show."""
    secret = {i: f.cell for i, f in enumerate(figures) if f.small and not f.shown}
    reader = Attack([*(f.printed for f in figures if f.is_work), *known], secret.values())
    return {i: reader.reach(cell).width for i, cell in secret.items()}


@dataclass(frozen=True)
class _Table:
    figures: Sequence[Figure]
    known: Sequence[Fact]
    width: int
    least: int
    unknown: dict[int, float]

    @property
    def can_hide(self) -> list[bool]:
        return [f.shown and not f.fixed for f in self.figures]

    @property
    def must_hide(self) -> frozenset[int]:
        shown = enumerate(zip(self.figures, self.can_hide, strict=True))
        return frozenset(i for i, (figure, can) in shown if figure.small and can)

    def proofs(self, chosen: frozenset[int]) -> list[Proof]:
        """Return what gives a number away: which figure's (−1: one hidden before), and by which."""
        printed = [i for i, f in enumerate(self.figures) if f.shown and i not in chosen]
        marks = [Fact(self.figures[i].cell, self.least, hidden=True) for i in sorted(chosen)]
        facts = [*(self.figures[i].printed for i in printed), *self.known, *marks]
        secret = [i for i, f in enumerate(self.figures) if i in chosen or (f.small and not f.fixed)]
        targets = [(i, self.figures[i].cell) for i in secret]
        targets += [(-1, fact.cell) for fact in self.known if fact.hidden]
        reader = Attack(facts, [cell for _, cell in targets])
        found = []
        for i, cell in targets:
            reach = reader.closer_than(cell, min(self.width, self.unknown.get(i, inf)))
            if reach is not None:
                used = frozenset(printed[k] for k in reach.proof if k < len(printed))
                found.append((i, frozenset(k for k in used if self.can_hide[k])))
        return found


def _fewest(table: _Table) -> frozenset[int] | None:
    """Return the cheapest figures that break every proof; proofs are found as they come up."""
    proofs: list[Proof] = []
    chosen: frozenset[int] | None = table.must_hide
    while chosen is not None:
        new = table.proofs(chosen)
        if not new:
            return chosen
        proofs += new
        chosen = _cover(table, proofs)
    return None


def _cover(table: _Table, proofs: Sequence[Proof]) -> frozenset[int] | None:
    """Return the cheapest figures of which each proof has one, or whose secret stays unasked."""
    n = len(table.figures)
    rows = np.zeros((len(proofs), n))
    least = np.ones(len(proofs))
    for row, (secret, used) in enumerate(proofs):
        rows[row, sorted(used)] = 1
        if secret >= 0 and not table.figures[secret].small:
            # A figure hidden only for others' sake needn't be protected if it is shown after all.
            rows[row, secret] -= 1
            least[row] = 0
    low = np.array([float(i in table.must_hide) for i in range(n)])
    high = np.array(table.can_hide, dtype=float)
    found = milp(
        np.array([figure.cost for figure in table.figures]),
        constraints=LinearConstraint(rows, lb=least),
        bounds=Bounds(low, high),
        integrality=np.ones(n, dtype=int),
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else frozenset(np.flatnonzero(found.x > 0.5).tolist())


def _greedy(table: _Table) -> frozenset[int] | None:
    """Return figures that break every proof, the cheapest of each proof at a time."""
    chosen = table.must_hide
    while proofs := table.proofs(chosen):
        more: set[int] = set()
        for _, used in proofs:
            if not used:
                return None
            if not used & more:
                more.add(min(used, key=lambda i: (table.figures[i].cost, i)))
        chosen |= more
    return chosen


def _without_needless(table: _Table, chosen: frozenset[int]) -> frozenset[int]:
    """Show again, dearest first, what needn't be hidden."""
    dearest: Callable[[int], tuple[float, int]] = lambda i: (-table.figures[i].cost, i)  # noqa: E731
    for i in sorted(chosen - table.must_hide, key=dearest):
        if not table.proofs(chosen - {i}):
            chosen -= {i}
    return chosen
