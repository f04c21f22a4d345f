"""The report on moderation, in words and key figures: a file for each section of it."""

from qaanalysis.pages.moderation.about_pairs import on_pairs
from qaanalysis.pages.moderation.agreement import (
    SECOND,
    coefficient_columns,
    coefficients_missing,
    enough_pairs,
    group_columns,
    second_columns,
    second_opinions,
)
from qaanalysis.pages.moderation.auditors import auditor_table, differences, funnel
from qaanalysis.pages.moderation.benchmarking import (
    FEW_FILES,
    RATERS,
    SESSIONS,
    SEVERITY,
    no_benchmarking,
    rater_columns,
    rater_groups,
    severity,
)
from qaanalysis.pages.moderation.changes import (
    GAP,
    OUTCOMES,
    OUTCOMES_SHOWN,
    gap,
    months_without,
    test_columns,
    tests_shown,
    trend,
)
from qaanalysis.pages.moderation.coverage import (
    INTERVAL,
    MIX,
    auditors_reached,
    best_unchecked,
    unlike,
)
from qaanalysis.pages.moderation.estimate import BOUNDS, estimated
from qaanalysis.pages.moderation.lead import key_figures, lead, method, question, sign_test
from qaanalysis.pages.moderation.practice import (
    CIRCUMSTANCES,
    DAYS,
    by_circumstance,
    contradictory,
    in_time,
    judged,
)

__all__ = [
    "BOUNDS",
    "CIRCUMSTANCES",
    "DAYS",
    "FEW_FILES",
    "GAP",
    "INTERVAL",
    "MIX",
    "OUTCOMES",
    "OUTCOMES_SHOWN",
    "RATERS",
    "SECOND",
    "SESSIONS",
    "SEVERITY",
    "auditor_table",
    "auditors_reached",
    "best_unchecked",
    "by_circumstance",
    "coefficient_columns",
    "coefficients_missing",
    "contradictory",
    "differences",
    "enough_pairs",
    "estimated",
    "funnel",
    "gap",
    "group_columns",
    "in_time",
    "judged",
    "key_figures",
    "lead",
    "method",
    "months_without",
    "no_benchmarking",
    "on_pairs",
    "question",
    "rater_columns",
    "rater_groups",
    "second_columns",
    "second_opinions",
    "severity",
    "sign_test",
    "test_columns",
    "tests_shown",
    "trend",
    "unlike",
]
