"""The audits behind tables of how well two people's grades of the same file agree."""

import numpy as np
import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics.audit_cases.properties import NONE, properties, text, within
from qaanalysis.metrics.moderation import agreement_by_group, direction, gap, moderated
from qaanalysis.metrics.moderation.second_moderations import EARLIER_GRADE
from qaanalysis.vocabulary import Col, GradeScale

_WAY = "way"
_WAYS = ("lower", "same", "higher")
# Every coefficient and every test is of the same pairs.
UNTOLD = ("coefficient", "weights", "test")


def compared(found: pd.DataFrame, *, months: pd.PeriodIndex, scale: GradeScale) -> Cases:
    """Return the audits behind tables of both grades: matrix, steps apart, coefficients, tests.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    months : PeriodIndex
        The months the tables cover.
    scale : GradeScale
        The grades.
    """
    names = (Col.AUDITOR_GRADE, Col.MODERATOR_GRADE)
    both = found[found[list(names)].notna().all(axis=1)]
    steps = both[moderated.STEPS]
    apart = pd.Series(NONE, index=both.index).mask(steps == 0, "0")
    apart = apart.mask(steps.abs() == 1, "1").mask(steps.abs() >= 2, "2 or more")
    rows = properties(both, {moderated.STEPS: apart, **{name: text(both[name]) for name in names}})
    known: Values = {moderated.STEPS: ["0", "1", "2 or more"]}
    counts: dict[str, Values] = {
        "n": known,
        gap.COMPARED: known,
        agreement_by_group.SAME: {moderated.STEPS: ["0"]},
        gap.FAR: {moderated.STEPS: ["2 or more"]},
        **{label: {Col.MODERATOR_GRADE: [label]} for label in scale.labels},
    }
    shares = {f"{gap.FAR}_share": (gap.FAR, gap.COMPARED)}
    return Cases(rows, "audits with both grades", counts, within(months), shares, untold=UNTOLD)


def second_opinions(found: pd.DataFrame, twice: pd.DataFrame) -> Cases:
    """Return the audits behind the table of second opinions, a case for each opinion.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    twice : DataFrame
        From `second_moderations.moderated_twice`.
    """
    parts = [
        _opinions(found, direction.PANEL, Col.MODERATOR_GRADE, Col.PANEL_GRADE),
        _opinions(twice, direction.LATER, EARLIER_GRADE, Col.MODERATOR_GRADE),
    ]
    counts: dict[str, Values] = {"n": {}, **{way: {_WAY: [way]} for way in _WAYS}}
    shares = {f"{way}_share": (way, "n") for way in _WAYS}
    return Cases(pd.concat(parts), "second opinions", counts, shares=shares)


def _opinions(found: pd.DataFrame, comparison: str, first: str, second: str) -> pd.DataFrame:
    """Return the audits with both grades, and which way the second is from the first."""
    both = found[found[[first, second]].notna().all(axis=1)]
    # Codes run from the worst grade up.
    steps = both[second].cat.codes.astype(int) - both[first].cat.codes.astype(int)
    signs = pd.Series(np.sign(steps), index=both.index)
    way = signs.map(dict(zip((-1, 0, 1), _WAYS, strict=True)))
    return properties(both, {_WAY: way}).assign(comparison=comparison)
