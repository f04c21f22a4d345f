"""A themed audit's sample: as its plan asks for it, written, and verified."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.draws import files
from qaanalysis.errors import DataError
from qaanalysis.metrics.themed import since_audit
from qaanalysis.params import Params
from qaanalysis.sampling import themed_sample
from qaanalysis.sampling.frame import Frame
from qaanalysis.sampling.siblings import family_of
from qaanalysis.sampling.themed_sample import Plan, ThemedSample
from qaanalysis.sampling.themed_sample.plan import FAMILIES
from qaanalysis.sampling.themed_sample.worklists import NOTES
from qaanalysis.sampling.verify import Verification
from qaanalysis.sampling.worklist import Question
from qaanalysis.themed_plan import ThemedPlan
from qaanalysis.vocabulary import Col, YesNo

NO_AUDITORS = (
    "No worklist can be written, as there is no table of auditors or it has no row. Add the table "
    "“auditors” under sources in params: one row for each, with their name (auditor) and, if they "
    "have one, their team."
)


def sample(params: Params, tables: Loaded, plan: ThemedPlan) -> ThemedSample:
    """Draw a themed audit's sample, and share it out among the auditors.

    Without a table of auditors nobody is given a case.

    Raises
    ------
    DataError, StatisticsError
        If the run has no cohort, it has nobody of the theme, or the draw can't be made.
    """
    asked_for = asked(params, plan)
    return themed_sample.drawn(frame(tables, asked_for), roster(tables), asked_for)


def asked(params: Params, plan: ThemedPlan) -> Plan:
    """Return what the draw needs to know; drawn before, it counts back from the day it did then."""
    fresh = plan.sample_plan(params.organisation, params.as_at)
    file = folder(params, plan) / files.MANIFEST
    if not fresh.as_at or not file.is_file():
        return fresh
    return replace(fresh, as_at=files.record(file)["plan"]["as_at"])


def frame(tables: Loaded, plan: Plan) -> Frame:
    """Return the theme's children, each once, and who can be drawn.

    Raises
    ------
    DataError, StatisticsError
        If the run has no cohort, or as `themed_sample.frame`.
    """
    every = tables.get("cohort")
    if every is None:
        raise DataError("This run has no table “cohort”. Add it under sources in params.")
    return themed_sample.frame(_with_derived(every, tables, plan), plan)


def _with_derived(cohort: pd.DataFrame, tables: Loaded, plan: Plan) -> pd.DataFrame:
    """Return the cohort with the fields of rules that are worked out from other tables."""
    wanted = {rule.field for rule in plan.eligible}
    if Col.MONTHS_SINCE_AUDIT in wanted:
        as_at = dt.date.fromisoformat(plan.as_at)
        cohort = since_audit.with_months(cohort, tables["audits"], as_at=as_at)
    if Col.HELD_BY_AUDITOR in wanted:
        holds = cohort[Col.CASE_HOLDER].astype("str").isin(roster(tables)[Col.AUDITOR].tolist())
        words = holds.map({True: str(YesNo.YES), False: str(YesNo.NO)})
        cohort = cohort.assign(**{Col.HELD_BY_AUDITOR: words})
    return cohort


def roster(tables: Loaded) -> pd.DataFrame:
    """Return the auditors as the draw takes them; without a row if the run has none."""
    found = tables.get("auditors")
    if found is None:
        return pd.DataFrame({Col.AUDITOR: pd.Series(dtype="str")})
    text = [c for c in (Col.AUDITOR, Col.TEAM, Col.AUDITOR_SKILLS) if c in found]
    return found.astype(dict.fromkeys(text, "str"))


def folder(params: Params, plan: ThemedPlan) -> Path:
    """Return where a themed audit's sample lies in the outputs."""
    return params.outputs / plan.period / f"themed-{themed_sample.slug(plan.theme)}"


def questions(plan: ThemedPlan) -> list[Question]:
    """Return what the form asks of each child: the plan's questions, and room for notes."""
    asked = [
        Question(f"q{n}", each.question, tuple(str(word) for word in each.answers))
        for n, each in enumerate(plan.questions, start=1)
    ]
    return [*asked, Question("notes", NOTES)]


def due_on(params: Params, plan: ThemedPlan, on: dt.date | None = None) -> dt.date:
    """Return by when audits are due that are given out on a day, or on that of the data."""
    return (on or params.as_at) + dt.timedelta(days=plan.due_days)


def write(sample: ThemedSample, params: Params, plan: ThemedPlan, *, secret: bytes) -> Path:
    """Write a sample's manifest, its internal side file, its list and the auditors' worklists.

    Returns
    -------
    Path
        The folder, in the outputs of the plan's period.

    Raises
    ------
    DataError
        If there are no auditors, or the folder is there already: somebody may be filling in its
        worklists.
    """
    if sample.allocation is None:
        raise DataError(NO_AUDITORS)
    what = f"the sample of “{plan.theme}”, {plan.period},"
    title = f"The sample of {plan.theme}, {plan.period}"
    with files.new_folder(folder(params, plan), what) as making:
        files.write(making, sample, title=title, secret=secret)
        lists = making / files.WORKLISTS
        themed_sample.worklists(sample, lists, due_on(params, plan), questions(plan))
    return folder(params, plan)


def verify(
    file: Path, params: Params, tables: Loaded, *, plan: ThemedPlan | None = None, secret: bytes
) -> Verification:
    """Draw and share out again from a manifest, and compare with the files beside it.

    Parameters
    ----------
    file : Path
        The manifest, which holds the plan that is drawn again.
    params, tables
        The run's.
    plan : ThemedPlan, optional
        The plan's file, to be held against the manifest.
    secret : bytes
        The organisation's.

    Raises
    ------
    DataError
        If the manifest or its side file isn't there or can't be read.
    """
    drawn = Plan.from_plain(files.record(file)["plan"])
    rows = frame(tables, drawn).rows
    found = files.verify(
        file,
        rows,
        roster(tables),
        known=tables["cohort"][Col.CHILD_ID].astype("str").unique(),
        unit=Col.CHILD_ID,
        units=lambda kept: units(kept, rows, drawn),
        secret=secret,
    )
    other = [] if plan is None else _otherwise(asked(params, plan), drawn)
    if not other:
        return found
    said = f"The plan's file isn't what was drawn; it differs in {', '.join(other)}."
    return Verification(
        False, (*found.sentences, said), found.changed, found.added, found.missing, found.displaced
    )


def labels(kept: pd.DataFrame, rows: pd.DataFrame, plan: Plan) -> pd.Series:
    """Return what each child gives way with: itself or, where they're drawn whole, its family.

    Parameters
    ----------
    kept : DataFrame
        With `child_id`.
    rows : DataFrame
        The frame, which says whose family a child is of.
    plan : Plan
        The draw's.

    Returns
    -------
    Series of str
        Indexed as `kept`; a child that isn't in `rows` any more stands for itself.
    """
    if plan.design != FAMILIES:
        return kept[Col.CHILD_ID]
    family = family_of(rows, unit=Col.CHILD_ID, family=Col.FAMILY_ID)
    whose = dict(zip(rows[Col.CHILD_ID], family, strict=True))
    return kept[Col.CHILD_ID].map(lambda child: whose.get(child, child))


def units(kept: pd.DataFrame, rows: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return one row for each that gives way, called in the column of children as in `labels`."""
    whose = labels(kept, rows, plan)
    return kept.assign(**{Col.CHILD_ID: whose}).drop_duplicates(Col.CHILD_ID, ignore_index=True)


def loads(sample: ThemedSample) -> pd.DataFrame:
    """Return how many auditors have how many cases each, without naming them."""
    if sample.allocation is None:
        return pd.DataFrame({"auditors": pd.Series(dtype=int)})
    n_cases = sample.allocation.loads["n_cases"]
    counts = n_cases.value_counts().sort_index().rename("auditors")
    return counts.rename_axis("cases_each").to_frame()


def _otherwise(one: Plan, other: Plan) -> list[str]:
    """Return which keys of two plans differ."""
    first, second = one.plain(), other.plain()
    return [key for key in first if first[key] != second[key]]
