"""The values of a run's inputs that identify somebody, by the column they stand in.

Accepted and rejected rows alike: what was rejected was read, and may be quoted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.data.draft import BEYOND
from qaanalysis.data.excel_errors import ERRORS, NOT_CALCULATED
from qaanalysis.data.fields import Kind
from qaanalysis.data.schemas import tables
from qaanalysis.disclosure import quoted
from qaanalysis.vocabulary import GradeScale, Sensitivity

_ENDING = 4
# A shorter one is sooner looked up whole.
_LONG_COLUMN = 10_000


class Holds(StrEnum):
    """What kind of value a column holds, which tells how it is looked for."""

    CODE = "code"
    NAME = "name"
    TEXT = "free text"


@dataclass(frozen=True)
class Column:
    """A column whose values identify somebody.

    Parameters
    ----------
    name : str
        Table and column: `audits.child_id`.
    who : str
        Whom it identifies: child, family or worker; “record” for what identifies a row.
    holds : Holds
        What kind of values.
    texts : tuple of str
        Each distinct value as it stands in the inputs. Never to be printed.
    is_quoted : bool
        Whether they are parts of free text, where a name may be none.
    """

    name: str
    who: str
    holds: Holds
    texts: tuple[str, ...] = field(repr=False)
    is_quoted: bool = False


RECORD = "record"


@dataclass(frozen=True)
class Identifiers:
    """What of a run's inputs identifies somebody, and what doesn't.

    Parameters
    ----------
    columns : list of Column
        In the specification's order. A column of free text comes again with the references and
        names that stand in its cells.
    ordinary : list of str
        Words and phrases that identify nobody: teams, grades, themes.
    """

    columns: list[Column] = field(default_factory=list)
    ordinary: list[str] = field(default_factory=list)


def identifiers(
    loaded: Loaded,
    scale: GradeScale,
    *,
    spellings: Mapping[str, Mapping[str, str]] | None = None,
    missing: Iterable[str] = (),
    among: Iterable[str] | None = None,
) -> Identifiers:
    """Return what of a run's inputs identifies somebody.

    Parameters
    ----------
    loaded : Loaded
        The run's tables.
    scale : GradeScale
        Of the run.
    spellings : mapping, optional
        By column: other spellings, which identify as the values do that they stand for.
    missing : iterable of str
        Texts that stand for a missing value.
    among : iterable of str, optional
        The words that they are to be looked for among. Identifiers whose last digits end none of
        them are left out, as they can't be found: nearly all of a large register's.
    """
    no_value = {text.lower() for text in (*missing, *ERRORS, NOT_CALCULATED, "")}
    endings = None if among is None else _endings(among)
    found = Identifiers(ordinary=[*scale.labels, *scale.aliases])
    for name, column, metadata in _specified(loaded, scale):
        who = _who(metadata)
        if who is None:
            # Not of rejected rows: in them a person may stand where a team should.
            if metadata["kind"] in (Kind.NAME, Kind.WORD) and column in loaded[name]:
                found.ordinary.extend(_distinct(loaded[name][column]))
            continue
        # A cell of free text is kept whatever it ends in: what is in it may be found.
        ends = None if metadata["free_text"] else endings
        values = [*_values(loaded, name, column, ends), *(spellings or {}).get(column, ())]
        kept = tuple(dict.fromkeys(v for v in values if v.strip().lower() not in no_value))
        holds = Holds.CODE if metadata["kind"] is Kind.IDENTIFIER else Holds.NAME
        if metadata["free_text"]:
            holds = Holds.TEXT
            found.columns.extend(_within(f"{name}.{column}", who, kept))
        found.columns.append(Column(f"{name}.{column}", who, holds, kept))
    for name, rows in loaded.rejected.items():
        if BEYOND in rows:
            cells = tuple(c for row in rows[BEYOND] for c in row.split(" | ") if c.strip())
            found.columns.extend(_within(f"{name} ({BEYOND})", str(Sensitivity.CHILD), cells))
    return found


def _specified(loaded: Loaded, scale: GradeScale) -> Iterator[tuple[str, str, Any]]:
    for name, table in tables(scale).items():
        if name in loaded.accepted:
            for column, spec in table.schema.columns.items():
                yield name, str(column), spec.metadata


def _who(metadata: Mapping[str, Any]) -> str | None:
    if metadata["sensitivity"] is not Sensitivity.NONE:
        return str(metadata["sensitivity"])
    return RECORD if metadata["kind"] is Kind.IDENTIFIER else None


def _values(loaded: Loaded, table: str, column: str, endings: set[str] | None) -> list[str]:
    values: list[str] = []
    if column in loaded[table]:
        accepted = loaded[table][column]
        is_long = isinstance(accepted.dtype, pd.StringDtype) and len(accepted) > _LONG_COLUMN
        if endings is not None and is_long:
            accepted = accepted[_may_be_found(accepted, endings)]
        values = _distinct(accepted)
    if table == "audits" and loaded.siblings is not None and column in loaded.siblings:
        values = [*values, *_distinct(loaded.siblings[column])]
    rejected = loaded.rejected.get(table)
    if rejected is not None and column in rejected:
        values = [*values, *rejected[column].dropna().tolist()]
    return values


def _distinct(values: pd.Series) -> list[str]:
    """Return the distinct values; of a category all of them, used or not."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return [str(value) for value in values.cat.categories]
    return list(values.dropna().unique())


def _endings(among: Iterable[str]) -> set[str]:
    """Return the last digits of words, of those that end in as many as are looked at."""
    last = {word.replace(",", "")[-_ENDING:] for word in among}
    return {digits for digits in last if len(digits) == _ENDING and digits.isdecimal()}


def _may_be_found(values: pd.Series, endings: set[str]) -> pd.Series:
    """Tell which values may be found among words of which the endings are given."""
    last = values.str.slice(-_ENDING)
    looked_up = (last.str.len() == _ENDING) & last.str.isdecimal() & last.str.isascii()
    return last.isin(endings) | ~looked_up


def _within(name: str, who: str, texts: Iterable[str]) -> Iterator[Column]:
    """Yield the references and the names that stand in free text."""
    codes, names = [], []
    for text in texts:
        codes += quoted.codes(text)
        names += quoted.names(text)
    for holds, values in ((Holds.CODE, codes), (Holds.NAME, names)):
        if values:
            yield Column(name, who, holds, tuple(dict.fromkeys(values)), is_quoted=True)
