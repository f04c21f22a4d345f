"""What can be said of before and after a focus, and what can't be concluded from it."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.learning.focus import GAP, WHY, Why
from qaanalysis.present import sentences, words
from qaanalysis.stats import comparisons

ALPHA = 0.05
_FIGURES = ("before", "before_audits", "after", "after_audits", GAP)


def statements(table: SafeTable, *, least: int) -> list[str]:
    """Return a sentence for each obsession with enough audits, and which ones have too few."""
    said = [_statement(str(name), row) for name, row in table.frame[stated(table)].iterrows()]
    few = table.frame[table.frame[WHY] != ""]
    if len(few):
        listed = [f"{name} ({row[WHY]})" for name, row in few.iterrows()]
        said.append(_too_few(listed, least))
    gone = table.frame.index[(table.frame[WHY] == "") & ~stated(table)]
    if len(gone):
        which = words.listed([str(name) for name in gone])
        said.append(f"Figures for {which} are hidden, because numbers are small")
    return said


def stated(table: SafeTable) -> pd.Series:
    """Tell for each row whether a comparison of before and after is stated: enough, not hidden."""
    frame = table.frame
    told = [
        row[WHY] == "" and not words.hidden(*(row[name] for name in _FIGURES))
        for _, row in frame.iterrows()
    ]
    return pd.Series(told, frame.index, dtype=bool)


def area_statements(table: SafeTable, *, least: int) -> list[str]:
    """Return a sentence for each area and obsession with enough audits, and how many have too few.

    Parameters
    ----------
    table : SafeTable
        By obsession and group.
    least : int
        Fewest audits before, and fewest after.
    """
    frame = table.frame
    if frame.empty:
        return []
    said = [
        _statement(" in ".join(map(str, key)), row)
        for key, row in frame[stated(table)].iterrows()
        if isinstance(key, tuple)
    ]
    n_few = int((frame[WHY] != "").sum())
    if n_few:
        of = f"{words.count(n_few)} of {words.counted(len(frame), 'pair')} of an obsession and a"
        said.append(_too_few([f"{of} group"], least))
    return said


def _too_few(listed: list[str], least: int) -> str:
    return sentences.cannot(
        f"Nothing is said of before and after for {words.listed(listed)}: a statement needs "
        f"{words.count(least)} returned audits before and {words.count(least)} after"
    )


def _statement(name: str, row: pd.Series) -> str:
    before, after = (
        sentences.share_of(row[when], row[f"{when}_audits"], "returned audits")
        for when in ("before", "after")
    )
    span = f"95% interval {words.interval(row[f'{GAP}_low'], row[f'{GAP}_high'])}"
    moved = f"a difference of {words.points(row[GAP])} ({span})"
    said = (
        f"{name}: before {words.month(row['in_focus'])} {before} named it as an area for "
        f"development, afterwards {after}; {moved}"
    )
    if row[f"{GAP}_low"] <= 0 <= row[f"{GAP}_high"]:
        return f"{said}. The interval includes no difference, so that no change is shown either way"
    fewer = "less" if row[GAP] < 0 else "more"
    return (
        f"{said}. The interval leaves out no difference: among the audits that came back it was "
        f"named {fewer} often afterwards"
    )


def several(n: int) -> str:
    """Return what stating several comparisons does; empty for none and one.

    It is of the comparisons on its own page, so that the index doesn't repeat it.
    """
    if n < 2:
        return ""
    chance = words.percent(comparisons.chance_of_any(n), digits=0)
    return (
        f"{words.sentence(words.in_words(n))[:-1]} comparisons of before and after are stated "
        "here. If nothing had changed, the chance that at least one interval leaves out no "
        f"difference would be about {chance}"
    )


def unsaid(why: Mapping[str, Why]) -> list[str]:
    """Return the obsessions of which nothing can be said, by reason."""
    by_reason: dict[str, list[str]] = {}
    for name, reason in why.items():
        by_reason.setdefault(str(reason), []).append(name)
    return [
        sentences.cannot(
            f"Before and after can’t be told for {words.listed(names)}: "
            + (reason if len(names) == 1 else f"for each, {reason}")
        )
        for reason, names in by_reason.items()
    ]


def cannot_be_concluded(
    circumstances: SafeTable, table: SafeTable, *others: SafeTable
) -> list[str]:
    """Return what a difference between before and after doesn't show, each point from the data.

    Parameters
    ----------
    circumstances : SafeTable
        From `learning.circumstances`.
    table : SafeTable
        From `learning.focus.before_after`, with the same rows; none if they can't be published.
    *others : SafeTable
        Further tables of comparisons that the report states, such as by service area.
    """
    told = stated(table)
    frame = circumstances.frame.loc[circumstances.frame.index.isin(told.index[told])]
    n = sum(int(stated(each).sum()) for each in (table, *others))
    if frame.empty:
        return [several(n)] if n > 1 else []
    return [
        sentences.cannot(
            "There is no comparison: every service area had the same obsession in focus in the "
            "same month, so that nobody knows what the figures would have been without"
        ),
        sentences.cannot(
            "The obsessions were chosen because these points were weak. What is unusually weak at "
            "one time tends to be nearer the average at the next by itself (regression to the mean)"
        ),
        *_trends(frame),
        *_returns(frame),
        *_named(frame),
        several(n),
    ]


def _trends(frame: pd.DataFrame) -> list[str]:
    said: list[str] = []
    unknown = frame[frame["trend_p_value"].isna()]
    if len(unknown):
        names = words.listed([str(name) for name in unknown.index])
        said.append(
            sentences.cannot(
                f"Whether a trend was there already before the focus can’t be tested for {names}"
            )
        )
    for name, row in frame[frame["trend_p_value"] < ALPHA].iterrows():
        way = "downward" if row["trend_slope_difference"] < 0 else "upward"
        said.append(sentences.cannot(f"{name} had a trend already before its focus, {way}"))
    rest = frame[frame["trend_p_value"] >= ALPHA]
    if len(rest):
        names = words.listed([str(name) for name in rest.index])
        most = words.in_words(int(rest["months_before"].max()))
        said.append(
            sentences.cannot(
                f"For {names} no trend is shown before the focus; with {most} months at most, "
                "that doesn’t rule one out"
            )
        )
    return said


def _returns(frame: pd.DataFrame) -> list[str]:
    changed = frame[(frame["return_difference_low"] > 0) | (frame["return_difference_high"] < 0)]
    if changed.empty:
        return []
    said = [
        f"{name} {words.percent(row['return_before_share'])} and "
        f"{words.percent(row['return_after_share'])}"
        for name, row in changed.iterrows()
    ]
    return [
        sentences.cannot(
            "Fewer or more audits came back after than before, and those that did may be of other "
            f"cases: return rates before and after were for {words.listed(said)}"
        )
    ]


def _named(frame: pd.DataFrame) -> list[str]:
    said = [
        f"{name} {words.number(row['named_per_audit_before'], digits=1)} and "
        f"{words.number(row['named_per_audit_after'], digits=1)}"
        for name, row in frame.iterrows()
    ]
    return [
        "Auditors may write down more or fewer findings than they did: themes to develop an audit, "
        f"of any kind, before and after: {words.listed(said)}"
    ]
