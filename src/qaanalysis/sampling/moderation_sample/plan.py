"""What a moderation sample is to be: every choice that is made before the draw."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.prn import default_seed

NAME = "moderation"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Plan:
    """The plan of one month's moderation sample.

    Parameters
    ----------
    organisation : str
        Whose audits they are; part of the seed.
    months : tuple of str
        The months of the audits, such as ("2023-11",): more than one to take in what came back
        late from an earlier month.
    as_at : date
        The day of the draw: what is returned or moderated later hasn't happened yet.
    target : int
        How many audits to moderate, 1 or more.
    auditor_every : int
        Every auditor is to be moderated at least once in so many months, 1 or more.
    take_all : tuple of str
        Grades of which every audit is moderated.
    least : int
        How many to take at least from each stratum, so that every audit has a chance; 0 puts the
        auditors who are due before everything else.
    reserves : int
        How many reserves each stratum has.
    late_until : date, optional
        Audits returned after `as_at` and until this day are taken in as well, each by its own
        chance and without a change to anybody else's.
    seed, seed_reason : str, optional
        Another seed than organisation/moderation/month, and why; not without a reason.

    Raises
    ------
    StatisticsError
        If one of these isn't as described.

    Examples
    --------
    >>> plan = Plan("Example Trust", ("2023-11",), dt.date(2023, 12, 4), target=9, auditor_every=6)
    >>> plan.key
    'Example Trust/moderation/2023-11'
    """

    organisation: str
    months: tuple[str, ...]
    as_at: dt.date
    target: int
    auditor_every: int
    take_all: tuple[str, ...] = ()
    least: int = 1
    reserves: int = 2
    late_until: dt.date | None = None
    seed: str | None = None
    seed_reason: str = ""

    def __post_init__(self) -> None:
        wrong = [month for month in self.months if not _MONTH.fullmatch(month)]
        if wrong or not self.months:
            raise StatisticsError(f"months: found {list(self.months)}; allowed: such as 2023-11")
        for name, lowest in (("target", 1), ("auditor_every", 1), ("least", 0), ("reserves", 0)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
                allowed = f"a whole number of {lowest} or more"
                raise StatisticsError(f"{name}: found {value!r}; allowed: {allowed}")
        if self.late_until is not None and self.late_until <= self.as_at:
            raise StatisticsError(
                f"late_until: found {self.late_until}; allowed: after as_at, {self.as_at}"
            )
        if self.seed is not None and not self.seed_reason.strip():
            raise StatisticsError(
                f"seed_reason: found none; needed: why the seed isn't {self.default_seed}"
            )

    @property
    def default_seed(self) -> str:
        """The seed that follows from the organisation and the last of the months."""
        return default_seed(self.organisation, NAME, max(self.months))

    @property
    def key(self) -> str:
        """The seed of the draw."""
        return self.default_seed if self.seed is None else self.seed

    def plain(self) -> dict[str, Any]:
        """Return the plan as text, numbers and lists, for the manifest."""
        found = asdict(self)
        for name in ("as_at", "late_until"):
            found[name] = found[name].isoformat() if found[name] else None
        return {**found, "months": list(self.months), "take_all": list(self.take_all)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Plan":
        """Return the plan that `plain` was made of.

        Raises
        ------
        StatisticsError
            If a field is missing, unknown or not as it should be.

        Examples
        --------
        >>> plan = Plan("Example Trust", ("2023-11",), dt.date(2023, 12, 4), 9, 6)
        >>> Plan.from_plain(plan.plain()) == plan
        True
        """
        try:
            given = dict(plain)
            late = given.pop("late_until")
            return cls(
                months=tuple(given.pop("months")),
                take_all=tuple(given.pop("take_all")),
                as_at=dt.date.fromisoformat(given.pop("as_at")),
                late_until=dt.date.fromisoformat(late) if late else None,
                **given,
            )
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, StatisticsError):
                raise
            raise StatisticsError("plan: found fields that aren't those of a moderation") from None
