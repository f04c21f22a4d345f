"""How far a sample is like the cohort that it was drawn from."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.errors import StatisticsError

NOT_RECORDED = "not recorded"
COLUMNS = (
    "field",
    "category",
    "n_cohort",
    "n_sample",
    "cohort",
    "sample",
    "standardised_difference",
    "why",
)


def differences(
    cohort: pd.DataFrame,
    sample: pd.DataFrame,
    fields: Sequence[str],
    *,
    weight: str | None = None,
) -> pd.DataFrame:
    """Return the standardised difference of sample and cohort in each category and number.

    Parameters
    ----------
    cohort : DataFrame, N rows
        Whom the sample is to stand for: those in the frame.
    sample : DataFrame, n rows
        The selected.
    fields : sequence of str
        Columns of both: text or numbers.
    weight : str, optional
        A column of the sample, one over the probability; needed to compare where probabilities
        weren't equal.

    Returns
    -------
    DataFrame
        A row for each category of a text field, by name, and one for each number (category
        "mean"); for either a row "not recorded" if a value is missing in the cohort or sample.
        `n_cohort`, `n_sample`: how many have the category, or have the number recorded. `cohort`,
        `sample`: the share, 0–1, of all rows, or the mean of those recorded.
        `standardised_difference`: sample less cohort, over the root of the mean of the two
        variances; NaN where it isn't defined, and `why` says why.

    Raises
    ------
    StatisticsError
        If a field isn't there, or is neither text nor numbers.

    Notes
    -----
    Unlike a test it doesn't depend on how large the sample is. Over 0.1 either way is commonly
    taken as worth a look; a fair draw of a few dozen often has some.

    References
    ----------
    Austin PC (2009). Balance diagnostics for comparing the distribution of baseline covariates.
    Statistics in Medicine 28:3083–3107.

    Examples
    --------
    >>> cohort = pd.DataFrame({"team": ["North"] * 3 + ["South"]})
    >>> found = differences(cohort, cohort.iloc[2:], ["team"])
    >>> found[["category", "cohort", "sample", "standardised_difference"]].round(3)
      category  cohort  sample  standardised_difference
    0    North    0.75     0.5                   -0.535
    1    South    0.25     0.5                    0.535
    """
    rows: list[tuple[object, ...]] = []
    for field in fields:
        if field not in cohort or field not in sample:
            allowed = ", ".join(str(column) for column in cohort.columns if column in sample)
            raise StatisticsError(f"fields: found “{field}”; allowed: {allowed}")
        given = np.ones(len(sample)) if weight is None else sample[weight].to_numpy(dtype=float)
        rows += _of_field(field, cohort[field], sample[field], given)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_field(
    field: str, cohort: pd.Series, sample: pd.Series, weights: NDArray[np.float64]
) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    if pd.api.types.is_numeric_dtype(cohort.dtype) and cohort.dtype != bool:
        there, here = cohort.notna().to_numpy(), sample.notna().to_numpy()
        one = _moments(cohort[there].to_numpy(dtype=float), np.ones(int(there.sum())))
        two = _moments(sample[here].to_numpy(dtype=float), weights[here])
        counts = int(there.sum()), int(here.sum())
        found.append((field, "mean", *counts, one[0], two[0], *_standardised(one, two)))
    elif pd.api.types.is_datetime64_any_dtype(cohort.dtype):
        raise StatisticsError(f"fields: found {field}, dates; allowed: text and numbers")
    else:
        names = sorted({*cohort.dropna().astype("str"), *sample.dropna().astype("str")})
        for name in names:
            found.append(_of_category(field, name, cohort == name, sample == name, weights))
    if cohort.isna().any() or sample.isna().any():
        missing = cohort.isna(), sample.isna()
        found.append(_of_category(field, NOT_RECORDED, *missing, weights))
    return found


def _of_category(
    field: str, name: str, cohort: pd.Series, sample: pd.Series, weights: NDArray[np.float64]
) -> tuple[object, ...]:
    one, two = (held.fillna(False).to_numpy(dtype=float) for held in (cohort, sample))
    there, here = _moments(one, np.ones(one.size)), _moments(two, weights)
    counts = int(one.sum()), int(two.sum())
    return (field, name, *counts, there[0], here[0], *_standardised(there, here))


def _moments(values: NDArray[np.float64], weights: NDArray[np.float64]) -> tuple[float, float]:
    """Return the mean and the variance; NaN without values."""
    total = float(weights.sum())
    if not total > 0:
        return np.nan, np.nan
    mean = float((values * weights).sum() / total)
    return mean, float((weights * (values - mean) ** 2).sum() / total)


def _standardised(cohort: tuple[float, float], sample: tuple[float, float]) -> tuple[float, str]:
    spread = float(np.sqrt((cohort[1] + sample[1]) / 2))
    if np.isnan(spread):
        return np.nan, "nothing is recorded in the cohort or in the sample"
    if spread == 0:
        if cohort[0] == sample[0]:
            return 0.0, ""
        return np.nan, "all are alike in the cohort, and all in the sample, but not the two"
    return (sample[0] - cohort[0]) / spread, ""
