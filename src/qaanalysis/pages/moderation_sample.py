"""The report on the moderation sample, in words and key figures."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.sampling.moderation_sample import ModerationSample
from qaanalysis.sampling.moderation_sample import kept_apart as kept_apart_rules

METHOD = (
    "Each audit has a permanent random number: a keyed hash of its identifier. In each stratum the "
    "smallest are drawn, the next are the reserves. The draw doesn’t depend on the order of rows, "
    "and anybody who has the register and the manifest can make it again."
)
TO_MODERATE = "graded audits not yet moderated"
IN_RESERVE = "spare audits, in case one can’t be done"
STRATUM = ["part", "n_audits", "n_auditors", "n_selected", "n_reserves"]


def lead(sample: ModerationSample) -> list[str]:
    """Return what a hurried reader needs: how many were drawn, from what, and what wasn't met."""
    n = dict(zip(sample.steps["step"], sample.steps["n"], strict=True))
    return [
        f"Of {words.count(n['returned'])} audits that came back, {words.count(n['frame'])} have a "
        f"grade and aren’t moderated yet. {words.count(n['sample'])} of them were drawn for "
        f"moderation, with {words.count(n['reserves'])} in reserve",
        *sample.unmet,
    ]


def key_figures(sample: ModerationSample) -> list[KeyFigure]:
    """Return the tiles: the sample, the reserves, the auditors who were due."""
    n = dict(zip(sample.steps["step"], sample.steps["n"], strict=True))
    due = sample.audits[sample.audits["auditor_due"]]
    drawn = sample.sample[sample.sample["auditor_due"]]
    return [
        KeyFigure(
            "sample", "To moderate", n["sample"], kind="count", total=n["frame"], unit=TO_MODERATE
        ),
        KeyFigure("reserves", "In reserve", n["reserves"], kind="count", unit=IN_RESERVE),
        KeyFigure(
            "auditors_due",
            "Auditors due, and drawn",
            int(drawn["auditor"].nunique()),
            kind="count",
            total=int(due["auditor"].nunique()),
            unit="auditors due",
            note=f"each at least once in {words.in_words(sample.plan.auditor_every)} months",
        ),
    ]


def seed(sample: ModerationSample) -> str:
    """Return the seed, and why it is this one."""
    plan = sample.plan
    if plan.seed is None:
        return (
            f"The seed is “{plan.key}”. It follows from the organisation, the plan and the month, "
            "so that nobody can look for one that suits"
        )
    return f"The seed is “{plan.key}”, not the default one. The reason given: {plan.seed_reason}"


def shared_out(table: SafeTable) -> str:
    """Return how evenly the audits are shared out; empty if there is nobody to have them."""
    if table.frame.empty:
        return ""
    said = [
        f"{words.in_words(n)} with {words.in_words(each)}"
        for each, n in zip(
            table.frame.index.tolist(), table.frame["moderators"].tolist(), strict=True
        )
    ]
    return f"Moderators by the number of audits they have: {words.listed(said)}"


def kept_apart(sample: ModerationSample) -> list[str]:
    """Return from what moderators are kept, and which of the rules could be checked."""
    if sample.moderators.empty or sample.sample.empty:
        return []
    checked = kept_apart_rules.checkable(sample.sample, sample.moderators)
    auditors_team, n = int(checked["n_audits"].iloc[2]), len(sample.sample)
    with_team = int(checked["n_moderators"].iloc[1])
    said = ["Nobody moderates their own audit"]
    if not with_team:
        return [
            *said,
            "No moderator has a team in the table of moderators, so that nobody is kept from the "
            "cases or the auditors of a team: if some are of one, give it there",
        ]
    people = words.counted(len(sample.moderators), "moderator")
    said.append(
        f"Nobody moderates a case that their own team holds; {words.count(with_team)} of {people} "
        "have a team in the table of moderators, and the others count as of none"
    )
    return [*said, _of_auditors_team(auditors_team, n)]


def _of_auditors_team(n_known: int, n: int) -> str:
    audits = words.counted(n, "audit")
    if n_known == n:
        return f"Nobody moderates an auditor of their own team: it is known for all {audits}"
    if n_known:
        return (
            f"The auditor’s own team is known for {words.count(n_known)} of {audits}: nobody of "
            "that team moderates them. For the others it couldn’t be checked"
        )
    return (
        "Whether a moderator is of the auditor’s own team couldn’t be checked: the register "
        "doesn’t give it. Add the column auditor_team"
    )
