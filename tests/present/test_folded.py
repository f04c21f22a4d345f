"""Tables that are unfolded on demand."""

import pandas as pd
from bs4 import BeautifulSoup
from safe_tables import safe

from qaanalysis.present.folded import folded
from qaanalysis.present.record import MIME
from qaanalysis.present.tables import table

FRAME = pd.DataFrame({"returned": [44, 42]}, index=pd.Index(["North & East", "South"], name="team"))


def test_the_caption_is_what_a_reader_clicks_and_the_table_is_inside():
    page = BeautifulSoup(folded(safe(FRAME, caption="Returns <all>")).html(), "html.parser")
    details = page.select("details:not([open])")
    assert len(details) == 1
    assert details[0].summary.get_text() == "Table: Returns <all>"
    assert [cell.get_text() for cell in details[0].select("td")] == ["44", "42"]


def test_it_reads_and_records_itself_as_the_table_does():
    data = safe(FRAME, caption="Returns")
    shown, plain = (
        folded(data, renamed={"returned": "Back"}),
        table(data, renamed={"returned": "Back"}),
    )
    assert shown.text() == plain.text()
    assert shown._repr_mimebundle_()[MIME] == plain._repr_mimebundle_()[MIME]


def test_without_rows_there_is_nothing_to_unfold():
    nothing = folded(safe(FRAME.iloc[:0], caption="Returns"))
    assert (nothing.html(), nothing.text()) == ("", "")
    assert nothing.record()["rows"] == []
