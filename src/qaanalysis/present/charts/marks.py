"""The marks that charts are made of: lines with gaps, dots, and words at pixels."""

from typing import Any, Literal

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.transforms import Affine2D, Transform

from qaanalysis.present.theme import Colour

Point = tuple[float, float]


def line(axes: Axes, values: np.ndarray, *, color: Colour, dashes: tuple[float, ...] = ()) -> None:
    """Draw a line over 0, 1, 2, …; it is broken where a value is missing, never bridged.

    Seaborn drops missing values and would join their neighbours, so that each unbroken stretch is
    a unit of its own; and it would resample to draw a band, hence no estimator.
    """
    known = np.isfinite(values)
    stretches = np.cumsum(~known)
    data = pd.DataFrame({"x": np.arange(len(values)), "y": values, "stretch": stretches})
    sns.lineplot(
        data=data,
        x="x",
        y="y",
        units="stretch",
        estimator=None,
        errorbar=None,
        ax=axes,
        color=color,
        linewidth=2.4,
        linestyle=(0, dashes) if dashes else "-",
        legend=False,
    )
    axes.set(xlabel="", ylabel="")


def dots(
    axes: Axes, x: Any, y: Any, *, marker: str = "o", color: Colour = Colour.NAVY, area: float = 60
) -> None:
    """Draw a dot for each pair of values, with a rim of paper so that it stands out."""
    data = pd.DataFrame({"x": np.asarray(x, dtype=float), "y": np.asarray(y, dtype=float)}).dropna()
    if data.empty:
        return
    sns.scatterplot(
        data=data,
        x="x",
        y="y",
        marker=marker,
        s=area,
        ax=axes,
        color=color,
        edgecolor=Colour.PAPER,
        linewidth=1.2,
        legend=False,
        zorder=3,
    )
    axes.set(xlabel="", ylabel="")


def bar(
    axes: Axes,
    y: float,
    span: tuple[float, float],
    *,
    height: float,
    color: Colour,
    edge: Colour | None = None,
) -> None:
    """Draw a bar lying from one value to another."""
    begin, end = span
    rim = 1 if edge else 0
    axes.barh(y, end - begin, left=begin, height=height, color=color, edgecolor=edge, linewidth=rim)


def pixels(axes: Axes, x: float, y: float) -> Point:
    """Return where a point of the data lies in the figure, in pixels from the bottom left."""
    across, up = axes.transData.transform((x, y))
    return float(across), float(up)


def page(axes: Axes) -> Transform:
    """Return the way from pixels of the page to a figure of any fineness.

    A picture has several pixels for each of the page, SVG has one.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    return Affine2D().scale(1 / 72) + figure.dpi_scale_trans


def write(
    axes: Axes,
    at: Point,
    text: str,
    *,
    letters: float,
    color: Colour = Colour.INK,
    ha: Literal["left", "center", "right"] = "center",
    bold: bool = False,
    on_paper: bool = False,
) -> None:
    """Write words with their middle (or an end) at pixels of the figure.

    `on_paper` hides the lines that would run through them.
    """
    paper = {"facecolor": Colour.PAPER, "edgecolor": "none", "pad": 1} if on_paper else None
    axes.text(
        *at,
        text,
        transform=page(axes),
        ha=ha,
        va="center",
        size=letters,
        color=color,
        weight="bold" if bold else "normal",
        bbox=paper,
    )


def swatch(
    axes: Axes, at: Point, *, color: Colour, edge: Colour | None = None, marker: str = "s"
) -> None:
    """Draw the small sign of a legend, with its middle at pixels of the figure."""
    axes.plot(
        *at,
        marker=marker,
        markersize=16 if marker == "|" else 11,
        markerfacecolor=color,
        markeredgecolor=edge or color,
        markeredgewidth=4 if marker == "|" else 1,
        transform=page(axes),
        clip_on=False,
    )
