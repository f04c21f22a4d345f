"""The children whom the themed audits are about; identifiers only, all invented."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from qaanalysis.data.example import days
from qaanalysis.data.example.choices import chosen
from qaanalysis.data.example.organisation import AREAS, Organisation
from qaanalysis.data.example.themes import (
    CASELOAD,
    FIRST_PLANS,
    N_NEW_SIBLINGS,
    REPEAT,
    THEMES,
    Theme,
)
from qaanalysis.vocabulary import Col, YesNo

_ETHNIC_GROUPS = {"White": 0.61, "Mixed": 0.12, "Asian": 0.1, "Black": 0.09, "Other": 0.04}
_DISABLED = {str(YesNo.YES): 0.13, str(YesNo.NO): 0.82}
# Of brothers and sisters, how many came into the cohort on a day of their own.
_SHARE_LATER = 0.15


def cohorts(known: pd.DataFrame, org: Organisation, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row for each child of each theme; the open caseload is every child known.

    The children of a theme are in no other one, and stand by their identifiers, so that brothers
    and sisters aren't next to each other.
    """
    parts = [_children(theme, theme.families, org, rng) for theme in THEMES]
    parts[-1][Col.PREVIOUS_PLANS] = rng.choice([1, 2, 3], len(parts[-1]), p=[0.8, 0.16, 0.04])
    parts += _first_plans(parts[-1], org, rng)
    made = pd.concat(parts, ignore_index=True)
    made[Col.CHILD_ID] = _ids("LCS-", 200_000, np.arange(len(made)), 100_000, rng)
    # A family's number in its part of the table, and the part, tell families apart.
    made[Col.FAMILY_ID] = _ids("FAM-", 30_000, pd.factorize(made[Col.FAMILY_ID])[0], 10_000, rng)
    made = pd.concat([made, _caseload(known, rng)], ignore_index=True)
    made[Col.ETHNICITY] = chosen(rng, _ETHNIC_GROUPS, len(made))
    made[Col.DISABILITY] = chosen(rng, _DISABLED, len(made))
    order = [*(theme.name for theme in THEMES), CASELOAD]
    place = made[Col.THEME].map(order.index)
    return made.assign(place=place).sort_values(["place", Col.CHILD_ID], ignore_index=True)


def _first_plans(
    repeat: pd.DataFrame, org: Organisation, rng: np.random.Generator
) -> list[pd.DataFrame]:
    """Return the children on their first plan: in families of their own, and new siblings."""
    own = _children(REPEAT, FIRST_PLANS, org, rng)
    own[Col.FAMILY_ID] = "first " + own[Col.FAMILY_ID]
    families = repeat.drop_duplicates(Col.FAMILY_ID)
    new = families.iloc[rng.choice(len(families), N_NEW_SIBLINGS, replace=False)]
    return [own.assign(previous_plans=0), new.assign(previous_plans=0, age=0)]


def _children(
    theme: Theme, families: Mapping[int, int], org: Organisation, rng: np.random.Generator
) -> pd.DataFrame:
    """Return a theme's children with team, case holder, age and day, family by family."""
    sizes = np.repeat(list(families), list(families.values()))
    n = len(sizes)
    area = rng.choice(list(theme.areas), n, p=list(theme.areas.values()))
    team = np.array([rng.choice(AREAS[name]) for name in area])
    holder = np.array([rng.choice(org.case_holders[name]) for name in team])
    family = np.repeat(np.arange(n), sizes)
    first, last = (np.datetime64(day) for day in theme.entered)
    on = days.between(first, last)
    entered = np.where(
        rng.random(len(family)) < _SHARE_LATER,
        rng.choice(on, len(family)),
        rng.choice(on, n)[family],
    )
    return pd.DataFrame(
        {
            Col.THEME: theme.name,
            Col.FAMILY_ID: [f"{theme.name} {number}" for number in family],
            Col.AGE: rng.integers(theme.ages[0], theme.ages[1], len(family), endpoint=True),
            Col.PLAN_TYPE: theme.plan_type,
            Col.SERVICE_AREA: area[family],
            Col.TEAM: team[family],
            Col.CASE_HOLDER: holder[family],
            Col.ENTERED_ON: entered.astype("datetime64[s]"),
        }
    )


def _caseload(known: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    opened = days.between(np.datetime64("2019-01-02"), np.datetime64("2023-04-28"))
    grown = known[Col.PLAN_TYPE] == "Care leaver"
    return known.assign(
        theme=CASELOAD,
        age=np.where(grown, rng.integers(18, 25, len(known)), rng.integers(0, 18, len(known))),
        entered_on=rng.choice(opened, len(known)).astype("datetime64[s]"),
    )


def _ids(
    prefix: str, start: int, codes: np.ndarray, span: int, rng: np.random.Generator
) -> list[str]:
    """Return an identifier for each code, from a range that no other part of the example uses."""
    numbers = rng.choice(np.arange(start, start + span), int(codes.max()) + 1, replace=False)
    return [f"{prefix}{number}" for number in numbers[codes]]
