"""The chance each moderated audit had of being drawn, as the register records it."""

import pandas as pd

from qaanalysis.vocabulary import Col


def recorded(compared: pd.DataFrame) -> dict[str, float]:
    """Return each moderated audit's recorded inclusion probability, if every one has it.

    Parameters
    ----------
    compared : DataFrame
        From `moderated.compared`. A register that never had the column may lack it.

    Returns
    -------
    dict of str to float
        By audit_id, 0–1. Empty if any audit has none: chances of some can't weight them all.

    Examples
    --------
    >>> found = pd.DataFrame({"audit_id": ["A1", "A2"], "inclusion_probability": [0.5, 1.0]})
    >>> recorded(found), recorded(found.assign(inclusion_probability=[0.5, None]))
    ({'A1': 0.5, 'A2': 1.0}, {})
    """
    chances = _chances(compared)
    if chances.isna().any():
        return {}
    return dict(zip(compared[Col.AUDIT_ID], chances, strict=True))


def some_missing(compared: pd.DataFrame) -> str:
    """Return that only some audits have a recorded chance, so that none is used; else nothing.

    Examples
    --------
    >>> found = pd.DataFrame({"audit_id": ["A1", "A2"], "inclusion_probability": [0.5, None]})
    >>> some_missing(found).split(",")[0]
    'the chance of being drawn is recorded for 1 of 2 moderated audits'
    """
    n = int(_chances(compared).notna().sum())
    if n in (0, len(compared)):
        return ""
    return (
        f"the chance of being drawn is recorded for {n} of {len(compared)} moderated audits, and "
        "as the rest have none it isn't used"
    )


def _chances(compared: pd.DataFrame) -> pd.Series:
    if Col.INCLUSION_PROBABILITY not in compared:
        return pd.Series(float("nan"), index=compared.index)
    return compared[Col.INCLUSION_PROBABILITY].astype("Float64").astype(float)
