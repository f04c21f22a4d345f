"""Read one table from wherever it lies: a file, several files, a database."""

from dataclasses import replace
from pathlib import Path

from qaanalysis.data.data_rows import data_rows
from qaanalysis.data.month_from import as_exported
from qaanalysis.data.raw_table import Notice, RawTable
from qaanalysis.data.read import LOCK, read_file
from qaanalysis.data.read_database import read_database
from qaanalysis.data.schemas import Table
from qaanalysis.data.several_parts import together
from qaanalysis.data.several_values import split
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Reading, Source, for_table

WILD = "*?["
LOCKS_PASSED_OVER = "Excel’s temporary files (~$) passed over: somebody had a workbook open"


def read_source(table: Table, source: Source, reading: Reading) -> RawTable:
    """Return a table's data rows, with an account of what was set aside.

    Raises
    ------
    DataError
        If a source can't be read, or lacks a needed column.
    """
    aliases = for_table(reading.headings, table.name, {})
    table = as_exported(table, reading)
    if source.file is None:
        return split(data_rows(read_database(table, source, aliases), reading), reading)
    files, locks = files_of(table, source.file)
    parts = [
        data_rows(read_file(table, file, source.sheet, aliases, is_form=source.form), reading)
        for file in files
    ]
    raw = split(together(parts), reading)
    if locks:
        notice = Notice(LOCKS_PASSED_OVER, f"{locks}")
        raw = replace(raw, notices=(*raw.notices, notice))
    return raw


def files_of(table: Table, named: Path) -> tuple[list[Path], int]:
    """Return the files that a source names, in the order of their names, and how many locks beside.

    A name with `*`, `?` or `[` stands for all files that match. Files that Excel writes while a
    workbook is open begin with ~$ and are passed over.

    Raises
    ------
    DataError
        If no file matches.
    """
    if named.is_file() or not any(sign in named.name for sign in WILD):
        return [named], 0
    found = sorted(named.parent.glob(named.name), key=lambda file: file.name)
    files = [file for file in found if file.is_file() and not file.name.startswith(LOCK)]
    if not files:
        raise DataError(
            f"There is no file like {named.name} for the table “{table.name}” in the folder "
            f"{named.parent.name}. Put the exports there, or correct sources.{table.name}.file."
        )
    return files, sum(file.name.startswith(LOCK) for file in found)
