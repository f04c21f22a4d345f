"""What a themed sample is to be: every choice that is made before the draw."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from qaanalysis.errors import StatisticsError
from qaanalysis.sampling.prn import default_seed
from qaanalysis.sampling.rules import Rule

PROBABILITY, CENSUS, PURPOSIVE, UNKNOWN = "probability", "census", "purposive", "unknown"
TOGETHER = "together"
SIMPLE, STRATIFIED, SYSTEMATIC = "simple", "stratified", "systematic"
PPS, FAMILIES = "pps", "families"
PROPORTIONAL, EQUAL, NEYMAN, FIXED = "proportional", "equal", "neyman", "fixed"
ALL = "all"
N_CHILDREN = "n_children"
APART = ("team", "case_holder")

_WORDS = {
    "selection": (PROBABILITY, CENSUS, PURPOSIVE, UNKNOWN),
    "siblings": (TOGETHER, "random", "youngest", "oldest", "first_to_enter"),
    "design": (SIMPLE, STRATIFIED, SYSTEMATIC, PPS, FAMILIES),
    "allocation": (PROPORTIONAL, EQUAL, NEYMAN, FIXED),
}
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Plan:
    """The plan of one themed sample.

    Parameters
    ----------
    organisation, theme, period : str
        Whose, of what, and for when (such as 2023-07): together the seed.
    n : int or "all", optional
        How many to draw: children, or families for the design "families". None for a sample that
        isn't drawn, and for the allocation "fixed".
    selection : str
        probability, census (every child of the frame), purposive or unknown: the last two are
        taken as they are, without a probability.
    why : str
        How the files came to be chosen; needed for purposive and unknown.
    eligible : tuple of Rule
        Which children there are to draw from, in the order in which they're left out.
    siblings : str
        together (every child), or who stands for a family: random, youngest, oldest,
        first_to_enter.
    design : str
        simple, stratified, systematic, pps (in proportion to a size) or families (all the children
        of each family drawn).
    strata : str, optional
        A column; for families also `n_children`, how many of a family's children there are; for
        systematic what the list is ordered by first.
    allocation : str
        proportional, equal, neyman (count times `spread`) or fixed (`sizes`).
    least : int
        At least so many from each stratum, as far as there are.
    sizes, spread : mapping of str
        Stratum to number, and stratum to standard deviation.
    size_field : str, optional
        For pps: a column of numbers over 0.
    reserves : int
        How many reserves each stratum has.
    coordination_key : str, optional
        Plans that must avoid or overlap one another share it: it takes the seed's place.
    coordination_start : float
        Where on the circle of numbers, 0 up to 1, the draw begins.
    seed, seed_reason : str, optional
        Another seed than organisation/theme/period, and why; not without a reason.
    apart : tuple of str
        Columns of a case whose people it isn't given to: "team", "case_holder".
    skilled_in : str, optional
        A column whose value the auditor must be skilled in.
    as_at : str
        The day, such as 2023-12-03, from which a rule counts months back; empty if none does.

    Raises
    ------
    StatisticsError
        If one of these isn't as described, or doesn't go with another.

    Examples
    --------
    >>> Plan("Example Trust", "Coming into care", "2023-07", 77).key
    'Example Trust/Coming into care/2023-07'
    """

    organisation: str
    theme: str
    period: str
    n: int | str | None = None
    selection: str = PROBABILITY
    why: str = ""
    eligible: tuple[Rule, ...] = ()
    siblings: str = TOGETHER
    design: str = SIMPLE
    strata: str | None = None
    allocation: str = PROPORTIONAL
    least: int = 1
    sizes: Mapping[str, int] = field(default_factory=dict)
    spread: Mapping[str, float] = field(default_factory=dict)
    size_field: str | None = None
    reserves: int = 0
    coordination_key: str | None = None
    coordination_start: float = 0.0
    seed: str | None = None
    seed_reason: str = ""
    apart: tuple[str, ...] = APART
    skilled_in: str | None = None
    as_at: str = ""

    def __post_init__(self) -> None:
        for name, allowed in _WORDS.items():
            found = getattr(self, name)
            if found not in allowed:
                raise StatisticsError(f"{name}: found “{found}”; allowed: {', '.join(allowed)}")
        if not _PERIOD.fullmatch(self.period):
            raise StatisticsError(f"period: found “{self.period}”; allowed: such as 2023-07")
        for name in ("least", "reserves"):
            _whole(name, getattr(self, name), 0)
        wrong = [name for name in self.apart if name not in APART]
        if wrong:
            raise StatisticsError(f"apart: found {', '.join(wrong)}; allowed: {', '.join(APART)}")
        _check_n(self)
        _check_design(self)
        _check_seed(self)

    @property
    def drawn(self) -> bool:
        """Whether chance decides: a census, a choice or an unknown one leaves it nothing."""
        return self.selection == PROBABILITY

    @property
    def out_of_known(self) -> bool:
        """Whether it is known out of how many the cases were chosen."""
        return self.selection in (PROBABILITY, CENSUS)

    @property
    def default_seed(self) -> str:
        """The seed that follows from the organisation, the theme and the period."""
        return default_seed(self.organisation, self.theme, self.period)

    @property
    def key(self) -> str:
        """The seed of the draw."""
        if self.seed is not None:
            return self.seed
        return self.default_seed if self.coordination_key is None else self.coordination_key

    def plain(self) -> dict[str, Any]:
        """Return the plan as text, numbers and lists, for the manifest."""
        rules = [_plain(asdict(rule)) for rule in self.eligible]
        return {**_plain(asdict(self)), "eligible": rules}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Plan":
        """Return the plan that `plain` was made of.

        Raises
        ------
        StatisticsError
            If a field is missing, unknown or not as it should be.

        Examples
        --------
        >>> plan = Plan("Example Trust", "Coming into care", "2023-07", 77)
        >>> Plan.from_plain(plan.plain()) == plan
        True
        """
        try:
            given = dict(plain)
            rules = tuple(Rule(**rule) for rule in given.pop("eligible"))
            return cls(eligible=rules, apart=tuple(given.pop("apart")), **given)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, StatisticsError):
                raise
            raise StatisticsError("plan: found fields that aren't those of a theme") from None


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items()}


def _check_n(plan: Plan) -> None:
    if plan.selection in (PURPOSIVE, UNKNOWN) and not plan.why.strip():
        raise StatisticsError(f"why: found none; needed for {plan.selection}: who chose the files")
    if not plan.drawn:
        if plan.n is not None and not (plan.n == ALL and plan.selection == CENSUS):
            raise StatisticsError(f"n: found {plan.n}; allowed for {plan.selection}: none")
        if plan.reserves or plan.design != SIMPLE:
            named = "reserves" if plan.reserves else "design"
            found = plan.reserves or plan.design
            raise StatisticsError(f"{named}: found {found}; allowed for {plan.selection}: none")
    elif plan.n is not None or plan.allocation != FIXED:
        _whole("n", plan.n, 1)


def _check_design(plan: Plan) -> None:
    stratified = plan.design in (STRATIFIED, FAMILIES, SYSTEMATIC)
    for name, given, wanted, whose in (
        ("strata", plan.strata is not None, plan.design == STRATIFIED, "design stratified"),
        ("size_field", plan.size_field is not None, plan.design == PPS, "design pps"),
        ("sizes", bool(plan.sizes), plan.allocation == FIXED, "allocation fixed"),
        ("spread", bool(plan.spread), plan.allocation == NEYMAN, "allocation neyman"),
        ("strata", plan.strata is not None, plan.allocation != PROPORTIONAL, "this allocation"),
    ):
        if wanted and not given:
            raise StatisticsError(f"{name}: found none; needed for {whose}")
        if given and not wanted and not (name == "strata" and stratified):
            raise StatisticsError(f"{name}: found one; allowed for {whose} only")
    _check_against_design(plan)
    for stratum, size in plan.sizes.items():
        _whole(f"sizes, {stratum}", size, 0)
    for stratum, spread in plan.spread.items():
        if isinstance(spread, bool) or not isinstance(spread, int | float) or not spread >= 0:
            raise StatisticsError(f"spread, {stratum}: found {spread!r}; allowed: 0 or more")
    if plan.sizes and plan.n not in (None, sum(plan.sizes.values())):
        total = sum(plan.sizes.values())
        raise StatisticsError(f"n: found {plan.n}; allowed: {total}, what sizes add up to")


def _check_against_design(plan: Plan) -> None:
    """Refuse a choice that doesn't go with the design."""
    if plan.design == SYSTEMATIC and plan.allocation != PROPORTIONAL:
        found = f"allocation: found {plan.allocation}"
        raise StatisticsError(f"{found}; allowed for design systematic: {PROPORTIONAL}")
    if plan.strata == N_CHILDREN and plan.design != FAMILIES:
        raise StatisticsError(f"strata: found {N_CHILDREN}; allowed for design families only")
    if plan.design == FAMILIES and plan.siblings != TOGETHER:
        found = f"siblings: found {plan.siblings}"
        raise StatisticsError(f"{found}; allowed for design families: {TOGETHER}")


def _check_seed(plan: Plan) -> None:
    if not 0 <= plan.coordination_start < 1:
        found = f"coordination_start: found {plan.coordination_start}"
        raise StatisticsError(f"{found}; allowed: 0 or more and under 1")
    if plan.seed is not None and not plan.seed_reason.strip():
        raise StatisticsError(
            f"seed_reason: found none; needed: why the seed isn't {plan.default_seed}"
        )
    if plan.seed is not None and plan.coordination_key is not None:
        raise StatisticsError("seed: found one with a coordination_key; allowed: one of the two")
    if not plan.key.strip():
        raise StatisticsError("seed: found none; needed: a text")


def _whole(name: str, value: object, lowest: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
        allowed = f"a whole number of {lowest} or more"
        raise StatisticsError(f"{name}: found {value!r}; allowed: {allowed}")
