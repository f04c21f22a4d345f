"""From the cohort to the sample, step by step: every child ends in one place."""

import pandas as pd

from qaanalysis.sampling.draw import RESERVE, SELECTED
from qaanalysis.sampling.frame import IN_FRAME, NOT_DRAWN, PLACE
from qaanalysis.sampling.siblings import TOGETHER
from qaanalysis.sampling.themed_sample import ThemedSample

COHORT, ONCE = "In the cohort", "In the cohort, each once"
ELIGIBLE, FRAME = "Eligible", "In the frame"
DRAWN, LOOKED_AT = "Drawn", "Looked at"
LEFT_OUT, STILL_IN, STAGE = "n_left_out", "n_still_in", "stage"
_IN_RESERVE = "In reserve"


def flow(sample: ThemedSample) -> pd.DataFrame:
    """Return who leaves at each step, and how many are still in after it.

    Parameters
    ----------
    sample : ThemedSample
        The draw.

    Returns
    -------
    DataFrame
        Indexed by step, in order: `n_left_out`, `n_still_in` (children), and `stage`, which those
        who are still in have reached or are on their way to. A step called as its stage is the
        stage itself: nobody leaves there. All that left and the last that are still in add up to
        the first.

    Examples
    --------
    >>> from qaanalysis.sampling import themed_sample
    >>> from qaanalysis.sampling.themed_sample import example
    >>> plan = example.plan()
    >>> found = flow(themed_sample.drawn(themed_sample.frame(example.cohort(), plan), None, plan))
    >>> found[["n_left_out", "n_still_in"]]
                                         n_left_out  n_still_in
    step
    In the cohort                                 0          12
    After July 2023                               2          10
    Another child stands for the family           2           8
    Not drawn                                     3           5
    In reserve                                    1           4
    """
    rows: list[tuple[str, int, int, str]] = []
    frame, one_each = "frame", sample.plan.siblings != TOGETHER
    ruled = bool(sample.plan.eligible)
    for step, n, left, why in sample.steps.itertuples(index=False, name=None):
        if step == "cohort":
            rows.append((COHORT, 0, n, COHORT))
        elif step == "children":
            rows.append((_named(why), left, n, ONCE))
        elif step.startswith("eligible"):
            rows.append((_named(why), left, n, ELIGIBLE if one_each else FRAME))
        elif step == frame:
            if sample.plan.drawn and not ruled and not one_each:
                rows.append((FRAME, 0, n, FRAME))
            break
        else:
            rows.append((_named(why), left, n, FRAME))
    return pd.DataFrame(
        [*rows, *_drawn(sample)], columns=["step", LEFT_OUT, STILL_IN, STAGE]
    ).set_index("step")


def _drawn(sample: ThemedSample) -> list[tuple[str, int, int, str]]:
    """Return the steps from the frame on."""
    n = {name: int((sample.rows[PLACE] == name).sum()) for name in (SELECTED, RESERVE, NOT_DRAWN)}
    if not sample.plan.drawn:
        return [(LOOKED_AT, 0, n[SELECTED], LOOKED_AT)]
    rows = [(_named(NOT_DRAWN), n[NOT_DRAWN], n[SELECTED] + n[RESERVE], DRAWN)]
    return [*rows, (_IN_RESERVE, n[RESERVE], n[SELECTED], DRAWN)]


def _named(why: str) -> str:
    return f"{why[:1].upper()}{why[1:]}"


def n_frame(sample: ThemedSample) -> int:
    """Return how many children could be drawn."""
    drawn = {IN_FRAME, SELECTED, RESERVE, NOT_DRAWN}
    return int(sample.rows[PLACE].isin(drawn).sum())
