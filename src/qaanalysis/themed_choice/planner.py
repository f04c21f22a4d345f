"""What a number of cases buys, and how many it takes for what is wanted, for one plan."""

import math

import numpy as np
import pandas as pd

from qaanalysis.sampling.draw import SELECTED, STRATUM, WEIGHT
from qaanalysis.sampling.frame import PLACE
from qaanalysis.sampling.siblings import family_of
from qaanalysis.sampling.size import what_n_buys
from qaanalysis.sampling.themed_sample import ThemedSample
from qaanalysis.sampling.themed_sample.plan import FAMILIES
from qaanalysis.stats import design_effect, power, sample_size
from qaanalysis.themed_plan import Previous
from qaanalysis.vocabulary import Col

LIKENESS = 0.5  # Nobody has measured it; halfway between not alike at all and wholly alike.
RARE = 0.1
_GRID = (
    *(
        10,
        12,
        15,
        18,
        20,
        25,
        30,
        35,
        40,
        50,
        60,
        70,
        80,
        90,
        100,
        125,
        150,
        175,
        200,
        250,
        300,
        350,
    ),
    *(400, 500, 600, 800, 1000, 1500, 2000, 3000, 5000, 10000),
)
_WIDTHS = (0.1, 0.05)
_FAR = 4
MARGIN, RARE_MARGIN = "margin_share", "rare_margin_share"
CHILDREN, CHOSEN = "n_children", "chosen"
FALL, RISE = "fall_shown_share", "rise_shown_share"


def family_sizes(sample: ThemedSample) -> pd.Series:
    """Return how many children of the frame each unit of the draw has: families, or children.

    Returns
    -------
    Series of int
        1 for each child, unless whole families are drawn.
    """
    able = sample.rows[sample.rows[STRATUM].notna()]
    if sample.plan.design != FAMILIES:
        return pd.Series(1, index=able.index)
    families = family_of(able, unit=Col.CHILD_ID, family=Col.FAMILY_ID)
    return able.groupby(families).size()


def effect(sample: ThemedSample, *, likeness: float = LIKENESS) -> float:
    """Return the design effect: families drawn whole, and probabilities that aren't all alike.

    Parameters
    ----------
    sample : ThemedSample
        A random draw.
    likeness : float
        How alike children of one family are, 0–1; counts only where families are drawn whole.
    """
    of_families = design_effect.of_clusters(family_sizes(sample).tolist(), likeness=likeness)
    chosen = sample.rows[sample.rows[PLACE] == SELECTED]
    return of_families * design_effect.of_weights(chosen[WEIGHT].tolist())


def buys(sample: ThemedSample, previous: Previous | None = None) -> pd.DataFrame:
    """Return what the number drawn buys, and what others would.

    Parameters
    ----------
    sample : ThemedSample
        The draw.
    previous : Previous, optional
        What the sample before found; counts only if its size is known.

    Returns
    -------
    DataFrame
        Indexed by the number drawn (`families` if they are drawn whole, else `children`), the
        plan's own among round ones; without a row for a sample that isn't drawn at random.
        `n_children`: how many children that is on average, for families only. `margin_share`: the
        margin of error of a share of one half, the widest there is, with the correction for a
        finite frame; `rare_margin_share`: half of Wilson's interval where a tenth is found; both
        0–1 and times the root of the design effect. `fewest_detectable`: of how many units the
        sample holds at least one, with 95% confidence; `detectable_share`: that over the frame.
        `fall_shown_share`, `rise_shown_share`: the smallest change from the sample before that is
        shown with a probability of 80%, 0–1; NaN where none is. `chosen`: whether it is the plan's.
    """
    sizes = family_sizes(sample)
    name = "families" if sample.plan.design == FAMILIES else "children"
    if not sample.plan.drawn:
        return pd.DataFrame({MARGIN: pd.Series(dtype=float)}, index=pd.Index([], name=name))
    there, drawn = len(sizes), int(sample.strata["n_selected"].sum())
    round_ones = {n for n in (*_GRID, there) if n <= min(there, _FAR * drawn)}
    units = sorted(round_ones | {drawn})
    mean, widened = float(sizes.mean()), effect(sample)
    cases = [max(1, math.floor(n * mean + 0.5)) for n in units]
    found = what_n_buys(units, population=there)
    widths = what_n_buys(cases, population=int(sizes.sum()), shares=(0.5, RARE))
    table = pd.DataFrame(
        {
            CHILDREN: cases,
            MARGIN: _of(widths, 0.5, "margin") * math.sqrt(widened),
            RARE_MARGIN: _of(widths, RARE, "wilson_half_width") * math.sqrt(widened),
            "fewest_detectable": found["fewest_detectable"].to_numpy(),
            "detectable_share": found["detectable_share"].to_numpy(),
            **_changes(cases, previous, widened),
            CHOSEN: np.array(units) == drawn,
        },
        index=pd.Index(units, name=name),
    )
    return table if name == "families" else table.drop(columns=CHILDREN)


def _of(widths: pd.DataFrame, share: float, column: str) -> np.ndarray:
    return widths.loc[widths["share"] == share, column].to_numpy(dtype=float)


def _changes(cases: list[int], previous: Previous | None, widened: float) -> dict[str, list[float]]:
    if previous is None or previous.n is None:
        return {}
    then, n = previous.count / previous.n, previous.n
    # A design that widens an interval counts as so many fewer cases drawn singly.
    worth = [max(1, round(number / widened)) for number in cases]
    return {
        name: [power.least_change(then, n, each, rising=rising) for each in worth]
        for name, rising in ((FALL, False), (RISE, True))
    }


def needed(sample: ThemedSample) -> pd.DataFrame:
    """Return how many it takes for a margin of error, and to meet what is rare.

    Parameters
    ----------
    sample : ThemedSample
        The draw.

    Returns
    -------
    DataFrame
        Indexed by `what_is_wanted`: `n_needed`, in the units that are drawn; without a row for a
        sample that isn't drawn at random.
    """
    if not sample.plan.drawn:
        return pd.DataFrame(
            {"n_needed": pd.Series(dtype=int)}, index=pd.Index([], name="what_is_wanted")
        )
    sizes, widened = family_sizes(sample), effect(sample)
    there, children, mean = len(sizes), int(sizes.sum()), float(sizes.mean())
    rows = {}
    for width in _WIDTHS:
        # The effect makes the frame no larger, so that it comes before the finite correction.
        endless = sample_size.for_margin(width).unrounded * widened
        cases = endless / (1 + (endless - 1) / children)
        rows[f"for a margin of error of ±{width * 100:.0f} points"] = min(
            math.ceil(cases / mean), there
        )
    for share in (0.1, 0.05):
        held = math.ceil(share * there)
        n = sample_size.for_detection(there, held).n
        rows[f"to meet at least one, if {share * 100:.0f}% of the frame have it"] = int(n)
    return pd.DataFrame({"n_needed": pd.Series(rows)}).rename_axis("what_is_wanted")
