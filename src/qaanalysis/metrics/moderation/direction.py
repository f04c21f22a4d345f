"""Which way moderators differ from auditors, and whether chance explains it."""

import pandas as pd

from qaanalysis.metrics.moderation import agreement_by_group
from qaanalysis.metrics.moderation.agreement import LEAST_PAIRS, NOTE, too_few
from qaanalysis.metrics.moderation.matrix import AUDITOR_MODERATOR, comparable, counted
from qaanalysis.metrics.moderation.second_moderations import EARLIER_GRADE
from qaanalysis.stats import agreement
from qaanalysis.stats.agreement import Direction, HypothesisTest
from qaanalysis.vocabulary import Col, GradeScale

SIGN_TEST = "sign test"
PANEL = "Moderator and panel"
LATER = "Moderator and a later moderator"


def direction(
    found: pd.DataFrame,
    *,
    scale: GradeScale,
    columns: tuple[str, str] = AUDITOR_MODERATOR,
    confidence: float = 0.95,
) -> Direction:
    """Return how often the second grade is lower than, the same as and higher than the first.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`; for two moderators from `second_moderations.moderated_twice`.
    columns : pair of str
        The two columns of grades; rows without one of them are left out. Of auditor and moderator
        only pairs that are compared count.

    Returns
    -------
    Direction
        Counts, shares with Wilson intervals, and an exact sign test.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> way = direction(found, scale=scale)
    >>> way.n_lower, way.n_same, way.n_higher
    (31, 29, 0)
    """
    table = counted(comparable(found, columns)[0], scale=scale, columns=columns)
    return agreement.direction(table, confidence=confidence)


def directions(compared: dict[str, Direction]) -> pd.DataFrame:
    """Return several directions as one table, a row each.

    Parameters
    ----------
    compared : dict of str to Direction
        What was compared, in words: "Auditor and moderator", "Moderator and panel".

    Returns
    -------
    DataFrame
        Indexed by comparison: n; lower, same, higher (counts); lower_share, same_share and
        higher_share with _low and _high; p_value (sign test); note (why there is none).
    """
    rows = []
    for found in compared.values():
        row: dict[str, object] = {"n": found.n}
        row |= {"lower": found.n_lower, "same": found.n_same, "higher": found.n_higher}
        for name in ("lower", "same", "higher"):
            share = getattr(found, name)
            row |= {
                f"{name}_share": share.estimate,
                f"{name}_share_low": share.low,
                f"{name}_share_high": share.high,
            }
        rows.append({**row, "p_value": found.p_value, NOTE: found.reason})
    return pd.DataFrame(rows, index=pd.Index(list(compared), name="comparison"))


def significance(
    found: pd.DataFrame,
    *,
    scale: GradeScale,
    columns: tuple[str, str] = AUDITOR_MODERATOR,
    least: int = LEAST_PAIRS,
) -> pd.DataFrame:
    """Return the tests of whether auditors and moderators use the grades alike.

    The sign test asks whether lower and higher are equally likely where grades differ; Bowker
    whether each change goes both ways alike; Stuart–Maxwell and Bhapkar whether both use each
    grade equally often; the shift of the mean whether one grades higher on average. They answer
    one question in five ways: read the sign test first, and don't pick the smallest p.

    Parameters
    ----------
    found, scale, columns
        As in `direction`.
    least : int
        With fewer pairs only the sign test, which is exact, is given.

    Returns
    -------
    DataFrame
        Indexed by test: statistic (χ², z for the shift of the mean; NaN for the sign test), df,
        p_value (two-sided), n (pairs) and note (why a test is missing; empty if it isn't).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> scale = run.params.scale
    >>> significance(found, scale=scale).index.tolist()
    ['sign test', 'Bowker', 'Stuart–Maxwell', 'Bhapkar', 'shift of the mean']
    """
    found, why = comparable(found, columns)
    table = counted(found, scale=scale, columns=columns)
    n = int(table.sum())
    signs = agreement.direction(table)
    nan = float("nan")
    made = {SIGN_TEST: HypothesisTest(nan, nan, signs.p_value, why or signs.reason)}
    why = why or too_few(n, least)
    for name, test in (
        ("Bowker", agreement.bowker),
        ("Stuart–Maxwell", agreement.stuart_maxwell),
        ("Bhapkar", agreement.bhapkar),
        ("shift of the mean", agreement.mean_shift),
    ):
        made[name] = HypothesisTest.undefined(why) if why else test(table)
    rows = [
        {"statistic": t.statistic, "df": t.df, "p_value": t.p_value, "n": n, NOTE: t.reason}
        for t in made.values()
    ]
    return pd.DataFrame(rows, index=pd.Index(list(made), name="test"))


def second_opinions(found: pd.DataFrame, twice: pd.DataFrame, *, scale: GradeScale) -> pd.DataFrame:
    """Return how the panel, and a later moderator, graded beside the moderator before them.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`.
    twice : DataFrame
        From `second_moderations.moderated_twice`.

    Returns
    -------
    DataFrame
        As `directions`, with cohen_kappa and gwet_ac (quadratic weights), _low and _high, where
        there are enough pairs; note says why anything is missing.
    """
    parts = {
        PANEL: (found, (str(Col.MODERATOR_GRADE), str(Col.PANEL_GRADE))),
        LATER: (twice, (EARLIER_GRADE, str(Col.MODERATOR_GRADE))),
    }
    table = directions(
        {
            name: direction(part, scale=scale, columns=columns)
            for name, (part, columns) in parts.items()
        }
    )
    more = agreement_by_group.of_columns(parts, scale=scale).drop(
        columns=[agreement_by_group.COMPARED, agreement_by_group.SAME]
    )
    notes = [
        "; ".join(filter(None, [no_test, no_coefficient if n else ""]))
        for n, no_test, no_coefficient in zip(table["n"], table[NOTE], more[NOTE], strict=True)
    ]
    return table.drop(columns=NOTE).join(more, validate="1:1").assign(**{NOTE: notes})
