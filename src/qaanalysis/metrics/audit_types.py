"""Which accepted audits the figures of a report count and which they don't: none is untold."""

from dataclasses import dataclass

import pandas as pd

from qaanalysis.metrics import returns
from qaanalysis.vocabulary import AuditType, Col


@dataclass(frozen=True)
class Counted:
    """How many accepted audits a report's figures count, and how many for which reason they don't.

    Parameters
    ----------
    individual : int
        Individual audits of the report's months: those that its figures count.
    other_months : int
        Individual audits of other months.
    other_types : mapping of AuditType to int
        Audits of every other type that there is, whatever their month.
    """

    individual: int
    other_months: int
    other_types: dict[AuditType, int]


def counted(audits: pd.DataFrame, *, months: pd.PeriodIndex) -> Counted:
    """Return how many of the accepted audits are counted; all parts together are all rows.

    Parameters
    ----------
    audits : DataFrame
        The accepted rows of the audit register: audit_type, month.
    months : PeriodIndex
        The months that the report covers.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> found = counted(run.tables["audits"], months=run.months)
    >>> found.individual, found.other_months, sum(found.other_types.values())
    (730, 0, 12)
    """
    individual = len(returns.individual(audits, months=months))
    of_type = audits[Col.AUDIT_TYPE].value_counts().to_dict()
    every = of_type.pop(AuditType.INDIVIDUAL, 0)
    others = {kind: of_type[kind] for kind in AuditType if of_type.get(kind)}
    return Counted(individual, every - individual, others)
