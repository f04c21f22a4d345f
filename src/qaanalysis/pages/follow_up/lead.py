"""What a hurried reader needs of follow-up: the first sentences and the key figures."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.follow_up import due, loop, standing
from qaanalysis.pages.follow_up.actions import actions_done
from qaanalysis.pages.follow_up.re_audits import in_time, standings
from qaanalysis.present import key_figures as key_figures_of
from qaanalysis.present import words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Audience, GradeScale

_COUNTED = (
    "Grades: the final grade first, then that of the latest re-audit done after the audit. In "
    "time: done on or before the due date, of those whose due date has passed; what has no due "
    "date is in no share. Re-audits and actions are counted whenever their audit was planned; "
    "grades and findings are of the report’s months. Intervals of shares: Wilson, 95%."
)
_TIMED = " Of times: Kaplan–Meier, on the log-log scale, 95%."
_ASKED = (
    "What came of the audits: was every re-audit and action done in time, and did a later audit "
    "find the case better?"
)


def question(audience: Audience) -> str:
    """Return what the page asks readers outside; empty where it answers all its notebook asks."""
    return _ASKED if audience is Audience.PUBLISHED else ""


def method(stood: SafeTable) -> str:
    """Return how the report's figures are made; times are for internal readers only."""
    return _COUNTED + ("" if stood.audience is Audience.PUBLISHED else _TIMED)


def lead(
    stood: SafeTable, re_audits: SafeTable, actions: SafeTable, scale: GradeScale
) -> list[str]:
    """Return what a hurried reader needs: what became of the worst cases, and what was in time."""
    return [standings(stood, scale), in_time(re_audits), *actions_done(actions)]


def key_figures(
    stood: SafeTable,
    re_audits: SafeTable,
    actions: SafeTable,
    followed: SafeTable,
    scale: GradeScale,
) -> list[KeyFigure]:
    """Return the tiles, of what the run has tables for."""
    better = f"Better since, of those graded {scale.worst}"
    found = [
        _share(stood, "better_since", better, (standing.BETTER, standing.WORST), "audits"),
        _share(re_audits, "re_audits_in_time", "Re-audits in time", _IN_TIME, _PASSED),
        _share(actions, "actions_in_time", "Actions in time", _IN_TIME, f"actions{_SINCE}"),
        _share(
            followed,
            "findings_acted_on",
            "Areas for development with every action done",
            (loop.DONE, loop.FOUND),
            "areas for development",
        ),
    ]
    return [figure for figure in found if figure is not None]


_IN_TIME = (due.IN_TIME, due.PASSED)
_SINCE = " whose due date has passed"
_PASSED = f"re-audits{_SINCE}"


def _share(
    table: SafeTable, name: str, label: str, of: tuple[str, str], unit: str
) -> KeyFigure | None:
    """Return a share of a table's total; None if the run has no such table."""
    if table.total is None:
        return None
    count, n = (table.whole[column] for column in of)
    if words.hidden(count, n):
        return key_figures_of.hidden(name, label, unit=unit)
    if n == 0:
        return KeyFigure(name, label, float("nan"), unit=unit, note=f"There are no {unit}")
    found = proportion.wilson(int(count), int(n))
    return KeyFigure(
        name,
        label,
        float(found.estimate),
        count=int(count),
        total=int(n),
        unit=unit,
        low=float(found.low),
        high=float(found.high),
        note=_overdue(table.whole),
    )


def _overdue(total: pd.Series) -> str:
    late = total.get(due.OVERDUE)
    if words.absent(late) or words.hidden(late):
        return ""
    return f"{words.count(late)} overdue"
