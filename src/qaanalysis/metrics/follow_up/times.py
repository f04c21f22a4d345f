"""How long it took: from an audit until no longer at the bottom, from an action until it was done.

For some it hasn't happened by the date: they count for as long as they have been followed, which is
what the Kaplan–Meier estimate is for. Leaving them out would make every time look short.
"""

import datetime as dt

import pandas as pd

from qaanalysis.metrics.follow_up import history
from qaanalysis.metrics.follow_up.by_audit import beside
from qaanalysis.metrics.shares import keys
from qaanalysis.stats import survival
from qaanalysis.stats.interval import Interval
from qaanalysis.vocabulary import Col, GradeScale

DAYS, HAPPENED = "days", "happened"
STILL = "still_share"
LEAST = 10
_OF = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM]


def to_better(
    graded: pd.DataFrame, re_audits: pd.DataFrame | None, *, scale: GradeScale, as_at: dt.date
) -> pd.DataFrame:
    """Return the days from each audit at the bottom to the first re-audit that found it better.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    re_audits : DataFrame or None
        The re_audits table; None if the run has none, and then nothing is known and no row is made.
    scale : GradeScale
        The grades.
    as_at : date
        Those not found better by then are followed until then.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, days, happened.
    """
    worst = graded[graded[Col.FINAL_GRADE] == scale.worst]
    if re_audits is None:
        worst = worst.iloc[:0]
    made = history.since(worst, re_audits, as_at=as_at)
    # Of two on one day the worse stands, as it does where the latest grade is told.
    by_day = made.drop_duplicates([Col.AUDIT_ID, Col.DONE_ON], keep="last")
    better = by_day[by_day[Col.GRADE] > scale.worst].drop_duplicates(Col.AUDIT_ID)
    when = better.set_index(Col.AUDIT_ID)[Col.DONE_ON]
    return _timed(worst, worst[Col.RETURNED_ON], beside(worst[Col.AUDIT_ID], when), as_at)


def to_completion(found: pd.DataFrame, *, as_at: dt.date) -> pd.DataFrame:
    """Return the days from each action's being raised to its completion.

    Parameters
    ----------
    found : DataFrame
        From `actions.status`.
    as_at : date
        Those not done by then are followed until then.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, team, days, happened; one row for each action.
    """
    done = found[Col.COMPLETED_ON].where(found[Col.COMPLETED_ON] <= pd.Timestamp(as_at))
    return _timed(found, found[Col.RAISED_ON], done, as_at)


def _timed(of: pd.DataFrame, start: pd.Series, end: pd.Series, as_at: dt.date) -> pd.DataFrame:
    ended = pd.to_datetime(end)
    until = ended.fillna(pd.Timestamp(as_at))
    days = (until - start).dt.days.astype(float)
    return of[_OF].assign(days=days, happened=ended.notna())


def curve(timed: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the share to whom it hasn't happened yet, by days: the steps of a curve.

    Returns
    -------
    DataFrame
        Indexed by days from 0: at_risk (how many were still followed just before), happened (on
        that day), still_share (0–1) with _low and _high.
    """
    found = survival.kaplan_meier(timed[DAYS], timed[HAPPENED], confidence=confidence)
    share = found.share
    table = pd.DataFrame(
        {
            "at_risk": found.at_risk,
            HAPPENED: found.events,
            STILL: share.estimate,
            f"{STILL}_low": share.low,
            f"{STILL}_high": share.high,
        },
        index=pd.Index(found.times.astype(int), name=DAYS),
    )
    if timed.empty or 0 in table.index:
        return table
    first = pd.DataFrame([[len(timed), 0, 1.0, 1.0, 1.0]], [0], columns=table.columns)
    return pd.concat([first, table]).astype({"at_risk": int, HAPPENED: int}).rename_axis(DAYS)


def medians(
    timed: pd.DataFrame, *, by: str, counted: str, confidence: float = 0.95
) -> pd.DataFrame:
    """Return the median time by group, the times that aren't over yet allowed for.

    Parameters
    ----------
    timed : DataFrame
        From `to_better` or `to_completion`.
    by : str
        The column to group by.
    counted : str
        The column of how many are followed.

    Returns
    -------
    DataFrame
        Indexed by group: `counted`, happened, median_days with _low and _high (NaN where half isn't
        reached, or there are fewer than `LEAST`).
    """
    groups = timed.groupby(keys(timed, by)[0], observed=True)
    rows = {name: _row(of, confidence) for name, of in groups}
    return _medians(list(rows.values()), pd.Index(list(rows), name=by, dtype=object), counted)


def total(
    timed: pd.DataFrame, *, by: str, label: str, counted: str, confidence: float = 0.95
) -> pd.DataFrame | None:
    """Return the row of `medians` for all groups together; None if nothing is followed."""
    if timed.empty:
        return None
    return _medians([_row(timed, confidence)], pd.Index([label], name=by), counted)


def _medians(rows: list[list[float]], index: pd.Index, counted: str) -> pd.DataFrame:
    columns = [counted, HAPPENED, "median_days", "median_days_low", "median_days_high"]
    made = pd.DataFrame(rows, index, columns, dtype=float)
    return made.astype({counted: int, HAPPENED: int})


def _row(of: pd.DataFrame, confidence: float) -> list[float]:
    found = survival.kaplan_meier(of[DAYS], of[HAPPENED], confidence=confidence)
    median = found.median() if len(of) >= LEAST else Interval.undefined("too few")
    ends = (float(v) for v in (median.estimate, median.low, median.high))
    days = [v if v != float("inf") else float("nan") for v in ends]
    return [len(of), float(of[HAPPENED].sum()), *days]
