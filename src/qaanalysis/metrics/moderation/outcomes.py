"""What moderation did to the auditors' grades: supported, downgraded, upgraded."""

from collections.abc import Sequence

import pandas as pd

from qaanalysis.metrics.grades import MODERATED
from qaanalysis.metrics.shares import keys, pooled, with_share
from qaanalysis.stats import proportion, trend
from qaanalysis.vocabulary import Col, Outcome

KNOWN = "outcome_known"
SUPPORTED, DOWNGRADED, UPGRADED = "supported", "downgraded", "upgraded"
WORDS = {
    SUPPORTED: Outcome.SUPPORTED,
    DOWNGRADED: Outcome.DOWNGRADED,
    UPGRADED: Outcome.UPGRADED,
}
COUNTS = [MODERATED, KNOWN, *WORDS]
CIRCUMSTANCES = (Col.BLIND, Col.MODERATOR_ROLE, Col.SELECTION)


def outcomes(
    found: pd.DataFrame, *, by: str | Sequence[str], confidence: float = 0.95
) -> pd.DataFrame:
    """Return how many moderated audits were supported, downgraded and upgraded, by any grouping.

    Parameters
    ----------
    found : DataFrame
        From `moderated.pairs`.
    by : str or sequence of str
        Columns of it: service area, team, level of management, blind, audit quality.

    Returns
    -------
    DataFrame
        Indexed by group: moderated; outcome_known; supported, downgraded, upgraded; and the share
        each is of the known, `<outcome>_share` with _low and _high (Wilson).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> outcomes(found, by="service_area").loc["Leaving Care", ["supported", "downgraded"]].tolist()
    [8, 3]
    """
    flags = {name: found[Col.OUTCOME] == word for name, word in WORDS.items()}
    table = pd.DataFrame(
        {MODERATED: True, KNOWN: found[Col.OUTCOME].notna(), **flags}, index=found.index
    )
    return _with_shares(table.groupby(keys(found, by), observed=True).sum(), confidence)


def by_month(
    found: pd.DataFrame, *, months: pd.PeriodIndex, confidence: float = 0.95
) -> pd.DataFrame:
    """Return `outcomes` by the month the audit was planned for, for every one of the months.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> by_month(found, months=run.months)["downgraded"].tolist()
    [4, 7, 4, 4, 6, 4, 2]
    """
    table = outcomes(found, by=Col.MONTH)[COUNTS].reindex(months, fill_value=0)
    return _with_shares(table, confidence)


def total(table: pd.DataFrame, *, label: str, confidence: float = 0.95) -> pd.DataFrame:
    """Return one row with the pooled counts of a table of `outcomes`, and the shares they give.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> total(by_month(found, months=run.months), label="All")["moderated"].tolist()
    [60]
    """
    return _with_shares(pooled(table, COUNTS, label), confidence)


def _with_shares(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    made = table[COUNTS].astype(int)
    for name in WORDS:
        made = with_share(made, f"{name}_share", count=name, total=KNOWN, confidence=confidence)
    return made


def downgraded_trend(monthly: pd.DataFrame) -> trend.Trend:
    """Test for a straight-line trend of the share downgraded over the months of `by_month`.

    Which audits were moderated, by whom and how the audits came back changed from month to month
    too: a trend of this share needn't be one of auditors.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> downgraded_trend(by_month(found, months=run.months)).n
    60
    """
    return trend.cochran_armitage(monthly[DOWNGRADED].to_numpy(), monthly[KNOWN].to_numpy())


def circumstances(found: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return outcomes side by side: blind or not, by the moderator's role, by how chosen.

    Returns
    -------
    DataFrame
        Indexed by circumstance (blind, moderator_role, selection) and group: the columns of
        `outcomes`, and `difference`, the share supported less that of all the other groups of the
        circumstance (−1 to 1, with _low and _high by Newcombe's method; NaN without others). They
        differ only where the interval excludes 0, and even then nobody was assigned to a
        circumstance at random.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import moderation
    >>> found = moderation.pairs(run.audits, run.tables["moderations"], as_at=run.as_at)
    >>> circumstances(found).index.get_level_values(0).unique().tolist()
    ['blind', 'moderator_role', 'selection']
    """
    parts = {name: _beside_others(outcomes(found, by=name, confidence=confidence), confidence)
             for name in CIRCUMSTANCES}  # fmt: skip
    parts = {name: part.set_axis(part.index.astype(object)) for name, part in parts.items()}
    return pd.concat(parts, names=["circumstance", "group"])


def _beside_others(table: pd.DataFrame, confidence: float) -> pd.DataFrame:
    same, known = table[SUPPORTED], table[KNOWN]
    gap = proportion.difference(
        same.to_numpy(),
        known.to_numpy(),
        (same.sum() - same).to_numpy(),
        (known.sum() - known).to_numpy(),
        confidence=confidence,
    )
    return table.assign(difference=gap.estimate, difference_low=gap.low, difference_high=gap.high)
