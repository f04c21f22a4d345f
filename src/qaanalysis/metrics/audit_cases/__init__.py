"""The cases behind each figure: what every table of counts counts, said once for all its columns.

Made for disclosure control, which has to know how figures add up, and for the list of audits that
a figure leads to. A module makes the cases of one topic's tables.
"""

from qaanalysis.metrics.audit_cases.agreement import compared, second_opinions
from qaanalysis.metrics.audit_cases.answers import answered
from qaanalysis.metrics.audit_cases.coverage import covered
from qaanalysis.metrics.audit_cases.follow_up import (
    actions_due,
    actions_open,
    contradictory,
    followed,
    moved,
    not_arranged,
    re_audits_due,
    stood,
    timed,
)
from qaanalysis.metrics.audit_cases.grades import (
    above_limit,
    bounded,
    domains,
    graded,
    regraded,
    reported,
)
from qaanalysis.metrics.audit_cases.learning import before_after, named, took_part
from qaanalysis.metrics.audit_cases.outcomes import circumstances, moderated
from qaanalysis.metrics.audit_cases.practice import judged, waited
from qaanalysis.metrics.audit_cases.returns import returned, split
from qaanalysis.metrics.audit_cases.safety import re_audited, safety_answered, unanswered

__all__ = [
    "above_limit",
    "actions_due",
    "actions_open",
    "answered",
    "before_after",
    "bounded",
    "circumstances",
    "compared",
    "contradictory",
    "covered",
    "domains",
    "followed",
    "graded",
    "judged",
    "moderated",
    "moved",
    "named",
    "not_arranged",
    "re_audited",
    "re_audits_due",
    "regraded",
    "reported",
    "returned",
    "safety_answered",
    "second_opinions",
    "split",
    "stood",
    "timed",
    "took_part",
    "unanswered",
    "waited",
]
