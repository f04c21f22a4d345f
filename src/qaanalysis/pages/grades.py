"""The report on grades, in words and key figures."""

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics import grades
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
    total = monthly.whole
    when = words.during(monthly.frame.index[0], monthly.frame.index[-1])
    if total[grades.GRADED] == 0:
        return [f"No audit planned {when} has come back with a grade.", missing(bounds, scale)]
    counts = [f"{words.count(total[label])} {label}" for label in scale.labels]
    good = f"{words.count(total[grades.GOOD])} ({_interval(total, grades.GOOD_SHARE)})"
    return [
        f"Of the audits planned {when}, {words.counted(total[grades.GRADED], 'is', 'are')} "
        "returned and graded: "
        f"{words.listed(counts)}. {good} {'is' if total[grades.GOOD] == 1 else 'are'} "
        f"{good_words(scale)}",
        missing(bounds, scale),
    ]


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
    if total["missing"] == 0:
        return "Every scheduled audit was returned and graded."
    return (
        f"{words.count(total['missing'])} of {words.count(total[Col.SCHEDULED])} scheduled audits "
        f"have no grade. Whatever theirs would be, the share {good_words(scale)} of all scheduled "
        f"audits lies between {words.percent(total['low'])} and {words.percent(total['high'])}"
        + _no_estimate(total[grades.GOOD_SHARE])
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
    graded = int(monthly.whole[grades.GRADED])
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
    last = frame.iloc[-1]
    month = words.month_name(frame.index[-1])
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
        note=f"{month}: {words.count(last[count])} of {words.count(last[grades.GRADED])}",
    )


def _period(monthly: SafeTable) -> str:
    return words.months(monthly.frame.index[0], monthly.frame.index[-1])


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
        f"{words.count(n)} {verb} graded better overall than a domain that by the service's own "
        "rule limits the grade. Each needs a second look"
    )


def differing(mixes: SafeTable, *, name: str) -> str:
    """Return which groups are more or less common among the returned than among the rest."""
    frame = mixes.frame
    more = frame.index[frame["difference_low"] > 0].tolist()
    fewer = frame.index[frame["difference_high"] < 0].tolist()
    if not more and not fewer:
        return (
            f"By {name}, the audits that came back don't show a different mix from those that "
            "didn't: every interval of a difference includes none"
        )
    said = [f"more {words.listed(more)}"] if more else []
    said += [f"fewer {words.listed(fewer)}"] if fewer else []
    return (
        f"By {name}, those that came back hold {words.listed(said)} than those that didn't; "
        "other intervals include no difference. With this many groups compared, one may differ "
        "by chance alone"
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
