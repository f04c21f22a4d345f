"""The children whose files are audited, with their families; identifiers only, all invented."""

import numpy as np
import pandas as pd

from qaanalysis.data.example.organisation import AREAS, Organisation
from qaanalysis.vocabulary import Col

# How many families have so many children known to the trust.
FAMILY_SIZES = {1: 408, 2: 80, 3: 22, 4: 7}

_AREA_SHARES = (0.2, 0.21, 0.21, 0.17, 0.08, 0.13)

_PLANS = {
    "Assessment": {"Assessment": 0.8, "Child in Need": 0.15, "Child Protection": 0.05},
    "Family Support": {"Child in Need": 0.72, "Child Protection": 0.28},
    "Child Protection and Court": {
        "Child Protection": 0.62,
        "Child in Care": 0.2,
        "Child in Need": 0.18,
    },
    "Children in Care": {"Child in Care": 1.0},
    "Children with Disabilities": {"Child in Need": 0.8, "Child in Care": 0.2},
    "Leaving Care": {"Care leaver": 0.9, "Child in Care": 0.1},
}


def children(org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row for each child: ids, plan type, service area, team and case holder.

    Siblings share the family id, the team and mostly the plan.
    """
    sizes = np.repeat(list(FAMILY_SIZES), list(FAMILY_SIZES.values()))
    rng.shuffle(sizes)
    family_ids = rng.choice(np.arange(20_000, 30_000), len(sizes), replace=False)
    child_ids = iter(rng.choice(np.arange(100_000, 200_000), sizes.sum(), replace=False))
    rows = []
    for size, family in zip(sizes, family_ids, strict=True):
        area = rng.choice(list(AREAS), p=_AREA_SHARES)
        team = rng.choice(AREAS[area])
        shared = {
            Col.FAMILY_ID: f"FAM-{family}",
            Col.SERVICE_AREA: str(area),
            Col.TEAM: str(team),
            # Now and then a case has nobody, as in any real register.
            Col.CASE_HOLDER: (
                None if rng.random() < 0.015 else str(rng.choice(org.case_holders[team]))
            ),
        }
        plan = _plan(str(area), rng)
        for _ in range(size):
            own = plan if rng.random() < 0.9 else _plan(str(area), rng)
            rows.append({Col.CHILD_ID: f"LCS-{next(child_ids)}", Col.PLAN_TYPE: own} | shared)
    return pd.DataFrame(rows)


def _plan(area: str, rng: np.random.Generator) -> str | None:
    plans = _PLANS[area]
    # Nor has every child a plan type.
    return None if rng.random() < 0.01 else str(rng.choice(list(plans), p=list(plans.values())))
