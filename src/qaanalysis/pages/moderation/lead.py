"""What a hurried reader needs of moderation: the first sentences and the key figures."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.moderation import mix as moderation_mix
from qaanalysis.metrics.moderation.coverage import SHARE
from qaanalysis.pages.grades import good_words
from qaanalysis.pages.moderation.about_pairs import short
from qaanalysis.present import key_figures as key_figures_of
from qaanalysis.present import words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.stats.agreement import Direction
from qaanalysis.vocabulary import Audience, GradeScale

_COUNTED = (
    "Individual audits that came back and that somebody else moderated, by the latest moderation. "
    "Supported, downgraded, upgraded: the moderator’s grade against the auditor’s. Intervals of "
    "shares: Wilson, 95%."
)
_COMPARED = (
    " Of differences of shares: Newcombe, 95%; of mean differences: Student’s t, 95%; of "
    "coefficients: Fisher’s z, 95%. Grades had all been moderated: double sampling from audits "
    "moderated by chance, 95% interval."
)
ALPHA = 0.05
MODERATED = "moderated audits"
CHANGES = ("supported", "downgraded", "upgraded")
_ASKED = "Do auditors and moderators agree, and which way do they differ?"


def question(audience: Audience) -> str:
    """Return what the page asks readers outside; empty where it answers all its notebook asks."""
    return _ASKED if audience is Audience.PUBLISHED else ""


def method(outcomes: SafeTable) -> str:
    """Return how the report's figures are made; agreement is for internal readers only."""
    return _COUNTED + ("" if outcomes.audience is Audience.PUBLISHED else _COMPARED)


def lead(
    coverage: SafeTable,
    outcomes: SafeTable,
    direction: Direction,
    *,
    why_not: str = "",
    unchecked: str = "",
) -> list[str]:
    """Return what a hurried reader needs: how many were checked, and which way grades moved.

    Parameters
    ----------
    coverage, outcomes : SafeTable
        By month, with their totals.
    direction : Direction
        Of moderators against auditors.
    why_not : str
        Why the two can't be compared; empty if they can.
    unchecked : str
        What is to be said of audits with the best grade that nobody checked.
    """
    cover, total = coverage.whole, outcomes.whole
    published = outcomes.audience is Audience.PUBLISHED
    if total["moderated"] == 0:
        return ["No audit was moderated, so nothing can be said of agreement.", unchecked]
    n = cover["moderated"]
    said = [
        f"{words.count(n)} of {words.counted(cover['returned'], 'returned audit')} "
        f"({words.percent(cover[SHARE])}) {'was' if n == 1 else 'were'} moderated. "
        f"{_outcomes(total)}"
    ]
    if published:
        # What follows rests on pairs of grades, which only internal readers see.
        return said
    if why_not:
        return [*said, f"Agreement can’t be computed: {why_not}", unchecked]
    left_out = int(total["outcome_known"]) - direction.n
    if left_out:
        said.append(
            f"{words.counted(left_out, 'audit is', 'audits are')} in no figure of agreement, as "
            "the auditor’s own grade isn’t known"
        )
    return [*said, sign_test(direction), unchecked]


def _outcomes(total: pd.Series) -> str:
    """Return how many grades were supported, downgraded and upgraded, as far as is known."""
    if words.hidden(total["outcome_known"], *(total[name] for name in CHANGES)):
        return "What became of the auditors’ grades is hidden, because numbers are small"
    known = int(total["outcome_known"])
    n = {name: words.count(total[name]) for name in CHANGES}
    if known == 0:
        return "What became of the auditors’ grades isn’t known"
    if known == total["moderated"] == 1:
        became = next(name for name in CHANGES if total[name])
        return f"Its grade was {became}; one audit says nothing of the others"
    whose = "Of these" if known == total["moderated"] else f"Of {known} whose outcome is known"
    few = "" if known >= moderation_mix.LEAST else ". So few leave nearly everything open"
    return (
        f"{whose}, {n['supported']} {'was' if total['supported'] == 1 else 'were'} supported "
        f"({_interval(total, 'supported_share')}), {n['downgraded']} downgraded "
        f"({_interval(total, 'downgraded_share')}) and {n['upgraded']} upgraded{few}"
    )


def _interval(row: pd.Series, name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{words.percent(row[name])}, 95% interval {words.interval(low, high)}"


def sign_test(direction: Direction) -> str:
    """Return whether grades move one way more often than chance alone would have them."""
    p_value, n = direction.p_value, direction.n_lower + direction.n_higher
    if n == 0:
        return "No grade was changed, so it can’t be told which way grades move"
    most = max(direction.n_lower, direction.n_higher)
    way = "down" if direction.n_lower == most else "up"
    moved = f"Of {n} grades that moderation changed, {most} went {way}"
    if most == n:
        all_of_them = "The one grade" if n == 1 else "Both grades" if n == 2 else f"All {n} grades"
        moved = f"{all_of_them} that moderation changed went {way}"
    shown = words.p_value(p_value)
    if p_value >= ALPHA:
        return (
            f"{moved}; as uneven a split would come up by chance with probability {shown} (exact "
            "sign test)"
        )
    return (
        f"{moved}: more one way than chance explains (exact sign test, p {shown}). It says that "
        "moderators see files differently, not which of the two is right"
    )


def key_figures(
    coverage: SafeTable,
    outcomes: SafeTable,
    estimate: SafeTable,
    scale: GradeScale,
    *,
    about: str = "",
) -> list[KeyFigure]:
    """Return the tiles: coverage, what was downgraded, and the estimate beside the report."""
    cover = coverage.whole
    figures = [
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
        _downgraded(outcomes),
    ]
    if estimate.withheld:
        return figures
    return [*figures, _estimate(estimate.frame.iloc[-1], good_words(scale), about)]


def _downgraded(outcomes: SafeTable) -> KeyFigure:
    name, label, total = "downgraded", "Downgraded when moderated", outcomes.whole
    if words.hidden(total["downgraded"], total["outcome_known"]):
        return key_figures_of.hidden(name, label, unit=MODERATED)
    upgraded = total["upgraded"]
    return KeyFigure(
        name,
        label,
        total["downgraded_share"],
        kind="share",
        count=int(total["downgraded"]),
        total=int(total["outcome_known"]),
        unit=MODERATED,
        low=total["downgraded_share_low"],
        high=total["downgraded_share_high"],
        history=outcomes.frame["downgraded_share"],
        note=(
            f"{words.count(upgraded)} upgraded"
            if total["outcome_known"] and not words.hidden(upgraded)
            else ""
        ),
    )


def _estimate(good: pd.Series, name: str, about: str) -> KeyFigure:
    mark = short(about)
    known = f"reported: {words.percent(good['reported_share'])}{f'; {mark}' if mark else ''}"
    return KeyFigure(
        "good_or_better_estimate",
        f"{name}, had all been moderated",
        good["estimated_share"],
        kind="share",
        low=good["estimated_share_low"],
        high=good["estimated_share_high"],
        unit="an estimate for returned audits",
        note="Why there is none is said below" if pd.isna(good["estimated_share"]) else known,
    )
