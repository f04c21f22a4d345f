"""The report on a themed audit's sample, in words and key figures."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.themed import Design
from qaanalysis.pages.themed_findings import DRAWN, HOW, covered
from qaanalysis.present import words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.present.prose import prose
from qaanalysis.present.record import Shown
from qaanalysis.present.tables import table
from qaanalysis.sampling.themed_sample import Plan, ThemedSample
from qaanalysis.vocabulary import Selection

METHOD = (
    "Each child (or family, where one child stands for it or all are drawn) has a permanent random "
    "number: a keyed hash of its identifier. In each stratum the smallest are drawn, the next are "
    "the reserves. The draw doesn’t depend on the order of rows. Margins of error: normal "
    "approximation with the finite population correction, 95%; for rare things half of Wilson’s "
    "interval; detection exact (hypergeometric). Standardised differences: the sample, weighted by "
    "one over each chance, less whom it is compared with, over the root of the mean variance."
)
NOT_DRAWN = {
    Selection.CENSUS: "Nothing was left to chance: every child of the frame is looked at, so that "
    "no number of cases has to be planned and no margin of error follows",
    Selection.PURPOSIVE: "No child was drawn at random: nobody had a known chance, so that no "
    "number of cases gives a margin of error, and the children stand for themselves only",
    Selection.UNKNOWN: "Nobody knows how these children came to be chosen: there is no chance of "
    "being drawn, so that no number of cases gives a margin of error, and the children stand for "
    "themselves only",
}
STANDS_FOR = {
    "random": "drawn at random",
    "youngest": "the youngest",
    "oldest": "the oldest",
    "first_to_enter": "the first who came into the cohort",
}
RENAMED = {
    "n_left_out": "Left out here",
    "n_still_in": "Still in",
    "n_selected": "Drawn",
    "n_frame": "In the frame",
    "n_reserves": "In reserve",
    "n_children_selected": "Their children",
    "chance_share": "Chance",
}
_NUMBERS = (
    "From the seed and an identifier follows a number that nobody can choose or foresee without "
    "them; the smallest numbers of each stratum are drawn. Whoever has the register, the plan and "
    "this seed draws the same children"
)


def lead(sample: ThemedSample, cover: SafeTable) -> list[str]:
    """Return what a hurried reader needs: how many were chosen, out of whom, what wasn't met.

    Parameters
    ----------
    sample : ThemedSample
        The draw.
    cover : SafeTable
        Of `ThemedChoice.coverage`.
    """
    said = covered(cover)
    if sample.plan.drawn:
        spare = len(sample.reserves)
        kept = f"{words.counted(spare, 'more is', 'more are')} in reserve"
        told = f"{said.replace('Looked at', 'Drawn', 1)}. {kept if spare else 'None is in reserve'}"
        rest = [*draw_unmet(sample), *unallocated(sample)]
        return [*left_out(sample), *_families(sample), told, *rest]
    selection = Selection(sample.plan.selection.capitalize())
    return [*left_out(sample), f"{HOW[selection]}. {said}", *unallocated(sample)]


def left_out(sample: ThemedSample) -> list[str]:
    """Return how many of the cohort can't be drawn, and why; nothing if all can."""
    steps = sample.steps
    lost = steps[(steps["n_left_out"] > 0) & ~steps["step"].isin(["sample", "reserves"])]
    if lost.empty:
        return []
    whole, left = int(steps["n"].iloc[0]), int(lost["n_left_out"].sum())
    why = [
        f"{words.count(n)} as {reason}"
        for n, reason in zip(lost["n_left_out"].tolist(), lost["why"].tolist(), strict=True)
    ]
    return [
        f"Of {words.counted(whole, 'child', 'children')} in the cohort {words.count(whole - left)} "
        f"are in the frame. Left out: {words.listed(why)}"
    ]


def _families(sample: ThemedSample) -> list[str]:
    if sample.plan.design != Design.FAMILIES:
        return []
    drawn, there = (int(sample.strata[name].sum()) for name in ("n_selected", "n_frame"))
    return [
        f"{words.count(drawn)} of {words.counted(there, 'family', 'families')} were drawn, and all "
        "their children who are in the frame"
    ]


def key_figures(sample: ThemedSample, cover: SafeTable) -> list[KeyFigure]:
    """Return the tiles: how many, and what part of the frame and of the cohort they are."""
    drawn = sample.plan.drawn
    tiles = [
        KeyFigure(
            "chosen",
            "Drawn" if drawn else "Looked at",
            len(sample.sample),
            kind="count",
            total=None if cover.frame.empty else int(cover.frame["out_of"].iloc[0]),
            unit=f"{cover.unit} in the frame" if len(cover.frame) else cover.unit,
            note=f"with {words.count(len(sample.reserves))} in reserve" if drawn else "",
        )
    ]
    for name, row in cover.frame.iterrows():
        tiles.append(
            KeyFigure(
                f"of_{str(name).split()[-1]}",
                f"Of the {name}",
                float(row["drawn_share"]),
                count=int(row["drawn"]),
                total=int(row["out_of"]),
                unit=cover.unit,
            )
        )
    return tiles


def how(sample: ThemedSample) -> list[str]:
    """Return how the children were chosen, and who stands for whom."""
    plan, why = sample.plan, sample.plan.why.strip()
    if plan.drawn:
        said = [DRAWN[Design(plan.design)], why]
        named = _stratum_names(plan)
        said += [f"Strata: {named}; the number is shared out by {plan.allocation} allocation"] * (
            plan.strata is not None
        )
    else:
        selection = Selection(plan.selection.capitalize())
        said = [HOW[selection], f"The plan says: {why}" if why else ""]
    if plan.siblings in STANDS_FOR:
        said.append(
            f"Of each family one child is in the frame, {STANDS_FOR[plan.siblings]}: the sample is "
            "one of families, and a share of it is of families"
        )
    return [text for text in said if text]


def _stratum_names(plan: Plan) -> str:
    known = {"n_children": "how many of a family’s children are in the frame"}
    name = plan.strata or ""
    return known.get(name, name.replace("_", " "))


def flowed(sample: ThemedSample) -> str:
    """Return that every child is counted once, in the place where it ended."""
    n, chosen = len(sample.rows), len(sample.sample)
    if n == chosen:
        whom = "of the cohort" if sample.plan.out_of_known else "whose file was chosen"
        return f"Every child {whom} is looked at"
    left = words.counted(n - chosen, "child", "children")
    what = "drawn" if sample.plan.drawn else "looked at"
    return (
        f"Every child of the cohort ends in one place: {words.count(chosen)} of them are {what}, "
        f"and {left} left on the way, each for one reason"
    )


def one_stratum(sample: ThemedSample) -> str:
    """Return each child's chance where all have the same; empty if there are strata or no draw."""
    if not sample.plan.drawn or len(sample.strata) > 1:
        return ""
    if sample.plan.design == Design.PPS:
        return "Each child’s chance is in proportion to its size, and its weight is one over it"
    chance = float(sample.strata["inclusion_probability"].iloc[0])
    return (
        "There is one stratum, the whole frame: each had the same chance, "
        f"{words.percent(chance)}, and stands for {words.number(1 / chance)} of them"
    )


def no_draw(sample: ThemedSample) -> str:
    """Return why nothing follows of chance; empty for a random draw."""
    if sample.plan.drawn:
        return ""
    return NOT_DRAWN[Selection(sample.plan.selection.capitalize())]


def draw_unmet(sample: ThemedSample) -> list[str]:
    """Return what the draw itself couldn't meet."""
    shared = () if sample.allocation is None else sample.allocation.unmet
    of_draw = sample.unmet[: len(sample.unmet) - len(shared)]
    families = sample.plan.design == Design.FAMILIES
    unit = ("family", "families") if families else ("child", "children")
    said = [text for text in of_draw if text not in sample.shortfalls]
    for stratum, row in sample.strata.iterrows():
        where = f"Stratum {stratum}:" if len(sample.strata) > 1 else "In the frame"
        if row["n_short"]:
            wanted = words.counted(row["n_wanted"], *unit)
            said.append(
                f"{where} {wanted} were wanted, and there are {words.count(row['n_frame'])}"
            )
        elif row["n_reserves_short"]:
            short = words.counted(row["n_reserves_short"], "reserve is", "reserves are")
            said.append(f"{where} {short} missing, as no more {unit[1]} are left")
    return said


def unallocated(sample: ThemedSample) -> list[str]:
    """Return how many cases nobody has, by reason, without naming a child."""
    if sample.allocation is None:
        return []
    why = sample.allocation.cases["reason"]
    counts = why[why != ""].value_counts().sort_index()
    return [
        f"{words.counted(n, 'case has', 'cases have')} no auditor, as {reason}"
        for reason, n in zip(counts.index.tolist(), counts.tolist(), strict=True)
    ]


def strata(safe: SafeTable) -> Shown:
    """Return the table of strata; nothing where there is one, of which a sentence says enough."""
    return prose() if safe.frame.empty else table(safe, renamed=RENAMED)


def checked(sample: ThemedSample) -> list[str]:
    """Return how a draw can be made again; for what wasn't drawn, that there is none to check."""
    if sample.plan.drawn:
        return [*seed(sample.plan), _NUMBERS]
    if sample.plan.selection == "census":
        return ["Every child who meets the rules is looked at: whoever has the register can check"]
    return ["There was no draw, so that there is none to check: only the list can be kept"]


def seed(plan: Plan) -> list[str]:
    """Return the seed and why it is this one, and where on the circle of numbers a draw begins."""
    if plan.seed is not None:
        return [f"The seed is “{plan.key}”, not the default one. Why: {plan.seed_reason}"]
    if plan.coordination_key is None:
        return [
            f"The seed is “{plan.key}”. It follows from the organisation, the theme and the "
            "period, so that nobody can look for one that suits"
        ]
    return [
        f"The seed is “{plan.key}”, which this plan shares with others: all draw by the same "
        f"numbers. This one begins {words.percent(plan.coordination_start)} of the way round their "
        "circle, so that plans that begin elsewhere have other children first"
    ]
