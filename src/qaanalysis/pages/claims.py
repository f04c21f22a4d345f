"""What a report stated, in words and key figures: how much of it holds."""

from collections.abc import Mapping
from typing import Protocol

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
    "where": "Where it stands",
    "figure": "The figure that does",
}
UNKNOWN = {**RENAMED, "figure": "What is known"}
KINDS = {**dict.fromkeys(["where", "why"], Kind.TEXT), "figure": Kind.AS_WRITTEN}
NOTHING = "Nothing"
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


class Stated(Protocol):
    """The statements of a report."""

    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def not_evidence(self) -> Mapping[str, str]: ...  # noqa: D102


def lead(checked: SafeTable, stated: Stated | None) -> list[str]:
    """Return how many statements hold, and what a verdict is on.

    Parameters
    ----------
    checked : SafeTable
        From `metrics.claims.checked`.
    stated : Stated or None
        From params; None if they name none.
    """
    n = len(checked.frame)
    if stated is None:
        return [NONE]
    counts = _counts(checked.frame)
    fails, unknown, holds = (counts[verdict] for verdict in _LABELS)
    return [
        f"{stated.source}: of {words.counted(n, 'statement')} {_said(holds, 'holds', 'hold')}, "
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


def told(found: pd.DataFrame) -> pd.DataFrame:
    """Return statements as they are shown: where they stand, if that is given, why, the figure.

    Parameters
    ----------
    found : DataFrame
        From `metrics.claims.of_verdict`. By which habit of rounding a percentage can be reached is
        in its sentence as well.
    """
    names = [name for name in ("where", "why", "figure") if name in found]
    return found[names].assign(figure=found["figure"].where(found["figure"] != "", NOTHING))


def without_evidence(stated: Stated | None) -> str:
    """Return how much of what the run records can't speak for the report, by what params say."""
    n = 0 if stated is None else len(stated.not_evidence)
    if not n:
        return ""
    return (
        f"By what params say, {words.counted(n, 'kind')} of record that the run has can’t speak "
        "for this report; the reason stands beside each statement that would rest on one"
    )
