"""Re-audits that are missing or contradict something: counted, and listed."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.follow_up import contradictions, missing
from qaanalysis.pages import days_late
from qaanalysis.present import words
from qaanalysis.vocabulary import Col


def not_arranged(kinds: SafeTable, *, every_months: int, known: bool) -> str:
    """Return of how many audits the next re-audit isn't in the table; nothing if there is none."""
    if not known:
        return ""
    found = kinds.frame[kinds.frame["audits"] > 0]
    if found.empty:
        return "Every audit that should be re-audited has its next re-audit in the table."
    said = [f"{kind} ({words.count(n)})" for kind, n in found["audits"].items()]
    past = int(found[missing.PAST].sum())
    late = f"For {words.count(past)} of them" if past else "For none of them"
    return (
        f"Re-audits that should be in the table and aren’t: {words.listed(said)}. {late} the "
        f"{words.counted(every_months, 'month')} within which one is due have passed"
    )


def contradictory(kinds: SafeTable) -> str:
    """Return how many re-audits contradict the register or one another."""
    found = kinds.frame[kinds.frame[contradictions.COUNTED] > 0]
    if found.empty:
        return "No re-audit contradicts the register or another one."
    said = [f"{kind} ({words.count(n)})" for kind, n in found[contradictions.COUNTED].items()]
    return (
        f"Re-audits to put right: {words.listed(said)}. They stay in the counts; one before its "
        "audit, or without a grade, says nothing of what became of the case"
    )


def listed(found: pd.DataFrame | None) -> pd.DataFrame:
    """Return rows that name their audits, to be shown to those who put them right.

    Parameters
    ----------
    found : DataFrame or None
        From `missing.missing_audits` or `contradictions.contradictory_re_audits`.
    """
    if found is None:
        return pd.DataFrame(index=pd.Index([], name=Col.AUDIT_ID))
    own = [Col.RE_AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.TEAM, Col.DUE_ON, Col.DONE_ON]
    kinds = [contradictions.KIND, missing.KIND, "days_late"]
    shown = [name for name in (*own, *kinds) if name in found.columns]
    ordered = found.sort_values([Col.MONTH, Col.AUDIT_ID])
    return days_late.applied(ordered.set_index(Col.AUDIT_ID)[shown])
