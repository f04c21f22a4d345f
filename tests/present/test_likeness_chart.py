import numpy as np
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
PAIRS = {"from_frame": "against the frame", "from_cohort": "against the whole cohort"}
ROWS = {
    ("age", "mean"): (0.02, 0.06),
    ("service_area", "Assessment and Family Support (North and West)"): (-0.03, -0.12),
    ("service_area", "Leaving Care"): (0.104, 0.2),
    ("ethnicity", "Black"): (0.11, 0.15),
    ("ethnicity", "White"): (-0.105, np.nan),
    ("ethnicity", "not recorded"): (np.nan, np.nan),
}


def table(rows: dict | None = None) -> pd.DataFrame:
    held = ROWS if rows is None else rows
    index = pd.MultiIndex.from_tuples(list(held), names=["field", "category"])
    return pd.DataFrame(list(held.values()), index=index, columns=list(PAIRS))


def made(frame: pd.DataFrame | None = None, **given: object) -> Chart:
    how = {"pairs": PAIRS, "limit": 0.1, "title": "Differences"} | given
    return charts.likeness(safe(table() if frame is None else frame, unit="children"), **how)


FAR = {key: (one * 14, other * 3) for key, (one, other) in ROWS.items()}
CASES = {
    "two": {},
    "one": {"frame": table()[["from_frame"]]},
    "far": {"frame": table(FAR)},
    "alone": {"frame": table({("age", "mean"): (0.0, 0.0)}), "of": "among those who were audited"},
}


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_overlap_or_leave_the_figure(
    case: str, size: str, figures: dict[str, Figure]
) -> None:
    made(**CASES[case])
    check_words_fit(figures[size])


def test_only_what_is_beyond_as_it_is_shown_has_its_value_written() -> None:
    shown = words_of(made().wide)
    # 0.104 is shown as 0.10, which isn't more than 0.1.
    for text in ("+0.11, +0.15", "+0.20", "−0.12", "−0.11", "within ±0.1"):
        assert text in shown
    assert "+0.10" not in shown


def test_a_field_of_one_row_stands_in_one_line_and_others_under_their_name() -> None:
    shown = words_of(made().wide)
    assert {"Age, mean", "Service area", "Leaving Care", "Ethnicity", "Not recorded"} <= set(shown)


def test_marks_stand_at_their_values(figures: dict[str, Figure]) -> None:
    made()
    axes = figures["wide"].axes[0]
    for marker, column in (("o", "from_frame"), ("D", "from_cohort")):
        lines = [line for line in axes.lines if line.get_marker() == marker]
        drawn = [float(line.get_xdata()[0]) for line in lines][: len(ROWS)]
        np.testing.assert_allclose(drawn, table()[column])


def test_alt_says_how_many_are_beyond_and_which() -> None:
    assert made().alt == (
        "Differences. Against the frame: 2 of 5 differ by more than 0.1: Ethnicity Black (+0.11) "
        "and Ethnicity White (−0.11). Against the whole cohort: 3 of 4 differ by more than 0.1: "
        "Service area Assessment and Family Support (North and West) (−0.12), Service area Leaving "
        "Care (+0.20) and Ethnicity Black (+0.15)."
    )


def test_it_is_a_described_figure_with_its_data() -> None:
    check_described(made())
    heads = BeautifulSoup(made().html(), "html.parser").select("thead th")
    assert [head.get_text() for head in heads] == ["Field", "Category", *PAIRS.values()]


def test_nothing_to_compare_is_a_sentence_and_hostile_words_are_inert() -> None:
    assert made(table().head(0)).alt == "No chart of “Differences”: there is nothing to compare."
    hostile = table({("ethnicity", test_charts.HOSTILE): (0.3, 0.2), ("ethnicity", "b"): (0, 0)})
    assert not BeautifulSoup(made(hostile).html(), "html.parser").find_all("script")
