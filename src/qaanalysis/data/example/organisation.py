"""Who works in the example's trust: teams, auditors, case holders and QA officers, all invented."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from qaanalysis.vocabulary import Col

AREAS = {
    "Assessment": tuple(f"Assessment {side}" for side in ("North", "South", "East", "West")),
    "Family Support": tuple(f"Family Support {n}" for n in range(1, 5)),
    "Child Protection and Court": (
        "Child Protection 1",
        "Child Protection 2",
        "Court North",
        "Court South",
    ),
    "Children in Care": tuple(f"Children in Care {n}" for n in range(1, 4)),
    "Children with Disabilities": ("Disabilities East", "Disabilities West"),
    "Leaving Care": tuple(f"Leaving Care {n}" for n in range(1, 4)),
}

# Of a level: how many to each team, how many to each area, how many for the whole trust; how often
# one of them is given an audit; how ready they are to return it.
LEVELS = pd.DataFrame(
    [
        ("Practice supervisor", 2, 0, 0, 1.0, 0.25),
        ("Team manager", 1, 0, 0, 1.3, 0.05),
        ("Service manager", 0, 2, 0, 1.0, -0.35),
        ("Head of Service", 0, 1, 0, 0.6, -0.8),
        ("Assistant Director", 0, 0, 3, 0.12, -1.0),
        ("Audit team", 0, 0, 9, 0.25, 1.6),
    ],
    columns=[Col.MANAGEMENT_LEVEL, "per_team", "per_area", "per_trust", "load", "readiness"],
)
CASE_HOLDERS_PER_TEAM = 5
N_QA_OFFICERS = 5

# Surnames nobody bears, so that a name that leaks into a report is seen to be from the example.
_FRONT = (
    *("Quill", "Thrap", "Bramble", "Wisp", "Marrow", "Tansy"),
    *("Umber", "Dapple", "Sedge", "Ember", "Fernly"),
)
_BACK = ("ditch", "wick", "garth", "mere", "holt", "combe", "stead", "thorpe", "fold", "quay")
_INITIALS = "ABCDEFGHJKLMNOPRSTW"


@dataclass(frozen=True)
class Organisation:
    """The trust's people.

    Parameters
    ----------
    auditors : DataFrame
        auditor, management_level, service_area and team (missing where they work across), load,
        readiness to return, leniency.
    case_holders : dict of str to list of str
        By team.
    officers : list of str
        The QA officers, who moderate.
    """

    auditors: pd.DataFrame
    case_holders: dict[str, list[str]]
    officers: list[str]

    def of_level(self, level: str) -> list[str]:
        """Return the names of the auditors at a level of management."""
        at_level = self.auditors[Col.MANAGEMENT_LEVEL] == level
        return self.auditors.loc[at_level, Col.AUDITOR].tolist()

    @property
    def heads(self) -> dict[str, str]:
        """The Head of Service of each service area."""
        rows = self.auditors[self.auditors[Col.MANAGEMENT_LEVEL] == "Head of Service"]
        return dict(zip(rows[Col.SERVICE_AREA], rows[Col.AUDITOR], strict=True))


def organisation(rng: np.random.Generator) -> Organisation:
    """Return an invented organisation.

    Examples
    --------
    >>> len(organisation(np.random.default_rng(1)).auditors)
    90
    """
    posts = pd.DataFrame(_posts())
    teams = [team for names in AREAS.values() for team in names]
    n_holders = CASE_HOLDERS_PER_TEAM * len(teams)
    names = _names(rng, len(posts) + n_holders + N_QA_OFFICERS)
    auditors = posts.assign(
        auditor=names[: len(posts)],
        readiness=posts["readiness"] + rng.normal(0, 0.6, len(posts)),
        leniency=rng.normal(0, 1, len(posts)),
    )
    holders = np.reshape(names[len(posts) : len(posts) + n_holders], (len(teams), -1))
    return Organisation(
        auditors,
        dict(zip(teams, holders.tolist(), strict=True)),
        names[len(posts) + n_holders :],
    )


def _posts() -> list[dict[str, object]]:
    """One entry for each auditor's post: its level, and its area and team if it has one."""
    posts: list[dict[str, object]] = []
    for level in LEVELS.to_dict("records"):
        post = {k: level[k] for k in (Col.MANAGEMENT_LEVEL, "load", "readiness")}
        posts += [post | {Col.SERVICE_AREA: None, Col.TEAM: None}] * level["per_trust"]
        for area, teams in AREAS.items():
            posts += [post | {Col.SERVICE_AREA: area, Col.TEAM: None}] * level["per_area"]
            for team in teams:
                posts += [post | {Col.SERVICE_AREA: area, Col.TEAM: team}] * level["per_team"]
    return posts


def _names(rng: np.random.Generator, n: int) -> list[str]:
    surnames = [front + back for front in _FRONT for back in _BACK]
    every = [f"{initial}. {surname}" for surname in surnames for initial in _INITIALS]
    return [every[i] for i in rng.choice(len(every), n, replace=False)]
