"""Who audits for the themed audits: the audit team, and service managers beside their own work."""

import numpy as np
import pandas as pd

from qaanalysis.data.example.organisation import Organisation
from qaanalysis.vocabulary import Col

_CAPACITIES = {"Audit team": 10, "Service manager": 4}
# Most can audit any case; some only what they have worked with.
_SKILLS = ("Child in Need; Child Protection", "Child in Care; Care leaver", "Child Protection")
_SHARE_SKILLED = 0.25


def auditors(org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row for each; one of the audit team is on leave and has no capacity."""
    level = org.auditors[Col.MANAGEMENT_LEVEL]
    found = org.auditors[level.isin(list(_CAPACITIES))].reset_index(drop=True)
    capacity = found[Col.MANAGEMENT_LEVEL].map(_CAPACITIES)
    team = found.index[found[Col.MANAGEMENT_LEVEL] == "Audit team"]
    capacity[rng.choice(team)] = 0
    skills = rng.choice(_SKILLS, len(found)).astype(object)
    skills[rng.random(len(found)) >= _SHARE_SKILLED] = None
    columns = [Col.AUDITOR, Col.TEAM, Col.MANAGEMENT_LEVEL]
    made = found[columns].assign(capacity=capacity, skills=skills)
    return made.sort_values(Col.AUDITOR, ignore_index=True)
