"""Actions in words: what was done in time, what is overdue, what has no due date."""

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.follow_up import actions, due, times
from qaanalysis.pages.follow_up.re_audits import half, in_time
from qaanalysis.present import words

_SHOWN = [actions.COUNTED, *actions.STATES, due.PASSED, due.IN_TIME, due.IN_TIME_SHARE]


def action_columns(table: SafeTable) -> list[str]:
    """Return the columns to show; where single states can't be published there are fewer."""
    return [name for name in _SHOWN if name in table.frame]


def actions_done(table: SafeTable) -> list[str]:
    """Return how many actions were done in time, and how many have no due date at all."""
    if table.total is None:
        return []
    total = table.whole
    said = [in_time(table, unit=actions.COUNTED)]
    undated = [total.get(name) for name in (due.DONE_NO_DATE, due.OPEN_NO_DATE)]
    if any(words.absent(n) or words.hidden(n) for n in undated):
        return said
    done, still = (int(n or 0) for n in undated)
    if done + still:
        verb = "has" if done + still == 1 else "have"
        said.append(
            f"{words.counted(done + still, 'action')} {verb} no due date, so that nobody can say "
            f"whether they are in time: {words.count(done)} done, {words.count(still)} open. They "
            "are in no share in time"
        )
    return said


def actions_timed(table: SafeTable) -> str:
    """Return how long it took from an action's being raised to its completion."""
    if table.total is None:
        return ""
    total = table.whole
    n = int(total[actions.COUNTED])
    done = f"{words.count(total[times.HAPPENED])} of {words.units(n, 'actions')} are done"
    return f"{done}. {half(total, since='the day they were raised', n=n)}"
