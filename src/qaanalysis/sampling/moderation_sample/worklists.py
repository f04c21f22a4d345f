"""A moderator's worklist: the audits to moderate, and the form for grade, quality and reason."""

import datetime as dt
from pathlib import Path

import pandas as pd

from qaanalysis.sampling.moderation_sample.result import ModerationSample
from qaanalysis.sampling.worklist import Form, Question, write
from qaanalysis.vocabulary import Col, GradeScale, YesNo

_COLUMNS = (
    (Col.AUDIT_ID, "Audit"),
    (Col.MONTH, "Month of the audit"),
    (Col.SERVICE_AREA, "Service area"),
    (Col.TEAM, "Team"),
    (Col.DUE_ON, "Moderation due"),
)
# Hidden on the form: a probability of 1 would tell that the grade is one that is taken whole.
_CARRIED = ((Col.INCLUSION_PROBABILITY, "Inclusion probability"),)
_INSTRUCTIONS = (
    "The audits on the sheet “Cases” were drawn by rule and by chance, not by anybody's choice. "
    "You are neither their auditor nor, as far as the register tells, of the team that holds the "
    "case or of the auditor's; if you are, or know the child or the family, say so and don't "
    "moderate it.",
    "Read the case file and grade it as if it hadn't been graded. Look at the auditor's grade only "
    "then, and say on the form whether you knew it before.",
    "Fill in one row of the sheet “Return form” for each audit: the coloured cells. Choose the "
    "grades from the lists. Where your grade differs from the auditor's, say why.",
    "Don't write a child's, a relative's or a worker's name anywhere in this file.",
    "An audit that can't be moderated is replaced by its reserve, never by another of your choice: "
    "say why under “Reason”, leave the other cells blank, and tell whoever sent you this file.",
    "If a child may not be safe, act at once: don't wait for this form.",
)


def form(plan_months: tuple[str, ...], scale: GradeScale, *, suffix: str = "") -> Form:
    """Return the form of a moderation; its probability of being drawn comes back with it.

    Parameters
    ----------
    plan_months : tuple of str
        The months of the audits, such as ("2023-11",).
    scale : GradeScale
        The grades to choose from, best first.
    suffix : str
        Ends the beginning of the files' names.

    Examples
    --------
    >>> made = form(("2023-11",), GradeScale(("Met", "Not met"), frozenset({"Met"})))
    >>> [question.column for question in made.questions]
    ['moderated_on', 'moderator_grade', 'blind', 'audit_quality', 'reason']
    """
    questions = (
        Question(Col.MODERATED_ON, "Date moderated", is_day=True),
        Question(Col.MODERATOR_GRADE, "Your grade of the case", scale.labels),
        Question(Col.BLIND, "Graded without knowing the auditor's grade?", tuple(map(str, YesNo))),
        Question(Col.AUDIT_QUALITY, "Your grade of the audit itself", scale.labels),
        Question(Col.REASON, "Reason, where your grade differs"),
    )
    period = ", ".join(plan_months)
    return Form(
        f"moderation-{max(plan_months)}{suffix}",
        f"Moderation of audits of {period}",
        _INSTRUCTIONS,
        Col.AUDIT_ID,
        _COLUMNS,
        questions,
        _CARRIED,
    )


def worklists(
    draw: ModerationSample, folder: Path, *, scale: GradeScale, due_on: dt.date
) -> pd.Series:
    """Write each moderator's workbook: their audits and the form to return.

    Parameters
    ----------
    draw : ModerationSample
        The sample; an audit without a moderator is in nobody's workbook.
    folder : Path
        Where to write; made if it isn't there.
    scale : GradeScale
        The grades to choose from.
    due_on : date
        By when the moderations are due.

    Returns
    -------
    Series of Path
        The files, by moderator. They hold no name of a child, no child's identifier and no grade;
        the inclusion probability is in a hidden column of the form.

    Raises
    ------
    DataError
        If a file is already there, which somebody may have filled in.

    Examples
    --------
    >>> import tempfile
    >>> from qaanalysis.sampling import moderation_sample
    >>> from qaanalysis.sampling.moderation_sample import example
    >>> plan, scale = example.plan(), GradeScale(("Met", "Not met"), frozenset({"Met"}))
    >>> frame = moderation_sample.frame(example.audits(), example.moderations(), plan=plan)
    >>> draw = moderation_sample.drawn(frame, example.moderators(), plan=plan)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     due_on = dt.date(2024, 1, 5)
    ...     files = worklists(draw, Path(folder), scale=scale, due_on=due_on)
    >>> [path.name for path in files]
    ['moderation-2023-11-U-Garth.xlsx', 'moderation-2023-11-V-Combe.xlsx']
    """
    cases = draw.sample.assign(**{Col.DUE_ON: pd.Timestamp(due_on)})
    return write(cases, folder, person=Col.MODERATOR, form=form(draw.plan.months, scale))


def worklist_of_reserve(
    case: pd.DataFrame,
    folder: Path,
    months: tuple[str, ...],
    *,
    scale: GradeScale,
    due_on: dt.date,
    suffix: str,
) -> pd.Series:
    """Write the workbook of one reserve that came in, for the moderator it was given to.

    Parameters
    ----------
    case : DataFrame, 1 row
        The reserve's row of the register, with `moderator` (missing: nothing is written) and
        `inclusion_probability`.
    folder, scale, due_on
        As in `worklists`.
    months : tuple of str
        The months of the sample.
    suffix : str
        Tells its file from the sample's, such as "-replacement-1".

    Returns
    -------
    Series of Path
        The file, by moderator.

    Raises
    ------
    DataError
        If the file is already there, which somebody may have filled in.
    """
    cases = case.assign(**{Col.DUE_ON: pd.Timestamp(due_on)})
    asked = form(months, scale, suffix=suffix)
    return write(cases, folder, person=Col.MODERATOR, form=asked)
