"""The report on a themed audit, in words and key figures."""

from typing import Protocol

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.themed import Chosen, Design, completion
from qaanalysis.metrics.themed.questions import LEAST, SHARE
from qaanalysis.present import sentences, words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.vocabulary import Selection

METHOD = (
    "Shares are of those answered: Not recorded, Not applicable and missing answers are in no "
    "share. Simple random draws: exact hypergeometric limits, 95%. Other random draws: "
    "weighted shares with a linearised standard error that allows for strata, families drawn whole "
    "and the finite frame, 95% interval on the log odds. Cases not drawn at random: no interval."
)
COUNTS = ["drawn", "answered", "met", SHARE, "not_recorded", "not_applicable", "no_answer"]
POSSIBLE = ["answered", SHARE, "lowest_share", "highest_share"]
GROUPS = ["drawn", "answered", "met", SHARE]
STATED = ["stated_percent", "out_of", "could_be", "instead", "met", "answered", "reached"]
FEW = f"A share is given of {LEAST} answers or more; it isn’t weighted, and has no interval."
CODED = "A child counts once for each: a strength if all its questions that were answered are met."
RENAMED = {
    "coded_to": "About",
    "to_develop": "To develop",
    "strength_share": "Strength, of the children",
    SHARE: "Met, of the answered",
    "answered": "Answered",
    "no_answer": "No answer",
    "lowest_share": "Lowest possible",
    "highest_share": "Highest possible",
    "cases_share": "Of the drawn",
    "drawn_share": "Share",
    "stated_percent": "Stated, %",
    "could_be": "Counts that round to it",
    "instead": "Reached by",
    "reached": "Agrees with what was found",
}
NO_COHORT = (
    "How many cases there were to choose from isn’t known, as no cohort is given: those looked at "
    "are no share of anything"
)
HOW = {
    Selection.CENSUS: "Every case of the frame was looked at",
    Selection.PURPOSIVE: "The cases were picked by judgement",
    Selection.UNKNOWN: "How the cases came to be chosen isn’t known",
}
DRAWN = {
    Design.SIMPLE: "The cases were drawn at random, each with the same chance",
    Design.STRATIFIED: "The cases were drawn at random in each stratum",
    Design.SYSTEMATIC: "The cases were drawn at even steps through an ordered list, from a random "
    "start",
    Design.PPS: "The cases were drawn at random, each with a chance in proportion to its size",
    Design.FAMILIES: "Families were drawn at random, and every child in the frame of a drawn "
    "family was looked at",
}


def lead(done: SafeTable, asked: SafeTable, chosen: Chosen, *, why: bool = True) -> list[str]:
    """Return what a hurried reader needs: what came back, and where it is least and most met.

    Parameters
    ----------
    done : SafeTable
        Of `completion.completion`.
    asked : SafeTable
        Of `questions.by_question`.
    chosen : Chosen
        How the cases were chosen.
    why : bool
        Whether to say why no share has an interval.
    """
    cases = done.frame["cases"]
    n = int(cases.sum())
    if not n:
        return ["No case was chosen, so there is nothing to report"]
    if int(cases[completion.MISSING]) == n:
        return [f"Of {words.counted(n, 'case')} chosen, none has come back yet"]
    return [_came_back(cases, n), *_extremes(asked.frame), _no_interval(chosen) if why else ""]


def _came_back(cases: pd.Series, n: int) -> str:
    complete = int(cases[completion.COMPLETE])
    if complete == n:
        return f"All {words.count(n)} cases were answered in full"
    states = ((completion.PARTLY, "partly"), (completion.MISSING, "missing"))
    rest = [f"{words.count(cases[at])} {said}" for at, said in states if cases[at]]
    came = words.listed([f"{words.counted(complete, 'is', 'are')} complete", *rest])
    return f"Of {words.counted(n, 'case')} chosen, {came}"


def _extremes(table: pd.DataFrame) -> list[str]:
    """Return the questions met least and most, as far as enough answered them."""
    known, of = _enough(table), words.of_shown(*table[SHARE])
    if known.empty and of:
        return ["What was answered is hidden, because numbers are small"]
    if known.empty:
        return [f"No question has {words.count(LEAST)} answers or more: only counts are given"]
    if len(known) == 1:
        return [f"{known.index[0]} {_met(known.iloc[0])}"]
    return [
        f"Met least{of}: {known.index[0]} {_met(known.iloc[0])}. "
        f"Met most{of}: {known.index[-1]} {_met(known.iloc[-1])}"
    ]


def _enough(table: pd.DataFrame) -> pd.DataFrame:
    """Return the questions that enough answered and whose figures may be shown, least met first."""
    shown = table[~table[SHARE].map(words.hidden)]
    return shown[shown["answered"] >= LEAST].sort_values(SHARE, kind="stable")


def _met(row: pd.Series) -> str:
    # A weighted share isn't the count over the answers, so that it is given and not computed anew.
    shown, ends = words.percent(row[SHARE]), _ends(row)
    span = "" if any(map(words.absent, ends)) else f" (95% interval {words.interval(*ends)})"
    return f"{words.count(row['met'])} of {words.count(row['answered'])}, {shown}{span}"


def _ends(row: pd.Series) -> tuple[float, float]:
    """Return the ends of a share's interval; NaN where they may not be shown."""
    ends = row.reindex([f"{SHARE}_low", f"{SHARE}_high"])
    low, high = pd.to_numeric(ends, errors="coerce").astype(float)
    return float(low), float(high)


def _no_interval(chosen: Chosen) -> str:
    return f"No share has an interval: {chosen.no_interval}" if chosen.no_interval else ""


def how_chosen(
    chosen: Chosen, *, why: str = "", siblings: str = "together", seed: str = ""
) -> list[str]:
    """Return how the cases were chosen, whether that allows intervals, and who stands for whom.

    Parameters
    ----------
    chosen : Chosen
        How the cases were chosen.
    why : str
        The plan's own account of it.
    siblings : str
        The plan's word: "together", or who stands for a family.
    seed : str
        What the draw can be made again with; of a random draw only.

    Examples
    --------
    >>> how_chosen(Chosen(Selection.UNKNOWN), why="no list was kept")[1]
    'The plan says: no list was kept'
    """
    if chosen.no_interval:
        allowed = f"No intervals are given: {chosen.no_interval}"
        if chosen.selection is not Selection.CENSUS:
            allowed += ". The shares are of these cases, and say nothing of others"
        said = [HOW[chosen.selection], f"The plan says: {why.strip()}" if why.strip() else ""]
    else:
        said = [DRAWN[chosen.design], f"The seed is “{seed}”" if seed else "", why.strip()]
        allowed = "Intervals are given, as each case’s chance of being drawn is known"
    one = "" if siblings == "together" else (
        "One child stands for each family, so that the shares are of families and not of children"
    )  # fmt: skip
    return [text for text in (*said, allowed, one) if text]


def key_figures(done: SafeTable, asked: SafeTable, cover: SafeTable) -> list[KeyFigure]:
    """Return the tiles: what came back, what part of the cohort it is, and the least met question.

    Parameters
    ----------
    done, asked, cover : SafeTable
        Of `completion.completion`, `questions.by_question` and `coverage.coverage`.
    """
    cases = done.frame["cases"]
    tiles = [
        KeyFigure(
            "complete",
            "Complete",
            int(cases[completion.COMPLETE]),
            kind="count",
            total=int(cases.sum()),
            unit="cases chosen",
        ),
        *(_of_cohort(row, cover.unit) for _, row in cover.frame.iloc[-1:].iterrows()),
    ]
    known = _enough(asked.frame)
    hidden = words.hidden(*asked.frame[SHARE])
    # Where one is hidden nobody is told which is met least.
    return [*tiles, *([_least_met(known)] if len(known) and not hidden else [])]


def _of_cohort(row: pd.Series, unit: str) -> KeyFigure:
    return KeyFigure(
        "of_cohort",
        "Chosen, of the whole cohort",
        float(row["drawn_share"]),
        count=int(row["drawn"]),
        total=int(row["out_of"]),
        unit=unit,
    )


def _least_met(known: pd.DataFrame) -> KeyFigure:
    row = known.iloc[0]
    low, high = _ends(row)
    return KeyFigure(
        "least_met",
        f"Met least: {known.index[0]}" if len(known) > 1 else str(known.index[0]),
        float(row[SHARE]),
        count=int(row["met"]),
        total=int(row["answered"]),
        unit="answers",
        low=low,
        high=high,
        note=str(row["why"]),
    )


def counts(table: pd.DataFrame, chosen: Chosen) -> pd.DataFrame:
    """Return a table of questions as it is shown: without a column of intervals if none may be."""
    ends = [f"{SHARE}_low", f"{SHARE}_high"] if chosen.no_interval else []
    return table.drop(columns=ends)


def columns(safe: SafeTable) -> list[str]:
    """Return the columns of the table of answers, as far as they may be shown to its readers."""
    return [name for name in COUNTS if name in safe.frame]


def note(table: pd.DataFrame) -> str:
    """Return why questions have no interval, to stand below their table; empty if all have one.

    Examples
    --------
    >>> note(pd.DataFrame({"why": ["", "nobody answered"]}, index=["Seen?", "Heard?"]))
    'No interval: nobody answered (Heard?).'
    """
    without = table[table["why"] != ""]
    said = []
    for why, group in without.groupby("why", sort=False):
        which = "" if len(group) == len(table) else f" ({words.listed(list(group.index))})"
        said.append(f"{why}{which}")
    return f"No interval: {'; '.join(said)}." if said else ""


def covered(cover: SafeTable) -> str:
    """Return both shares that the sample is: of the frame, and of the whole cohort."""
    if cover.frame.empty:
        return NO_COHORT
    said = [
        f"{sentences.share_of(row['drawn'], row['out_of'], cover.unit)} of the {name}"
        for name, row in cover.frame.iterrows()
    ]
    return f"Looked at: {words.listed(said)}"


def possible(table: pd.DataFrame) -> pd.DataFrame:
    """Return the questions of which answers are missing or not recorded."""
    return table[(table["not_recorded"] > 0) | (table["no_answer"] > 0)]


def unrecorded(asked: SafeTable) -> list[str]:
    """Return which questions have answers that aren't recorded or missing, and how many.

    Nothing where that may not be shown, being small numbers.
    """
    said: list[str] = []
    if not {"not_recorded", "lowest_share"} <= set(asked.frame):
        return said
    for question, row in asked.frame.iterrows():
        parts = [
            f"{words.count(row[name])} {text}"
            for name, text in (("not_recorded", "Not recorded"), ("no_answer", "without an answer"))
            if row[name]
        ]
        if parts and not words.hidden(row["lowest_share"], row["highest_share"]):
            possible = words.interval(row["lowest_share"], row["highest_share"])
            said.append(
                f"{question} {words.listed(parts)}, so that the share met may be {possible}%"
            )
    return said


def left_out(table: pd.DataFrame) -> str:
    """Return which answers are in no figure, and why; empty if all are."""
    if table.empty:
        return ""
    said = [
        f"{words.counted(n, 'answer')} as {why}"
        for why, n in zip(table.index.tolist(), table["answers"].tolist(), strict=True)
    ]
    return f"In no figure: {words.listed(said)}"


class Before(Protocol):
    """An earlier sample, as a plan names it."""

    @property
    def when(self) -> str: ...  # noqa: D102


def before(earlier: Before | None, table: pd.DataFrame) -> list[str]:
    """Return what is to be said beside an earlier sample, or that the plan names none."""
    if earlier is None:
        return ["The plan names no earlier sample to compare with"]
    return change(table, when=earlier.when)


def change(table: pd.DataFrame, *, when: str) -> list[str]:
    """Return the difference from an earlier sample, or why the two can't be compared."""
    said = []
    for question, row in table.iterrows():
        head = f"{question} Answered {row['counted']}:"
        if pd.isna(row["difference"]):
            said.append(
                f"{head} {words.count(row['before'])} in {when}, {words.count(row['now'])} of "
                f"{words.count(row['answered'])} now. They can’t be compared: {row['why']}"
            )
            continue
        span = words.interval(row["difference_low"], row["difference_high"])
        ends = f"95% interval {span}" if not row["why"] else f"without an interval: {row['why']}"
        said.append(
            f"{head} {words.count(row['before'])} of {words.count(row['before_n'])} in {when}, "
            f"{words.count(row['now'])} of {words.count(row['answered'])} now: "
            f"{words.points(row['difference'])} ({ends})"
        )
    return said


def stated(table: pd.DataFrame) -> list[str]:
    """Return what each stated percentage can and can't have come from."""
    return [_stated(str(what), row) for what, row in table.iterrows()]


def _stated(what: str, row: pd.Series) -> str:
    said = f"“{what}” was stated as {row['stated_percent']}% of {words.count(row['out_of'])}"
    if row["could_be"] == "none":
        other = f"; {row['instead']} does" if row["instead"] else ""
        said += f". No whole number of {words.count(row['out_of'])} rounds to that{other}"
    else:
        said += f", which {row['could_be'].replace(', ', ' or ')} rounds to"
    if pd.isna(row["answered"]):
        return f"{said}. The plan has no such question"
    found = f"{words.count(row['met'])} of {words.count(row['answered'])} answers"
    return f"{said}. Found: {found}, which {'agrees' if row['reached'] else 'doesn’t agree'}"
