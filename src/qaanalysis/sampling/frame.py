"""Which children of a cohort can be drawn: every child once, and why not, if not."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.draw import RESERVE, SELECTED
from qaanalysis.sampling.prn import numbers
from qaanalysis.sampling.rules import Rule, met
from qaanalysis.sampling.siblings import TOGETHER, family_of, stands_for_family
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
    place = pd.Series(IN_FRAME, index=rows.index, dtype="str")

    def leave_out(step: str, fails: pd.Series, why: str) -> None:
        out = fails & (place == IN_FRAME)
        place[out] = why
        steps.append((step, int((place == IN_FRAME).sum()), int(out.sum()), why))

    for rule in rules:
        leave_out(f"eligible: {rule.field}", ~met(rows, rule), rule.why)
    able = rows[place == IN_FRAME]
    families = family_of(able, unit=unit, family=family)
    size = families.groupby(families).transform("size")
    rows[N_CHILDREN] = size.reindex(rows.index).astype("Int64")
    if siblings != TOGETHER:
        first = stands_for_family(able, families, unit=unit, how=siblings, seed=seed)
        leave_out("one child of each family", ~first.reindex(rows.index, fill_value=False), SIBLING)
    rows[PLACE] = place
    steps.append(("frame", int((place == IN_FRAME).sum()), 0, ""))
    return Frame(rows, pd.DataFrame(steps, columns=list(STEPS)))


def _check(
    cohort: pd.DataFrame,
    unit: str,
    family: str,
    rules: Sequence[Rule],
    siblings: str,
    seed: str,
) -> None:
    numbers(cohort[unit], seed=seed)  # Refuses what isn't text, or is missing.
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
    found = cohort.reset_index(drop=True)
    if not found[unit].duplicated().any():
        return found.sort_values(unit, ignore_index=True)
    text = found.astype("str").fillna("")
    order = text.sort_values([unit, *sorted(text.columns.drop(unit))]).index
    return found.loc[order].drop_duplicates(unit).sort_values(unit, ignore_index=True)
