import numpy as np
import pandas as pd
import pytest
import test_charts
from bs4 import BeautifulSoup
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from safe_tables import GRADES, safe
from test_charts import text_boxes, words_of
from test_matrix_chart import check_described, check_words_fit

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import charts, theme
from qaanalysis.present.charts import Chart, value_axis
from qaanalysis.present.labels import Kind
from qaanalysis.present.theme import Colour

figures = test_charts.figures
NAMES = {"reported_share": "as reported", "estimated_share": "corrected"}
THREE = {"auditor_share": "auditors’ own", **NAMES}


def shares() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "reported": [12, 74, 91, 52],
            "auditor_share": [0.07, 0.37, 0.36, 0.2],
            "reported_share": [0.052, 0.323, 0.397, 0.227],
            "estimated_share": [0.031, 0.262, 0.431, 0.276],
            "estimated_share_low": [0.01, 0.2, 0.36, 0.21],
            "estimated_share_high": [0.07, 0.33, 0.5, 0.345],
        },
        index=pd.Index(GRADES, name="grade"),
    )


def graded() -> SafeTable:
    total = shares().head(2).sum().to_frame("Good or better").T.rename_axis("grade")
    return safe(shares(), total.astype({"reported": int}), caption="Grades, reported and corrected")


def made(table: SafeTable | None = None, **given: object) -> Chart:
    return charts.compared(table or graded(), **{"pairs": NAMES, "title": "Grades"} | given)


def steps() -> SafeTable:
    names = ["Assessment and Family Support (North and West)", "Leaving Care", "Small"]
    frame = pd.DataFrame(
        {
            "raw": [-0.21, 0.4, "[c]"],
            "raw_low": [-0.4, 0.1, np.nan],
            "raw_high": [0.02, 0.7, np.nan],
            "shrunk": [0.1, 0.3, np.nan],
        },
        index=pd.Index(names, name="team"),
    )
    return safe(frame)


def marked(axes: Axes, marker: str) -> list[Line2D]:
    return [line for line in axes.lines if line.get_marker() == marker]


CASES = {
    "two": {"n": "reported"},
    "three": {"pairs": THREE},
    "steps": {
        "table": steps(),
        "pairs": {"raw": "Raw mean", "shrunk": "Shrunk"},
        "measured": Kind.NUMBER,
    },
    "long": {
        "pairs": {
            "reported_share": "as reported in the returns of all of the months",
            "estimated_share": "as corrected for what moderators would have made",
            "auditor_share": "as auditors graded them all themselves",
        },
        "n": "reported",
    },
}


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("case", CASES)
def test_no_words_overlap_or_leave_the_figure(
    case: str, size: str, figures: dict[str, Figure]
) -> None:
    made(**CASES[case])
    check_words_fit(figures[size])


@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("case", CASES)
def test_marks_and_intervals_run_through_no_words(
    case: str, size: str, figures: dict[str, Figure]
) -> None:
    made(**CASES[case])
    figure = figures[size]
    axes = figure.axes[0]
    with theme.drawing():
        boxes = [box for _, box in text_boxes(figure)]
    for lines in axes.collections:
        for span in filter(len, lines.get_segments()):
            (x0, y), (x1, _) = axes.transData.transform(span)
            assert not any(b.y0 < y < b.y1 and b.x0 < x1 and x0 < b.x1 for b in boxes)
    for mark in (line for marker in "oDs" for line in marked(axes, marker)):
        for x, y in mark.get_transform().transform(mark.get_xydata()):
            assert not any(b.x0 - 5 < x < b.x1 + 5 and b.y0 - 1 < y < b.y1 + 1 for b in boxes), (
                x,
                y,
            )


def test_it_is_a_described_figure_with_its_data() -> None:
    check_described(made(n="reported"))
    assert made().html() == made().html()
    heads = BeautifulSoup(made(n="reported").html(), "html.parser").select("thead th")
    assert [head.get_text() for head in heads] == [
        *("Grade", "Reported", "as reported", "corrected", "95% interval")
    ]


def test_each_column_has_its_own_shape_fill_and_colour(figures: dict[str, Figure]) -> None:
    made(pairs=THREE)
    axes = figures["wide"].axes[0]
    found = [marked(axes, marker)[0] for marker in ("o", "D", "s")]
    assert [line.get_markerfacecolor() for line in found] == [
        *(Colour.PAPER, Colour.PLUM, Colour.PAPER)
    ]
    assert [line.get_markeredgecolor() for line in found] == [
        *(Colour.NAVY, Colour.PLUM, Colour.TEAL_INK)
    ]
    every = pd.concat([shares(), graded().total])
    for line, column in zip(found, THREE, strict=True):
        np.testing.assert_allclose(np.asarray(line.get_xdata(), dtype=float), every[column])


def test_intervals_reach_from_low_to_high_at_the_height_of_their_marks(
    figures: dict[str, Figure],
) -> None:
    made()
    axes = figures["wide"].axes[0]
    spans = [lines.get_segments() for lines in axes.collections]
    drawn = np.array(spans[1])
    np.testing.assert_allclose(drawn[:4, 0, 0], shares()["estimated_share_low"])
    np.testing.assert_allclose(drawn[:4, 1, 0], shares()["estimated_share_high"])
    np.testing.assert_allclose(drawn[:, 0, 1], marked(axes, "D")[0].get_ydata())
    assert not any(map(len, spans[0]))


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_the_key_and_all_values_are_written(size: str) -> None:
    shown = words_of(getattr(made(n="reported"), size))
    assert {"as reported", "corrected", "n = 74", "0%", "20%"} <= set(shown)
    for text in ("32.3%", "26.2% (20.0–33.0)", "37.5%", "5.2%", "3.1% (1.0–7.0)"):
        assert text in shown


def test_values_stand_level_with_their_marks(figures: dict[str, Figure]) -> None:
    made()
    figure = figures["narrow"]
    axes = figure.axes[0]
    with theme.drawing():
        boxes = dict(text_boxes(figure))
    for marker, text in (("o", "32.3%"), ("D", "26.2% (20.0–33.0)")):
        mark = marked(axes, marker)[0]
        height = mark.get_transform().transform(mark.get_xydata())[1, 1]
        assert boxes[text].y0 < height < boxes[text].y1


def test_alt_names_both_values_of_each_row() -> None:
    assert made().alt == (
        "Grades. Outstanding: as reported 5.2%; corrected 3.1% (1.0–7.0). Good: as reported "
        "32.3%; corrected 26.2% (20.0–33.0). Requires Improvement: as reported 39.7%; corrected "
        "43.1% (36.0–50.0). Inadequate: as reported 22.7%; corrected 27.6% (21.0–34.5). Good or "
        "better: as reported 37.5%; corrected 29.3% (21.0–40.0)."
    )


def test_the_note_says_what_the_lines_are() -> None:
    assert made().note == "Lines: 95% intervals."
    assert made(confidence=0.9).note == "Lines: 90% intervals."
    assert made(pairs=list(THREE.items())[:2]).note == ""


def test_what_is_missing_or_hidden_has_no_mark_but_words(figures: dict[str, Figure]) -> None:
    chart = made(**CASES["steps"])
    shown = words_of(chart.wide)
    assert "[c]" in shown
    assert "not available" in shown
    assert "Small: Raw mean [c]; Shrunk not available." in chart.alt
    values = np.asarray(marked(figures["wide"].axes[0], "o")[0].get_xdata(), dtype=float)
    assert np.isnan(values).tolist() == [False, False, True]


def test_an_estimate_refused_altogether_leaves_the_other() -> None:
    names = ["estimated_share", "estimated_share_low", "estimated_share_high"]
    chart = made(safe(shares().assign(**dict.fromkeys(names, np.nan))))
    assert "Good: as reported 32.3%; corrected not available." in chart.alt
    assert chart.wide
    check_described(chart)


def test_nothing_to_draw_is_a_sentence() -> None:
    for frame in (shares() * np.nan, shares().head(0)):
        chart = made(safe(frame))
        assert chart.alt == "No chart of “Grades”: no row has an estimate."
        assert chart.wide == ""


def test_two_or_three_columns_that_there_are() -> None:
    with pytest.raises(RunError, match="1 estimates for each row; from 2 to 3"):
        made(pairs={"reported_share": "only"})
    with pytest.raises(RunError, match="4 estimates"):
        made(pairs={str(i): "x" for i in range(4)})
    with pytest.raises(RunError, match="no column absent"):
        made(pairs={"reported_share": "one", "absent": "other"})


def test_values_are_named_with_the_decimals_they_need() -> None:
    named = value_axis.named(-0.3, 0.6, measured=Kind.NUMBER, about=4)
    assert named == ([-0.25, 0, 0.25, 0.5], ["−0.25", "0.00", "0.25", "0.50"])
    assert value_axis.named(0, 2, measured=Kind.NUMBER, about=2)[1] == ["0", "1", "2"]
    assert value_axis.named(0, 0.55, measured=Kind.SHARE, about=4)[1] == ["0%", "20%", "40%"]
    points = value_axis.named(-0.05, 0.05, measured=Kind.POINTS, about=4)
    assert points[1] == ["−5.0", "−2.5", "0.0", "+2.5", "+5.0"]
    assert value_axis.named(0, 6, measured=Kind.DAYS, about=3)[1] == ["0", "2", "4", "6"]


def test_hostile_words_are_inert() -> None:
    frame = shares().rename(index={"Good": test_charts.HOSTILE})
    chart = made(safe(frame), pairs={"reported_share": test_charts.HOSTILE, **NAMES})
    page = BeautifulSoup(chart.html(), "html.parser")
    assert not page.find_all("script")
    assert not [tag for tag in page(True) if any(name.startswith("on") for name in tag.attrs)]
