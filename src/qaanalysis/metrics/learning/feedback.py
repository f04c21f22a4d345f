"""How often the child, the family and the practitioner had their part in an audit."""

import pandas as pd

from qaanalysis.metrics.shares import keys, with_share
from qaanalysis.vocabulary import Col, YesNo

KIND = "part"
AUDITS, OBTAINED, NOT_OBTAINED, NOT_RECORDED = "audits", "obtained", "not_obtained", "not_recorded"
RECORDED, SHARE = "recorded", "obtained_share"
PARTS = {
    Col.CHILD_FEEDBACK: "Feedback from the child",
    Col.FAMILY_FEEDBACK: "Feedback from the family",
    Col.PRACTITIONER_PRESENT: "The practitioner took part",
}
_PLACES = {str(YesNo.YES): OBTAINED, str(YesNo.NO): NOT_OBTAINED}


def long(audits: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each returned audit and each part, with what is recorded of it.

    Parameters
    ----------
    audits : DataFrame
        The returned audits.

    Returns
    -------
    DataFrame
        The columns of `audits` with part and place (obtained, not_obtained or not_recorded).
    """
    parts = []
    for column, name in PARTS.items():
        blank = pd.Series(None, index=audits.index, dtype=object)
        answers = audits[column].astype(object) if column in audits else blank
        place = answers.map(_PLACES).fillna(NOT_RECORDED)
        parts.append(audits.assign(part=name, place=place))
    return pd.concat(parts, ignore_index=True)


def obtained(
    rows: pd.DataFrame, *, by: str | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """Return how often each part was obtained, of the audits in which that is recorded.

    Parameters
    ----------
    rows : DataFrame
        From `long`.
    by : str, optional
        A group within each part, such as service_area.
    confidence : float
        Coverage of Wilson's intervals, over 0 and under 1.

    Returns
    -------
    DataFrame
        Indexed by part (and group), in the order of `PARTS`: audits, recorded, obtained,
        not_obtained, not_recorded (never counted as not obtained) and obtained_share of the
        recorded with _low and _high; NaN where nothing is recorded.

    Examples
    --------
    >>> audits = pd.DataFrame({"child_feedback": ["Yes", "No", None]})
    >>> table = obtained(long(audits))
    >>> table.loc["Feedback from the child", ["recorded", "obtained", "not_recorded"]].tolist()
    [2, 1, 1]
    """
    order = pd.CategoricalDtype(list(PARTS.values()), ordered=True)
    groups = [rows[KIND].astype(order), *([] if by is None else keys(rows, by))]
    flags = pd.DataFrame(
        {
            AUDITS: True,
            RECORDED: rows["place"] != NOT_RECORDED,
            **{name: rows["place"] == name for name in (OBTAINED, NOT_OBTAINED, NOT_RECORDED)},
        },
        index=rows.index,
    )
    table = flags.groupby(groups, observed=True).sum().astype(int)
    if by is None:
        table.index = pd.Index(table.index.astype(object), name=KIND)
    return with_share(table, SHARE, count=OBTAINED, total=RECORDED, confidence=confidence)


def blank(table: pd.DataFrame) -> list[str]:
    """Return the parts of which nothing is recorded in any audit."""
    return [str(name) for name, n in table[RECORDED].items() if n == 0]
