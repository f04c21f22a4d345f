"""Find the row of headings in an export and match each heading to a column of the specification."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qaanalysis.data.fields import Kind, is_needed
from qaanalysis.data.heading_words import OF_A_SHARE, is_share, plain, shortened
from qaanalysis.data.personal_texts import shown_heading
from qaanalysis.data.schemas import Table
from qaanalysis.errors import DataError
from qaanalysis.vocabulary import Col

ROWS_SEARCHED = 25
SEARCHED = (
    f"The first {ROWS_SEARCHED} rows were searched; if the headings stand further down, take rows "
    "out above them."
)
# How many of those that stand for no column a message shows.
MOST_SHOWN = 50
# By table and column that is needed: what params can declare in its place.
INSTEAD = {
    ("audits", Col.MONTH): (
        "where a register has only dates, reading.month_from in params says whose month is the "
        "audit’s, such as month_from: planned_on"
    )
}


@dataclass(frozen=True)
class Headings:
    """Where the headings are and what they stand for.

    Parameters
    ----------
    row : int
        Row of the file, from 1.
    found : dict of str to int
        Column of the specification to position, from 0.
    texts : dict of str to str
        Column of the specification to the heading as it is written.
    renamed : tuple of str
        Columns found under a declared other heading.
    unknown : tuple of str
        Headings that stand for no column; their cells aren't read.
    lower : dict of str to str
        Of those that are put together of two rows, the lower cell.
    """

    row: int
    found: dict[str, int]
    texts: dict[str, str]
    renamed: tuple[str, ...]
    unknown: tuple[str, ...]
    lower: dict[str, str] = field(default_factory=dict)


def find_headings(
    rows: Sequence[Sequence[str]],
    table: Table,
    aliases: Mapping[str, Sequence[str]],
    where: str,
    read_as: str = "",
) -> Headings:
    """Find the row that holds the most headings of `table`, among the first rows of a sheet.

    Where two rows together hold more (“Moderation” over “Grade” and “Date”), a heading is both of
    its cells: moderation_grade. A cell of the upper row stands for the blank ones to its right.

    Parameters
    ----------
    rows : list of list of str
        The first rows of a sheet, or all of them.
    table : Table
        The specification.
    aliases : mapping of str to list of str
        By column: the other headings that are declared.
    where : str
        What the sheet is called in messages.
    read_as : str
        How the file was read, a sentence for the message that no heading was found.

    Raises
    ------
    DataError
        If a needed column isn't there, or two headings stand for one column.
    """
    known = known_headings(table, aliases)
    top = _beneath_shares(rows[:ROWS_SEARCHED])
    matches = [[known.get(plain(cell)) for cell in row] for row in top]
    counts = [len({m for m in match if m}) for match in matches]
    best = counts.index(max(counts)) if counts else 0
    texts = [" ".join(cell.split()) for cell in top[best]] if top else []
    match = matches[best] if matches else []
    pairs = [in_two_rows(upper, lower) for upper, lower in itertools.pairwise(top)]
    paired = [[_likelier(pair, below, known) for pair, below in row] for row in pairs]
    together = [len({known.get(plain(text)) for text in row} - {None}) for row in paired]
    lower: dict[str, str] = {}
    if together and max(together) > max(counts):
        best = together.index(max(together)) + 1
        texts = paired[best - 1]
        match = [known.get(plain(text)) for text in texts]
        of_pair = zip(pairs[best - 1], match, strict=True)
        lower = {shortened(pair): below for (pair, below), column in of_pair
                 if below and below != pair and not column}  # fmt: skip
    searched = f" {SEARCHED}" if len(top) == ROWS_SEARCHED else ""
    if not any(match):
        raise _no_heading(table, where, searched, read_as)
    _refuse_missing(table, match, texts, aliases, where, searched)
    _refuse_twice(match, texts, where)
    _refuse_two_tables(counts, best, where)
    found = {column: i for i, column in enumerate(match) if column}
    return Headings(
        row=best + 1,
        found=found,
        texts={column: texts[i] for column, i in found.items()},
        renamed=tuple(c for c, i in found.items() if plain(texts[i]) != plain(c)),
        unknown=tuple(
            shortened(text)
            for text, column in zip(texts, match, strict=True)
            if text and not column
        ),
        lower=lower,
    )


def most_headings(
    rows: Sequence[Sequence[str]], table: Table, aliases: Mapping[str, Sequence[str]]
) -> int:
    """Return the most headings of a table that one of the first rows of a sheet holds."""
    known = known_headings(table, aliases)
    return max((len({known.get(plain(c)) for c in row} - {None}) for row in rows), default=0)


def known_headings(table: Table, aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return each heading a table may have, plain, and the column it stands for."""
    columns = table.schema.columns
    known = {plain(column): column for column in columns}
    for column, others in aliases.items():
        if column not in columns:
            raise DataError(
                f"params: reading.headings.{table.name}: “{column}” isn't a column of that table; "
                f"allowed: {', '.join(columns)}."
            )
        _refuse_share(table, column, others)
        known |= {plain(other): column for other in others}
    _refuse_shared(table, aliases)
    return known


def _refuse_share(table: Table, column: str, others: Sequence[str]) -> None:
    """Refuse a percentage that is declared to be a count or a date: 53 of 100 isn't 53%."""
    kind = table.schema.columns[column].metadata["kind"]
    shares = [other for other in others if is_share(other)]
    if shares and kind in (Kind.COUNT, Kind.DATE):
        raise DataError(
            f"params: reading.headings.{table.name}.{column}: “{shares[0]}” is the heading of a "
            f"percentage or rate, and {column} is a {kind}. Name the column that holds the {kind}."
        )


def _refuse_shared(table: Table, aliases: Mapping[str, Sequence[str]]) -> None:
    """Refuse a heading that is declared for two columns: only one of them would be found."""
    columns_of: dict[str, dict[str, str]] = {}
    for column, others in aliases.items():
        for other in others:
            columns_of.setdefault(plain(other), {})[column] = other
    shared = [columns for columns in columns_of.values() if len(columns) > 1]
    if shared:
        said = "; ".join(
            f"the heading “{next(iter(columns.values()))}” is declared for "
            f"{'both ' if len(columns) == 2 else ''}{' and '.join(columns)}"
            for columns in shared
        )
        raise DataError(
            f"params: reading.headings.{table.name}: {said}. One heading can stand for one column "
            f"only: leave it with the one it is.{_instead(table, [c for of in shared for c in of])}"
        )


def _instead(table: Table, columns: Sequence[str]) -> str:
    """Return what params can declare in the place of columns, a sentence each."""
    return "".join(f" For {c}: {INSTEAD[table.name, c]}." for c in columns
                   if (table.name, c) in INSTEAD)  # fmt: skip


def _taken(missing: Sequence[str], match: Sequence[str | None], row: Sequence[str]) -> str:
    """Return which missing columns have their own name as a heading that params give to another."""
    return "".join(
        f" “{' '.join(text.split())}” is there, and is declared to be {of}: it can’t be {c} too."
        for c in missing
        for text, of in zip(row, match, strict=True)
        if of and plain(text) == plain(c)
    )


def in_two_rows(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    """Return the headings that two rows make together, and of each its lower cell.

    Examples
    --------
    >>> in_two_rows(["Team", "Moderation", ""], ["", "Grade", "Date"])
    [('Team', ''), ('Moderation Grade', 'Grade'), ('Moderation Date', 'Date')]
    """
    found, over = [], ""
    for i, cell in enumerate(lower):
        above = " ".join(upper[i].split()) if i < len(upper) else ""
        over = above or over
        below = " ".join(cell.split())
        found.append((f"{over} {below}".strip() if below else above, below))
    return found


def _beneath_shares(top: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Return rows in which a cell beneath a bare “%” says so itself: it is no count's heading."""
    made = list(top[:1])
    for upper, row in itertools.pairwise(top):
        over = [cell if OF_A_SHARE.issuperset(plain(cell).split("_")) else "" for cell in upper]
        if any(over):
            over += [""] * (len(row) - len(over))
            row = [f"{of} {cell}" if of and cell.strip() else cell
                   for of, cell in zip(over, row, strict=False)]  # fmt: skip
        made.append(row)
    return made


def _likelier(pair: str, below: str, known: Mapping[str, str]) -> str:
    """Return a heading of two rows as its lower cell alone, where only that is known.

    “Team” under “Case” is the team, “Grade” under “Moderation” the moderation's; and “Returned”
    under “%” isn't the count.
    """
    alone = plain(pair) not in known and plain(below) in known and not is_share(pair)
    return below if alone else pair


def _refuse_missing(
    table: Table,
    match: Sequence[str | None],
    row: Sequence[str],
    aliases: Mapping[str, Sequence[str]],
    where: str,
    searched: str,
) -> None:
    needed = [c for c, spec in table.schema.columns.items() if is_needed(spec)]
    missing = [c for c in needed if c not in match]
    if missing:
        listed = ", ".join(
            f"{c} (or {' or '.join(aliases[c])})" if aliases.get(c) else c for c in missing
        )
        raise DataError(
            f"{where}: needed columns aren't there: {listed}. Found: "
            f"{_shown(match, row)}.{searched} Add the column, or declare its heading under "
            f"reading.headings.{table.name} in params; `qaanalysis map` proposes which heading it "
            f"is.{_shares_told(match, row)}{_taken(missing, match, row)}{_instead(table, missing)}"
        )


def _no_heading(table: Table, where: str, searched: str, read_as: str) -> DataError:
    needed = ", ".join(c for c, spec in table.schema.columns.items() if is_needed(spec))
    read_as = f" {read_as}" if read_as else ""
    return DataError(
        f"{where}: no heading of the table “{table.name}” is in the first {ROWS_SEARCHED} rows. "
        f"Needed: {needed}. Is this the right file and sheet?{searched}{read_as}"
    )


def _refuse_twice(match: Sequence[str | None], row: Sequence[str], where: str) -> None:
    places: dict[str, list[int]] = {}
    for i, column in enumerate(match):
        if column:
            places.setdefault(column, []).append(i)
    told = [
        f"{column} ({' and '.join(f'“{row[i]}”, column {i + 1}' for i in at)})"
        for column, at in sorted(places.items())
        if len(at) > 1
    ]
    if told:
        raise DataError(
            f"{where}: two headings stand for one column: {', '.join(told)}. Remove or rename one "
            "of them."
        )


def _shares_told(match: Sequence[str | None], row: Sequence[str]) -> str:
    """Return that no count is read from a percentage, where a heading of the row is of one.

    Not in a row of data, whose cells may name people: there fewer are headings than not.
    """
    shares = [" ".join(text.split()) for text in row if is_share(text)]
    if not shares or 2 * sum(1 for of in match if of) < sum(1 for text in row if text.strip()):
        return ""
    return (
        f" “{shares[0]}” is a percentage or rate, from which no count or date is read: export the "
        "counts themselves."
    )


def _refuse_two_tables(counts: Sequence[int], best: int, where: str) -> None:
    """Refuse a row of headings that stands below another: the rows between would be left out."""
    above = [i for i, n in enumerate(counts[: max(best - 1, 0)]) if 2 * n > counts[best]]
    if above:
        raise DataError(
            f"{where}: rows {above[0] + 1} and {best + 1} both hold headings of the table, and the "
            "rows between them would be left out. Take one of the two out, or put the lower table "
            "on a sheet of its own."
        )


def _shown(match: Sequence[str | None], row: Sequence[str]) -> str:
    """Return the headings that were found, for a message.

    A row of data can have a cell that reads like a heading, and its other cells name people. So
    what isn't known is shown only in a row that holds more headings than anything else.
    """
    filled = [(text, column) for text, column in zip(row, match, strict=True) if text.strip()]
    known = [" ".join(text.split()) for text, column in filled if column]
    n_others = len(filled) - len(known)
    if n_others < len(known):
        all_of = [shown_heading(shortened(" ".join(text.split()))) for text, _ in filled]
        more = f" and {len(all_of) - MOST_SHOWN:,} more" if len(all_of) > MOST_SHOWN else ""
        return ", ".join(all_of[:MOST_SHOWN]) + more
    others = "1 cell that is" if n_others == 1 else f"{n_others} cells that are"
    return f"{', '.join(known)}; and {others} no heading of this table"
