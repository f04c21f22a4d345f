"""The register of individual audits: planned, exempted and returned, to the published counts."""

import numpy as np
import pandas as pd

from qaanalysis.data.example import days
from qaanalysis.data.example.organisation import Organisation
from qaanalysis.data.example.published import MONTHS
from qaanalysis.vocabulary import AuditType, Col

# A child whose file was audited before is this much less likely to be chosen again.
_AGAIN = 0.14

_AREA_READINESS = {
    "Assessment": -0.45,
    "Family Support": 0.1,
    "Child Protection and Court": -0.3,
    "Children in Care": 0.35,
    "Children with Disabilities": 0.6,
    "Leaving Care": -0.05,
}

_REASONS = {
    "Case closed": 0.34,
    "Transferred to another authority": 0.16,
    "Practitioner on long-term absence": 0.22,
    "Auditor on long-term absence": 0.18,
    "Audited in the last three months": 0.1,
}
N_EXEMPTED_AFTER_DUE = 4

_SHARE_LATE = 0.15
# Months with one return more than two weeks late, and then two months with a second one: enough
# for the return rate at equal age to differ from the rate as at the export. None in the last
# month, which is too recent to have any.
_VERY_LATE_MONTHS = tuple(totals.month for totals in MONTHS[:-1])
_N_SECOND_VERY_LATE = 2


def planned(org: Organisation, children: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row for each audit planned: the child, the auditor, planned and due dates."""
    seen = np.zeros(len(children), dtype=bool)
    months = []
    for totals in MONTHS:
        weights = np.where(seen, _AGAIN, 1.0)
        chosen = rng.choice(len(children), totals.planned, replace=False, p=weights / weights.sum())
        seen[chosen] = True
        start = days.first_of(totals.month)
        batch = [days.shifted(start, n) for n in (-5, -4, -3, -2, -1, 0, 1, 2, 3)]
        on = rng.choice(batch, totals.planned, p=rng.dirichlet(np.ones(len(batch))))
        month = children.iloc[chosen].assign(
            audit_type=str(AuditType.INDIVIDUAL),
            month=totals.month,
            planned_on=np.sort(on),
            due_on=days.last_working(totals.month),
        )
        months.append(month.join(_auditors(org, month, rng)))
    frame = pd.concat(months, ignore_index=True)
    frame[Col.AUDIT_ID] = [f"QA23-{n:04d}" for n in range(1, len(frame) + 1)]
    return frame


def _auditors(org: Organisation, month: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Give each case an auditor of its area or of the whole trust, sharing out the month's work."""
    auditors = org.auditors
    areas, teams = (auditors[column].to_numpy() for column in (Col.SERVICE_AREA, Col.TEAM))
    across, load = auditors[Col.SERVICE_AREA].isna().to_numpy(), auditors["load"].to_numpy()
    given = np.zeros(len(auditors))
    chosen = []
    for area, team in zip(month[Col.SERVICE_AREA], month[Col.TEAM], strict=True):
        # Managers seldom audit their own team's cases: an audit is meant to be independent.
        own_team = np.where(teams == team, 0.15, 1.0)
        weights = (across | (areas == area)) * own_team * load / (1 + 2 * given)
        one = rng.choice(len(auditors), p=weights / weights.sum())
        given[one] += 1
        chosen.append(one)
    columns = [Col.AUDITOR, Col.MANAGEMENT_LEVEL, "readiness", "leniency"]
    return auditors.loc[chosen, columns].set_index(month.index)


def exempted(frame: pd.DataFrame, org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Return the register with each month's exemptions: date, reason and who approved it."""
    rows = np.concatenate(
        [
            rng.choice(np.flatnonzero(frame[Col.MONTH] == totals.month), totals.exempted, False)
            for totals in MONTHS
        ]
    )
    early = frame.loc[rows, Col.MONTH].to_numpy() != MONTHS[-1].month
    after_due = set(rng.choice(rows[early], N_EXEMPTED_AFTER_DUE, replace=False))
    on = days.blank(frame.index)
    for row in rows:
        first, due = _window(frame, row)
        if row in after_due:
            first, due = due + 2, due + 12
        on[row] = days.picked(rng, first, due)
    reason = pd.Series(None, index=frame.index, dtype=object)
    reason[rows] = rng.choice(list(_REASONS), len(rows), p=list(_REASONS.values()))
    approver = frame[Col.SERVICE_AREA].map(org.heads).where(on.notna())
    # Three exemptions aren't in order: one lacks its reason, one its approver, one both.
    no_reason, no_approver, neither = rng.choice(rows, 3, replace=False)
    reason[[no_reason, neither]] = None
    approver[[no_approver, neither]] = None
    return frame.assign(exempted_on=on, exemption_reason=reason, exemption_approver=approver)


def _window(frame: pd.DataFrame, row: int) -> tuple[np.datetime64, np.datetime64]:
    """Return the days from just after an audit was planned to the day its return is due."""
    due = days.of(frame[Col.DUE_ON][row])
    return max(days.of(frame[Col.PLANNED_ON][row]) + 1, days.first_of_same(due)), due


def returned(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the register with each month's returns, likelier from some areas and levels."""
    area = frame[Col.SERVICE_AREA].map(_AREA_READINESS)
    # Adding Gumbel noise and taking the greatest is a draw without replacement by weight.
    score = (area + frame["readiness"] + rng.gumbel(0, 1, len(frame))).to_numpy(copy=True)
    score[frame[Col.EXEMPTED_ON].notna()] = -np.inf
    on = days.blank(frame.index)
    second = set(rng.choice(_VERY_LATE_MONTHS, _N_SECOND_VERY_LATE, replace=False))
    for totals in MONTHS:
        in_month = np.flatnonzero(frame[Col.MONTH] == totals.month)
        rows = in_month[np.argsort(-score[in_month])[: totals.returned]]
        rng.shuffle(rows)
        n_late = round(_SHARE_LATE * len(rows))
        n_very = (totals.month in _VERY_LATE_MONTHS) + (totals.month in second)
        for place, row in enumerate(rows):
            on[row] = _return_day(frame, row, place < n_very, place < n_late, rng)
    return frame.assign(returned_on=on)


def _return_day(
    frame: pd.DataFrame, row: int, very_late: bool, late: bool, rng: np.random.Generator
) -> np.datetime64:
    first, due = _window(frame, row)
    if very_late:
        return days.picked(rng, due + 15, due + 28)
    if late:
        return days.picked(rng, due + 1, min(due + 14, days.LAST_DAY), soon=1.3)
    return days.picked(rng, first + 3, due, soon=0.6)
