"""What audits name as strengths and as areas for development, in words."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.learning.coding import Coded
from qaanalysis.metrics.learning.named import AUDITS, DEVELOPMENT, STRENGTH
from qaanalysis.present import key_figures as figures_of
from qaanalysis.present import sentences, words
from qaanalysis.present.key_figures import KeyFigure

UNIT = "returned audits"
ALPHA = 0.05
_SHOWN = 3
_CALLED = {STRENGTH: "a strength", DEVELOPMENT: "an area for development"}


def lead(themes: SafeTable) -> list[str]:
    """Return what a hurried reader needs: what is named most, strengths first."""
    if themes.frame.empty:
        return ["No findings of audits can be shown, so that nothing is said of what they name."]
    return [said for kind in (STRENGTH, DEVELOPMENT) if (said := most(themes, kind))]


def most(themes: SafeTable, kind: str) -> str:
    """Return what most audits name as a strength, or as one to develop; empty if none is shown."""
    named, of = most_counted(themes, kind), of_shown(themes, kind)
    return f"Named most as {_CALLED[kind]} in {UNIT}{of}: {words.listed(named)}" if named else ""


def most_counted(themes: SafeTable, kind: str) -> list[str]:
    """Return what most audits name so, each with its count, of those whose figure is shown."""
    if themes.frame.empty:
        return []
    return [
        f"{name} ({words.count(row[kind])} of {words.count(row[AUDITS])}, "
        f"{words.percent(row[kind] / row[AUDITS])})"
        for name, row in _known(themes.frame, kind).head(_SHOWN)[[kind, AUDITS]].iterrows()
    ]


def most_shown(themes: SafeTable, kind: str) -> list[str]:
    """Return the names of what most audits name so, of those whose figure is shown."""
    if themes.frame.empty:
        return []
    return [str(name) for name in _known(themes.frame, kind).head(_SHOWN).index]


def of_shown(themes: SafeTable, kind: str) -> str:
    """Return what limits “most” to the figures that are shown; empty if all are."""
    of = words.of_shown(*themes.frame[kind])
    return f",{of}" if of else ""


def _known(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the rows whose figure is shown, most named first, without those nobody named."""
    counts = pd.to_numeric(frame[kind], errors="coerce")
    kept = frame[counts > 0]
    order = counts[counts > 0].sort_values(ascending=False, kind="stable").index
    return kept.loc[order]


def key_figures(themes: SafeTable, parts: SafeTable) -> list[KeyFigure]:
    """Return the tiles: the theme named most of either kind, and the child's feedback."""
    made = [_tile(themes, kind) for kind in (STRENGTH, DEVELOPMENT) if not themes.frame.empty]
    label = "Feedback from the child obtained"
    rows = parts.frame.to_dict("records")
    row: dict[str, Any] = {str(key): value for key, value in rows[0].items()} if rows else {}
    if not row or words.hidden(row["obtained"], row["recorded"], row["obtained_share"]):
        return [*made, figures_of.hidden("child_feedback", label, unit="audits")]
    told = KeyFigure(
        "child_feedback",
        label,
        row["obtained_share"],
        count=int(row["obtained"]),
        total=int(row["recorded"]),
        unit="audits in which it is recorded",
        low=row["obtained_share_low"],
        high=row["obtained_share_high"],
    )
    return [*made, told]


def _tile(themes: SafeTable, kind: str) -> KeyFigure:
    label = f"Named most as {_CALLED[kind]}"
    shown = _known(themes.frame, kind)
    # Where one is hidden nobody is told which is named most.
    if shown.empty or of_shown(themes, kind):
        return figures_of.hidden(f"most_{kind}", label, unit=UNIT)
    row = shown.iloc[0]
    return KeyFigure(
        f"most_{kind}",
        f"{label}: {shown.index[0]}",
        row[f"{kind}_share"],
        count=int(row[kind]),
        total=int(row[AUDITS]),
        unit=UNIT,
        low=row[f"{kind}_share_low"],
        high=row[f"{kind}_share_high"],
    )


def unmatched(strange: SafeTable, found: Coded, *, declared: Collection[str]) -> str:
    """Return whether every finding has a word of the dictionary, and how many haven't."""
    if not found.is_known:
        return ""
    if not declared:
        return sentences.cannot(
            "Params declare no dictionary of themes, so that no finding can be coded. Add "
            "learning.themes"
        )
    n = int(strange.frame["findings"].sum()) if not strange.frame.empty else 0
    total = len(found.findings)
    if n == 0:
        return f"All {words.counted(total, 'finding')} have a word of the dictionary."
    verb = "has" if n == 1 else "have"
    return (
        f"{words.count(n)} of {words.counted(total, 'finding')} {verb} a word that the dictionary "
        "doesn’t know, and count for nothing. The words are listed below: add them to "
        "learning.themes, as a theme or a synonym"
    )


def uncoded(found: Coded) -> str:
    """Return how many returned audits have no coded finding, and how many findings are left out."""
    if not found.is_known:
        return ""
    said = []
    if found.n_uncoded:
        verb = "has" if found.n_uncoded == 1 else "have"
        n = words.counted(len(found.audits), "returned audit")
        said.append(
            f"{words.count(found.n_uncoded)} of {n} "
            f"{verb} no coded finding. They are among the audits that shares are of; whether there "
            "was nothing to name or nobody wrote it down isn’t known"
        )
    if found.n_other:
        said.append(
            f"{words.counted(found.n_other, 'finding is', 'findings are')} of other audits, of "
            "other months or of audits that haven’t come back, and in no figure"
        )
    return ". ".join(said)


def unmapped(things: Mapping[str, Collection[str]], *, called: str) -> str:
    """Return which simple things or obsessions no theme is a part of; empty if each has one."""
    bare = [name for name, themes in things.items() if not themes]
    if not bare:
        return ""
    return sentences.cannot(
        f"No theme of the dictionary is about {words.listed(bare)}: of {called} coded findings "
        "say nothing"
    )


def trend(table: SafeTable) -> str:
    """Return which themes' shares have a trend over the months, all of them tested together."""
    frame = table.frame
    tested = frame.dropna(subset=["p_value"])
    if tested.empty:
        return sentences.cannot("Whether anything is named more or less often can’t be tested yet")
    n = words.counted(len(tested), "theme")
    shown = tested[tested["adjusted_p_value"] < ALPHA]
    if shown.empty:
        return sentences.cannot(
            f"Of {n}, none is shown to be named more or less often over the months as an area for "
            "development, once it is allowed for that so many are looked at. That doesn’t show "
            "that nothing changed"
        )
    said = [
        f"{name} ({words.points(row['slope_difference'])} a month, adjusted "
        f"p {words.p_value(row['adjusted_p_value'])})"
        for name, row in shown.iterrows()
    ]
    return (
        f"Of {n}, over the months the share naming it as an area for development has a trend for "
        f"{words.listed(said)}"
    )
