"""The report on moderation, in words and key figures."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.leniency import NOT_WANTED, Leniency
from qaanalysis.metrics.moderation import mix as moderation_mix
from qaanalysis.metrics.moderation.coverage import SHARE
from qaanalysis.metrics.moderation.moderated_grades import ModeratedGrades
from qaanalysis.pages.grades import good_words
from qaanalysis.present import labels, sentences, words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.stats.agreement import Direction
from qaanalysis.stats.trend import Trend
from qaanalysis.vocabulary import GradeScale

METHOD = (
    "Individual audits that came back and were moderated, by the latest moderation. Supported, "
    "downgraded, upgraded: the moderator’s grade against the auditor’s. Intervals of shares: "
    "Wilson, 95%; of coefficients: Fisher’s z, 95%. Grades had all been moderated: double sampling "
    "from audits moderated at random, Bayesian interval, 95%."
)
ALPHA = 0.05
MODERATED = "moderated audits"
BOUNDS = {
    "reported_share": "Reported",
    "lowest_share": "Least, of all scheduled",
    "highest_share": "Most, of all scheduled",
}
MIX = ["moderated", "not_moderated", "share_of_moderated", "share_of_rest", "difference"]
SECOND = ["n", "same", "lower", "higher", "p_value", "note"]
WORDS = {"lower": "Lower", "same": "The same", "higher": "Higher"}
RATERS = ["files", "raters", "attendance_share", "pairs", "same_pairs", "same_pairs_share"]


def lead(coverage: SafeTable, outcomes: SafeTable, direction: Direction) -> list[str]:
    """Return what a hurried reader needs: how many were checked, and which way grades moved."""
    cover, total = coverage.whole, outcomes.whole
    if total["moderated"] == 0:
        return ["No audit was moderated, so nothing can be said of agreement."]
    known = total["outcome_known"]
    n = {w: words.count(total[w]) for w in ("supported", "downgraded", "upgraded")}
    said = [
        f"{words.count(cover['moderated'])} of {words.count(cover['returned'])} returned audits "
        f"({words.percent(cover[SHARE])}) were moderated. Of {words.count(known)} whose outcome is "
        f"known, {n['supported']} were supported ({_interval(total, 'supported_share')}), "
        f"{n['downgraded']} downgraded ({_interval(total, 'downgraded_share')}) and "
        f"{n['upgraded']} upgraded"
    ]
    left_out = int(known) - direction.n
    if left_out:
        said.append(
            f"{words.counted(left_out, 'audit is', 'audits are')} in no figure of agreement: two "
            "people's own grades aren't known"
        )
    return [*said, sign_test(direction)]


def _interval(row: pd.Series, name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{words.percent(row[name])}, 95% interval {words.interval(low, high)}"


def sign_test(direction: Direction) -> str:
    """Return whether grades move one way more often than chance alone would have them."""
    p_value = direction.p_value
    if direction.reason:
        return f"A sign test can't be made: {direction.reason}"
    n_lower, n_higher = direction.n_lower, direction.n_higher
    shown = words.p_value(p_value)
    moved = f"Of {words.counted(n_lower + n_higher, 'grade')} that moderation changed, "
    if p_value >= ALPHA:
        return (
            f"{moved}{words.count(n_lower)} went down; as uneven a split would come up by chance "
            f"with probability {shown} (exact sign test)"
        )
    way, n = ("down", n_lower) if n_lower > n_higher else ("up", n_higher)
    return (
        f"{moved}{words.count(n)} went {way}: more one way than chance explains (exact sign test, "
        f"p {shown}). It says that moderators see files differently, not which of the two is right"
    )


def key_figures(
    coverage: SafeTable, outcomes: SafeTable, estimate: SafeTable, scale: GradeScale
) -> list[KeyFigure]:
    """Return the tiles: coverage, what was downgraded, and the estimate beside the report."""
    cover, total = coverage.whole, outcomes.whole
    return [
        KeyFigure(
            "moderated",
            "Moderated",
            cover[SHARE],
            kind="share",
            count=int(cover["moderated"]),
            total=int(cover["returned"]),
            unit="returned audits",
            history=coverage.frame[SHARE],
        ),
        KeyFigure(
            "downgraded",
            "Downgraded when moderated",
            total["downgraded_share"],
            kind="share",
            count=int(total["downgraded"]),
            total=int(total["outcome_known"]),
            unit=MODERATED,
            low=total["downgraded_share_low"],
            high=total["downgraded_share_high"],
            history=outcomes.frame["downgraded_share"],
            note=f"{words.count(total['upgraded'])} upgraded",
        ),
        _estimate(estimate.frame.iloc[-1], good_words(scale)),
    ]


def _estimate(good: pd.Series, name: str) -> KeyFigure:
    known = not pd.isna(good["estimated_share"])
    return KeyFigure(
        "good_or_better_estimate",
        f"{name}, had all been moderated",
        good["estimated_share"],
        kind="share",
        low=good["estimated_share_low"],
        high=good["estimated_share_high"],
        unit="an estimate for returned audits",
        note=f"reported: {words.percent(good['reported_share'])}" if known else "",
    )


def unlike(mixes: SafeTable) -> str:
    """Return whether the moderated audits had other grades from their auditors than the rest."""
    frame = mixes.frame
    more = frame.index[frame[moderation_mix.DIFFERS] & (frame["difference"] > 0)].tolist()
    fewer = frame.index[frame[moderation_mix.DIFFERS] & (frame["difference"] < 0)].tolist()
    if not more and not fewer:
        return f"By the auditor's own grade: {_not_apart(frame)}"
    said = [f"more graded {words.listed(more)}"] if more else []
    said += [f"fewer graded {words.listed(fewer)}"] if fewer else []
    return (
        f"By the auditor's own grade, the moderated audits differ from the rest: they hold "
        f"{words.listed(said)}. Their shares can't simply be carried over to audits that nobody "
        "checked"
    )


def coefficients_missing(table: SafeTable) -> str:
    """Return why coefficients are missing; empty if none are."""
    reasons = list(dict.fromkeys(reason for reason in table.frame["note"] if reason))
    return f"Agreement beyond chance: {words.listed(reasons)}" if reasons else ""


def estimated(made: ModeratedGrades) -> list[str]:
    """Return what the estimate rests on, or why there is none."""
    if made.refused:
        return [f"There is no estimate of the grades had all been moderated: {made.refused}"]
    return [
        made.note,
        "It is an estimate of what moderators would have said of the audits that came back. It "
        "replaces no recorded grade, and says nothing of audits that didn't come back",
    ]


def contradictory(table: SafeTable) -> str:
    """Return how many records contradict themselves."""
    found = table.frame[table.frame["moderations"] > 0]
    if found.empty:
        return "No record contradicts another: outcomes, dates and people agree."
    said = [f"{kind} ({words.count(n)})" for kind, n in found["moderations"].items()]
    return f"Records to put right: {words.listed(said)}"


def in_time(days: SafeTable, *, limit: int) -> str:
    """Return how long audits wait for their moderation."""
    total = days.whole
    if not total["timed"]:
        return "No moderation can be timed."
    return (
        f"From return to moderation the median is {words.number(total['median_days'], digits=0)} "
        f"days; {words.count(total['over_limit'])} of {words.count(total['timed'])} waited longer "
        f"than {words.count(limit)} days"
    )


def best_unchecked(n: int, *, grade: str) -> str:
    """Return whether audits with the best grade went unmoderated."""
    if n == 0:
        return ""
    verb = "audit that its auditor graded" if n == 1 else "audits that their auditors graded"
    were = "was" if n == 1 else "were"
    return f"{words.count(n)} {verb} {grade} {were} never moderated"


def no_benchmarking(sessions: SafeTable) -> str:
    """Return that there is no session to report; empty if there is."""
    return "No benchmarking session is recorded." if sessions.frame.empty else ""


def by_circumstance(table: SafeTable) -> str:
    """Return which circumstances of moderation differ in what they support."""
    frame = table.frame
    n = frame["moderated"]
    others = n.groupby(level=0).transform("sum") - n
    enough = (n >= moderation_mix.LEAST) & (others >= moderation_mix.LEAST)
    apart = frame[enough & _excludes_none(frame)]
    if apart.empty:
        return f"Blind or not, by role, by how audits were chosen: {_not_apart(frame)}"
    named = [f"{labels.label(kind).lower()} {group}" for kind, group in apart.index]
    return f"The share supported differs for {words.listed(named)}"


def _excludes_none(frame: pd.DataFrame) -> pd.Series:
    return (frame["difference_low"] > 0) | (frame["difference_high"] < 0)


def _not_apart(frame: pd.DataFrame) -> str:
    """Return why no difference is spoken of."""
    if frame["difference_low"].isna().all():
        return "there is nothing to compare"
    if _excludes_none(frame).any():
        return (
            f"no difference can be told, as groups have fewer than {moderation_mix.LEAST} audits "
            "on one side"
        )
    return "no difference is shown, as every interval includes none"


def trend(found: Trend) -> str:
    """Return whether the share downgraded moves over the months."""
    if found.reason:
        return f"Whether the share downgraded is changing can't be tested: {found.reason}"
    shown = words.p_value(found.p_value)
    if found.p_value >= ALPHA:
        return (
            "The share downgraded shows no straight-line trend over the months: one as steep would "
            f"come up by chance with probability {shown}"
        )
    way = "down" if found.slope < 0 else "up"
    return (
        f"Over the months the share downgraded goes {way} more than chance explains "
        f"(Cochran–Armitage test, p {shown})"
    )


def second_opinions(table: SafeTable) -> str:
    """Return how often a second opinion on the moderator's own grade was the same."""
    said = [
        f"{name}: {sentences.share_of(same, n, 'audits')} with the same grade"
        for name, same, n in zip(
            table.frame.index, table.frame["same"], table.frame["n"], strict=True
        )
        if n
    ]
    return "; ".join(said) if said else "No moderator's grade has a second opinion beside it."


def differences(found: Leniency) -> list[str]:
    """Return why nobody is shown, or for what use it is, and who is left out."""
    if found.auditors.empty:
        if found.reason == NOT_WANTED:
            return [
                "How each auditor differs from moderators isn't shown: it is for coaching only, "
                "and params don't ask for it (moderation.show_leniency)"
            ]
        return [f"Auditors are not shown: {found.reason}"]
    left_out = f"{words.count(found.n_left_out)} auditors have too few moderated audits"
    return [found.note, found.reason, left_out if found.n_left_out else ""]
