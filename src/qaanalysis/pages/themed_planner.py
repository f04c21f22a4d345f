"""What a number of cases buys, in words and a chart."""

import math
from typing import Any, Protocol

from qaanalysis.disclosure import SafeTable
from qaanalysis.metrics.themed import Design
from qaanalysis.pages.themed_sample import no_draw
from qaanalysis.present import charts, words
from qaanalysis.present.prose import prose
from qaanalysis.present.record import Shown
from qaanalysis.sampling.themed_sample import ThemedSample

RENAMED = {
    "n_children": "Children, on average",
    "margin_share": "Margin of error, ±",
    "rare_margin_share": "Where a tenth is found, ±",
    "fewest_detectable": "Met at least once, if so many have it",
    "detectable_share": "That share of the frame",
    "fall_shown_share": "Fall that would show",
    "rise_shown_share": "Rise that would show",
    "n_needed": "Needed",
    "chosen": "This plan",
}
# A design effect nearer to 1 than this changes no figure as it is shown.
_WIDENED = 1.005
_POWER = "80%"
_POINTS = " points"


def margin(share: float) -> str:
    """Return a margin of error in words.

    Examples
    --------
    >>> margin(0.0889)
    '±8.9 points'
    """
    return f"{_plus_or_minus(share)}{_POINTS}"


def _plus_or_minus(share: float) -> str:
    return f"±{words.number(share * 100, digits=1)}"


def planned(
    sample: ThemedSample, buys: SafeTable, needed: SafeTable, effects: tuple[float, float, float]
) -> list[str]:
    """Return what the number drawn can tell, and how many it would take for more.

    Parameters
    ----------
    sample : ThemedSample
        The draw.
    buys, needed : SafeTable
        Of `ThemedChoice.buys` and `needed`.
    effects : tuple of float
        Of `ThemedChoice.effects`.
    """
    if buys.frame.empty:
        return [no_draw(sample)]
    row = buys.frame[buys.frame["chosen"]].iloc[0]
    unit = str(buys.frame.index.name)
    n, there = buys.frame.index[buys.frame["chosen"]][0], int(sample.strata["n_frame"].sum())
    fewest = words.count(row["fewest_detectable"])
    wishes = [
        f"{words.count(each)} {wish}"
        for wish, each in zip(needed.frame.index, needed.frame["n_needed"], strict=True)
    ]
    return [
        f"{words.count(n)} of {words.units(there, unit)} give a share a margin of error of "
        f"{margin(row['margin_share'])} at most, and of {margin(row['rare_margin_share'])} where a "
        "tenth is found",
        f"If {fewest} or more of the {words.count(there)} have something, at least one of them is "
        "drawn, with 95% confidence. What is rarer may be missed, so that not to meet it proves "
        "nothing",
        f"How many {unit} it takes: {'; '.join(wishes)}",
        *_widened(sample, float(row["margin_share"]), effects),
    ]


def _widened(sample: ThemedSample, shown: float, effects: tuple[float, float, float]) -> list[str]:
    low, middle, high = effects
    if sample.plan.design == Design.STRATIFIED:
        said = ["Where the strata differ in what is asked, the margin is a little narrower"]
        return said if middle < _WIDENED else [*said, _by_weights(middle)]
    if sample.plan.design != Design.FAMILIES:
        return [] if middle < _WIDENED else [_by_weights(middle)]
    ends = [margin(shown * math.sqrt(effect / middle)) for effect in (low, high)]
    return [
        "Children of a family may be alike in what is asked. The margins take them as half alike, "
        f"which nobody has measured: a design effect of {words.number(middle)}. It would be "
        f"{ends[0]} if they weren’t alike at all, and {ends[1]} if they were wholly alike"
    ]


def _by_weights(effect: float) -> str:
    return f"Chances aren’t equal, which widens the margins: a design effect of {effect:.2f}"


def curve(buys: SafeTable) -> Shown:
    """Return the chart of margins by number; nothing where none was drawn."""
    if buys.frame.empty:
        return prose()
    title = "Margin of error of a share, in percentage points, by the number drawn"
    how: dict[str, Any] = {"value": "margin_share", "marked": "chosen", "unit": _POINTS}
    return charts.curve(buys, title=title, renamed=RENAMED, say=_plus_or_minus, **how)


class Before(Protocol):
    """An earlier sample, as a plan names it."""

    @property
    def when(self) -> str: ...  # noqa: D102
    @property
    def n(self) -> int | None: ...  # noqa: D102


def before(earlier: Before | None, buys: SafeTable) -> str:
    """Return how large a change from the sample before would show, or why that can't be said.

    Parameters
    ----------
    earlier : Before or None
        What the plan names.
    buys : SafeTable
        Of `ThemedChoice.buys`.
    """
    if buys.frame.empty or earlier is None:
        return ""
    when = earlier.when
    if earlier.n is None:
        return (
            f"The plan names the sample of {when} without its size, so that it can’t be said how "
            "large a change from it would show"
        )
    row = buys.frame[buys.frame["chosen"]].iloc[0]
    told = [
        f"a {name} of {words.points(row[column]).removeprefix('+')}"
        for name, column in (("fall", "fall_shown_share"), ("rise", "rise_shown_share"))
        if not words.absent(row[column])
    ]
    if not told:
        return f"No change from the sample of {when} would show with a probability of {_POWER}"
    return (
        f"Against the sample of {when}, {' or '.join(told)} or more would show with a probability "
        f"of {_POWER}"
    )
