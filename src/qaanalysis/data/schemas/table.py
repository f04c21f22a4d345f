"""What a table of the specification is: columns, a key, references and rules for its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd
import pandera.pandas as pa


@dataclass(frozen=True)
class RowRule:
    """Something two or more cells of a row must agree on.

    `broken` takes the table and gives True where the rule doesn't hold; `column` is the cell to
    point at; `allowed` says what would be right, of the column `beside` if it is of another.
    """

    name: str
    column: str
    allowed: str
    broken: Callable[[pd.DataFrame], pd.Series]
    beside: str = ""


@dataclass(frozen=True)
class Table:
    """One table of the specification."""

    name: str
    meaning: str
    schema: pa.DataFrameSchema
    key: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    rules: tuple[RowRule, ...] = ()


def before(first: str, second: str) -> RowRule:
    """Make the rule that `second` isn't earlier than `first`, where both are given."""
    return RowRule(
        name=f"{second} before {first}",
        column=second,
        allowed=f"a date on or after {first}",
        broken=lambda df: df[second] < df[first],
        beside=first,
    )


def needs(column: str, other: str) -> RowRule:
    """Make the rule that a row with `column` also has `other`."""
    return RowRule(
        name=f"no {other}, though there is {column}",
        column=other,
        allowed=f"a value wherever {column} is given",
        broken=lambda df: df[column].notna() & df[other].isna(),
    )


def not_both(column: str, other: str, name: str, allowed: str) -> RowRule:
    """Make the rule that a row has one of two columns at most."""
    return RowRule(name, column, allowed, lambda df: df[column].notna() & df[other].notna())
