"""What stands in the lists: for a service area, and for a level of management."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from qaanalysis.metrics import chasing, safety
from qaanalysis.metrics.service_area import Records
from qaanalysis.metrics.shares import keys
from qaanalysis.present import words
from qaanalysis.vocabulary import Col, GradeScale

DAYS_LATE = chasing.DAYS_LATE
_WHO = [Col.AUDITOR, Col.MANAGEMENT_LEVEL]
_YES = "yes"


NOT_ASKED = "The register doesn’t record of any audit whether the child was at risk of harm."


@dataclass(frozen=True)
class List:
    """A list of what is to be done, a sheet of a workbook.

    Parameters
    ----------
    name : str
        The sheet's.
    title : str
        What the list is of.
    rows : DataFrame
        In the order in which they are to be looked at. Where there is a column `days_late` it is
        missing for what isn't late.
    note : str
        What to know of it.
    late : str
        The column that says by any value that a row is late; empty if none does.
    """

    name: str
    title: str
    rows: pd.DataFrame
    note: str = ""
    late: str = ""

    @property
    def n_late(self) -> int | None:
        """How many of the rows are late; None where a row can't be."""
        return int(self.rows[self.late].notna().sum()) if self.late else None


def for_area(
    own: Records, *, months: pd.PeriodIndex, scale: GradeScale, every_months: int, as_at: dt.date
) -> list[List]:
    """Return the worklist of a Head of Service, what matters most to a child first.

    Parameters
    ----------
    own : Records
        Of the service area.
    months : PeriodIndex
        The months whose audits are outstanding.
    scale : GradeScale
        The declared scale.
    every_months : int
        How long after an audit at the bottom of the scale its re-audit is due.
    as_at : date
        What is dated later hasn't happened yet.
    """
    unsafe = chasing.safety_unanswered(own.graded, scale=scale, as_at=as_at, asked=own.asked)
    undone = chasing.open_actions(own.actions, own.register, as_at=as_at)
    left = chasing.audits_outstanding(own.audits, as_at=as_at)
    audit = [Col.AUDIT_ID, Col.MONTH, Col.TEAM]
    when = [Col.DUE_ON, chasing.STATE, DAYS_LATE]
    acted = [Col.ACTION_ID, Col.AUDIT_ID, Col.TEAM, Col.OWNER, Col.RAISED_ON, *when]
    return [
        List(
            "Safety",
            f"{scale.worst} audits without an answer on the child’s safety",
            unsafe[[*audit, *_WHO, Col.RETURNED_ON, safety.KIND]],
            "A blank is not recorded, never safe." if own.asked else NOT_ASKED,
        ),
        _re_audits(own, scale, every_months, as_at),
        List(
            "Actions",
            "Actions that are open",
            undone[acted],
            _absent(own.actions, "actions")
            or "One without a due date is no less open than one that is overdue.",
            DAYS_LATE,
        ),
        List(
            "Not yet returned",
            _of("Audits not yet returned", months),
            left[[*audit, *_WHO, *when]],
            late=DAYS_LATE,
        ),
    ]


def _re_audits(own: Records, scale: GradeScale, every_months: int, as_at: dt.date) -> List:
    """Return the re-audits that a Head of Service has to see to."""
    again = chasing.re_audits_due(
        own.re_audits,
        own.graded,
        own.register,
        scale=scale,
        every_months=every_months,
        as_at=as_at,
    )
    who = [Col.AUDIT_ID, Col.MONTH, Col.TEAM, *_WHO, Col.RE_AUDIT_ID]
    return List(
        "Re-audits",
        "Re-audits overdue, not recorded or due next",
        again[[*who, Col.DUE_ON, chasing.STATE, DAYS_LATE]],
        _absent(own.re_audits, "re_audits")
        or "Where none is recorded, due is when it should have been by the interval of params.",
        DAYS_LATE,
    )


def for_level(
    audits: pd.DataFrame,
    auditors: pd.DataFrame | None,
    level: str,
    *,
    months: pd.PeriodIndex,
    as_at: dt.date,
) -> list[List]:
    """Return the chaser list of a level of management.

    Parameters
    ----------
    audits : DataFrame
        The individual audits of the run's months.
    auditors : DataFrame or None
        The auditors table, which says what each can take on; None if the run has none.
    level : str
        As the register has it, or “Not recorded”.
    months, as_at
        As of `for_area`.
    """
    own = audits[keys(audits, Col.MANAGEMENT_LEVEL)[0].astype("str") == level]
    left = chasing.audits_outstanding(own, as_at=as_at)
    exempt = chasing.exemptions(own, as_at=as_at)
    exempt[chasing.AFTER_DUE] = exempt[chasing.AFTER_DUE].map({True: _YES, False: None})
    loads = chasing.loads(own, _of_level(auditors, level), as_at=as_at)
    audit = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.AUDITOR]
    why = [Col.EXEMPTION_REASON, Col.EXEMPTION_APPROVER, chasing.AFTER_DUE]
    return [
        List(
            "Not yet returned",
            _of("Audits not yet returned", months),
            left[[*audit, Col.DUE_ON, chasing.STATE, DAYS_LATE]],
            late=DAYS_LATE,
        ),
        List(
            "Exemptions",
            _of("Audits exempted", months),
            exempt[[*audit, Col.DUE_ON, Col.EXEMPTED_ON, *why]],
            "An exemption after the due date may hide a late return; one without a reason or an "
            "approver has nobody to answer for it.",
            chasing.AFTER_DUE,
        ),
        List(
            "Capacity",
            "Who has how many outstanding, and can take on how many",
            loads[[Col.AUDITOR, Col.CAPACITY, "outstanding", "overdue"]],
            _absent(auditors, "auditors")
            or "Capacity is that of the table “auditors”: 0 on leave, blank where none is given.",
        ),
    ]


def _of_level(auditors: pd.DataFrame | None, level: str) -> pd.DataFrame | None:
    """Return the auditors of a level, and those of none that is recorded."""
    if auditors is None:
        return None
    theirs = auditors[Col.MANAGEMENT_LEVEL]
    return auditors[theirs.isna() | (theirs.astype("str") == level)]


def _of(what: str, months: pd.PeriodIndex) -> str:
    return f"{what}, {words.months(months[0], months[-1])}"


def _absent(table: pd.DataFrame | None, name: str) -> str:
    if table is not None:
        return ""
    return f"This run has no table “{name}”, so that nothing can be listed of it."
