"""What can be chosen, and what is: period, service area, team, level of management, theme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import pandas as pd

from qaanalysis.errors import ParamsError
from qaanalysis.metrics.audit_cases.properties import grouped
from qaanalysis.present import labels, words
from qaanalysis.vocabulary import Col

GROUPS = (Col.SERVICE_AREA, Col.TEAM, Col.MANAGEMENT_LEVEL)


@dataclass(frozen=True)
class Chosen:
    """What is looked at; an empty text is all of them.

    Parameters
    ----------
    first_month, month : str
        The first and the last month, such as 2023-05.
    service_area, team, management_level : str
        As the register says, or “Not recorded”.
    theme : str
        A theme of params. Grades and moderation are then of the audits that name it.

    Examples
    --------
    >>> Chosen("2023-05", "2023-11", team="Court South").said
    'May to November 2023, Court South'
    """

    first_month: str
    month: str
    service_area: str = ""
    team: str = ""
    management_level: str = ""
    theme: str = ""

    @property
    def months(self) -> pd.PeriodIndex:
        """The months, without a gap."""
        return pd.period_range(self.first_month, self.month, freq="M", name=Col.MONTH)

    @property
    def period(self) -> str:
        """The months in words."""
        return words.months(self.first_month, self.month)

    @property
    def groups(self) -> dict[str, str]:
        """Which groups are looked at, by column; none of those of which it is all."""
        return {name: value for name in GROUPS if (value := getattr(self, name))}

    @property
    def said(self) -> str:
        """What is looked at, for a caption."""
        return ", ".join([self.period, *self.groups.values()])


@dataclass(frozen=True)
class Options:
    """What there is to choose from in a run.

    Parameters
    ----------
    months : tuple of str
        From the first that the register knows, or the run is about, to the run's last.
    first_month, month : str
        Those that the run is about.
    service_area, management_level, theme : tuple of str
        In the order of the alphabet; themes in that of params.
    teams : mapping of str to tuple of str
        By service area.
    """

    months: tuple[str, ...]
    first_month: str
    month: str
    service_area: tuple[str, ...]
    teams: Mapping[str, Sequence[str]]
    management_level: tuple[str, ...]
    theme: tuple[str, ...]

    @classmethod
    def of(
        cls, audits: pd.DataFrame, months: pd.PeriodIndex, themes: Sequence[str] = ()
    ) -> "Options":
        """Return what individual audits, of a run about some months, can be narrowed to."""
        known = audits[Col.MONTH][audits[Col.MONTH] <= months[-1]]
        first = min([*known.unique(), months[0]])
        every = pd.period_range(first, months[-1], freq="M").astype(str)
        groups = {name: grouped(audits, name) for name in GROUPS}
        teams = groups[Col.TEAM].groupby(groups[Col.SERVICE_AREA]).unique()
        return cls(
            tuple(every),
            str(months[0]),
            str(months[-1]),
            tuple(sorted(groups[Col.SERVICE_AREA].unique())),
            {str(area): tuple(sorted(found)) for area, found in teams.items()},
            tuple(sorted(groups[Col.MANAGEMENT_LEVEL].unique())),
            tuple(themes),
        )

    def team(self, service_area: str = "") -> tuple[str, ...]:
        """Return the teams of a service area, or of all."""
        if service_area:
            return tuple(self.teams[service_area])
        return tuple(sorted({team for found in self.teams.values() for team in found}))

    def chosen(self, **given: Any) -> Chosen:
        """Return a choice, checked; what isn't given is all, and the period that of the run.

        Raises
        ------
        ParamsError
            If it names something that isn't there; every such fault at once.

        Examples
        --------
        >>> teams = {"Court": ("Court North",), "In Care": ("In Care East",)}
        >>> options = Options(("2023-05",), "2023-05", "2023-05", tuple(teams), teams, (), ())
        >>> options.chosen(service_area="Court").said
        'May 2023, Court'
        >>> options.chosen(service_area="Court", team="In Care East")
        Traceback (most recent call last):
        qaanalysis.errors.ParamsError: team: found “In Care East”; allowed: Court North.
        """
        known = [field.name for field in fields(Chosen)]
        strange = [name for name in given if name not in known]
        if strange:
            raise ParamsError(
                f"There is nothing called {words.listed(strange)} to choose; allowed: "
                f"{', '.join(known)}."
            )
        plain = {name: "" if value is None else str(value) for name, value in given.items()}
        period = {name: plain.pop(name, "") or getattr(self, name) for name in known[:2]}
        made = Chosen(**period, **plain)
        faults = [fault for name in known if (fault := self._fault(made, name))]
        if not faults and made.first_month > made.month:
            faults = [
                f"first_month: {words.month(made.first_month)} is after "
                f"{words.month(made.month)}. Choose an earlier first month, or a later last one."
            ]
        if faults:
            raise ParamsError("\n".join(faults))
        return made

    def _fault(self, made: Chosen, name: str) -> str:
        value = getattr(made, name)
        allowed = self.allowed(name, made)
        if not value or value in allowed:
            return ""
        there = ", ".join(allowed) or f"none, as there is no {labels.label(name).lower()}"
        return f"{name}: found “{value}”; allowed: {there}."

    def allowed(self, name: str, made: Chosen) -> tuple[str, ...]:
        """Return what may be chosen of something, the rest being as it is."""
        if name in ("first_month", "month"):
            return self.months
        if name == Col.TEAM:
            return self.team(made.service_area if made.service_area in self.teams else "")
        found: tuple[str, ...] = getattr(self, name)
        return found
