"""What each return records of the child's safety, the practitioner's part and feedback."""

import numpy as np
import pandas as pd

from qaanalysis.data.example import days
from qaanalysis.data.example.choices import chosen
from qaanalysis.data.example.grading import INADEQUATE
from qaanalysis.data.example.organisation import Organisation
from qaanalysis.vocabulary import Col, YesNo

YES, NO = str(YesNo.YES), str(YesNo.NO)

# Of the Inadequate: how many have no answer on safety, how many report a concern; the rest say No.
N_BLANK = 7
N_CONCERNS = 31
# Of the concerns: how many have no record of who was told, and of the child being made safe.
N_NOT_ESCALATED = 2
N_NOT_SAFE = 4
# Concerns in audits graded better.
N_OTHER_CONCERNS = 3

# Shares of Yes and No; what is left is blank.
_PARTICIPATION = {
    Col.PRACTITIONER_PRESENT: {YES: 0.6, NO: 0.31},
    Col.CHILD_FEEDBACK: {YES: 0.35, NO: 0.42},
    Col.FAMILY_FEEDBACK: {YES: 0.4, NO: 0.36},
}


def participation(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the register with the practitioner's part and the feedback of child and family."""
    is_returned = frame[Col.RETURNED_ON].notna()
    # Audits done by the audit team are more often done alongside the practitioner.
    by_team = (frame[Col.MANAGEMENT_LEVEL] == "Audit team").to_numpy()
    shift = pd.Series(np.where(by_team, 0.1, -0.02))
    answers = {}
    for column, shares in _PARTICIPATION.items():
        answer = pd.Series(chosen(rng, shares, len(frame), shift=shift), frame.index)
        answers[column] = answer.where(is_returned, None)
    return frame.assign(**answers)


def concerns(frame: pd.DataFrame, org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Return the register with what was recorded of immediate concerns and what was done."""
    is_returned = frame[Col.RETURNED_ON].notna().to_numpy()
    bottom = (frame[Col.FINAL_GRADE] == INADEQUATE).to_numpy()
    answer = pd.Series(chosen(rng, {NO: 0.62}, len(frame)), frame.index).where(is_returned, None)
    # An answer is missing more often where the auditor thought better of the case.
    missed = np.where(frame[Col.AUDITOR_GRADE].to_numpy() == INADEQUATE, 0, 1.5)
    score = np.where(bottom, missed + rng.gumbel(0, 1, len(frame)), -np.inf)
    rows = np.argsort(-score)[: bottom.sum()]
    answer.iloc[rows[:N_BLANK]] = None
    inadequate = rng.permutation(rows[N_BLANK:])
    answer.iloc[inadequate] = NO
    others = rng.choice(np.flatnonzero(is_returned & ~bottom), N_OTHER_CONCERNS, replace=False)
    raised = np.concatenate([inadequate[:N_CONCERNS], others])
    answer.iloc[raised] = YES
    return frame.assign(immediate_concern=answer).join(_made_safe(frame, raised, org, rng))


def _made_safe(
    frame: pd.DataFrame, rows: np.ndarray, org: Organisation, rng: np.random.Generator
) -> pd.DataFrame:
    """Return when each concern was raised, with whom, and when the child was made safe."""
    raised, safe = days.blank(frame.index), days.blank(frame.index)
    told = pd.Series(None, index=frame.index, dtype=object)
    told.iloc[rows] = frame[Col.SERVICE_AREA].iloc[rows].map(org.heads)
    told.iloc[rows[:N_NOT_ESCALATED]] = None
    not_safe = set(rng.choice(rows, N_NOT_SAFE, replace=False))
    for row in rows:
        planned, on = frame[[Col.PLANNED_ON, Col.RETURNED_ON]].iloc[row].to_numpy("datetime64[D]")
        # A concern is raised while auditing, so on the day of the return or shortly before.
        raised.iloc[row] = days.picked(rng, max(planned, on - 3), on)
        if row not in not_safe:
            start = days.of(raised.iloc[row])
            safe.iloc[row] = days.picked(rng, start, min(start + 6, days.LAST_DAY), soon=2)
    return pd.DataFrame(
        {Col.CONCERN_RAISED_ON: raised, Col.ESCALATED_TO: told, Col.MADE_SAFE_ON: safe}
    )
