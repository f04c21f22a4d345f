"""The audits behind tables of follow-up: re-audits, actions, movement, findings."""

from collections.abc import Sequence

import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics.audit_cases.properties import (
    YES,
    flag,
    grouped,
    properties,
    text,
    within,
)
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
from qaanalysis.metrics.follow_up.by_audit import beside
from qaanalysis.vocabulary import Col, GradeScale

_OF_GRADED, _RE_AUDITS = "graded audits", "re-audits"
_EARLY = "done before a due date that hasn’t passed"
_BEFORE_PASSED = "done before its audit, and its due date has passed"


def re_audits_due(found: pd.DataFrame) -> Cases:
    """Return the audits behind tables of re-audits by group, a case for each re-audit.

    Parameters
    ----------
    found : DataFrame
        From `re_audits.stood`.
    """
    return _due(found, re_audits.STATE, re_audits.STATES, re_audits.COUNTED, _RE_AUDITS)


def actions_due(found: pd.DataFrame) -> Cases:
    """Return the audits behind tables of actions by group, a case for each action.

    Parameters
    ----------
    found : DataFrame
        From `actions.status`.
    """
    return _due(found, actions.STATE, actions.STATES, actions.COUNTED, "actions")


def actions_open(found: pd.DataFrame) -> Cases:
    """Return the audits behind the table of open actions by group, a case for each action.

    They have the one property of `actions_due`, so that both tables are protected together.

    Parameters
    ----------
    found : DataFrame
        From `actions.status`.
    """
    of_due = actions_due(found)
    done = [name for name in actions.STATES if name not in actions.OPEN]
    counts: dict[str, Values] = {
        actions.COUNTED: {},
        actions.STILL_OPEN: {actions.STATE: list(actions.OPEN)},
        due.OVERDUE: {actions.STATE: [due.OVERDUE]},
        actions.DONE: {actions.STATE: [*done, _EARLY]},
    }
    return Cases(
        of_due.rows,
        of_due.of,
        counts,
        keep=(actions.COUNTED, actions.STILL_OPEN),
        coarser=((actions.COUNTED, actions.STILL_OPEN, actions.DONE),),
    )


def _due(found: pd.DataFrame, state: str, states: Sequence[str], counted: str, of: str) -> Cases:
    # One property tells all columns apart, so that together they name every case there is.
    early = (found[state] == due.DONE_IN_TIME) & ~found[due.PASSED]
    wrong = (found[state] == re_audits.BEFORE) & found[due.PASSED]
    told = text(found[state]).mask(early, _EARLY).mask(wrong, _BEFORE_PASSED)
    rows = properties(found, {state: told})
    passed = (due.DONE_IN_TIME, due.DONE_LATE, due.OVERDUE, _BEFORE_PASSED)
    to_come = [_EARLY, *(name for name in states if name not in passed)]
    counts: dict[str, Values] = {
        counted: {},
        **{name: {state: [name]} for name in states},
        due.DONE_IN_TIME: {state: [due.DONE_IN_TIME, _EARLY]},
        **(
            {re_audits.BEFORE: {state: [re_audits.BEFORE, _BEFORE_PASSED]}}
            if of == _RE_AUDITS
            else {}
        ),
        due.PASSED: {state: list(passed)},
        due.NOT_PASSED: {state: to_come},
        due.IN_TIME: {state: [due.DONE_IN_TIME]},
        due.NOT_IN_TIME: {state: [due.DONE_LATE, due.OVERDUE, _BEFORE_PASSED]},
    }
    return Cases(
        rows,
        of,
        counts,
        shares={due.IN_TIME_SHARE: (due.IN_TIME, due.PASSED)},
        keep=(due.PASSED, due.IN_TIME),
        coarser=((counted, due.PASSED, due.NOT_PASSED, due.IN_TIME, due.NOT_IN_TIME),),
    )


def stood(
    found: pd.DataFrame, placed: pd.DataFrame | None, *, months: pd.PeriodIndex
) -> Cases | None:
    """Return the audits behind tables of where those at the bottom of the scale stand.

    Parameters
    ----------
    found : DataFrame
        From `history.latest`: every graded audit, as other tables of grades count them too.
    placed : DataFrame or None
        From `standing.each`; None if it isn't known, and then there are no cases.
    months : PeriodIndex
        The months the tables cover.
    """
    if placed is None:
        return None
    place = placed.set_index(Col.AUDIT_ID)[standing.STANDING]
    at = text(beside(found[Col.AUDIT_ID], place))
    grade = text(found[Col.FINAL_GRADE])
    rows = properties(found, {Col.FINAL_GRADE: grade, standing.STANDING: at})
    worst = {Col.FINAL_GRADE: [str(found[Col.FINAL_GRADE].cat.categories[0])]}
    counts: dict[str, Values] = {
        standing.WORST: worst,
        **{name: {**worst, standing.STANDING: [name]} for name in standing.STANDINGS},
        standing.NOT_BETTER: {**worst, standing.STANDING: list(standing.STANDINGS[1:])},
    }
    return Cases(
        rows,
        _OF_GRADED,
        counts,
        within(months),
        shares={standing.BETTER_SHARE: (standing.BETTER, standing.WORST)},
        keep=(standing.WORST, standing.BETTER),
        coarser=((standing.WORST, standing.BETTER, standing.NOT_BETTER),),
        by_quarter=True,
    )


def moved(found: pd.DataFrame, *, months: pd.PeriodIndex, scale: GradeScale) -> Cases:
    """Return the audits behind the matrix from the first grade to the latest.

    Parameters
    ----------
    found : DataFrame
        From `history.latest`.
    months : PeriodIndex
        The months the table covers.
    scale : GradeScale
        The grades.
    """
    latest = text(found[history.LATEST])
    rows = properties(
        found, {Col.FINAL_GRADE: text(found[Col.FINAL_GRADE]), history.LATEST: latest}
    )
    counts: dict[str, Values] = {label: {history.LATEST: [label]} for label in scale.labels}
    return Cases(rows, _OF_GRADED, counts, within(months))


def followed(found: pd.DataFrame | None, *, months: pd.PeriodIndex) -> Cases | None:
    """Return the audits behind tables of findings and how far they came, a case for each finding.

    Parameters
    ----------
    found : DataFrame or None
        From `loop.findings`; None if nothing can be followed, and then there are no cases.
    months : PeriodIndex
        The months the table covers.
    """
    if found is None:
        return None
    rows = properties(
        found,
        {Col.FINAL_GRADE: grouped(found, Col.FINAL_GRADE), loop.REACHED: text(found[loop.REACHED])},
    )
    counts: dict[str, Values] = {
        stage: {loop.REACHED: list(loop.STAGES[at:])} for at, stage in enumerate(loop.STAGES)
    }
    # Not shown, but it is the difference of two that are.
    counts |= {f"only {stage}": {loop.REACHED: [stage]} for stage in loop.STAGES[:-1]}
    return Cases(
        rows,
        "areas for development",
        counts,
        within(months),
        keep=(loop.FOUND, loop.ACTION, loop.DONE),
        coarser=(loop.STAGES[:3],),
    )


def timed(found: pd.DataFrame, *, counted: str) -> Cases:
    """Return the audits behind tables of how long things took.

    Parameters
    ----------
    found : DataFrame
        From `times`.
    counted : str
        The column of how many are followed.
    """
    rows = properties(found, {times.HAPPENED: flag(found[times.HAPPENED])})
    return Cases(rows, counted, {counted: {}, times.HAPPENED: {times.HAPPENED: [YES]}})


def not_arranged(found: pd.DataFrame) -> Cases:
    """Return the audits behind the table of re-audits that aren't arranged.

    Parameters
    ----------
    found : DataFrame
        From `missing.missing_audits`.
    """
    more = {missing.KIND: text(found[missing.KIND]), missing.PAST: flag(found[missing.PAST])}
    counts: dict[str, Values] = {"audits": {}, missing.PAST: {missing.PAST: [YES]}}
    return Cases(properties(found, more), "audits without a next re-audit", counts)


def contradictory(found: pd.DataFrame | None) -> Cases | None:
    """Return the audits behind the table of contradictions, a case for each of each re-audit.

    Parameters
    ----------
    found : DataFrame or None
        From `contradictions.contradictory_re_audits`; None if nothing could be looked for.
    """
    if found is None:
        return None
    rows = properties(found, {contradictions.KIND: text(found[contradictions.KIND])})
    return Cases(rows, "contradictions of re-audits", {contradictions.COUNTED: {}})
