"""Registers of any size, for benchmarks: audits only, plausible, with no totals to meet.

Everything is made a whole column at a time, so that ten million rows take seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from qaanalysis.data import fields
from qaanalysis.data.example.organisation import AREAS, LEVELS
from qaanalysis.data.example.published import AS_AT, MONTHS, SCALE
from qaanalysis.data.example.register import SEED
from qaanalysis.vocabulary import AuditType, Col, YesNo

_LAST_MONTH = np.datetime64(MONTHS[-1].month, "M")
_TEAMS = [team for teams in AREAS.values() for team in teams]
_AREA_OF_TEAM = np.repeat(np.arange(len(AREAS)), [len(teams) for teams in AREAS.values()])
_AUDITORS = 90
_CASE_HOLDERS = 100
_SHARE_EXEMPTED = 0.067
_RETURN_RATES = np.array([0.37, 0.32, 0.25, 0.15, 0.12, 0.7])
_REASONS = ("Case closed", "Transferred to another authority", "Long-term absence")
_PLANS = ("Assessment", "Child in Need", "Child Protection", "Child in Care", "Care leaver")
_GRADE_SHARES = (0.25, 0.48, 0.26, 0.01)

Codes = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Plan:
    """How the rows of a scaled register are numbered: by month, then by organisation."""

    months: int
    organisations: int
    audits_per_month: int

    @property
    def n(self) -> int:
        """How many rows there are."""
        return self.months * self.organisations * self.audits_per_month


def scaled(
    *, months: int, organisations: int, audits_per_month: int, seed: int = SEED
) -> pd.DataFrame:
    """Return an audits table of `months` × `organisations` × `audits_per_month` rows.

    Parameters
    ----------
    months : int
        How many months, the last of them November 2023.
    organisations : int
        How many trusts, each with its own teams and workers.
    audits_per_month : int
        Audits planned by each trust in each month.
    seed : int
        Another seed gives other rows.

    Returns
    -------
    DataFrame
        The specification's audits table, typed.

    Examples
    --------
    >>> scaled(months=2, organisations=3, audits_per_month=5).shape
    (30, 25)
    """
    plan = Plan(months, organisations, audits_per_month)
    return rows(plan, 0, plan.n, np.random.default_rng(seed))


def rows(plan: Plan, first: int, last: int, rng: np.random.Generator) -> pd.DataFrame:
    """Return the rows `first` to `last` of a scaled register."""
    number = np.arange(first, last)
    n = len(number)
    org = (number // plan.audits_per_month % plan.organisations).astype(np.int32)
    months = np.arange(_LAST_MONTH - plan.months + 1, _LAST_MONTH + 1)
    turn = number // (plan.organisations * plan.audits_per_month)
    team = rng.integers(0, len(_TEAMS), n, dtype=np.int8)
    auditor = rng.integers(0, _AUDITORS, n, dtype=np.int8)
    level = _level_of_auditor()[auditor]
    child = rng.integers(0, max(1, plan.n * 4 // 5), n)
    numbered = range(plan.organisations)
    columns: dict[str, Any] = {
        Col.AUDIT_ID: _ids("QA-", number),
        Col.AUDIT_TYPE: _coded(np.zeros(n, np.int8), [str(kind) for kind in AuditType]),
        Col.MONTH: pd.PeriodIndex(months.astype(str), freq="M").take(turn),
        Col.CHILD_ID: _ids("LCS-", child),
        Col.FAMILY_ID: _ids("FAM-", child * 4 // 5),
        Col.PLAN_TYPE: _coded(rng.integers(0, len(_PLANS), n, dtype=np.int8), _PLANS),
        Col.SERVICE_AREA: _coded(_AREA_OF_TEAM[team], list(AREAS)),
        Col.TEAM: _coded(
            org * len(_TEAMS) + team, [f"Trust {i + 1:03d} {t}" for i in numbered for t in _TEAMS]
        ),
        Col.CASE_HOLDER: _workers(org, rng.integers(0, _CASE_HOLDERS, n), _CASE_HOLDERS, plan, "H"),
        Col.AUDITOR: _workers(org, auditor, _AUDITORS, plan, "A"),
        Col.MANAGEMENT_LEVEL: _coded(level, LEVELS[Col.MANAGEMENT_LEVEL].tolist()),
    }
    columns |= _course(months[turn], org, level, plan, rng)
    return pd.DataFrame(columns, copy=False)


def _level_of_auditor() -> Codes:
    """Give each of a trust's auditors a level, as in the example."""
    counts = (LEVELS["per_team"] * len(_TEAMS) + LEVELS["per_area"] * len(AREAS)).to_numpy()
    return np.repeat(np.arange(len(LEVELS), dtype=np.int8), counts + LEVELS["per_trust"])


def _course(
    month: NDArray[np.datetime64],
    org: Codes,
    level: Codes,
    plan: Plan,
    rng: np.random.Generator,
) -> dict[str, Any]:
    """Return the columns that tell what became of each audit."""
    n = len(month)
    start = month.astype("datetime64[D]").astype(np.int32)
    planned = start + rng.integers(-5, 5, n, dtype=np.int32)
    due = (month + 1).astype("datetime64[D]").astype(np.int32) - 1
    u = rng.random(n, dtype=np.float32)
    exempted = u < _SHARE_EXEMPTED
    chance = _SHARE_EXEMPTED + (1 - _SHARE_EXEMPTED) * _RETURN_RATES[level]
    is_returned = ~exempted & (u < chance)
    # Most come in before the due date, a few up to three weeks after it.
    lag = rng.integers(-18, 1, n, dtype=np.int32)
    lag = np.where(rng.random(n, dtype=np.float32) < 0.15, lag + 21, lag)
    last = int(np.datetime64(AS_AT).astype(int)) - 2
    returned = np.minimum(due + lag, last)
    shares = np.cumsum(_GRADE_SHARES[:-1])
    grade = np.searchsorted(shares, rng.random(n, dtype=np.float32)).astype(np.int8)
    concern = is_returned & (grade == 0) & (rng.random(n, dtype=np.float32) < 0.55)
    reason = rng.integers(0, len(_REASONS), n, dtype=np.int8)
    answers = [str(YesNo.YES), str(YesNo.NO)]
    return {
        Col.PLANNED_ON: _dates(planned),
        Col.DUE_ON: _dates(due),
        Col.RETURNED_ON: _dates(returned, is_returned),
        Col.EXEMPTED_ON: _dates(planned + 7, exempted),
        Col.EXEMPTION_REASON: _coded(np.where(exempted, reason, np.int8(-1)), _REASONS),
        Col.EXEMPTION_APPROVER: _workers(org, np.where(exempted, 0, -1), 1, plan, "M"),
        Col.AUDITOR_GRADE: pd.Categorical.from_codes(
            np.where(is_returned, grade, np.int8(-1)), dtype=SCALE.dtype
        ),
        Col.PRACTITIONER_PRESENT: _coded(_answered(is_returned, 0.6, rng), answers),
        Col.CHILD_FEEDBACK: _coded(_answered(is_returned, 0.35, rng), answers),
        Col.FAMILY_FEEDBACK: _coded(_answered(is_returned, 0.4, rng), answers),
        Col.IMMEDIATE_CONCERN: _coded(
            np.where(concern, 0, np.where(is_returned, 1, -1)).astype(np.int8), answers
        ),
        Col.CONCERN_RAISED_ON: _dates(returned, concern),
        Col.ESCALATED_TO: _workers(org, np.where(concern, 0, -1), 1, plan, "M"),
        Col.MADE_SAFE_ON: _dates(returned + 1, concern),
    }


def _answered(is_returned: NDArray[np.bool_], yes: float, rng: np.random.Generator) -> Codes:
    """Return codes of Yes (0), No (1) and blank (-1); a tenth of the returned are blank."""
    u = rng.random(len(is_returned), dtype=np.float32)
    codes = np.where(u < yes, np.int8(0), np.where(u < 0.9, np.int8(1), np.int8(-1)))
    return np.where(is_returned, codes, np.int8(-1))


def _workers(org: Codes, who: Codes, per_trust: int, plan: Plan, post: str) -> Any:
    """Return workers as trust and number, missing where `who` is -1."""
    names = [
        f"{post}{i + 1:03d}-{j + 1:03d}"
        for i in range(plan.organisations)
        for j in range(per_trust)
    ]
    return _coded(np.where(who < 0, -1, org * per_trust + who).astype(np.int32), names)


def _coded(codes: Codes, words: Sequence[str]) -> Any:
    return pd.Categorical.from_codes(codes, categories=pd.Index(words))


def _dates(days: Codes, given: NDArray[np.bool_] | None = None) -> NDArray[np.datetime64]:
    dates = days.astype("datetime64[D]").astype("datetime64[s]")
    if given is not None:
        dates[~given] = np.datetime64("NaT")
    return dates


def _ids(prefix: str, numbers: Codes) -> Any:
    """Return identifiers as text: the prefix and eight digits or more."""
    kind = pa.large_string()
    digits = pc.utf8_lpad(pa.array(numbers).cast(kind), 8, "0")
    ids = pc.binary_join_element_wise(pa.scalar(prefix, kind), digits, pa.scalar("", kind))
    return ids.to_pandas(types_mapper={kind: fields.TEXT}.get)
