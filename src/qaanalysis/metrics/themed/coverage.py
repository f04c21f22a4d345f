"""How much of the frame, and of the whole cohort, a sample is."""

import pandas as pd


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
