"""The rules of a plan file that say which children of a cohort a themed audit is about.

A rule is a field, one of the operators below and a value. Nothing in it is ever run as code.
"""

import datetime as dt
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from qaanalysis.data import schemas
from qaanalysis.data.fields import Kind
from qaanalysis.vocabulary import Col, GradeScale, YesNo

DERIVED = {Col.MONTHS_SINCE_AUDIT: Kind.COUNT, Col.HELD_BY_AUDITOR: Kind.NAME}
"""Fields that no column of the cohort has, as `draws.themed` works them out: whole months since the
child's last individual audit came back (missing for a child never audited); whether who holds the
case is among the run's auditors (Yes or No)."""

STRATA_OF_FAMILIES = "n_children"
"""How many of a family's children are in the frame: strata of a draw of families."""

Operator = Literal[
    "equals",
    "differs",
    "one_of",
    "none_of",
    "at_least",
    "at_most",
    "between",
    "given",
    "missing",
    "at_least_or_never",
]
_ORDERED = ("at_least", "at_most", "between", "at_least_or_never")
_LISTS = ("one_of", "none_of", "between")


@cache
def _kinds() -> dict[str, Kind]:
    table = schemas.tables(GradeScale(("any",), frozenset({"any"})))["cohort"]
    kinds = {name: spec.metadata["kind"] for name, spec in table.schema.columns.items()}
    return {name: kind for name, kind in kinds.items() if name != Col.THEME}


def cohort_fields() -> tuple[str, ...]:
    """Return the columns of a cohort, but for its theme.

    Examples
    --------
    >>> cohort_fields()[:3]
    ('child_id', 'family_id', 'age')
    """
    return tuple(_kinds())


def _known(field: str) -> str:
    allowed = (*cohort_fields(), *DERIVED)
    if field not in allowed:
        raise ValueError(f"found “{field}”; allowed: {', '.join(allowed)}")
    return field


def _typed(value: Any) -> Any:
    """Take YAML's own true and false as the words Yes and No that were typed."""
    if isinstance(value, list):
        return [_typed(one) for one in value]
    return str(YesNo.YES if value else YesNo.NO) if isinstance(value, bool) else value


class Rule(BaseModel):
    """One condition that a child must meet, and why one who doesn't is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    field: Annotated[str, AfterValidator(_known)]
    is_: Operator = Field(alias="is")
    value: Annotated[Any, BeforeValidator(_typed)] = None
    why: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        kind = DERIVED.get(self.field) or _kinds()[self.field]
        if self.is_ in _ORDERED and kind not in (Kind.COUNT, Kind.DATE):
            raise ValueError(f"is: found “{self.is_}”; allowed for dates and numbers only")
        wanted = _wanted(self.is_, kind)
        if not _fits(self.is_, kind, self.value):
            found = _shown(self.value)
            raise ValueError(f"value: found “{found}”; allowed for {self.is_}: {wanted}")
        return self


def _shown(value: Any) -> str:
    """Return a value as it is written in a plan."""
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _wanted(operator: str, kind: Kind) -> str:
    one = {Kind.COUNT: "number", Kind.DATE: "date such as 2023-07-31"}.get(kind, "text")
    if operator in ("given", "missing"):
        return "none"
    if operator == "between":
        return f"the first and then the last {one}, in square brackets"
    return f"a list, each a {one}" if operator in _LISTS else f"a {one}"


def _fits(operator: str, kind: Kind, value: Any) -> bool:
    if operator in ("given", "missing"):
        return value is None
    if operator not in _LISTS:
        return _is_one(kind, value)
    if not isinstance(value, list) or not value or not all(_is_one(kind, v) for v in value):
        return False
    return operator != "between" or (len(value) == 2 and value[0] <= value[1])


def _is_one(kind: Kind, value: Any) -> bool:
    if kind is Kind.COUNT:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind is Kind.DATE:
        return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    return isinstance(value, str) and bool(value.strip())
