"""Two people's grades of the same files, as a table of counts."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.metrics.moderation import moderated
from qaanalysis.vocabulary import Col, GradeScale

Ints = NDArray[np.int64]

AUDITOR_MODERATOR = (str(Col.AUDITOR_GRADE), str(Col.MODERATOR_GRADE))


def matrix(
    found: pd.DataFrame,
    *,
    scale: GradeScale,
    first: str = Col.AUDITOR_GRADE,
    second: str = Col.MODERATOR_GRADE,
) -> pd.DataFrame:
    """Return how often each grade of `first` (rows) met each of `second` (columns).

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`; usually the `moderated.compared` of them.
    first, second : str
        Two columns of grades, such as the moderator's and the panel's.

    Returns
    -------
    DataFrame
        Counts for every grade of the declared scale, used or not, best first both ways; rows
        without one of the grades are left out.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> matrix(found, scale=scale).loc["Good"].tolist()
    [0, 14, 21, 2]
    """
    labels = list(scale.labels)
    size = len(labels)
    rows, columns = (
        pd.Categorical(found[name], categories=labels).codes.astype(int) for name in (first, second)
    )
    both = (rows >= 0) & (columns >= 0)
    cells = np.bincount(rows[both] * size + columns[both], minlength=size**2)
    return pd.DataFrame(
        cells.reshape(size, size), index=pd.Index(labels, name=first), columns=pd.Index(labels)
    )


def comparable(found: pd.DataFrame, columns: tuple[str, str]) -> tuple[pd.DataFrame, str]:
    """Return the rows in which two grades are two people's own, and why there are none.

    Of auditor and moderator those are the compared `moderated.pairs`; other columns of grades,
    such as the moderator's and the panel's, are two people's anyhow.
    """
    if columns != AUDITOR_MODERATOR:
        return found, ""
    return moderated.compared(found), moderated.why_not_compared(found)


def counted(
    found: pd.DataFrame, *, scale: GradeScale, columns: tuple[str, str] = AUDITOR_MODERATOR
) -> Ints:
    """Return the k×k counts of two columns of grades, worst grade first, as statistics take them.

    Rows without one of the grades are left out.
    """
    first, second = columns
    best_first = matrix(found, scale=scale, first=first, second=second)
    return best_first.to_numpy()[::-1, ::-1]
