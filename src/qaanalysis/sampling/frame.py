"""Which children of a cohort can be drawn: every child once, and why not, if not."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.draw import RESERVE, SELECTED
from qaanalysis.sampling.prn import check_identifiers, key
from qaanalysis.sampling.rules import Rule, met
from qaanalysis.sampling.siblings import NEEDED, TOGETHER, family_of, stands_for_family
from qaanalysis.sampling.text_bits import codes, keys, order
from qaanalysis.sampling.wording import counted

PLACE, N_CHILDREN = "place", "n_children"
IN_FRAME, NOT_DRAWN = "in the frame", "not drawn"
SIBLING, REPEATED = "another child stands for the family", "the child stands in another row"
STEPS = ("step", "n", "n_left_out", "why")


@dataclass(frozen=True)
class Frame:
    """Whom a draw can take, and what became of the others.

    Parameters
    ----------
    rows : DataFrame
        One row for each child, by identifier: the cohort's columns; `place` ("in the frame", or
        why not); `n_children`, how many children of the family meet every rule (missing for a
        child who doesn't).
    steps : DataFrame
        From the cohort's rows to the frame: `step`, `n`, `n_left_out`, `why`.
    """

    rows: pd.DataFrame
    steps: pd.DataFrame

    def _repr_html_(self) -> str:
        n, left = int(self.steps["n"].iloc[-1]), int(self.steps["n_left_out"].sum())
        return f"<p>{counted(n, 'child', 'children')} in the frame, {left:,} left out.</p>"


def framed(
    cohort: pd.DataFrame,
    *,
    unit: str,
    family: str,
    rules: Sequence[Rule] = (),
    siblings: str = TOGETHER,
    seed: str,
) -> Frame:
    """Return every child of a cohort once, and whether it can be drawn.

    Parameters
    ----------
    cohort : DataFrame
        A row for each child, in any order. Of rows that repeat a child the first by all their
        values is kept.
    unit, family : str
        The columns of identifiers: text; a child without a family is one of its own.
    rules : sequence of Rule
        What a child must meet; the first that isn't met is why it is left out.
    siblings : str
        Who stands for a family among those who meet all rules, as in `stands_for_family`.
    seed : str
        The draw's.

    Returns
    -------
    Frame

    Raises
    ------
    DataError
        If an identifier is missing or isn't text, or one child of each family is wanted and there
        is no column of families.
    StatisticsError
        If a rule names no column or can't be compared, or its `why` is one of the draw's words.

    Examples
    --------
    >>> cohort = pd.DataFrame(
    ...     {"child_id": ["C1", "C2", "C3"], "family_id": ["F1", "F1", "F2"], "age": [3, 9, 12]}
    ... )
    >>> rule = Rule("age", "at_least", 5, "under 5")
    >>> made = framed(cohort, unit="child_id", family="family_id", rules=[rule], seed="a")
    >>> made.rows["place"].tolist()
    ['under 5', 'in the frame', 'in the frame']
    """
    _check(cohort, unit, family, rules, siblings, seed)
    rows = _once(cohort.drop(columns=[PLACE, N_CHILDREN], errors="ignore"), unit)
    steps: list[tuple[str, int, int, str]] = [("cohort", len(cohort), 0, "")]
    if len(rows) < len(cohort):
        steps.append(("children", len(rows), len(cohort) - len(rows), REPEATED))
    # Where each child stands in `whys`; text for a million of them would be slow to compare.
    place, whys = np.zeros(len(rows), dtype=np.int64), [IN_FRAME]

    def leave_out(step: str, fails: NDArray[np.bool_], why: str) -> None:
        out = fails & (place == 0)
        place[out] = len(whys)
        whys.append(why)
        steps.append((step, int((place == 0).sum()), int(out.sum()), why))

    for rule in rules:
        leave_out(f"eligible: {rule.field}", ~met(rows, rule).to_numpy(), rule.why)
    able = np.flatnonzero(place == 0)
    held = rows[[c for c in rows if c in (unit, family, *NEEDED)]].iloc[able]
    families = codes(family_of(held, unit=unit, family=family))
    rows[N_CHILDREN] = _spread(np.bincount(families, minlength=1)[families], able, len(rows))
    if siblings != TOGETHER:
        label = pd.Series(families, index=held.index)
        first = stands_for_family(held, label, unit=unit, how=siblings, seed=seed)
        others = np.zeros(len(rows), dtype=bool)
        others[able] = ~first.to_numpy()
        leave_out("one child of each family", others, SIBLING)
    rows[PLACE] = pd.array(whys, dtype="str").take(place)
    steps.append(("frame", int((place == 0).sum()), 0, ""))
    return Frame(rows, pd.DataFrame(steps, columns=list(STEPS)))


def by_identifier(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return rows of which none repeats a unit, sorted by it.

    Parameters
    ----------
    rows : DataFrame
        One row for each unit.
    unit : str
        The column of identifiers.

    Examples
    --------
    >>> by_identifier(pd.DataFrame({"child_id": ["C2", "C1"]}), "child_id")["child_id"].tolist()
    ['C1', 'C2']
    """
    found, _ = _sorted(rows, unit)
    return found


def _sorted(rows: pd.DataFrame, unit: str) -> tuple[pd.DataFrame, bool]:
    """Return rows sorted by unit, and whether one repeats another's."""
    # Of text the keys are compared: they're many times as quick.
    number = keys(rows[unit]) if isinstance(rows[unit].dtype, pd.StringDtype) else None
    if number is None:
        found = rows.sort_values(unit, ignore_index=True)
        return found, bool(found[unit].duplicated().any())
    if (number[1:] < number[:-1]).any():
        at = order(number)
        rows, number = rows.take(at), number[at]
    return rows.reset_index(drop=True), bool((number[1:] == number[:-1]).any())


def _spread(
    values: NDArray[np.int64], at: NDArray[np.intp], n: int
) -> pd.api.extensions.ExtensionArray:
    """Return n whole numbers, missing where they aren't given."""
    found, missing = np.ones(n, dtype=np.int64), np.ones(n, dtype=bool)
    found[at], missing[at] = values, False
    return pd.arrays.IntegerArray(found, missing)


def _check(
    cohort: pd.DataFrame,
    unit: str,
    family: str,
    rules: Sequence[Rule],
    siblings: str,
    seed: str,
) -> None:
    check_identifiers(cohort[unit])
    key(seed)  # Refuses an empty one.
    taken = {IN_FRAME, NOT_DRAWN, SELECTED, RESERVE, SIBLING}
    wrong = [rule.why for rule in rules if rule.why in taken]
    if wrong:
        raise StatisticsError(f"eligible: found the why “{wrong[0]}”; allowed: other words")
    if siblings != TOGETHER and family not in cohort:
        raise DataError(
            f"siblings: found {siblings} and no column {family}; allowed without it: {TOGETHER}"
        )


def _once(cohort: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return one row for each unit, by identifier, whatever the order of the rows."""
    found, repeated = _sorted(cohort, unit)
    if not repeated:
        return found
    text = found.astype("str").fillna("")
    at = text.sort_values([unit, *sorted(text.columns.drop(unit))]).index
    return found.loc[at].drop_duplicates(unit).sort_values(unit, ignore_index=True)
