"""Audits graded better overall than a domain that, by a service's own rule, limits the grade."""

import pandas as pd

from qaanalysis.metrics import grades
from qaanalysis.vocabulary import Col


def above_limit(
    graded: pd.DataFrame, domain_grades: pd.DataFrame | None, *, limiting: tuple[str, ...]
) -> pd.DataFrame:
    """Return the audits whose final grade is better than a domain that limits it.

    Parameters
    ----------
    limiting : tuple of str
        Domains which, by the service's own rule, the overall grade can't be better than.

    Returns
    -------
    DataFrame
        audit_id, month, service_area, domain, grade (of the domain) and final_grade; one row for
        each audit and domain.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> len(above_limit(run.graded, run.tables["domain_grades"], limiting=("Safety",)))
    10
    """
    columns = [Col.AUDIT_ID, Col.MONTH, Col.SERVICE_AREA, Col.FINAL_GRADE]
    if domain_grades is None:
        return graded[columns].iloc[:0].assign(**{Col.DOMAIN: "", Col.GRADE: ""})
    of_limit = domain_grades[domain_grades[Col.DOMAIN].isin(limiting)]
    joined = of_limit[[Col.AUDIT_ID, Col.DOMAIN, Col.GRADE]].merge(
        graded[columns], on=Col.AUDIT_ID, validate="m:1"
    )
    return joined[joined[Col.FINAL_GRADE] > joined[Col.GRADE]]


def above_limit_by_domain(
    graded: pd.DataFrame, domain_grades: pd.DataFrame | None, *, limiting: tuple[str, ...]
) -> pd.DataFrame:
    """Return how many audits have a grade in each limiting domain, and how many a better one.

    Returns
    -------
    DataFrame
        Indexed by domain: graded (0 for a domain that no audit has, such as one misspelt) and
        audits (graded better overall).

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> marks = run.tables["domain_grades"]
    >>> above_limit_by_domain(run.graded, marks, limiting=("Safety",))["audits"].to_dict()
    {'Safety': 10}
    """
    index = pd.Index(limiting, name=Col.DOMAIN)
    found = above_limit(graded, domain_grades, limiting=limiting)
    table = pd.DataFrame(
        {grades.GRADED: 0, "audits": found.groupby(Col.DOMAIN, observed=True).size()}, index
    )
    if domain_grades is not None:
        kept = domain_grades[domain_grades[Col.AUDIT_ID].isin(graded[Col.AUDIT_ID])]
        table[grades.GRADED] = kept.groupby(Col.DOMAIN, observed=True).size()
    return table.fillna(0).astype(int)
