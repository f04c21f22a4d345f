"""Events marked on control charts, one chart and several below one another."""

import numpy as np
import pandas as pd
import pytest
import test_charts
from bs4 import BeautifulSoup
from safe_tables import control, safe
from test_matrix_chart import check_words_fit

from qaanalysis.present import charts

MONTHS = pd.period_range("2023-05", "2023-11", freq="M", name="month")
AUGUST = MONTHS[3]
EVENT = "in focus, learning event"

figures = test_charts.figures


def panels(**events):
    parts = {}
    for name, level in (("Chronologies", 0.2), ("Assessments", 0.1)):
        value = level + 0.02 * np.cos(np.arange(7))
        parts[name] = pd.DataFrame(
            {"value": value, "mean": level, "lower": 0.0, "upper": 0.35, "special_cause": ""},
            MONTHS,
        )
    parts["Assessments"].loc[MONTHS[6], ["value", "special_cause"]] = [0.5, "above limit"]
    frame = pd.concat(parts, names=["obsession", "month"])
    return charts.control_panels(safe(frame), title="Named", events=events, improvement="down")


def svg(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def words(markup: str) -> list[str]:
    return [text.get_text() for text in svg(markup).find_all("text")]


def test_an_event_is_written_above_the_chart_and_told_in_the_alt_sentences():
    plain = charts.control(control(), title="Rate")
    marked = charts.control(control(), title="Rate", events={AUGUST: "in focus"})
    assert "Marked" not in plain.alt
    assert "Marked: August 2023, in focus." in marked.alt
    for drawing in (marked.wide, marked.narrow):
        assert words(drawing).count("in focus") == 1
    assert "in focus" not in words(plain.wide)


def test_an_event_of_a_month_that_is_not_shown_is_left_out():
    chart = charts.control(control(), title="Rate", events={AUGUST + 12: "in focus"})
    assert chart.alt == charts.control(control(), title="Rate").alt
    assert chart.wide == charts.control(control(), title="Rate").wide


def test_without_events_a_chart_is_as_it_was():
    assert charts.control(control(), title="Rate").wide == (
        charts.control(control(), title="Rate", events={}).wide
    )


def test_panels_name_each_thing_and_have_its_event_only():
    chart = panels(Chronologies={AUGUST: "in focus, learning event"})
    for drawing in (chart.wide, chart.narrow):
        said = words(drawing)
        assert said.count("in focus, learning event") == 1
        assert said.index("Chronologies") < said.index("Assessments")
        assert "50.0%" in said
        # The months are named once, below the last.
        assert len([text for text in said if text.startswith("Aug")]) == 1
    assert "Chronologies: 22.0% in May 2023" in chart.alt
    assert chart.alt.count("Marked:") == 1
    assert "November 2023 is above the limit" in chart.alt


@pytest.mark.usefixtures("page_letters")
@pytest.mark.parametrize("month", [MONTHS[0], MONTHS[3], MONTHS[6]])
def test_words_stay_within_the_picture_and_apart(figures, month):
    for made in (
        lambda: panels(Chronologies={month: EVENT}, Assessments={month: EVENT}),
        lambda: charts.control(control(), title="Rate", events={month: EVENT}),
    ):
        made()
        for size in ("wide", "narrow"):
            check_words_fit(figures[size])


def test_nothing_to_draw_is_said():
    frame = panels().table.safe.frame.assign(value=np.nan)
    chart = charts.control_panels(safe(frame), title="Named")
    assert chart.alt == "No chart of “Named”: nothing has a figure."
