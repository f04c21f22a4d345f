"""Control charts of several things below one another, on one scale, each with its events."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import control_events, hidden, marks, months, scale
from qaanalysis.present.charts.chart import Chart, drawn, of_safe_table, without_data
from qaanalysis.present.charts.control_drawing import Process, draw_line, draw_range, label_points
from qaanalysis.present.labels import Kind
from qaanalysis.present.signals import Improvement, signals, spelled_out
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

_FIGURES = ["value", "mean", "lower", "upper"]
_PANEL, _HEAD, _NAME, _FOOT = 120, 34, 22, 40
NOTE = (
    "Shaded: the expected range, which chance explains. Dashed: the average. All have one scale. "
    "With under 13 months the limits are trial limits and may still move."
)


@of_safe_table
def control_panels(
    safe: SafeTable,
    *,
    title: str,
    events: Mapping[str, Mapping[pd.Period, str]] | None = None,
    improvement: Improvement | None = None,
    digits: int = 1,
) -> Chart:
    """Draw a control chart of shares for each thing, one below the other.

    Parameters
    ----------
    safe : SafeTable
        Indexed by thing and month, each thing with the same months: value, mean, lower, upper and
        special_cause, as `control` takes them.
    title : str
        What is shown.
    events : mapping of str to mapping, optional
        By thing: what is marked at a month.
    improvement : {"up", "down"} or None
        Whether up or down is better.
    digits : int
        Decimals of percentages.

    Examples
    --------
    >>> from qaanalysis.disclosure import protect
    >>> from qaanalysis.metrics import learning
    >>> from qaanalysis.metrics.learning import named
    >>> from qaanalysis.notebook import example
    >>> run = example()
    >>> declared = run.params.learning
    >>> given = {"words": declared.words, "as_at": run.as_at}
    >>> found = learning.coded(run.tables["findings"], run.audits, **given)
    >>> rows = named.named(found, declared.themes_of_obsessions, heading="obsession")
    >>> charts = learning.process.charts(rows, months=run.months)
    >>> safe = protect(charts, caption="Obsessions", **run.safe("audits"))
    >>> control_panels(safe, title="Named as one to develop", improvement="down").title
    'Named as one to develop'
    """
    frame = safe.frame
    columns = [name for name in frame.columns if name not in ("trial", "kind")]
    data = table(safe, columns=columns, kinds=dict.fromkeys(_FIGURES, Kind.SHARE), digits=digits)
    found = {
        str(name): _process(part.droplevel(0), (events or {}).get(str(name)), improvement, digits)
        for name, part in frame.groupby(level=0, sort=False)
    }
    known = {name: process for name, process in found.items() if not process.known.empty}
    if not known:
        return without_data(data, title=title, why="nothing has a figure")
    alt = " ".join([f"{title} by month.", *(_alt(name, each) for name, each in known.items())])
    return drawn(data, lambda size: _draw(known, size), title=title, alt=alt, note=NOTE)


def _process(
    frame: pd.DataFrame,
    events: Mapping[pd.Period, str] | None,
    improvement: Improvement | None,
    digits: int,
) -> Process:
    special = signals(frame)
    full = frame.copy()
    full[_FIGURES] = hidden.numbers(frame, _FIGURES)
    return Process(
        full,
        special,
        lambda figure: labels.shown(figure, Kind.SHARE, digits=digits),
        Kind.SHARE,
        improvement,
        gone=tuple(pd.PeriodIndex(frame.index[hidden.rows(frame, ["value"])])),
        events=control_events.within(events, pd.PeriodIndex(full.index)),
    )


def _draw(found: Mapping[str, Process], size: Size) -> Figure:
    """Draw the panels in one width."""
    values = [process.values(name) for process in found.values() for name in ("value", "upper")]
    high = float(np.nanmax(np.concatenate(values), initial=0.0)) or 1.0
    ticks = scale.ticks(0.0, high, measured=Kind.SHARE)
    names = scale.names(ticks, measured=Kind.SHARE)
    left = max(theme.text_width(name, size.letters) for name in names) + 10
    step = _PANEL + _HEAD + _NAME
    height = step * len(found) + _FOOT
    figure = theme.canvas(size, height)
    for place, (name, process) in enumerate(found.items()):
        bottom = height - step * (place + 1)
        box = (left, bottom, size.width - left - 12, _PANEL)
        _panel(figure, box, name, process, size, (ticks, names, high))
    return figure


def _panel(
    figure: Figure,
    box: tuple[float, float, float, float],
    name: str,
    process: Process,
    size: Size,
    ticks: tuple[Sequence[float], Sequence[str], float],
) -> None:
    axes = theme.axes(figure, box, size)
    values, texts, high = ticks
    axes.set_ylim(0, max(high * 1.08, values[-1]))
    months.label_axis(axes, process.months, size)
    if box[1] > _FOOT + 1:
        axes.tick_params(axis="x", labelbottom=False)
    months.label_values(axes, values, texts)
    draw_range(axes, process)
    draw_line(axes, process)
    control_events.draw(axes, process.months, process.events, size)
    label_points(axes, process, size.letters - 1)
    at = (2.0, box[1] + _PANEL + 10 + _NAME)
    marks.write(axes, at, name, letters=size.letters, ha="left", bold=True, color=Colour.INK)


def _alt(name: str, process: Process) -> str:
    known = process.known
    first, last = known.index[0], known.index[-1]
    said = [
        f"{name}: {process.text(known[first])} in {words.month(first)}, "
        f"{process.text(known[last])} in {words.month(last)}."
    ]
    causes = [f"{words.month(s.month)} is {s.cause}" for s in spelled_out(process.special)]
    if causes:
        said.append(f"{'; '.join(causes)}.")
    return " ".join([*said, *control_events.sentences(process.events)])
