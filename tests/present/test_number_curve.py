import numpy as np
import pandas as pd
import pytest
import test_charts
from matplotlib.figure import Figure
from safe_tables import safe
from test_charts import words_of
from test_matrix_chart import check_described, check_words_fit

from qaanalysis.present import charts
from qaanalysis.present.charts import Chart

figures = test_charts.figures


def margins(numbers: list[int], chosen: int | None, name: str = "children") -> pd.DataFrame:
    n = np.array(numbers)
    frame = pd.DataFrame({"margin_share": 0.98 / np.sqrt(n), "chosen": n == chosen})
    return frame.set_index(pd.Index(n, name=name))


def made(frame: pd.DataFrame) -> Chart:
    return charts.curve(
        safe(frame, unit="children"),
        value="margin_share",
        marked="chosen",
        title="Margins",
        say=lambda share: f"±{share * 100:.1f}",
        unit=" points",
    )


CASES = {
    "usual": margins([10, 20, 40, 77, 100, 150, 209], 77),
    "first": margins([10, 20, 50, 100], 10),
    "last": margins([10, 20, 50, 100], 100, "families"),
    "one": margins([5], 5),
    "two": margins([1, 2], 2),
}


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_overlap_or_leave_the_figure(
    case: str, size: str, figures: dict[str, Figure]
) -> None:
    made(CASES[case])
    check_words_fit(figures[size])


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_chosen_number_is_marked_and_said(size: str, figures: dict[str, Figure]) -> None:
    shown = words_of(getattr(made(CASES["usual"]), size))
    assert {"77 children: ±11.2 points", "40 children: ±15.5 points", "±30"} <= set(shown)
    assert "Children drawn" in shown


def test_alt_says_the_chosen_and_half_and_twice_of_it() -> None:
    assert made(CASES["usual"]).alt == (
        "Margins. Chosen: 77 children: ±11.2 points. 40 children: ±15.5 points and 150 children: "
        "±8.0 points."
    )


def test_it_is_a_described_figure_with_its_data() -> None:
    check_described(made(CASES["usual"]))


def test_without_a_chosen_number_there_is_a_sentence() -> None:
    for frame in (margins([10, 20], None), margins([], None)):
        assert made(frame).alt == "No chart of “Margins”: no number is chosen."
