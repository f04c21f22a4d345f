"""Which of the returned audits were moderated, whose, and whether they are like the rest."""

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.moderation import mix as moderation_mix
from qaanalysis.present import sentences, words

MIX = {
    "moderated": "Moderated",
    "not_moderated": "The rest",
    "share_of_moderated": "Of the moderated",
    "share_of_rest": "Of the rest",
    "difference": "Difference, points",
}
INTERVAL = (
    "The counts are known; the interval is for the share that choosing audits in this way leads to."
)


def unlike(mixes: SafeTable, *, name: str, graded: bool = False) -> str:
    """Return whether the moderated audits have another mix than the rest.

    Parameters
    ----------
    mixes : SafeTable
        From `metrics.moderation.mix`.
    name : str
        What the groups are: “the auditor’s own grade”, “service area”.
    graded : bool
        Whether the groups are grades.
    """
    frame = mixes.frame
    more = frame.index[frame[moderation_mix.DIFFERS] & (frame["difference"] > 0)].tolist()
    fewer = frame.index[frame[moderation_mix.DIFFERS] & (frame["difference"] < 0)].tolist()
    if not more and not fewer:
        return f"By {name}: {not_apart(frame)}"
    what = "graded" if graded else "from"
    said = [f"more {what} {_with_shares(frame, more)}"] if more else []
    said += [f"fewer {what} {_with_shares(frame, fewer)}"] if fewer else []
    meaning = (
        "Their shares can’t simply be carried over to audits that nobody checked"
        if graded
        else "With this many groups compared, one may differ by chance alone"
    )
    return (
        f"By {name}, the moderated audits differ from the rest: they hold {words.listed(said)}. "
        f"{meaning}"
    )


def _with_shares(frame: pd.DataFrame, groups: list[str]) -> str:
    """Return groups, each with its two shares and the interval of their difference."""
    said = []
    for group, row in frame.loc[groups].iterrows():
        ends = words.interval(row["difference_low"], row["difference_high"])
        shares = [words.percent(row[name]) for name in ("share_of_moderated", "share_of_rest")]
        said.append(
            f"{group} ({shares[0]} against {shares[1]}: {words.points(row['difference'])}, 95% "
            f"interval {ends})"
        )
    return words.listed(said)


def excludes_none(frame: pd.DataFrame) -> pd.Series:
    """Tell for each row whether the interval of its difference leaves 0 out."""
    return (frame["difference_low"] > 0) | (frame["difference_high"] < 0)


def not_apart(frame: pd.DataFrame) -> str:
    """Return why no difference is spoken of."""
    if frame["difference_low"].isna().all():
        return "there is nothing to compare"
    if excludes_none(frame).any():
        return (
            f"no difference can be told, as groups have fewer than {moderation_mix.LEAST} audits "
            "on one side"
        )
    return "no difference is larger than chance explains"


def best_unchecked(n: int, *, grade: str) -> str:
    """Return whether audits with the best grade went unmoderated.

    Examples
    --------
    >>> best_unchecked(1, grade="Outstanding")
    '1 audit that its auditor graded Outstanding was never moderated'
    """
    if n == 0:
        return ""
    verb = "audit that its auditor graded" if n == 1 else "audits that their auditors graded"
    return f"{words.count(n)} {verb} {grade} {'was' if n == 1 else 'were'} never moderated"


def auditors_reached(auditors: SafeTable) -> str:
    """Return how many auditors had any of their audits moderated, and how many have just one."""
    frame = auditors.frame
    if frame.empty:
        return ""
    n, reached = len(frame), int((frame["moderated"] > 0).sum())
    who = "auditor who returned audits" if n == 1 else "auditors who returned audits"
    said = f"{sentences.share_of(reached, n, who)} had at least one moderated"
    single = frame["returned"] == 1
    if not single.any():
        return said
    checked = int(frame.loc[single, "moderated"].sum())
    only = words.counted(single.sum(), "auditor", "auditors")
    was = "was" if checked == 1 else "were"
    return (
        f"{said}. {only} returned a single audit; {words.count(checked)} of these {was} moderated"
    )
