"""What came of the audits: actions, and re-audits of those graded Inadequate."""

import numpy as np
import pandas as pd

from qaanalysis.data.example import days
from qaanalysis.data.example.choices import chosen
from qaanalysis.data.example.organisation import Organisation
from qaanalysis.data.example.published import SCALE
from qaanalysis.vocabulary import Col, FindingKind

_SHARE_WITH_ACTION = 0.86
_SHARE_NO_DUE_DATE = 0.08
_SHARE_NO_OWNER = 0.03
_DAYS_TO_DO = (14, 28, 42, 84)

# Of actions whose time has come: done by the due date, done late, not done.
_DONE, _DONE_LATE = 0.52, 0.24

# Two Inadequate audits for which nobody arranged a re-audit.
N_NOT_ARRANGED = 2
_RE_AUDITED, _RE_AUDITED_LATE = 0.55, 0.22
_RE_AUDIT_GRADES = (0.0, 0.27, 0.55, 0.18)


def actions(
    frame: pd.DataFrame,
    findings: pd.DataFrame,
    org: Organisation,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the actions agreed from most areas for development."""
    weak = findings[findings[Col.FINDING_KIND] == FindingKind.DEVELOPMENT]
    weak = weak[rng.random(len(weak)) < _SHARE_WITH_ACTION]
    of_audit = frame[[Col.AUDIT_ID, Col.RETURNED_ON, Col.TEAM, Col.CASE_HOLDER]]
    weak = weak.merge(of_audit, on=Col.AUDIT_ID, validate="m:1")
    managers = org.auditors[org.auditors[Col.MANAGEMENT_LEVEL] == "Team manager"]
    manager = dict(zip(managers[Col.TEAM], managers[Col.AUDITOR], strict=True))
    made = []
    for on, team, holder in zip(
        weak[Col.RETURNED_ON], weak[Col.TEAM], weak[Col.CASE_HOLDER], strict=True
    ):
        owner = chosen(rng, {holder: 0.68, manager[team]: 0.32 - _SHARE_NO_OWNER}, 1)[0]
        made.append((owner, *_action_dates(days.of(on), rng)))
    columns = [Col.OWNER, Col.RAISED_ON, Col.DUE_ON, Col.COMPLETED_ON]
    table = weak[[Col.AUDIT_ID, Col.FINDING_ID]].join(pd.DataFrame(made, columns=columns))
    table[Col.ACTION_ID] = [f"ACT-{i:04d}" for i in range(1, len(table) + 1)]
    return table


def _action_dates(
    returned_on: np.datetime64, rng: np.random.Generator
) -> tuple[np.datetime64, np.datetime64, np.datetime64]:
    """Return when an action was raised, when it is due and when it was done."""
    raised = days.picked(rng, returned_on, min(returned_on + 10, days.LAST_DAY))
    due = days.shifted(raised + int(rng.choice(_DAYS_TO_DO)), 0)
    u = rng.random()
    last = due if u < _DONE else due + 30
    done = days.picked(rng, raised + 1 if u < _DONE else due + 1, last)
    if u > _DONE + _DONE_LATE or done > days.LAST_DAY:
        done = np.datetime64("NaT")
    if rng.random() < _SHARE_NO_DUE_DATE:
        due = np.datetime64("NaT")
    return raised, due, done


def re_audits(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the re-audits of Inadequate audits, due every three months until no longer so."""
    bottom = frame[frame[Col.FINAL_GRADE] == SCALE.worst]
    arranged = np.sort(rng.choice(len(bottom), len(bottom) - N_NOT_ARRANGED, replace=False))
    made = []
    for audit, on in bottom.iloc[arranged][[Col.AUDIT_ID, Col.RETURNED_ON]].itertuples(index=False):
        made += [(audit, *again) for again in _rounds(on, rng)]
    table = pd.DataFrame(made, columns=[Col.AUDIT_ID, Col.DUE_ON, Col.DONE_ON, Col.GRADE])
    table = table.sort_values([Col.DUE_ON, Col.AUDIT_ID], ignore_index=True)
    table[Col.RE_AUDIT_ID] = [f"RE-{i:03d}" for i in range(1, len(table) + 1)]
    return table


def _rounds(
    since: pd.Timestamp, rng: np.random.Generator
) -> list[tuple[np.datetime64, np.datetime64, str | None]]:
    """Return due date, date done and grade of each re-audit of one audit, up to the first open."""
    rounds: list[tuple[np.datetime64, np.datetime64, str | None]] = []
    while True:
        due = days.shifted(days.of(since + pd.DateOffset(months=3)), 0)
        done = _re_audited_on(due, rng)
        if np.isnat(done):
            return [*rounds, (due, done, None)]
        grade = str(rng.choice(SCALE.labels, p=_RE_AUDIT_GRADES))
        rounds.append((due, done, grade))
        if grade != SCALE.worst:
            return rounds
        since = pd.Timestamp(done)


def _re_audited_on(due: np.datetime64, rng: np.random.Generator) -> np.datetime64:
    u = rng.random()
    first, last = (due - 14, due) if u < _RE_AUDITED else (due + 1, due + 28)
    done = days.picked(rng, first, last)
    if u > _RE_AUDITED + _RE_AUDITED_LATE or done > days.LAST_DAY:
        return np.datetime64("NaT")
    return done
