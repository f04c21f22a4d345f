"""How often audits name each obsession as one to develop, month by month, as process charts."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from qaanalysis.metrics.learning.named import AUDITS, DEVELOPMENT, OBSESSION
from qaanalysis.stats import spc
from qaanalysis.vocabulary import Col

LEAST_MONTHS = 3
_COLUMNS = ("value", "mean", "lower", "upper", "special_cause", "kind", "trial")


def charts(rows: pd.DataFrame, *, months: pd.PeriodIndex) -> pd.DataFrame:
    """Return a p-chart for each obsession, one below the other.

    Parameters
    ----------
    rows : DataFrame
        From `named`, for obsessions.
    months : PeriodIndex
        The months covered; one without a returned audit is a gap.

    Returns
    -------
    DataFrame
        Indexed by obsession and month: development, audits, value (the share), mean, lower, upper,
        special_cause, kind (fewer is better) and trial. With under three months there are no
        limits, and nothing is special.
    """
    parts = {name: _chart(group, months) for name, group in rows.groupby(OBSESSION, observed=True)}
    if not parts:
        index = pd.MultiIndex.from_arrays([[], months[:0]], names=[OBSESSION, Col.MONTH])
        return pd.DataFrame(columns=[DEVELOPMENT, AUDITS, *_COLUMNS], index=index)
    return pd.concat(parts, names=[OBSESSION, Col.MONTH])


def _chart(rows: pd.DataFrame, months: pd.PeriodIndex) -> pd.DataFrame:
    flags = rows[[DEVELOPMENT]].assign(**{AUDITS: True})
    counts = flags.groupby(rows[Col.MONTH]).sum().reindex(months, fill_value=0).astype(int)
    chart = spc.p_chart(
        counts[DEVELOPMENT].to_numpy(), counts[AUDITS].to_numpy(), improvement="down"
    )
    table = counts.assign(**{name: getattr(chart, name) for name in _COLUMNS})
    if chart.n_baseline < LEAST_MONTHS:
        return table.assign(lower=np.nan, upper=np.nan, special_cause="", kind="")
    return table


def events(
    focus: Mapping[pd.Period, str], events: pd.DataFrame, *, months: pd.PeriodIndex
) -> dict[str, dict[pd.Period, str]]:
    """Return what is to be marked on each obsession's chart, by month.

    Parameters
    ----------
    focus : mapping of Period to str
        The obsession in focus by month.
    events : DataFrame
        The learning events: date, obsession.
    months : PeriodIndex
        The months covered.

    Examples
    --------
    >>> months = pd.period_range("2023-08", "2023-09", freq="M")
    >>> held = pd.DataFrame({"date": pd.to_datetime(["2023-08-17"]), "obsession": "Chronologies"})
    >>> events({months[0]: "Chronologies"}, held, months=months)["Chronologies"][months[0]]
    'in focus, learning event'
    """
    marked: dict[str, dict[pd.Period, list[str]]] = {}
    for month, name in focus.items():
        if month in months:
            marked.setdefault(name, {}).setdefault(month, []).append("in focus")
    for on, name in zip(events["date"], events["obsession"], strict=True):
        month = pd.Period(on, "M")
        if month in months and name:
            said = marked.setdefault(name, {}).setdefault(month, [])
            said += ["learning event"] if "learning event" not in said else []
    return {
        name: {month: ", ".join(said) for month, said in by.items()} for name, by in marked.items()
    }
