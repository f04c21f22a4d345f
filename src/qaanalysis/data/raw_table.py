"""A table of an export as it stands in the file: text, with each row's number."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qaanalysis.data.headings import Headings
from qaanalysis.data.schemas import Table

Part = tuple[Path, str | None]


@dataclass(frozen=True)
class TextColumn:
    """A column as text: `texts` holds each distinct text, `codes` which of them each row has.

    Everything that is done to text is done once for each distinct text, not once for each row.
    """

    codes: NDArray[np.int32]
    texts: pa.StringArray


@dataclass(frozen=True)
class Ragged:
    """A row whose cells can't be told apart, or that is no row of the table.

    Parameters
    ----------
    found : str
        How many cells it has, for a message; where it takes up more lines than one, which.
    rule : str
        What is wrong with it.
    beyond : tuple of str
        The cells that stand under no heading.
    between : str
        What stands between the file's cells, for a message.
    """

    found: str
    rule: str
    beyond: tuple[str, ...] = ()
    between: str = ""


@dataclass(frozen=True)
class Notice:
    """Something of a file that a reader must know, and that changes no row.

    Parameters
    ----------
    rule, found : str
        What was noticed, and what of it was found.
    rows : tuple of int
        The rows of the file that it is about, from 1; none if it is about the file.
    column : str
        The column of the specification, if it is about one.
    part : (Path, str or None) or None
        The file and sheet, where a table is put together from several.
    """

    rule: str
    found: str = ""
    rows: tuple[int, ...] = ()
    column: str = ""
    part: Part | None = None


@dataclass(frozen=True)
class Change:
    """Something that was done to `n` rows while they were read, the first of them at `row`."""

    rule: str
    n: int
    row: int
    column: str = ""


@dataclass(frozen=True)
class RawTable:
    """One table of an export, as text.

    Parameters
    ----------
    table : Table
        What it is to become.
    file : Path
        Where it was read from.
    sheet : str or None
        The sheet of a workbook.
    headings : Headings
        Where its columns were found.
    by_place : dict of int to TextColumn
        Every column by its place in the file, from 0; also those that stand for nothing.
    rows : array of int
        Each row's number in the file, from 1.
    ragged : dict of int to Ragged
        By position, from 0: rows whose cells can't be told apart.
    notices : tuple of Notice
        What readers must know of the file.
    changes : tuple of Change
        What was done while it was read.
    n_set_aside : int
        Rows of the file that are no rows of the table: blank ones and totals.
    parts : tuple of (Path, str or None)
        The file and sheet of each part, where a table is put together from several.
    part_of : array of int or None
        Which of them each row is from.
    digest : str
        The SHA-256 of what was read, where that is no file.
    also_read : tuple of Path
        Files that changed its rows, such as corrected ones.
    """

    table: Table
    file: Path
    sheet: str | None
    headings: Headings
    by_place: dict[int, TextColumn]
    rows: NDArray[np.int64]
    ragged: dict[int, Ragged] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    changes: tuple[Change, ...] = ()
    n_set_aside: int = 0
    parts: tuple[Part, ...] = ()
    part_of: NDArray[np.int32] | None = None
    digest: str = ""
    also_read: tuple[Path, ...] = ()

    @property
    def columns(self) -> dict[str, TextColumn]:
        """The columns of the specification, by name."""
        return {column: self.by_place[i] for column, i in self.headings.found.items()}

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file it was read from; none if it is a database's."""
        own = dict.fromkeys(file for file, _ in self.parts) or [self.file]
        return (*(() if self.digest else own), *self.also_read)

    def part(self, at: int) -> Part:
        """Return the file and sheet that a row is from."""
        return (self.file, self.sheet) if self.part_of is None else self.parts[self.part_of[at]]

    def part_named(self, at: int) -> str:
        """Return what the file and sheet of a row are called; empty where the table has but one."""
        return "" if self.part_of is None else where(*self.part(at))

    @property
    def where(self) -> str:
        """The file and sheet, for a message; of several files the first, and how many others."""
        if len(self.parts) > 1:
            return f"{where(*self.parts[0])} and {len(self.parts) - 1} more"
        return where(self.file, self.sheet)


def where(file: Path, sheet: str | None) -> str:
    """Return the file and sheet, for a message.

    Examples
    --------
    >>> where(Path("exports/register.xlsx"), "Audits")
    'register.xlsx, sheet Audits'
    """
    return f"{file.name}, sheet {sheet}" if sheet else file.name
