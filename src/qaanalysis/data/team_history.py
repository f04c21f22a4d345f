"""Put teams that were renamed or merged under the names they have now."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from qaanalysis.data.draft import Draft
from qaanalysis.data.raw_table import Notice
from qaanalysis.data.validate import Mask
from qaanalysis.params_reading import Team
from qaanalysis.vocabulary import Col

COLUMNS = (Col.TEAM, Col.AUDITOR_TEAM)
# By table: the day on which a row's team is the one named.
DAYS = {"audits": Col.PLANNED_ON, "cohort": Col.ENTERED_ON}
RENAMED = "team as it is called now"
UNLISTED = "a team that isn’t declared"
OUTSIDE = "a team name that wasn’t in use on the row’s day"


def apply_team_history(draft: Draft, teams: Sequence[Team]) -> None:
    """Replace each row's team by what it is called now, as declared for the row's day.

    What can't be told stays as it is, and is noticed: a team that isn't declared, and one that
    wasn't there on the day. Of a team without days, and where a table has none, the name tells.
    """
    if not teams:
        return
    for column in COLUMNS:
        if column in draft.codes and column in draft.frame:
            _apply(draft, column, teams)


def _apply(draft: Draft, column: str, teams: Sequence[Team]) -> None:
    names = draft.frame[column].astype(object)
    plain = names.map(lambda name: name.casefold(), na_action="ignore")
    days = draft.frame.get(DAYS.get(draft.raw.table.name, ""))
    became, told = names.copy(), np.zeros(len(names), dtype=bool)
    for team in teams:
        here = (plain == team.name.casefold()).to_numpy(dtype=bool) & _within(days, team)
        told |= here
        if here.any() and team.now is not None:
            now = current(team.now, teams)
            became[here] = now
            at = np.flatnonzero(here)
            row = int(draft.rows[at[0]])
            draft.add_repair(column, RENAMED, found=team.name, became=now, n=len(at), row=row)
    known = {team.name.casefold() for team in teams}
    # A name that only stands as what others became has no days of its own.
    now_only = {team.now.casefold() for team in teams if team.now} - known
    listed = plain.isin(known | now_only).to_numpy(dtype=bool)
    given = names.notna().to_numpy(dtype=bool)
    _notice(draft, column, names, given & ~listed, UNLISTED)
    of_days = plain.isin(known).to_numpy(dtype=bool)
    _notice(draft, column, names, given & of_days & ~told, OUTSIDE)
    if not became.equals(names):
        draft.frame[column] = became.astype("category")


def _within(days: pd.Series | None, team: Team) -> Mask | bool:
    if days is None:
        return True
    since = pd.Timestamp(team.since) if team.since else pd.Timestamp.min
    until = pd.Timestamp(team.until) if team.until else pd.Timestamp.max
    undated = days.isna() if team.since is None and team.until is None else False
    return np.asarray(days.between(since, until) | undated, dtype=bool)


def current(name: str, teams: Sequence[Team]) -> str:
    """Return what a team is called at the end of all its changes of name.

    Examples
    --------
    >>> teams = [Team(name="Assess 1", now="Assess East"), Team(name="Assess East", now="East")]
    >>> current("Assess 1", teams)
    'East'
    """
    seen = {name.casefold()}
    while True:
        later = [t for t in teams if t.name.casefold() == name.casefold() and t.now]
        following = later[-1].now if later else None
        if following is None or following.casefold() in seen:
            return name
        name = following
        seen.add(name.casefold())


def _notice(draft: Draft, column: str, names: pd.Series, mask: Mask, rule: str) -> None:
    for name in sorted(set(names[mask])):
        at = np.flatnonzero(mask & (names == name).to_numpy(dtype=bool))
        rows = tuple(draft.rows[at].tolist())
        draft.add_notice(Notice(rule, draft.shown(column, name), rows, column))
