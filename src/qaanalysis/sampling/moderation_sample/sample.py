"""Draw a moderation sample, and draw it again to verify it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd

from qaanalysis.sampling.allocate import LOAD, N_CASES, Allocation, Apart, allocated
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, WEIGHT
from qaanalysis.sampling.moderation_sample.chances import chances
from qaanalysis.sampling.moderation_sample.eligibility import LATE, PLACE, Place
from qaanalysis.sampling.moderation_sample.places import placed
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.moderation_sample.result import ModerationSample
from qaanalysis.sampling.moderation_sample.sentences import unmet
from qaanalysis.sampling.moderation_sample.strata import (
    PART,
    STRATUM,
    Sizes,
    sizes,
    stratified,
)
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col

APART = (
    Apart(Col.AUDITOR, Col.MODERATOR, "its auditor"),
    Apart(Col.TEAM, Col.TEAM, "of its team"),
)


def drawn(
    frame: pd.DataFrame,
    moderators: pd.DataFrame,
    *,
    plan: Plan,
    apart: Sequence[Apart] = APART,
) -> ModerationSample:
    """Draw the audits to moderate and give each to a moderator.

    Parameters
    ----------
    frame : DataFrame
        From `moderation_sample.frame`, in any order.
    moderators : DataFrame
        One row for each: `moderator`, `team` (missing for somebody of no team) and, as
        `allocate.allocated` has it, optionally `capacity` and `load`.
    plan : Plan
        What is to be drawn.
    apart : sequence of Apart
        Which moderators may not have which audit: the auditor, and anybody of the team that holds
        the case. Where the auditor's own team is known, as a column of `frame`, add a rule for it.

    Returns
    -------
    ModerationSample
        Every audit of `frame` once; what couldn't be met as sentences.

    Raises
    ------
    DataError, StatisticsError
        As `select.selected` and `allocate.allocated`.

    References
    ----------
    See the package's documentation for the design, its probabilities and sources.

    Examples
    --------
    >>> from qaanalysis.sampling import moderation_sample
    >>> from qaanalysis.sampling.moderation_sample import example
    >>> plan = example.plan()
    >>> audits = moderation_sample.frame(example.audits(), example.moderations(), plan=plan)
    >>> found = drawn(audits, example.moderators(), plan=plan)
    >>> found.steps[["step", "n"]].to_string(index=False, header=False).split()
    ['returned', '12', 'eligible', '11', 'frame', '10', 'sample', '6', 'reserves', '2']
    """
    rows, table = _selection(frame, plan)
    allocation = _allocation(rows, moderators, plan.key, apart)
    given = allocation.cases.set_index(Col.AUDIT_ID)[Col.MODERATOR]
    rows = rows.assign(**{Col.MODERATOR: rows[Col.AUDIT_ID].map(given).astype("str")})
    in_place = rows.groupby([STRATUM, PLACE]).size().unstack(fill_value=0)
    in_place = in_place.reindex(index=table.table.index, fill_value=0)
    strata = table.table.assign(
        n_selected=in_place.get(str(Place.SELECTED), 0),
        n_reserves=in_place.get(str(Place.RESERVE), 0),
    )
    sentences = unmet(rows, table, plan) + allocation.unmet
    return ModerationSample(plan, rows, strata, _steps(rows[PLACE]), allocation, sentences)


def redrawn(frame: pd.DataFrame, plan: Mapping[str, Any]) -> pd.DataFrame:
    """Return the audits of the frame drawn again, each with its place, stratum and number.

    Parameters
    ----------
    frame : DataFrame
        As for `drawn`.
    plan : mapping
        The plan as the manifest has it.

    Raises
    ------
    StatisticsError
        If the plan isn't one of a moderation sample.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample import example, frame
    >>> audits = frame(example.audits(), example.moderations(), plan=example.plan())
    >>> again = redrawn(audits, example.plan().plain())
    >>> first = drawn(audits, example.moderators(), plan=example.plan())
    >>> again["place"].equals(first.audits["place"])
    True
    """
    return _selection(frame, Plan.from_plain(plan))[0]


def _selection(frame: pd.DataFrame, plan: Plan) -> tuple[pd.DataFrame, Sizes]:
    rows = frame.sort_values(Col.AUDIT_ID, ignore_index=True)
    audits = stratified(rows[rows[PLACE] == Place.IN_FRAME], plan)
    table = sizes(audits, plan)
    found = placed(audits, table, plan).assign(**{PROBABILITY: chances(audits, table)})
    taken = found[PLACE] == Place.SELECTED
    found[WEIGHT] = 1 / found[PROBABILITY].where(taken)
    columns = [PART, STRATUM, NUMBER, PROBABILITY, WEIGHT]
    rows[PLACE] = found[PLACE].reindex(rows.index).fillna(rows[PLACE])
    return rows.join(found[columns], validate="1:1"), table


def _allocation(
    rows: pd.DataFrame, moderators: pd.DataFrame, seed: str, apart: Sequence[Apart]
) -> Allocation:
    """Allocate the draw first and late audits then, so that these change nobody's cases."""
    sample = rows[rows[PLACE] == Place.SELECTED]
    among = partial(allocated, case=Col.AUDIT_ID, person=Col.MODERATOR, apart=apart, seed=seed)
    first = among(sample[~sample[LATE]], moderators)
    if not sample[LATE].any():
        return first
    loads = first.loads.set_index(Col.MODERATOR)[LOAD]
    busier = moderators.assign(**{LOAD: moderators[Col.MODERATOR].map(loads)})
    late = among(sample[sample[LATE]], busier)
    n_cases = first.loads[N_CASES] + late.loads[N_CASES]
    return Allocation(
        pd.concat([first.cases, late.cases], ignore_index=True),
        late.loads.assign(**{N_CASES: n_cases}),
        tuple(dict.fromkeys(first.unmet + late.unmet)),
    )


def _steps(places: pd.Series) -> pd.DataFrame:
    n = {place: int((places == place).sum()) for place in Place}
    drawable = n[Place.SELECTED] + n[Place.RESERVE] + n[Place.NOT_DRAWN]
    graded = drawable + n[Place.MODERATED]
    after = n[Place.RESERVE] + n[Place.NOT_DRAWN]
    rows = [
        ("returned", len(places), 0, ""),
        ("eligible", graded, n[Place.NO_GRADE], str(Place.NO_GRADE)),
        ("frame", drawable, n[Place.MODERATED], str(Place.MODERATED)),
        ("sample", n[Place.SELECTED], after, f"{counted(after, 'audit')} not selected"),
        ("reserves", n[Place.RESERVE], n[Place.NOT_DRAWN], str(Place.NOT_DRAWN)),
    ]
    return pd.DataFrame(rows, columns=["step", "n", "n_left_out", "why"])
