"""The moderations: who moderated when, how, and what came of it."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from qaanalysis.data.example import days
from qaanalysis.data.example.choices import chosen, words
from qaanalysis.data.example.organisation import Organisation
from qaanalysis.data.example.published import SCALE
from qaanalysis.vocabulary import Col, Outcome, Selection, YesNo

_N_PURPOSIVE = 6
_N_PANEL = 17
_SHARE_BY_ASSISTANT_DIRECTOR = 0.15
_BLIND = {str(YesNo.YES): 0.56, str(YesNo.NO): 0.39}

# The quality of the audit itself, by whether its grade was taken down.
_AUDIT_QUALITY = {
    False: dict(zip(SCALE.labels, (0.05, 0.66, 0.24, 0.0), strict=True)),
    True: dict(zip(SCALE.labels, (0.02, 0.33, 0.5, 0.1), strict=True)),
}

_REASONS = (
    "Evidence on file doesn't support the grade",
    "Safety plan out of date and not shared with the family",
    "Chronology not updated since the last conference",
    "Child's wishes recorded but not acted on",
    "Supervision irregular and without reflection",
    "Plan has no dates or owners",
    "Visits out of timescale and brief when recorded",
    "Drift: the same actions carried over three reviews",
)


def moderations(
    frame: pd.DataFrame,
    moderated: NDArray[np.intp],
    org: Organisation,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return one row for each moderation, in order of date."""
    rows = frame.iloc[moderated].reset_index(drop=True)
    n = len(rows)
    final = rows[Col.MODERATOR_GRADE] = rows[Col.FINAL_GRADE]
    downgraded = final != rows[Col.AUDITOR_GRADE]
    selected = [str(Selection.PURPOSIVE), str(Selection.RANDOM)]
    outcomes = [str(Outcome.SUPPORTED), str(Outcome.DOWNGRADED)]
    made = rows[[Col.AUDIT_ID, Col.MODERATOR_GRADE]].assign(
        selection=words(np.where(rng.permutation(n) < _N_PURPOSIVE, 0, 1), selected),
        blind=chosen(rng, _BLIND, n),
        moderated_on=[_moderated_on(on, rng) for on in rows[Col.RETURNED_ON]],
        outcome=words(np.where(downgraded, 1, 0), outcomes),
        panel_grade=final.where(rng.permutation(n) < _N_PANEL),
        audit_quality=[chosen(rng, _AUDIT_QUALITY[down], 1)[0] for down in downgraded],
        reason=pd.Series(rng.choice(_REASONS, n)).where(downgraded),
    )
    made = _with_planted_ids(made, rows).join(_moderators(rows[Col.AUDITOR], org, rng))
    made = made.sort_values([Col.MODERATED_ON, Col.AUDIT_ID], ignore_index=True)
    made[Col.MODERATION_ID] = [f"MOD-{i:03d}" for i in range(1, n + 1)]
    return made


def _moderated_on(returned_on: pd.Timestamp, rng: np.random.Generator) -> np.datetime64:
    on = days.of(returned_on)
    return days.picked(rng, on + 7, min(on + 28, days.LAST_DAY), soon=1.2)


def _moderators(auditors: pd.Series, org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Give each moderation a QA officer, or an Assistant Director who isn't its auditor."""
    directors = org.of_level("Assistant Director")
    posts = []
    for auditor in auditors:
        if rng.random() < _SHARE_BY_ASSISTANT_DIRECTOR:
            others = [name for name in directors if name != auditor]
            posts.append((str(rng.choice(others)), "Assistant Director"))
        else:
            posts.append((str(rng.choice(org.officers)), "QA officer"))
    return pd.DataFrame(posts, columns=[Col.MODERATOR, Col.MODERATOR_ROLE])


def moderators(org: Organisation) -> pd.DataFrame:
    """Return the roster of those who moderate: the QA officers, who belong to no team."""
    return pd.DataFrame({Col.MODERATOR: sorted(org.officers), Col.MODERATOR_ROLE: "QA officer"})


def _with_planted_ids(made: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Write a child's id into two of the reasons: free text in real exports holds such things."""
    planted = made[Col.REASON].dropna().index[[3, -4]]
    reasons = made[Col.REASON].copy()
    reasons[planted] += " (see " + rows.loc[planted, Col.CHILD_ID] + ")"
    return made.assign(reason=reasons)
