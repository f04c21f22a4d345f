"""Re-audits in words: where each audit at the bottom stands, what was in time, what was found."""

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.follow_up import due, re_audits, standing, times
from qaanalysis.present import sentences, words
from qaanalysis.vocabulary import GradeScale

SIDES = ("better", "worse")
MEDIAN = (
    "[x] stands where half isn’t reached, where an end of the interval isn’t, or where fewer than "
    f"{words.in_words(times.LEAST)} are followed."
)
AHEAD = (
    "What is done ahead of a due date that hasn’t passed yet is among those done in time, but in "
    "no share in time: that is of those whose due date has passed."
)
_SHOWN = [re_audits.COUNTED, *re_audits.STATES, due.PASSED, due.IN_TIME, due.IN_TIME_SHARE]
_STATES = [due.DONE_IN_TIME, due.DONE_LATE, due.NOT_DUE, due.OVERDUE]
_FOR = {
    standing.AWAITED: "for {n} the next re-audit isn’t due yet",
    standing.LATE: "for {n} it is overdue",
    standing.NOT_ARRANGED: "for {n} none is arranged",
    standing.UNGRADED: (
        "for {n} it isn’t known, as a re-audit has no grade or due date, or a date before its audit"
    ),
}


def standings(table: SafeTable, scale: GradeScale) -> str:
    """Return where the audits at the bottom of the scale stand; empty if it isn't known."""
    if table.total is None:
        return ""
    total = table.whole
    n, better = total[standing.WORST], total[standing.BETTER]
    if words.hidden(n):
        return f"How many audits were graded {scale.worst} is hidden, because numbers are small"
    if n == 0:
        return f"No audit was graded {scale.worst}, so that none is to be re-audited"
    audits = f"{'audit' if n == 1 else 'audits'} graded {scale.worst}"
    rest = [
        said.format(n=words.count(total[name]))
        for name, said in _FOR.items()
        if name in total and not words.hidden(total[name]) and total[name]
    ]
    after = f"; {words.listed(rest)}" if rest else ""
    if words.hidden(better):
        return f"How many of {words.count(n)} {audits} were better since is hidden{after}"
    share = _share(total, standing.BETTER_SHARE)
    found = "has" if better == 1 else "have"
    return (
        f"{words.count(better)} of {words.count(n)} {audits}{share} {found} since been found "
        f"better by a re-audit{after}"
    )


def standing_columns(table: SafeTable) -> list[str]:
    """Return the parts that bars are divided into: those that any audit is in.

    Where single standings can't be published, they are put together.
    """
    shown = [name for name in standing.STANDINGS if name in table.frame]
    if table.total is None:
        return shown
    if len(shown) < len(standing.STANDINGS):
        return [standing.BETTER, standing.NOT_BETTER]
    total = table.whole
    used = [n for n in shown if words.hidden(total[n]) or total[n] or n != standing.UNGRADED]
    return used or shown


def standings_shown(table: SafeTable) -> list[str]:
    """Return the columns to show."""
    shown = [standing.WORST, *standing_columns(table), standing.BETTER_SHARE]
    return [name for name in shown if name in table.frame]


def standings_named(scale: GradeScale) -> dict[str, str]:
    """Return what the columns of audits at the bottom are called."""
    return {standing.WORST: f"Graded {scale.worst}"}


def states_shown(table: SafeTable) -> list[str]:
    """Return the parts that bars are divided into: the states of what has a due date.

    Where single states can't be published, what can be is those whose due date has passed.
    """
    if all(name in table.frame for name in _STATES):
        return _STATES
    return [name for name in (due.IN_TIME, due.NOT_IN_TIME) if name in table.frame]


def states_title(table: SafeTable, *, unit: str, by: str) -> str:
    """Return what the bars of `states_shown` are of.

    Parameters
    ----------
    table : SafeTable
        By group.
    unit : str
        What is counted, with a capital: “Actions”.
    by : str
        What they are grouped by.
    """
    which = "with a due date" if states_shown(table) == _STATES else "whose due date has passed"
    return f"{unit} {which}, by {by}"


def re_audit_columns(table: SafeTable) -> list[str]:
    """Return the columns to show; where single states can't be published there are fewer."""
    return [name for name in _SHOWN if name in table.frame and not _unused(table, name)]


def _unused(table: SafeTable, name: str) -> bool:
    """Tell whether a column is of what should have no re-audit, and has none."""
    if name not in re_audits.APART or table.total is None:
        return False
    n = table.whole[name]
    return not words.hidden(n) and not n


def due_named() -> dict[str, str]:
    """Return what the columns of a table of due dates are called."""
    return {
        due.PASSED: "Due date passed",
        due.NOT_PASSED: "Due date still to come, or none",
        due.IN_TIME: "Done in time (due date passed)",
        due.IN_TIME_SHARE: "In time, share",
    }


def in_time(table: SafeTable, *, unit: str = "re-audits") -> str:
    """Return how many were done in time, of those whose due date has passed; empty without rows."""
    if table.total is None:
        return ""
    total = table.whole
    n, k, late = total[due.PASSED], total[due.IN_TIME], total.get(due.OVERDUE, words.MISSING)
    apart = _apart(total) if unit == "re-audits" else ""
    if words.hidden(n, k):
        return f"How many {unit} were done in time is hidden, because numbers are small"
    if n == 0:
        return f"No due date of {unit} has passed yet{apart}"
    more = ""
    if late != words.MISSING and not words.hidden(late):
        more = f"; {words.count(late)} {'is' if late == 1 else 'are'} overdue"
    return (
        f"Of {words.units(n, unit)} whose due date has passed, {words.count(k)} "
        f"{'was' if k == 1 else 'were'} done in time{_share(total, due.IN_TIME_SHARE)}{more}{apart}"
    )


def _apart(total: pd.Series) -> str:
    """Return which re-audits are never in time: no due date, or dated before the audit."""
    undated = [total.get(name, 0) for name in (due.DONE_NO_DATE, due.OPEN_NO_DATE)]
    before = total.get(re_audits.BEFORE, 0)
    said = ""
    if not words.hidden(*undated) and sum(undated):
        done, still = undated
        said += (
            f". Without a due date, so that nobody can say whether in time: {words.count(done)} "
            f"done, {words.count(still)} open"
        )
    if not words.hidden(before) and before:
        said += f". Dated before the audit itself, which can’t be right: {words.count(before)}"
    return said


def _share(row: pd.Series, name: str) -> str:
    """Return a share with its interval in brackets; nothing where it can't be given."""
    if words.hidden(row[name]) or words.absent(row[name]):
        return ""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f" ({words.percent(row[name])}, 95% interval {words.interval(low, high)})"


def moved(matrix: SafeTable, scale: GradeScale) -> str:
    """Return what the latest re-audits found beside the first grade."""
    frame = matrix.frame
    if words.hidden(*frame.to_numpy().ravel()):
        return "Some of the numbers are hidden, because they are small"
    counts = frame.to_numpy(dtype=float)
    n = int(np.nansum(counts))
    if n == 0:
        return sentences.cannot(
            "What became of the cases can’t be told: no re-audit with a grade was done after its "
            "audit"
        )
    # Rows (the first grade) and columns (the latest) both run from the best grade down.
    better, still = int(np.tril(counts, -1).sum()), int(counts[-1, -1])
    parts = [
        f"{words.count(better)} better",
        f"{words.count(still)} still {scale.worst}",
        f"{words.count(int(np.trace(counts)) - still)} as before",
        f"{words.count(int(np.triu(counts, 1).sum()))} worse",
    ]
    said = [*parts[:2], *(part for part in parts[2:] if not part.startswith("0 "))]
    return f"Of {words.units(n, 'audits')} with a re-audit, the latest found {words.listed(said)}"


def timed(table: SafeTable, scale: GradeScale) -> str:
    """Return how long it took until a re-audit found no longer the worst grade."""
    if table.total is None:
        return ""
    total = table.whole
    n, k = total["audits"], total[times.HAPPENED]
    start = f"{words.count(k)} of {words.units(n, 'audits')} were found no longer {scale.worst}"
    return f"{start}. {half(total, since='the audit', n=int(n))}"


def half(total: pd.Series, *, since: str, n: int) -> str:
    """Return the median time with its interval, or why there is none."""
    median, low, high = (total[f"median_days{end}"] for end in ("", "_low", "_high"))
    if words.absent(median):
        why = f"fewer than {times.LEAST} are followed" if n < times.LEAST else "half isn’t reached"
        return sentences.cannot(f"The median time can’t be given: {why}")
    upper = (
        f"to {words.number(high, digits=0)} days"
        if not words.absent(high)
        else "up, with no upper end as yet"
    )
    return (
        f"By the Kaplan–Meier estimate half took {words.number(median, digits=0)} days or less "
        f"from {since} (95% interval from {words.number(low, digits=0)} days {upper}); "
        "those not there yet count for as long as they were followed"
    )


def times_named(happened: str) -> dict[str, str]:
    """Return what the columns of a table of times are called."""
    return {
        times.HAPPENED: happened,
        "median_days": "Median, days",
        times.STILL: "Not yet, share",
        "at_risk": "Still followed",
    }
