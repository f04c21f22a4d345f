"""The marks of Making Data Count: which, in shape and in words; against the statistics' own."""

import numpy as np
import pandas as pd
import pytest
import test_charts
from bs4 import BeautifulSoup
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from safe_tables import control, safe
from test_charts import words_of
from test_matrix_chart import check_words_fit

from qaanalysis.errors import RunError
from qaanalysis.present import charts, signals
from qaanalysis.present.charts import Chart
from qaanalysis.present.theme import Colour
from qaanalysis.stats import spc

figures = test_charts.figures
COLUMNS = ("value", "mean", "lower", "upper", "special_cause", "kind", "phase", "trial")
# What the statistics call what a reader is told.
SAID = {
    "consistently meets": "consistently hit",
    "consistently misses": "consistently missed",
    "inconsistent": "hit and missed by chance",
    "not enough points": "too few months to tell",
}


def table(values: object, improvement: str | None = "up", **given: object) -> pd.DataFrame:
    chart = spc.xmr(values, improvement=improvement, **given)
    months = pd.period_range("2022-01", periods=len(chart.value), freq="M", name="month")
    return pd.DataFrame({name: getattr(chart, name) for name in COLUMNS}, index=months)


def steady(n: int = 14) -> np.ndarray:
    return 0.5 + 0.03 * np.cos(np.arange(n) * 2.1)


def last(shift: float) -> np.ndarray:
    values = steady()
    values[-1] += shift
    return values


def made(frame: pd.DataFrame, **given: object) -> Chart:
    return charts.control(safe(frame), title="Rate", **given)


VARIATION = {
    ("up", 0.4): ("special cause of improvement, high (H)", "H", "o", Colour.TEAL_INK),
    ("up", -0.4): ("special cause of concern, low (L)", "L", "D", Colour.PLUM),
    ("down", 0.4): ("special cause of concern, high (H)", "H", "D", Colour.PLUM),
    ("down", -0.4): ("special cause of improvement, low (L)", "L", "o", Colour.TEAL_INK),
    (None, 0.4): ("special cause, high (H)", "H", "o", Colour.PAPER),
    (None, -0.4): ("special cause, low (L)", "L", "o", Colour.PAPER),
    ("up", 0.0): ("common cause, no significant change", "", "o", Colour.PAPER),
}


@pytest.mark.parametrize(("improvement", "shift"), VARIATION)
def test_variation_is_a_shape_with_a_letter_and_words(
    improvement: str | None, shift: float, figures: dict[str, Figure]
) -> None:
    words, letter, marker, face = VARIATION[improvement, shift]
    chart = made(table(last(shift), improvement), improvement=improvement)
    assert f"Variation in February 2023: {words}." in chart.alt
    for size, drawing in (("wide", chart.wide), ("narrow", chart.narrow)):
        shown = words_of(drawing)
        assert "Variation in February 2023" in shown
        assert words in " ".join(shown)
        assert not letter or letter in shown
        check_words_fit(figures[size])
        icons = [ln for ln in figures[size].axes[0].lines if (ln.get_markersize() or 0) > 20]
        assert [icon.get_marker() for icon in icons] == [marker]
        assert to_hex(icons[0].get_markerfacecolor()) == face


@pytest.mark.parametrize("shift", [0.4, 0.0, -0.4])
def test_a_young_month_that_is_low_so_far_is_not_yet_of_concern(
    shift: float, figures: dict[str, Figure]
) -> None:
    chart = made(table(last(shift), "up"), improvement="up", young=True)
    is_low = shift < 0
    assert ("low (L) so far; late returns may still come" in chart.alt) is is_low
    assert "special cause of concern" not in chart.alt
    assert "February 2023 is the youngest month: late returns may still come." in chart.note
    for figure in figures.values():
        check_words_fit(figure)
    assert "youngest" not in made(table(last(shift), "up"), improvement="up").note


@pytest.mark.parametrize("improvement", ["up", "down"])
@pytest.mark.parametrize("n", [8, 11, 12, 20])
@pytest.mark.parametrize("target", [0.2, 0.5, 0.8])
def test_assurance_is_what_the_statistics_say(n: int, target: float, improvement: str) -> None:
    values = steady(n)
    expected = SAID[spc.assurance(spc.xmr(values), target, improvement=improvement)]
    frame = table(values, improvement)
    assert signals.assurance(frame, target, improvement=improvement) == expected
    chart = made(frame, improvement=improvement, target=target)
    assert f"Assurance, target {target:.0%}: {expected}" in chart.alt


def test_assurance_is_of_the_last_phase() -> None:
    values = np.concatenate([steady(14), steady(6) + 0.4])
    expected = spc.assurance(spc.xmr(values, rebase=[14]), 0.2, improvement="up")
    frame = table(values, rebase=[14])
    assert SAID[expected] == signals.assurance(frame, 0.2, improvement="up")


@pytest.mark.parametrize(("target", "letter"), [(0.2, "P"), (0.8, "F"), (0.5, "?")])
def test_a_target_has_its_line_its_name_and_its_mark(
    target: float, letter: str, figures: dict[str, Figure]
) -> None:
    chart = made(table(steady()), target=target)
    for size, drawing in (("wide", chart.wide), ("narrow", chart.narrow)):
        lines = [ln for ln in figures[size].axes[0].lines if ln.get_color() == Colour.INK]
        assert [list(ln.get_ydata()) for ln in lines] == [[target] * 2]
        assert {"target", f"{target:.0%}", letter} <= set(words_of(drawing))
        check_words_fit(figures[size])


def test_without_a_target_nothing_is_said_of_one() -> None:
    chart = made(table(steady()))
    said = BeautifulSoup(chart.html(), "html.parser").get_text() + chart.alt
    assert "ssurance" not in said
    assert "target" not in said


def test_without_a_direction_no_target_is_judged_but_its_line_is_drawn() -> None:
    chart = made(table(steady(), None), improvement=None, target=0.5)
    assert "Assurance" not in chart.alt
    assert "target" in words_of(chart.wide)


def test_without_limits_there_is_no_mark() -> None:
    frame = control().frame.assign(mean=np.nan, lower=np.nan, upper=np.nan, special_cause="")
    assert "Variation" not in made(frame).alt


def test_the_latest_month_with_a_figure_is_told_of() -> None:
    frame = control().frame.copy()
    frame.loc["2023-11", "value"] = np.nan
    frame.loc["2023-11", "special_cause"] = ""
    assert "Variation in October 2023: common cause" in made(frame).alt


def test_points_of_improvement_and_of_concern_differ_in_shape(figures: dict[str, Figure]) -> None:
    chart = made(control().frame)
    dots = figures["wide"].axes[0].collections[1:]
    shapes = [tuple(c.get_paths()[0].vertices[0].round(2)) for c in dots]
    assert len(set(shapes)) == 3
    assert {Colour.PLUM, Colour.TEAL_INK} <= {to_hex(c.get_facecolor()[0]) for c in dots}
    assert "Squares: special causes of improvement. Diamonds: special causes of concern." in (
        chart.note
    )


def test_another_direction_than_the_statistics_is_refused() -> None:
    frame = control().frame.assign(kind=["improvement", *["common cause"] * 5, "concern"])
    with pytest.raises(RunError, match="May 2023 would be of concern; its table says improvement"):
        made(frame, improvement="down")
