"""The report on the data themselves, in words and key figures."""

from collections.abc import Mapping, Sequence

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.data.kept_rows import KeptRows
from qaanalysis.data.remedies import remedy
from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.data_quality.revisions import by_month, of_reported
from qaanalysis.present import labels, words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.present.sentences import cannot

METHOD = (
    "A row is accepted if every cell can be read by a declared rule and every rule of the data "
    "specification holds; else it is rejected with each reason. Nothing is guessed, and nothing is "
    "changed but by a rule that is counted here. Rows are compared with those of an earlier run by "
    "keyed fingerprints of their cells."
)
ALONE = "There is no other table for the audit register’s rows to contradict"
RENAMED = {
    "set_aside": "Blank and total rows set aside",
    "unaccounted": "Not accounted for",
    "n_changes": "Spellings or headings",
    "n_cells": "Rows touched",
    "row_numbers": "Rows of the file",
    "what_to_do": "What to do",
    "checked": "Rows looked at",
    "references": "References",
    "of": "Of which rows",
    "filled_share": "Filled in, share",
    "most_blank": "Most often blank",
    "change": "In this month",
    "removed": "Removed, or rejected now",
    "word": "Word",
}


def lead(rows: SafeTable, contradictions: SafeTable) -> list[str]:
    """Return whether every row is accounted for, and what is to be corrected."""
    frame = rows.frame
    total = frame.sum()
    read, accepted, rejected = (int(total[c]) for c in ("read", "accepted", "rejected"))
    lost = frame[frame["unaccounted"] != 0]
    counts = (
        f"{words.counted(read, 'row')} read: {words.count(accepted)} accepted and "
        f"{words.count(rejected)} rejected"
    )
    said = [
        f"{counts}. Every row is accounted for"
        if lost.empty
        else f"{counts}. That doesn’t add up in {words.listed([str(t) for t in lost.index])}"
    ]
    hit = contradictions.frame[contradictions.frame["rows"] > 0]
    n = len(contradictions.frame)
    if not n:
        return [*said, ALONE]
    verb, found = "was" if len(hit) == 1 else "were", int(hit["rows"].sum())
    said.append(
        f"None of {words.counted(n, 'kind')} of contradiction between accepted rows was found"
        if hit.empty
        else f"{words.count(len(hit))} of {words.counted(n, 'kind')} of contradiction between "
        f"accepted rows {verb} found, in {words.counted(found, 'row')}"
    )
    return said


def not_recorded(columns: Mapping[str, Sequence[str]]) -> str:
    """Return what the exports don't record at all; empty if every column has a value somewhere.

    Parameters
    ----------
    columns : mapping of str to sequence of str
        From `completeness.unrecorded`: the columns by table.
    """
    if not columns:
        return ""
    each = [
        f"{words.listed([labels.label(c).lower() for c in found])} ({labels.label(table).lower()})"
        for table, found in columns.items()
    ]
    return cannot(
        f"What the register doesn’t record can’t be told: {'; '.join(each)}. No accepted row has a "
        "value there, so that it is counted nowhere as missing"
    )


def to_correct(tables: Loaded) -> str:
    """Return where the rejected rows are and how they come back; empty if there are none."""
    if not tables.counts["rejected"].sum():
        return ""
    return (
        "The rejected rows are in rejected-rows.xlsx, in the internal run’s folder. It opens at "
        "the first faulty cell, and each faulty cell has a comment. Correct them, save the "
        "workbook under another name, and name it under corrected_rows in params"
    )


def key_figures(rows: SafeTable, changes: pd.DataFrame, before: KeptRows | None) -> list[KeyFigure]:
    """Return the tiles: rows accepted, rows rejected, and rows of reported months that changed."""
    total = rows.frame.sum()
    read = int(total["read"])
    tiles = [
        KeyFigure(
            "accepted",
            "Rows accepted",
            total["accepted"] / read if read else float("nan"),
            count=int(total["accepted"]),
            total=read,
            unit="rows read",
            note="" if read else "no row was read",
        ),
        KeyFigure(
            "rejected",
            "Rows to correct",
            int(total["rejected"]),
            kind="count",
            unit="rejected, in no figure",
            alert=bool(total["rejected"]),
        ),
    ]
    if before is not None:
        n = len(of_reported(changes, before.month))
        tiles.append(
            KeyFigure(
                "revised",
                "Rows of reported months changed",
                n,
                kind="count",
                unit=f"added, removed or edited since the run of {_when(before)}",
            )
        )
    return tiles


def with_remedies(rejected: pd.DataFrame) -> pd.DataFrame:
    """Return the rejected rows by rule with what to do about each."""
    rules = rejected.index.get_level_values("rule")
    return rejected.assign(what_to_do=[remedy(str(rule)) for rule in rules])


def called(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table in which tables and columns are told in words."""
    named = frame.copy()
    for column in {"columns", "most_blank"} & set(named.columns):
        named[column] = [
            ", ".join(map(labels.label, filter(None, str(text).split(", "))))
            for text in named[column]
        ]
    for level in ("table", "column", "looked_for"):
        if level in named.index.names:
            values = {v: _capital(labels.label(v)) for v in named.index.unique(level)}
            named = named.rename(index=values, level=level if named.index.nlevels > 1 else None)
    return named


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def since(before: KeptRows | None, changes: pd.DataFrame) -> list[str]:
    """Return what changed since the run before, in rows."""
    if before is None:
        return [
            cannot(
                "What changed since the last run can’t be told: the outputs hold no run of this "
                "organisation on other input files that kept its rows"
            )
        ]
    if changes.empty:
        return [f"No row was added, removed or edited since the run of {_when(before)}"]
    counts = by_month(changes).sum()
    said = words.listed(
        [
            f"{words.counted(int(n), 'row')} {_SAID[str(change)]}"
            for change, n in counts.items()
            if n
        ]
    )
    reported = of_reported(changes, before.month)
    month = words.month(before.month)
    return [
        f"Since the run of {_when(before)}, which was about {month}: {said}",
        f"{words.counted(len(reported), 'row')} of them {'is' if len(reported) == 1 else 'are'} of "
        f"months up to {month}, which were reported by then: their figures may be otherwise now",
    ]


# Rows are compared as far as they are accepted: one that is rejected now was there before.
_SAID = {"added": "added", "removed": "removed or rejected now", "edited": "edited"}


def _when(before: KeptRows) -> str:
    """Return when a run was made, by the name of its folder."""
    day, hour = before.run[:8], before.run[9:13]
    return f"{words.day(f'{day[:4]}-{day[4:6]}-{day[6:]}')}, {hour[:2]}:{hour[2:]}"
