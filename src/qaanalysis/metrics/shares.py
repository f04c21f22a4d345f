"""Count rows by group, and put a share and its interval beside the counts it comes from."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from qaanalysis.errors import StatisticsError
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Answer, Col

_PEOPLE = frozenset(
    {
        *(Col.AUDITOR, Col.CASE_HOLDER, Col.ESCALATED_TO, Col.EXEMPTION_APPROVER),
        *(Col.MODERATOR, Col.OWNER, Col.COMPLETED_BY, Col.RATER),
    }
)


def with_share(
    frame: pd.DataFrame, name: str, *, count: str, total: str, confidence: float
) -> pd.DataFrame:
    """Return `frame` with columns `name`, `name_low`, `name_high`: a share and its Wilson interval.

    Parameters
    ----------
    frame : DataFrame
        With whole-number columns `count` and `total`, count ≤ total in each row.
    name : str
        Name of the share; 0–1, NaN where the total is 0.
    count, total : str
        Columns of the numerator and the denominator.
    confidence : float
        Coverage of the interval, 0–1.

    Examples
    --------
    >>> counts = pd.DataFrame({"returned": [229], "scheduled": [681]})
    >>> with_share(
    ...     counts, "return_rate", count="returned", total="scheduled", confidence=0.95
    ... ).round(3).loc[0, "return_rate"]
    np.float64(0.336)
    """
    interval = proportion.wilson(
        frame[count].to_numpy(), frame[total].to_numpy(), confidence=confidence
    )
    return frame.assign(
        **{name: interval.estimate, f"{name}_low": interval.low, f"{name}_high": interval.high}
    )


def keys(frame: pd.DataFrame, by: str | Sequence[str]) -> list[pd.Series]:
    """Return the columns to group by, in which a blank is the group “Not recorded”.

    Examples
    --------
    >>> frame = pd.DataFrame({"team": pd.Categorical(["North", None])})
    >>> keys(frame, "team")[0].tolist()
    ['North', 'Not recorded']
    """
    names = [by] if isinstance(by, str) else list(by)
    refuse_unknown(frame, names)
    return [_recorded(frame[name]) for name in names]


def refuse_unknown(frame: pd.DataFrame, names: Iterable[str], *, called: str = "by") -> None:
    """Refuse columns that there aren't, and say which there are.

    Raises
    ------
    StatisticsError
        If one isn't in the frame.

    Examples
    --------
    >>> refuse_unknown(pd.DataFrame({"team": ["North"], "audit_id": ["A1"]}), ["tem"])
    Traceback (most recent call last):
    qaanalysis.errors.StatisticsError: by: found “tem”; allowed: team.
    """
    for name in names:
        if name not in frame.columns:
            # Nobody groups by an identifier or a day, and no table may show people.
            names = [str(c) for c in frame.columns if c not in _PEOPLE]
            known = [c for c in names if not c.endswith(("_id", "_on"))]
            raise StatisticsError(f"{called}: found “{name}”; allowed: {', '.join(known)}.")


def _recorded(column: pd.Series) -> pd.Series:
    if not isinstance(column.dtype, pd.CategoricalDtype) or not column.hasnans:
        return column
    blank = str(Answer.NOT_RECORDED)
    if blank not in column.cat.categories:
        column = column.cat.add_categories([blank])
    return column.fillna(blank)


def pooled(frame: pd.DataFrame, columns: list[str], label: str) -> pd.DataFrame:
    """Return one row, called `label`, with the sum of each counting column.

    Examples
    --------
    >>> frame = pd.DataFrame({"returned": [44, 42]}, index=pd.Index(["May", "Jun"], name="month"))
    >>> int(pooled(frame, ["returned"], "Both").loc["Both", "returned"])
    86
    """
    row = pd.Index([label], name=frame.index.name)
    return pd.DataFrame(np.array([frame[columns].sum()]), index=row, columns=columns)
