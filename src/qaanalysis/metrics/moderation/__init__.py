"""Moderation: second looks at audits, and what they say of the first ones.

`pairs` puts each moderated audit's two grades side by side; each module makes one kind of table of
them.
"""

from qaanalysis.metrics.moderation import (
    agreement,
    agreement_by_group,
    auditor_coverage,
    checks,
    coverage,
    days,
    direction,
    gap,
    matrix,
    mix,
    moderated_grades,
    outcomes,
    quality,
    second_moderations,
)
from qaanalysis.metrics.moderation.moderated import pairs, why_not_compared

__all__ = [
    "agreement",
    "agreement_by_group",
    "auditor_coverage",
    "checks",
    "coverage",
    "days",
    "direction",
    "gap",
    "matrix",
    "mix",
    "moderated_grades",
    "outcomes",
    "pairs",
    "quality",
    "second_moderations",
    "why_not_compared",
]
