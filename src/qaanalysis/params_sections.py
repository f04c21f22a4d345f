"""The sections of a params file, each checked for itself; `params` puts them together."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from qaanalysis.policy import Grouping, Policy

TableName = Literal[
    "audits",
    "moderations",
    "moderators",
    "domain_grades",
    "findings",
    "actions",
    "re_audits",
    "cohort",
    "themed_responses",
    "auditors",
    "benchmarking",
    "stated_totals",
]


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(f"“{text}” isn't a month; write it as 2023-11")
    return text


MonthText = Annotated[str, AfterValidator(_month)]


class Strict(BaseModel):
    """A section in which a key that isn't known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Grade(Strict):
    """One grade of the scale."""

    label: str
    good_or_better: bool = False
    aliases: tuple[str, ...] = ()
    definition: str = ""


class ModerationSample(Strict):
    """How next month's audits to moderate are drawn."""

    target: Annotated[int, Field(ge=1)]
    auditor_every: Annotated[int, Field(ge=1)] = 6
    take_all: tuple[str, ...] = ()
    least: Annotated[int, Field(ge=0)] = 1
    months: Annotated[int, Field(ge=1)] = 1
    late_until: dt.date | None = None
    reserves: Annotated[int, Field(ge=0)] = 2
    seed: str | None = None
    seed_reason: str = ""


class Moderation(Strict):
    """What the service expects of moderation."""

    limit_days: Annotated[int, Field(ge=0)] = 28
    about_pairs: str = ""
    show_leniency: bool = False
    sample: ModerationSample | None = None


class FollowUp(Strict):
    """What the service expects of re-audits."""

    re_audit_months: Annotated[int, Field(ge=1, le=24)] = 3


class Publication(Strict):
    """How small numbers are kept from readers outside the service."""

    threshold: Annotated[int, Field(ge=2, le=50)] = Policy.threshold
    zeros: Literal["show", "hide"] = Policy.zeros
    rounding_base: Annotated[int, Field(ge=1, le=100)] = Policy.rounding_base
    min_denominator: Annotated[int, Field(ge=1)] = Policy.min_denominator
    protection_width: Annotated[int, Field(ge=1)] | None = Policy.protection_width
    most_hidden: Annotated[float, Field(ge=0, le=1)] = Policy.most_hidden
    internal_only: tuple[Grouping, ...] = Policy.internal_only


class Release(Strict):
    """A named person's decision to publish what the checks refused, and why."""

    by: Annotated[str, Field(min_length=1)]
    on: dt.date
    reason: Annotated[str, Field(min_length=10)]


class Disclosure(Strict):
    """What readers outside the service may see; internal readers see every number."""

    published: Publication = Publication()
    release: Release | None = None


class ReportParams(Strict):
    """What one report may be told beyond the run's own params."""

    group_by: Grouping | None = None
    plan_file: Path | None = None
    for_each: Literal["service_area"] | None = None
    word: bool = False

    def given(self) -> dict[str, Any]:
        """Return the notebook parameters that were given, as plain text."""
        return self.model_dump(mode="json", exclude_none=True, exclude={"for_each", "word"})
