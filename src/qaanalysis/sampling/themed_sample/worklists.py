"""An auditor's worklist: the children to audit, and the form of the theme's questions."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.sampling.themed_sample.result import ThemedSample
from qaanalysis.sampling.worklist import Form, Question, write
from qaanalysis.vocabulary import Col

CHILD, AUDITED, NOTES = "Child", "Date audited", "Notes; name nobody"
FORM_HEADINGS = (CHILD, AUDITED, NOTES)
"""What stands above the form's other columns, so that no question may be called so."""

_COLUMNS = (
    (Col.CHILD_ID, CHILD),
    (Col.SERVICE_AREA, "Service area"),
    (Col.TEAM, "Team"),
    (Col.DUE_ON, "Audit due"),
)
_DRAWN = (
    "The children on the sheet “Cases” were drawn by rule and by chance, not by anybody's choice."
)
_TAKEN = "The children on the sheet “Cases” are all those the audit is about; none was drawn."
_INSTRUCTIONS = (
    "If you hold the case, are of the team that does, or know the child or the family, say so and "
    "don't audit it.",
    "Fill in one row of the sheet “Return form” for each child: the coloured cells. Choose the "
    "answers from the lists. Where the file doesn't say, choose Not recorded, and not No.",
    "Don't write a child's, a relative's or a worker's name anywhere in this file.",
    "A child that can't be audited is replaced by the reserve, never by another of your choice: "
    "leave the row blank, and tell whoever sent you this file.",
    "If a child may not be safe, act at once: don't wait for this form.",
)


def slug(theme: str) -> str:
    """Return a theme as part of a file's name.

    Examples
    --------
    >>> slug("Children’s homes: 2nd look")
    'children-s-homes-2nd-look'
    """
    return re.sub(r"[^a-z0-9]+", "-", theme.lower()).strip("-") or "theme"


def form(plan: Plan, questions: Sequence[Question], *, suffix: str = "") -> Form:
    """Return the form of a themed audit: the day it was done, and the questions.

    Parameters
    ----------
    plan : Plan
        The theme and its period.
    questions : sequence of Question
        What is asked of each child.
    suffix : str
        Ends the beginning of the files' names.

    Examples
    --------
    >>> from qaanalysis.sampling.themed_sample import example
    >>> form(example.plan(), [Question("q1", "Was it planned?", ("Yes", "No"))]).name
    'themed-coming-into-care-2023-07'
    """
    return Form(
        f"themed-{slug(plan.theme)}-{plan.period}{suffix}",
        f"{plan.theme}, {plan.period}",
        (_DRAWN if plan.drawn else _TAKEN, *_INSTRUCTIONS),
        Col.CHILD_ID,
        _COLUMNS,
        (Question(Col.COMPLETED_ON, AUDITED, is_day=True), *questions),
    )


def worklists(
    sample: ThemedSample, folder: Path, due_on: dt.date, questions: Sequence[Question]
) -> pd.Series:
    """Write each auditor's workbook: their children and the form to return.

    Parameters
    ----------
    sample : ThemedSample
        The sample; a child without an auditor is in nobody's workbook.
    folder : Path
        Where to write; made if it isn't there.
    due_on : date
        By when the audits are due.
    questions : sequence of Question
        What is asked of each child.

    Returns
    -------
    Series of Path
        The files, by auditor. They hold no name of a child.

    Raises
    ------
    DataError
        If a file is already there, which somebody may have filled in.

    Examples
    --------
    >>> import tempfile
    >>> from qaanalysis.sampling import themed_sample
    >>> from qaanalysis.sampling.themed_sample import example
    >>> plan, asked = example.plan(), [Question("q1", "Was it planned?", ("Yes", "No"))]
    >>> made = themed_sample.frame(example.cohort(), plan)
    >>> sample = themed_sample.drawn(made, example.auditors(), plan)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = worklists(sample, Path(folder), dt.date(2023, 9, 1), asked)
    >>> [path.name for path in files]
    ['themed-coming-into-care-2023-07-U-Garth.xlsx',
     'themed-coming-into-care-2023-07-V-Combe.xlsx']
    """
    cases = sample.sample.assign(**{Col.DUE_ON: pd.Timestamp(due_on)})
    return write(cases, folder, person=Col.AUDITOR, form=form(sample.plan, questions))


def worklist_of_reserve(
    cases: pd.DataFrame,
    folder: Path,
    plan: Plan,
    due_on: dt.date,
    questions: Sequence[Question],
    *,
    suffix: str,
) -> tuple[str, ...]:
    """Write the workbooks of a reserve that came in, for whoever its children were given to.

    Parameters
    ----------
    cases : DataFrame
        A row for each child that came in, with `auditor` (missing: in nobody's workbook).
    folder, due_on, questions
        As in `worklists`.
    plan : Plan
        The draw's.
    suffix : str
        Tells the files from the sample's, such as "-replacement-1".

    Returns
    -------
    tuple of str
        How the files' names begin, which end with a person's; empty if none was written.

    Raises
    ------
    DataError
        If a file is already there, which somebody may have filled in.
    """
    asked = form(plan, questions, suffix=suffix)
    rows = cases.assign(**{Col.DUE_ON: pd.Timestamp(due_on)})
    written = write(rows, folder, person=Col.AUDITOR, form=asked)
    return (f"{asked.name}-",) if len(written) else ()
