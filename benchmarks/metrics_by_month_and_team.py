"""Returns and grades by month and team, beside the plain pandas groupbys that they need.

    python benchmarks/metrics_by_month_and_team.py [rows]

The plain side counts the same things without names, checks or intervals.
"""

import datetime as dt
import sys

import pandas as pd
from side_by_side import medians, show

from qaanalysis.data.example import SCALE, scaled
from qaanalysis.metrics import grades, returns

BY = ["month", "team"]
AS_AT = dt.date(2023, 12, 3)


def plain_returns(audits: pd.DataFrame) -> pd.DataFrame:
    """Count planned, exempted, scheduled and returned with nothing else."""
    day = pd.Timestamp(AS_AT)
    planned = audits["planned_on"] <= day
    exempted = planned & (audits["exempted_on"] <= day)
    scheduled = planned & ~exempted
    returned = scheduled & (audits["returned_on"] <= day)
    flags = pd.DataFrame({"p": planned, "e": exempted, "s": scheduled, "r": returned})
    return flags.groupby([audits["month"], audits["team"]], observed=True).sum()


def plain_grades(graded: pd.DataFrame) -> pd.DataFrame:
    """Count each grade with nothing else."""
    by = [graded["month"], graded["team"], graded["final_grade"]]
    return graded.groupby(by, observed=True).size().unstack(fill_value=0)


def main(rows: int) -> None:
    """Print times and ratios."""
    audits = scaled(months=120, organisations=10, audits_per_month=rows // 1200, seed=1)
    graded = grades.final(audits, None, as_at=AS_AT)
    print(f"{len(audits):,} audits, {len(graded):,} returned")
    found = medians(
        {
            "returns.rates": lambda: returns.rates(audits, by=BY, as_at=AS_AT),
            "plain groupby": lambda: plain_returns(audits),
        },
        rounds=3,
    )
    show("returns by month and team", found, against="plain groupby")
    found = medians(
        {
            "grades.shares": lambda: grades.shares(graded, by=BY, scale=SCALE),
            "plain groupby": lambda: plain_grades(graded),
        },
        rounds=3,
    )
    show("grades by month and team", found, against="plain groupby")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
