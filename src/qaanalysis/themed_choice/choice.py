"""A plan's draw beside its cohort, as the report on it reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from qaanalysis import themed_plan
from qaanalysis.data import Loaded
from qaanalysis.draws import themed as draw
from qaanalysis.metrics.themed import coverage, since_audit
from qaanalysis.params import Params
from qaanalysis.sampling.allocate import CAPACITY
from qaanalysis.sampling.draw import STRATUM, WEIGHT
from qaanalysis.sampling.themed_sample import ThemedSample
from qaanalysis.stats.balance import beyond_by_chance
from qaanalysis.themed_choice import planner
from qaanalysis.themed_choice.flow import flow, n_frame
from qaanalysis.themed_choice.likeness import likeness
from qaanalysis.themed_plan import ThemedPlan
from qaanalysis.vocabulary import Col

FRAME, COHORT = "frame", "cohort"
_CHANCE_KNOWN = ("simple", "stratified", "systematic")


@dataclass(frozen=True)
class ThemedChoice:
    """A themed audit's plan, its draw, and whom the individual audits have looked at.

    Parameters
    ----------
    plan : ThemedPlan
        What was asked for.
    sample : ThemedSample
        The draw, shared out among the auditors if there are any.
    audited : frozenset of str
        Children of individual audits of the run's months that came back.
    """

    plan: ThemedPlan
    sample: ThemedSample
    audited: frozenset[str] = frozenset()

    @property
    def drawn(self) -> bool:
        """Whether chance decided."""
        return self.sample.plan.drawn

    @property
    def unit(self) -> str:
        """What is drawn: families where they are drawn whole, else children."""
        return "families" if self.plan.design == "families" else "children"

    @property
    def coverage(self) -> pd.DataFrame:
        """What part of the frame and of the cohort was chosen; no row if nobody knows of whom."""
        n, whole = len(self.sample.sample), len(self.sample.rows)
        table = coverage.coverage(n, n_frame=n_frame(self.sample), n_cohort=whole)
        return table if self.sample.plan.out_of_known else table.iloc[:0]

    @property
    def flow(self) -> pd.DataFrame:
        """From the cohort to the sample; see `flow.flow`."""
        return flow(self.sample)

    @property
    def strata(self) -> pd.DataFrame:
        """The strata: drawn, there, in reserve, chance and weight; without a row if there is one.

        Returns
        -------
        DataFrame
            Indexed by stratum: `n_selected`, `n_frame`, `n_reserves` in the units drawn;
            `n_children_selected` where these are families; `chance_share` (0–1), `weight` (one
            over it; NaN where nobody could be drawn).
        """
        table = self.sample.strata
        if not self.drawn or len(table) < 2:
            table = table.iloc[:0]
        chance = table["inclusion_probability"]
        families = ["n_children_selected"] if self.plan.design == "families" else []
        shown = table[["n_selected", "n_frame", "n_reserves", *families]]
        return shown.assign(chance_share=chance, weight=1 / chance.where(chance > 0))

    @cached_property
    def buys(self) -> pd.DataFrame:
        """What the number drawn buys, and what others would; see `planner.buys`."""
        return planner.buys(self.sample, self.plan.previous)

    @property
    def needed(self) -> pd.DataFrame:
        """How many it takes for what is wanted; see `planner.needed`."""
        return planner.needed(self.sample)

    @property
    def effects(self) -> tuple[float, float, float]:
        """The design effect were children of a family not alike, half alike and wholly alike."""
        if not self.drawn:
            return (1.0, 1.0, 1.0)
        alike = (0.0, planner.LIKENESS, 1.0)
        low, middle, high = (planner.effect(self.sample, likeness=each) for each in alike)
        return low, middle, high

    @cached_property
    def like_all(self) -> pd.DataFrame:
        """The sample against the frame and the cohort; neither if it is all of them.

        Weighted by one over the chance where the sample was drawn; see `likeness.likeness`.
        """
        rows, n = self.sample.rows, len(self.sample.sample)
        able = rows[rows[STRATUM].notna()]
        others = {FRAME: able, COHORT: rows} if len(able) < len(rows) else {FRAME: able}
        others = {name: group for name, group in others.items() if len(group) > n}
        return likeness(self.sample.sample, others, weight=WEIGHT if self.drawn else None)

    @property
    def by_chance(self) -> float:
        """How often a difference from the frame is beyond the limit by chance; NaN if not known."""
        if not self.drawn or self.plan.design not in _CHANCE_KNOWN:
            return float("nan")
        return beyond_by_chance(len(self.sample.sample), n_frame(self.sample))

    @property
    def about_individual_audits(self) -> bool:
        """Whether the plan asks when children were audited last, as that of a month's audits."""
        return any(rule.field == Col.MONTHS_SINCE_AUDIT for rule in self.plan.eligible)

    @cached_property
    def like_audited(self) -> pd.DataFrame:
        """Those who were audited against the whole caseload; without a row for other plans."""
        rows = self.sample.rows
        were = rows[rows[Col.CHILD_ID].isin(self.audited)]
        compared = {COHORT: rows} if self.about_individual_audits and len(were) else {}
        return likeness(were, compared)

    @property
    def n_audited(self) -> tuple[int, int]:
        """How many children were audited, and how many of them are in the cohort."""
        return len(self.audited), int(self.sample.rows[Col.CHILD_ID].isin(self.audited).sum())

    @property
    def known_of_auditors(self) -> Mapping[str, int]:
        """How many auditors there are, and of how many the team, skills and capacity are given."""
        people = self.sample.auditors
        known = {
            name: int(people[name].notna().sum()) if name in people else 0
            for name in (Col.TEAM, Col.AUDITOR_SKILLS, CAPACITY)
        }
        away = int((people[CAPACITY] == 0).sum()) if CAPACITY in people else 0
        return {"auditors": len(people), "away": away, **known}


def opened(params: Params, tables: Loaded, plan_file: str) -> ThemedChoice:
    """Read a plan, draw its sample and share it out among the run's auditors.

    Parameters
    ----------
    params : Params
        The run's.
    tables : Loaded
        The run's tables; a cohort is needed.
    plan_file : str
        The plan, such as params/themed/coming-into-care.yml; looked for as params files are.

    Raises
    ------
    ParamsError
        If the plan can't be found or has a fault.
    DataError
        If the run has no cohort.
    StatisticsError
        If the cohort has nobody of the plan's theme, or the sample can't be drawn.
    """
    _, plan = themed_plan.read(plan_file)
    sample = draw.sample(params, tables, plan)
    back = since_audit.returned(tables["audits"], as_at=params.as_at)
    within = back[back[Col.MONTH].isin(params.months)]
    return ThemedChoice(plan, sample, frozenset(within[Col.CHILD_ID]))
