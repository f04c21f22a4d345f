"""Where a run's tables lie and how their cells are to be read: sections of a params file."""

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import AfterValidator, Field, model_validator

from qaanalysis.params_patterns import problem
from qaanalysis.params_sections import Grade, Strict, TableName
from qaanalysis.vocabulary import GRADED, LISTED, Col

# How a day is written that Excel holds as a number of days, where the cell doesn't say it's a date.
EXCEL_NUMBER = "excel number"
Declared = TypeVar("Declared")
_WITH_PASSWORD = re.compile(r"://[^/@:]*:[^/@]*@|\b(?:password|pwd)=", re.IGNORECASE)


def _known(columns: Mapping[str, Any]) -> None:
    known = {value for name, value in vars(Col).items() if not name.startswith("_")}
    unknown = [column for column in columns if column not in known]
    if unknown:
        raise ValueError(
            f"{', '.join(unknown)}: not a column of the data specification; see "
            "docs/data-specification.md"
        )


def _columns(by_column: dict[str, Any]) -> dict[str, Any]:
    _known(by_column)
    return by_column


def _patterns(prefixes: dict[str, str]) -> dict[str, str]:
    _known(prefixes)
    for column, pattern in prefixes.items():
        if wrong := problem(pattern):
            raise ValueError(f"{column}: “{pattern}” {wrong}")
    return prefixes


class Source(Strict):
    """Where one table is: a file or files, or a table or query of a database."""

    file: Path | None = None
    sheet: str | None = None
    form: bool = False
    database: str | None = None
    password_from: str | None = None
    table: str | None = None
    query: str | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.file is None) == (self.database is None):
            raise ValueError("give either a file or a database")
        of_database = [k for k in ("password_from", "table", "query") if getattr(self, k)]
        if self.database is None and of_database:
            raise ValueError(f"{', '.join(of_database)}: only a database has that")
        if self.database is None:
            return self
        if self.sheet is not None or self.form:
            raise ValueError("sheet, form: a database has neither sheets nor forms")
        if (self.table is None) == (self.query is None):
            raise ValueError("give either the table of the database or a query")
        if _WITH_PASSWORD.search(self.database):
            raise ValueError(
                "database: the address holds a password. Take it out, put it into an environment "
                "variable, and name that under password_from"
            )
        return self

    @property
    def name(self) -> str:
        """The file's name, or the database's without its server and user."""
        if self.file is not None:
            return self.file.name
        found = re.match(r"[\w+]+://(?:.*/)?([^/?]*)", self.database or "")
        return found[1] if found else ""


class Identifier(Strict):
    """How an identifier is written, whatever a spreadsheet has made of it."""

    prefix: str = ""
    digits: Annotated[int, Field(ge=1, le=20)] = 1


class Team(Strict):
    """A team, the days between which it had its name, and what it is called now."""

    name: str
    since: dt.date | None = None
    until: dt.date | None = None
    now: str | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.until < self.since:
            raise ValueError(f"until {self.until} is before since {self.since}")
        return self


class EarlierScale(Strict):
    """Grades of a scale that is no longer used, and which grade of today's each may be put with."""

    until: dt.date | None = None
    grades: dict[str, str | None] = Field(min_length=1)


class Reading(Strict):
    """How cells are to be read; what isn't declared here is never guessed."""

    headings: dict[TableName, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    spellings: Annotated[dict[str, dict[str, str]], AfterValidator(_columns)] = Field(
        default_factory=dict
    )
    missing: tuple[str, ...] = ("-",)
    total_labels: tuple[str, ...] = ("TOTAL", "Total")
    date_formats: tuple[str, ...] = ("%d/%m/%Y",)
    month_formats: tuple[str, ...] = ("%B %Y", "%b %Y", "%Y-%m")
    month_names: dict[str, str] = Field(default_factory=dict)
    month_from: Literal["planned_on", "due_on"] | None = None
    earliest_date: dt.date = dt.date(2010, 1, 1)
    latest_date: dt.date = dt.date(2049, 12, 31)
    exported_on: dt.date | None = None
    blocks: dict[TableName, tuple[str, ...]] = Field(default_factory=dict)
    rows_with: dict[TableName, tuple[str, ...]] = Field(default_factory=dict)
    not_graded: dict[str, str] = Field(default_factory=dict)
    prefixes: Annotated[dict[str, str], AfterValidator(_patterns)] = Field(default_factory=dict)
    identifiers: Annotated[dict[str, Identifier], AfterValidator(_columns)] = Field(
        default_factory=dict
    )
    several: dict[TableName, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    latest_wins: dict[TableName, str] = Field(default_factory=dict)
    exempted_yet_returned: Literal["reject", "returned"] = "reject"
    teams: tuple[Team, ...] = ()
    earlier_scale: EarlierScale | None = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        faults = [
            *self._teams_that_overlap(),
            *self._teams_in_a_circle(),
            *self._unknown_columns(),
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _teams_that_overlap(self) -> Iterator[str]:
        by_name: dict[str, list[Team]] = {}
        for team in self.teams:
            by_name.setdefault(team.name.casefold(), []).append(team)
        for teams in by_name.values():
            ordered = sorted(teams, key=lambda t: t.since or dt.date.min)
            for first, second in itertools.pairwise(ordered):
                if (first.until or dt.date.max) >= (second.since or dt.date.min):
                    yield f"teams: “{first.name}” is declared twice for the same days"

    def _teams_in_a_circle(self) -> Iterator[str]:
        # A team that is now itself only has other capital letters now.
        now = {team.name.casefold(): team.now for team in self.teams if team.now is not None}
        told: set[str] = set()
        for team in self.teams:
            names, plain = [team.name], [team.name.casefold()]
            while (later := now.get(plain[-1])) and later.casefold() not in plain:
                names.append(later)
                plain.append(later.casefold())
            if later and later.casefold() == plain[0] and plain[1:] and not told & set(plain):
                told |= set(plain)
                circle = ", which is now ".join(f"“{name}”" for name in (*names[1:], later))
                yield (
                    f"teams: “{team.name}” is now {circle}: that leads round in a circle. Take out "
                    "the `now` of the team that still has its name"
                )

    def _unknown_columns(self) -> Iterator[str]:
        known = {value for name, value in vars(Col).items() if not name.startswith("_")}
        named = {f"blocks.{table}": columns for table, columns in self.blocks.items()}
        named |= {f"rows_with.{table}": columns for table, columns in self.rows_with.items()}
        named |= {f"several.{table}": tuple(columns) for table, columns in self.several.items()}
        named |= {f"latest_wins.{table}": (column,) for table, column in self.latest_wins.items()}
        for key, columns in named.items():
            yield from (f"{key}: {c} isn't a column" for c in columns if c not in known)


def unknown_words(reading: Reading, scale: Sequence[Grade]) -> Iterator[str]:
    """Yield each word that a declaration puts in the place of another and that no column may hold.

    Examples
    --------
    >>> reading = Reading(spellings={"blind": {"J": "Ja"}})
    >>> list(unknown_words(reading, []))
    ['spellings.blind.J: found “Ja”; allowed: Yes, No']
    """
    labels = [grade.label for grade in scale]
    grades = _folded([*labels, *(alias for grade in scale for alias in grade.aliases)])
    earlier = reading.earlier_scale.grades if reading.earlier_scale else {}
    for spelling, word in earlier.items() if labels else ():
        if word is not None and word.casefold() not in grades:
            yield _unknown(f"earlier_scale.grades.{spelling}", word, labels)
    grades |= _folded([*earlier, *reading.not_graded])
    for column, spellings in reading.spellings.items():
        if column in LISTED:
            words, known = [str(word) for word in LISTED[column]], _folded(LISTED[column])
        elif column in GRADED and labels:
            words, known = labels, grades
        else:
            continue
        for spelling, word in spellings.items():
            if word.casefold() not in known:
                yield _unknown(f"spellings.{column}.{spelling}", word, words)


def _unknown(key: str, word: str, allowed: Sequence[str]) -> str:
    return f"{key}: found “{word}”; allowed: {', '.join(allowed)}"


def _folded(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


def for_table(by_table: Mapping[Any, Declared], table: str, otherwise: Declared) -> Declared:
    """Return what is declared for a table, or what holds where nothing is.

    Examples
    --------
    >>> for_table({"audits": ("team",)}, "findings", ())
    ()
    """
    return by_table.get(table, otherwise)
