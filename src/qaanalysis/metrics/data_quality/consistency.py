"""What contradicts itself across tables though each row alone is right: told, never changed.

What a careful reader would notice in rows that contradict nothing is `data.noticed`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qaanalysis.metrics.data_quality.accounts import listed
from qaanalysis.vocabulary import Col, GradeScale

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class Check:
    """One question to the rows of a table, which other tables help to answer.

    `contradicts` takes the table with the audits' columns beside it (`…_of_audit`) and gives True
    where the row contradicts them. It is looked for only if there is the table `beside`, which the
    rows refer to by a column, and if any of them does: else the register doesn't record it.
    """

    table: str
    said: str
    key: str
    contradicts: Callable[[pd.DataFrame], pd.Series]
    beside: str = ""
    by: str = ""


_OF = "_of_audit"
CHECKS = (
    Check(
        "moderations",
        "moderated, and the audit isn’t returned",
        Col.AUDIT_ID,
        lambda df: df[Col.RETURNED_ON + _OF].isna(),
    ),
    Check(
        "moderations",
        "moderated before the audit was returned",
        Col.AUDIT_ID,
        lambda df: df[Col.MODERATED_ON] < df[Col.RETURNED_ON + _OF],
    ),
    Check(
        "findings",
        "a finding of an audit that isn’t returned",
        Col.AUDIT_ID,
        lambda df: df[Col.RETURNED_ON + _OF].isna(),
    ),
    Check(
        "actions",
        "an action without a finding",
        Col.ACTION_ID,
        lambda df: df[Col.FINDING_ID].isna(),
        beside="findings",
        by=Col.FINDING_ID,
    ),
    Check(
        "re_audits",
        "due before the audit was returned",
        Col.RE_AUDIT_ID,
        lambda df: df[Col.DUE_ON] < df[Col.RETURNED_ON + _OF],
    ),
    Check(
        "re_audits",
        "done before the audit was returned",
        Col.RE_AUDIT_ID,
        lambda df: df[Col.DONE_ON] < df[Col.RETURNED_ON + _OF],
    ),
)


def found(
    tables: Tables, *, scale: GradeScale, limiting_domains: Sequence[str] = ()
) -> pd.DataFrame:
    """Return each contradiction that was looked for, in how many rows it is, and which.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Accepted rows by table; what isn't there isn't looked into.
    scale : GradeScale
        The grades.
    limiting_domains : sequence of str
        Domains than whose grade an audit's can't be better.

    Returns
    -------
    DataFrame
        By table and what was looked for: of how many rows, in how many it is, and the references
        of the first of them.
    """
    rows = [*_each(tables), *_of_findings(tables), *_limited(tables, scale, limiting_domains)]
    columns = ["table", "looked_for", "checked", "rows", "references"]
    made = pd.DataFrame(rows, columns=columns).astype({"checked": "Int64", "rows": "Int64"})
    return made.set_index(columns[:2])


def _each(tables: Tables) -> Iterator[tuple[str, str, int, int, str]]:
    audits = tables["audits"]
    for check in CHECKS:
        if check.table not in tables or (check.beside and check.beside not in tables):
            continue
        rows = tables[check.table]
        if check.by and not rows[check.by].notna().any():
            continue
        if check.table != "audits":
            beside = audits.set_index(Col.AUDIT_ID).add_suffix(_OF)
            rows = rows.join(beside, on=Col.AUDIT_ID)
        yield _told(check.table, check.said, rows[check.key], check.contradicts(rows))


def _told(
    table: str, said: str, keys: pd.Series, mask: pd.Series
) -> tuple[str, str, int, int, str]:
    hit = keys[mask.fillna(False).to_numpy(dtype=bool)]
    return table, said, len(keys), len(hit), listed(list(dict.fromkeys(hit.astype(str))))


def _of_findings(tables: Tables) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield actions that answer a finding of another audit than theirs."""
    if "actions" not in tables or "findings" not in tables:
        return
    actions = tables["actions"]
    audit_of = tables["findings"].set_index(Col.FINDING_ID)[Col.AUDIT_ID]
    theirs = actions[Col.FINDING_ID].map(audit_of)
    mask = theirs.notna() & (theirs != actions[Col.AUDIT_ID])
    said = "an action of one audit on a finding of another"
    yield _told("actions", said, actions[Col.ACTION_ID], mask)


def _limited(
    tables: Tables, scale: GradeScale, domains: Sequence[str]
) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield audits graded better than the worst of the domains that limit them."""
    if not domains or "domain_grades" not in tables:
        return
    grades, audits = tables["domain_grades"], tables["audits"]
    worst_first = {label: i for i, label in enumerate(reversed(scale.labels))}
    limiting = grades[grades[Col.DOMAIN].isin(domains)]
    rank = limiting[Col.GRADE].astype(object).map(worst_first)
    least = rank.groupby(limiting[Col.AUDIT_ID]).min()
    own = audits[Col.AUDITOR_GRADE].astype(object).map(worst_first)
    mask = own > audits[Col.AUDIT_ID].map(least)
    said = f"graded better than the worst of: {', '.join(domains)}"
    yield _told("audits", said, audits[Col.AUDIT_ID], mask)
