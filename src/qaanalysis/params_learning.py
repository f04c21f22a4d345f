"""What params say of learning: its dictionary, what it maps to, the programme and its calendar."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, model_validator

from qaanalysis.vocabulary import Answer, looked_up

Text = Annotated[str, Field(min_length=1)]
MonthText = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Number = Annotated[int, Field(ge=0)]
Feedback = Literal["child_feedback", "family_feedback", "practitioner_present"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(_Strict):
    """A word of the dictionary that findings are coded to, and what it is a part of."""

    name: Text
    synonyms: tuple[Text, ...] = ()
    simple_things: tuple[Text, ...] = ()
    obsessions: tuple[Text, ...] = ()


class Asked(_Strict):
    """A question of a themed audit that tells of a simple thing, and the answers that meet it."""

    theme: Text
    question: Text
    met: tuple[Answer, ...] = (Answer.YES,)

    @model_validator(mode="before")
    @classmethod
    def _words(cls, given: object) -> object:
        """Take YAML's own true and false as the words Yes and No that were typed."""
        if not isinstance(given, dict) or not isinstance(given.get("met"), list):
            return given
        words = {True: Answer.YES, False: Answer.NO}
        met = [words[word] if isinstance(word, bool) else word for word in given["met"]]
        return {**given, "met": met}


class SimpleThing(_Strict):
    """One of the few things that every child's file should show, and what else tells of it."""

    name: Text
    questions: tuple[Asked, ...] = ()
    feedback: tuple[Feedback, ...] = ()


class Event(_Strict):
    """A learning event: when, of what, and who came."""

    date: dt.date
    title: Text
    obsession: Text | None = None
    invited: Number | None = None
    attended: Number | None = None

    @model_validator(mode="after")
    def _no_more_than_invited(self) -> Self:
        if self.invited is not None and (self.attended or 0) > self.invited:
            raise ValueError(f"{self.attended} attended and {self.invited} were invited")
        return self


class WorkforceMonth(_Strict):
    """What the workforce was like in a month."""

    month: MonthText
    changes_of_worker: Number | None = None
    agency_share: Annotated[float, Field(ge=0, le=1)] | None = None


class Learning(_Strict):
    """What a service means by its learning."""

    about: str = ""
    themes: tuple[Theme, ...] = ()
    simple_things: tuple[SimpleThing, ...] = ()
    obsessions: tuple[Text, ...] = ()
    in_focus: dict[MonthText, Text] = {}
    events: tuple[Event, ...] = ()
    least_audits: Annotated[int, Field(ge=2)] = 20
    workforce: tuple[WorkforceMonth, ...] = ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        faults = [*self._twice(), *self._unknown()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _twice(self) -> Iterator[str]:
        words = [looked_up(word) for theme in self.themes for word in (theme.name, *theme.synonyms)]
        yield from _repeated("themes", words)
        yield from _repeated("simple_things", [looked_up(each.name) for each in self.simple_things])
        yield from _repeated("obsessions", [looked_up(name) for name in self.obsessions])
        yield from _repeated("workforce", [each.month for each in self.workforce])

    def _unknown(self) -> Iterator[str]:
        simple = [each.name for each in self.simple_things]
        for theme in self.themes:
            yield from _strange(f"themes: {theme.name}", theme.simple_things, simple)
            yield from _strange(f"themes: {theme.name}", theme.obsessions, self.obsessions)
        for month, name in self.in_focus.items():
            yield from _strange(f"in_focus: {month}", [name], self.obsessions)
        for event in self.events:
            named = [] if event.obsession is None else [event.obsession]
            yield from _strange(f"events: {event.title}", named, self.obsessions)

    @property
    def words(self) -> dict[str, str]:
        """Each word of the dictionary, as `looked_up` writes it, and the theme it stands for."""
        return {
            looked_up(word): theme.name
            for theme in self.themes
            for word in (theme.name, *theme.synonyms)
        }

    @property
    def own_themes(self) -> dict[str, tuple[str, ...]]:
        """Each theme with itself, as other things have the themes that they are made of."""
        return {theme.name: (theme.name,) for theme in self.themes}

    @property
    def themes_of_simple_things(self) -> dict[str, tuple[str, ...]]:
        """Each simple thing's themes, in the order of params; none where no theme maps to it."""
        return {
            each.name: tuple(t.name for t in self.themes if each.name in t.simple_things)
            for each in self.simple_things
        }

    @property
    def themes_of_obsessions(self) -> dict[str, tuple[str, ...]]:
        """Each practice obsession's themes, in the order of params."""
        return {
            name: tuple(t.name for t in self.themes if name in t.obsessions)
            for name in self.obsessions
        }

    @property
    def focus(self) -> dict[pd.Period, str]:
        """The obsession in focus by month, in the order of the calendar."""
        return {pd.Period(month, "M"): self.in_focus[month] for month in sorted(self.in_focus)}

    @property
    def questions(self) -> dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]]:
        """Each simple thing's questions of themed audits: theme, question, answers that meet it."""
        return {
            each.name: tuple((q.theme, q.question, tuple(map(str, q.met))) for q in each.questions)
            for each in self.simple_things
        }

    @property
    def feedback(self) -> dict[str, tuple[str, ...]]:
        """Each simple thing's columns of feedback in the audit register."""
        return {each.name: each.feedback for each in self.simple_things}

    @property
    def learning_events(self) -> pd.DataFrame:
        """The events by date: date, title, obsession ("" if of none), invited, attended."""
        columns = ["date", "title", "obsession", "invited", "attended"]
        rows = [
            (event.date, event.title, event.obsession or "", event.invited, event.attended)
            for event in sorted(self.events, key=lambda event: (event.date, event.title))
        ]
        made = pd.DataFrame(rows, columns=columns)
        return made.astype({"invited": "Int64", "attended": "Int64"})

    @property
    def workforce_by_month(self) -> pd.DataFrame:
        """What is told of the workforce, by month; no row if nothing is."""
        by_month = sorted(self.workforce, key=lambda each: each.month)
        index = pd.PeriodIndex([each.month for each in by_month], freq="M", name="month")
        changes = [each.changes_of_worker for each in by_month]
        shares = [each.agency_share for each in by_month]
        return pd.DataFrame(
            {
                "changes_of_worker": pd.array(changes, dtype="Int64"),
                "agency_share": pd.array(shares, dtype="float64"),
            },
            index,
        )


def _repeated(key: str, words: Sequence[str]) -> Iterator[str]:
    twice = sorted({word for word in words if words.count(word) > 1})
    if twice:
        yield f"{key}: {', '.join(f'“{word}”' for word in twice)} stands there twice"


def _strange(where: str, given: Sequence[str], allowed: Sequence[str]) -> Iterator[str]:
    for name in given:
        if name not in allowed:
            yield f"{where}: found “{name}”; allowed: {', '.join(allowed) or 'none is declared'}"
