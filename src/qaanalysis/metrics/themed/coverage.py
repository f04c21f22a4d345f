"""How much of the frame, and of the whole cohort, a sample is."""

import pandas as pd

COHORT, FRAME, LOOKED_AT = "cohort", "frame", "looked at"


def coverage(n_sample: int, *, n_frame: int, n_cohort: int, frame: str = "frame") -> pd.DataFrame:
    """Return the sample as a share of the frame and of the cohort: two figures, not to be mixed.

    Parameters
    ----------
    n_sample, n_frame, n_cohort : int
        Cases drawn, that could be drawn, and that the theme is about.
    frame : str
        What the frame is, such as "families, one child of each".

    Returns
    -------
    DataFrame
        Indexed by share_of: drawn, out_of, drawn_share (0–1; NaN where there is nobody).

    Examples
    --------
    77 children, one of each of 77 families; the cohort has 287 children of 209 families:

    >>> coverage(77, n_frame=209, n_cohort=287)["drawn_share"].round(3).tolist()
    [0.368, 0.268]
    """
    index = pd.Index([frame, "whole cohort"], name="share_of")
    table = pd.DataFrame({"drawn": n_sample, "out_of": [n_frame, n_cohort]}, index=index)
    return table.assign(drawn_share=table["drawn"] / table["out_of"].where(table["out_of"] > 0))


def numbers(
    cohort: pd.DataFrame, frame: pd.DataFrame, sample: pd.DataFrame, *, family: str
) -> pd.DataFrame:
    """Return how many children, and of how many families, there are at each step.

    Parameters
    ----------
    cohort, frame, sample : DataFrame
        Those the theme is about, that could be drawn, and that were: a row for each child.
    family : str
        The column of the family, which no child lacks.

    Returns
    -------
    DataFrame
        Indexed by step (cohort, frame, looked at): children, families.

    Examples
    --------
    >>> rows = pd.DataFrame({"family_id": ["F1", "F1", "F2"]})
    >>> numbers(rows, rows, rows.head(2), family="family_id").loc["looked at"].tolist()
    [2, 1]
    """
    parts = {COHORT: cohort, FRAME: frame, LOOKED_AT: sample}
    index = pd.Index(list(parts), name="at")
    children = [len(rows) for rows in parts.values()]
    families = [int(rows[family].nunique()) for rows in parts.values()]
    return pd.DataFrame({"children": children, "families": families}, index)
