"""A drawn themed sample: every child in its place, who audits, and what couldn't be met."""

from dataclasses import dataclass

import pandas as pd

from qaanalysis.sampling.allocate import CAPACITY, LOAD, Allocation
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, RESERVE, SELECTED, STRATUM, WEIGHT
from qaanalysis.sampling.frame import N_CHILDREN, PLACE
from qaanalysis.sampling.given import Given
from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col

KIND = "themed"
RESTED_ON = (Col.AUDITOR, Col.TEAM, Col.AUDITOR_SKILLS, CAPACITY, LOAD)


@dataclass(frozen=True)
class ThemedSample:
    """Which children are to be audited, by whom, and by what chance they were drawn.

    Parameters
    ----------
    plan : Plan
        What was asked for.
    rows : DataFrame
        One row for each child of the theme, by identifier: the columns of the frame, with `place`
        (selected, reserve, not drawn, or why the child couldn't be drawn), `stratum`, `number` in
        the stratum's order, `inclusion_probability` of every child in the frame, `weight` of the
        selected (one over the probability) and their `auditor`.
    strata : DataFrame
        One row for each stratum, indexed by it: `n_frame`, `n_wanted`, `n_selected`, `n_short`,
        `n_reserves`, `n_reserves_short`, `inclusion_probability`, counted in units (families if
        they are drawn whole); `n_children` and `n_children_selected`.
    steps : DataFrame
        From the cohort to the reserves, in children: `step`, `n`, `n_left_out`, `why`.
    auditors : DataFrame
        Those among whom they were shared out; without a row if nobody was given.
    allocation : Allocation or None
        Each selected child's auditor, and everybody's load.
    shortfalls, unmet : tuple of str
        A sentence for each stratum with fewer reserves than wanted; and all that couldn't be met,
        shortfalls among it.
    """

    plan: Plan
    rows: pd.DataFrame
    strata: pd.DataFrame
    steps: pd.DataFrame
    auditors: pd.DataFrame
    allocation: Allocation | None
    shortfalls: tuple[str, ...]
    unmet: tuple[str, ...]

    kind = KIND
    unit = Col.CHILD_ID

    @property
    def evidence(self) -> tuple[str, ...]:
        """The columns of the cohort: what the draw rests on, or whose change `verify` is to name.

        `n_children` follows from others' rows, and so isn't among them: it would have `verify`
        name a whole family for one child.
        """
        later = (N_CHILDREN, PLACE, STRATUM, NUMBER, PROBABILITY, WEIGHT, Col.AUDITOR)
        return tuple(str(column) for column in self.rows if column not in later)

    @property
    def sample(self) -> pd.DataFrame:
        """The children to audit, with probability, weight and auditor."""
        return self.rows[self.rows[PLACE] == SELECTED]

    @property
    def reserves(self) -> pd.DataFrame:
        """The reserves, in the order in which they come in within each stratum."""
        found = self.rows[self.rows[PLACE] == RESERVE]
        return found.sort_values([STRATUM, NUMBER, Col.CHILD_ID])

    @property
    def given(self) -> Given:
        """Who audits which of the selected children, and what that rested on."""
        cases = self.sample[[Col.CHILD_ID, Col.AUDITOR]]
        return Given(cases, self.auditors, Col.CHILD_ID, Col.AUDITOR, RESTED_ON, "auditors")

    def _repr_html_(self) -> str:
        n = counted(len(self.sample), "child", "children")
        reserves = counted(len(self.reserves), "reserve")
        return f"<p>{n} to audit, {reserves}. {' '.join(self.unmet)}</p>"
