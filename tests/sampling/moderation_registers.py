"""Small registers of audits, moderations and moderators, made for tests."""

import datetime as dt

import pandas as pd
from hypothesis import strategies as st

from qaanalysis.sampling.moderation_sample import Plan

GRADES = ("Outstanding", "Good", "Requires Improvement", "Inadequate")
SCALE = pd.CategoricalDtype(list(reversed(GRADES)), ordered=True)
AUDITORS = tuple(f"Auditor {letter}" for letter in "ABCDEFGH")
TEAMS = ("North", "South", "East")
AS_AT = dt.date(2023, 12, 4)
EARLY, LATE = "2023-11-20", "2023-12-10"


def audits(rows):
    """Return a register of (audit, auditor, grade, day of return, team, month, type)."""
    columns = ["audit_id", "auditor", "auditor_grade", "returned_on", "team", "month", "audit_type"]
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[:2], "str"))
    return frame.assign(
        auditor_grade=pd.Categorical(frame["auditor_grade"], dtype=SCALE),
        returned_on=pd.to_datetime(frame["returned_on"]).astype("datetime64[s]"),
        month=pd.PeriodIndex(frame["month"], freq="M"),
        team=frame["team"].astype("category"),
        service_area="Family Support",
    )


def audit(number, auditor="Auditor A", grade="Good", on=EARLY, team="North", **other):
    """Return one row of `audits`."""
    month, kind = other.get("month", "2023-11"), other.get("kind", "Individual")
    return (f"QA{number:03d}", auditor, grade, on, team, month, kind)


def moderations(pairs=()):
    """Return moderations of (audit, day)."""
    frame = pd.DataFrame(list(pairs), columns=["audit_id", "moderated_on"])
    return frame.astype({"audit_id": "str"}).assign(
        moderated_on=pd.to_datetime(frame["moderated_on"]).astype("datetime64[s]")
    )


def moderators(n=3, teams=None):
    """Return moderators, of no team unless `teams` says otherwise."""
    return pd.DataFrame(
        {"moderator": [f"Moderator {i}" for i in range(n)], "team": teams or [None] * n}
    )


def plan(**changes):
    """Return a plan for November 2023."""
    usual = {
        "organisation": "Trust",
        "months": ("2023-11",),
        "as_at": AS_AT,
        "target": 8,
        "auditor_every": 6,
        "take_all": ("Inadequate", "Outstanding"),
    }
    return Plan(**{**usual, **changes})


def rows(min_size=0, max_size=25):
    """Return a strategy for rows of November's register."""
    one = st.tuples(
        st.sampled_from(AUDITORS),
        st.sampled_from((*GRADES, "Good", "Requires Improvement", None)),
        st.sampled_from((EARLY, EARLY, EARLY, LATE, None)),
        st.sampled_from(TEAMS),
        st.sampled_from(("2023-11", "2023-11", "2023-10")),
        st.sampled_from(("Individual", "Individual", "Individual", "Themed")),
    )
    return st.lists(one, min_size=min_size, max_size=max_size).map(
        lambda found: [(f"QA{i:03d}", *values) for i, values in enumerate(found)]
    )


def plans(**fixed):
    """Return a strategy for plans."""
    options = {
        "target": st.integers(1, 20),
        "auditor_every": st.integers(1, 12),
        "take_all": st.sampled_from([(), ("Inadequate",), ("Inadequate", "Outstanding")]),
        "least": st.integers(0, 2),
        "reserves": st.integers(0, 3),
        "late_until": st.sampled_from([None, dt.date(2023, 12, 20)]),
    }
    return st.builds(plan, **{**options, **{k: st.just(v) for k, v in fixed.items()}})
