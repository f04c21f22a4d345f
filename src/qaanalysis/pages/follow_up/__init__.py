"""The report on follow-up, in words and key figures: a file for each section of it."""

from qaanalysis.pages.follow_up.actions import (
    action_columns,
    actions_done,
    actions_timed,
)
from qaanalysis.pages.follow_up.lead import key_figures, lead, method, question
from qaanalysis.pages.follow_up.loop import closed, stage_names, stages_named
from qaanalysis.pages.follow_up.re_audits import (
    AHEAD,
    MEDIAN,
    SIDES,
    due_named,
    in_time,
    moved,
    re_audit_columns,
    standing_columns,
    standings,
    standings_named,
    standings_shown,
    states_shown,
    states_title,
    timed,
    times_named,
)
from qaanalysis.pages.follow_up.records import (
    contradictory,
    listed,
    not_arranged,
)

__all__ = [
    "AHEAD",
    "MEDIAN",
    "SIDES",
    "action_columns",
    "actions_done",
    "actions_timed",
    "closed",
    "contradictory",
    "due_named",
    "in_time",
    "key_figures",
    "lead",
    "listed",
    "method",
    "moved",
    "not_arranged",
    "question",
    "re_audit_columns",
    "stage_names",
    "stages_named",
    "standing_columns",
    "standings",
    "standings_named",
    "standings_shown",
    "states_shown",
    "states_title",
    "timed",
    "times_named",
]
