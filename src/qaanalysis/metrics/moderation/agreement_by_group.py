"""Agreement of auditors and moderators by month and by group, where there are enough pairs."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from qaanalysis.metrics.moderation.agreement import LEAST_PAIRS, NOTE, QUADRATIC, coefficients
from qaanalysis.metrics.moderation.matrix import AUDITOR_MODERATOR, comparable, counted
from qaanalysis.metrics.shares import keys
from qaanalysis.vocabulary import Col, GradeScale

BY_GROUP = ("cohen_kappa", "gwet_ac")
COMPARED, SAME = "compared", "same"


def by_group(
    found: pd.DataFrame,
    *,
    by: str | Sequence[str],
    scale: GradeScale,
    least: int = LEAST_PAIRS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return counts for every group, and two coefficients where there are enough pairs.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`.
    by : str or sequence of str
        Columns of it.
    least : int
        With fewer compared pairs a group has counts only.

    Returns
    -------
    DataFrame
        Indexed by group: compared and same (counts of pairs); cohen_kappa and gwet_ac, quadratic,
        with _low and _high by Fisher's z; note (why they are missing; empty if they aren't).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> by_group(found, by="service_area", scale=scale).columns[:3].tolist()
    ['compared', 'same', 'cohen_kappa']
    """
    groups = found.groupby(keys(found, by), observed=True)
    rows = {group: _of_group(part, scale, least, confidence) for group, part in groups}
    # The index of sizes has the groups' own type, which a list of labels would lose.
    index = groups.size().index
    return pd.DataFrame(list(rows.values()), index=index, columns=_columns())


def by_month(
    found: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    scale: GradeScale,
    least: int = LEAST_PAIRS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return `by_group` by the month the audit was planned for, for every one of the months.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> len(by_month(found, months=run.months, scale=scale))
    7
    """
    rows = [
        _of_group(found[found[Col.MONTH] == month], scale, least, confidence) for month in months
    ]
    return pd.DataFrame(rows, index=months, columns=_columns())


def of_columns(
    parts: Mapping[str, tuple[pd.DataFrame, tuple[str, str]]],
    *,
    scale: GradeScale,
    least: int = LEAST_PAIRS,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return the columns of `by_group` for several comparisons, each of its own rows.

    Parameters
    ----------
    parts : mapping
        By what is compared, in words: the rows, and their two columns of grades.
    scale : GradeScale
        The declared scale.
    least : int
        With fewer compared pairs a comparison has counts only.

    Returns
    -------
    DataFrame
        Indexed by comparison.
    """
    rows = [_of_group(part, scale, least, confidence, two) for part, two in parts.values()]
    return pd.DataFrame(rows, index=pd.Index(list(parts), name="comparison"), columns=_columns())


def _columns() -> list[str]:
    ends = [f"{name}{end}" for name in BY_GROUP for end in ("", "_low", "_high")]
    return [COMPARED, SAME, *ends, NOTE]


def _of_group(
    part: pd.DataFrame,
    scale: GradeScale,
    least: int,
    confidence: float,
    columns: tuple[str, str] = AUDITOR_MODERATOR,
) -> dict[str, object]:
    found = coefficients(part, scale=scale, columns=columns, least=least, confidence=confidence)
    table = counted(comparable(part, columns)[0], scale=scale, columns=columns)
    row: dict[str, object] = {COMPARED: int(table.sum()), SAME: int(np.trace(table))}
    notes = []
    for name in BY_GROUP:
        one = found.loc[[(name, QUADRATIC)]].iloc[0]
        row |= {f"{name}{end}": one[f"estimate{end}"] for end in ("", "_low", "_high")}
        notes.append(one[NOTE])
    return {**row, NOTE: "; ".join(dict.fromkeys(filter(None, notes)))}
