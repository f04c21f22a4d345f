"""A themed audit as its report reads it: the plan, who was drawn, and what was answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd

from qaanalysis import themed_plan
from qaanalysis.data import Loaded
from qaanalysis.draws import themed as draw
from qaanalysis.draws.standing import standing
from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.metrics import themed
from qaanalysis.metrics.themed.answers import GAVE_WAY, RESERVE, ROLE, SELECTED, STRATUM, WEIGHT
from qaanalysis.params import Params
from qaanalysis.sampling import themed_sample
from qaanalysis.sampling.siblings import family_of
from qaanalysis.themed_plan import Question, ThemedPlan
from qaanalysis.vocabulary import Col, Selection

PLACE = "place"
RANDOM = "probability"
LATE = "it is dated after the day of the data"
NO_COHORT = (
    "The data has no cohort, so that how the sample was chosen isn’t known, nor out of how "
    "many, nor whose answers are missing. What was found is told of the children who were answered "
    "for, and of no others"
)
_ANSWERS = [Col.CHILD_ID, Col.QUESTION, Col.ANSWER, Col.COMPLETED_BY]


@dataclass(frozen=True)
class ThemedAudit:
    """A themed audit's plan, its cohort with each child's place in the draw, and the answers.

    Parameters
    ----------
    plan : ThemedPlan
        What was asked for.
    rows : DataFrame
        One row for each child of the cohort: child_id, family_id (none missing), place ("selected",
        "reserve" or another), stratum (missing for whoever isn't in the frame), weight,
        service_area.
    responses : DataFrame or None
        The table of themed responses, of every theme; None if the run has none.
    as_at : date
        What is answered later hasn't happened yet; an answer without a date has.
    steps : DataFrame
        From the cohort to the sample: step, n, n_left_out, why.
    seed : str
        The draw's.
    unmet : tuple of str
        What the draw couldn't meet.
    cohort_known : bool
        Whether the run has the cohort; else `rows` are the children who were answered for.
    """

    plan: ThemedPlan
    rows: pd.DataFrame
    responses: pd.DataFrame | None
    as_at: dt.date
    steps: pd.DataFrame = field(default_factory=pd.DataFrame)
    seed: str = ""
    unmet: tuple[str, ...] = ()
    cohort_known: bool = True

    @cached_property
    def sample(self) -> pd.DataFrame:
        """Those selected, the reserves and whom these replaced, each with its role."""
        drawn = self.rows[self.rows[PLACE].isin([SELECTED, RESERVE, GAVE_WAY])]
        return drawn.rename(columns={PLACE: ROLE}).drop(columns=Col.THEME, errors="ignore")

    @cached_property
    def came(self) -> pd.DataFrame:
        """The theme's answers as at the day."""
        if self.responses is None:
            return pd.DataFrame({column: pd.Series(dtype="object") for column in _ANSWERS})
        return self._theirs.loc[~self._late, _ANSWERS]

    @property
    def _theirs(self) -> pd.DataFrame:
        assert self.responses is not None
        return self.responses[self.responses[Col.THEME] == self.plan.theme]

    @property
    def _late(self) -> pd.Series:
        return self._theirs[Col.COMPLETED_ON] > pd.Timestamp(self.as_at)

    @property
    def questions(self) -> Mapping[str, tuple[str, ...]]:
        """The answers that count as met, by question."""
        return {q.question: _words(q) for q in self.plan.questions}

    @cached_property
    def answers(self) -> pd.DataFrame:
        """Each selected child beside each question."""
        return themed.answers(self.came, self.sample, questions=self.questions)

    @cached_property
    def chosen(self) -> themed.Chosen:
        """How the cases were chosen, and out of how many."""
        if not self.cohort_known:
            return themed.Chosen(Selection.UNKNOWN)
        if self.plan.selection != RANDOM:
            return themed.Chosen(Selection(self.plan.selection.capitalize()))
        design = themed.Design(self.plan.design)
        unit = Col.FAMILY_ID if design is themed.Design.FAMILIES else Col.CHILD_ID
        sizes = self.frame.groupby(self.frame[STRATUM].astype("str"))[unit].nunique()
        sizes_by: dict[object, int] = {str(name): int(n) for name, n in sizes.items()}
        return themed.Chosen(Selection.RANDOM, design, sizes_by)

    @property
    def siblings(self) -> str:
        """Who stands for a family, by the plan; without a cohort nobody can stand for another."""
        return self.plan.siblings if self.cohort_known else "together"

    @property
    def frame(self) -> pd.DataFrame:
        """The children who could be drawn."""
        return self.rows[self.rows[STRATUM].notna()]

    @cached_property
    def by_question(self) -> pd.DataFrame:
        """Each question's counts and share."""
        return themed.questions.by_question(self.answers, self.chosen)

    @property
    def by_area(self) -> pd.DataFrame:
        """Each question's counts by service area."""
        return themed.questions.by_group(self.answers, by=Col.SERVICE_AREA)

    @property
    def by_code(self) -> pd.DataFrame:
        """Of what questions are coded to, for how many children it is a strength."""
        codes = {q.question: q.coded_to for q in self.plan.questions if q.coded_to}
        return themed.coded.by_code(self.answers, codes)

    @property
    def by_stratum(self) -> pd.DataFrame:
        """Each question's counts by stratum; without a row if the strata are shown already."""
        table = themed.questions.by_group(self.answers, by=STRATUM)
        return table if self.plan.strata not in (None, Col.SERVICE_AREA) else table.iloc[:0]

    @property
    def coverage(self) -> pd.DataFrame:
        """What part of the frame and of the cohort was selected; no row if nobody knows of whom."""
        n = int((self.sample[ROLE] == SELECTED).sum())
        table = themed.coverage.coverage(n, n_frame=len(self.frame), n_cohort=len(self.rows))
        return table if self.chosen.out_of_known else table.iloc[:0]

    @property
    def numbers(self) -> pd.DataFrame:
        """How many children and families there are: of the cohort, where it is known, and drawn."""
        drawn = self.sample[self.sample[ROLE] == SELECTED]
        table = themed.coverage.numbers(self.rows, self.frame, drawn, family=Col.FAMILY_ID)
        return table if self.chosen.out_of_known else table.loc[[themed.coverage.LOOKED_AT]]

    @property
    def left_out(self) -> pd.DataFrame:
        """Answers that are in no figure, and why."""
        table = themed.left_out(self.came, self.sample, questions=list(self.questions))
        if self.responses is None or not self._late.any():
            return table
        late = self._theirs[self._late]
        row = {"answers": len(late), "children": late[Col.CHILD_ID].nunique()}
        return pd.concat([table, pd.DataFrame([row], index=pd.Index([LATE], name="reason"))])

    @property
    def change(self) -> pd.DataFrame:
        """The difference from the sample before; without a row if the plan names none."""
        before = self.plan.previous
        if before is None:
            return pd.DataFrame()
        counted = [str(word) for word in before.answers] or self.questions[before.question]
        return themed.previous.change(
            self.answers,
            self.chosen,
            question=before.question,
            count=before.count,
            n=before.n,
            counted=counted,
        )

    @property
    def stated(self) -> pd.DataFrame:
        """What was stated elsewhere, beside what was found."""
        said = [(each.what, each.question, each.percent, each.of) for each in self.plan.stated]
        return themed.stated.stated(self.by_question, said)


def opened(params: Params, tables: Loaded, plan_file: str) -> ThemedAudit:
    """Read a plan, draw its sample again and put the answers beside it.

    Parameters
    ----------
    params : Params
        The run's.
    tables : Loaded
        The run's tables. Without a cohort the answers are told of those who were answered for.
    plan_file : str
        The plan, such as params/themed/coming-into-care.yml; looked for as params files are.

    Raises
    ------
    ParamsError
        If the plan can't be found or has a fault.
    DataError
        If the run has neither a cohort nor an answer on the theme.
    StatisticsError
        If the cohort has nobody of the plan's theme, or the sample can't be drawn.
    """
    _, plan = themed_plan.read(plan_file)
    responses, folder = tables.get("themed_responses"), draw.folder(params, plan)
    if tables.get("cohort") is None and responses is not None:
        found = without_cohort(plan, responses, params.as_at)
        if not found.rows.empty:
            return found
    asked = draw.asked(params, plan)
    frame = draw.frame(tables, asked)
    kept = standing(folder, frame.rows.drop(columns=PLACE))
    if kept is not None:
        family = family_of(kept.rows, unit=Col.CHILD_ID, family=Col.FAMILY_ID)
        rows = kept.rows.assign(**{Col.FAMILY_ID: family})
        return ThemedAudit(
            plan, rows, responses, params.as_at, steps=kept.steps, seed=kept.seed, unmet=kept.said
        )
    drawn = themed_sample.drawn(frame, None, asked)
    family = family_of(drawn.rows, unit=Col.CHILD_ID, family=Col.FAMILY_ID)
    return ThemedAudit(
        plan,
        drawn.rows.assign(**{Col.FAMILY_ID: family}),
        responses,
        params.as_at,
        steps=drawn.steps,
        seed=asked.key,
        unmet=drawn.unmet,
    )


def without_cohort(plan: ThemedPlan, responses: pd.DataFrame, as_at: dt.date) -> ThemedAudit:
    """Return a themed audit of which only the answers are there.

    Parameters
    ----------
    plan : ThemedPlan
        What was asked for. By what chances children were drawn can't be told from it alone.
    responses : DataFrame
        The table of themed responses, of every theme.
    as_at : date
        What is answered later hasn't happened yet.
    """
    theirs = responses[responses[Col.THEME] == plan.theme]
    children = sorted(theirs[Col.CHILD_ID].astype("str").unique())
    blank = pd.Series(pd.NA, index=range(len(children)), dtype="object")
    rows = pd.DataFrame(
        {
            Col.CHILD_ID: pd.Series(children, dtype="str"),
            # Nobody knows who are of one family, so that each child stands for itself.
            Col.FAMILY_ID: pd.Series(children, dtype="str"),
            PLACE: SELECTED,
            STRATUM: blank,
            WEIGHT: float("nan"),
            Col.SERVICE_AREA: blank.astype("category"),
        }
    )
    steps = pd.DataFrame(columns=["step", "n", "n_left_out", "why"])
    said = (NO_COHORT,)
    return ThemedAudit(plan, rows, responses, as_at, steps=steps, unmet=said, cohort_known=False)


def named(
    params: Params, tables: Loaded, plan_files: Sequence[Path]
) -> tuple[list[ThemedAudit], list[str]]:
    """Return the themed audits that can be told of, and why others can't.

    Parameters
    ----------
    params : Params
        The run's.
    tables : Loaded
        The run's tables.
    plan_files : sequence of Path
        The plans, in the order in which they are told.

    Returns
    -------
    audits : list of ThemedAudit
        Those whose cohort the run has.
    missing : list of str
        For each other what the run lacks, in a sentence.

    Raises
    ------
    ParamsError
        If a plan can't be found or has a fault.
    """
    found, missing = [], []
    for file in plan_files:
        title = themed_plan.read(str(file))[1].title
        if tables.get("themed_responses") is None:
            missing.append(
                f"{title}: nothing is reported, as the month’s data has no answers to its questions"
            )
            continue
        try:
            found.append(opened(params, tables, str(file)))
        except DataError:
            missing.append(
                f"{title}: nothing is reported, as the month’s data has no list of the children "
                "whom it is about"
            )
        except StatisticsError:
            missing.append(
                f"{title}: nothing is reported, as its sample can’t be drawn from the month’s data"
            )
    return found, missing


def _words(question: Question) -> tuple[str, ...]:
    return tuple(str(word) for word in question.good)
