"""A table of an export as it stands in the file: text, with each row's number."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from qaanalysis.data.headings import Headings
from qaanalysis.data.schemas import Table


@dataclass(frozen=True)
class TextColumn:
    """A column as text: `texts` holds each distinct text, `codes` which of them each row has.

    Everything that is done to text is done once for each distinct text, not once for each row.
    """

    codes: NDArray[np.int32]
    texts: pa.StringArray


@dataclass(frozen=True)
class Ragged:
    """A row of a csv file that hasn't as many cells as there are headings.

    Parameters
    ----------
    found : str
        How many cells it has, for a message; where it takes up more lines than one, which.
    rule : str
        What is wrong with it.
    beyond : tuple of str
        The cells that stand under no heading.
    """

    found: str
    rule: str
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """Something that was done to rows as they were read: in which column, by which rule."""

    column: str
    rule: str
    n: int
    row: int


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
    notes : tuple of Note
        What was done to its rows after they were read.
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
    notes: tuple[Note, ...] = ()
    also_read: tuple[Path, ...] = ()

    @property
    def columns(self) -> dict[str, TextColumn]:
        """The columns of the specification, by name."""
        return {column: self.by_place[i] for column, i in self.headings.found.items()}

    @property
    def where(self) -> str:
        """The file and sheet, for a message."""
        return where(self.file, self.sheet)


def where(file: Path, sheet: str | None) -> str:
    """Return the file and sheet, for a message.

    Examples
    --------
    >>> where(Path("exports/register.xlsx"), "Audits")
    'register.xlsx, sheet Audits'
    """
    return f"{file.name}, sheet {sheet}" if sheet else file.name
