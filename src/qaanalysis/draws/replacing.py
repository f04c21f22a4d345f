"""A unit that can't be done gives way to its reserve: the draw's files, read for that, and its log.

`moderation_reserve` and `themed_reserve` say who gets the reserve, and write its worklist.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from qaanalysis.draws import files
from qaanalysis.errors import DataError
from qaanalysis.sampling import replacement_log, side_rows
from qaanalysis.sampling.given import GIVEN, of_pair, who
from qaanalysis.sampling.manifest import SIDE_FORMAT, read, seal
from qaanalysis.sampling.replacements import BY, REPLACED, Replacement, replacement, standing


@dataclass(frozen=True)
class CameIn:
    """A reserve that came in.

    Parameters
    ----------
    entry : Replacement
        What the log says.
    worklists : tuple of str
        How the names of its worklists begin, which end with a person's; empty if there are none.
    reason : str
        Why nobody has it; empty if somebody has.
    """

    entry: Replacement
    worklists: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Written:
    """A draw as its files have it, with its log, and whom each case of it was given to.

    Parameters
    ----------
    file : Path
        The manifest.
    plan : dict
        Its plan.
    seed : str
        The draw's.
    rows : DataFrame
        One row for each row that was selected or in reserve: the unit of the manifest, `stratum`,
        `number`, `role`, `inclusion_probability`, `given`.
    log : DataFrame
        What was replaced before.
    given : dict of str to str
        A keyed fingerprint of each case and its person.
    """

    file: Path
    plan: dict[str, Any]
    seed: str
    rows: pd.DataFrame
    log: pd.DataFrame
    given: dict[str, str]


def recorded(folder: Path, *, what: str, known: Iterable[str], unit: str, secret: bytes) -> Written:
    """Read the files of a draw, and refuse them if they aren't as they were written.

    Raises
    ------
    DataError
        If nothing was drawn, or the manifest or the log was changed.
    """
    file = folder / files.MANIFEST
    if not file.is_file():
        raise DataError(
            f"No sample was drawn of {what}: there is no file {files.MANIFEST} in the folder "
            f"{folder.name}. Draw it first: qaanalysis sample."
        )
    text, kept = files.read_text(file), files.read_text(file.with_name(files.SIDE))
    record = files.record(file)
    rows = side_rows.drawn(kept, files.identifiers(file, known), unit=unit, secret=secret)
    log = replacement_log.read(file.with_name(files.LOG))
    wrong = replacement_log.broken(log, secret=secret, seed=record["seed"])
    if seal(text, secret) != read(kept, SIDE_FORMAT)["seal"]:
        wrong.append("The manifest isn't the one that its side file was made with.")
    if wrong:
        raise DataError(f"{' '.join(wrong)} Nothing is replaced: put the draw's own files back.")
    given = dict(zip(rows[unit], rows[GIVEN], strict=True))
    for more in log.get(GIVEN, []):
        given |= more
    held = {case: kept for case, kept in given.items() if isinstance(kept, str)}
    return Written(file, record["plan"], record["seed"], rows, log, held)


def entry(
    draw: Written, units: pd.DataFrame, *, unit: str, replaced: str, reason: str, on: dt.date | None
) -> Replacement:
    """Return the next reserve of the unit's stratum, as it will stand in the log."""
    return replacement(units, draw.log, unit=unit, replaced=replaced, reason=reason, on=on)


def holders(draw: Written, persons: Iterable[str], secret: bytes) -> dict[str, str]:
    """Return who has which case, as far as they are still among the persons."""
    there = list(persons)
    found = {case: who(kept, case, there, secret, draw.seed) for case, kept in draw.given.items()}
    return {case: person for case, person in found.items() if person is not None}


def going_on(draw: Written, units: pd.DataFrame, *, unit: str, without: str) -> list[str]:
    """Return the units that are to be done, without the one that is replaced."""
    return [one for one in standing(units, draw.log, unit=unit) if one != without]


def suffix(draw: Written) -> str:
    """Return what tells the worklist of the next replacement from others."""
    return f"-replacement-{len(draw.log) + 1}"


def add(
    draw: Written,
    replacing: Replacement,
    cases: pd.DataFrame,
    *,
    unit: str,
    person: str,
    secret: bytes,
) -> None:
    """Add a replacement to the log, with fingerprints of whom its cases were given to."""
    given = {
        str(case): of_pair(str(case), whom, secret, draw.seed)
        for case, whom in zip(cases[unit], cases[person], strict=True)
    }
    log = draw.file.with_name(files.LOG)
    replacement_log.append(log, replacing, secret=secret, seed=draw.seed, more={GIVEN: given})


def replaced(folder: Path) -> pd.DataFrame:
    """Return the log of a draw's replacements: who was replaced, and by whom."""
    log = replacement_log.read(folder / files.LOG)
    return log[[REPLACED, BY]]
