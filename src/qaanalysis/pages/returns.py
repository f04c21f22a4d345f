"""The report on returns, in words and key figures."""

import datetime as dt
from typing import Any

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.return_change import UNDATED
from qaanalysis.present import sentences, words
from qaanalysis.present.key_figures import KeyFigure
from qaanalysis.present.signals import Meaning
from qaanalysis.stats.trend import Trend
from qaanalysis.vocabulary import Col

METHOD = (
    "Individual audits only. Scheduled = planned less exempted; return rate = returned ÷ "
    "scheduled; totals are pooled counts. Intervals: Wilson, 95%. Limits: p-chart, three standard "
    "errors around the pooled rate, NHS “Making data count” rules. Split of the change: Das Gupta."
)
METHOD_OF_COUNTS = (
    "Monthly counts as they are stated, without a row for any audit. Scheduled = planned less "
    "exempted; return rate = returned ÷ scheduled; totals are pooled counts. Intervals: Wilson, "
    "95%. Limits: p-chart, three standard errors around the pooled rate, NHS “Making data count” "
    "rules."
)
OF_COUNTS = (
    "These are counts alone: whom they count, where audits came back and how late can’t be told"
)
SCHEDULED = "scheduled audits"
ALPHA = 0.05


def lead(monthly: SafeTable, control: SafeTable, then: SafeTable | None = None) -> list[str]:
    """Return what a hurried reader needs: the month, its place, and the whole period.

    Parameters
    ----------
    monthly, control : SafeTable
        Returns by month with their total, and the control chart's table.
    then : SafeTable, optional
        Of `return_change.as_old_as_last`; of counts alone that isn't known.
    """
    frame, total = monthly.frame, monthly.whole
    month = frame.index[-1]
    said = [". ".join(filter(None, [_month(frame), _stood(then)]))]
    if len(frame) > 1:
        pooled = sentences.share_of(
            total[Col.RETURNED],
            total[Col.SCHEDULED],
            SCHEDULED,
            low=total["return_rate_low"],
            high=total["return_rate_high"],
        )
        period = words.months(frame.index[0], month)
        said.append(
            f"From {period}, {words.count(total[Col.PLANNED])} audits were planned and "
            f"{words.count(total[Col.EXEMPTED])} exempted; {pooled} were returned"
        )
        said.append(chance(control, then))
    return said


def is_young(then: SafeTable | None) -> bool:
    """Tell whether late returns of the last month may still come."""
    return then is not None and not then.frame.empty


def _stood(then: SafeTable | None) -> str:
    """Return how the month before stood when it was as old as the last is now; else nothing."""
    if then is None or then.frame.empty:
        return ""
    before = then.frame.iloc[-2]
    if pd.isna(before["rate_then"]):
        return "Late returns may still come"
    return (
        f"At the same age, {_age(int(before['days']))}, {words.month(then.frame.index[-2])} stood "
        f"at {words.percent(before['rate_then'])}; late returns may still come"
    )


def _age(days: int) -> str:
    if not days:
        return "on the month’s last day"
    return f"{words.counted(abs(days), 'day')} {'after' if days > 0 else 'before'} the month’s end"


def not_stated(absent: pd.PeriodIndex) -> str:
    """Return of which months no count is stated; empty if of none."""
    if not len(absent):
        return ""
    named = words.listed([words.month(month) for month in absent])
    return sentences.cannot(f"No counts are stated of {named}, and totals leave that out.")


def _month(frame: pd.DataFrame) -> str:
    month, now = frame.index[-1], frame.iloc[-1]
    if now[Col.SCHEDULED] == 0:
        return f"In {words.month(month)} no audit was scheduled: all that were planned are exempted"
    back = sentences.share_of(now[Col.RETURNED], now[Col.SCHEDULED], SCHEDULED)
    verb = "was" if now[Col.RETURNED] == 1 else "were"
    said = f"In {words.month(month)}, {back} {verb} returned"
    # A hidden rate has no place among the others, and might lie below or above any of them.
    if len(frame) == 1 or words.hidden(now["return_rate"]):
        return said
    among = "months with a known rate" if words.hidden(*frame["return_rate"]) else "months"
    rates = pd.to_numeric(frame["return_rate"], errors="coerce")
    return f"{said}, {sentences.rank(rates, month, group=among)}"


def chance(control: SafeTable, then: SafeTable | None = None) -> str:
    """Return which months chance doesn't explain, and how firm the limits and the last are."""
    said = sentences.special_causes(control)
    frame = control.frame
    if frame["trial"].any() and frame["upper"].notna().any():
        n = words.in_words(int(pd.to_numeric(frame["value"], errors="coerce").notna().sum()))
        said += f" The limits are trial limits: they rest on {n} months and will still move."
    if is_young(then) and frame["kind"].iloc[-1] == Meaning.CONCERN:
        said += (
            f" {words.month(frame.index[-1])} is the youngest month: late returns may still come."
        )
    return said


def key_figures(
    monthly: SafeTable, control: SafeTable, groups: SafeTable, then: SafeTable | None = None
) -> list[KeyFigure]:
    """Return the tiles: the month, the period, and what is outstanding.

    Parameters
    ----------
    monthly, control, then : SafeTable
        As of `lead`.
    groups : SafeTable
        What hasn't come back, by group.
    """
    frame, total = monthly.frame, monthly.whole
    month = frame.index[-1]
    now = frame.loc[month]
    left = groups.frame[["outstanding", "overdue"]].sum()
    figures = [
        _rate(
            "return_rate_month",
            words.month(month),
            now,
            history=frame["return_rate"],
            note=_changed(frame["return_rate"], then),
            alert=_is_of_concern(control, then),
        ),
        _rate(
            "return_rate_period",
            words.months(frame.index[0], month),
            total,
            note=f"{words.percent(total['returned_of_planned'])} of all planned",
        ),
        KeyFigure(
            "outstanding",
            "Not yet returned",
            int(left["outstanding"]),
            kind="count",
            total=int(total[Col.SCHEDULED]),
            unit=SCHEDULED,
            note=f"{words.counted(left['overdue'], 'is', 'are')} past the due date",
        ),
    ]
    # Of a single month the month and the period are the same figure.
    return figures if len(frame) > 1 else [figures[0], figures[2]]


def _changed(rates: pd.Series, then: SafeTable | None) -> str:
    """Return the last month's rate beside the month before, at the same age while it is young."""
    if is_young(then):
        return _stood(then)
    month = rates.index[-1]
    before = rates.shift().loc[month]
    if pd.isna(before):
        return ""
    return f"{sentences.change(before, rates.loc[month], since=month - 1)}, as both stand now"


def _is_of_concern(control: SafeTable, then: SafeTable | None) -> bool:
    """Tell whether the last month is lower than chance explains; a young one also for its age."""
    judged = [control.frame] if then is None or then.frame.empty else [control.frame, then.frame]
    return all(frame["kind"].iloc[-1] == Meaning.CONCERN for frame in judged)


def _rate(name: str, when: str, row: pd.Series, **more: Any) -> KeyFigure:
    return KeyFigure(
        name,
        f"Returned, {when}",
        row["return_rate"],
        kind="share",
        count=int(row[Col.RETURNED]),
        total=int(row[Col.SCHEDULED]),
        unit=SCHEDULED,
        low=row["return_rate_low"],
        high=row["return_rate_high"],
        **more,
    )


def undated(at_age: SafeTable) -> str:
    """Return how many scheduled audits have no due date; empty if all have one."""
    if UNDATED not in at_age.frame:
        return ""
    n = int(at_age.frame[UNDATED].sum())
    if not n:
        return ""
    they = "It counts" if n == 1 else "They count"
    return (
        f"{words.counted(n, 'scheduled audit has', 'scheduled audits have')} no due date. {they} "
        "as scheduled and, once back, as returned, but in no share at an age, and never as overdue"
    )


def equal_age(at_age: SafeTable, trend: Trend, *, age: int) -> str:
    """Return whether the rate has a trend once each month is seen at the same age."""
    rates = at_age.frame[f"rate_{age}"].dropna()
    name = "by the due date" if age == 0 else f"within {age} days of the due date"
    said = sentences.movement(rates, subject=f"Seen at the same age, the share returned {name}")
    of = f"whether the share returned {name} has a trend"
    if trend.reason:
        reason = f"{of} can’t be tested: {trend.reason}"
        return sentences.cannot(f"{said} A trend can't be tested: {trend.reason}.", reason)
    direction = "downward" if trend.slope < 0 else "upward"
    if trend.p_value >= ALPHA:
        chance = (
            f"one as steep would come up by chance with probability {words.number(trend.p_value)}"
        )
        return sentences.cannot(
            f"{said} A straight-line trend isn't shown: {chance}.", f"{of} can’t be told: {chance}"
        )
    return (
        f"{said} Over these months the {direction} trend is steeper than chance explains "
        f"(Cochran–Armitage test, p {words.p_value(trend.p_value)})."
    )


def parts(split: SafeTable, *, since: pd.Period, to: pd.Period) -> str:
    """Return what fewer returns and more scheduling each account for."""
    frame = split.frame
    if since == to:
        return "Only one month is covered, so there is no change to split."
    if frame["effect"].isna().all():
        return "The change can't be split: in one of the two months nothing was scheduled."
    effect = {name: words.points(value) for name, value in frame["effect"].items()}
    both = words.points(frame["effect"].sum())
    shown = [words.rounded(value, 1, scale=100) for value in frame["effect"]]
    whole = words.rounded(frame["effect"].sum(), 1, scale=100)
    rounded = "" if sum(shown) == whole else ". Rounded, the parts don’t quite add up to the whole"
    counts = {
        name: " to ".join(words.count(frame.loc[name, when]) for when in ("before", "after"))
        for name in (Col.RETURNED, Col.SCHEDULED)
    }
    return (
        f"Between {words.month(since)} and {words.month(to)} the return rate changed by "
        f"{both}: {effect[Col.RETURNED]} with the number returned "
        f"(from {counts[Col.RETURNED]}) and {effect[Col.SCHEDULED]} with the number scheduled "
        f"(from {counts[Col.SCHEDULED]}){rounded}"
    )


def groups(rates: SafeTable, *, name: str) -> str:
    """Return how far apart groups are, and that an order among them isn't to be made of it."""
    frame = rates.frame.dropna(subset="return_rate").sort_values("return_rate", kind="stable")
    if len(frame) < 2:
        return f"There is only one {name} with scheduled audits."
    ends = frame.iloc[[0, -1]].reset_index(names="group").to_dict("records")
    said = [
        f"{end['group']} ({words.percent(end['return_rate'])} of {words.count(end[Col.SCHEDULED])})"
        for end in ends
    ]
    ran = f"The return rate runs from {said[0]} to {said[1]}"
    if ends[1]["return_rate_low"] > ends[0]["return_rate_high"]:
        return f"{ran}; their intervals don't overlap"
    return sentences.cannot(f"{ran}; their intervals overlap, so the order could be chance")


def exemptions(table: SafeTable, *, no_reason: str) -> str:
    """Return how many exemptions there are, and which lack what an exemption needs."""
    frame = table.frame
    n = int(frame[Col.EXEMPTED].sum())
    if n == 0:
        return "No audit was exempted."
    blank = int(frame[Col.EXEMPTED].get(no_reason, 0))
    late, unapproved = int(frame["after_due"].sum()), int(frame["without_approver"].sum())
    return (
        f"{words.count(n)} audits were exempted. An exemption needs a reason, an approver and a "
        f"date before the audit is due: {words.in_words(blank)} had no reason, "
        f"{words.in_words(unapproved)} no approver, and {words.in_words(late)} "
        f"{'was' if late == 1 else 'were'} made after the due date"
    )


def revised(table: SafeTable, *, previous: dt.date | None) -> str:
    """Return whether figures of earlier months have changed since the last report."""
    if previous is None:
        return "This is the first report: params give no previous_as_at."
    since = words.day(previous)
    if table.frame.empty:
        return f"No figure of an earlier month has changed since {since}."
    months = words.listed([words.month(month) for month in table.frame.index])
    return f"Late returns and exemptions since {since} have changed the figures of {months}"


def reconciled(differing: SafeTable, *, stated: bool, hidden: str = "") -> str:
    """Return whether the rows agree with the totals that the register's own summary states.

    Parameters
    ----------
    differing : SafeTable
        The months that don't.
    stated : bool
        Whether the register has such a summary.
    hidden : str
        The counts that the summary doesn't give as numbers, if there are any.
    """
    if not stated:
        return ""
    as_told = f" It gives {hidden}; there the rows agree with any such number." if hidden else ""
    if differing.frame.empty:
        return f"The rows agree with the totals that the register's own summary states.{as_told}"
    months = words.listed([words.month(month) for month in differing.frame.index])
    said = f"The rows don't agree with the totals that the register's summary states for {months}"
    return f"{said}.{as_told}" if hidden else said


def children(of: SafeTable) -> str:
    """Return how many children and families the returned audits are of; empty if of none."""
    n, children, families, without = of.frame.iloc[0]
    if not n:
        return ""
    audits = words.counted(n, "returned audit")
    verb = "is" if n == 1 else "are"
    said = f"The {audits} {verb} of {words.counted(children, 'child', 'children')}"
    if not families:
        return f"{said}; of no family, as none is recorded"
    known = f"{said} in {words.counted(families, 'family', 'families')}"
    return f"{known}, and {words.count(without)} without a family recorded" if without else known
