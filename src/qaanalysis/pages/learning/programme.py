"""The programme's calendar and its learning events, in words."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import sentences, words


def calendar(focus: Mapping[pd.Period, str], month: pd.Period) -> str:
    """Return how long the programme lasts, how often each obsession comes, and what is in focus.

    Examples
    --------
    >>> months = pd.period_range("2023-06", periods=2, freq="M")
    >>> said = calendar(dict(zip(months, ["Chronologies", "Assessments"])), months[0])
    >>> said.split(". ")[1]
    'In June 2023 Chronologies is in focus'
    """
    if not focus:
        return sentences.cannot(
            "Params declare no calendar of the programme, so that nothing is said of before and "
            "after. Add learning.in_focus"
        )
    months = sorted(focus)
    times = pd.Series(list(focus.values())).value_counts()
    low, high = int(times.min()), int(times.max())
    often = words.in_words(low)
    often = often if low == high else f"{often} to {words.in_words(high)}"
    now = (
        f"In {words.month(month)} {focus[month]} is in focus"
        if month in focus
        else f"In {words.month(month)} nothing is in focus"
    )
    each = f"each in {often} {'month' if high == 1 else 'months'}"
    return (
        f"The programme runs over {words.counted(len(months), 'month')}, "
        f"{words.months(months[0], months[-1])}, with "
        f"{words.counted(len(times), 'practice obsession')} in focus, {each}. {now}"
    )


def events(held: SafeTable) -> str:
    """Return how many learning events were held, and of how many attendance is recorded."""
    frame = held.frame
    if frame.empty:
        return "No learning event has been held yet, or params declare none."
    known = frame.dropna(subset=["attended_share"])
    n = words.counted(len(frame), "learning event")
    blank = len(frame) - len(known)
    verb = "was" if len(frame) == 1 else "were"
    if known.empty:
        return f"{n} {verb} held; who came isn’t recorded"
    came = sentences.share_of(
        int(known["attended"].sum()), int(known["invited"].sum()), "invitations"
    )
    rest = f"; of {words.in_words(blank)} attendance isn’t recorded" if blank else ""
    return (
        f"{n} {verb} held; {came} were taken up{rest}. Who came isn’t known by name here, and "
        "what audits found isn’t put beside who came"
    )
