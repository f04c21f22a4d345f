"""What a run knows that a statement can be held against."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from qaanalysis.errors import ParamsError
from qaanalysis.metrics import grades, run_tables
from qaanalysis.metrics.claims import evidence
from qaanalysis.metrics.claims.evidence import RECORDS, Evidence
from qaanalysis.metrics.claims.verdict import Verdict, unknown
from qaanalysis.metrics.run_tables import NEEDS, Named, RunTable
from qaanalysis.present import labels, words
from qaanalysis.present.labels import Kind
from qaanalysis.vocabulary import GradeScale

MONTHS = ".months"


@dataclass(frozen=True)
class Known:
    """A run's figures by name, and what its records show.

    Parameters
    ----------
    tables : mapping of str to RunTable
        From `run_tables.tables`.
    months : PeriodIndex
        The months they cover.
    scale : GradeScale
        The grades.
    records : mapping of str to Evidence
        By what only a record of each case can show.
    month_names : mapping of str to str
        Other names of months, and the name each stands for.
    absent : PeriodIndex
        Those of the months of which the register has no audits: no count of them is known.
    """

    tables: Mapping[str, RunTable]
    months: pd.PeriodIndex
    scale: GradeScale
    records: Mapping[str, Evidence] = field(default_factory=dict)
    month_names: Mapping[str, str] = field(default_factory=dict)
    absent: pd.PeriodIndex = field(default_factory=lambda: pd.PeriodIndex([], freq="M"))

    @property
    def names(self) -> dict[str, Named]:
        """Every figure that has a name."""
        return run_tables.names(self.scale)

    def named(self, name: str) -> Named:
        """Return where a figure stands.

        Raises
        ------
        ParamsError
            If there is no such figure.
        """
        if name not in self.names:
            allowed = ", ".join(self.names)
            raise ParamsError(f"claims: found the figure “{name}”; allowed: {allowed}.")
        return self.names[name]

    def silent(self, name: str, not_evidence: Mapping[str, str], *, months: bool = False) -> str:
        """Return why the run can't speak of a figure, and what would be needed; empty if it can.

        Parameters
        ----------
        name : str
            The figure's.
        not_evidence : mapping of str to str
            Of which figures, or months of figures, the run can't speak, and why.
        months : bool
            Whether it is the figure's months that are asked for.
        """
        at = self.named(name)
        needed = f"Needed: {at.meaning}{', for each month' if months else ''}"
        if at.table not in self.tables:
            return f"The run has no table {NEEDS[at.table]}. {needed} (table {NEEDS[at.table]})"
        for key in (f"{name}{MONTHS}", name) if months else (name,):
            if key in not_evidence:
                return f"{words.sentence(not_evidence[key])} {needed} (table {NEEDS[at.table]})"
        return "" if months else self.uncovered

    @property
    def uncovered(self) -> str:
        """Why nothing can be said of all the months together; empty if it can."""
        if not len(self.absent):
            return ""
        covered = words.months(self.months[0], self.months[-1])
        named = words.listed([words.month(month) for month in self.absent])
        return (
            f"The register has no audits of {named}, so that {covered} can’t be spoken of as a "
            "whole. Needed: the rows of that time (table audits)"
        )

    def total(self, name: str) -> float:
        """Return a figure of all the months together; NaN if the run lacks its table."""
        at = self.named(name)
        if at.table not in self.tables:
            return float("nan")
        return float(self.tables[at.table].total[at.column].iloc[0])

    def count(self, name: str) -> int:
        """Return a count of all the months together.

        Raises
        ------
        ParamsError
            If the figure is a share.
        """
        series = self.series(name)
        if labels.kind(series, name=self.named(name).column) is Kind.SHARE:
            raise ParamsError(f"claims: found “{name}”, which is a share; allowed here: a count.")
        return int(self.total(name))

    def series(self, name: str) -> pd.Series:
        """Return a figure month by month; without months if the run lacks its table."""
        at = self.named(name)
        if at.table not in self.tables:
            return pd.Series(dtype=float, index=self.months[:0])
        found = self.tables[at.table].frame[at.column]
        return found.mask(found.index.isin(self.absent)) if len(self.absent) else found

    def shown(self, name: str) -> str:
        """Return a figure of all the months together as reports show it."""
        kind = labels.kind(self.series(name), name=self.named(name).column)
        return labels.shown(self.total(name), kind)

    def refuse_unknown(self, not_evidence: Mapping[str, str]) -> None:
        """Refuse a name under `not_evidence` that isn't one of a figure, its months or a record.

        Raises
        ------
        ParamsError
            If there is such a name.
        """
        allowed = [*self.names, *RECORDS]
        wrong = [name for name in not_evidence if name.removesuffix(MONTHS) not in allowed]
        if wrong:
            raise ParamsError(
                f"claims.not_evidence: found {words.listed([f'“{name}”' for name in wrong])}; "
                f"allowed: {', '.join(allowed)}, and a figure’s name with {MONTHS} for its months."
            )


def known(
    audits: pd.DataFrame,
    moderations: pd.DataFrame | None,
    re_audits: pd.DataFrame | None,
    *,
    months: pd.PeriodIndex,
    as_at: dt.date,
    scale: GradeScale,
    month_names: Mapping[str, str],
    absent: pd.PeriodIndex | None = None,
) -> Known:
    """Return what a run knows.

    Parameters
    ----------
    audits : DataFrame
        Individual audits.
    moderations, re_audits : DataFrame or None
        The tables of these names, where the run has them.
    months : PeriodIndex
        The months the run covers.
    as_at : date
        What is dated later hasn't happened yet.
    scale : GradeScale
        The grades.
    month_names : mapping of str to str
        Other names of months, and the name each stands for.
    absent : PeriodIndex, optional
        Those of the months of which the register has no audits.
    """
    absent = months[:0] if absent is None else absent
    label = words.months(months[0], months[-1])
    tables = run_tables.tables(
        audits, moderations, months=months, as_at=as_at, scale=scale, label=label
    )
    graded = grades.final(audits, moderations, as_at=as_at)
    records = {
        "safety": evidence.safety(graded, scale=scale),
        "re_audits": evidence.re_audited(re_audits, as_at=as_at, audits=audits),
        "agreement": evidence.agreement(audits, moderations, as_at=as_at, scale=scale),
    }
    known_of = Known(tables, months, scale, records, month_names, absent)
    return replace(known_of, records=_of_all(records, known_of.uncovered))


def _of_all(records: Mapping[str, Evidence], uncovered: str) -> dict[str, Evidence]:
    """Return what records show, where some months have none: what was found still speaks against.

    One unsafe child, or one late re-audit, is enough for “none” or “all” to be wrong; that there is
    none among the months that are known says nothing of the others.
    """
    if not uncovered:
        return dict(records)
    return {
        name: replace(record, finding=unknown(uncovered, record.finding.figure))
        if record.finding.verdict is Verdict.HOLDS
        else record
        for name, record in records.items()
    }
