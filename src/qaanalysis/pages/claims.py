"""What a report stated, in words and key figures: how much of it holds."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.claims import Verdict
from qaanalysis.present import words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.present.labels import Kind

METHOD = (
    "Each statement is held against whole numbers, the calendar and the run’s own figures; "
    "percentages by which whole numbers round to them (Brown and Heathers, 2017); differences of "
    "shares by Newcombe’s interval, 95%."
)
RENAMED = {
    "claim": "As stated",
    "where": "Where",
    "verdict": "Verdict",
    "why": "Why",
    "figure": "The figure that holds",
    "reached": "Percentage reached",
}
KINDS = dict.fromkeys(["where", "verdict", "reached", "why", "figure"], Kind.TEXT)
NONE = (
    "Params name no statements of a report to test. Add them under claims, to see which hold and "
    "which figure does"
)
_LABELS = {
    Verdict.FAILS: "Don’t hold",
    Verdict.UNKNOWN: "Can’t be known",
    Verdict.HOLDS: "Hold",
}
_NAMES = {Verdict.FAILS: "fail", Verdict.UNKNOWN: "unknown", Verdict.HOLDS: "hold"}


def lead(checked: SafeTable, *, source: str) -> list[str]:
    """Return how many statements hold, and what a verdict is on.

    Parameters
    ----------
    checked : SafeTable
        From `metrics.claims.checked`.
    source : str
        The report that states them; empty if params name none.
    """
    n = len(checked.frame)
    if not n:
        return [NONE]
    counts = _counts(checked.frame)
    fails, unknown, holds = (counts[verdict] for verdict in _LABELS)
    return [
        f"{source}: of {words.counted(n, 'statement')} {_said(holds, 'holds', 'hold')}, "
        f"{_said(fails, 'doesn’t', 'don’t')}, and {words.in_words(unknown)} can’t be known from "
        "what is recorded",
        "A verdict is on a statement as it is printed. It says neither why it was printed so nor "
        "what practice is like",
    ]


def _said(n: int, one: str, many: str) -> str:
    return f"{words.in_words(n)} {one if n == 1 else many}"


def key_figures(checked: SafeTable) -> list[KeyFigure]:
    """Return the tiles: how many statements there are of each verdict."""
    counts, n = _counts(checked.frame), len(checked.frame)
    return [
        KeyFigure(
            f"claims_{_NAMES[verdict]}",
            label,
            counts[verdict],
            kind="count",
            total=n,
            unit="statements",
        )
        for verdict, label in _LABELS.items()
        if n
    ]


def _counts(frame: pd.DataFrame) -> dict[Verdict, int]:
    return {verdict: int((frame["verdict"] == verdict).sum()) for verdict in Verdict}


def columns(checked: SafeTable) -> list[str]:
    """Return the columns of the table of verdicts; where they are printed only if that is given.

    How a percentage can have been reached stands in a column of its own, where one is stated.
    """
    frame = checked.frame
    optional = [name for name in ("where", "reached") if (frame[name] != "").any()]
    return [
        name
        for name in ("where", "verdict", "reached", "why", "figure")
        if name in optional or name not in ("where", "reached")
    ]


def without_evidence(reasons: dict[str, str]) -> str:
    """Return which of the run's figures don't speak for or against a statement, and why."""
    if not reasons:
        return ""
    grouped: dict[str, list[str]] = {}
    for name, why in reasons.items():
        grouped.setdefault(words.sentence(why), []).append(name)
    said = [f"{words.listed(names)}: {why}" for why, names in grouped.items()]
    return f"The run doesn’t speak of everything, by what params say. {' '.join(said)}"
