"""Draw a moderation sample, and draw it again to verify it."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from qaanalysis.sampling.allocate import Apart
from qaanalysis.sampling.draw import NUMBER, PROBABILITY, WEIGHT
from qaanalysis.sampling.given import Given
from qaanalysis.sampling.moderation_sample.chances import chances
from qaanalysis.sampling.moderation_sample.eligibility import PLACE, Place
from qaanalysis.sampling.moderation_sample.places import placed
from qaanalysis.sampling.moderation_sample.plan import Plan
from qaanalysis.sampling.moderation_sample.result import ModerationSample
from qaanalysis.sampling.moderation_sample.sentences import unmet
from qaanalysis.sampling.moderation_sample.sharing import APART, shared_out
from qaanalysis.sampling.moderation_sample.strata import (
    PART,
    STRATUM,
    Sizes,
    sizes,
    stratified,
)
from qaanalysis.sampling.wording import counted
from qaanalysis.vocabulary import Col


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
        `allocate.allocated` has it, optionally `capacity` (missing: as the others' mean) and
        `load`. Without a row nobody is allocated, and `unmet` says so.
    plan : Plan
        What is to be drawn.
    apart : sequence of Apart
        Which moderators may not have which audit: the auditor, anybody of the team that holds the
        case, and, where it is known, anybody of the auditor's own team.

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
    sample = rows[rows[PLACE] == Place.SELECTED]
    allocation = shared_out(sample, moderators, seed=plan.key, apart=apart)
    given = allocation.cases.set_index(Col.AUDIT_ID)[Col.MODERATOR]
    rows = rows.assign(**{Col.MODERATOR: rows[Col.AUDIT_ID].map(given).astype("str")})
    in_place = rows.groupby([STRATUM, PLACE]).size().unstack(fill_value=0)
    in_place = in_place.reindex(index=table.table.index, fill_value=0)
    strata = table.table.assign(
        n_selected=in_place.get(str(Place.SELECTED), 0),
        n_reserves=in_place.get(str(Place.RESERVE), 0),
    )
    sentences = unmet(rows, table, plan) + allocation.unmet
    steps = _steps(rows[PLACE])
    return ModerationSample(plan, rows, strata, steps, moderators, allocation, sentences)


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


def reallocated(frame: pd.DataFrame, plan: Mapping[str, Any], moderators: pd.DataFrame) -> Given:
    """Return who moderates which of the selected audits when they are shared out again.

    Parameters
    ----------
    frame, moderators : DataFrame
        As for `drawn`.
    plan : mapping
        The plan as the manifest has it.

    Raises
    ------
    DataError, StatisticsError
        As `drawn`.

    Examples
    --------
    >>> from qaanalysis.sampling.moderation_sample import example, frame
    >>> audits = frame(example.audits(), example.moderations(), plan=example.plan())
    >>> len(reallocated(audits, example.plan().plain(), example.moderators()).cases)
    6
    """
    return drawn(frame, moderators, plan=Plan.from_plain(plan)).given


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
