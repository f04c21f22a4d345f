"""A table of counts as it may be published: coarsened first, then hidden as little as will do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.disclosure.differences import Differences
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.disclosure.ledger import Ledger
from qaanalysis.disclosure.levels import Heading, Level, levels, own_rows
from qaanalysis.disclosure.suppress import Figure, hidden
from qaanalysis.policy import HIDDEN, Policy
from qaanalysis.stats import proportion

WITHHELD = "not published, because the numbers are too small to be protected"
ROUNDED = "Counts are rounded, and what can’t be worked out from rounded ones isn’t available."
_KEPT = 1000.0


@dataclass(frozen=True)
class Published:
    """What may be published of a table.

    Parameters
    ----------
    frame, total : DataFrame or None
        The table, hidden figures as “[c]”; no rows, and a total of symbols only, if nothing can be
        published.
    facts : tuple of Fact
        What its readers know by it.
    said : str
        What was coarsened, and why.
    withheld : bool
        Whether nothing of it could be protected.
    unshown : tuple of (Cell, int)
        The counts that aren't in it any more: no later table may give them away.
    """

    frame: pd.DataFrame
    total: pd.DataFrame | None
    facts: tuple[Fact, ...]
    said: str
    withheld: bool = False
    unshown: tuple[tuple[Cell, int], ...] = ()


def published(
    frame: pd.DataFrame, total: pd.DataFrame | None, cases: Cases, ledger: Ledger, *, caption: str
) -> Published:
    """Return what may be published of a table: the finest level in which little must be hidden.

    Parameters
    ----------
    frame, total : DataFrame
        The table and its total.
    cases : Cases
        What its figures count.
    ledger : Ledger
        The policy, and what readers know already.
    caption : str
        The table's, by which the ledger knows it.
    """
    best: _Tried | None = None
    for level in levels(frame, cases, has_total=total is not None):
        tried = _tried(frame, total, cases, ledger, caption, level)
        if tried is None:
            continue
        best = tried
        if tried.share_hidden <= ledger.policy.most_hidden:
            break
    if best is None:
        symbols = None if total is None else total.astype(object)
        if symbols is not None:
            symbols.loc[:, :] = HIDDEN
        return Published(frame.iloc[:0], symbols, (), "", withheld=True)
    return best.table(frame, total, cases, ledger.policy)


@dataclass(frozen=True)
class _Place:
    """Where a figure stands: its row's label (None: the total) and its column."""

    label: object
    column: str


@dataclass(frozen=True)
class _Tried:
    """A level of detail, and what must be hidden in it."""

    level: Level
    places: tuple[_Place, ...]
    figures: tuple[Figure, ...]
    hidden: frozenset[int]
    n_shown: int
    unshown: tuple[tuple[Cell, int], ...]

    @property
    def share_hidden(self) -> float:
        return len(self.hidden) / self.n_shown if self.n_shown else 0.0

    def facts(self, policy: Policy) -> tuple[Fact, ...]:
        """Return what readers know, and last, telling nothing, all counts that aren't shown.

        All of them, as a list of those that must not be known would give them away.
        """
        told = [
            Fact(figure.cell, policy.least, hidden=True) if i in self.hidden else figure.printed
            for i, figure in enumerate(self.figures)
            if figure.shown
        ]
        silent = [Fact(f.cell, 0) for f in self.figures if not (f.shown or f.is_work)]
        return (*told, *silent)

    def table(
        self, frame: pd.DataFrame, total: pd.DataFrame | None, cases: Cases, policy: Policy
    ) -> Published:
        hidden_at = {self.places[i] for i in self.hidden}
        made = _Frame(self.level, cases, policy, hidden_at)
        rows = made.rows(frame)
        whole = None if total is None else made.total(total)
        said = [self.level.said, ROUNDED if _loses_by_rounding(rows, cases, policy) else ""]
        told = " ".join(filter(None, said))
        return Published(rows, whole, self.facts(policy), told, unshown=self.unshown)


def _tried(
    frame: pd.DataFrame,
    total: pd.DataFrame | None,
    cases: Cases,
    ledger: Ledger,
    caption: str,
    level: Level,
) -> _Tried | None:
    """Return a level with as little hidden as will do; None if nothing will."""
    policy, known = ledger.policy, ledger.known(cases.of, besides=caption)
    before = Differences(known, policy)
    places: list[_Place] = []
    figures: list[Figure] = []
    unshown: dict[Cell, int] = {}

    def add(label: object, heading: Heading, column: str, *, shown: bool, is_total: bool) -> None:
        places.append(_Place(label, column))
        made = _figure(heading, column, cases, policy, shown=shown, is_total=is_total)
        n = cases.number(heading, column)
        close = n > 0 and not made.is_work and before.is_close(made.cell, n)
        figures.append(replace(made, close=close))
        if not (shown or made.is_work):
            unshown[made.cell] = n

    totals: list[tuple[object, Heading]] = [] if total is None else [(None, {})]
    for label, heading in [*level.rows, *totals]:
        printed = _counts_shown(level, heading, cases, policy)
        for column in cases.counts:
            shown = column in printed
            add(label, heading, column, shown=shown, is_total=label is None)
    n_shown = sum(figure.shown for figure in figures)
    if not level.as_given:
        # What isn't shown any more can still be worked out, and counts of work are known anyway.
        for label, heading in own_rows(frame):
            for column in cases.counts:
                add(label, heading, column, shown=column in cases.workload, is_total=False)
    of_others = _unshown_elsewhere(
        ledger.unshown(cases.of, besides=caption), figures, before, policy
    )
    chosen = hidden([*figures, *of_others], known, width=policy.width, least=policy.least)
    if chosen is None:
        return None
    return _Tried(level, tuple(places), tuple(figures), chosen, n_shown, tuple(unshown.items()))


def _unshown_elsewhere(
    unshown: Mapping[Cell, int], figures: Sequence[Figure], before: Differences, policy: Policy
) -> list[Figure]:
    """Return what tables above keep quiet about and isn't in this one.

    All of it and not only what must not be known: a reader takes the values that are told apart to
    be all there are.
    """
    own = {figure.cell for figure in figures}
    return [
        Figure(
            cell,
            Fact(cell, *policy.printed(n)),
            small=policy.is_small(n),
            shown=False,
            close=n > 0 and before.is_close(cell, n),
        )
        for cell, n in unshown.items()
        if cell not in own
    ]


def _figure(
    heading: Heading, column: str, cases: Cases, policy: Policy, *, shown: bool, is_total: bool
) -> Figure:
    n = cases.number(heading, column)
    cell = Cell.of(cases.of, cases.where(heading, column))
    if column in cases.workload:
        return Figure(cell, Fact(cell, n, n), small=False, shown=shown, fixed=True, is_work=True)
    keeps = _KEPT if is_total and column in cases.keep else 1.0
    # Of as few figures, rather those of rows than totals, and rather small ones.
    cost = keeps + (0.002 if is_total else 0.0) + 0.001 * n / max(len(cases.rows), 1)
    open_zero = n == 0 and policy.zeros == "show"
    return Figure(
        cell, Fact(cell, *policy.printed(n)), policy.is_small(n), shown, fixed=open_zero, cost=cost
    )


def _counts_shown(level: Level, heading: Heading, cases: Cases, policy: Policy) -> set[str]:
    """Return the counts that a row tells: its columns, and what its other columns rest on."""
    told = [name for name in level.columns if not _is_veiled(name, level, heading, cases, policy)]
    return {*cases.workload, *(count for name in told for count in cases.rests_on(name))}


def _is_veiled(name: str, level: Level, heading: Heading, cases: Cases, policy: Policy) -> bool:
    """Tell whether a row hides a column, as it would tell of small counts that aren't shown.

    Few cases in all are hidden however they are divided, as that they are hidden would tell how.
    """
    if name not in level.veiled:
        return False
    plain = {*cases.workload, *(column for column in level.columns if column in cases.counts)}
    unshown = [cases.number(heading, c) for c in cases.rests_on(name) if c not in plain]
    return any(map(policy.is_small, unshown)) or 0 < sum(unshown) < 2 * policy.threshold


@dataclass(frozen=True)
class _Frame:
    """The cells of a table at a level, hidden figures and what rests on them as symbols."""

    level: Level
    cases: Cases
    policy: Policy
    hidden_at: set[_Place]

    def rows(self, frame: pd.DataFrame) -> pd.DataFrame:
        labels = [label for label, _ in self.level.rows]
        if self.level.as_given:
            index = frame.index
        else:
            index = pd.Index(labels, name=frame.index.name, dtype=object)
        columns = self._columns(frame, given=self.level.as_given)
        made = {
            name: [
                self._cell(name, label, heading, frame, position)
                for position, (label, heading) in enumerate(self.level.rows)
            ]
            for name in columns
        }
        return _typed(made, index)

    def total(self, total: pd.DataFrame) -> pd.DataFrame:
        columns = self._columns(total, given=True)
        made = {name: [self._cell(name, None, {}, total, 0)] for name in columns}
        return _typed(made, total.index)

    def _columns(self, frame: pd.DataFrame, *, given: bool) -> list[str]:
        """Return the columns; what is neither a count nor a share is known of own rows only."""
        known = [str(name) for name in frame.columns if str(name) in self.level.columns]
        if self.level.as_given and given:
            return known
        cases = self.cases
        plain = {*cases.counts, *cases.made_of}
        return [name for name in known if cases.share_of(name) or name in plain]

    def _cell(
        self, name: str, label: object, heading: Heading, frame: pd.DataFrame, position: int
    ) -> object:
        rests_on = self.cases.rests_on(name)
        if any(_Place(label, column) in self.hidden_at for column in rests_on):
            return HIDDEN
        if _is_veiled(name, self.level, heading, self.cases, self.policy):
            return HIDDEN
        if name in self.cases.counts:
            return self._printed(heading, name)
        share = self.cases.share_of(name)
        if not share:
            return self._derived(name, heading, frame, position)
        count, n = (self._printed(heading, column) for column in rests_on)
        if 0 < n < self.policy.min_denominator:
            return HIDDEN
        made = proportion.wilson(count, n)
        end = name.removeprefix(share)
        return float({"": made.estimate, "_low": made.low, "_high": made.high}[end])

    def _derived(self, name: str, heading: Heading, frame: pd.DataFrame, position: int) -> object:
        """Return what isn't a count or a share of one in another: as it is, if counts are."""
        given, rounds = self.level.as_given or not heading, self.policy.rounding_base > 1
        of = self.cases.out_of.get(name, ())
        n = sum(self._printed(heading, column) for column in of)
        if 0 < n < self.policy.min_denominator:
            return HIDDEN
        if given and not (rounds and self.cases.rests_on(name)):
            return frame[name].iloc[position]
        made_of = self.cases.made_of.get(name)
        if made_of is None or not n:
            return float("nan")
        return min(1.0, sum(self._printed(heading, column) for column in made_of) / n)

    def _printed(self, heading: Heading, column: str) -> int:
        return self.policy.rounded(self.cases.number(heading, column))


def _loses_by_rounding(rows: pd.DataFrame, cases: Cases, policy: Policy) -> bool:
    """Tell whether a column isn't available as it rests on more than rounded counts tell."""
    rests = [name for name in map(str, rows.columns) if cases.derived.get(name)]
    return policy.rounding_base > 1 and not set(rests) <= set(cases.made_of)


def _typed(columns: dict[str, list[object]], index: pd.Index) -> pd.DataFrame:
    """Return a table in which only columns with symbols hold objects."""
    made = {
        name: pd.Series(cells, index=index, dtype=object if HIDDEN in cells else None)
        for name, cells in columns.items()
    }
    return pd.DataFrame(made, index=index)
