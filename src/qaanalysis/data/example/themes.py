"""The example's themed audits: how large their cohorts are, and what was answered.

The sizes of cohorts and samples, the counts of the theme “Open with no current plan” and those of
“Child in Need over 12 months” are published, in the report that `published` names. All the rest is
invented around what the report says in words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qaanalysis.vocabulary import Answer

YES, PARTLY, NO = Answer.YES, Answer.PARTLY, Answer.NO
NOT_APPLICABLE, NOT_RECORDED = Answer.NOT_APPLICABLE, Answer.NOT_RECORDED

Counts = Mapping[Answer | None, int]


@dataclass(frozen=True)
class Theme:
    """One themed audit.

    Parameters
    ----------
    name : str
        The word in the tables.
    families : mapping of int to int
        How many families have so many children of the cohort.
    areas : mapping of str to float
        The service areas' shares of the families.
    plan_type : str, optional
        The children's plan; none for children without one.
    entered : tuple of str
        The first and the last day on which a child came into the cohort.
    ages : tuple of int
        The youngest and the oldest.
    answered : tuple of str
        The first and the last day of the audit.
    answers : mapping
        By question, how often each answer was given; None is a blank.
    """

    name: str
    families: Mapping[int, int]
    areas: Mapping[str, float]
    plan_type: str | None
    entered: tuple[str, str]
    ages: tuple[int, int]
    answered: tuple[str, str]
    answers: Mapping[str, Counts] = field(default_factory=dict)


NO_PLAN = Theme(
    "Open with no current plan",
    {1: 240, 2: 40, 3: 11, 4: 2},
    {"Assessment": 0.7, "Family Support": 0.2, "Children with Disabilities": 0.1},
    None,
    ("2022-10-03", "2023-05-31"),
    (0, 17),
    ("2023-06-12", "2023-07-14"),
    {"Is an assessment recorded?": {YES: 99, NO: 1}},
)
PLO = Theme(
    "Public Law Outline",
    {1: 16, 2: 4, 3: 2},
    {"Child Protection and Court": 1.0},
    "Child Protection",
    ("2022-09-01", "2023-08-31"),
    (0, 15),
    ("2023-09-11", "2023-10-06"),
    {
        "Are tracker meetings held?": {YES: 28, NO: 1, NOT_RECORDED: 1},
        "Is the plan SMART?": {YES: 8, PARTLY: 12, NO: 10},
        "Is the case free of drift and delay?": {YES: 13, NO: 15, None: 2},
        "Are the minutes of meetings clear?": {YES: 11, PARTLY: 9, NO: 10},
    },
)
INTO_CARE = Theme(
    "Coming into care",
    {1: 151, 2: 42, 3: 12, 4: 4},
    {"Child Protection and Court": 0.5, "Children in Care": 0.4, "Children with Disabilities": 0.1},
    "Child in Care",
    ("2023-01-03", "2023-07-31"),
    (0, 17),
    ("2023-08-14", "2023-09-22"),
    {
        "Was the entry to care planned?": {YES: 30, NO: 45, NOT_RECORDED: 2},
        "Was the Public Law Outline used before?": {YES: 24, NO: 35, NOT_APPLICABLE: 18},
        "Was there a contingency plan?": {YES: 33, PARTLY: 14, NO: 30},
        "Does the placement meet the child's needs?": {YES: 58, PARTLY: 13, NO: 6},
        "Is there a plan for permanence?": {YES: 46, PARTLY: 15, NO: 12, NOT_APPLICABLE: 4},
    },
)
IN_NEED = Theme(
    "Child in Need over 12 months",
    {1: 13, 2: 11, 3: 3, 4: 1},
    {"Family Support": 0.7, "Children with Disabilities": 0.3},
    "Child in Need",
    ("2020-09-01", "2022-08-31"),
    (1, 17),
    ("2023-09-04", "2023-09-29"),
    {
        "Is the child visited regularly?": {YES: 34, NO: 14},
        "Is the plan reviewed?": {YES: 35, NO: 12, NOT_RECORDED: 1},
        "Is the assessment updated?": {YES: 10, NO: 38},
        "Was the case discussed in a Child in Need clinic?": {YES: 22, NO: 26},
    },
)
REPEAT = Theme(
    "Repeat Child Protection plans",
    {1: 44, 2: 35, 3: 17, 4: 1},
    {"Child Protection and Court": 0.65, "Family Support": 0.35},
    "Child Protection",
    ("2023-04-03", "2023-09-29"),
    (0, 16),
    ("2023-10-09", "2023-11-17"),
    {
        "Did the first plan last more than three months?": {YES: 55, NO: 5, NOT_RECORDED: 4},
        "Is domestic abuse among the reasons?": {YES: 39, NO: 25},
        "Is it by the same partner as before?": {YES: 30, NO: 6, NOT_APPLICABLE: 25, None: 3},
        "Were unborn siblings considered?": {YES: 6, NO: 9, NOT_APPLICABLE: 49},
    },
)
THEMES = (NO_PLAN, PLO, INTO_CARE, IN_NEED, REPEAT)

FIRST_PLANS = {1: 290, 2: 70, 3: 21, 4: 5}
"""Of the families with a first Child Protection plan only: how many have so many children."""

N_NEW_SIBLINGS = 18
"""Children on their first plan in a family where another child isn't: 700 with all the rest."""

CASELOAD = "Open caseload"
"""Every child known to the trust: what the monthly audits are drawn from."""
