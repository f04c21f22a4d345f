"""Rows of the register that aren't individual audits, and that monthly figures must not count."""

import numpy as np
import pandas as pd

from qaanalysis.data.example import days
from qaanalysis.data.example.choices import filled
from qaanalysis.data.example.organisation import Organisation
from qaanalysis.data.example.published import MONTHS, SCALE
from qaanalysis.data.example.safety import NO
from qaanalysis.vocabulary import AuditType, Col

N_RE_AUDITS = 4
_CHILD = (
    Col.CHILD_ID,
    Col.FAMILY_ID,
    Col.PLAN_TYPE,
    Col.SERVICE_AREA,
    Col.TEAM,
    Col.CASE_HOLDER,
)
# Kind, month planned for, and the grade if it was returned.
_SAMPLED = (
    (AuditType.THEMED, "2023-07", SCALE.labels[2]),
    (AuditType.THEMED, "2023-07", SCALE.labels[1]),
    (AuditType.THEMED, "2023-08", SCALE.labels[3]),
    (AuditType.THEMED, "2023-10", None),
    (AuditType.THEMED, "2023-11", SCALE.labels[2]),
    (AuditType.DIP_SAMPLE, "2023-06", SCALE.labels[2]),
    (AuditType.DIP_SAMPLE, "2023-09", SCALE.labels[1]),
    (AuditType.DIP_SAMPLE, "2023-09", None),
)


def sampled(children: pd.DataFrame, org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Return eight themed audits and dip samples, done by the audit team."""
    frame = children.iloc[rng.choice(len(children), len(_SAMPLED), replace=False)][list(_CHILD)]
    months = [month for _, month, _ in _SAMPLED]
    due = np.array([days.last_working(month) for month in months])
    done = [days.picked(rng, day - 14, day) for day in due]
    graded = np.array([grade is not None for _, _, grade in _SAMPLED])
    frame = frame.assign(
        audit_id=[f"TH23-{i:02d}" for i in range(1, len(_SAMPLED) + 1)],
        audit_type=[str(kind) for kind, _, _ in _SAMPLED],
        month=months,
        planned_on=[days.shifted(days.first_of(month), 0) for month in months],
        due_on=due,
        auditor_grade=np.array([grade for _, _, grade in _SAMPLED], dtype=object),
        returned_on=pd.Series(done, frame.index).where(graded),
    )
    return _by_audit_team(frame, org, rng)


def re_audited(
    frame: pd.DataFrame, re_audits: pd.DataFrame, org: Organisation, rng: np.random.Generator
) -> pd.DataFrame:
    """Return four re-audits that were done as rows of the register, as trackers keep them."""
    months = re_audits[Col.DUE_ON].dt.strftime("%Y-%m")
    done = re_audits[re_audits[Col.DONE_ON].notna() & (months <= MONTHS[-1].month)]
    done = done.iloc[np.linspace(0, len(done) - 1, N_RE_AUDITS).astype(int)]
    children = frame.set_index(Col.AUDIT_ID)[list(_CHILD)]
    rows = done.join(children, on=Col.AUDIT_ID)
    starts = [days.shifted(days.of(day), -25) for day in done[Col.DUE_ON]]
    rows = rows.drop(columns=Col.RE_AUDIT_ID).assign(
        audit_id=[f"RA23-{i:02d}" for i in range(1, N_RE_AUDITS + 1)],
        audit_type=str(AuditType.RE_AUDIT),
        month=months[done.index],
        planned_on=starts,
    )
    rows = rows.rename(columns={Col.DONE_ON: Col.RETURNED_ON, Col.GRADE: Col.AUDITOR_GRADE})
    return _by_audit_team(rows, org, rng)


def _by_audit_team(rows: pd.DataFrame, org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    level = "Audit team"
    is_returned = rows[Col.RETURNED_ON].notna()
    return rows.assign(
        auditor=rng.choice(org.of_level(level), len(rows)),
        management_level=level,
        immediate_concern=filled(is_returned, NO),
    )
