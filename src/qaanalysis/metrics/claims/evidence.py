"""What the records of single cases show, where a statement can rest on nothing else."""

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from qaanalysis.metrics import follow_up, moderation
from qaanalysis.metrics.claims.verdict import Finding, judged, unknown
from qaanalysis.present import words
from qaanalysis.vocabulary import Col, GradeScale, Outcome, YesNo

RECORDS = ("agreement", "re_audits", "safety")
KAPPA = ("cohen_kappa", moderation.agreement.UNWEIGHTED)


@dataclass(frozen=True)
class Evidence:
    """What a kind of record shows.

    Parameters
    ----------
    finding : Finding
        By the run's records.
    needs : str
        What has to be recorded for it to be known.
    known : str
        What is known without these records; empty if nothing is.
    """

    finding: Finding
    needs: str
    known: str = ""

    def without(self, why: str) -> Finding:
        """Return what is said if the records can't speak for the statement."""
        return unknown(f"{words.sentence(why)} Needed: {self.needs}", self.known)


def safety(graded: pd.DataFrame, *, scale: GradeScale) -> Evidence:
    """Return what is recorded of the safety of children whose audits are at the bottom.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    scale : GradeScale
        The grades.
    """
    worst = graded[graded[Col.FINAL_GRADE] == scale.worst]
    n, answer = len(worst), worst[Col.IMMEDIATE_CONCERN]
    at_risk, blank = int((answer == YesNo.YES).sum()), int(answer.isna().sum())
    of = f"of {words.count(n)} audits graded {scale.worst}"
    needs = "immediate_concern, escalated_to and made_safe_on of each such audit (table audits)"
    verb = "is" if n == 1 else "are"
    known = f"{words.counted(n, 'audit')} {verb} graded {scale.worst}, which calls for action"
    if at_risk:
        said = f"{words.count(at_risk)} {of} say that the child was at risk of harm"
        return Evidence(judged(False, said, f"{words.count(at_risk)} {of}"), needs, known)
    if blank:
        said = f"{words.count(blank)} {of} don’t say whether the child was at risk of harm"
        return Evidence(unknown(said, known), needs, known)
    return Evidence(judged(True, f"none {of} says that the child was at risk"), needs, known)


def re_audited(
    re_audits: pd.DataFrame | None, *, as_at: dt.date, audits: pd.DataFrame | None = None
) -> Evidence:
    """Return whether every re-audit that was due was done by its due date.

    Parameters
    ----------
    re_audits : DataFrame or None
        The table of that name; None if the run has none.
    as_at : date
        What is dated later hasn't happened yet.
    audits : DataFrame, optional
        The audits they follow up: one dated before its audit isn't in time.
    """
    needs = "due and done dates, and grades, of each re-audit (table re_audits)"
    if re_audits is None:
        return Evidence(unknown(f"The run has no table re_audits. Needed: {needs}"), needs)
    day = pd.Timestamp(as_at)
    due = re_audits[re_audits[Col.DUE_ON] < day]
    if due.empty:
        return Evidence(unknown(f"No re-audit was due before {words.day(as_at)}"), needs)
    wrong = follow_up.re_audits.before_audit(due, audits, as_at=as_at)
    in_time = int(((due[Col.DONE_ON] <= due[Col.DUE_ON]) & ~wrong).sum())
    figure = f"{words.count(in_time)} of {words.count(len(due))} re-audits due"
    said = f"{figure} were done by their due date"
    return Evidence(judged(in_time == len(due), said, figure), needs)


def agreement(
    audits: pd.DataFrame,
    moderations: pd.DataFrame | None,
    *,
    as_at: dt.date,
    scale: GradeScale,
) -> Evidence:
    """Return whether auditors and moderators agree more often than by chance.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations : DataFrame or None
        The table of that name; None if the run has none.
    as_at : date
        What is dated later hasn't happened yet.
    scale : GradeScale
        The grades.
    """
    needs = "the auditor’s and the moderator’s grade of each moderated audit (table moderations)"
    pairs = moderation.pairs(audits, moderations, as_at=as_at)
    same = int((pairs[Col.OUTCOME] == Outcome.SUPPORTED).sum())
    outcomes = int(pairs[Col.OUTCOME].notna().sum())
    told = f"{words.count(same)} of {words.count(outcomes)} grades were supported"
    known = told if outcomes else ""
    coefficients = moderation.agreement.coefficients(pairs, scale=scale)
    found = dict(zip(coefficients.index, coefficients.to_dict("records"), strict=True))[KAPPA]
    if pd.isna(found["estimate_low"]):
        why = str(found["note"]) or "too few pairs of grades"
        return Evidence(unknown(f"Agreement beyond chance can’t be told: {why}"), needs, known)
    kappa, low, high = (words.number(found[f"estimate{end}"]) for end in ("", "_low", "_high"))
    figure = f"κ = {kappa} (95% interval {low} to {high})"
    if found["estimate_low"] <= 0 <= found["estimate_high"]:
        return Evidence(unknown(f"Agreement may be chance: {figure}", figure), needs, known)
    return Evidence(judged(found["estimate_low"] > 0, f"Cohen’s {figure}", figure), needs, known)
