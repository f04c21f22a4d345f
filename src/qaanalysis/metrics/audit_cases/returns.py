"""The audits behind tables of returns."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics import returns
from qaanalysis.metrics.audit_cases.properties import NONE, YES, flag, properties, text, within
from qaanalysis.metrics.return_change import UNDATED
from qaanalysis.vocabulary import Col

STATE, BEFORE = "state", "state_before"
NOT_PLANNED, OUTSTANDING = "not planned", "outstanding"
_SCHEDULED = [OUTSTANDING, Col.RETURNED]
_OVERDUE, _AFTER_DUE, _NO_APPROVER = "overdue", "after_due", "without_approver"
_DATED = "with_due_date"

Counts = dict[str, Mapping[str, Sequence[str]]]


def returned(
    audits: pd.DataFrame,
    *,
    months: pd.PeriodIndex,
    as_at: dt.date,
    ages: Sequence[int] = (),
    previous_as_at: dt.date | None = None,
) -> Cases:
    """Return the audits behind tables of returns: planned, exempted, scheduled, returned.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    months : PeriodIndex
        The months the tables cover.
    as_at : date
        What is dated later hasn't happened yet.
    ages : sequence of int
        Days after the due date at which returns are counted as well.
    previous_as_at : date, optional
        The date of the report before, whose counts are beside these.
    """
    now = state(audits, as_at=as_at)
    late = audits[Col.RETURNED_ON] - audits[Col.DUE_ON]
    of_ages = {age: late <= pd.Timedelta(days=age) for age in ages}
    reasons = audits[Col.EXEMPTION_REASON].astype(object)
    more = {
        STATE: now,
        BEFORE: state(audits, as_at=as_at if previous_as_at is None else previous_as_at),
        _OVERDUE: flag((now == OUTSTANDING) & (audits[Col.DUE_ON] < pd.Timestamp(as_at))),
        Col.EXEMPTION_REASON: text(reasons.where(reasons.notna(), returns.NO_REASON)),
        _AFTER_DUE: flag(audits[Col.EXEMPTED_ON] > audits[Col.DUE_ON]),
        _NO_APPROVER: flag(audits[Col.EXEMPTION_APPROVER].isna()),
        **{f"within_{age}": flag(soon) for age, soon in of_ages.items()},
    }
    counts, of_age = _counts(ages), str(Col.SCHEDULED)
    # A register in which every audit has a due date tells none apart by it.
    if not (dated := audits[Col.DUE_ON].notna()).all():
        more[_DATED], of_age = flag(dated), _DATED
        counts |= {
            name: {**counts[Col.SCHEDULED], _DATED: [told]}
            for name, told in ((_DATED, YES), (UNDATED, NONE))
        }
    planned = now != NOT_PLANNED
    rows = properties(audits, more)[planned.to_numpy()]
    shares = {
        returns.RATE: (Col.RETURNED, Col.SCHEDULED),
        returns.OF_PLANNED: (Col.RETURNED, Col.PLANNED),
        **{f"rate_{age}": (f"returned_{age}", of_age) for age in ages},
        **{f"{returns.RATE}_{when}": (f"returned_{when}", f"scheduled_{when}")
           for when in ("before", "after")},
        # The points of a control chart.
        "value": (Col.RETURNED, Col.SCHEDULED),
    }  # fmt: skip
    return Cases(rows, "planned audits", counts, within(months), shares, workload=tuple(counts))


def _counts(ages: Sequence[int]) -> Counts:
    exempted = {STATE: [Col.EXEMPTED]}
    scheduled, back = {STATE: _SCHEDULED}, {STATE: [Col.RETURNED]}
    return {
        Col.PLANNED: {},
        Col.EXEMPTED: exempted,
        Col.SCHEDULED: scheduled,
        Col.RETURNED: back,
        "not_returned": {STATE: [OUTSTANDING]},
        "outstanding": {STATE: [OUTSTANDING]},
        _OVERDUE: {_OVERDUE: [YES]},
        _AFTER_DUE: {**exempted, _AFTER_DUE: [YES]},
        _NO_APPROVER: {**exempted, _NO_APPROVER: [YES]},
        **{f"returned_{age}": {**scheduled, f"within_{age}": [YES]} for age in ages},
        "scheduled_before": {BEFORE: _SCHEDULED},
        "scheduled_after": scheduled,
        "returned_before": {BEFORE: [Col.RETURNED]},
        "returned_after": back,
    }


def state(audits: pd.DataFrame, *, as_at: dt.date) -> pd.Series:
    """Return where each audit stands: not planned yet, exempted, outstanding or returned."""
    now = returns.status(audits, as_at=as_at)
    found = pd.Series(OUTSTANDING, index=audits.index)
    for name in (Col.EXEMPTED, Col.RETURNED):
        found = found.mask(now[name], name)
    return found.where(now[Col.PLANNED], NOT_PLANNED)


def split(audits: pd.DataFrame, *, since: pd.Period, to: pd.Period, as_at: dt.date) -> Cases:
    """Return the audits behind the change of the return rate, a case for each factor of each.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    since, to : Period
        The two months.
    as_at : date
        What is dated later hasn't happened yet.
    """
    now = returns.status(audits, as_at=as_at)
    parts = [
        properties(audits[now[factor]], {"factor": pd.Series(factor, audits.index[now[factor]])})
        for factor in (Col.RETURNED, Col.SCHEDULED)
    ]
    counts = {"before": {Col.MONTH: [str(since)]}, "after": {Col.MONTH: [str(to)]}}
    rows = pd.concat(parts)
    return Cases(rows, "scheduled audits by factor", counts, workload=tuple(counts))
