"""Findings of returned audits, coded to the words of a declared dictionary."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from qaanalysis.metrics import returns
from qaanalysis.vocabulary import Col, looked_up

WORD = "word"
OTHER_AUDITS = "of an audit that isn’t a returned individual audit of these months"


@dataclass(frozen=True)
class Coded:
    """Returned audits, and what their findings are about.

    Parameters
    ----------
    audits : DataFrame
        The returned individual audits.
    findings : DataFrame
        Their findings: audit_id, finding_kind, word (as recorded) and theme (the dictionary's;
        missing if it has no such word).
    n_other : int
        Findings of other audits, which are in no figure.
    is_known : bool
        Whether the run has findings at all; without them nothing is counted, and nothing is 0.
    """

    audits: pd.DataFrame
    findings: pd.DataFrame
    n_other: int = 0
    is_known: bool = True

    @property
    def unmatched(self) -> pd.DataFrame:
        """Words that the dictionary doesn't have, most first: findings, audits."""
        strange = self.findings[self.findings[Col.THEME].isna()]
        groups = strange.groupby(WORD)[Col.AUDIT_ID]
        by_word = pd.DataFrame({"findings": groups.size(), "audits": groups.nunique()})
        return by_word.sort_values("findings", ascending=False, kind="stable").astype(int)

    @property
    def n_uncoded(self) -> int:
        """Returned audits without a finding that the dictionary knows."""
        known = self.findings.loc[self.findings[Col.THEME].notna(), Col.AUDIT_ID]
        return int((~self.audits[Col.AUDIT_ID].isin(known)).sum())

    @cached_property
    def per_audit(self) -> pd.DataFrame:
        """How many themes each returned audit names, by kind, in the order of `audits`."""
        known = self.findings.dropna(subset=[Col.THEME])
        each = known.drop_duplicates([Col.AUDIT_ID, Col.FINDING_KIND, Col.THEME])
        table = each.groupby([Col.AUDIT_ID, Col.FINDING_KIND], observed=True).size()
        return table.unstack(fill_value=0).reindex(self.audits[Col.AUDIT_ID], fill_value=0)


def coded(
    findings: pd.DataFrame | None,
    audits: pd.DataFrame,
    *,
    words: Mapping[str, str],
    as_at: dt.date,
) -> Coded:
    """Return the findings of the returned audits, each put to its theme.

    Parameters
    ----------
    findings : DataFrame or None
        The findings table; None if the run has none.
    audits : DataFrame
        Individual audits of the months that are covered.
    words : mapping of str to str
        Each word of the dictionary, as `looked_up` writes it, and the theme it stands for.
    as_at : date
        What is dated later hasn't happened yet.

    Examples
    --------
    >>> day = pd.Timestamp("2023-05-02")
    >>> audits = pd.DataFrame(
    ...     {"audit_id": ["A1"], "planned_on": day, "exempted_on": pd.NaT, "returned_on": day}
    ... )
    >>> findings = pd.DataFrame(
    ...     {"audit_id": "A1", "finding_kind": "Strength", "theme": ["Chronology", "Pets"]}
    ... )
    >>> found = coded(
    ...     findings, audits, words={"chronology": "Chronologies"}, as_at=dt.date(2023, 6, 1)
    ... )
    >>> found.findings["theme"].tolist(), found.unmatched.index.tolist()
    (['Chronologies', nan], ['Pets'])
    """
    returned = audits[returns.status(audits, as_at=as_at)[Col.RETURNED]]
    if findings is None:
        none = pd.DataFrame(columns=[Col.AUDIT_ID, Col.FINDING_KIND, WORD, Col.THEME], dtype=object)
        return Coded(returned, none, is_known=False)
    theirs = findings[Col.AUDIT_ID].isin(returned[Col.AUDIT_ID])
    kept = findings.loc[theirs, [Col.AUDIT_ID, Col.FINDING_KIND]]
    recorded = findings.loc[theirs, Col.THEME].astype(object)
    themes = {word: words.get(looked_up(word)) for word in recorded.dropna().unique()}
    made = kept.assign(**{WORD: recorded, Col.THEME: recorded.map(themes)})
    return Coded(returned, made, n_other=int((~theirs).sum()))
