"""Every audit's probability of being selected, known before the draw."""

import numpy as np
import pandas as pd

from qaanalysis.sampling.moderation_sample.strata import DUE, EVERY, LATER, PART, STRATUM, Sizes
from qaanalysis.vocabulary import Col


def chances(audits: pd.DataFrame, sizes: Sizes) -> pd.Series:
    """Return the inclusion probability of every audit in the frame.

    Parameters
    ----------
    audits : DataFrame, n rows
        From `strata.stratified`.
    sizes : Sizes
        From `strata.sizes`.

    Returns
    -------
    Series of float, n rows
        0–1, indexed as `audits`; 0 where the target leaves an audit no chance.

    Notes
    -----
    In the words of the package's documentation: 1; d_g/D_g × 1/m, and where second audits follow
    1/m + (1 − 1/m) × e_g/(M_g − D_g); n_h/N_h; and for late audits the rate of the draw.

    References
    ----------
    Cochran WG (1977). *Sampling Techniques*, 3rd ed., Wiley, chapters 5 and 11.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample import example, frame, strata
    >>> audits = frame(example.audits(), example.moderations(), plan=example.plan())
    >>> audits = strata.stratified(audits[audits["place"] == "in the frame"], example.plan())
    >>> chances(audits, strata.sizes(audits, example.plan())).round(3).tolist()
    [0.333, 0.333, 0.667, 1.0, 0.667, 0.333, 0.333, 0.667, 1.0, 0.667]
    """
    table = sizes.table.loc[audits[STRATUM]].set_index(audits.index)
    part, n = table[PART], table["n_audits"]
    own = audits.groupby([STRATUM, Col.AUDITOR])[Col.AUDIT_ID].transform("size")
    spare = (n - table["n_auditors"]).clip(lower=1)
    of_auditor = table["n_first"] / table["n_auditors"].clip(lower=1)
    due = of_auditor / own + (1 - 1 / own) * table["n_second"] / spare
    found = np.select(
        [part == EVERY, part == LATER, part == DUE],
        [1.0, table["late_rate"], due],
        table["n_first"] / n,
    )
    return pd.Series(found, index=audits.index, name="inclusion_probability", dtype=float)
