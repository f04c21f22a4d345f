"""What a report rests on: rows read and rejected, repairs, inputs, versions."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import pandas as pd

from qaanalysis import provenance
from qaanalysis.data import Loaded
from qaanalysis.data.team_history import RENAMED
from qaanalysis.metrics import audit_types
from qaanalysis.present import sentences, words
from qaanalysis.vocabulary import AuditType, GradeScale

Told = TypeVar("Told")

# What is done to a cell; other rules are about headings and whole rows.
CELL_RULES = ("alias", "capital letters", "declared spelling", "spaces trimmed")

# By table: what its rows are to a reader.
RECORDS = {
    "audits": "audits",
    "moderations": "moderations",
    "findings": "findings",
    "re_audits": "re-audits",
    "actions": "actions",
    "domain_grades": "grades by domain",
    "cohort": "children looked at by theme",
    "themed_responses": "themed answers",
}
_CALLED = {
    "audits": "audit register",
    "cohort": "cohort",
    "themed_responses": "themed answers",
    "stated_totals": "table of counts",
}
_OTHER_TYPES = {
    AuditType.THEMED: ("themed", "themed"),
    AuditType.DIP_SAMPLE: ("dip sample", "dip samples"),
    AuditType.RE_AUDIT: ("re-audit", "re-audits"),
}


def line(tables: Loaded, name: str = "audits", *, months: pd.PeriodIndex | None = None) -> str:
    """Return the account of a table's rows in sentences; empty if the run doesn't have it.

    Parameters
    ----------
    tables : Loaded
        The run's.
    name : str
        The table that the report counts: audits, cohort, themed_responses or stated_totals.
    months : PeriodIndex, optional
        Of a report that counts individual audits only: the months that it covers.
    """
    if name not in tables.counts.index:
        return ""
    counts = tables.counts.to_dict("index")[name]
    rejected = counts["rejected"]
    cells = tables.repairs["rule"].isin(CELL_RULES) & (tables.repairs["table"] == name)
    repaired = tables.repairs.loc[cells, "n_rows"].sum()
    what = "all accepted" if not rejected else f"{words.count(rejected)} rejected"
    said = (
        f"{words.counted(counts['read'], 'row')} of the {_CALLED[name]} read, {what}; "
        f"{words.counted(repaired, 'cell')} repaired by declared rules{_renamed(tables, name)}"
    )
    return said if months is None else f"{said}. {counted(tables, months=months)}"


def counted(tables: Loaded, *, months: pd.PeriodIndex) -> str:
    """Return which accepted audits are counted and which aren't; empty if the run has counts only.

    What is rejected, counted, of other types and of other months are together the rows read.

    Parameters
    ----------
    tables : Loaded
        The run's.
    months : PeriodIndex
        The months that its reports cover.
    """
    audits = tables.get("audits")
    if audits is None:
        return ""
    found = audit_types.counted(audits, months=months)
    period = words.months(months[0], months[-1])
    said = (
        "Figures of returns, grades, moderation and findings count the "
        f"{words.counted(found.individual, 'individual audit')} of {period}"
    )
    apart = [_of_other_types(found.other_types), _of_other_months(found.other_months)]
    return ". ".join([said, *filter(None, apart)])


def _of_other_types(others: Mapping[AuditType, int]) -> str:
    if not others:
        return ""
    n = sum(others.values())
    each = words.listed([words.counted(k, *_OTHER_TYPES[kind]) for kind, k in others.items()])
    isnt = "isn't" if n == 1 else "aren't"
    return f"{words.counted(n, 'audit')} of other types {isnt} in these figures: {each}"


def _of_other_months(n: int) -> str:
    if not n:
        return ""
    isnt = "isn't" if n == 1 else "aren't"
    return f"{words.counted(n, 'individual audit')} of other months {isnt} counted"


def _renamed(tables: Loaded, name: str) -> str:
    """Return whether teams stand under another name than in the rows, as trends are of today's."""
    repairs = tables.repairs
    here = (repairs["rule"] == RENAMED) & (repairs["table"] == name)
    before = repairs.loc[here, "found"].nunique()
    if not before:
        return ""
    one = before == 1
    return (
        f"; {words.counted(before, 'earlier name')} of {'a team' if one else 'teams'} "
        f"{'is' if one else 'are'} counted under today's"
    )


def warning(tables: Loaded) -> str:
    """Return what is missing from the figures because rows were rejected; empty if none were."""
    counts = tables.counts[tables.counts["rejected"] > 0]
    if counts.empty:
        return ""
    said = [f"{words.count(row.rejected)} of {words.count(row.read)} rows of {row.Index}"
            for row in counts.itertuples()]  # fmt: skip
    one = counts["rejected"].sum() == 1
    return (
        f"{words.listed(said)} could not be accepted and {'is' if one else 'are'} in no figure. "
        f"{'It is' if one else 'They are'} listed with reasons in rejected-rows.xlsx, in the "
        "internal run's folder"
    )


def no_audits(months: pd.PeriodIndex) -> str:
    """Return of which months the register has no audits; empty if of none.

    Examples
    --------
    >>> no_audits(pd.period_range("2023-08", "2023-08", freq="M"))
    'The register has no audits of August 2023. Nothing is known of it, and totals leave it out.'
    """
    if not len(months):
        return ""
    named = words.listed([words.month(month) for month in months])
    it = "it" if len(months) == 1 else "them"
    return sentences.cannot(
        f"The register has no audits of {named}. Nothing is known of {it}, and totals leave {it} "
        "out."
    )


def absent(tables: Loaded, name: str, *, without: str) -> str:
    """Return what can't be said because the run lacks a table; empty if it has it."""
    if tables.get(name) is not None:
        return ""
    return sentences.cannot(f"The month’s data has no {RECORDS[name]}: {without}")


def safety_not_asked(scale: GradeScale) -> str:
    """Return that nothing is known of children's safety, where no audit has an answer to it."""
    return sentences.cannot(
        f"Whether a child whose audit is graded {scale.worst} was at risk of harm can’t be told: "
        "the register doesn’t record it of any audit"
    )


def unless(missing: str | bool, *shown: Told) -> list[Told]:
    """Return what is shown of a subject; nothing where it isn't reported.

    Examples
    --------
    >>> unless("", "a table", "a chart"), unless("Moderation isn’t reported", "a table")
    (['a table', 'a chart'], [])
    """
    return [] if missing else list(shown)


def told(missing: str, said: Sequence[str]) -> list[str]:
    """Return the sentences on a subject; only that it isn't reported, and why, where it isn't."""
    return [missing] if missing else list(said)


def basis(tables: Loaded, method: str) -> Mapping[str, str | list[str]]:
    """Return the entries of a report's foot."""
    counts = tables.counts.sum()
    inputs = [f"{name}, SHA-256 {digest}" for name, digest in tables.fingerprint.items()]
    versions = provenance.versions(["qaanalysis", "pandas", "scipy"])
    return {
        "Method": method,
        "Rows, all tables": (
            f"{words.count(counts['read'])} read, {words.count(counts['accepted'])} accepted, "
            f"{words.count(counts['rejected'])} rejected; "
            f"{words.count(counts['set_aside'])} blank and total rows set aside"
        ),
        "Inputs": inputs,
        "Made with": ", ".join(f"{name} {version}" for name, version in versions.items()),
    }
