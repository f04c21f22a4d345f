"""What a report states, to be tested against the run's own figures: a small closed set of kinds.

Each statement is copied as it is printed, and says in fields of its kind what it states. The kinds
and what each needs are in docs/claims.md; `metrics.claims` returns the verdicts.
"""

import re
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from qaanalysis.params_sections import MonthText, Strict

DATES = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<name>[A-Za-z]+),? (?P<year>\d{4})",
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
)


def _percent(text: str) -> str:
    number = text.strip().removesuffix("%").strip()
    if not re.fullmatch(r"\d{1,3}(\.\d+)?", number) or float(number) > 100:
        raise ValueError(f"found “{text}”; allowed: a percentage as printed, in quotes: “27.2”")
    return number


def _date(text: str) -> str:
    if not any(re.fullmatch(pattern, text.strip()) for pattern in DATES):
        raise ValueError(
            f"found “{text}”; allowed: a day, month and year as printed: 31st April 2023, "
            "31/04/2023 or 2023-04-31"
        )
    return text.strip()


def _figure(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", name):
        raise ValueError(f"found “{name}”; allowed: the name of a figure, such as returns.rate")
    return name


def _quantity(value: Any) -> Any:
    if isinstance(value, str):
        return _figure(value)
    if type(value) is int and value >= 0:
        return value
    raise ValueError(
        f"found “{value}”; allowed: a whole number, or the name of a figure, such as returns.rate"
    )


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else (value,)


def _in_order(**values: int | str) -> None:
    """Refuse a number that is above a later one; figures by name are only known with the data."""
    given = [(name, value) for name, value in values.items() if isinstance(value, int)]
    for (name, low), (of, high) in pairwise(given):
        if low > high:
            raise ValueError(f"{name}: found {low}; allowed: at most {of}, {high}")


Text = Annotated[str, Field(min_length=1)]
Number = Annotated[int, Field(ge=0, strict=True)]
Size = Annotated[int, Field(ge=1, strict=True)]
Figure = Annotated[str, AfterValidator(_figure)]
# A number as the statement gives it, or the name of one of the run's figures.
Quantity = Annotated[int | str, BeforeValidator(_quantity)]
Move = Literal["fell", "rose", "unchanged"]


class Statement(Strict):
    """What every statement has: its words as printed, and where they stand."""

    said: Text
    where: str = ""


class ShareStated(Statement):
    """A percentage, with what it is stated to be out of, and its numerator if that is stated."""

    kind: Literal["share"]
    percent: Annotated[str, BeforeValidator(str), AfterValidator(_percent)]
    count: Number | None = None
    out_of: Annotated[tuple[Size, ...], BeforeValidator(_several), Field(min_length=1)]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.count is not None and self.count > max(self.out_of):
            raise ValueError(f"count: found {self.count}; allowed: at most {max(self.out_of)}")
        return self


class TotalStated(Statement):
    """A number that is stated to be the sum of parts, or to be one of the run's figures."""

    kind: Literal["total"]
    number: Number
    parts: tuple[Number, ...] = ()
    figure: Figure | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if bool(self.parts) == (self.figure is not None):
            raise ValueError("give parts (the numbers that it sums) or figure, one of the two")
        return self


class TrendStated(Statement):
    """A comparing word; a list of figures where the words can be read as more than one."""

    kind: Literal["trend"]
    figure: Annotated[tuple[Figure, ...], BeforeValidator(_several), Field(min_length=1)]
    moved: Move
    each_month: bool = False


class DateStated(Statement):
    """A date as it is printed."""

    kind: Literal["date"]
    date: Annotated[str, BeforeValidator(str), AfterValidator(_date)]


class PeriodStated(Statement):
    """First and last month; its length if that is stated, else it is that of the tables."""

    kind: Literal["period"]
    first: MonthText
    last: MonthText
    months: Size | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"last: found {self.last}; allowed: {self.first} or later")
        return self


class ProgrammeStated(Statement):
    """A programme of so many months in so many parts, each of so many months, so many times."""

    kind: Literal["programme"]
    months: Size
    parts: Size
    each: Size = 1
    times: Size = 1


class EarlierStated(Statement):
    """A comparison with an earlier sample, whose size may not be given."""

    kind: Literal["earlier"]
    now: Number
    now_of: Size
    before: Number
    before_of: Size | None = None
    moved: Literal["fell", "rose"]

    @model_validator(mode="after")
    def _agree(self) -> Self:
        for name, count, of in (
            ("now", self.now, self.now_of),
            ("before", self.before, self.before_of),
        ):
            if of is not None and count > of:
                raise ValueError(f"{name}: found {count}; allowed: at most {name}_of, {of}")
        return self


class EveryStated(Statement):
    """Something said of every case, beside how many it is true of."""

    kind: Literal["every"]
    count: Quantity
    out_of: Quantity

    @model_validator(mode="after")
    def _agree(self) -> Self:
        _in_order(count=self.count, out_of=self.out_of)
        return self


class WholeStated(Statement):
    """A share of the cases that are known, said of a whole of which others aren't known."""

    kind: Literal["whole"]
    count: Quantity
    known: Quantity
    whole: Quantity

    @model_validator(mode="after")
    def _agree(self) -> Self:
        _in_order(count=self.count, known=self.known, whole=self.whole)
        return self


class RecordStated(Statement):
    """Something that only a record of each case can show."""

    kind: Literal["record"]
    of: Literal["agreement", "re_audits", "safety"]


class SpellingStated(Statement):
    """Words of one report that should each be the only one for what it names."""

    kind: Literal["spelling"]
    of: Literal["grade", "month"]
    words: tuple[Text, ...] = Field(min_length=2)


AnyStatement = Annotated[
    ShareStated
    | TotalStated
    | TrendStated
    | DateStated
    | PeriodStated
    | ProgrammeStated
    | EarlierStated
    | EveryStated
    | WholeStated
    | RecordStated
    | SpellingStated,
    Field(discriminator="kind"),
]


class Claims(Strict):
    """The statements of a report, and which of the run's figures can't speak for it."""

    source: Text
    not_evidence: dict[str, Annotated[str, Field(min_length=10)]] = Field(default_factory=dict)
    statements: tuple[AnyStatement, ...] = Field(min_length=1)
