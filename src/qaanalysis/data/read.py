"""Read one table of an export, whatever kind of file it is in."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from qaanalysis.data.raw_table import RawTable
from qaanalysis.data.read_csv import read_csv
from qaanalysis.data.read_workbook import read_workbook
from qaanalysis.data.schemas import Table
from qaanalysis.errors import DataError

WORKBOOKS = (".xlsx", ".xlsm")
DELIMITERS = {".csv": ",", ".tsv": "\t"}


def read_table(
    table: Table, file: Path, sheet: str | None, aliases: Mapping[str, Sequence[str]]
) -> RawTable:
    """Read one table from a workbook's sheet or from a delimited text file.

    Raises
    ------
    DataError
        If the file or sheet isn't there, can't be read, or lacks a needed column.
    """
    if not file.is_file():
        raise DataError(
            f"There is no file {file.name} for the table “{table.name}” in the folder "
            f"{file.parent.name}. Put the export there, or correct sources.{table.name}.file."
        )
    if file.stat().st_size == 0:
        raise DataError(f"{file.name} is empty (0 bytes). Export it again.")
    suffix = file.suffix.lower()
    if suffix in WORKBOOKS:
        return read_workbook(table, file, sheet, aliases)
    if suffix in DELIMITERS:
        return read_csv(table, file, aliases, DELIMITERS[suffix])
    allowed = ", ".join((*WORKBOOKS, *DELIMITERS))
    raise DataError(f"{file.name}: files that end in “{suffix}” aren't read; allowed: {allowed}.")
