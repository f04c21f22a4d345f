"""How like the children of a sample are to those it was drawn from."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.sampling.representative import NOT_RECORDED, differences
from qaanalysis.vocabulary import Col

FIELDS = (Col.AGE, Col.PLAN_TYPE, Col.SERVICE_AREA, Col.ETHNICITY, Col.DISABILITY)
MEAN = "mean"
FROM = "standardised_from_"


def likeness(
    sample: pd.DataFrame,
    others: Mapping[str, pd.DataFrame],
    *,
    fields: Sequence[str] = FIELDS,
    weight: str | None = None,
) -> pd.DataFrame:
    """Return how much a sample differs from one or more groups of children.

    Parameters
    ----------
    sample : DataFrame
        Whom the audit looks at.
    others : mapping of str to DataFrame
        Whom it is compared with, by name: “frame”, “cohort”.
    fields : sequence of str
        Columns to compare by; one that isn't there, or in which all are alike, is left out.
    weight : str, optional
        The sample's column of weights, where chances weren't equal.

    Returns
    -------
    DataFrame
        Indexed by `field` and `category` (“mean” of a number): for the sample and each of the
        others `n_<name>` (how many), `<name>_share` (0–1, weighted for the sample; NaN for a mean)
        and `<name>_mean` (NaN for a category); for each of the others `standardised_from_<name>`,
        the sample less it, NaN where it isn't defined.

    Examples
    --------
    >>> cohort = pd.DataFrame({"plan_type": ["In need"] * 3 + ["In care"], "age": 4})
    >>> found = likeness(cohort.iloc[2:], {"cohort": cohort})
    >>> found[["n_sample", "n_cohort", "standardised_from_cohort"]].round(3)
                         n_sample  n_cohort  standardised_from_cohort
    field     category
    plan_type In care           1         1                     0.535
              In need           1         3                    -0.535
    """
    whole = pd.concat([sample, *others.values()])
    told = [field for field in fields if field in whole and _differ(whole[field])]
    if not others or not told:
        return _nothing()
    compared = {
        name: differences(
            _told_apart(other, told), _told_apart(sample, told), told, weight=weight
        ).set_index(["field", "category"])
        for name, other in others.items()
    }
    every = _in_order(pd.concat([*compared.values()]).index.unique(), told)
    numbers = [field for field in told if pd.api.types.is_numeric_dtype(whole[field].dtype)]
    means = every.get_level_values("field").isin(numbers) & (
        every.get_level_values("category") == MEAN
    )
    tables: list[pd.DataFrame] = []
    for name, found in compared.items():
        # A category that neither has is one that only another group has: none of both.
        full = found.reindex(every)
        full = full.assign(
            **{column: full[column].fillna(0) for column in ("n_cohort", "n_sample")}
        )
        new = ~every.isin(found.index)
        full.loc[new, ["cohort", "sample", "standardised_difference"]] = 0.0
        if not tables:
            tables.append(_side("sample", full["sample"], full["n_sample"], means))
        tables.append(_side(name, full["cohort"], full["n_cohort"], means))
        tables.append(full[["standardised_difference"]].set_axis([f"{FROM}{name}"], axis=1))
    return pd.concat(tables, axis=1)


def _nothing() -> pd.DataFrame:
    index = pd.MultiIndex.from_arrays([[], []], names=["field", "category"])
    return pd.DataFrame({"n_sample": pd.Series(dtype=int)}, index=index)


def _in_order(found: pd.Index, fields: Sequence[str]) -> pd.Index:
    """Return the rows by field as they were asked for, what isn't recorded last in each."""
    place = {field: at for at, field in enumerate(fields)}
    ordered = sorted(found, key=lambda key: (place[key[0]], key[1] == NOT_RECORDED, key[1]))
    return pd.MultiIndex.from_tuples(ordered, names=["field", "category"])


def _differ(values: pd.Series) -> bool:
    return len(values.unique()) > 1


def _told_apart(rows: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    """Return the rows with what was typed as not recorded as missing, which is the same."""
    return rows.assign(**{name: rows[name].where(rows[name] != NOT_RECORDED) for name in fields})


def _side(name: str, value: pd.Series, n: pd.Series, means: NDArray[np.bool_]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            f"n_{name}": n.astype(int),
            f"{name}_share": value.where(~means),
            f"{name}_mean": value.where(means),
        }
    )
