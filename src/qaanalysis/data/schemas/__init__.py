"""The tables of the data specification: columns, meaning, sensitivity, keys and row rules.

docs/data-specification.md and the Table Schemas in docs/data-specification/ are written from here,
so this package is the specification. Its version follows semantic versioning: a file that kept
the rules of 1.0.0 keeps those of every 1.x.y.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from qaanalysis.data.schemas import follow_up, judgement, register, themed
from qaanalysis.data.schemas.table import RowRule, Table
from qaanalysis.vocabulary import GradeScale, Sensitivity

__all__ = ["STANDARD_SCALE", "VERSION", "RowRule", "Table", "sensitive_columns", "tables"]

VERSION = "1.1.0"
# The grades that apply where a service declares no scale: the four of Ofsted's framework.
STANDARD_SCALE = GradeScale(
    ("Outstanding", "Good", "Requires Improvement", "Inadequate"),
    frozenset({"Outstanding", "Good"}),
    dict.fromkeys(
        ("RI", "R.I.", "Requires Improvement to be Good", "Requiring Improvement"),
        "Requires Improvement",
    ),
)

_MAKERS = (
    register.audits,
    judgement.moderations,
    judgement.moderators,
    judgement.domain_grades,
    follow_up.findings,
    follow_up.actions,
    follow_up.re_audits,
    themed.cohort,
    themed.themed_responses,
    themed.auditors,
    judgement.benchmarking,
    themed.stated_totals,
)


def tables(scale: GradeScale) -> dict[str, Table]:
    """Return the specification's tables by name, with the grades of `scale`.

    Examples
    --------
    >>> scale = GradeScale(("Good", "Poor"), frozenset({"Good"}))
    >>> tables(scale)["re_audits"].key
    ('re_audit_id',)
    """
    return dict(
        _tables(
            scale.labels,
            scale.good_or_better,
            tuple(scale.aliases.items()),
            tuple(scale.definitions.items()),
        )
    )


@lru_cache(maxsize=8)
def _tables(
    labels: tuple[str, ...],
    good_or_better: frozenset[str],
    aliases: tuple[tuple[str, str], ...],
    definitions: tuple[tuple[str, str], ...],
) -> Mapping[str, Table]:
    """Return the tables of a scale; making them takes longer than reading a small register."""
    scale = GradeScale(labels, good_or_better, dict(aliases), dict(definitions))
    made = [make(scale) for make in _MAKERS]
    return MappingProxyType({table.name: table for table in made})


@cache
def sensitive_columns() -> Mapping[str, Sensitivity]:
    """Return every column that can identify a child, family or worker, and which of them.

    Examples
    --------
    >>> sensitive_columns()["auditor"].value
    'worker'
    """
    found: dict[str, Sensitivity] = {}
    for table in tables(GradeScale(("any",), frozenset({"any"}))).values():
        for column, spec in table.schema.columns.items():
            sensitivity = spec.metadata["sensitivity"]
            if sensitivity is not Sensitivity.NONE:
                found[column] = sensitivity
    return MappingProxyType(found)
