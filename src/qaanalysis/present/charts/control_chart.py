"""Control charts: a figure by month, with the range that chance explains."""

import numpy as np
import pandas as pd

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, words
from qaanalysis.present.charts import months
from qaanalysis.present.charts.chart import Chart, drawn, without_data
from qaanalysis.present.charts.control_drawing import Process, draw
from qaanalysis.present.labels import Kind
from qaanalysis.present.signals import signals, spelled_out
from qaanalysis.present.tables import table

# Limits from fewer months still move much with each new one.
FIRM = 13
_UNSHOWN = ("near_lower", "near_upper", "phase", "trial")


def control(
    safe: SafeTable,
    *,
    title: str,
    value: str = "value",
    measured: Kind = Kind.SHARE,
    digits: int = 1,
    trial: bool | None = None,
) -> Chart:
    """Draw a control chart over months.

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
    """
    figures = [value, "mean", "lower", "upper"]
    kinds = dict.fromkeys(figures, measured)
    columns = [name for name in safe.frame.columns if name not in _UNSHOWN]
    data = table(safe, columns=columns, kinds=kinds, digits=digits)
    full = months.every_month(safe.frame, title=title)
    full[figures] = full[figures].apply(pd.to_numeric, errors="coerce")
    process = Process(
        full.rename(columns={value: "value"}),
        signals(full, value=value),
        lambda figure: labels.shown(figure, measured, digits=digits),
        measured,
    )
    if process.known.empty:
        return without_data(data, title=title, why="no month has a figure")
    note = _note(process, trial)
    return drawn(
        data, lambda size: draw(process, size), title=title, alt=_alt(title, process), note=note
    )


def _note(process: Process, trial: bool | None) -> str:
    if not np.isfinite(process.values("upper")).any():
        return "There are no limits yet: too few months."
    n = len(process.known)
    if trial is None:
        marked = process.frame.get("trial", pd.Series(n < FIRM, process.months)).dropna()
        trial = bool(marked.iloc[-1])
    said = "Shaded: the expected range, which chance explains."
    if trial:
        said += f" With {words.in_words(n)} months its limits are trial limits and may still move."
    return said


def _alt(title: str, process: Process) -> str:
    """Say what the chart shows: first, last, highest, lowest, average and what is special."""
    known = process.known
    named = {m: f"{process.text(known[m])} in {words.month(m)}" for m in known.index}
    if len(known) == 1:
        return f"{title}: {named[known.index[0]]}, one month only."
    said = [
        f"{title} by month: {named[known.index[0]]}, {named[known.index[-1]]}; "
        f"highest {named[known.idxmax()]}, lowest {named[known.idxmin()]}."
    ]
    mean = process.frame["mean"].dropna()
    if len(mean):
        said.append(f"The average is {process.text(mean.iloc[-1])}.")
    causes = [f"{words.month(s.month)} is {s.cause}" for s in spelled_out(process.special)]
    if causes:
        said.append(f"{'; '.join(causes)}.")
    elif len(mean):
        said.append("Every month is within the expected range.")
    gaps = [words.month(m) for m in process.frame.index[process.frame["value"].isna()]]
    if gaps:
        said.append(f"No figure for {words.listed(gaps)}.")
    return " ".join(said)
