"""The children whom the plans of the example's themed audits draw.

These plans are those of `params/themed`, which isn't there where only the package is installed; a
test compares them.
"""

import pandas as pd

from qaanalysis.data.example.themes import IN_NEED, INTO_CARE, NO_PLAN, PLO, REPEAT, Theme
from qaanalysis.sampling import themed_sample
from qaanalysis.sampling.rules import Rule
from qaanalysis.sampling.themed_sample import Plan
from qaanalysis.vocabulary import Col

_TRUST = "Example Children’s Trust"
_PLO_WHY = "The published report says that 30 files were read, and not how they came to be chosen."
_IN_NEED_WHY = (
    "The published report says that the files of 48 children of 28 families were read, and not how"
    " they came to be chosen."
)


def plans() -> dict[str, Plan]:
    """Return the plan of each theme that was answered, by its name."""
    made = (
        Plan(
            _TRUST,
            NO_PLAN.name,
            "2023-06",
            100,
            eligible=(Rule(Col.PLAN_TYPE, "missing", None, "has a current plan"),),
            reserves=5,
        ),
        Plan(_TRUST, PLO.name, "2023-09", selection="unknown", why=_PLO_WHY),
        Plan(
            _TRUST,
            INTO_CARE.name,
            "2023-07",
            77,
            eligible=(_between("2023-01-01", "2023-07-31", "not in January to July 2023"),),
            siblings="random",
            reserves=5,
            skilled_in=Col.PLAN_TYPE,
        ),
        _in_need(),
        _repeat(),
    )
    return {plan.theme: plan for plan in made}


def drawn_children(cohort: pd.DataFrame, theme: Theme) -> pd.DataFrame:
    """Return the identifiers of a theme's drawn children and their families, child by child."""
    plan = plans()[theme.name]
    frame = themed_sample.frame(cohort, plan)
    sample = themed_sample.drawn(frame, None, plan).sample
    return sample[[Col.CHILD_ID, Col.FAMILY_ID]].sort_values(Col.CHILD_ID, ignore_index=True)


def _in_need() -> Plan:
    return Plan(
        _TRUST,
        IN_NEED.name,
        "2023-09",
        selection="unknown",
        why=_IN_NEED_WHY,
        eligible=(
            Rule(Col.PLAN_TYPE, "equals", IN_NEED.plan_type, "not on a Child in Need plan"),
            Rule(Col.ENTERED_ON, "at_most", "2022-08-31", "in need for 12 months or less"),
        ),
    )


def _repeat() -> Plan:
    return Plan(
        _TRUST,
        REPEAT.name,
        "2023-09",
        36,
        eligible=(
            _between("2023-04-01", "2023-09-30", "not in April to September 2023"),
            Rule(Col.PREVIOUS_PLANS, "at_least", 1, "on a plan for the first time"),
        ),
        design="families",
        strata="n_children",
        reserves=4,
        skilled_in=Col.PLAN_TYPE,
    )


def _between(first: str, last: str, why: str) -> Rule:
    return Rule(Col.ENTERED_ON, "between", (first, last), why)
