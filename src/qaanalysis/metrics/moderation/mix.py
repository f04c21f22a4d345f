"""Whether the moderated audits are like the rest, by what was known before moderation."""

import pandas as pd

from qaanalysis.metrics.grades import MODERATED
from qaanalysis.metrics.moderation import coverage as moderation_coverage
from qaanalysis.stats import proportion
from qaanalysis.vocabulary import Col, GradeScale

DIFFERS = "differs"
LEAST = 10
NOT_MODERATED = "not_moderated"


def by_auditors_grade(
    graded: pd.DataFrame, *, scale: GradeScale, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `mix` by the grade the auditor gave, for every grade of the scale, best first.

    By the auditor's grade, never the final one: moderation itself changes that.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> by_auditors_grade(run.graded, scale=run.scale).index.tolist()
    ['Outstanding', 'Good', 'Requires Improvement', 'Inadequate']
    """
    return _compared(moderation_coverage.by_auditors_grade(graded, scale=scale), confidence)


def mix(graded: pd.DataFrame, *, by: str, confidence: float = 0.95) -> pd.DataFrame:
    """Return how the mix of moderated audits differs from that of the other returned ones.

    Parameters
    ----------
    graded : DataFrame
        From `grades.final`.
    by : str
        Service area, month, level of management; for grades see `by_auditors_grade`.

    Returns
    -------
    DataFrame
        Indexed by group: moderated, not_moderated; share_of_moderated and share_of_rest, the part
        each group has of either; `difference` (moderated less the rest; −1 to 1, with _low and
        _high by Newcombe's method); and `differs`, True only where the interval excludes 0 and
        both sides have 10 audits or more (with fewer, Newcombe's excludes 0 too often).
        NaN, and False, where nothing or everything was moderated. Each group is judged alone: of
        twenty groups that don't differ, one will seem to.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> mix(run.graded, by="service_area")[["moderated", "not_moderated"]].sum().tolist()
    [60, 169]
    """
    return _compared(moderation_coverage.coverage(graded, by=by), confidence)


def _compared(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    chosen, rest = table[MODERATED], table[Col.RETURNED] - table[MODERATED]
    gap = proportion.difference(
        chosen.to_numpy(), chosen.sum(), rest.to_numpy(), rest.sum(), confidence=confidence
    )
    made = pd.DataFrame(
        {
            MODERATED: chosen,
            NOT_MODERATED: rest,
            "share_of_moderated": chosen / (chosen.sum() or float("nan")),
            "share_of_rest": rest / (rest.sum() or float("nan")),
            "difference": gap.estimate,
            "difference_low": gap.low,
            "difference_high": gap.high,
        }
    )
    excludes = (made["difference_low"] > 0) | (made["difference_high"] < 0)
    enough = min(chosen.sum(), rest.sum()) >= LEAST
    return made.assign(**{DIFFERS: excludes & enough})
