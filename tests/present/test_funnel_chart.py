import numpy as np
import pandas as pd
import pytest
import test_charts
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from safe_tables import safe
from test_charts import text_boxes, words_of
from test_matrix_chart import check_described, check_words_fit

from qaanalysis.disclosure import SafeTable
from qaanalysis.errors import RunError
from qaanalysis.present import charts, theme
from qaanalysis.present.charts import Chart
from qaanalysis.present.labels import Kind
from qaanalysis.present.theme import Colour

figures = test_charts.figures
BOTH = {"99.8% limits": ("lower", "upper"), "95% limits": ("lower_95", "upper_95")}
NAMES = {"moderated": "Moderated audits", "steps_above": "Grades above the moderator’s"}


def limits(first: int = 10, last: int = 40, mean: float = 0.2) -> SafeTable:
    n = np.arange(first, last + 1)
    frame = pd.DataFrame(
        {
            "lower": mean - 2 / np.sqrt(n),
            "upper": mean + 2.4 / np.sqrt(n),
            "lower_95": mean - 1.3 / np.sqrt(n),
            "upper_95": mean + 1.5 / np.sqrt(n),
        },
        index=pd.Index(n, name="moderated"),
    )
    return safe(frame, caption="Limits")


def auditors(n: list[int], value: list[object]) -> SafeTable:
    index = pd.Index([f"auditor {i * 7919:08x}" for i in range(1, len(n) + 1)], name="pseudonym")
    return safe(pd.DataFrame({"moderated": n, "steps_above": value}, index), caption="Auditors")


def few() -> SafeTable:
    return auditors([12, 16, 25, 25, 30, 40], [0.1, 0.9, 0.2, 0.2, -0.5, 0.45])


def crowd() -> SafeTable:
    drawn = np.random.default_rng(3)
    n = drawn.integers(10, 41, size=60)
    value = 0.2 + drawn.normal(size=60) * 0.8 / np.sqrt(n)
    value[:12] += np.where(np.arange(12) % 3, 0.8, -0.8)
    return auditors(n.tolist(), value.tolist())


def made(points: SafeTable | None = None, **given: object) -> Chart:
    words = {"n": "moderated", "value": "steps_above", "title": "Auditors", "mean": 0.2}
    words |= {"limits": limits(), "curves": BOTH, "renamed": NAMES}
    return charts.funnel(points or few(), **words | given)


CASES = {
    "few": {},
    "one pair of limits": {"curves": {"limits": ("lower", "upper")}, "mean": None},
    "crowd": {"points": crowd()},
    "tight": {"limits": limits(10, 4000), "points": auditors([10, 4000], [0.1, 0.2])},
    "one": {"points": auditors([10], [0.1]), "limits": limits(10, 10)},
    "edges": {"points": auditors([10, 10, 40, 40], [1.9, -1.4, 1.9, -1.4])},
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
def test_no_words_cover_a_point(case: str, size: str, figures: dict[str, Figure]) -> None:
    made(**CASES[case])
    figure = figures[size]
    axes = figure.axes[0]
    with theme.drawing():
        boxes = list(text_boxes(figure))
    for dots in axes.collections[1:]:
        for x, y in axes.transData.transform(dots.get_offsets()):
            covering = [t for t, b in boxes if b.x0 - 2 < x < b.x1 + 2 and b.y0 < y < b.y1]
            assert not covering


def test_it_is_a_described_figure_with_its_data() -> None:
    check_described(made())
    assert made().html() == made().html()
    page = BeautifulSoup(made().html(), "html.parser")
    heads = [th.get_text() for th in page.select("thead th")]
    assert heads == ["Pseudonym", "Moderated audits", "Grades above the moderator’s"]


def test_points_keep_the_order_of_the_table_and_none_is_ranked() -> None:
    page = BeautifulSoup(made().html(), "html.parser")
    rows = [th.get_text().lower() for th in page.select("tbody th")]
    assert rows == list(few().frame.index)


def test_draws_points_limits_and_average(figures: dict[str, Figure]) -> None:
    made(auditors([12, 16, 30], [0.1, 0.9, -0.5]))
    axes = figures["wide"].axes[0]
    inside, outside = (collection.get_offsets() for collection in axes.collections[1:])
    np.testing.assert_allclose(inside, [[12, 0.1]])
    np.testing.assert_allclose(outside, [[16, 0.9], [30, -0.5]])
    frame = limits().frame
    drawn = [np.asarray(line.get_ydata()) for line in axes.lines if len(line.get_xdata()) == 31]
    for line, column in zip(drawn, frame, strict=True):
        np.testing.assert_allclose(line, frame[column])
    assert any(list(line.get_ydata()) == [0.2, 0.2] for line in axes.lines)


def test_limits_are_drawn_as_given_in_the_order_of_their_numbers(
    figures: dict[str, Figure],
) -> None:
    made(limits=safe(limits().frame[::-1]))
    line = figures["wide"].axes[0].lines[0]
    assert list(line.get_xdata()) == list(range(10, 41))


def test_points_outside_have_another_shape_and_their_pseudonym() -> None:
    wide, narrow = words_of(made().wide), words_of(made().narrow)
    assert [text for text in wide if text.startswith("Auditor ")] == [
        *("Auditor 00003dde", "Auditor 00009aab")
    ]
    assert {"Auditor", "00003dde", "00009aab"} <= {w for text in narrow for w in text.split()}
    assert {"99.8% limits", "95% limits", "average 0.20"} <= set(wide)
    assert {"Moderated audits", "Grades above the moderator’s"} <= set(wide) & set(narrow)


def test_points_in_one_place_are_drawn_side_by_side(figures: dict[str, Figure]) -> None:
    chart = made()
    axes = figures["narrow"].axes[0]
    pixels = axes.transData.transform(axes.collections[1].get_offsets())
    twins = pixels[1:3]
    assert twins[1, 0] - twins[0, 0] == pytest.approx(9)
    assert twins[1, 1] == pytest.approx(twins[0, 1])
    middle = axes.transData.transform((25, 0.2))[0]
    assert twins[:, 0].mean() == pytest.approx(middle)
    assert "side by side" in chart.note
    assert "side by side" not in made(auditors([12, 12], [0.1, 0.2])).note


def test_a_name_far_from_its_point_is_joined_to_it(figures: dict[str, Figure]) -> None:
    made(crowd())
    axes = figures["wide"].axes[0]
    joins = [line for line in axes.lines if line.get_color() == Colour.PLUM]
    assert joins
    points = axes.transData.transform(axes.collections[2].get_offsets())
    for line in joins:
        begin = [line.get_xdata()[0], line.get_ydata()[0]]
        assert np.abs(points - begin).max(axis=1).min() < 0.01


def test_alt_counts_points_and_names_those_outside() -> None:
    assert made().alt == (
        "Auditors. Six points; Moderated audits: 12 to 40. The average is 0.20. Two outside the "
        "99.8% limits: Auditor 00003dde, above (0.90; Moderated audits: 16); Auditor 00009aab, "
        "below (−0.50; Moderated audits: 30). One more outside the 95% limits."
    )
    inside = made(auditors([12], [0.1]), mean=None)
    assert inside.alt == (
        "Auditors. One point; Moderated audits: 12. None outside the 99.8% limits. None outside "
        "the 95% limits."
    )
    assert inside.note == (
        "Shaded: the range that chance explains (99.8% limits). Dotted: 95% limits, beyond which a "
        "few lie by chance."
    )


def test_a_point_on_a_limit_is_within_it() -> None:
    upper = float(limits().frame["upper"][20])
    chart = made(auditors([20, 20], [upper + 1e-12, upper + 1e-6]))
    assert "One outside the 99.8% limits" in chart.alt


def test_a_crowd_is_told_where_names_are() -> None:
    chart = made(crowd())
    assert "the data has the names that don’t fit" in chart.note
    assert "11 outside the 99.8% limits" in chart.alt
    assert chart.alt.count("Auditor ") == 11


def test_other_figures_than_numbers(figures: dict[str, Figure]) -> None:
    table = limits(mean=0.5).frame.clip(0, 1)
    chart = made(auditors([20, 40], [0.5, 0.99]), limits=safe(table), mean=0.5, measured=Kind.SHARE)
    assert {"0%", "50%", "average 50.0%"} <= set(words_of(chart.wide))
    assert "above (99.0%; Moderated audits: 40)" in chart.alt


def test_points_without_a_figure_are_counted_and_not_drawn() -> None:
    chart = made(auditors([12, 13, 14], [0.1, "[c]", np.nan]))
    assert chart.alt.startswith("Auditors. One point;")
    assert "Without a figure: 1. Hidden because the numbers are small: Auditor" in chart.alt


def test_limits_that_stop_short_leave_points_alone() -> None:
    table = limits().frame.copy()
    table.loc[25:, ["lower", "upper"]] = np.nan
    chart = made(limits=safe(table))
    assert "One outside the 99.8% limits: Auditor 00003dde" in chart.alt


def test_limits_for_one_number_alone_are_seen(figures: dict[str, Figure]) -> None:
    made(**CASES["one"])
    axes = figures["wide"].axes[0]
    edges = axes.get_xlim()
    for line in axes.lines[:4]:
        assert line.get_xdata()[0] < edges[0]
        assert line.get_xdata()[1] > edges[1]


def test_every_point_has_limits_once() -> None:
    with pytest.raises(RunError, match="has none for 41 and 50"):
        made(auditors([41, 12, 50], [0.1, 0.2, 0.3]))
    twice = pd.concat([limits().frame, limits().frame.head(1)])
    with pytest.raises(RunError, match="has some twice"):
        made(limits=safe(twice))


def test_without_points_there_is_a_sentence() -> None:
    for points in (few().frame.head(0), few().frame.assign(steps_above=np.nan)):
        chart = made(safe(points))
        assert chart.html() == (
            '<p class="qa-none">No chart of “Auditors”: there are no points to show.</p>'
        )
