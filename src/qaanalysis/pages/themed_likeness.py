"""How like a sample is to those it was drawn from, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import charts, labels, words
from qaanalysis.present.charts.likeness_drawing import is_beyond, signed
from qaanalysis.present.labels import Kind
from qaanalysis.present.prose import prose
from qaanalysis.present.record import Shown

LIMIT = 0.1
COLUMNS = ("n_sample", "sample", "n_frame", "frame", "n_cohort", "cohort")
PAIRS = {
    "standardised_from_frame": "against the frame",
    "standardised_from_cohort": "against the whole cohort",
}
AUDITED = {"standardised_from_cohort": "the audited, against the open caseload"}
RENAMED = {
    "n_sample": "Sample, n",
    "n_frame": "Frame, n",
    "n_cohort": "Cohort, n",
    "sample": "Sample",
    "frame": "Frame",
    "cohort": "Cohort",
}
RENAMED_AUDITED = {
    "n_sample": "Audited, n",
    "n_cohort": "Caseload, n",
    "sample": "Audited",
    "cohort": "Caseload",
}
# An average of ages and shares stand below one another.
KINDS = dict.fromkeys(["sample", "frame", "cohort"], Kind.AS_WRITTEN)
_FROM = "standardised_from_"


def note(*, drawn: bool) -> str:
    """Return how to read the figures of `written`."""
    weighted = " The sample’s are weighted by one over each child’s chance." if drawn else ""
    return f"Of age the mean in years, else shares.{weighted}"


def written(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of `likeness` with each share, or mean, in words.

    Examples
    --------
    >>> index = pd.MultiIndex.from_tuples([("age", "mean")], names=["field", "category"])
    >>> table = pd.DataFrame(
    ...     {"n_sample": [7], "sample_share": [np.nan], "sample_mean": [8.25]}, index=index
    ... )
    >>> written(table)["sample"].tolist()
    ['8.3']
    """
    made = table.copy()
    for name in ("sample", "frame", "cohort"):
        share, mean = f"{name}_share", f"{name}_mean"
        if share in table:
            pairs = zip(table[share], table[mean], strict=True)
            made[name] = [
                words.percent(of) if words.absent(of_mean) else words.number(of_mean, digits=1)
                for of, of_mean in pairs
            ]
            made = made.drop(columns=[share, mean])
    return made


def chart(safe: SafeTable) -> Shown:
    """Return the chart of a sample's differences; nothing where there is nobody to compare with.

    Parameters
    ----------
    safe : SafeTable
        Of `written`.
    """
    title = "Standardised differences of the sample"
    return _chart(safe, PAIRS, title=title, renamed=RENAMED, of="in the sample")


def chart_of_audited(safe: SafeTable) -> Shown:
    """Return the chart of who was audited; nothing for a plan of something else."""
    title = "Standardised differences of those who were audited"
    return _chart(safe, AUDITED, title=title, renamed=RENAMED_AUDITED, of="among the audited")


def _chart(safe: SafeTable, pairs: Mapping[str, str], **how: Any) -> Shown:
    if safe.frame.empty:
        return prose()
    return charts.likeness(safe, pairs=pairs, limit=LIMIT, columns=COLUMNS, kinds=KINDS, **how)


def said(table: pd.DataFrame, *, by_chance: float, drawn: bool) -> list[str]:
    """Return which categories differ, and how many would by chance alone.

    Parameters
    ----------
    table : DataFrame
        Of `ThemedChoice.like_all`.
    by_chance : float
        How often one would in a fair draw; NaN if that isn't known.
    drawn : bool
        Whether chance decided.
    """
    if f"{_FROM}frame" not in table and f"{_FROM}cohort" not in table:
        return ["Every child of the cohort is looked at, so that there is nothing to compare with"]
    found = [
        _beyond(table[f"{_FROM}{name}"], what)
        for name, what in (("frame", "the frame"), ("cohort", "the whole cohort"))
        if f"{_FROM}{name}" in table
    ]
    if not drawn:
        return found
    fair = "A fair draw of a few dozen often has some: it is no fault of the draw"
    if not words.absent(by_chance):
        expected = words.number(by_chance * len(table), digits=0)
        fair = (
            f"By chance alone about {expected} of {words.count(len(table))} would differ so much "
            "from the frame in a draw of this size: a fair draw of a few dozen often has some"
        )
    return [*found, fair]


def said_of_audited(
    table: pd.DataFrame, n_audited: tuple[int, int], *, when: str, about: bool
) -> list[str]:
    """Return who was audited beside the caseload; empty for a plan of something else.

    Parameters
    ----------
    table : DataFrame
        Of `ThemedChoice.like_audited`.
    n_audited : tuple of int
        How many children were audited, and how many of them are in the caseload.
    when : str
        The months of the audits.
    about : bool
        Whether the plan is of individual audits.
    """
    if not about:
        return []
    audited, within = n_audited
    if not within:
        return [f"No child of the caseload had an individual audit, {when}, that came back"]
    count = (
        f"{words.counted(within, 'child', 'children')} of the caseload had an individual audit, "
        f"planned {when}, that came back"
    )
    outside = audited - within
    if outside:
        verb = "isn’t" if outside == 1 else "aren’t"
        count += f"; {words.counted(outside, 'other')} {verb} in the open caseload any more"
    return [
        count,
        _beyond(table[f"{_FROM}cohort"], "the caseload", who="the audited"),
        "Who is among them depends on which audits came back, and not on a draw alone",
    ]


def _beyond(values: pd.Series, what: str, *, who: str = "the sample") -> str:
    """Say which categories are beyond the limit, the largest first."""
    known = values.dropna()
    beyond = known[[is_beyond(value, LIMIT) for value in known]]
    limit = words.number(LIMIT, digits=1)
    if beyond.empty:
        return (
            f"In none of {words.count(len(known))} categories does {who} differ from {what} by "
            f"more than {limit} standard deviations"
        )
    order = np.argsort(-beyond.abs().to_numpy(), kind="stable")
    named = [f"{_named(beyond.index[at])} ({signed(beyond.iloc[at])})" for at in order]
    verb = "differ" if who == "the audited" else "differs"
    return (
        f"In {words.count(len(beyond))} of {words.count(len(known))} categories {who} {verb} from "
        f"{what} by more than {limit} standard deviations: {words.listed(named)}"
    )


def _named(key: Sequence[str]) -> str:
    field, category = key
    return f"{labels.label(field)} {category}"
