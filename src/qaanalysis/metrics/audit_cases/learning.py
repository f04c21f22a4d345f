"""The audits behind tables of what audits name, before and after a focus, and of feedback."""

import pandas as pd

from qaanalysis.cases import Cases, Values
from qaanalysis.metrics.audit_cases.properties import NONE, YES, flag, properties, within
from qaanalysis.metrics.learning import feedback as parts
from qaanalysis.metrics.learning import focus
from qaanalysis.metrics.learning.named import AUDITS, DEVELOPMENT, KINDS

_PLACE = "place"
# Every value is named, so that a reader who adds up knows what the whole is made of.
_EITHER = (YES, NONE)
_WHEN = [str(when) for when in focus.When]


def named(rows: pd.DataFrame, *, by: str, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of what audits name, a case for each thing of each audit.

    Parameters
    ----------
    rows : DataFrame
        From `learning.named.named`; if from `learning.focus.with_when`, the figures are sums of
        those before, in and after focus, so that none of these can be worked out from the rest.
    by : str
        Its heading.
    months : PeriodIndex
        The months the tables cover.
    """
    flags = {name: flag(rows[name]) for name in KINDS}
    when = {focus.WHEN: rows[focus.WHEN].astype(str)} if focus.WHEN in rows else {}
    made = properties(rows, {by: rows[by].astype(str), **flags, **when})
    bounds = within(months) | dict.fromkeys(when, _WHEN)
    counts: dict[str, Values] = {AUDITS: dict.fromkeys(KINDS, _EITHER)}
    for name in KINDS:
        counts |= {name: {name: [YES]}, f"no_{name}": {name: [NONE]}}
    shares = {f"{name}_share": (name, AUDITS) for name in KINDS} | {"value": (DEVELOPMENT, AUDITS)}
    of = f"returned audits by {by}"
    return Cases(made, of, counts, bounds, shares, workload=(AUDITS,))


def before_after(rows: pd.DataFrame, *, by: str, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of before and after, a case for each thing of each audit.

    Parameters
    ----------
    rows : DataFrame
        From `learning.focus.with_when`.
    by : str
        Its heading.
    months : PeriodIndex
        The months the tables cover.
    """
    more = {
        by: rows[by].astype(str),
        focus.WHEN: rows[focus.WHEN].astype(str),
        DEVELOPMENT: flag(rows[DEVELOPMENT]),
    }
    during = {focus.WHEN: [str(focus.When.DURING)], DEVELOPMENT: [YES]}
    counts: dict[str, Values] = {"during": during}
    for when in (str(focus.When.BEFORE), str(focus.When.AFTER)):
        counts |= {
            f"{when}_audits": {focus.WHEN: [when], DEVELOPMENT: _EITHER},
            when: {focus.WHEN: [when], DEVELOPMENT: [YES]},
            f"not_{when}": {focus.WHEN: [when], DEVELOPMENT: [NONE]},
        }
    ends = ("", "_low", "_high")
    gap = {f"{focus.GAP}{end}": ("before", "after") for end in ends}
    return Cases(
        properties(rows, more),
        f"returned audits by {by}",
        counts,
        within(months),
        {f"{when}_share": (when, f"{when}_audits") for when in ("before", "after")},
        {**gap, focus.IN_FOCUS: (), focus.WHY: ()},
        workload=(focus.BEFORE_AUDITS, focus.AFTER_AUDITS),
    )


def took_part(rows: pd.DataFrame, *, months: pd.PeriodIndex) -> Cases:
    """Return the audits behind tables of feedback, a case for each part of each audit.

    Parameters
    ----------
    rows : DataFrame
        From `learning.feedback.long`.
    months : PeriodIndex
        The months the tables cover.
    """
    made = properties(rows, {parts.KIND: rows[parts.KIND], _PLACE: rows["place"]})
    known = [parts.OBTAINED, parts.NOT_OBTAINED]
    counts: dict[str, Values] = {
        parts.AUDITS: {_PLACE: [*known, parts.NOT_RECORDED]},
        parts.RECORDED: {_PLACE: known},
        **{name: {_PLACE: [name]} for name in (*known, parts.NOT_RECORDED)},
    }
    shares = {parts.SHARE: (parts.OBTAINED, parts.RECORDED)}
    of = "returned audits by part"
    return Cases(made, of, counts, within(months), shares, workload=(parts.AUDITS,))
