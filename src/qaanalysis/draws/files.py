"""The files of a draw: written once, whole or not at all, and held against a draw made again."""

import shutil
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from qaanalysis.errors import DataError, no_file
from qaanalysis.sampling import replacement_log, sample_file, side_rows
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, ROLE, SELECTED, STRATUM, WEIGHT
from qaanalysis.sampling.given import GIVEN, PLACE, Given, of_pair
from qaanalysis.sampling.manifest import MANIFEST_FORMAT, manifest, read, side
from qaanalysis.sampling.recorded import Recorded
from qaanalysis.sampling.replacements import faults as replacement_faults
from qaanalysis.sampling.verify import OTHER_SECRET, Verification, verified
from qaanalysis.sampling.wording import counted, said
from qaanalysis.sampling.worklist import MARKING

MANIFEST = "manifest.json"
SIDE = "manifest-internal.json"
SAMPLE = "sample.xlsx"
LOG = "replacements.jsonl"
WORKLISTS = "worklists"
_MAKING = ".drawing-"

Units = Callable[[pd.DataFrame], pd.DataFrame]


class Shared(Recorded, Protocol):
    """A draw whose selected units were given to people."""

    @property
    def sample(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def reserves(self) -> pd.DataFrame: ...  # noqa: D102
    @property
    def given(self) -> Given: ...  # noqa: D102


@contextmanager
def new_folder(folder: Path, what: str) -> Iterator[Path]:
    """Give a folder to write a draw into, and move it into place when all of it is written.

    Parameters
    ----------
    folder : Path
        Where the draw is to lie.
    what : str
        What was drawn, for a message: "the moderation sample of 2023-11".

    Raises
    ------
    DataError
        If it is there already: somebody may be filling in its worklists.
    """
    if folder.exists():
        raise DataError(
            f"{what[0].upper()}{what[1:]} was drawn before and is in the folder {folder.name}: "
            "its worklists may be in use. Move the folder away to draw again."
        )
    making = folder.with_name(f"{_MAKING}{folder.name}")
    shutil.rmtree(making, ignore_errors=True)  # What a draw that was stopped left behind.
    making.mkdir(parents=True)
    try:
        yield making
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def write(folder: Path, draw: Shared, *, title: str, secret: bytes) -> None:
    """Write a draw's manifest, its internal side file, and the list of all that was drawn."""
    text = manifest(draw)
    _write(folder / MANIFEST, text)
    _write(folder / SIDE, side(draw, text, secret=secret, given=draw.given))
    rows = in_order(draw).rename(columns={PLACE: ROLE})
    drawn = [draw.unit, STRATUM, ROLE, NUMBER, PROBABILITY, WEIGHT, draw.given.person]
    everybody = draw.rows[[draw.unit, PLACE, STRATUM, NUMBER]]
    head = f"{MARKING} · {title}, internal"
    (folder / SAMPLE).write_bytes(sample_file.workbook(rows[drawn], everybody, head=head))


def in_order(draw: Shared) -> pd.DataFrame:
    """Return the units selected, by stratum and number, and then the reserves."""
    return pd.concat([draw.sample.sort_values([STRATUM, NUMBER, draw.unit]), draw.reserves])


def verify(
    file: Path,
    frame: pd.DataFrame,
    people: pd.DataFrame,
    *,
    known: Iterable[str],
    unit: str,
    units: Units = lambda rows: rows,
    secret: bytes,
) -> Verification:
    """Draw and share out again from a manifest, and compare with the files beside it.

    Parameters
    ----------
    file : Path
        The manifest.
    frame, people : DataFrame
        What is drawn from, and among whom cases are shared out.
    known : iterable of str
        Identifiers that a missing row may have had.
    unit : str
        The column of the rows' identifiers.
    units : callable
        Turns rows into the units that give way to one another, such as families.
    secret : bytes
        The organisation's.

    Raises
    ------
    DataError
        If the manifest or its side file isn't there or can't be read.
    """
    text, kept = read_text(file), read_text(file.with_name(SIDE))
    everybody = identifiers(file, known)
    found = verified(text, kept, frame, secret, identifiers=everybody, people=people)
    if found.sentences[:1] == (OTHER_SECRET,):
        return found
    rows, seed = side_rows.drawn(kept, everybody, unit=unit, secret=secret), record(file)["seed"]
    wrong = _listed_otherwise(file.with_name(SAMPLE), rows, unit, secret, seed)
    log, fine = replacement_log.read(file.with_name(LOG)), []
    if len(log):
        broken = replacement_log.broken(log, secret=secret, seed=seed)
        broken += replacement_faults(units(rows), log, unit=unit)
        n = counted(len(log), "replacement")
        fine = [f"The log is confirmed: {n}, each by the next reserve of its stratum."]
        wrong, fine = [*wrong, *broken], [] if broken else fine
    return replace(found, ok=found.ok and not wrong, sentences=(*found.sentences, *wrong, *fine))


def _listed_otherwise(
    path: Path, rows: pd.DataFrame, unit: str, secret: bytes, seed: str
) -> list[str]:
    """Name the rows of the list of those drawn that aren't as the draw wrote them."""
    if not path.is_file():
        return []
    listed = sample_file.drawn(path)
    person = str(listed.columns[-1])
    now = {
        str(row[unit]): (*_place(row), of_pair(str(row[unit]), row[person], secret, seed))
        for row in listed.to_dict(orient="records")
    }
    then = {
        str(row[unit]): (*_place(row), row[GIVEN] if isinstance(row[GIVEN], str) else None)
        for row in rows.to_dict(orient="records")
    }
    other = sorted(key for key in now.keys() | then.keys() if now.get(key) != then.get(key))
    where = f"as the draw wrote it in {path.name}"
    return said(other, f"isn't {where}", f"aren't {where}")


def _place(row: dict[Hashable, Any]) -> tuple[str, ...]:
    """Return stratum, role, number, probability and weight as texts, which a workbook's cells are.

    The draw's own files have no weight: it is one over the probability of what was selected.
    """
    number, chance = row[NUMBER], row[PROBABILITY]
    weight = 1 / float(chance) if row[ROLE] == SELECTED and not pd.isna(chance) else None
    weight = row.get(WEIGHT, weight)
    return (
        "" if weight is None or pd.isna(weight) else f"{float(weight):.6f}",
        str(row[STRATUM]),
        str(row[ROLE]),
        "" if pd.isna(number) else f"{float(number):g}",
        "" if pd.isna(chance) else f"{float(chance):.9f}",
    )


def record(file: Path) -> dict[str, Any]:
    """Return what a manifest holds.

    Raises
    ------
    DataError
        If it isn't there or isn't a manifest.
    """
    return read(read_text(file), MANIFEST_FORMAT)


def identifiers(file: Path, known: Iterable[str]) -> list[str]:
    """Return what a manifest's rows may be called: what is known, and the draw's own list."""
    listed = sample_file.identifiers(file.with_name(SAMPLE))
    return list(dict.fromkeys([*known, *listed]))


def read_text(file: Path) -> str:
    """Return what a file of a draw holds.

    Raises
    ------
    DataError
        If it isn't there.
    """
    if not file.is_file():
        raise DataError(no_file(file))
    return file.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
