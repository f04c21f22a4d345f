"""Who was given which case, kept as keyed fingerprints, and compared when it is shared out again.

A case's fingerprint is of the case and its person together, so that it can't be moved to another
case and doesn't tell which cases one person has.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from qaanalysis.sampling.draw import SELECTED
from qaanalysis.sampling.fingerprints import keyed, of_rows
from qaanalysis.sampling.wording import said

GIVEN, PEOPLE, PLACE = "given", "people", "place"


@dataclass(frozen=True)
class Given:
    """Who was given which case, and what that rested on.

    Parameters
    ----------
    cases : DataFrame
        One row for each case: its identifier and its person (missing: nobody).
    people : DataFrame
        One row for each person that cases were shared out among, as in their table.
    unit, person : str
        The columns of identifiers.
    columns : tuple of str
        What the allocation rested on; a column that `people` lacks is missing in every row.
    table : str
        What the table of people is called, for a message.
    """

    cases: pd.DataFrame
    people: pd.DataFrame
    unit: str
    person: str
    columns: tuple[str, ...]
    table: str


def of_pair(unit: str, person: object, secret: bytes, seed: str) -> str | None:
    """Return the fingerprint of a case and its person; none if it has nobody.

    Examples
    --------
    >>> one, other = (of_pair(a, "U. Garth", b"sixteen bytes or", "a") for a in ("A1", "A2"))
    >>> one == other, of_pair("A1", None, b"sixteen bytes or", "a") is None
    (False, True)
    """
    if person is None or person != person:
        return None
    return keyed(secret, f"given {seed}", json.dumps([unit, str(person)], ensure_ascii=False))


def who(kept: object, unit: str, people: Iterable[str], secret: bytes, seed: str) -> str | None:
    """Return the one of the people that a case was given to; none if it is nobody of them.

    Examples
    --------
    >>> kept = of_pair("A1", "V. Combe", b"sixteen bytes or", "a")
    >>> who(kept, "A1", ["U. Garth", "V. Combe"], b"sixteen bytes or", "a")
    'V. Combe'
    """
    return next((one for one in people if of_pair(unit, one, secret, seed) == kept), None)


def of_units(given: Given, units: pd.Series, secret: bytes, seed: str) -> list[str | None]:
    """Return for each unit, a case or not, the fingerprint of its person.

    Parameters
    ----------
    given : Given
        Who was given which case.
    units : Series of str
        Identifiers.
    secret, seed
        What fingerprints are keyed with, and the draw's seed.

    Returns
    -------
    list of str or None
        In the order of `units`; None for a unit that is nobody's.
    """
    persons = dict(zip(given.cases[given.unit], given.cases[given.person], strict=True))
    return [of_pair(unit, persons.get(unit), secret, seed) for unit in units]


def of_people(given: Given, secret: bytes, seed: str) -> list[dict[str, str]]:
    """Return two fingerprints of each person, of the name and of all the allocation rested on.

    Returns
    -------
    list of dict
        `person` and `row`, in the order of `people`.
    """
    frame, context = given.people.reindex(columns=list(given.columns)), f"people {seed}"
    rows = of_rows(frame, given.columns, secret, context)
    names = of_rows(frame, [given.person], secret, context)
    return [{"person": one, "row": row} for one, row in zip(names, rows, strict=True)]


def differences(
    now: Given,
    then: pd.DataFrame,
    people: Sequence[Mapping[str, str]],
    secret: bytes,
    seed: str,
) -> list[str]:
    """Return a sentence for each way in which an allocation made again isn't the one recorded.

    Parameters
    ----------
    now : Given
        The allocation made again.
    then : DataFrame
        The rows of the side file that are still there: `place`, `given`, and their identifier in
        the column `now.unit`.
    people : sequence of dict
        The people of the side file.
    secret, seed
        As for the fingerprints.

    Returns
    -------
    list of str
        Empty if cases and people are as they were. Cases are named, people only by their row.
    """
    case = then[now.unit].isin(now.cases[now.unit]) & (then[PLACE] == SELECTED)
    units = then.loc[case, now.unit]
    kept = [None if pd.isna(was) else was for was in then.loc[case, GIVEN]]
    again = of_units(now, units, secret, seed)
    pairs = zip(units, kept, again, strict=True)
    others = sorted(unit for unit, was, one in pairs if one != was)
    return [
        *_of_people(now, people, secret, seed),
        *said(
            others,
            "isn't with whom it goes to when shared out again",
            "aren't with whom they go to when shared out again",
        ),
    ]


def _of_people(
    now: Given, people: Sequence[Mapping[str, str]], secret: bytes, seed: str
) -> list[str]:
    """Return what became of the table of people, by the numbers of rows and never by name."""
    was = {entry["person"]: entry["row"] for entry in people}
    found = of_people(now, secret, seed)
    numbers = {f"{n}": entry for n, entry in enumerate(found, start=1)}
    there = {n: entry for n, entry in numbers.items() if entry["person"] in was}
    changed = [n for n, entry in there.items() if entry["row"] != was[entry["person"]]]
    added = [n for n in numbers if n not in there]
    gone = len(was.keys() - {entry["person"] for entry in found})
    row = f"row of the table {now.table}"
    rows = f"rows of the table {now.table}"
    return [
        *said(changed, "was changed since the draw", "were changed since the draw", row, rows),
        *said(added, "wasn't there at the draw", "weren't there at the draw", row, rows),
        *([f"{gone} of those in the table {now.table} at the draw can't be found."] * bool(gone)),
    ]
