"""Propose what the headings and spellings of a new export stand for; nothing is applied.

Values of columns that identify somebody or hold free text are never looked at for the proposal,
and the words of a list only where most of a column's cells are words of that list.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qaanalysis.data.fields import Kind, is_needed
from qaanalysis.data.headings import ROWS_SEARCHED, plain
from qaanalysis.data.known_headings import KNOWN
from qaanalysis.data.month_from import OF
from qaanalysis.data.schemas import STANDARD_SCALE, Table, tables
from qaanalysis.data.sheets import Rows, sheets
from qaanalysis.errors import DataError
from qaanalysis.vocabulary import AuditType, Col, FindingKind, Outcome, YesNo

FEWEST = 3
CLOSE, MOST_CANDIDATES = 0.6, 3
LONGEST_SPELLING = 40
NOT_RECOGNISED = "not recognised"
# What registers type where there is no value; params declare which of them do.
MARKERS = frozenset({"-", "–", "n/a", "na", "nil", "none", "tbc", "absent", "#n/a"})
_YES = {"y": YesNo.YES, "n": YesNo.NO, "true": YesNo.YES, "false": YesNo.NO, "✓": YesNo.YES}
_SPELLINGS: dict[str, str] = {
    **{text: str(word) for text, word in _YES.items()},
    "1": str(YesNo.YES),
    "0": str(YesNo.NO),
    "afd": str(FindingKind.DEVELOPMENT),
    "grade supported": str(Outcome.SUPPORTED),
    "grade downgraded": str(Outcome.DOWNGRADED),
    "grade upgraded": str(Outcome.UPGRADED),
    "monthly": str(AuditType.INDIVIDUAL),
    **{alias.casefold(): label for alias, label in STANDARD_SCALE.aliases.items()},
}


@dataclass(frozen=True)
class HeadingProposed:
    """What a heading may stand for: a column, or none and the closest ones."""

    heading: str
    column: str
    why: str


@dataclass(frozen=True)
class SpellingFound:
    """A spelling in a column of listed words, how often it is there, and the word proposed."""

    column: str
    found: str
    n: int
    word: str


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
        The row of the headings, from 1.
    headings : tuple of HeadingProposed
        Each of them.
    missing : tuple of str
        Needed columns that no heading was found for.
    spellings : tuple of SpellingFound
        Of columns of listed words.
    unshown : tuple of str
        Columns of listed words in which most cells are none, so that they aren't shown.
    missing_marks : tuple of str
        What stands in columns of listed words where there may be no value.
    """

    sheet: str | None
    table: str
    row: int
    headings: tuple[HeadingProposed, ...]
    missing: tuple[str, ...]
    spellings: tuple[SpellingFound, ...]
    unshown: tuple[str, ...]
    missing_marks: tuple[str, ...] = ()

    @property
    def month_from(self) -> bool:
        """Whether it has no months, and a date that can tell them."""
        return (
            self.table == OF
            and Col.MONTH in self.missing
            and any(h.column == Col.PLANNED_ON for h in self.headings)
        )


def propose(file: Path, *, table: str | None = None) -> list[SheetProposed]:
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
    found = [made for name, rows in read.items() if (made := _sheet(name, rows, wanted))]
    if not found:
        raise DataError(
            f"{file.name}: no sheet has a row with headings of {FEWEST} or more columns of the "
            "data specification, under these or other known names. See docs/data-specification.md."
        )
    return found


def declared(proposed: Sequence[SheetProposed], file: Path) -> dict[str, Any]:
    """Return the proposal as the keys of params that it would be written as.

    Of two sheets for one table only the first is given.
    """
    sources: dict[str, Any] = {}
    headings: dict[str, Any] = {}
    spellings: dict[str, dict[str, str]] = {}
    for of in proposed:
        if of.table in sources:
            continue
        sources[of.table] = {"file": file.name, **({"sheet": of.sheet} if of.sheet else {})}
        other = {
            h.column: [h.heading]
            for h in of.headings
            if h.column and plain(h.heading) != plain(h.column)
        }
        if other:
            headings[of.table] = other
        for spelling in of.spellings:
            if spelling.word and spelling.word.casefold() != spelling.found.casefold():
                spellings.setdefault(spelling.column, {})[spelling.found] = spelling.word
    marks = sorted({mark for of in proposed for mark in of.missing_marks})
    reading: dict[str, Any] = {"headings": headings, "spellings": spellings}
    if any(of.month_from for of in proposed):
        reading["month_from"] = str(Col.PLANNED_ON)
    return {"sources": sources, "reading": reading | ({"missing": marks} if marks else {})}


def _sheet(name: str | None, rows: Rows, spec: Mapping[str, Table]) -> SheetProposed | None:
    best: tuple[int, int, str] | None = None
    for of, table in spec.items():
        for at, row in enumerate(rows[:ROWS_SEARCHED]):
            n = len({c for c in (_column(cell, table) for cell in row if cell) if c})
            if n and (best is None or n > best[0]):
                best = (n, at, of)
    if best is None or best[0] < min(FEWEST, len(spec[best[2]].schema.columns)):
        return None
    _, at, of = best
    table = spec[of]
    headings = _headings(rows[at], table)
    found = {h.column for h in headings if h.column}
    missing = [c for c, s in table.schema.columns.items() if is_needed(s) and c not in found]
    spellings, unshown, marks = _spellings(headings, rows[at], rows[at + 1 :], table)
    return SheetProposed(
        *(name, of, at + 1, tuple(headings), tuple(missing), tuple(spellings), tuple(unshown)),
        missing_marks=tuple(marks),
    )


def _column(cell: str, table: Table) -> str:
    """Return the column that a heading names, as it is or in other known words; empty if none."""
    said = plain(cell)
    columns = table.schema.columns
    if said in columns:
        return said
    found = [c for c in columns if said in KNOWN.get(c, ())]
    return str(found[0]) if said and len(found) == 1 else ""


def _headings(row: Sequence[str], table: Table) -> list[HeadingProposed]:
    claims = [(cell, _column(cell, table)) for cell in row if cell.strip()]
    # The column's own name goes before other words for it.
    own = {column for cell, column in claims if column and plain(cell) == column}
    counts = Counter(column for cell, column in claims if column)
    made = []
    for cell, column in claims:
        heading = " ".join(cell.split())
        is_own = plain(cell) == column
        if column and (is_own or column not in own) and (counts[column] == 1 or is_own):
            made.append(
                HeadingProposed(heading, column, "its own name" if is_own else "another known name")
            )
        elif column:
            made.append(HeadingProposed(heading, "", f"more than one heading may be {column}"))
        else:
            made.append(HeadingProposed(heading, "", _close(heading, table)))
    return made


def _close(heading: str, table: Table) -> str:
    words = {plain(c): c for c in table.schema.columns}
    for column in table.schema.columns:
        words |= dict.fromkeys(KNOWN.get(column, ()), column)
    near = get_close_matches(plain(heading), list(words), n=6, cutoff=CLOSE)
    candidates = list(dict.fromkeys(str(words[word]) for word in near))[:MOST_CANDIDATES]
    return f"{NOT_RECOGNISED}; close: {', '.join(candidates)}" if candidates else NOT_RECOGNISED


def _spellings(
    headings: Sequence[HeadingProposed], row: Sequence[str], body: Rows, table: Table
) -> tuple[list[SpellingFound], list[str], list[str]]:
    column_of = {h.heading: h.column for h in headings if h.column}
    found: list[SpellingFound] = []
    unshown = []
    marks: Counter[str] = Counter()
    for at, cell in enumerate(row):
        column = column_of.get(" ".join(cell.split()), "")
        spec = table.schema.columns[column] if column else None
        if spec is None or spec.metadata["kind"] not in (Kind.WORD, Kind.GRADE):
            continue
        texts = Counter(" ".join(cells[at].split()) for cells in body if at < len(cells))
        texts.pop("", None)
        for text in [t for t in texts if t.casefold() in MARKERS]:
            marks[text] += texts.pop(text)
        words = {text: _word(text, spec.metadata["allowed"]) for text in texts}
        known = sum(n for text, n in texts.items() if words[text])
        if known * 2 < sum(texts.values()):
            unshown.append(column)
            continue
        found += [
            SpellingFound(column, text, n, words[text])
            for text, n in texts.most_common()
            if len(text) <= LONGEST_SPELLING
        ]
    return found, unshown, list(marks)


def _word(text: str, allowed: Sequence[str]) -> str:
    """Return the word that a spelling stands for; empty if that isn't plain."""
    by_case = {word.casefold(): word for word in allowed}
    said = text.casefold()
    word = by_case.get(said) or _SPELLINGS.get(said, "")
    return word if word in allowed else ""
