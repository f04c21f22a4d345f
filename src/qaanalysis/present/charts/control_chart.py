"""Control charts: a figure by month, with the range that chance explains."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import IdentityTransform

from qaanalysis.disclosure import SafeTable
from qaanalysis.present import labels, theme, words
from qaanalysis.present.charts import months, placing, scale
from qaanalysis.present.charts.chart import Chart, drawn, without_data
from qaanalysis.present.labels import Kind
from qaanalysis.present.signals import Signal, signals
from qaanalysis.present.tables import table
from qaanalysis.present.theme import Colour, Size

# Limits from fewer months still move much with each new one.
FIRM = 13
_UNSHOWN = ("near_lower", "near_upper", "phase")


@dataclass(frozen=True)
class _Process:
    """What there is to draw: every month in order, and which of them are special."""

    frame: pd.DataFrame
    special: list[Signal]
    text: Callable[[float], str]
    measured: Kind

    @property
    def months(self) -> pd.PeriodIndex:
        return pd.PeriodIndex(self.frame.index)

    def values(self, column: str) -> np.ndarray:
        return self.frame[column].to_numpy(dtype=float, na_value=np.nan)

    @property
    def known(self) -> pd.Series:
        return self.frame["value"].dropna().astype(float)


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
        Whether the limits are trial limits; by default if fewer than 13 months have a figure.
    """
    full = months.every_month(safe.frame, title=title)
    kinds = dict.fromkeys((value, "mean", "lower", "upper"), measured)
    columns = [name for name in safe.frame.columns if name not in _UNSHOWN]
    data = table(safe, columns=columns, kinds=kinds, digits=digits)
    process = _Process(
        full.rename(columns={value: "value"}),
        signals(full, value=value),
        lambda figure: labels.shown(figure, measured, digits=digits),
        measured,
    )
    if process.known.empty:
        return without_data(data, title=title, why="no month has a figure")
    note = _note(process, trial)
    return drawn(data, lambda size: draw(process, size), title=title, alt=_alt(title, process), note=note)


def draw(process: _Process, size: Size) -> Figure:
    """Draw the chart in one width."""
    values, upper, lower = (process.values(name) for name in ("value", "upper", "lower"))
    low = min(0.0, *np.nanmin([values, lower], axis=0, initial=0.0))
    high = float(np.nanmax([values, upper]))
    ticks = scale.ticks(low, high, measured=process.measured)
    names = scale.names(ticks, measured=process.measured)
    letters = size.letters - 1
    has_limits = bool(np.isfinite(upper).any())
    figure, axes = theme.figure(
        size,
        300 if size.is_narrow else 340,
        left=max(theme.text_width(name, size.letters) for name in names) + 10,
        right=theme.text_width("expected", letters) + 10 if has_limits else 10,
        top=10,
        bottom=44,
    )
    axes.set_ylim(low, max(high + 0.14 * (high - low), low + 1e-9))
    months.label_axis(axes, process.months, size)
    months.label_values(axes, ticks, names)
    if has_limits:
        _draw_range(axes, process, letters)
    _draw_line(axes, process)
    _label_points(axes, process, letters)
    return figure


def _draw_range(axes: Axes, process: _Process, letters: float) -> None:
    """Draw the expected range as a band of steps, and the average through it."""
    n = len(process.frame)
    edges = np.ravel([np.arange(n) - 0.5, np.arange(n) + 0.5], order="F")
    lower, upper, mean = (np.repeat(process.values(c), 2) for c in ("lower", "upper", "mean"))
    axes.fill_between(edges, lower, upper, color=Colour.BAND, linewidth=0, label="expected range")
    for limit in (lower, upper):
        axes.plot(edges, limit, color=Colour.BAND_EDGE, linewidth=1)
    axes.plot(edges, mean, color=Colour.MUTED, linewidth=1.2, dashes=(4, 3), label="average")
    last = int(np.flatnonzero(np.isfinite(process.values("mean")))[-1]) * 2
    at = [_pixels(axes, n, y)[1] for y in (mean[last], upper[last])]
    line = letters * 1.25
    box = axes.get_window_extent()
    heights = placing.spread(at, apart=2.4 * line, low=box.y0 + line, high=box.y1 - line)
    texts = [f"average\n{process.text(mean[last])}", "expected\nrange"]
    for height, text in zip(heights, texts, strict=True):
        _write(axes, (box.x1 + 8, height), text, letters, color=Colour.MUTED, ha="left")


def _draw_line(axes: Axes, process: _Process) -> None:
    """Draw the figures: a line with gaps, a dot for each month, a diamond for a special one."""
    values = process.values("value")
    known = np.isfinite(values)
    special = np.isin(process.months, [signal.month for signal in process.special])
    data = pd.DataFrame(
        {"x": np.arange(len(values)), "y": values, "stretch": months.stretches(known)}
    )
    sns.lineplot(
        data=data,
        **{"x": "x", "y": "y", "units": "stretch", "estimator": None, "ax": axes},
        color=Colour.NAVY,
        linewidth=2.5,
    )
    for chosen, marker, side, colour in (
        (known & ~special, "o", 55, Colour.NAVY),
        (known & special, "D", 85, Colour.PLUM),
    ):
        if chosen.any():
            sns.scatterplot(
                data=data[chosen],
                **{"x": "x", "y": "y", "marker": marker, "s": side, "ax": axes},
                color=colour,
                edgecolor=Colour.PAPER,
                linewidth=1.2,
                zorder=3,
            )
    axes.set(xlabel="", ylabel="")


def _label_points(axes: Axes, process: _Process, letters: float) -> None:
    """Write each figure by its point; where there is no room for all, the ones that tell most."""
    values = process.values("value")
    causes = {signal.month: signal for signal in _last_of_runs(process.special)}
    blocks = {}
    for i in _worth_a_label(axes, process, letters):
        signal = causes.get(process.months[i])
        cause = textwrap.wrap(signal.cause, 20) if signal else []
        blocks[i] = [process.text(values[i]), *cause]
    line = letters * 1.2
    wanted = [
        placing.Label(
            _pixels(axes, i, values[i]),
            max(theme.text_width(text, letters, bold=True) for text in block),
            line * len(block),
            _is_above(i, values, causes.get(process.months[i])),
        )
        for i, block in blocks.items()
    ]
    drawn_line = [_pixels(axes, i, y) for i, y in enumerate(values)]
    mean = [_pixels(axes, i, y) for i, y in enumerate(process.values("mean"))]
    box = axes.get_window_extent()
    places = placing.place(
        wanted,
        bounds=placing.Box(box.x0, box.y0 + 2, box.x1 + 4, box.y1 + 10),
        segments=list(zip(drawn_line[:-1], drawn_line[1:], strict=True)),
        faint=list(zip(mean[:-1], mean[1:], strict=True)),
        gap=9,
    )
    for (x, y), block, i in zip(places, blocks.values(), blocks, strict=True):
        top = y + line * (len(block) - 1) / 2
        for row, text in enumerate(block):
            _write(
                axes,
                (x, top - row * line),
                text,
                letters,
                color=Colour.PLUM if row else Colour.INK,
                weight="bold" if process.months[i] in causes and not row else "normal",
            )


def _worth_a_label(axes: Axes, process: _Process, letters: float) -> list[int]:
    """Return the months to label, the most important first."""
    values = process.values("value")
    known = [int(i) for i in np.flatnonzero(np.isfinite(values))]
    special = [i for i in known if process.months[i] in {s.month for s in process.special}]
    telling = [*special, known[-1], known[0], int(np.nanargmax(values)), int(np.nanargmin(values))]
    width = max(theme.text_width(process.text(values[i]), letters, bold=True) for i in known)
    room = axes.get_window_extent().width / len(values)
    return list(dict.fromkeys([*telling, *known] if room > width + 2 else telling))


def _last_of_runs(special: list[Signal]) -> list[Signal]:
    """Return the signals to spell out: of neighbours with the same cause, the last."""
    following = [*special[1:], None]
    return [
        one
        for one, then in zip(special, following, strict=True)
        if then is None or then.cause != one.cause or then.month != one.month + 1
    ]


def _is_above(i: int, values: np.ndarray, signal: Signal | None) -> bool:
    """Tell on which side a label would rather be: outside the bend of the line."""
    if signal:
        return signal.is_above
    around = [values[j] for j in (i - 1, i + 1) if 0 <= j < len(values) and np.isfinite(values[j])]
    return not around or bool(values[i] >= np.mean(around))


def _pixels(axes: Axes, x: float, y: float) -> tuple[float, float]:
    across, up = axes.transData.transform((x, y))
    return float(across), float(up)


def _write(
    axes: Axes,
    at: tuple[float, float],
    text: str,
    letters: float,
    *,
    color: Colour,
    ha: str = "center",
    weight: str = "normal",
) -> None:
    axes.text(
        *at,
        text,
        transform=IdentityTransform(),
        **{"ha": ha, "va": "center", "size": letters, "color": color, "weight": weight},
    )


def _note(process: _Process, trial: bool | None) -> str:
    if not np.isfinite(process.values("upper")).any():
        return "There are no limits yet: too few months."
    n = len(process.known)
    said = "Shaded: the expected range, which chance explains."
    if n < FIRM if trial is None else trial:
        said += f" With {words.in_words(n)} months its limits are trial limits and may still move."
    return said


def _alt(title: str, process: _Process) -> str:
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
    causes = [f"{words.month(s.month)} is {s.cause}" for s in _last_of_runs(process.special)]
    if causes:
        said.append(f"{'; '.join(causes)}.")
    elif len(mean):
        said.append("Every month is within the expected range.")
    gaps = [words.month(m) for m in process.frame.index[process.frame["value"].isna()]]
    if gaps:
        said.append(f"No figure for {words.listed(gaps)}.")
    return " ".join(said)
