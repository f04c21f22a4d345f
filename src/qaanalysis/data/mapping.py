"""Propose what the headings and spellings of a new export stand for; nothing is applied.

Values of columns that identify somebody or hold free text are never looked at for the proposal,
and the words of a list only where most of a column's cells are words of that list.
"""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from qaanalysis.data.fields import is_needed
from qaanalysis.data.heading_words import is_share, plain, shortened
from qaanalysis.data.headings import ROWS_SEARCHED, in_two_rows
from qaanalysis.data.known_headings import KNOWN, LESS_SURE, loosely, may_name
from qaanalysis.data.mapping_cells import CellsFound, cells_found
from qaanalysis.data.month_from import OF
from qaanalysis.data.personal_texts import shown_heading
from qaanalysis.data.schemas import STANDARD_SCALE, Table, tables
from qaanalysis.data.sheets import Rows, sheets
from qaanalysis.errors import DataError
from qaanalysis.vocabulary import Col

FEWEST = 3
CLOSE, MOST_CANDIDATES = 0.6, 3
# Each takes a millisecond to compare with all known names; no table has so many headings by itself.
MOST_COMPARED = 500
NOT_RECOGNISED = "not recognised"
MONTH_FROM_SAID = (
    "There is no month: month_from, as proposed, takes that of planned_on. Take the line out if "
    "another column holds the months."
)
# A heading, the column it may stand for, and by which of the reasons.
Claim = tuple[str, str, int]
_NOTHING: Claim = ("", "", 0)
WHY = ("its own name", "another known name", "perhaps; the heading could mean something else")


@dataclass(frozen=True)
class HeadingProposed:
    """What a heading may stand for: a column, or none and the closest ones."""

    heading: str
    column: str
    why: str


@dataclass(frozen=True)
class SheetProposed:
    """What a sheet may hold.

    Parameters
    ----------
    sheet : str or None
        Its name; None for a text file.
    table : str
        The table that most of its headings are of.
    row : int
        The row of the headings, from 1; the lower one if they stand in two.
    headings : tuple of HeadingProposed
        Each of them.
    missing : dict of str to str
        Needed columns that no heading was found for, and what each is.
    cells : CellsFound
        What its cells tell of spellings, days and months.
    in_two_rows : bool
        Whether its headings stand in two rows, such as “Moderation” over “Grade” and “Date”.
    """

    sheet: str | None
    table: str
    row: int
    headings: tuple[HeadingProposed, ...]
    missing: Mapping[str, str]
    cells: CellsFound
    in_two_rows: bool = False

    @property
    def month_from(self) -> bool:
        """Whether it has no months, and a date that can tell them."""
        return (
            self.table == OF
            and Col.MONTH in self.missing
            and any(h.column == Col.PLANNED_ON for h in self.headings)
        )


@dataclass(frozen=True)
class SheetPassedOver:
    """A sheet in which no table was recognised.

    Parameters
    ----------
    sheet : str
        Its name.
    nearest : str
        The table that most of its headings are of; empty if none is of any.
    found : tuple of str
        The columns of that table that its headings may stand for.
    missing : tuple of str
        The needed columns of that table that no heading was found for.
    """

    sheet: str
    nearest: str = ""
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposed:
    """What the sheets of a file may hold, and those that seem to hold no table."""

    sheets: tuple[SheetProposed, ...]
    passed_over: tuple[SheetPassedOver, ...] = ()


def propose(file: Path, *, table: str | None = None) -> Proposed:
    """Propose what the sheets of a file hold.

    Parameters
    ----------
    file : Path
        A workbook or a delimited text file.
    table : str, optional
        The only table that is looked for.

    Raises
    ------
    DataError
        If the file can't be read, or no sheet looks like a table of the specification.
    """
    spec = tables(STANDARD_SCALE)
    if table is not None and table not in spec:
        raise DataError(f"There is no table “{table}”; there are: {', '.join(spec)}.")
    wanted = spec if table is None else {table: spec[table]}
    read = sheets(file, n_rows=None)
    made = [_sheet(name, rows, wanted) for name, rows in read.items()]
    proposed = Proposed(
        tuple(of for of in made if isinstance(of, SheetProposed)),
        tuple(of for of in made if isinstance(of, SheetPassedOver)),
    )
    if not proposed.sheets:
        raise DataError(
            f"{file.name}: no sheet has a row with headings of {FEWEST} or more columns of the "
            "data specification, under these or other known names. See docs/data-specification.md."
            + "".join(f" {passed_over_said(of)}" for of in proposed.passed_over if of.nearest)
        )
    return proposed


def passed_over_said(of: SheetPassedOver) -> str:
    """Return in a sentence that no table was recognised in a sheet, and which is nearest.

    Examples
    --------
    >>> passed_over_said(SheetPassedOver("Log"))
    'Sheet “Log”: no table recognised; no heading is known.'
    """
    where = f"Sheet “{of.sheet}”: " if of.sheet else ""
    if not of.nearest:
        return f"{where}no table recognised; no heading is known."
    missing = f"; needed, not found: {', '.join(of.missing)}" if of.missing else ""
    return (
        f"{where}no table recognised; nearest: {of.nearest} "
        f"(found: {', '.join(of.found)}{missing})."
    )


def _sheet(
    name: str | None, rows: Rows, spec: Mapping[str, Table]
) -> SheetProposed | SheetPassedOver:
    best: tuple[int, int, str, list[Claim], bool] | None = None
    rows_read = list(_headings_read(rows[:ROWS_SEARCHED]))
    for of, table in spec.items():
        for at, read, in_two in rows_read:
            # Most cells of a sheet with a cell far to the right are blank.
            claims = [_claim(*one, table) if one[0] else _NOTHING for one in read]
            n = len({column for _, column, _ in claims} - {""})
            if n and (best is None or n > best[0]):
                best = (n, at, of, claims, in_two)
    if best is None:
        return SheetPassedOver(name or "")
    n, at, of, claims, in_two = best
    table = spec[of]
    places = {i: heading for i, heading in enumerate(_headings(claims, table)) if heading.heading}
    headings = tuple(places.values())
    found = [h.column for h in headings if h.column]
    columns = table.schema.columns
    missing = {str(c): str(s.description) for c, s in columns.items()
               if is_needed(s) and c not in found}  # fmt: skip
    if n < min(FEWEST, len(columns)):
        return SheetPassedOver(name or "", of, tuple(found), tuple(missing))
    columns_at = {i: h.column for i, h in places.items() if h.column}
    cells = cells_found(columns_at, rows[at + 1 :], table)
    return SheetProposed(name, of, at + 1, headings, missing, cells, in_two)


def _headings_read(rows: Rows) -> Iterator[tuple[int, list[tuple[str, str]], bool]]:
    """Yield each row's place and headings; then those that a row makes with the one above it.

    Of each heading its lower cell stands beside it, where it is in two rows.
    """
    for at, row in enumerate(rows):
        yield at, [(shortened(" ".join(cell.split())), "") for cell in row], False
    for at, (upper, lower) in enumerate(itertools.pairwise(rows), start=1):
        pairs = in_two_rows(upper, lower)
        yield at, [(shortened(pair), shortened(below)) for pair, below in pairs], True


def _claim(pair: str, below: str, table: Table) -> Claim:
    """Return what a heading claims: whole, or in two rows else by its lower cell, less surely."""
    column, rank = _column(pair, table)
    if column or not below or is_share(pair):
        return pair, column, rank
    column, rank = _column(below, table)
    if column and rank == 0:
        return below, column, rank
    return pair, column, len(WHY) - 1


def _column(heading: str, table: Table) -> tuple[str, int]:
    """Return the one column that a heading names, and how plainly; empty if none or several."""
    found, rank = may_name(heading, table.schema.columns) if heading else ([], 0)
    return (found[0], rank) if len(found) == 1 else ("", 0)


def _headings(claims: Sequence[Claim], table: Table) -> list[HeadingProposed]:
    best: dict[str, int] = {}
    for _, column, rank in claims:
        best[column] = min(rank, best.get(column, rank))
    counts = Counter((column, rank) for _, column, rank in claims)
    made: list[HeadingProposed] = []
    unknown = 0
    for heading, column, rank in claims:
        if not heading:
            made.append(HeadingProposed("", "", ""))
        elif not column:
            unknown += 1
            close = _close(heading, table) if unknown <= MOST_COMPARED else NOT_RECOGNISED
            made.append(HeadingProposed(shown_heading(heading), "", close))
        elif rank == best[column] and (counts[column, rank] == 1 or not rank):
            made.append(HeadingProposed(heading, column, WHY[rank]))
        else:
            made.append(HeadingProposed(heading, "", f"more than one heading may be {column}"))
    return made


def _close(heading: str, table: Table) -> str:
    if is_share(heading):
        return NOT_RECOGNISED
    words = {plain(c): c for c in table.schema.columns}
    for column in table.schema.columns:
        words |= dict.fromkeys(
            KNOWN.get(column, frozenset()) | LESS_SURE.get(column, set()), column
        )
    near = get_close_matches(loosely(heading), list(words), n=6, cutoff=CLOSE)
    candidates = list(dict.fromkeys(str(words[word]) for word in near))[:MOST_CANDIDATES]
    return f"{NOT_RECOGNISED}; close: {', '.join(candidates)}" if candidates else NOT_RECOGNISED
