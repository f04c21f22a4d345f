"""The report on learning, and the briefing for all staff, in words and key figures.

What happened is told, never why: no sentence says that one thing came of another.
"""

from qaanalysis.pages.learning.before_after import (
    area_statements,
    cannot_be_concluded,
    statements,
    unsaid,
)
from qaanalysis.pages.learning.findings import (
    key_figures,
    lead,
    trend,
    uncoded,
    unmapped,
    unmatched,
)
from qaanalysis.pages.learning.programme import calendar, events
from qaanalysis.pages.learning.sources import beside, part, sources, workforce

METHOD = (
    "Returned individual audits only. A finding is put to the theme of the dictionary in params "
    "that has its word; an audit counts once for a theme, however many findings are about it. "
    "Intervals of shares: Wilson, 95%; of differences: Newcombe, 95%. Trends: Cochran–Armitage, "
    "p-values adjusted by Holm. Limits: p-chart, NHS “Making data count” rules. Before and after "
    "are the months before and after the first in focus; months in focus are in neither."
)
RENAMED = {
    "audits": "Returned audits",
    "strength": "Name it a strength",
    "strength_share": "Strength, share",
    "development": "Name it to develop",
    "development_share": "To develop, share",
    "before_audits": "Audits before",
    "before": "Named before",
    "before_share": "Share before",
    "after_audits": "Audits after",
    "after": "Named after",
    "after_share": "Share after",
    "in_focus": "First in focus",
    "why": "Why no difference",
    "obtained": "Obtained",
    "obtained_share": "Obtained, share of recorded",
    "value": "To develop, share",
    "found_share": "Share",
    "count": "Count",
    "what": "What is counted",
    "simple_thing": "Simple thing",
    "slope_difference": "Change a month, percentage points",
    "adjusted_p_value": "p, adjusted",
    "months_before": "Months before",
    "trend_p_value": "p of a trend before",
    "return_before_share": "Return rate before",
    "return_after_share": "Return rate after",
    "return_difference": "Difference of return rates, percentage points",
    "named_per_audit_before": "Themes to develop an audit, before",
    "named_per_audit_after": "Themes to develop an audit, after",
    "attended_share": "Attended, share of invited",
    "same_way": "Pairs moving the same way",
    "opposite_way": "Pairs moving opposite ways",
}
NAMED = ["audits", "strength", "strength_share", "development", "development_share"]
FOCUS = [
    *("in_focus", "before_audits", "before", "before_share"),
    *("after_audits", "after", "after_share", "difference", "why"),
]
# For a page as narrow as a paper's: each share beside what it is of, and the difference.
FOCUS_IN_SHORT = [
    *("in_focus", "before_audits", "before_share", "after_audits", "after_share", "difference"),
]

__all__ = [
    "FOCUS",
    "FOCUS_IN_SHORT",
    "METHOD",
    "NAMED",
    "RENAMED",
    "area_statements",
    "beside",
    "calendar",
    "cannot_be_concluded",
    "events",
    "key_figures",
    "lead",
    "part",
    "sources",
    "statements",
    "trend",
    "uncoded",
    "unmapped",
    "unmatched",
    "unsaid",
    "workforce",
]
