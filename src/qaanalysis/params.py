"""Params files: what a service is, where its exports lie, and what one month's run is about.

A run's file (`params/2023-11.yml`) says `extends: organisation.yml`; its keys win over those it
extends. Every fault in a file is reported at once, with the file, the key, what was found and what
is allowed.
"""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Self

import pandas as pd
from pydantic import AfterValidator, Field, ValidationInfo, field_validator, model_validator

from qaanalysis.params_claims import Claims
from qaanalysis.params_commentary import Commentary
from qaanalysis.params_committee import Committee
from qaanalysis.params_empty import without_empty
from qaanalysis.params_faults import checked
from qaanalysis.params_file import Declared, read_declared, with_named_file
from qaanalysis.params_leak_gate import LeakGate
from qaanalysis.params_learning import Learning
from qaanalysis.params_reading import Reading, Source, unknown_words
from qaanalysis.params_sections import (
    Disclosure,
    FollowUp,
    Grade,
    Moderation,
    MonthText,
    Release,
    ReportParams,
    Strict,
    TableName,
)
from qaanalysis.policy import Policy
from qaanalysis.vocabulary import Audience, GradeScale

# The example's own run, beside the package.
EXAMPLE = Path(__file__).resolve().parents[2] / "params" / "2023-11.yml"
# An SQLite database is a file, found like any other.
SQLITE = "sqlite:///"


def _each_once(ages: tuple[int, ...]) -> tuple[int, ...]:
    if not ages or len(set(ages)) < len(ages):
        raise ValueError("give at least one number of days, each once")
    return ages


def _address(text: str) -> str:
    kind, parted, rest = text.partition("://")
    if text and not (parted and kind.isalnum() and rest):
        raise ValueError("it has to be an address, such as abfs://reports/audits or s3://bucket/qa")
    if re.search("://[^/@]*:[^/@]*@", text):
        raise ValueError(
            "it holds a user's password or key. Give that in the environment, as the store's own "
            "documentation says, and here the address alone"
        )
    return text


class Params(Strict):
    """Everything a run needs to know, checked."""

    organisation: str
    about_data: str = ""
    grade_scale: tuple[Grade, ...] = Field(min_length=2)
    limiting_domains: tuple[str, ...] = ()
    sources: dict[TableName, Source]
    reading: Reading = Reading()
    corrected_rows: tuple[Path, ...] = ()
    month: MonthText
    first_month: MonthText
    as_at: dt.date
    previous_as_at: dt.date | None = None
    approved_by: str = ""
    approved_on: dt.date | None = None
    correction: str = ""
    return_ages: Annotated[
        tuple[Annotated[int, Field(ge=0, le=366)], ...], AfterValidator(_each_once)
    ] = (0, 14, 30)
    moderation: Moderation = Moderation()
    follow_up: FollowUp = FollowUp()
    learning: Learning = Learning()
    claims: Claims | None = None
    commentary: Commentary | None = None
    audience: Audience = Audience.INTERNAL
    disclosure: Disclosure = Disclosure()
    leak_gate: LeakGate = LeakGate()
    committee: Committee = Committee()
    notebooks: Path
    outputs: Path
    copy_to: Annotated[str, AfterValidator(_address)] = ""
    reports: dict[str, ReportParams] = Field(min_length=1)

    @field_validator("reading")
    @classmethod
    def _words_of_lists(cls, reading: Reading, info: ValidationInfo) -> Reading:
        if faults := list(unknown_words(reading, info.data.get("grade_scale", ()))):
            raise ValueError("; ".join(faults))
        return reading

    @model_validator(mode="after")
    def _agree(self) -> Self:
        faults = [*self._wrong_dates(), *self._wrong_grades()]
        if "audits" not in self.sources and not self.counts_only:
            faults.append(
                "sources has no audits; every run needs the audit register, or stated_totals alone "
                "where there are only counts"
            )
        faults += [
            f"leak_gate.allowed: there is no table “{decision.table}” among the sources"
            for decision in self.leak_gate.allowed
            if decision.table not in self.sources
        ]
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
        if bool(self.approved_by.strip()) != bool(self.approved_on):
            yield "give both approved_by and approved_on, or neither: without them it is a draft"
        if self.approved_on and self.approved_on < self.as_at:
            yield f"approved_on {self.approved_on} is before as_at {self.as_at}"
        release = self.disclosure.release
        # One of last month's, in a file that this month's extends, would cover this month too.
        if release and release.on < self.as_at:
            yield (
                f"disclosure.release: on {release.on} is before as_at {self.as_at}, so that it was "
                "a decision about earlier reports. Take it out, or give the one about these"
            )

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
    def counts_only(self) -> bool:
        """Whether the run has no rows of audits, only how many there were each month."""
        return set(self.sources) == {"stated_totals"}

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
        # Where copies go changes nothing of what is made.
        plain: dict[str, Any] = self.model_dump(mode="json", exclude={"copy_to"})
        for key in ("notebooks", "outputs"):
            plain[key] = getattr(self, key).name
        for name, source in self.sources.items():
            plain["sources"][name]["file" if source.file else "database"] = source.name
        for report, told in self.reports.items():
            if told.plan_file is not None:
                plain["reports"][report]["plan_file"] = told.plan_file.name
        plain["corrected_rows"] = [file.name for file in self.corrected_rows]
        plain["committee"]["themed"] = [file.name for file in self.committee.themed]
        plain["commentary"] = self.commentary and self.commentary.resolved
        return plain

    @property
    def shelf(self) -> Path:
        """The folder that holds the runs made for this audience, a folder for each month."""
        return shelf(self.outputs, self.audience)

    @property
    def policy(self) -> Policy:
        """How small numbers are kept from readers outside the service."""
        return Policy(**self.disclosure.published.model_dump())

    @property
    def release(self) -> Release | None:
        """The decision to publish what a check refused; what is internal needs none."""
        return self.disclosure.release if self.audience is Audience.PUBLISHED else None

    @property
    def rounding_base(self) -> int:
        """To what counts are rounded for the run's readers; 1 leaves them as they are."""
        return self.policy.rounding_base if self.audience is Audience.PUBLISHED else 1

    @property
    def months(self) -> pd.PeriodIndex:
        """The months the reports cover, without a gap."""
        return pd.period_range(self.first_month, self.month, freq="M", name="month")


def shelf(outputs: Path, audience: Audience) -> Path:
    """Return the folder within the outputs that holds the runs made for an audience.

    Examples
    --------
    >>> shelf(Path("outputs"), Audience.INTERNAL).as_posix()
    'outputs'
    """
    return outputs if audience is Audience.INTERNAL else outputs / str(audience)


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
    if "claims" in values:
        values["claims"] = with_named_file(declared, "claims")
    values = without_empty(Params, declared, values)
    for key in ("notebooks", "outputs"):
        if isinstance(values.get(key), str):
            values[key] = (declared.folder_of((key,)) / values[key]).resolve()
    if isinstance(values.get("commentary"), str):
        values["commentary"] = declared.folder_of(("commentary",)) / values["commentary"]
    sources = values.get("sources")
    if isinstance(sources, dict):
        values["sources"] = {
            table: _source_from(declared, table, source) if isinstance(source, dict) else source
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
    corrected = values.get("corrected_rows")
    # The name of a single file needs no brackets.
    files = [corrected] if isinstance(corrected, str) else corrected
    if isinstance(files, list):
        folder = declared.folder_of(("corrected_rows",))
        values["corrected_rows"] = [(folder / str(file)).resolve() for file in files]
    committee = values.get("committee")
    if isinstance(committee, dict) and isinstance(committee.get("themed"), list):
        folder = declared.folder_of(("committee", "themed"))
        plans = [(folder / str(plan)).resolve() for plan in committee["themed"]]
        values["committee"] = {**committee, "themed": plans}
    return values


def _source_from(declared: Declared, table: str, source: dict[str, Any]) -> dict[str, Any]:
    """Return a source with its file, or the file of an SQLite database, found."""
    found = dict(source)
    if "file" in found:
        folder = declared.folder_of(("sources", table, "file"))
        found["file"] = (folder / str(found["file"])).resolve()
    address = str(found.get("database", ""))
    if address.startswith(SQLITE):
        folder = declared.folder_of(("sources", table, "database"))
        found["database"] = f"{SQLITE}{(folder / address.removeprefix(SQLITE)).resolve()}"
    return found


def _plan_from(declared: Declared, report: str, file: str) -> Path:
    return (declared.folder_of(("reports", report, "plan_file")) / file).resolve()
