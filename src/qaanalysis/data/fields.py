"""The kinds of column a table can have, each as a pandera column that knows what it means."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import pandas as pd
import pandera.pandas as pa

from qaanalysis.data.hidden_numbers import WRITTEN
from qaanalysis.vocabulary import GradeScale, Sensitivity

DATE = "datetime64[s]"
MONTH = "period[M]"
TEXT = pd.StringDtype(na_value=float("nan"))


class Kind(StrEnum):
    """How a cell of a column is read."""

    IDENTIFIER = "identifier"
    NAME = "name"
    WORD = "word"
    GRADE = "grade"
    DATE = "date"
    MONTH = "month"
    COUNT = "count"
    PROBABILITY = "probability"


# No team, person or reference is longer: it is something else that got into the column.
LONGEST_TEXT = 200
_SHORT = (Kind.IDENTIFIER, Kind.NAME)
# What a column of numbers may hold, for the specification and for messages.
ALLOWED_NUMBERS = {
    Kind.COUNT: "a whole number, 0 or more",
    Kind.PROBABILITY: "a number above 0 and at most 1, such as 0.2 for 20%",
}


def _column(
    dtype: Any,
    kind: Kind,
    meaning: str,
    sensitivity: Sensitivity = Sensitivity.NONE,
    *,
    optional: bool = False,
    needed: bool = True,
    allowed: Iterable[str] = (),
    checks: Any = None,
    free_text: bool = False,
    interval: bool = False,
) -> pa.Column:
    return pa.Column(
        dtype,
        checks=checks,
        nullable=optional,
        required=needed,
        description=meaning,
        # The type as it is meant: pandera makes seconds of a date into nanoseconds.
        metadata={
            "kind": kind,
            "type": dtype,
            "sensitivity": sensitivity,
            "allowed": tuple(allowed),
            "free_text": free_text,
            "longest": LONGEST_TEXT if kind in _SHORT and not free_text else None,
            "interval": interval,
        },
    )


def is_needed(spec: pa.Column) -> bool:
    """Tell whether a table must have a column, though of a hidden count the interval will do."""
    return not spec.nullable or bool(spec.metadata["interval"])


def identifier(meaning: str, sensitivity: Sensitivity = Sensitivity.NONE, **more: Any) -> pa.Column:
    """Make a column of text that tells things apart: kept as it stands, never a number."""
    return _column(TEXT, Kind.IDENTIFIER, meaning, sensitivity, **more)


def free_text(meaning: str, sensitivity: Sensitivity, **more: Any) -> pa.Column:
    """Make a column of whatever somebody typed, which may name anybody: kept as it stands."""
    return _column(TEXT, Kind.IDENTIFIER, meaning, sensitivity, free_text=True, **more)


def name(meaning: str, sensitivity: Sensitivity = Sensitivity.NONE, **more: Any) -> pa.Column:
    """Make a column of the service's own words: teams, people, plan types; many rows to each."""
    return _column("category", Kind.NAME, meaning, sensitivity, **more)


def word(words: type[StrEnum], meaning: str, **more: Any) -> pa.Column:
    """Make a column of words that a calculation depends on."""
    allowed = [str(w) for w in words]
    return _column(pd.CategoricalDtype(allowed), Kind.WORD, meaning, allowed=allowed, **more)


def grade(scale: GradeScale, meaning: str, **more: Any) -> pa.Column:
    """Make a column of grades of the declared scale."""
    return _column(scale.dtype, Kind.GRADE, meaning, allowed=scale.labels, **more)


def date(meaning: str, **more: Any) -> pa.Column:
    """Make a column of calendar days."""
    return _column(DATE, Kind.DATE, meaning, **more)


def month(meaning: str, **more: Any) -> pa.Column:
    """Make a column of calendar months."""
    return _column(MONTH, Kind.MONTH, meaning, **more)


def count(meaning: str, **more: Any) -> pa.Column:
    """Make a column of whole numbers, 0 or more."""
    return _column(
        "Int64", Kind.COUNT, meaning, checks=pa.Check.ge(0, description="0 or more"), **more
    )


def count_or_interval(meaning: str) -> pa.Column:
    """Make a column of counts, of which a hidden one is missing and its interval stands beside."""
    return count(meaning, optional=True, interval=True)


def allowed_number(spec: pa.Column) -> str:
    """Return what a column of numbers may hold, for the specification and for messages."""
    allowed = ALLOWED_NUMBERS[spec.metadata["kind"]]
    return f"{allowed}; {WRITTEN}" if spec.metadata["interval"] else allowed


def allowed_length(spec: pa.Column) -> str:
    """Return how long the text of a column may be, for the specification and for messages."""
    return f"at most {spec.metadata['longest']:,} characters" if spec.metadata["longest"] else ""


def probability(meaning: str, **more: Any) -> pa.Column:
    """Make a column of probabilities: numbers above 0 and at most 1, never in percent."""
    within = pa.Check.in_range(0, 1, include_min=False, description="above 0 and at most 1")
    return _column("Float64", Kind.PROBABILITY, meaning, checks=within, **more)
