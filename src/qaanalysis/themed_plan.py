"""Plan files of themed audits: which children, how they're chosen, and what is asked.

A plan (`params/themed/coming-into-care.yml`) names its run's params file. Every fault in a plan is
reported at once, as those of params are.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from qaanalysis import params
from qaanalysis.errors import ParamsError
from qaanalysis.params_empty import without_empty
from qaanalysis.params_faults import checked
from qaanalysis.params_file import Declared, read_declared
from qaanalysis.sampling.rules import Rule as SampleRule
from qaanalysis.sampling.themed_sample.plan import Plan
from qaanalysis.sampling.themed_sample.worklists import FORM_HEADINGS
from qaanalysis.themed_rules import STRATA_OF_FAMILIES, Rule, cohort_fields
from qaanalysis.vocabulary import Answer, Col

UNCOUNTED = (Answer.NOT_APPLICABLE, Answer.NOT_RECORDED)
"""Answers that are left out of a share, and shown."""


def _answer(word: Any) -> Any:
    """Take YAML's own true and false as the words Yes and No that were typed."""
    return {True: Answer.YES, False: Answer.NO}[word] if isinstance(word, bool) else word


def _n(n: Any) -> Any:
    if n is None or n == "all" or (type(n) is int and n >= 1):
        return n
    raise ValueError(f"found “{n}”; allowed: a whole number of 1 or more, or all for a census")


def _stated_percent(text: str) -> str:
    number = text.strip().removesuffix("%").strip()
    if not number.replace(".", "", 1).isdecimal() or float(number) > 100:
        raise ValueError(f"found “{text}”; allowed: a percentage as printed, in quotes: “71”")
    return number


def _strata(field: str) -> str:
    allowed = (*cohort_fields(), STRATA_OF_FAMILIES)
    if field not in allowed:
        raise ValueError(f"found “{field}”; allowed: {', '.join(allowed)}")
    return field


def _field(field: str) -> str:
    if field not in cohort_fields():
        raise ValueError(f"found “{field}”; allowed: {', '.join(cohort_fields())}")
    return field


GivenAnswer = Annotated[Answer, BeforeValidator(_answer)]
CohortField = Annotated[str, AfterValidator(_field)]
Text = Annotated[str, Field(min_length=1)]


_SAME_IN_SAMPLE = (
    *("theme", "period", "n", "selection", "why", "siblings", "design", "strata", "allocation"),
    *("least", "sizes", "spread", "size_field", "reserves", "coordination_key"),
    *("coordination_start", "seed", "seed_reason"),
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Auditors(_Strict):
    """Who may not have which case, and who is skilled in it."""

    apart: tuple[Literal["team", "case_holder"], ...] = ("team", "case_holder")
    skilled_in: CohortField | None = None


class Question(_Strict):
    """A question that is asked of every case."""

    question: Text
    answers: tuple[GivenAnswer, ...] = tuple(Answer)
    good: tuple[GivenAnswer, ...] = (Answer.YES,)
    coded_to: Text | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        wrong = [word for word in self.good if word not in self.answers or word in UNCOUNTED]
        if wrong or not self.good:
            allowed = ", ".join(word for word in self.answers if word not in UNCOUNTED)
            found = ", ".join(self.good)
            raise ValueError(f"good: found “{found}”; allowed: one or more of {allowed}")
        return self


class Previous(_Strict):
    """What the sample before found, as far as it is known."""

    when: Text
    question: Text
    count: Annotated[int, Field(ge=0)]
    n: Annotated[int, Field(ge=1)] | None = None
    answers: tuple[GivenAnswer, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.n is not None and self.count > self.n:
            raise ValueError(f"count: found “{self.count}”; allowed: at most n, {self.n}")
        return self


class Stated(_Strict):
    """A percentage that was published, to check which counts it can come from."""

    what: Text
    question: Text
    percent: Annotated[str, AfterValidator(_stated_percent)]
    of: Annotated[int, Field(ge=1)]


class ThemedPlan(_Strict):
    """The plan of a themed audit, checked."""

    run: Path
    theme: Text
    title: Text
    period: params.MonthText
    selection: Literal["probability", "census", "purposive", "unknown"]
    why: str = ""
    eligible: tuple[Rule, ...] = ()
    siblings: Literal["together", "random", "youngest", "oldest", "first_to_enter"] = "together"
    design: Literal["simple", "stratified", "systematic", "pps", "families"] = "simple"
    strata: Annotated[str, AfterValidator(_strata)] | None = None
    allocation: Literal["proportional", "equal", "neyman", "fixed"] = "proportional"
    least: Annotated[int, Field(ge=0)] = 1
    sizes: dict[str, Annotated[int, Field(ge=0)]] = {}
    spread: dict[str, Annotated[float, Field(ge=0)]] = {}
    size_field: CohortField | None = None
    n: Annotated[int | str | None, BeforeValidator(_n)] = None
    reserves: Annotated[int, Field(ge=0)] = 0
    coordination_key: str | None = None
    coordination_start: Annotated[float, Field(ge=0, lt=1)] = 0.0
    seed: str | None = None
    seed_reason: str = ""
    auditors: Auditors = Auditors()
    due_days: Annotated[int, Field(ge=1, le=366)] = 28
    questions: tuple[Question, ...] = Field(min_length=1)
    previous: Previous | None = None
    stated: tuple[Stated, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        faults = [*self._wrong_selection(), *self._wrong_design(), *self._wrong_questions()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def sample_plan(self, organisation: str, as_at: dt.date) -> Plan:
        """Return what the draw needs to know of this plan.

        Parameters
        ----------
        organisation : str
            Whose children they are; with the theme and the period it is the usual seed.
        as_at : date
            The day of the run; kept only if a rule counts back from it.

        Raises
        ------
        StatisticsError
            If the draw can't be as the plan says; `read` refuses such a plan.
        """
        rules = tuple(SampleRule(r.field, r.is_, r.value, r.why) for r in self.eligible)
        same = {name: getattr(self, name) for name in _SAME_IN_SAMPLE}
        counts_back = any(rule.field == Col.MONTHS_SINCE_AUDIT for rule in rules)
        return Plan(
            organisation,
            eligible=rules,
            as_at=as_at.isoformat() if counts_back else "",
            apart=self.auditors.apart,
            skilled_in=self.auditors.skilled_in,
            **same,
        )

    def _wrong_selection(self) -> Iterator[str]:
        chosen = self.selection
        if chosen in ("purposive", "unknown") and not self.why.strip():
            yield f"why is needed for selection {chosen}: how the files came to be chosen"
        if chosen == "probability":
            if self.n == "all":
                yield "n: found “all”; allowed for selection probability: a whole number"
            if self.n is None and self.allocation != "fixed":
                yield "n is needed for selection probability"
        else:
            if self.n not in (None, "all") or (self.n == "all" and chosen != "census"):
                yield f"n: found “{self.n}”; allowed for selection {chosen}: none is drawn"
            if self.reserves:
                yield f"reserves: found “{self.reserves}”; allowed for selection {chosen}: 0"
            if self.design != "simple":
                yield f"design: found “{self.design}”; allowed for selection {chosen}: none"
        if self.seed is not None and not self.seed_reason.strip():
            yield "seed_reason is needed with a seed: why the seed isn't the usual one"
        if self.seed is not None and self.coordination_key is not None:
            yield "seed and coordination_key both replace the usual seed; allowed: one of them"

    def _wrong_design(self) -> Iterator[str]:
        stratified = self.design in ("stratified", "families")
        if self.design == "stratified" and self.strata is None:
            yield "strata is needed for design stratified"
        if self.strata is not None and not stratified:
            yield f"strata: found “{self.strata}”; allowed for design {self.design}: none"
        if self.strata == STRATA_OF_FAMILIES and self.design == "stratified":
            yield f"strata: {STRATA_OF_FAMILIES} is allowed for design families only"
        if self.design == "families" and self.siblings != "together":
            yield f"siblings: found “{self.siblings}”; allowed for design families: together"
        for key, given, wanted in (
            ("size_field", self.size_field is not None, self.design == "pps"),
            ("sizes", bool(self.sizes), self.allocation == "fixed"),
            ("spread", bool(self.spread), self.allocation == "neyman"),
        ):
            whose = "design pps" if key == "size_field" else "allocation "
            whose += {"sizes": "fixed", "spread": "neyman"}.get(key, "")
            if given != wanted:
                yield f"{key} is {'needed' if wanted else 'allowed only'} for {whose}"
        if self.allocation != "proportional" and self.strata is None:
            yield f"allocation: found “{self.allocation}”; needed with it: strata"
        if self.sizes and self.n is not None and sum(self.sizes.values()) != self.n:
            yield f"n: found “{self.n}”; the sizes add up to {sum(self.sizes.values())}"

    def _wrong_questions(self) -> Iterator[str]:
        asked = [question.question for question in self.questions]
        plain = [" ".join(question.casefold().split()) for question in asked]
        if len(set(plain)) < len(plain):
            yield "questions has a question twice, capitals and spaces apart"
        for heading in FORM_HEADINGS:
            if heading.casefold() in plain:
                yield f"questions: found “{heading}”, the form's own; allowed: other words"
        told = {f"stated (number {n})": s.question for n, s in enumerate(self.stated, start=1)}
        if self.previous:
            told["previous"] = self.previous.question
        for key, question in told.items():
            if question not in asked:
                yield f"{key}.question: found “{question}”; allowed: one of the questions"


def is_plan(path: str | Path) -> bool:
    """Return whether a file is a themed audit's plan and not a run's params: it names a theme.

    Raises
    ------
    ParamsError
        If it can't be found or read.
    """
    return "theme" in read_declared(Path(path)).values


def read(path: str | Path) -> tuple[params.Params, ThemedPlan]:
    """Read a themed audit's plan, and the params of the run that it names.

    Parameters
    ----------
    path : str or Path
        The plan's file; a relative one is looked for as `params.read` does.

    Returns
    -------
    Params, ThemedPlan
        The run, which has a cohort among its sources, and the plan.

    Raises
    ------
    ParamsError
        If a file can't be found or read, or any key is wrong; the message lists every fault, of
        the plan and of its run.
    """
    declared = read_declared(Path(path))
    faults: list[str] = []
    run = plan = None
    values = without_empty(ThemedPlan, declared, declared.values)
    if isinstance(values.get("run"), str):
        values["run"] = (declared.folder_of(("run",)) / values["run"]).resolve()
        try:
            run = _run(values["run"], declared)
        except ParamsError as error:
            faults.append(str(error))
    try:
        plan = checked(ThemedPlan, declared, values)
    except ParamsError as error:
        faults.insert(0, str(error))
    if run is None or plan is None or faults:
        raise ParamsError("\n".join(faults))
    return run, plan


def _run(file: Path, declared: Declared) -> params.Params:
    where = f"{declared.name} has 1 fault:\n  {declared.file_of(('run',))}: "
    if not file.is_file():
        raise ParamsError(f"{where}run: there is no file {file.name} where it says")
    run = params.read(file)
    if "cohort" not in run.sources:
        raise ParamsError(f"{where}run: {file.name} has no cohort under sources; a plan needs one")
    return run
