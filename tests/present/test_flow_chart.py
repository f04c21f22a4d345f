import pandas as pd
import pytest
import test_charts
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from safe_tables import safe
from test_charts import words_of
from test_matrix_chart import check_described, check_words_fit

from qaanalysis.present import charts
from qaanalysis.present.charts import Chart

figures = test_charts.figures
WAY = [
    ("In the cohort", 0, 287, "In the cohort"),
    ("not in January to July 2023", 0, 287, "Eligible"),
    ("another child stands for the family", 78, 209, "In the frame"),
    ("not drawn", 127, 82, "Drawn"),
    ("in reserve", 5, 77, "Drawn"),
]
LARGE = [
    ("In the cohort", 0, 1_234_567, "In the cohort, each once"),
    ("a reason that takes a good many words to give " * 3, 34_567, 1_200_000, "Left in the frame"),
    ("not drawn", 1_200_000, 0, "Looked at in the end"),
]
CASES = {
    "usual": WAY,
    "large": LARGE,
    "nobody leaves": [("In the cohort", 0, 30, "In the cohort"), ("Seen", 0, 30, "Seen")],
    "empty cohort": [("In the cohort", 0, 0, "In the cohort"), ("Seen", 0, 0, "Seen")],
}


def made(rows: list | None = None) -> Chart:
    frame = pd.DataFrame(WAY if rows is None else rows, columns=["step", "left", "still", "stage"])
    table = safe(frame.set_index("step"), unit="children", caption="Who leaves")
    return charts.flow(table, left="left", still="still", stage="stage", title="The way")


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_overlap_or_leave_the_figure(
    case: str, size: str, figures: dict[str, Figure]
) -> None:
    made(CASES[case])
    check_words_fit(figures[size])


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_each_stage_and_each_exit_is_written_with_its_number(size: str) -> None:
    shown = words_of(getattr(made(), size))
    for text in ("287", "209", "77", "78", "127", "5", "0", "In the frame", "26.8% of 287"):
        assert text in shown


def test_bars_are_the_share_of_the_first(figures: dict[str, Figure]) -> None:
    made()
    bars = [p.get_width() for p in figures["wide"].axes[0].patches if p.get_height() == 6]
    assert [bar / bars[0] for bar in bars] == pytest.approx([1, 1, 209 / 287, 77 / 287])


def test_alt_says_the_way_step_by_step() -> None:
    assert made().alt == (
        "The way. In the cohort: 287 children. Left out: 0 not in January to July 2023. Eligible: "
        "287 (100.0% of 287). Left out: 78 another child stands for the family. In the frame: 209 "
        "(72.8% of 287). Left out: 127 not drawn; 5 in reserve. Drawn: 77 (26.8% of 287)."
    )


def test_it_is_a_described_figure_with_its_data() -> None:
    check_described(made())
    assert made().html() == made().html()
    heads = BeautifulSoup(made().html(), "html.parser").select("thead th")
    assert [head.get_text() for head in heads] == ["Step", "Left", "Still"]


def test_no_step_is_a_sentence_and_hostile_words_are_inert() -> None:
    assert made([]).alt == "No chart of “The way”: there is no step."
    rows = [(test_charts.HOSTILE, 1, 2, test_charts.HOSTILE), ("b", 1, 1, test_charts.HOSTILE)]
    assert not BeautifulSoup(made(rows).html(), "html.parser").find_all("script")
