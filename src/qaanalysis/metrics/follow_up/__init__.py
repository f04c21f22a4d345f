"""What came of the audits: re-audits, actions, and whether later audits show the difference.

A module makes the tables of one topic. What is dated after `as_at` hasn't happened yet.
"""

from qaanalysis.metrics.follow_up import (
    actions,
    contradictions,
    due,
    history,
    loop,
    missing,
    re_audits,
    standing,
    times,
)

__all__ = [
    "actions",
    "contradictions",
    "due",
    "history",
    "loop",
    "missing",
    "re_audits",
    "standing",
    "times",
]
