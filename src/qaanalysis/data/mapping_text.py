"""A proposal as the text of params: each line to confirm, and what it leaves open as comments."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qaanalysis.data.heading_words import plain
from qaanalysis.data.mapping import Proposed, SheetProposed
from qaanalysis.data.mapping_cells import NOT_YET_GRADED, CellsFound, SpellingFound
from qaanalysis.data.schemas import STANDARD_SCALE, tables
from qaanalysis.vocabulary import Col

# Texts that YAML takes for nothing but text.
_TEXT = re.compile(r"[A-Za-z][\w ./()-]*[\w).]|[A-Za-z]")
_NOT_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan"})


def to_paste(proposed: Proposed, file: Path) -> str:
    """Return a proposal as it is pasted into a file of the folder params that is, or will be, here.

    Parameters
    ----------
    proposed : Proposed
        What the sheets of the file may hold.
    file : Path
        The export.
    """
    return (
        f"# Proposed for {file.name}. Check every line, then write it into params.\n"
        "# The file is named as from the folder params here; from elsewhere, correct it.\n"
        + params_text(proposed, path_from(Path.cwd() / "params", file))
    )


def params_text(proposed: Proposed, file: str) -> str:
    """Return a proposal as keys of params, with what isn't recognised in comments.

    Parameters
    ----------
    proposed : Proposed
        What the sheets may hold.
    file : str
        The export, as it is named from the folder of the params file.
    """
    lines = [*grade_lines(proposed), *source_lines(proposed, file), *reading_lines(proposed)]
    return "".join(f"{line}\n" for line in lines)


def grade_lines(proposed: Proposed) -> Iterator[str]:
    """Yield the grade scale with the other spellings that were found, if there are grades."""
    found = [s for of in proposed.sheets for s in of.cells.spellings if s.is_grade]
    if not found:
        return
    yield "grade_scale:"
    for label in STANDARD_SCALE.labels:
        yield f"- label: {label}"
        if label in STANDARD_SCALE.good_or_better:
            yield "  good_or_better: true"
        spelt = {s.found.casefold(): s.found for s in found if s.word == label}
        spelt.pop(label.casefold(), None)
        if spelt:
            yield f"  aliases: [{', '.join(map(quoted, spelt.values()))}]"
    yield from unknown_grades(proposed)


def unknown_grades(proposed: Proposed) -> Iterator[str]:
    """Yield as comments the words in columns of grades that are no grade, and what to do."""
    unknown: dict[str, tuple[str, int]] = {}
    for of in proposed.sheets:
        for spelling in of.cells.spellings:
            if spelling.is_grade and not spelling.word:
                key = spelling.found.casefold()
                _, before = unknown.get(key, ("", 0))
                unknown[key] = (spelling.found, before + spelling.n)
    for word, n in unknown.values():
        yield f"# Not recognised as a grade, {_cells(n)}: “{comment(word)}”. Add it to the aliases"
        yield "# of the grade that it stands for or, if it stands for none, to reading.not_graded."


def source_lines(proposed: Proposed, file: str) -> Iterator[str]:
    """Yield where each table lies; a second sheet of a table is a comment."""
    yield "sources:"
    seen: set[str] = set()
    for of in proposed.sheets:
        sheet = f", sheet: {quoted(of.sheet)}" if of.sheet else ""
        line = f"  {of.table}: {{file: {quoted(file)}{sheet}}}"
        yield (
            f"  # A second sheet for one table, left out: {line.strip()}"
            if (of.table in seen)
            else line
        )
        seen.add(of.table)


def reading_lines(proposed: Proposed) -> Iterator[str]:
    """Yield how cells are read: headings, spellings, marks and formats."""
    sheets = list({of.table: of for of in reversed(proposed.sheets)}.values())[::-1]
    made = [
        *_section("headings", (line for of in sheets for line in heading_lines(of))),
        *_section("spellings", _spelling_lines(sheets)),
        *_lists(sheets),
        *(f"  month_from: {Col.PLANNED_ON}" for of in sheets if of.month_from),
    ]
    yield "reading:" if made else "reading: {}"
    yield from made
    for of in sheets:
        for column in of.cells.unshown:
            yield f"  # {of.table}, {column}: most cells hold no word of its list. Is it that?"
        for column, n in of.cells.unread.items():
            yield f"  # {of.table}, {column}: {_cells(n)} in none of the usual forms."


def _lists(sheets: Iterable[SheetProposed]) -> Iterator[str]:
    cells = [of.cells for of in sheets]
    lists = {
        "missing": sorted({mark for found in cells for mark in found.marks}),
        "date_formats": _common(found.date_formats for found in cells),
        "month_formats": _common(found.month_formats for found in cells),
    }
    for key, values in lists.items():
        if values:
            yield f"  {key}: [{', '.join(map(quoted, values))}]"
    yield from _not_graded(cells)


def _not_graded(cells: Sequence[CellsFound]) -> Iterator[str]:
    """Yield what stands in the place of a grade, where it isn't to be a missing value anywhere."""
    missing = {mark.casefold() for found in cells for mark in found.marks}
    among = {mark.casefold(): mark for found in cells for mark in found.ungraded}
    apart = [f"{quoted(mark)}: {NOT_YET_GRADED[key]}" for key, mark in among.items()
             if key not in missing]  # fmt: skip
    if apart:
        yield f"  not_graded: {{{', '.join(apart)}}}"
    for key, mark in among.items():
        if key in missing:
            yield f"  # “{comment(mark)}” stands among grades too. Only if it is out of missing can"
            yield f"  # not_graded keep it apart, as {{{quoted(mark)}: {NOT_YET_GRADED[key]}}}."


def heading_lines(of: SheetProposed) -> Iterator[str]:
    """Yield the other headings of a table, the needed columns without one, and what is left."""
    lines = [
        f"      {h.column}: [{quoted(h.heading)}]"
        for h in of.headings
        if h.column and plain(h.heading) != plain(h.column)
    ]
    note = "" if lines else "# "
    yield f"    {note}{of.table}:"
    yield from lines
    for column, meaning in of.missing.items():
        # A month may be told by a date instead, and both together are refused.
        by_date = of.month_from and column == Col.MONTH
        what = "month_from is proposed in its place" if by_date else "nothing is proposed"
        yield f"      # {column}: [ ]  # needed, and {what}. {meaning}"
    left = [h.heading for h in of.headings if not h.column]
    if left:
        yield f"      # Headings that stand for nothing yet: {comment('; '.join(left))}"


def _spelling_lines(sheets: Iterable[SheetProposed]) -> Iterator[str]:
    by_column: dict[str, dict[str, SpellingFound]] = {}
    allowed: dict[str, tuple[str, ...]] = {}
    spec = tables(STANDARD_SCALE)
    for of in sheets:
        for found in of.cells.spellings:
            if not found.is_grade:
                spelt = by_column.setdefault(found.column, {})
                before = spelt.get(found.found.casefold(), replace(found, n=0))
                spelt[found.found.casefold()] = replace(before, n=before.n + found.n)
                column = spec[of.table].schema.columns[found.column]
                allowed[found.column] = column.metadata["allowed"]
    for column, spellings in by_column.items():
        lines = [
            f"      {quoted(s.found)}: {quoted(s.word)}  # {_cells(s.n)}"
            for key, s in spellings.items()
            if s.word and s.word.casefold() != key
        ]
        # Which audits count is told by their type, so that it is shown how many are of which.
        own = [f"{s.found} ({_cells(s.n)})" for key, s in spellings.items()
               if column == Col.AUDIT_TYPE and s.word.casefold() == key]  # fmt: skip
        unknown = [f"{s.found} ({_cells(s.n)})" for s in spellings.values() if not s.word]
        if lines:
            yield f"    {column}:"
            yield from lines
        if own:
            yield f"    # {column}, as the list has it: {comment('; '.join(own))}"
        if unknown:
            words = ", ".join(allowed[column])
            yield f"    # {column}, not recognised: {comment('; '.join(unknown))}. Allowed: {words}"


def _section(key: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a key over its lines; where all of them are comments it is empty."""
    made = list(lines)
    if not made:
        return
    empty = all(line.lstrip().startswith("#") for line in made)
    yield f"  {key}: {{}}" if empty else f"  {key}:"
    yield from made


def _common(counts: Iterable[dict[str, int]]) -> list[str]:
    totals: dict[str, int] = {}
    for count in counts:
        for form, n in count.items():
            totals[form] = totals.get(form, 0) + n
    return sorted(totals, key=lambda form: -totals[form])


def _cells(n: int) -> str:
    return f"{n} cell" if n == 1 else f"{n} cells"


def comment(text: str) -> str:
    r"""Return a text of an export as a comment of YAML may hold it.

    Examples
    --------
    >>> comment("Grade\x07")
    'Grade?'
    """
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def path_from(folder: Path, file: Path) -> str:
    """Return how params in a folder name a file: relative, or whole if it is on another drive."""
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        return file.resolve().as_posix()


def quoted(text: str) -> str:
    """Return a text as YAML takes it for text.

    Examples
    --------
    >>> quoted("Audit ref"), quoted("Yes"), quoted("100%")
    ('Audit ref', '"Yes"', '"100%"')
    """
    plain_text = _TEXT.fullmatch(text) and text.casefold() not in _NOT_TEXT
    return text if plain_text else json.dumps(text, ensure_ascii=False)
