"""Intervals are drawn from the statistics: no chart resamples, or estimates anything itself."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import test_charts
from matplotlib.figure import Figure
from safe_tables import areas, safe
from test_compared_chart import NAMES, shares

from qaanalysis.present import charts
from qaanalysis.present.theme import Colour

figures = test_charts.figures
PRESENT = Path(charts.__file__).resolve().parents[1]
# Of seaborn these alone are called, and what they estimate by default is turned off.
ALLOWED = {"set_theme", "despine", "lineplot", "scatterplot"}
ESTIMATING = {"estimator", "errorbar", "ci", "n_boot", "bootstrap", "seed", "err_style"}


def calls() -> list[ast.Call]:
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in sorted(PRESENT.rglob("*.py"))]
    return [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]


def test_of_seaborn_only_what_draws_points_as_they_are_is_called() -> None:
    called = {
        call.func.attr
        for call in calls()
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "sns"
    }
    assert called == ALLOWED


def test_nothing_is_estimated_by_a_plot() -> None:
    given = [(k.arg, ast.unparse(k.value)) for call in calls() for k in call.keywords]
    assert {(name, value) for name, value in given if name in ESTIMATING} == {
        ("estimator", "None"),
        ("errorbar", "None"),
    }
    names = {call.func.attr for call in calls() if isinstance(call.func, ast.Attribute)}
    assert not names & {"errorbar", "bootstrap", "resample", "quantile", "percentile"}


def spans(figure: Figure) -> np.ndarray:
    """The ends of the lines that a chart draws from one end of an interval to the other."""
    found = [c for c in figure.axes[0].collections if hasattr(c, "get_segments")]
    segments = [s[:, 0] for c in found for s in c.get_segments() if len(s)]
    return np.array(segments)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_intervals_end_where_the_table_says(size: str, figures: dict[str, Figure]) -> None:
    charts.intervals(areas(), estimate="return_rate", title="Areas")
    frame = pd.concat([areas().frame, areas().total])
    ends = frame[["return_rate_low", "return_rate_high"]].to_numpy()
    np.testing.assert_array_equal(spans(figures[size]), ends)
    caps = [ln for ln in figures[size].axes[0].lines if ln.get_marker() == "|"]
    np.testing.assert_array_equal(np.array([ln.get_xdata() for ln in caps]).T, ends)


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_compared_intervals_end_where_the_table_says(size: str, figures: dict[str, Figure]) -> None:
    charts.compared(safe(shares()), pairs=NAMES, title="Grades")
    ends = shares()[["estimated_share_low", "estimated_share_high"]].to_numpy()
    np.testing.assert_array_equal(spans(figures[size]), ends)


def test_intervals_may_be_as_lopsided_as_the_statistics_make_them(
    figures: dict[str, Figure],
) -> None:
    frame = pd.DataFrame(
        {"share": [0.1, 0.9], "share_low": [0.0999, 0.2], "share_high": [0.8, 0.9001]},
        index=pd.Index(["A", "B"], name="team"),
    )
    charts.intervals(safe(frame), estimate="share", title="Lopsided")
    np.testing.assert_array_equal(spans(figures["wide"]), [[0.0999, 0.8], [0.2, 0.9001]])


@pytest.mark.parametrize("n", [True, False])
def test_on_a_phone_no_line_runs_through_words(n: bool, figures: dict[str, Figure]) -> None:
    """Words stand above each bar there: the line to compare with is drawn at the bars alone."""
    given = {"n": "scheduled"} if n else {}
    charts.intervals(
        areas(),
        estimate="return_rate",
        title="Areas",
        reference=0.34,
        reference_label="all",
        **given,
    )
    figure = figures["narrow"]
    drawn = [ln for ln in figure.axes[0].lines if ln.get_color() in (Colour.MUTED, Colour.GRID)]
    assert len(drawn) > 4
    for text, box in test_charts.text_boxes(figure):
        for line in drawn:
            (x, low), (_, high) = np.sort(line.get_transform().transform(line.get_xydata()), axis=0)
            across = box.x0 - 1 < x < box.x1 + 1
            assert not (across and low < box.y1 - 2 and box.y0 + 2 < high), text
