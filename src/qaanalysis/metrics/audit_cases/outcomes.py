"""The audits behind tables of what moderation did to grades."""

import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics import grades
from qaanalysis.metrics.audit_cases.properties import NONE, grouped, properties, text, within
from qaanalysis.metrics.moderation import outcomes
from qaanalysis.vocabulary import Col

# Not shown: audits whose outcome nobody knows are moderated all the same, and a reader who adds up
# has to know of them.
_UNKNOWN = "outcome_unknown"
_SHARES = {f"{name}_share": (name, outcomes.KNOWN) for name in outcomes.WORDS}


def moderated(found: pd.DataFrame, *, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of what moderation did to grades.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    months : PeriodIndex
        The months the tables cover.
    """
    rows = properties(found, {Col.OUTCOME: text(found[Col.OUTCOME])})
    return Cases(
        rows,
        "moderated audits",
        _counts(),
        within(months),
        shares=_SHARES,
        workload=(grades.MODERATED, outcomes.KNOWN, _UNKNOWN),
        keep=tuple(outcomes.WORDS),
        by_quarter=True,
    )


def circumstances(found: pd.DataFrame) -> Cases:
    """Return the audits behind the table of circumstances, a case for each of them of each audit.

    Parameters
    ----------
    found : DataFrame
        From `moderation.pairs`.
    """
    outcome = text(found[Col.OUTCOME])
    parts = [
        properties(found, {Col.OUTCOME: outcome, "group": grouped(found, name)}).assign(
            circumstance=str(name)
        )
        for name in outcomes.CIRCUMSTANCES
    ]
    of = "moderated audits by circumstance"
    return Cases(pd.concat(parts), of, _counts(), shares=_SHARES)


def _counts() -> dict[str, Values]:
    words = {name: [str(word)] for name, word in outcomes.WORDS.items()}
    known = [str(word) for word in outcomes.WORDS.values()]
    return {
        grades.MODERATED: {},
        outcomes.KNOWN: {Col.OUTCOME: known},
        _UNKNOWN: {Col.OUTCOME: [NONE]},
        **{name: {Col.OUTCOME: word} for name, word in words.items()},
    }
