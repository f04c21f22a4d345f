"""A dozen invented audits, for the examples in this package's documentation."""

import datetime as dt

import pandas as pd

from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.vocabulary import AuditType, Col

SCALE = pd.CategoricalDtype(
    ["Inadequate", "Requires Improvement", "Good", "Outstanding"], ordered=True
)
_AUDITORS = ("P. Wick", "P. Wick", "Q. Holt", "R. Mere", "S. Quay", "T. Fold")
_GRADES = ("Good", "Requires Improvement", "Good", "Inadequate", "Good", "Requires Improvement")


def audits() -> pd.DataFrame:
    """Return twelve audits of November 2023, all returned, one of them without a grade."""
    grades = [*_GRADES, *_GRADES[:5], None]
    return pd.DataFrame(
        {
            Col.AUDIT_ID: [f"A{i:02d}" for i in range(1, 13)],
            Col.AUDIT_TYPE: str(AuditType.INDIVIDUAL),
            Col.MONTH: pd.PeriodIndex(["2023-11"] * 12, freq="M"),
            Col.SERVICE_AREA: "Family Support",
            Col.TEAM: ["North", "South"] * 6,
            Col.AUDITOR: [*_AUDITORS, *(f"{name}stead" for name in _AUDITORS)],
            Col.AUDITOR_GRADE: pd.Categorical(grades, dtype=SCALE),
            Col.RETURNED_ON: pd.Timestamp("2023-11-20"),
        }
    )


def moderations() -> pd.DataFrame:
    """Return two moderations: of one of the audits, and of an earlier one."""
    return pd.DataFrame(
        {
            Col.AUDIT_ID: ["A05", "A00"],
            Col.MODERATED_ON: pd.to_datetime(["2023-11-28", "2023-10-02"]),
        }
    )


def moderators() -> pd.DataFrame:
    """Return two moderators, one of them of a team."""
    return pd.DataFrame({Col.MODERATOR: ["U. Garth", "V. Combe"], Col.TEAM: ["North", None]})


def plan() -> Plan:
    """Return a plan to moderate five of them."""
    return Plan(
        "Example Trust",
        ("2023-11",),
        dt.date(2023, 12, 4),
        target=6,
        auditor_every=6,
        take_all=("Inadequate",),
        reserves=1,
    )
