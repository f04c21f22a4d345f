"""Read one table from wherever it lies: a file, several files, a database."""

from collections.abc import Sequence
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
MOST_TOLD = 200
LOCKS_PASSED_OVER = "Excel’s temporary files (~$) passed over: somebody had a workbook open"


def read_source(table: Table, source: Source, reading: Reading) -> RawTable:
    """Return a table's data rows, with an account of what was set aside.

    Raises
    ------
    DataError
        If files of it can't be read or lack a needed column; each of them is told.
    """
    aliases = for_table(reading.headings, table.name, {})
    table = as_exported(table, reading)
    if source.file is None:
        return split(data_rows(read_database(table, source, aliases), reading), reading)
    files, locks = files_of(table, source.file)
    parts, problems = [], []
    for file in files:
        try:
            read = read_file(table, file, source.sheet, aliases, is_form=source.form)
            parts.append(data_rows(read, reading))
        except DataError as error:
            problems.append(str(error))
    refuse_unread(problems, f"{len(files)} files of {source.name}")
    raw = split(together(parts), reading)
    if locks:
        notice = Notice(LOCKS_PASSED_OVER, f"{locks}")
        raw = replace(raw, notices=(*raw.notices, notice))
    return raw


def refuse_unread(problems: Sequence[str], of: str) -> None:
    """Refuse what couldn't be read, with all that is wrong with it, so that it is mended at once.

    Parameters
    ----------
    problems : sequence of str
        What is wrong, a sentence or more for each; what is said of all is told once.
    of : str
        How many there are of what, for the message.

    Raises
    ------
    DataError
        If there is any problem.

    Examples
    --------
    >>> refuse_unread([], "12 files of 2023-*.xlsx")
    """
    distinct = list(dict.fromkeys(problems))
    if len(distinct) == 1:
        raise DataError(distinct[0])
    if distinct:
        more = len(distinct) - MOST_TOLD
        lines = [*distinct[:MOST_TOLD], *([f"… and {more:,} more"] if more > 0 else [])]
        told = "\n".join(f"  {line}" for line in lines)
        raise DataError(f"Of {of} {len(problems):,} can't be read:\n{told}")


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
