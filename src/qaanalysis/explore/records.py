"""A run's records, worked out once, so that each choice only has to be counted."""

from dataclasses import dataclass, replace

import pandas as pd

from qaanalysis.disclosure import SafeTable, protect
from qaanalysis.errors import DisclosureError
from qaanalysis.explore.choices import GROUPS, Chosen, Options
from qaanalysis.metrics import grades, learning, moderation, returns
from qaanalysis.metrics.audit_cases.properties import grouped
from qaanalysis.metrics.learning import named
from qaanalysis.notebook import Opened
from qaanalysis.vocabulary import Audience, AuditType, Col, GradeScale


@dataclass(frozen=True)
class Records:
    """The individual audits of a run, and what is known of each.

    Parameters
    ----------
    run : Opened
        The run that they are of.
    options : Options
        What they can be narrowed to.
    audits : DataFrame
        Individual audits, of every month of the options.
    graded : DataFrame
        Those returned, from `grades.final`.
    pairs : DataFrame
        Those moderated, from `moderation.pairs`.
    named : DataFrame
        A row for each returned audit and each theme, from `learning.named`.
    groups : DataFrame
        The groups of each audit, as tables name them.
    naming : DataFrame or None
        The rows of `named` about the theme that is looked at; None without one.
    """

    run: Opened
    options: Options
    audits: pd.DataFrame
    graded: pd.DataFrame
    pairs: pd.DataFrame
    named: pd.DataFrame
    groups: pd.DataFrame
    naming: pd.DataFrame | None = None

    @classmethod
    def of(cls, run: Opened) -> "Records":
        """Return all records of a run.

        Raises
        ------
        DisclosureError
            If the run is for publication: what is explored is for internal readers only.
        """
        if run.params.audience is not Audience.INTERNAL:
            raise DisclosureError(
                "Exploring shows single audits and small numbers, and these params are for "
                "publication. Use params with audience: internal, and tag a cell of a report that "
                "shows such a view “internal-only”."
            )
        register, as_at, declared = run.tables["audits"], run.as_at, run.params.learning
        every = register[register[Col.AUDIT_TYPE] == AuditType.INDIVIDUAL]
        options = Options.of(every, run.months, tuple(declared.own_themes))
        months = pd.PeriodIndex(options.months, freq="M")
        audits = returns.individual(register, months=months)
        moderations = run.tables.get("moderations")
        coded = learning.coded(
            run.tables.get("findings"), audits, words=declared.words, as_at=as_at
        )
        return cls(
            run,
            options if coded.is_known else replace(options, theme=()),
            audits,
            grades.final(audits, moderations, as_at=as_at),
            moderation.pairs(audits, moderations, as_at=as_at),
            named.named(coded, declared.own_themes, heading=Col.THEME),
            pd.DataFrame({name: grouped(audits, name) for name in GROUPS}),
        )

    @property
    def scale(self) -> GradeScale:
        """The declared grades."""
        return self.run.params.scale

    def within(self, chosen: Chosen) -> "Records":
        """Return the records of a choice."""
        kept = self.audits[Col.MONTH].isin(chosen.months)
        for name, value in chosen.groups.items():
            kept &= self.groups[name] == value
        audits = self.audits[kept]
        ids = audits[Col.AUDIT_ID]
        rows = self.named[self.named[Col.AUDIT_ID].isin(ids)]
        about = None
        if chosen.theme:
            about = rows[rows[Col.THEME] == chosen.theme]
            ids = about.loc[about[named.STRENGTH] | about[named.DEVELOPMENT], Col.AUDIT_ID]
        return replace(
            self,
            audits=audits,
            graded=_of(self.graded, ids),
            pairs=_of(self.pairs, ids),
            named=rows,
            groups=self.groups[kept],
            naming=about,
        )

    def absent(self, months: pd.PeriodIndex) -> pd.PeriodIndex:
        """Return those of some months of which the register has no audits; call before `within`."""
        stated = self.run.tables.get("stated_totals")
        return returns.months_without_audits(self.audits, months=months, stated=stated)

    def protected(self, frame: pd.DataFrame, *, caption: str, **how: object) -> SafeTable:
        """Return a table as the run's readers may see it."""
        given = {"audience": self.run.params.audience, "unit": "audits", **how}
        return protect(frame, caption=caption, **given)  # type: ignore[arg-type]


def _of(rows: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    return rows[rows[Col.AUDIT_ID].isin(ids)]
