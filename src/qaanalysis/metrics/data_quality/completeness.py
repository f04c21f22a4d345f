"""How complete the columns are: of the rows that should have a value, how many do."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.vocabulary import Col

# Columns that only some rows should have, and by which column these are told.
_OF_RETURNED = (
    *(Col.AUDITOR_GRADE, Col.PRACTITIONER_PRESENT, Col.CHILD_FEEDBACK),
    *(Col.FAMILY_FEEDBACK, Col.IMMEDIATE_CONCERN),
)
EXPECTED = {
    **{("audits", column): Col.RETURNED_ON for column in _OF_RETURNED},
    ("audits", Col.EXEMPTION_REASON): Col.EXEMPTED_ON,
    ("audits", Col.EXEMPTION_APPROVER): Col.EXEMPTED_ON,
    ("re_audits", Col.GRADE): Col.DONE_ON,
}
# Lists of people, in which a blank has a meaning of its own; sessions, in which it is absence; and
# stated counts, which are missing only where they were hidden.
PASSED_OVER = ("moderators", "auditors", "benchmarking", "stated_totals")
# Columns that are blank in a row for which nothing happened: a blank says so, and isn't missing.
EVENTS = (
    *(Col.RETURNED_ON, Col.EXEMPTED_ON, Col.CONCERN_RAISED_ON, Col.ESCALATED_TO),
    *(Col.MADE_SAFE_ON, Col.COMPLETED_ON, Col.DONE_ON, Col.PANEL_GRADE, Col.REASON),
    *(Col.INCLUSION_PROBABILITY, Col.AUDITOR_TEAM, Col.IS_MODERATED, Col.DISPUTED),
)


def unrecorded(tables: Mapping[str, pd.DataFrame]) -> dict[str, list[str]]:
    """Return by table the columns in which no row that should have a value has one.

    An export that lacks a column isn't incomplete in every row: that it records nothing there is
    said once, and counted nowhere.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Accepted rows by table.

    Examples
    --------
    >>> audits = pd.DataFrame({"team": ["North", None], "plan_type": [None, None]})
    >>> unrecorded({"audits": audits})
    {'audits': ['plan_type']}
    """
    found = {}
    for table, frame in tables.items():
        lacking = [column for column in _counted(table, frame) if _is_empty(table, frame, column)]
        if lacking:
            found[table] = lacking
    return found


def _counted(table: str, frame: pd.DataFrame) -> list[str]:
    if table in PASSED_OVER:
        return []
    return [str(column) for column in frame.columns if column not in EVENTS]


def _is_empty(table: str, frame: pd.DataFrame, column: str) -> bool:
    return bool(_expected(table, frame, column).any()) and not frame[column].notna().any()


def by_column(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return for each column that may be blank how many of the rows that should have it do.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Accepted rows by table.

    Returns
    -------
    DataFrame
        By table and column, the least complete first; columns that are whole are left out, and
        those that are `unrecorded`. A grade is expected of a returned audit, a reason of an
        exempted one, all else of every row.
    """
    rows = []
    for table, frame in tables.items():
        for column in _counted(table, frame):
            due = _expected(table, frame, column)
            n, filled = int(due.sum()), int((due & frame[column].notna()).sum())
            if filled < n and not _is_empty(table, frame, column):
                rows.append((table, column, _of(table, column), n, n - filled, filled / n))
    columns = ["table", "column", "of", "rows", "blank", "filled_share"]
    made = pd.DataFrame(rows, columns=columns).sort_values("filled_share", kind="stable")
    return made.set_index(columns[:2])


def by_team(audits: pd.DataFrame, *, by: str = Col.TEAM) -> pd.DataFrame:
    """Return for each team how many of the register's cells that should have a value do.

    Parameters
    ----------
    audits : DataFrame
        The accepted rows of the register.
    by : str
        The column of the groups.

    Returns
    -------
    DataFrame
        By group, the least complete first: audits, cells expected of the columns in which any audit
        has a value, blank ones, the share filled, and the column that most are blank in.
    """
    columns = [c for c in _counted("audits", audits) if not _is_empty("audits", audits, c)]
    due = pd.DataFrame({c: _expected("audits", audits, c) for c in columns})
    blank = pd.DataFrame({c: due[c] & audits[c].isna() for c in columns})
    groups = audits[by].astype(object)
    by_group = blank.groupby(groups).sum()
    n_due = due.groupby(groups).sum().sum(axis=1)
    n_blank = by_group.sum(axis=1)
    made = pd.DataFrame(
        {
            "audits": groups.value_counts(),
            "cells": n_due,
            "blank": n_blank,
            "filled_share": (n_due - n_blank) / n_due,
            "most_blank": by_group.idxmax(axis=1).where(n_blank > 0, ""),
        }
    )
    made.index.name = by
    return made.sort_values("filled_share", kind="stable")


def _expected(table: str, frame: pd.DataFrame, column: str) -> pd.Series:
    if told := EXPECTED.get((table, column)):
        return frame[told].notna()
    return pd.Series(True, index=frame.index)


def _of(table: str, column: str) -> str:
    rows = {
        Col.RETURNED_ON: "returned audits",
        Col.EXEMPTED_ON: "exempted audits",
        Col.DONE_ON: "re-audits done",
    }
    return rows.get(EXPECTED.get((table, column), ""), "all rows")
