"""Control charts: a figure by month, with the range that chance explains."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import labels, words
from qaanalysis.present.charts import control_events, control_marks, hidden, months
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.control_drawing import Process, draw, target_text
from qaanalysis.present.labels import Kind
from qaanalysis.present.signals import (
    Improvement,
    Meaning,
    Signal,
    assurance,
    signals,
    spelled_out,
    variation,
)
from qaanalysis.present.tables import table

# Limits from fewer months still move much with each new one.
FIRM = 13
_UNSHOWN = ("near_lower", "near_upper", "phase", "trial")


@of_safe_table
def control(
    safe: SafeTable,
    *,
    title: str,
    value: str = "value",
    measured: Kind = Kind.SHARE,
    digits: int = 1,
    trial: bool | None = None,
    improvement: Improvement | None = "up",
    target: float | None = None,
    events: Mapping[pd.Period, str] | None = None,
    young: bool = False,
) -> Chart:
    """Draw a control chart over months, with the marks of Making Data Count.

    Its variation mark tells what the latest month with a figure means. With a target there is an
    assurance mark as well.

    Parameters
    ----------
    safe : SafeTable
        By month: `value`, `mean`, `lower`, `upper` and `special_cause` (the rule's words, "" for
        none; or True and False). A month without a figure is a gap.
    title : str
        What the figure is.
    value : str
        The column of the figure.
    measured : Kind
        How the figure is shown.
    digits : int
        Decimals of percentages.
    trial : bool, optional
        Whether the limits are trial limits; by default the last of the column `trial` says so, or
        else that fewer than 13 months have a figure.
    improvement : {"up", "down"} or None
        Whether up or down is better: by default up, as for a share returned. None: that isn't for
        the chart to say; then nothing is an improvement or a concern, and no target is judged.
    target : float, optional
        What the figure should be at least (at most, if down is better), drawn as a line.
    events : mapping of Period to str, optional
        What is marked at a month, such as “in focus”; one of a month that isn't shown is left out.
    young : bool
        Whether more may still come in for the last month, as late returns do: then it is so said,
        and that it lies low so far is no sign of concern yet.

    Raises
    ------
    RunError
        If the rows aren't months once each, or the table's own `kind` says otherwise than
        `improvement` which months are of concern.

    References
    ----------
    NHS England. Making Data Count.

    Examples
    --------
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> from qaanalysis.metrics import returns
    >>> rates = returns.by_month(run.audits, months=run.months, as_at=run.as_at)
    >>> from qaanalysis.disclosure import protect
    >>> from qaanalysis.metrics import return_change
    >>> safe = protect(return_change.control_chart(rates), caption="Rate", **run.safe("audits"))
    >>> print(control(safe, title="Return rate").alt[:59])
    Return rate by month: 53.0% in May 2023, 19.7% in November
    """
    figures = [value, "mean", "lower", "upper"]
    labels.refuse_unknown(safe.frame, [*figures, "special_cause"])
    kinds = dict.fromkeys(figures, measured)
    columns = [name for name in safe.frame.columns if name not in _UNSHOWN]
    data = table(safe, columns=columns, kinds=kinds, digits=digits)
    full = months.every_month(safe.frame, title=title)
    special = signals(full, value=value)
    gone = full.index[hidden.rows(full, [value])]
    _refuse_another_direction(full, special, improvement, title)
    full[figures] = hidden.numbers(full, figures)
    full = full.rename(columns={value: "value"})
    process = Process(
        full,
        special,
        lambda figure: labels.shown(figure, measured, digits=digits),
        measured,
        improvement,
        target,
        _marks(full, special, improvement, target, measured, young),
        tuple(pd.PeriodIndex(gone)),
        control_events.within(events, pd.PeriodIndex(full.index)),
    )
    if process.known.empty:
        return without_data(data, title=title, why="no month has a figure")
    alt = _alt(title, process)
    return drawn(
        data,
        lambda size: draw(process, size),
        title=title,
        alt=alt,
        note=_note(process, trial, young),
    )


def _marks(
    frame: pd.DataFrame,
    special: list[Signal],
    improvement: Improvement | None,
    target: float | None,
    measured: Kind,
    young: bool,
) -> tuple[control_marks.Mark, ...]:
    """Return the marks that can be told; without a target nothing is said of one."""
    found = []
    latest = variation(frame, special, improvement=improvement)
    if latest:
        found.append(control_marks.of_variation(latest, young=young))
    if target is not None and improvement is not None:
        judged = assurance(frame, target, improvement=improvement)
        found.append(control_marks.of_assurance(judged, target_text(target, measured)))
    return tuple(found)


def _refuse_another_direction(
    frame: pd.DataFrame, special: list[Signal], improvement: Improvement | None, title: str
) -> None:
    """Refuse a chart that would call an improvement what its table calls a concern."""
    if "kind" not in frame.columns or improvement is None:
        return
    kinds = dict(zip(frame.index, frame["kind"], strict=True))
    for signal in special:
        meant, said = signal.meaning(improvement), kinds[signal.month]
        if said in (Meaning.IMPROVEMENT, Meaning.CONCERN) and said != meant:
            raise RunError(
                f"“{title}” is drawn with improvement=“{improvement}”, so that "
                f"{words.month(signal.month)} would be of {meant.value}; its table says "
                f"{said}. Give the chart the direction that its statistics were made with."
            )


def _note(process: Process, trial: bool | None, young: bool) -> str:
    if not np.isfinite(process.values("upper")).any():
        return "There are no limits yet: too few months."
    n = len(process.known)
    if trial is None:
        marked = process.frame.get("trial", pd.Series(n < FIRM, process.months)).dropna()
        trial = bool(marked.iloc[-1])
    said = "Shaded: the expected range, which chance explains."
    meanings = {signal.meaning(process.improvement) for signal in process.special}
    said += "".join(
        f" {name} of {meaning.value}."
        for meaning, name in (
            (Meaning.IMPROVEMENT, "Squares: special causes"),
            (Meaning.CONCERN, "Diamonds: special causes"),
        )
        if meaning in meanings
    )
    if trial:
        said += f" With {words.in_words(n)} months its limits are trial limits and may still move."
    if young:
        last = words.month(process.known.index[-1])
        said += f" {last} is the youngest month: late returns may still come."
    return said


def _alt(title: str, process: Process) -> str:
    """Say what the chart shows: first, last, highest, lowest, average and what is special."""
    known, gone = process.known, process.gone
    named = {m: f"{process.text(known[m])} in {words.month(m)}" for m in known.index}
    if len(known) == 1:
        only = "the only month shown" if gone else "one month only"
        return f"{title}: {named[known.index[0]]}, {only}."
    # Of what is hidden nothing is said, not even that it is lower than the highest.
    shown = " shown" if gone else ""
    said = [
        f"{title} by month: {named[known.index[0]]}, {named[known.index[-1]]}; "
        f"highest{shown} {named[known.idxmax()]}, lowest{shown} {named[known.idxmin()]}."
    ]
    mean = process.frame["mean"].dropna()
    if len(mean):
        said.append(f"The average is {process.text(mean.iloc[-1])}.")
    causes = [f"{words.month(s.month)} is {s.cause}" for s in spelled_out(process.special)]
    if causes:
        said.append(f"{'; '.join(causes)}.")
    elif len(mean):
        said.append(f"Every month{shown} is within the expected range.")
    said += [mark.sentence for mark in process.marks]
    said += control_events.sentences(process.events)
    empty = process.frame.index[process.frame["value"].isna()]
    gaps = [words.month(m) for m in empty if m not in gone]
    if gaps:
        said.append(f"No figure for {words.listed(gaps)}.")
    return " ".join(said)
