from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from safe_tables import PERIOD, returns, safe

from qaanalysis.errors import RunError
from qaanalysis.present.labels import Kind
from qaanalysis.present.tables import Table, table

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def soup(shown: Table) -> BeautifulSoup:
    return BeautifulSoup(shown.html(), "html.parser")


def test_headings_have_scope_caption_and_a_total_in_the_foot() -> None:
    page = soup(table(returns()))
    assert page.caption.get_text() == "Audits returned"
    assert {th["scope"] for th in page.select("thead th")} == {"col"}
    assert {th["scope"] for th in page.select("tbody th, tfoot th")} == {"row"}
    assert [th.get_text() for th in page.select("thead th")] == [
        *("Month", "Planned", "Exempted", "Scheduled", "Returned", "Return rate", "95% interval"),
    ]
    assert page.tfoot.th.get_text() == PERIOD
    cells = [td.get_text() for td in page.tfoot.select("td")]
    assert cells[:5] == ["730", "49", "681", "229", "33.6%"]
    region = page.find(role="region")
    assert region["tabindex"] == "0"
    assert region["aria-label"] == "Table: Audits returned"
    assert all("qa-number" in td["class"] for td in page.select("td"))


def test_the_unit_is_in_the_caption_unless_it_is_said_there() -> None:
    frame = returns().frame
    assert table(safe(frame, caption="Returns", unit="audits")).caption == "Returns (audits)"
    assert table(safe(frame, caption="Returned audits", unit="audits")).caption == "Returned audits"
    assert table(safe(frame, caption="Returns", unit="")).caption == "Returns"


def test_everything_from_data_is_escaped() -> None:
    index = pd.Index([HOSTILE], name="team")
    frame = pd.DataFrame({"why": [HOSTILE], HOSTILE: [1]}, index=index)
    shown = table(safe(frame, caption=HOSTILE, note=HOSTILE, unit=HOSTILE))
    page = soup(shown)
    assert not page.find_all(["script", "img"])
    assert HOSTILE in page.tbody.th.get_text()
    assert HOSTILE in page.tbody.td.get_text()
    assert page.find(role="region")["aria-label"].startswith(f"Table: {HOSTILE}")


def test_a_table_without_rows_is_a_sentence() -> None:
    shown = table(safe(returns().frame.head(0), caption="Overdue <audits>"))
    assert shown.html() == '<p class="qa-none">No rows: Overdue &lt;audits&gt; (audits).</p>'
    assert shown.text() == "No rows: Overdue <audits> (audits)."


def test_symbols_are_explained_once_below() -> None:
    frame = pd.DataFrame({"returned": [5, "[c]"], "return_rate": [0.5, np.nan]}, index=["A", "B"])
    frame.index.name = "team"
    page = soup(table(safe(frame, note="As at the due date.")))
    note = page.find(class_="qa-note").get_text()
    assert note.startswith("As at the due date. [c] hidden, because the number is small or would")
    assert "small one away; [x] not" in note
    assert [td.get_text() for td in page.select("td")] == ["5", "50.0%", "[c]", "[x]"]
    assert "qa-number" in page.td["class"]


def test_index_without_a_name_gives_way_to_the_first_column() -> None:
    page = soup(table(safe(pd.DataFrame({"audit_id": ["A1", "A2"], "days_late": [3, 40]}))))
    assert [th.get_text() for th in page.select("tbody th")] == ["A1", "A2"]
    assert [th.get_text() for th in page.select("thead th")] == ["Audit", "Days late"]


def test_two_levels_of_row_headings() -> None:
    index = pd.MultiIndex.from_tuples([("North", "A"), ("North", None)], names=["area", "team"])
    page = soup(table(safe(pd.DataFrame({"returned": [1, 2]}, index=index))))
    heads = [[th.get_text() for th in row.select("th")] for row in page.select("tbody tr")]
    assert heads == [["North", "A"], ["North", "Not recorded"]]


def test_columns_digits_kinds_and_names_can_be_chosen() -> None:
    frame = pd.DataFrame({"x": [0.125], "y": [1]}, index=pd.Index(["a"], name="team"))
    shown = table(safe(frame), columns=["x"], digits=0, kinds={"x": Kind.SHARE}, renamed={"x": "X"})
    assert shown.text().splitlines()[1:] == ["Team  X", "A     13%"]
    assert "y" not in str(shown.record()["columns"])


def test_a_chosen_column_that_may_not_be_published_is_passed_over() -> None:
    given = safe(pd.DataFrame({"actions": [9]}, index=pd.Index(["All"], name="team")))
    shown = table(replace(given, left_out=("overdue",)), columns=["actions", "overdue"])
    assert shown.text().splitlines()[1:] == ["Team  Actions", "All   9"]
    with pytest.raises(RunError, match="no column overdue"):
        table(given, columns=["actions", "overdue"])


def test_two_intervals_are_told_apart_in_words_that_only_some_need() -> None:
    names = ["a_rate", "a_rate_low", "a_rate_high", "b_rate", "b_rate_low", "b_rate_high"]
    page = soup(table(safe(pd.DataFrame([[0.5] * 6], columns=names, index=["A"]))))
    hidden = [span.get_text() for span in page.select("th .qa-hidden")]
    assert hidden == [": A rate", ": B rate"]
