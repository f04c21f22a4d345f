"""A dozen invented children, for the examples in this package's documentation."""

import pandas as pd

from qaanalysis.sampling.rules import Rule
from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.vocabulary import Col

THEME = "Coming into care"


def cohort() -> pd.DataFrame:
    """Return twelve children of eight families, two of whom came into care too late."""
    return pd.DataFrame(
        {
            Col.THEME: THEME,
            Col.CHILD_ID: [f"C{i:02d}" for i in range(1, 13)],
            Col.FAMILY_ID: [f"F{i % 8}" for i in range(12)],
            Col.AGE: [3, 9, 12, 15, 1, 7, 16, 11, 5, 2, 14, 8],
            Col.SERVICE_AREA: ["Family Support", "Children in Care"] * 6,
            Col.TEAM: ["North", "South"] * 6,
            Col.CASE_HOLDER: ["P. Wick", "Q. Holt", "R. Mere"] * 4,
            Col.ENTERED_ON: pd.to_datetime(["2023-03-01"] * 10 + ["2023-09-01"] * 2),
        }
    )


def auditors() -> pd.DataFrame:
    """Return three auditors, one of them of a team and one on leave."""
    return pd.DataFrame(
        {
            Col.AUDITOR: ["U. Garth", "V. Combe", "W. Lund"],
            Col.TEAM: ["North", None, None],
            Col.CAPACITY: [None, None, 0],
        }
    )


def plan() -> Plan:
    """Return a plan to draw four of them, one of each family."""
    return Plan(
        "Example Trust",
        THEME,
        "2023-07",
        4,
        eligible=(Rule(Col.ENTERED_ON, "at_most", "2023-07-31", "after July 2023"),),
        siblings="random",
        reserves=1,
    )
