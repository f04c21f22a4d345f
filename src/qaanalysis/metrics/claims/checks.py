"""A verdict on each statement of a report."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from qaanalysis.metrics.claims import calendar, comparing, covering, percentages, spelling
from qaanalysis.metrics.claims.known import Known
from qaanalysis.metrics.claims.verdict import Finding, Verdict
from qaanalysis.params_claims import AnyStatement, Claims, RecordStated
from qaanalysis.present import words

COLUMNS = ["where", "verdict", "reached", "why", "figure"]
CLAIM = "claim"

# Of single numbers, dates and words; and of what the run may not be able to speak of.
_ALONE: dict[str, Callable[[Any, Known], Finding]] = {
    "share": percentages.share,
    "date": calendar.date,
    "period": calendar.period,
    "programme": calendar.programme,
    "earlier": comparing.earlier,
    "spelling": spelling.spelling,
}
_BY_FIGURES: dict[str, Callable[[Any, Known, dict[str, str]], Finding]] = {
    "total": percentages.total,
    "trend": comparing.trend,
    "every": covering.every,
    "whole": covering.whole,
}


def checked(claims: Claims | None, known: Known) -> pd.DataFrame:
    """Return a verdict on each statement of a report.

    Parameters
    ----------
    claims : Claims or None
        From params; None if they have none.
    known : Known
        What the run knows.

    Returns
    -------
    DataFrame
        Indexed by claim (as printed), in the order of params: where (it is printed), verdict
        (holds, doesn’t hold, can’t be known), reached (of percentages: by rounding, by truncation,
        not reachable), why (a sentence) and figure (the one that does hold; empty if none does).

    Raises
    ------
    ParamsError
        If a statement names a figure that there isn't.
    """
    statements = () if claims is None else claims.statements
    reasons = {} if claims is None else claims.not_evidence
    known.refuse_unknown(reasons)
    rows = []
    for statement in statements:
        found = _finding(statement, known, reasons)
        values = (statement.where, str(found.verdict), str(found.reached), found.why, found.figure)
        row = dict(zip(COLUMNS, values, strict=True))
        rows.append(row | {"why": words.sentence(found.why)})
    index = pd.Index([statement.said for statement in statements], name=CLAIM, dtype=object)
    return pd.DataFrame(rows, index, columns=COLUMNS)


def of_verdict(table: pd.DataFrame, verdict: Verdict) -> pd.DataFrame:
    """Return the statements with a verdict, without the columns in which none has anything.

    Parameters
    ----------
    table : DataFrame
        From `checked`.
    verdict : Verdict
        Which.
    """
    rows = table[table["verdict"] == verdict].drop(columns="verdict")
    blank = [name for name in ("where", "reached") if (rows[name] == "").all()]
    return rows.drop(columns=blank)


def _finding(statement: AnyStatement, known: Known, not_evidence: dict[str, str]) -> Finding:
    if isinstance(statement, RecordStated):
        record = known.records[statement.of]
        if statement.of in not_evidence:
            return record.without(not_evidence[statement.of])
        return record.finding
    if statement.kind in _ALONE:
        return _ALONE[statement.kind](statement, known)
    return _BY_FIGURES[statement.kind](statement, known, not_evidence)
