"""Params files: what a service is, where its exports lie, and what one month's run is about.

A run's file (`params/2023-11.yml`) says `extends: organisation.yml`; its keys win over those it
extends. Every fault in a file is reported at once, with the file, the key, what was found and what
is allowed.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import pandas as pd
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from qaanalysis.params_faults import checked
from qaanalysis.params_file import Declared, read_declared
from qaanalysis.vocabulary import Audience, Col, GradeScale

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
Grouping = Literal["service_area", "team", "management_level", "plan_type"]


def _month(text: str) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        raise ValueError(f"“{text}” isn't a month; write it as 2023-11")
    return text


def _each_once(ages: tuple[int, ...]) -> tuple[int, ...]:
    if not ages or len(set(ages)) < len(ages):
        raise ValueError("give at least one number of days, each once")
    return ages


def _columns(spellings: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    known = {value for name, value in vars(Col).items() if not name.startswith("_")}
    unknown = [column for column in spellings if column not in known]
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)}: not a column of the data specification; see "
            "docs/data-specification.md"
        )
    return spellings


MonthText = Annotated[str, AfterValidator(_month)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Grade(_Strict):
    """One grade of the scale."""

    label: str
    good_or_better: bool = False
    aliases: tuple[str, ...] = ()
    definition: str = ""


class Source(_Strict):
    """Where one table is: a file and, in a workbook, a sheet."""

    file: Path
    sheet: str | None = None


class Reading(_Strict):
    """How cells are to be read; what isn't declared here is never guessed."""

    headings: dict[TableName, dict[str, tuple[str, ...]]] = {}
    spellings: Annotated[dict[str, dict[str, str]], AfterValidator(_columns)] = {}
    missing: tuple[str, ...] = ("-",)
    total_labels: tuple[str, ...] = ("TOTAL", "Total")
    date_formats: tuple[str, ...] = ("%d/%m/%Y",)
    month_formats: tuple[str, ...] = ("%B %Y", "%b %Y", "%Y-%m")
    month_names: dict[str, str] = {}
    earliest_date: dt.date = dt.date(2010, 1, 1)
    latest_date: dt.date = dt.date(2049, 12, 31)


class ModerationSample(_Strict):
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


class Moderation(_Strict):
    """What the service expects of moderation."""

    limit_days: Annotated[int, Field(ge=0)] = 28
    about_pairs: str = ""
    show_leniency: bool = False
    sample: ModerationSample | None = None


class ReportParams(_Strict):
    """What one report may be told beyond the run's own params."""

    group_by: Grouping | None = None
    plan_file: Path | None = None

    def given(self) -> dict[str, Any]:
        """Return the notebook parameters that were given, as plain text."""
        return self.model_dump(mode="json", exclude_none=True)


class Params(_Strict):
    """Everything a run needs to know, checked."""

    organisation: str
    about_data: str = ""
    grade_scale: tuple[Grade, ...] = Field(min_length=2)
    limiting_domains: tuple[str, ...] = ()
    sources: dict[TableName, Source]
    reading: Reading = Reading()
    month: MonthText
    first_month: MonthText
    as_at: dt.date
    previous_as_at: dt.date | None = None
    return_ages: Annotated[
        tuple[Annotated[int, Field(ge=0, le=366)], ...], AfterValidator(_each_once)
    ] = (0, 14, 30)
    moderation: Moderation = Moderation()
    audience: Audience = Audience.INTERNAL
    notebooks: Path
    outputs: Path
    reports: dict[str, ReportParams] = Field(min_length=1)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        faults = [*self._wrong_dates(), *self._wrong_grades()]
        if "audits" not in self.sources:
            faults.append("sources has no audits; every run needs the audit register")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _wrong_dates(self) -> Iterator[str]:
        if self.first_month > self.month:
            yield f"first_month {self.first_month} is after month {self.month}"
        if self.as_at < dt.date.fromisoformat(f"{self.month}-01"):
            yield f"as_at {self.as_at} is before the month {self.month} begins"
        if self.previous_as_at and self.previous_as_at >= self.as_at:
            yield f"previous_as_at {self.previous_as_at} isn't before as_at {self.as_at}"

    def _wrong_grades(self) -> Iterator[str]:
        labels = [grade.label for grade in self.grade_scale]
        spelt = [label.casefold() for label in labels]
        if len(set(spelt)) < len(spelt):
            yield "grade_scale names a grade twice"
        aliases = [alias.casefold() for grade in self.grade_scale for alias in grade.aliases]
        if len(set(aliases)) < len(aliases) or set(aliases) & set(spelt):
            yield "grade_scale: an alias stands for two grades, or is itself a grade"
        good = [grade.good_or_better for grade in self.grade_scale]
        if good != sorted(good, reverse=True) or not any(good) or all(good):
            yield (
                "grade_scale: good_or_better must be true for the best grades (listed first) and "
                "for at least one but not all"
            )
        for grade in self.moderation.sample.take_all if self.moderation.sample else ():
            if grade not in labels:
                yield f"moderation.sample.take_all names {grade}; allowed: {', '.join(labels)}"

    @property
    def scale(self) -> GradeScale:
        """The declared grade scale."""
        return GradeScale(
            tuple(g.label for g in self.grade_scale),
            frozenset(g.label for g in self.grade_scale if g.good_or_better),
            {alias: g.label for g in self.grade_scale for alias in g.aliases},
            {g.label: g.definition for g in self.grade_scale if g.definition},
        )

    def resolved(self) -> dict[str, Any]:
        """Return every param as plain text and numbers, paths by name only, for the manifest."""
        plain: dict[str, Any] = self.model_dump(mode="json")
        for key in ("notebooks", "outputs"):
            plain[key] = getattr(self, key).name
        for name, source in self.sources.items():
            plain["sources"][name]["file"] = source.file.name
        for report, told in self.reports.items():
            if told.plan_file is not None:
                plain["reports"][report]["plan_file"] = told.plan_file.name
        return plain

    @property
    def months(self) -> pd.PeriodIndex:
        """The months the reports cover, without a gap."""
        return pd.period_range(self.first_month, self.month, freq="M", name="month")


def read(path: str | Path) -> Params:
    """Read a run's params file and everything it extends.

    Parameters
    ----------
    path : str or Path
        The file. A relative one is looked for in the working folder and then in each folder above
        it, so that a notebook finds `params/2023-11.yml` from wherever it is run.

    Raises
    ------
    ParamsError
        If a file can't be found or read, or any key is wrong; the message lists every fault.
    """
    declared = read_declared(Path(path))
    return checked(Params, declared, _with_full_paths(declared))


def _with_full_paths(declared: Declared) -> dict[str, Any]:
    """Return the values with each path found from the params file that names it."""
    values = dict(declared.values)
    for key in ("notebooks", "outputs"):
        if isinstance(values.get(key), str):
            values[key] = (declared.folder_of((key,)) / values[key]).resolve()
    sources = values.get("sources")
    if isinstance(sources, dict):
        values["sources"] = {
            table: {**source, "file": _found_from(declared, table, str(source["file"]))}
            if isinstance(source, dict) and "file" in source
            else source
            for table, source in sources.items()
        }
    reports = values.get("reports")
    if isinstance(reports, dict):
        values["reports"] = {
            name: {**report, "plan_file": _plan_from(declared, name, str(report["plan_file"]))}
            if isinstance(report, dict) and "plan_file" in report
            else report
            for name, report in reports.items()
        }
    return values


def _found_from(declared: Declared, table: str, file: str) -> Path:
    return (declared.folder_of(("sources", table)) / file).resolve()


def _plan_from(declared: Declared, report: str, file: str) -> Path:
    return (declared.folder_of(("reports", report, "plan_file")) / file).resolve()
