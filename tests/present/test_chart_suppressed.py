"""Every kind of chart with some or all of its figures hidden: drawn without them, and said so."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
import test_charts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from safe_tables import GRADES, ages, areas, bounds, control, grades, safe
from test_charts import words_of
from test_compared_chart import NAMES, shares
from test_flow_chart import WAY
from test_funnel_chart import BOTH, few, limits
from test_likeness_chart import PAIRS, table
from test_matrix_chart import check_words_fit, square
from test_number_curve import margins

from qaanalysis.present import charts, words
from qaanalysis.present.charts import Chart, hidden

figures = test_charts.figures
SAYS = "hidden because the numbers are small"
RATE = ["return_rate", "return_rate_low", "return_rate_high"]
RANGE = {"low": "low", "high": "high", "observed": "good_or_better_share"}
STEPS = pd.DataFrame(WAY, columns=["step", "left", "still", "stage"]).set_index("step")
ESTIMATED = ["estimated_share", "estimated_share_low", "estimated_share_high"]


def drawn(kind: str, frame: pd.DataFrame) -> Chart:
    """Draw a kind of chart from its table."""
    one = safe(frame)
    makers: dict[str, Callable[[], Chart]] = {
        "control": lambda: charts.control(one, title="T", target=0.6),
        "stacked_shares": lambda: charts.stacked_shares(one, columns=GRADES, title="T"),
        "intervals": lambda: charts.intervals(
            one, estimate="return_rate", title="T", reference=0.3
        ),
        "lines": lambda: charts.lines(one, columns=["rate_0", "rate_14", "rate_30"], title="T"),
        "ranges": lambda: charts.ranges(one, title="T", **RANGE),
        "compared": lambda: charts.compared(one, pairs=NAMES, title="T"),
        "matrix": lambda: charts.matrix(one, title="T", rows_label="A", columns_label="B"),
        "funnel": lambda: charts.funnel(
            one, n="moderated", value="steps_above", limits=limits(), curves=BOTH, title="T"
        ),
        "likeness": lambda: charts.likeness(one, pairs=PAIRS, limit=0.1, title="T"),
        "flow": lambda: charts.flow(one, left="left", still="still", stage="stage", title="T"),
        "curve": lambda: charts.curve(
            one, value="margin_share", marked="chosen", title="T", say=lambda x: f"±{x:.2f}"
        ),
    }
    return makers[kind]()


# The table of each kind of chart, and the columns whose figures it shows.
TABLES: dict[str, tuple[pd.DataFrame, list[str]]] = {
    "control": (control().frame, ["value", "mean", "lower", "upper", "special_cause"]),
    "stacked_shares": (grades().frame, GRADES),
    "intervals": (areas().frame, RATE),
    "lines": (ages().frame, ["rate_0", "rate_14", "rate_30"]),
    "ranges": (bounds().frame, list(RANGE.values())),
    "compared": (shares(), ["reported_share", *ESTIMATED]),
    "matrix": (square().frame, GRADES),
    "funnel": (few().frame, ["moderated", "steps_above"]),
    "likeness": (table(), list(PAIRS)),
    "flow": (STEPS, ["left", "still"]),
    "curve": (margins([10, 20, 40, 77, 100, 209], 77), ["margin_share"]),
}


def with_cells(kind: str, symbols: object) -> pd.DataFrame:
    """The table of a kind with symbols in place of figures, None where a figure stays."""
    frame, columns = TABLES[kind]
    changed = frame.astype(object).copy()
    grid = np.resize(np.array(symbols, dtype=object), (len(frame), len(columns)))
    for (row, column), symbol in np.ndenumerate(grid):
        if symbol is not None:
            changed.iloc[row, list(changed.columns).index(columns[column])] = symbol
    return changed


@pytest.mark.parametrize("kind", TABLES)
def test_what_is_all_hidden_is_a_sentence_with_the_reason(kind: str) -> None:
    made = drawn(kind, with_cells(kind, ["[c]"]))
    assert made.wide == made.narrow == ""
    assert made.alt == f"No chart of “T”: its figures are {SAYS}."


@pytest.mark.parametrize("kind", TABLES)
def test_nothing_is_said_to_be_hidden_where_nothing_is(kind: str) -> None:
    frame, _ = TABLES[kind]
    made = drawn(kind, frame)
    assert made.wide
    assert "idden" not in made.alt + made.note
    assert "[c]" not in made.wide + made.narrow


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    symbols=st.lists(
        st.sampled_from([None, None, None, "[c]", "[x]", np.nan]), min_size=5, max_size=29
    )
)
@pytest.mark.parametrize("kind", TABLES)
def test_any_cells_may_be_hidden_or_missing(kind: str, symbols: list[object]) -> None:
    frame = with_cells(kind, symbols)
    made = drawn(kind, frame)
    _, columns = TABLES[kind]
    has_hidden = bool((frame[columns] == "[c]").any(axis=None))
    for drawing in (made.wide, made.narrow):
        assert "nan" not in " ".join(words_of(drawing)).lower()
    assert "nan" not in made.alt.lower()
    assert made.alt.endswith(".")
    assert (SAYS in made.alt or SAYS.capitalize() in made.alt) == has_hidden
    if made.wide:
        assert (hidden.NOTE in made.note) == has_hidden


CASES = {
    "control": ["[c]", *[None] * 13],
    "stacked_shares": ["[c]", None, None, "[c]", *[None] * 4],
    "intervals": ["[c]", "[c]", "[c]", *[None] * 6],
    "lines": ["[c]", *[None] * 8],
    "compared": ["[c]", "[c]", "[c]", "[c]", *[None] * 12],
    "likeness": ["[c]", "[c]", *[None] * 10],
    "flow": [None, None, None, None, "[c]", None],
    "matrix": ["[c]", *[None] * 15],
}


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("size", ["wide", "narrow"])
@pytest.mark.parametrize("kind", CASES)
def test_the_place_says_so_and_its_words_fit(
    kind: str, size: str, figures: dict[str, Figure]
) -> None:
    made = drawn(kind, with_cells(kind, CASES[kind]))
    assert any("[c]" in text for text in words_of(getattr(made, size)))
    check_words_fit(figures[size])


class TestWhatWouldGiveItAway:
    def test_a_bar_with_a_hidden_part_is_not_drawn(self, figures: dict[str, Figure]) -> None:
        made = drawn("stacked_shares", with_cells("stacked_shares", ["[c]", *[None] * 27]))
        bars = figures["wide"].axes[0].patches
        frame = grades().frame
        months = len(frame)
        assert len(bars) == int((frame.iloc[1:][list(GRADES)] > 0).to_numpy().sum())
        heights = {round(bar.get_y() + bar.get_height() / 2, 3) for bar in bars}
        assert len(heights) == months - 1
        assert "One of 7 bars not drawn." in made.alt
        assert "May 2023 (Outstanding)" in made.alt
        # Nor is its n, of which the rest would be the hidden part.
        assert sum(text.startswith("n = ") for text in words_of(made.wide)) == months - 1

    @pytest.mark.parametrize("which", range(3))
    def test_no_end_is_drawn_where_an_estimate_or_the_other_end_is_hidden(
        self, which: int, figures: dict[str, Figure]
    ) -> None:
        symbols = [None] * 9
        symbols[which] = "[c]"
        drawn("intervals", with_cells("intervals", symbols))
        axes = figures["wide"].axes[0]
        ends = [line.get_xdata() for line in axes.lines]
        ends += [segment[:, 0] for segment in axes.collections[0].get_segments() if len(segment)]
        ends += [dots.get_offsets()[:, 0] for dots in axes.collections[1:]]
        known = {round(float(end), 9) for end in np.concatenate(ends)}
        first, second = areas().frame[RATE].to_numpy()[:2].round(9)
        # The estimate itself is drawn where it isn't what is hidden, as its table shows it.
        assert set(first) & known == (set() if which == 0 else {first[0]})
        assert set(second) <= known

    @pytest.mark.parametrize("kind", ["intervals", "compared"])
    def test_a_share_without_its_interval_says_that_only_that_is_hidden(self, kind: str) -> None:
        frame, columns = TABLES[kind]
        changed = frame.astype(object).copy()
        changed.loc[changed.index[0], columns[-2:]] = "[c]"
        made = drawn(kind, changed)
        share = words.percent(frame[columns[-3]].iloc[0])
        for drawing in (made.wide, made.narrow):
            assert f"{share} (interval hidden)" in words_of(drawing)
            assert "[c]" not in words_of(drawing)
        assert made.alt.endswith("(interval).")

    def test_a_hidden_month_is_not_pointed_out(self) -> None:
        frame = control().frame.astype(object)
        frame.loc["2023-11", "value"] = "[c]"
        made = charts.control(safe(frame), title="T")
        assert "November 2023 is below" not in made.alt
        assert "No figure for" not in made.alt
        assert "lowest shown 26.7% in October 2023" in made.alt
        assert made.alt.endswith("Hidden because the numbers are small: November 2023 (Value).")

    def test_of_hidden_figures_not_even_an_order_is_said(self) -> None:
        frame = areas().frame.astype(object)
        frame.iloc[0, 2:] = "[c]"
        wide = pd.concat([frame, frame.iloc[1:].rename(lambda name: f"{name} too")])
        made = charts.intervals(safe(wide), estimate="return_rate", title="T")
        assert "Of four shown, the highest is" in made.alt

    def test_many_hidden_rows_are_counted(self) -> None:
        index = pd.Index([f"Team {i}" for i in range(12)], name="team")
        frame = pd.DataFrame({"share": ["[c]"] * 10 + [0.5, 0.4]}, index=index)
        made = charts.intervals(safe(frame), estimate="share", title="T")
        assert made.alt.endswith("Hidden because the numbers are small: figures of 10 rows.")
