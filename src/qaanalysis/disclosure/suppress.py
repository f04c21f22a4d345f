"""Which figures of a table to hide, as few as can be, so that no small number can be worked out.

The table is published but for some figures, and the reader of `attack` is let loose on it. Where
he gets closer to a hidden number than the policy allows, his proof rests on some printed figures:
of those at least one must be hidden. The fewest figures that break every proof found so far are
chosen (an integer program), and the reader tries again, until no proof is left. So what is found
hides as little as possible; in a table too large for that, or with too many proofs, one figure of
each proof is hidden at a time and what wasn't needed is shown again, checked by the same reader.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from qaanalysis.disclosure.attack import Attack, Shared, cells_of
from qaanalysis.disclosure.known import Cell, Fact

EXACT_TO = 250
# Tables of the example come to about 200. From some 500 each further round takes seconds, as many
# choices are as good as one another; a count, as how long it takes is another on each machine.
MOST_PROOFS = 400
# Many tables are done by then; of others it is asked whether anything would do.
_FEW_ROUNDS = 1
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
        Whether it must not be known, being a small number.
    shown : bool
        Whether the table would show it; what it wouldn't can still be worked out.
    fixed : bool
        Whether it is printed in any case.
    is_work : bool
        Whether it is a count of work, which readers know anyway.
    cost : float
        What hiding it costs; 1 for a figure like any other.
    close : bool
        Whether it must not be known, as it differs by a small number from what an earlier report
        printed.
    """

    cell: Cell
    printed: Fact
    small: bool
    shown: bool = True
    fixed: bool = False
    is_work: bool = False
    cost: float = 1.0
    close: bool = False

    @property
    def is_secret(self) -> bool:
        """Whether it must not be known."""
        return self.small or self.close


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
        How far apart the least and the most must be that a number shown as hidden can be. A number
        that must not be known and isn't in the table at all must stay as unknown as it was before,
        up to that; one that is close to an earlier one also to a reader of this report alone.
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
    table = _Table(figures, known, width, least)
    if sum(table.can_hide) <= exact_to:
        with suppress(_TooManyProofsError):
            return _fewest(table)
    chosen = None if table.is_hopeless else _greedy(table)
    return chosen and _without_needless(table, chosen)


class _TooManyProofsError(Exception):
    """The fewest figures would take too long to find."""


@dataclass(frozen=True)
class _Table:
    """A table, what readers know, and how far from known each figure need not be."""

    figures: Sequence[Figure]
    known: Sequence[Fact]
    width: int
    least: int

    @cached_property
    def unknown(self) -> dict[int, float]:
        """How far from known what must not be known is that isn't shown, up to the width.

        By counts of work and what readers know already.
        """
        work = [figure.printed for figure in self.figures if figure.is_work]
        reader = Attack([*work, *self.known], [], self._shared)
        secret = {i: f.cell for i, f in enumerate(self.figures) if f.is_secret and not f.shown}
        reaches = {i: reader.closer_than(cell, self.width) for i, cell in secret.items()}
        return {i: self.width if reach is None else reach.width for i, reach in reaches.items()}

    @cached_property
    def alone(self) -> "_Table":
        """The same to a reader who takes nothing of earlier reports for granted.

        Whoever has them takes a figure that was revised to be as it was, which is wrong, and would
        learn by how much it isn't: so it may not be worked out from this report alone.
        """
        known = [fact for fact in self.known if not fact.earlier]
        return replace(self, known=known)

    @cached_property
    def _shared(self) -> Shared:
        return Shared([*(figure.cell for figure in self.figures), *cells_of(self.known)])

    @cached_property
    def can_hide(self) -> list[bool]:
        return [f.shown and not f.fixed for f in self.figures]

    @cached_property
    def must_hide(self) -> frozenset[int]:
        shown = enumerate(zip(self.figures, self.can_hide, strict=True))
        return frozenset(i for i, (figure, can) in shown if figure.is_secret and can)

    @cached_property
    def is_hopeless(self) -> bool:
        """Whether a number is given away though all that can be hidden is.

        To a reader of this report alone: one who has earlier ones presumes that few cases came in,
        and may take less for certain where more is printed.
        """
        everything = frozenset(i for i, can in enumerate(self.can_hide) if can)
        secret = [i for i, figure in enumerate(self.figures) if figure.is_secret]
        return any(map(self._is_hopeless, self.alone._given_away(everything, secret)))

    def proofs(self, chosen: frozenset[int]) -> list[Proof]:
        """Return what gives a number away: which figure's (−1: one hidden before), and by which."""
        figures = enumerate(self.figures)
        secret = [i for i, f in figures if i in chosen or (f.is_secret and not f.fixed)]
        found = self._given_away(chosen, secret)
        changed = [i for i in self.unknown if self.figures[i].close]
        if not changed or any(map(self._is_hopeless, found)):
            return found
        return found + self.alone._given_away(chosen, changed)

    def _given_away(self, chosen: frozenset[int], secret: Sequence[int]) -> list[Proof]:
        printed = [i for i, f in enumerate(self.figures) if f.shown and i not in chosen]
        marks = [Fact(self.figures[i].cell, self.least, hidden=True) for i in sorted(chosen)]
        facts = [*(self.figures[i].printed for i in printed), *self.known, *marks]
        targets = [(i, self.figures[i].cell, 0) for i in secret]
        targets += [(-1, fact.cell, fact.earlier) for fact in self.known if fact.hidden]
        reader = Attack(facts, [], self._shared)
        found = []
        for i, cell, ago in targets:
            reach = reader.closer_than(cell, self.unknown.get(i, self.width), earlier=ago)
            if reach is None:
                continue
            used = frozenset(printed[k] for k in reach.proof if k < len(printed))
            found.append((i, frozenset(k for k in used if self.can_hide[k])))
            if self._is_hopeless(found[-1]):
                return found[-1:]
        return found

    def _is_hopeless(self, proof: Proof) -> bool:
        """Tell whether a number is given away whatever is hidden."""
        secret, used = proof
        return not used and (secret < 0 or self.figures[secret].is_secret)


def _fewest(table: _Table) -> frozenset[int] | None:
    """Return the cheapest figures that break every proof; proofs are found as they come up."""
    proofs: list[Proof] = []
    chosen: frozenset[int] | None = table.must_hide
    turn = 0
    while chosen is not None:
        new = table.proofs(chosen)
        if not new:
            return chosen
        turn += 1
        if turn > _FEW_ROUNDS and table.is_hopeless:
            return None
        proofs += new
        if len(proofs) > MOST_PROOFS:
            raise _TooManyProofsError
        chosen = _cover(table, proofs)
    return None


def _cover(table: _Table, proofs: Sequence[Proof]) -> frozenset[int] | None:
    """Return the cheapest figures of which each proof has one, or whose secret stays unasked."""
    n = len(table.figures)
    rows = np.zeros((len(proofs), n))
    least = np.ones(len(proofs))
    for row, (secret, used) in enumerate(proofs):
        rows[row, sorted(used)] = 1
        if secret >= 0 and not table.figures[secret].is_secret:
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
    chosen, useless = table.must_hide, frozenset[int]()
    while proofs := table.proofs(chosen):
        more: set[int] = set()
        for secret, used in proofs:
            if able := used - useless:
                if not able & more:
                    more.add(min(able, key=lambda i: (table.figures[i].cost, i)))
            elif secret < 0 or table.figures[secret].is_secret:
                return None
            else:
                # Hidden for others' sake only, and known in any case: it may as well be shown.
                useless |= {secret}
        chosen = (chosen | more) - useless
    return chosen


def _without_needless(table: _Table, chosen: frozenset[int]) -> frozenset[int]:
    """Show again, dearest first, what needn't be hidden."""
    dearest: Callable[[int], tuple[float, int]] = lambda i: (-table.figures[i].cost, i)  # noqa: E731
    for i in sorted(chosen - table.must_hide, key=dearest):
        if not table.proofs(chosen - {i}):
            chosen -= {i}
    return chosen
