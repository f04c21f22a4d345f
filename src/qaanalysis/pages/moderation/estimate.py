"""The grades had every audit been moderated, beside those reported, in words."""

import pandas as pd

from qaanalysis.metrics.moderation.moderated_grades import ModeratedGrades
from qaanalysis.pages.grades import good_words
from qaanalysis.pages.moderation.about_pairs import on_pairs
from qaanalysis.present import words
from qaanalysis.vocabulary import GradeScale

BOUNDS = {
    "reported_share": "Reported",
    "estimated_share": "Estimate",
    "lowest_share": "Least, of all scheduled",
    "highest_share": "Most, of all scheduled",
}


def estimated(made: ModeratedGrades, scale: GradeScale, *, about: str = "") -> list[str]:
    """Return what the estimate rests on, or why there is none, and what nobody can know."""
    good = made.shares.iloc[-1]
    if made.refused:
        return [
            f"There is no estimate of the grades had all been moderated: {made.refused}",
            _beside(good, scale),
        ]
    return [
        *on_pairs(about, _beside(good, scale), made.note),
        "It is an estimate of what moderators would have said of the audits that came back. It "
        "replaces no recorded grade, and says nothing of audits that didn’t come back",
    ]


def _beside(good: pd.Series, scale: GradeScale) -> str:
    """Return the share that meets the aim: reported, estimated, and bounded by what is missing."""
    if pd.isna(good["reported_share"]):
        return ""
    said = [f"{good_words(scale)}: reported {words.percent(good['reported_share'])}"]
    if not pd.isna(good["estimated_share"]):
        ends = (good["estimated_share_low"], good["estimated_share_high"])
        said.append(
            f"estimated had all been moderated {words.estimate(good['estimated_share'], *ends)}"
        )
    bounds = ""
    if "lowest_share" in good.index:
        bounds = (
            f"; of all scheduled, whatever the missing ones would show, between "
            f"{words.percent(good['lowest_share'])} and {words.percent(good['highest_share'])} by "
            "reported grades"
        )
    return f"{'; '.join(said)}{bounds}"
