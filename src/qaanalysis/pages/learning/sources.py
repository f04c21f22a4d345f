"""Feedback, several sources side by side, and the workforce, in words."""

from collections.abc import Collection

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.learning import triangulation
from qaanalysis.present import sentences, words

_MEASURES = {
    "changes_of_worker": "the number of changes of worker",
    "agency_share": "the share of agency workers",
}


def part(table: SafeTable) -> list[str]:
    """Return how often the child, the family and the practitioner had their part."""
    said = [_obtained(str(name), row) for name, row in table.frame.iterrows()]
    return [
        *said,
        sentences.cannot(
            "What children and families said isn’t in the data: the register records only whether "
            "their feedback was obtained"
        ),
    ]


def _obtained(name: str, row: pd.Series) -> str:
    if words.hidden(row["obtained"], row["recorded"], row["obtained_share"]):
        return f"{name}: how often is hidden, because numbers are small"
    blank, audits = row["not_recorded"], words.count(row["audits"])
    if row["recorded"] == 0:
        return sentences.cannot(f"{name}: in none of {audits} returned audits is it recorded")
    yes = sentences.share_of(
        row["obtained"],
        row["recorded"],
        "returned audits in which it is recorded",
        low=row["obtained_share_low"],
        high=row["obtained_share_high"],
    )
    rest = f"; in {words.count(blank)} of {audits} it isn’t recorded, which doesn’t mean no"
    return f"{name}: {yes}{rest if blank else ''}"


def sources(table: SafeTable, simple_things: Collection[str]) -> list[str]:
    """Return how many sources speak of each simple thing, and how they are to be read."""
    n = triangulation.n_sources(table.frame)
    said = [
        "The sources stand side by side and aren’t put together: a monthly audit names what struck "
        "its auditor, a themed audit asks everybody the same question, and feedback is recorded as "
        "obtained or not. What a themed audit’s sample stands for is in its own report"
    ]
    by_number = {k: [name for name in simple_things if n.get(name, 0) == k] for k in (0, 1)}
    if by_number[0]:
        said.append(sentences.cannot(f"No source says anything of {words.listed(by_number[0])}"))
    if by_number[1]:
        said.append(
            sentences.cannot(
                f"Only one source speaks of {words.listed(by_number[1])}, so that nothing stands "
                "beside it"
            )
        )
    return said


def workforce(pairs: SafeTable, beside: SafeTable) -> list[str]:
    """Return how the workforce's figures and the grades moved together, as association only."""
    if beside.frame.empty:
        return [
            "Nothing is told of the workforce (changes of worker, agency share), so that nothing "
            "stands beside the grades. It can be added as learning.workforce in params"
        ]
    said = [
        f"Over {words.counted(row['months'], 'month')}, {_MEASURES[str(name)]} and the share of "
        f"grades that meet the aim moved the same way in {words.count(row['same_way'])} of "
        f"{words.counted(row['pairs'], 'pair')} of months, and opposite ways in "
        f"{words.count(row['opposite_way'])}"
        for name, row in pairs.frame.iterrows()
    ]
    return [
        *said,
        sentences.cannot(
            "This is an association over few months and no more: both may move with the time of "
            "year, with who returns audits, or with something that nobody recorded"
        ),
    ]


def beside(frame: pd.DataFrame) -> list[str]:
    """Return the columns of the table of the workforce that are told in some month."""
    return [str(name) for name in frame.columns if frame[name].notna().any()]
