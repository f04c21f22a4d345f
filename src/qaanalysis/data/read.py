"""Read one table of an export, whatever kind of file it is in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from qaanalysis.data.raw_table import Notice, RawTable
from qaanalysis.data.read_csv import read_csv
from qaanalysis.data.read_form import WORKBOOKS, read_form
from qaanalysis.data.read_parquet import read_parquet
from qaanalysis.data.read_workbook import read_workbook
from qaanalysis.data.schemas import Table
from qaanalysis.errors import DataError

DELIMITED = (".csv", ".tsv", ".txt")
PARQUET = ".parquet"
LOCK = "~$"
OPEN_ELSEWHERE = "the file was open in Excel: what wasn’t saved isn’t in it"


def read_file(
    table: Table,
    file: Path,
    sheet: str | None,
    aliases: Mapping[str, Sequence[str]],
    *,
    is_form: bool = False,
) -> RawTable:
    """Read one table from a workbook's sheet, a delimited text file or a parquet file.

    Of a form, which is a workbook or text file, one row is read.

    Raises
    ------
    DataError
        If the file or sheet isn't there, can't be read, or lacks a needed column.
    """
    _refuse(table, file)
    suffix = file.suffix.lower()
    if is_form and suffix in (*WORKBOOKS, *DELIMITED):
        raw = read_form(table, file, sheet, aliases)
    elif suffix in WORKBOOKS:
        raw = read_workbook(table, file, sheet, aliases)
    elif suffix in DELIMITED:
        raw = read_csv(table, file, aliases)
    elif suffix == PARQUET:
        raw = read_parquet(table, file, aliases)
    else:
        allowed = ", ".join((*WORKBOOKS, *DELIMITED, PARQUET))
        raise DataError(
            f"{file.name}: files that end in “{suffix}” aren't read; allowed: {allowed}."
        )
    if not file.with_name(LOCK + file.name).is_file():
        return raw
    return replace(raw, notices=(*raw.notices, Notice(OPEN_ELSEWHERE)))


def refuse_lock(file: Path, place: str) -> None:
    """Refuse a file that only says that Excel has another one open, which is named in its place.

    Raises
    ------
    DataError
        If it is such a file.
    """
    if file.name.startswith(LOCK):
        raise DataError(
            f"{file.name} is no workbook: Excel writes it while {file.name.removeprefix(LOCK)} is "
            f"open. Name that one {place}, and close it in Excel first."
        )


def _refuse(table: Table, file: Path) -> None:
    """Refuse a file that isn't there, is empty, or only says that Excel has another one open."""
    refuse_lock(file, f"under sources.{table.name}.file")
    if not file.is_file():
        raise DataError(
            f"There is no file {file.name} for the table “{table.name}” in the folder "
            f"{file.parent.name}. Put the export there, or correct sources.{table.name}.file."
        )
    if file.stat().st_size == 0:
        raise DataError(f"{file.name} is empty (0 bytes). Export it again.")
