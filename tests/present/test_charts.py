import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from safe_tables import GRADES, PERIOD, ages, areas, bounds, control, grades, safe

from qaanalysis.errors import RunError
from qaanalysis.present import charts, svg, theme
from qaanalysis.present.charts import Chart
from qaanalysis.present.theme import Colour

HOSTILE = '<script>alert(1)</script> $x$ "onerror=1 javascript:'
MAKERS: dict[str, Callable[[], Chart]] = {
    "control": lambda: charts.control(control(), title="Return rate"),
    "stacked_shares": lambda: charts.stacked_shares(
        grades(), columns=GRADES[::-1], worst_first=True, title="Grades"
    ),
    "intervals": lambda: charts.intervals(
        areas(), estimate="return_rate", n="scheduled", title="Areas", reference=229 / 681
    ),
    "lines": lambda: charts.lines(ages(), columns=["rate_0", "rate_14", "rate_30"], title="Ages"),
    "ranges": lambda: charts.ranges(
        bounds(), low="low", high="high", observed="good_or_better_share", title="Bounds"
    ),
}


@cache
def made_once(name: str) -> Chart:
    """A chart for tests that only read it."""
    return MAKERS[name]()


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> dict[str, Figure]:
    """Figures as they are drawn, by the name of their size."""
    drawn: dict[str, Figure] = {}
    inline = svg.inline

    def keep(figure: Figure, **given: object) -> str:
        drawn[given["size"].name] = figure
        return inline(figure, **given)

    monkeypatch.setattr(svg, "inline", keep)
    return drawn


def words_of(drawing: str) -> list[str]:
    return [text.get_text() for text in BeautifulSoup(drawing, "html.parser").select("text")]


def text_boxes(figure: Figure) -> Iterator[tuple[str, object]]:
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    for text in figure.findobj(lambda artist: hasattr(artist, "get_text")):
        box = text.get_window_extent(renderer)
        if text.get_text().strip() and text.get_visible() and box.width:
            yield text.get_text(), box


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("name", MAKERS)
def test_no_words_overlap_or_leave_the_figure(
    name: str, size: str, figures: dict[str, Figure]
) -> None:
    MAKERS[name]()
    figure = figures[size]
    width, height = figure.get_size_inches() * 72
    with theme.drawing():
        boxes = list(text_boxes(figure))
    for text, box in boxes:
        assert box.x0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y0 >= -1, text
        assert box.y1 <= height + 1, text
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a.x1 <= b.x0 + 1 or b.x1 <= a.x0 + 1 or a.y1 <= b.y0 + 2 or b.y1 <= a.y0 + 2
        assert apart, (one, other)


@pytest.mark.parametrize("name", MAKERS)
def test_a_chart_is_a_described_figure_with_its_data(name: str) -> None:
    made = made_once(name)
    page = BeautifulSoup(made.html(), "html.parser")
    assert page.figure.figcaption.get_text() == made.title
    drawings = page.select("svg")
    assert [d["class"] for d in drawings] == [["qa-wide"], ["qa-narrow"]]
    assert all(d["role"] == "img" and d["aria-label"] == made.alt for d in drawings)
    assert "display:none" in drawings[1]["style"]
    assert made.alt.endswith(".")
    assert "nan" not in made.alt.lower()
    assert page.details.summary.get_text() == "Show the data"
    assert page.details.caption.get_text()
    assert page.details.select("tbody tr")


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_data_gives_the_same_bytes(name: str) -> None:
    assert MAKERS[name]().html() == made_once(name).html()


def test_ids_are_of_one_figure_only() -> None:
    made = [made_once(name) for name in MAKERS]
    page = BeautifulSoup("".join(one.html() for one in made), "html.parser")
    ids = [tag["id"] for tag in page.select("[id]")]
    assert len(ids) == len(set(ids))
    refs = re.findall(r"(?:href=\"#|url\(#)([^\")]+)", str(page))
    assert refs
    assert set(refs) <= set(ids)


def test_a_drawing_has_no_font_no_fixed_theme_colour_and_no_metadata() -> None:
    for name in MAKERS:
        drawing = made_once(name).wide
        assert drawing.count("font-family") == 1
        assert "<metadata" not in drawing
        assert "<style" not in drawing
        assert "<!--" not in drawing
        assert f"var(--qa-navy,{Colour.NAVY})" in drawing
        assert not re.search(rf"(?<!,){Colour.NAVY}", drawing)
        assert len(drawing) < 20_000


class TestControl:
    def test_draws_the_figures_and_their_range(self, figures: dict[str, Figure]) -> None:
        charts.control(control(), title="Return rate")
        axes = figures["wide"].axes[0]
        frame = control().frame
        dots = np.concatenate([c.get_offsets() for c in axes.collections[1:]])
        drawn = dots[np.argsort(dots[:, 0])][:, 1]
        np.testing.assert_allclose(drawn, frame["value"])
        lines = [line for line in axes.lines if line.get_color() == Colour.NAVY]
        np.testing.assert_allclose(lines[0].get_ydata(), frame["value"])
        limits = [line for line in axes.lines if line.get_color() == Colour.BAND_EDGE]
        np.testing.assert_allclose(limits[1].get_ydata()[::2], frame["upper"])

    def test_names_months_values_and_what_is_special(self) -> None:
        shown = words_of(charts.control(control(), title="Return rate").wide)
        for text in ("May", "2023", "Jun", "Nov", "53.0%", "40.8%", "19.7%", "33.6%", "average"):
            assert text in shown
        assert "above the limit" in shown
        assert "below the limit" in shown

    def test_says_all_in_the_alt_sentences(self) -> None:
        made = charts.control(control(), title="Return rate")
        assert made.alt == (
            "Return rate by month: 53.0% in May 2023, 19.7% in November 2023; highest 53.0% in "
            "May 2023, lowest 19.7% in November 2023. The average is 33.6%. May 2023 is above the "
            "limit; November 2023 is below the limit. Variation in November 2023: special cause "
            "of concern, low (L)."
        )
        assert "With seven months its limits are trial limits" in made.note

    def test_a_gap_is_a_gap(self, figures: dict[str, Figure]) -> None:
        frame = control().frame.drop(pd.Period("2023-07", "M"))
        made = charts.control(safe(frame), title="Return rate")
        axes = figures["wide"].axes[0]
        lines = [line for line in axes.lines if line.get_color() == Colour.NAVY]
        assert [list(line.get_xdata()) for line in lines] == [[0, 1], [3, 4, 5, 6]]
        assert "Jul" in words_of(made.wide)
        assert "No figure for July 2023." in made.alt

    def test_too_few_months_have_no_limits(self) -> None:
        frame = control().frame.head(1).assign(mean=np.nan, lower=np.nan, upper=np.nan)
        made = charts.control(safe(frame.assign(special_cause="")), title="Return rate")
        assert made.alt == "Return rate: 53.0% in May 2023, one month only."
        assert made.note == "There are no limits yet: too few months."
        assert "expected" not in words_of(made.wide)

    def test_months_all_alike_can_be_drawn(self) -> None:
        flat = control().frame.assign(value=0.0, lower=0.0, upper=0.0, mean=0.0, special_cause="")
        made = charts.control(safe(flat), title="Rate")
        assert "Every month is within the expected range." in made.alt

    def test_special_may_be_true_or_false_and_runs_are_named_once(self) -> None:
        frame = control().frame.assign(special_cause=[True, *[False] * 5, True])
        assert "November 2023 is below" in charts.control(safe(frame), title="Rate").alt
        falling = control().frame.assign(special_cause="falling")
        made = charts.control(safe(falling), title="Rate")
        assert made.alt.count("falling run") == 1
        assert words_of(made.wide).count("in a falling run of") == 1

    def test_long_series_name_fewer_months_and_values(self) -> None:
        index = pd.period_range("2021-01", periods=30, freq="M", name="month")
        value = 0.3 + 0.1 * np.sin(np.arange(30))
        frame = pd.DataFrame({"value": value, "mean": 0.3, "lower": 0.1, "upper": 0.5}, index)
        made = charts.control(safe(frame.assign(special_cause="")), title="Rate")
        shown = words_of(made.narrow)
        assert sum(text.endswith("%") for text in shown) < 12
        assert "trial" not in made.note
        assert {"2021", "2022", "2023"} <= set(shown)

    def test_trial_is_taken_from_the_table_or_the_call(self) -> None:
        marked = safe(control().frame.assign(trial=False))
        assert "trial" not in charts.control(marked, title="Rate").note
        assert "trial" in charts.control(marked, title="Rate", trial=True).note
        assert "Trial" not in charts.control(marked, title="Rate").table.html()

    def test_without_figures_there_is_a_sentence(self) -> None:
        for frame in (control().frame.assign(value=np.nan), control().frame.head(0)):
            made = charts.control(safe(frame), title="Rate <1>")
            assert made.html() == (
                '<p class="qa-none">No chart of “Rate &lt;1&gt;”: no month has a figure.</p>'
            )

    def test_rows_must_be_months_once_each(self) -> None:
        frame = control().frame
        with pytest.raises(RunError, match="chart over months"):
            charts.control(safe(frame.reset_index(drop=True)), title="Rate")
        with pytest.raises(RunError, match="two rows for May 2023"):
            charts.control(safe(pd.concat([frame, frame.head(1)])), title="Rate")

    def test_other_values_than_shares(self) -> None:
        frame = control().frame.assign(value=[3, 1, 4, 1, 5, 9, 2], mean=3.5, lower=-1.0, upper=8.0)
        from qaanalysis.present.labels import Kind

        made = charts.control(safe(frame), title="Days", measured=Kind.DAYS)
        assert "9" in words_of(made.wide)


class TestStackedShares:
    def test_bars_are_shares_in_the_order_given(self, figures: dict[str, Figure]) -> None:
        charts.stacked_shares(grades(), columns=GRADES[::-1], worst_first=True, title="Grades")
        bars = figures["wide"].axes[0].patches
        widths = [bar.get_width() for bar in bars]
        counts = pd.concat([grades().frame, grades().total])[GRADES[::-1]].to_numpy(dtype=float)
        shares = (counts / counts.sum(axis=1, keepdims=True)).ravel()
        # Nothing is drawn for none, not even a rim.
        np.testing.assert_allclose(widths, shares[shares > 0])
        assert bars[0].get_facecolor()[:3] == pytest.approx((0x80 / 255, 0x16 / 255, 0x50 / 255))

    def test_counts_and_n_are_written_where_they_fit(self) -> None:
        shown = words_of(made_once("stacked_shares").wide)
        assert {"n = 44", "n = 229", "May 2023", PERIOD, "109", "31"} <= set(shown)
        assert set(GRADES) <= set(shown)
        assert "0" not in shown

    def test_n_can_be_a_column_of_the_table(self) -> None:
        # Counts rounded to five each: the parts add up to 40, and the table says 45.
        frame = pd.DataFrame(
            {"Good": [20], "Poor": [20], "graded": [45]}, index=pd.Index(["A"], name="team")
        )
        columns = ["Good", "Poor"]
        made = charts.stacked_shares(safe(frame), columns=columns, n="graded", title="Grades")
        assert "n = 45" in words_of(made.wide)
        assert "A (45 audits): Good 50.0%" in made.alt

    def test_alt_has_total_first_last_and_peaks(self) -> None:
        alt = made_once("stacked_shares").alt
        assert f"{PERIOD} (229 audits): Inadequate 25.3%" in alt
        assert "May 2023 (44 audits): Inadequate 4.5%" in alt
        assert "Highest: Inadequate in August 2023 (57.6%)" in alt

    def test_alt_names_all_that_share_a_peak_and_counts_many(self) -> None:
        frame = pd.DataFrame(
            {"Good": [1, 1, 0, 0], "Poor": [3, 3, 3, 3], "None": [0, 0, 1, 1]},
            index=pd.Index(["A", "B", "C", "D"], name="team"),
        )
        made = charts.stacked_shares(safe(frame), columns=list(frame), title="Grades")
        assert (
            "Highest: Good in A and B (25.0%); Poor in A and three others (75.0%); "
            "None in C and D (25.0%)."
        ) in made.alt

    def test_rows_without_audits_or_with_hidden_counts_have_no_bar(self) -> None:
        frame = pd.DataFrame(
            {"Good": [3, 0, "[c]"], "Poor": [1, 0, 9]}, index=pd.Index(["A", "B", "C"], name="team")
        )
        made = charts.stacked_shares(safe(frame), columns=["Good", "Poor"], title="Grades")
        shown = words_of(made.wide)
        assert "no audits" in shown
        assert "Good [c], Poor 9" in shown
        assert "No shares for B. One of 3 bars not drawn." in made.alt
        assert "9" not in shown

    def test_nothing_to_divide_is_a_sentence(self) -> None:
        frame = grades().frame * 0
        made = charts.stacked_shares(safe(frame), columns=GRADES, title="Grades")
        assert made.alt == "No chart of “Grades”: there are no audits to show."


class TestIntervals:
    def test_draws_estimates_ends_and_reference(self, figures: dict[str, Figure]) -> None:
        MAKERS["intervals"]()
        axes = figures["wide"].axes[0]
        dots = np.concatenate([c.get_offsets() for c in axes.collections[1:]])
        frame = pd.concat([areas().frame, areas().total])
        np.testing.assert_allclose(dots[:, 0], frame["return_rate"])
        assert any(list(line.get_xdata()) == [229 / 681] * 2 for line in axes.lines)

    def test_alt_names_ends_total_and_who_is_apart(self) -> None:
        alt = made_once("intervals").alt
        assert "the highest is Children in Care, 50.0%" in alt
        assert "All areas: 34.7%" in alt
        assert "wholly on one side of all 33.6%: Assessment and Family Support" in alt

    def test_no_interval_no_whiskers_and_no_estimate_no_dot(self) -> None:
        frame = pd.DataFrame({"kappa": [0.41, np.nan]}, index=pd.Index(["A", "B"], name="pair"))
        made = charts.intervals(safe(frame), estimate="kappa", title="Agreement", reference=0.0)
        shown = words_of(made.wide)
        assert "0.41" in shown
        assert "[x]" in shown
        # Nothing is said of intervals that nobody has.
        assert made.alt == "Agreement. A: 0.41."

    def test_nothing_to_draw_is_a_sentence(self) -> None:
        frame = areas().frame.assign(return_rate=np.nan)
        made = charts.intervals(safe(frame), estimate="return_rate", title="Areas")
        assert made.alt == "No chart of “Areas”: no group has an estimate."


class TestLines:
    def test_gaps_are_gaps_and_each_line_is_named(self, figures: dict[str, Figure]) -> None:
        made = MAKERS["lines"]()
        axes = figures["wide"].axes[0]
        plum = [line for line in axes.lines if line.get_color() == Colour.PLUM]
        assert list(plum[0].get_xdata()) == [0, 1]
        assert list(plum[1].get_xdata()) == [3, 4, 5]
        shown = words_of(made.wide)
        assert "Rate within 14 days 22.0%" in shown
        assert "Rate by the due date 12.0%" in shown

    def test_a_line_without_figures_is_said(self) -> None:
        made = charts.lines(
            safe(ages().frame.assign(rate_30=np.nan)), columns=["rate_0", "rate_30"], title="Ages"
        )
        assert "Rate within 30 days: no month has a figure." in made.alt
        one = ages().frame.assign(rate_30=[0.5, *[np.nan] * 6])
        assert "0.5" not in charts.lines(safe(one), columns=["rate_30"], title="Ages").alt
        assert (
            "50.0% in May 2023 only"
            in charts.lines(safe(one), columns=["rate_30"], title="Ages").alt
        )

    def test_none_or_too_many_lines(self) -> None:
        with pytest.raises(RunError, match="5 lines"):
            charts.lines(ages(), columns=["rate_0"] * 5, title="Ages")
        made = charts.lines(safe(ages().frame * np.nan), columns=["rate_0"], title="Ages")
        assert made.alt == "No chart of “Ages”: no month has a figure."


class TestRanges:
    def test_bars_reach_from_low_to_high(self, figures: dict[str, Figure]) -> None:
        made = MAKERS["ranges"]()
        bars = figures["wide"].axes[0].patches
        frame = pd.concat([bounds().frame, bounds().total])
        np.testing.assert_allclose([bar.get_x() for bar in bars], frame["low"])
        np.testing.assert_allclose([bar.get_x() + bar.get_width() for bar in bars], frame["high"])
        assert "9.1% to 75.5%" in words_of(made.wide)
        assert f"{PERIOD}: could be from 9.1% to 75.5%; observed 27.1%." in made.alt

    def test_missing_ranges(self) -> None:
        frame = bounds().frame.copy()
        frame.loc["2023-07", ["low", "high"]] = np.nan
        given = {"low": "low", "high": "high", "observed": "good_or_better_share", "title": "B"}
        assert "Not available for July 2023." in charts.ranges(safe(frame), **given).alt
        made = charts.ranges(safe(frame * np.nan), **given)
        assert made.alt == "No chart of “B”: no row has a range."


def test_hostile_words_are_inert_and_whole() -> None:
    index = pd.Index([HOSTILE, "[c] 0.123456"], name="team")
    frame = pd.DataFrame({"Good": [1, 2], HOSTILE: [3, 4]}, index=index)
    made = charts.stacked_shares(
        safe(frame, caption=HOSTILE), columns=["Good", HOSTILE], title=HOSTILE
    )
    page = BeautifulSoup(made.html(), "html.parser")
    assert not page.find_all("script")
    assert not [tag for tag in page(True) if any(name.startswith("on") for name in tag.attrs)]
    shown = " ".join(words_of(made.wide))
    assert "$x$" in shown
    assert "0.123456" in shown


def test_charts_are_small() -> None:
    assert sum(len(made_once(name).html()) for name in MAKERS) < 150_000
