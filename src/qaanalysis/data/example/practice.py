"""What the returned audits say of practice: domain grades and findings coded to themes."""

import numpy as np
import pandas as pd

from qaanalysis.data.example.published import SCALE
from qaanalysis.vocabulary import Col, DomainKind, FindingKind

SAFETY = "Safety"
DOMAINS = {
    "Visits and recording": DomainKind.COMPLIANCE,
    "Assessment": DomainKind.COMPLIANCE,
    "Plan and review": DomainKind.COMPLIANCE,
    "Management oversight": DomainKind.COMPLIANCE,
    "Child's voice": DomainKind.IMPACT,
    SAFETY: DomainKind.IMPACT,
    "Difference made": DomainKind.IMPACT,
}

N_BETTER_THAN_SAFETY = 10
"""Audits graded better overall than for safety, which a careful reader will question."""

# How often each theme is named as a strength and as an area for development.
THEMES = pd.DataFrame(
    [
        ("Management oversight and supervision", 6, 14),
        ("Chronologies", 2, 11),
        ("Case summaries", 4, 9),
        ("Visit recording", 7, 6),
        ("Demographics", 3, 4),
        ("Assessments", 9, 10),
        ("Plans", 5, 13),
        ("Safety and contingency plans", 4, 9),
        ("Direct work and the child's voice", 12, 8),
        ("Life-story work", 3, 4),
        ("Drift and delay", 1, 8),
        ("Staff turnover", 0, 4),
    ],
    columns=[Col.THEME, "strength", "development"],
)

_N_FINDINGS = (0.18, 0.34, 0.32, 0.16)
_SHARE_STRENGTHS = dict(zip(SCALE.labels, (0.9, 0.6, 0.36, 0.12), strict=True))

# Two themes that the trust worked on come up a little less as areas for development afterwards.
_EASED_FROM = {"Chronologies": "2023-09", "Case summaries": "2023-10"}
_EASED_BY = 0.6


def domain_grades(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return the seven domain grades of each returned audit."""
    rows = frame[frame[Col.AUDITOR_GRADE].notna()]
    overall = rows[Col.AUDITOR_GRADE].map(SCALE.labels.index).to_numpy()
    worst = len(SCALE.labels) - 1
    supported = rows[Col.AUDITOR_GRADE] == rows[Col.FINAL_GRADE]
    could = np.flatnonzero(supported & (overall > 0) & (overall < worst))
    limited = np.zeros(len(rows), dtype=int)
    limited[rng.choice(could, N_BETTER_THAN_SAFETY, replace=False)] = 1
    parts = []
    for domain, kind in DOMAINS.items():
        step = rng.choice([-1, 0, 1], len(rows), p=[0.2, 0.63, 0.17])
        if domain == SAFETY:
            # Otherwise an overall grade is never better than the one for safety.
            step = np.where(limited, 1, np.minimum(step, 0))
        grades = np.take(SCALE.labels, np.clip(overall + step, 0, worst))
        parts.append(
            pd.DataFrame(
                {
                    Col.AUDIT_ID: rows[Col.AUDIT_ID],
                    Col.DOMAIN: domain,
                    Col.DOMAIN_KIND: str(kind),
                    Col.GRADE: grades,
                }
            )
        )
    return pd.concat(parts).sort_values(Col.AUDIT_ID, kind="stable", ignore_index=True)


def findings(frame: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one to four findings for each returned audit, fewer strengths where it went badly."""
    rows = frame[frame[Col.AUDITOR_GRADE].notna()]
    made = []
    for audit, month, grade in zip(
        rows[Col.AUDIT_ID], rows[Col.MONTH], rows[Col.FINAL_GRADE], strict=True
    ):
        n = rng.choice([1, 2, 3, 4], p=_N_FINDINGS)
        n_strengths = rng.binomial(n, _SHARE_STRENGTHS[grade])
        if grade == SCALE.worst:
            n_strengths = min(n_strengths, n - 1)
        strengths = _themes(n_strengths, THEMES["strength"].to_numpy(float), rng)
        # None is named as both.
        named = THEMES[Col.THEME].isin(strengths)
        weights = np.where(named, 0, _development_weights(month))
        weak = _themes(n - n_strengths, weights, rng)
        made += [(audit, str(FindingKind.STRENGTH), theme) for theme in strengths]
        made += [(audit, str(FindingKind.DEVELOPMENT), theme) for theme in weak]
    found = pd.DataFrame(made, columns=[Col.AUDIT_ID, Col.FINDING_KIND, Col.THEME])
    found[Col.FINDING_ID] = [f"FND-{i:04d}" for i in range(1, len(found) + 1)]
    return found


def _development_weights(month: str) -> np.ndarray:
    weights = THEMES["development"].to_numpy(float).copy()
    for theme, eased_from in _EASED_FROM.items():
        if month >= eased_from:
            weights[THEMES[Col.THEME] == theme] *= _EASED_BY
    return weights


def _themes(n: int, weights: np.ndarray, rng: np.random.Generator) -> list[str]:
    return rng.choice(THEMES[Col.THEME], n, replace=False, p=weights / weights.sum()).tolist()
