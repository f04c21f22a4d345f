"""What else was otherwise before and after a month in focus, and so might be what is seen."""

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from qaanalysis.metrics import returns
from qaanalysis.metrics.learning.coding import Coded
from qaanalysis.metrics.learning.focus import IN_FOCUS, WHEN, When, when
from qaanalysis.metrics.learning.named import DEVELOPMENT, OBSESSION
from qaanalysis.stats import proportion, trend
from qaanalysis.vocabulary import Col, FindingKind

MONTHS_BEFORE, TREND_P, TREND_SLOPE = "months_before", "trend_p_value", "trend_slope_difference"
RETURN_GAP = "return_difference"
NAMED = "named_per_audit"


def circumstances(
    rows: pd.DataFrame,
    table: pd.DataFrame,
    *,
    found: Coded,
    audits: pd.DataFrame,
    focus: Mapping[pd.Period, str],
    months: pd.PeriodIndex,
    as_at: dt.date,
) -> pd.DataFrame:
    """Return what has to be known before a difference between before and after is read.

    Parameters
    ----------
    rows : DataFrame
        From `focus.with_when`.
    table : DataFrame
        From `focus.before_after`, by obsession.
    found : Coded
        From `coded`.
    audits : DataFrame
        Individual audits of the months, returned or not.
    focus : mapping of Period to str
        The obsession in focus by month.
    months : PeriodIndex
        The months covered.
    as_at : date
        What is dated later hasn't happened yet.

    Returns
    -------
    DataFrame
        Indexed by obsession: months_before (with a returned audit), trend_p_value and
        trend_slope_difference (Cochran–Armitage over these, NaN if it can't be tested),
        return_before, return_after (shares of the scheduled), return_difference with _low and _high
        (Newcombe), and how many themes to develop an audit names on average:
        named_per_audit_before and named_per_audit_after.
    """
    made = {
        name: {
            **_trend(rows[rows[OBSESSION] == name]),
            **_returned(audits, when(focus, name, months), as_at),
            **_named(found, when(focus, name, months)),
        }
        for name in table.index
    }
    frame = pd.DataFrame.from_dict(made, orient="index").rename_axis(OBSESSION)
    return table[[IN_FOCUS]].join(frame)


def _trend(rows: pd.DataFrame) -> dict[str, float]:
    before = rows[rows[WHEN] == When.BEFORE]
    monthly = before.groupby(Col.MONTH)[DEVELOPMENT].agg(["sum", "size"]).astype(int)
    tested = trend.cochran_armitage(
        monthly["sum"].to_numpy(), monthly["size"].to_numpy(), scores=_places(monthly.index)
    )
    return {
        MONTHS_BEFORE: len(monthly),
        TREND_P: tested.p_value,
        TREND_SLOPE: tested.slope,
    }


def _places(months: pd.Index) -> list[float]:
    return [float(month.ordinal) for month in pd.PeriodIndex(months)]


def _returned(
    audits: pd.DataFrame, places: Mapping[pd.Period, When], as_at: dt.date
) -> dict[str, float]:
    place = audits[Col.MONTH].map(places).astype(str)
    counts = returns.status(audits, as_at=as_at).groupby(place).sum()
    counts = counts.reindex([When.BEFORE, When.AFTER], fill_value=0).astype(int)
    back, due = counts[Col.RETURNED].to_numpy(), counts[Col.SCHEDULED].to_numpy()
    gap = proportion.difference(back[1], due[1], back[0], due[0])
    return {
        "return_before_share": back[0] / due[0] if due[0] else float("nan"),
        "return_after_share": back[1] / due[1] if due[1] else float("nan"),
        RETURN_GAP: float(gap.estimate),
        f"{RETURN_GAP}_low": float(gap.low),
        f"{RETURN_GAP}_high": float(gap.high),
    }


def _named(found: Coded, places: Mapping[pd.Period, When]) -> dict[str, float]:
    each = found.per_audit
    n = each.get(str(FindingKind.DEVELOPMENT), pd.Series(0, each.index)).to_numpy()
    place = found.audits[Col.MONTH].map(places).astype(str).to_numpy()
    return {
        f"{NAMED}_{name}": float(n[place == name].mean()) if (place == name).any() else float("nan")
        for name in (When.BEFORE, When.AFTER)
    }
