"""Check a file against the data specification alone: no params, nothing declared."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qaanalysis.data.data_rows import data_rows
from qaanalysis.data.known_headings import left_unread
from qaanalysis.data.loading import Loaded, account
from qaanalysis.data.raw_table import RawTable
from qaanalysis.data.read import read_file
from qaanalysis.data.schemas import STANDARD_SCALE, Table, tables
from qaanalysis.data.sheets import likeliest, sheets
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Reading


@dataclass(frozen=True)
class Checked:
    """What came of a file.

    Parameters
    ----------
    loaded : Loaded
        The account of every row of the tables that could be read.
    problems : tuple of str
        Why a sheet that holds a table couldn't be read at all.
    left_out : tuple of str
        Sheets that hold no table of the specification.
    unclear : tuple of str
        Headings in two rows that may be columns and aren't read, a sentence for each sheet.
    unread : tuple of str
        Other headings that may be columns and aren't read, a sentence for each sheet.
    """

    loaded: Loaded
    problems: tuple[str, ...]
    left_out: tuple[str, ...]
    unclear: tuple[str, ...]
    unread: tuple[str, ...]


def check_file(file: Path, *, table: str | None = None, sheet: str | None = None) -> Checked:
    """Check a file's tables against the specification.

    Parameters
    ----------
    file : Path
        A workbook or a delimited text file.
    table : str, optional
        The table that it holds; else it is told by its headings, or by a sheet's name.
    sheet : str, optional
        The only sheet to check.

    Raises
    ------
    DataError
        If the file can't be read, or it can't be told which table it holds.
    """
    spec = tables(STANDARD_SCALE)
    if table is not None and table not in spec:
        raise DataError(f"There is no table “{table}”; there are: {', '.join(spec)}.")
    held = _held(file, table, sheet, spec)
    chosen = {name: of for name, of in held.items() if of and table in (None, of)}
    _refuse_unclear(file, list(held), chosen, table)
    raws: dict[str, RawTable] = {}
    problems = []
    for name, of in chosen.items():
        try:
            raws[of] = data_rows(read_file(spec[of], file, name, {}), Reading())
        except DataError as error:
            problems.append(str(error))
    left_out = tuple(name for name in held if name not in chosen and name is not None)
    return Checked(
        account(raws, Reading(), STANDARD_SCALE),
        tuple(problems),
        left_out,
        tuple(_unread(raws.values(), file, in_two_rows=True)),
        tuple(_unread(raws.values(), file, in_two_rows=False)),
    )


def _unread(raws: Iterable[RawTable], file: Path, *, in_two_rows: bool) -> Iterator[str]:
    """Yield for each sheet which headings aren't read and may be columns, and what tells more."""
    for raw in raws:
        found = left_unread(raw.headings, raw.table.schema.columns)
        named = [
            f"“{heading}” ({' or '.join(columns)}?)"
            for heading, columns in found.items()
            if (heading in raw.headings.lower) is in_two_rows
        ]
        if named and in_two_rows:
            yield (
                f"{raw.where}: the headings stand in two rows, and it isn't clear what some of "
                f"them stand for, so that their cells aren't read: {', '.join(named)}. Give each "
                "column one heading of its own, or write into params what "
                f"`qaanalysis map {file.name}` proposes."
            )
        elif named:
            yield (
                f"{raw.where}: not read, and perhaps columns under another name: "
                f"{', '.join(named)}. `qaanalysis map {file.name}` proposes what they stand for."
            )


def _held(
    file: Path, table: str | None, sheet: str | None, spec: Mapping[str, Table]
) -> dict[str | None, str | None]:
    """Return the table of each sheet to check: where there is but one, what is asked for."""
    found = sheets(file)
    if sheet is not None:
        if sheet not in found:
            raise DataError(f"{file.name} has no sheet “{sheet}”; it has: {_named(found)}.")
        found = {sheet: found[sheet]}
    if table is not None and len(found) == 1:
        return dict.fromkeys(found, table)
    return {name: likeliest(rows, name or file.stem, spec) for name, rows in found.items()}


def _refuse_unclear(
    file: Path, found: Sequence[str | None], chosen: Mapping[str | None, str], table: str | None
) -> None:
    if not chosen:
        what = f"the table “{table}”" if table else "any table of the data specification"
        sheets_are = f" Its sheets: {_named(found)}." if None not in found else ""
        raise DataError(
            f"{file.name}: no row of headings of {what} was found.{sheets_are} Use the headings "
            "of docs/data-specification.md, name the table with --table and the sheet with "
            "--sheet, or let `qaanalysis map` propose what its headings stand for."
        )
    for of in dict.fromkeys(chosen.values()):
        of_it = [str(name) for name, held in chosen.items() if held == of]
        if len(of_it) > 1:
            raise DataError(
                f"{file.name}: more than one sheet holds the table “{of}”: {', '.join(of_it)}. "
                "Name the one to check with --sheet."
            )


def _named(found: Iterable[str | None]) -> str:
    return ", ".join(f"“{name}”" for name in found if name is not None) or "none, it is a text file"
