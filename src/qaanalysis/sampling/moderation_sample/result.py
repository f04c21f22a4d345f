"""A drawn moderation sample: every audit in its place, who moderates, and what couldn't be met."""

from dataclasses import dataclass

import pandas as pd

from qaanalysis.sampling.allocate import CAPACITY, LOAD, Allocation
from qaanalysis.sampling.given import Given
from qaanalysis.sampling.moderation_sample.eligibility import (
    AUDITOR_DUE,
    COLUMNS,
    IDENTITY,
    LATE,
    PLACE,
    Place,
)
from qaanalysis.sampling.moderation_sample.plan import NAME, Plan
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col


@dataclass(frozen=True)
class ModerationSample:
    """Which audits are to be moderated, by whom, and by what chance they were drawn.

    Parameters
    ----------
    plan : Plan
        What was asked for.
    audits : DataFrame
        One row for each returned audit, by its identifier: the columns of `frame`, with `place`
        (selected, reserve, not drawn, already moderated, without a grade), `part`, `stratum`,
        `number` in the stratum's order, `inclusion_probability` of every audit in the frame,
        `weight` of the selected (one over the probability) and their `moderator`.
    strata : DataFrame
        One row for each stratum, indexed by it: `part`, `n_audits`, `n_auditors`, `n_first`,
        `n_second`, `n_selected`, `n_reserves`.
    steps : DataFrame
        From the returned audits to the reserves: `step`, `n`, `n_left_out`, `why`.
    moderators : DataFrame
        Those among whom they were shared out.
    allocation : Allocation
        Each selected audit's moderator, and everybody's load.
    unmet : tuple of str
        A sentence for each constraint that couldn't be met; empty if all were.
    """

    plan: Plan
    audits: pd.DataFrame
    strata: pd.DataFrame
    steps: pd.DataFrame
    moderators: pd.DataFrame
    allocation: Allocation
    unmet: tuple[str, ...]

    kind = NAME
    unit = Col.AUDIT_ID

    @property
    def evidence(self) -> tuple[str, ...]:
        """The columns that the draw rests on, or whose change `verify` is to name."""
        identity = (column for column in IDENTITY if column in self.audits)
        return (*COLUMNS, *identity, LATE, AUDITOR_DUE)

    @property
    def rows(self) -> pd.DataFrame:
        """The audits, as the manifest calls what it records."""
        return self.audits

    @property
    def sample(self) -> pd.DataFrame:
        """The audits to moderate, with probability, weight and moderator."""
        return self.audits[self.audits[PLACE] == Place.SELECTED]

    @property
    def reserves(self) -> pd.DataFrame:
        """The reserves, in the order in which they come in within each stratum."""
        found = self.audits[self.audits[PLACE] == Place.RESERVE]
        return found.sort_values(["stratum", "number"])

    @property
    def given(self) -> Given:
        """Who moderates which of the selected audits, and what that rested on."""
        cases = self.sample[[Col.AUDIT_ID, Col.MODERATOR]]
        rested_on = (Col.MODERATOR, Col.TEAM, CAPACITY, LOAD)
        return Given(cases, self.moderators, Col.AUDIT_ID, Col.MODERATOR, rested_on, "moderators")

    def _repr_html_(self) -> str:
        n, reserves = counted(len(self.sample), "audit"), counted(len(self.reserves), "reserve")
        return f"<p>{n} to moderate, {reserves}. {' '.join(self.unmet)}</p>"
