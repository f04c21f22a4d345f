"""The report on grades, in words and key figures."""

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics import grades
from qaanalysis.present import key_figures as key_figures_of
from qaanalysis.present import sentences, words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.vocabulary import Col, GradeScale

METHOD = (
    "Individual audits only. The final grade is the moderator’s where the audit was moderated (the "
    "latest by date), else the auditor’s; domain grades are the auditor’s. Intervals of shares: "
    "Wilson, 95%; of differences: Newcombe, 95%. Bounds: every missing grade below, or at, the aim."
)
GRADED = "graded audits"


def lead(monthly: SafeTable, bounds: SafeTable, scale: GradeScale) -> list[str]:
    """Return what a hurried reader needs: grades, the share that meets the aim, and its bounds."""
    total, when = monthly.whole, _during(monthly)
    if words.hidden(total[grades.GRADED]):
        return [f"Grades of audits planned {when} are {monthly.withheld}", missing(bounds, scale)]
    if total[grades.GRADED] == 0:
        return [f"No audit planned {when} has come back with a grade.", missing(bounds, scale)]
    counts = [
        f"{words.count(total[label])} {label}"
        for label in scale.labels
        if label in total and not words.hidden(total[label])
    ]
    n = words.counted(total[grades.GRADED], "is", "are")
    some = "" if len(counts) == len(scale.labels) else "among them "
    told = f": {some}{words.listed(counts)}" if counts else ""
    return [
        f"Of the audits planned {when}, {n} returned and graded{told}. {_good(total, scale)}",
        missing(bounds, scale),
    ]


def _good(total: pd.Series, scale: GradeScale) -> str:
    n, name = total[grades.GOOD], good_words(scale)
    if words.hidden(n):
        return f"How many are {name} is hidden, because numbers are small"
    verb = "is" if n == 1 else "are"
    return f"{words.count(n)} ({_interval(total, grades.GOOD_SHARE)}) {verb} {name}"


def _during(monthly: SafeTable) -> str:
    """Return when the audits of a table were planned: its total is called by its months."""
    period = str(monthly.whole.name)
    return f"{'from' if ' to ' in period else 'in'} {period}"


def columns(table: SafeTable, scale: GradeScale) -> list[str]:
    """Return the columns of a table of grades that a reader needs beside one another.

    Where single grades can't be published, how many meet the aim stands in their place.
    """
    if all(label in table.frame for label in scale.labels):
        return grades.columns(scale)
    return [name for name in (grades.GRADED, grades.GOOD, grades.GOOD_SHARE) if name in table.frame]


def parts(table: SafeTable, scale: GradeScale) -> list[str]:
    """Return the parts that bars are divided into: grades, or whether they meet the aim.

    A bar with a hidden part can't be drawn, so that where one is the grades are put together.
    """
    labels = list(scale.labels)
    open_to_all = all(
        label in table.frame and not words.hidden(*table.frame[label]) for label in labels
    )
    return labels if open_to_all else [grades.GOOD, grades.BELOW]


def _interval(row: pd.Series, name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{words.percent(row[name])}, 95% interval {words.interval(low, high)}"


def good_words(scale: GradeScale) -> str:
    """Return what the grades that meet the aim are called together.

    Examples
    --------
    >>> good_words(GradeScale(("Outstanding", "Good", "Poor"), frozenset({"Outstanding", "Good"})))
    'Good or better'
    >>> good_words(GradeScale(("Met", "Not met"), frozenset({"Met"})))
    'Met'
    """
    good = [label for label in scale.labels if label in scale.good_or_better]
    return good[0] if len(good) == 1 else f"{good[-1]} or better"


def missing(bounds: SafeTable, scale: GradeScale) -> str:
    """Return the bounds of the share that meets the aim, among all scheduled audits."""
    total = bounds.whole
    if words.hidden(total["missing"], total["low"]):
        return ""
    if total["missing"] == 0:
        return "Every scheduled audit was returned and graded."
    return sentences.cannot(
        f"{words.count(total['missing'])} of {words.count(total[Col.SCHEDULED])} scheduled audits "
        f"have no grade. Whatever theirs would be, the share {good_words(scale)} of all scheduled "
        f"audits lies between {words.percent(total['low'])} and {words.percent(total['high'])}"
        + _no_estimate(total[grades.GOOD_SHARE])
    )


def unsettled(graded: pd.DataFrame) -> str:
    """Return that some audits have no final grade though moderated; empty if none is so.

    Not how many: where the report is published, they are few.
    """
    if not grades.any_unsettled(graded):
        return ""
    return sentences.cannot(
        "Audits that were moderated more than once on their last day, with different grades, have "
        "no final grade and are in no count of grades: which is the last can’t be told. The "
        "data-quality report names their rows"
    )


def _no_estimate(share: float) -> str:
    return (
        ""
        if pd.isna(share)
        else f"; the {words.percent(share)} of those graded is no estimate of it"
    )


def key_figures(
    monthly: SafeTable, scale: GradeScale, *, n_moderated: int, known: bool
) -> list[KeyFigure]:
    """Return the tiles: the share that meets the aim, the worst grade, and moderation if known."""
    n = monthly.whole[grades.GRADED]
    graded = 0 if words.hidden(n) else int(n)
    figures = [
        _share(monthly, "good_or_better", good_words(scale), grades.GOOD, grades.GOOD_SHARE),
        _share(monthly, "worst", scale.worst, scale.worst, grades.WORST_SHARE),
    ]
    if not known:
        return figures
    return [
        *figures,
        KeyFigure(
            "moderated",
            "Moderated",
            n_moderated / graded if graded else float("nan"),
            kind="share",
            count=n_moderated,
            total=graded,
            unit=GRADED,
            period=_period(monthly),
            note=f"{words.count(graded - n_moderated)} grades are the auditor’s own, unchecked",
        ),
    ]


def _share(monthly: SafeTable, name: str, label: str, count: str, share: str) -> KeyFigure:
    frame, total = monthly.frame, monthly.whole
    if count not in total or words.hidden(total[count]):
        # Another table may well show the number, where that gives no small one away.
        key = key_figures_of
        why = key.HIDDEN_NOTE if count in total else key.TOGETHER_NOTE
        return key.hidden(name, label, note=why, unit=GRADED, period=_period(monthly))
    return KeyFigure(
        name,
        label,
        total[share],
        kind="share",
        count=int(total[count]),
        total=int(total[grades.GRADED]),
        unit=GRADED,
        period=_period(monthly),
        low=total[f"{share}_low"],
        high=total[f"{share}_high"],
        history=frame[share],
        note=_latest(frame, count),
    )


def _latest(frame: pd.DataFrame, count: str) -> str:
    """Return the figure of the last month, or quarter, that is shown."""
    if frame.empty or words.hidden(frame[count].iloc[-1]):
        return ""
    last, when = frame.iloc[-1], frame.index[-1]
    named = when if isinstance(when, str) else words.month_name(when)
    return f"{named}: {words.count(last[count])} of {words.count(last[grades.GRADED])}"


def _period(monthly: SafeTable) -> str:
    return str(monthly.whole.name)


def limits_broken(table: SafeTable) -> str:
    """Return how many audits were graded better than a domain that limits them."""
    frame = table.frame
    unknown = [str(domain) for domain, n in frame["graded"].items() if n == 0]
    if unknown:
        return (
            f"No audit has a grade for {words.listed(unknown)}, which params name as limiting: "
            "check the spelling, or the table domain_grades"
        )
    if frame.empty:
        return "Params name no domain that limits an audit's grade."
    n = int(frame["audits"].sum())
    if n == 0:
        return "No audit was graded better than a domain that limits its grade."
    verb = "audit was" if n == 1 else "audits were"
    return (
        f"{words.count(n)} {verb} graded better overall than a domain that by the service’s own "
        "rule limits the grade. Each needs a second look"
    )


def differing(mixes: SafeTable, *, name: str) -> str:
    """Return which groups are more or less common among the returned than among the rest."""
    frame = mixes.frame
    more = frame.index[frame["difference_low"] > 0].tolist()
    fewer = frame.index[frame["difference_high"] < 0].tolist()
    if not more and not fewer:
        return (
            f"By {name}, the audits that came back don’t show a different mix from those that "
            "didn’t: no difference is larger than chance explains"
        )
    said = [f"a larger share are of {words.listed(more)}"] if more else []
    said += [f"a smaller share of {words.listed(fewer)}"] if fewer else []
    return (
        f"By {name}, of the audits that came back {words.listed(said)} than of those that didn’t; "
        "for the others no difference is shown. With this many groups compared, one may differ by "
        "chance alone"
    )


def moved(matrix: SafeTable, *, n_moderated: int) -> str:
    """Return how many grades moderation left, lowered and raised, of those known on both sides."""
    frame = matrix.frame
    counts = frame.to_numpy()
    n = int(counts.sum())
    if n_moderated == 0:
        return "No audit was moderated."
    if n == 0:
        return "Only final grades are recorded: what moderation did to them can't be told."
    # Both rows (the auditor's) and columns (the final grades) run from the best grade down.
    same, lower = int(counts.trace()), int(np.triu(counts, 1).sum())
    said = [
        sentences.share_of(k, n, "moderated audits") + f" {what}"
        for k, what in ((same, "kept their grade"), (lower, "were lowered"))
    ]
    raised = words.in_words(n - same - lower)
    unknown = n_moderated - n
    more = words.counted(unknown, "more was", "more were")
    rest = f". {more} moderated, but the auditor's own grade isn't recorded" if unknown else ""
    verb = "was" if n - same - lower == 1 else "were"
    return f"{words.listed(said)}; {raised} {verb} raised{rest}"
