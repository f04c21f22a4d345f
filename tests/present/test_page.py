import datetime as dt
from types import SimpleNamespace

from bs4 import BeautifulSoup

from qaanalysis.present.page import Page
from qaanalysis.present.record import MIME
from qaanalysis.vocabulary import Audience

SETTINGS = SimpleNamespace(
    organisation="Example <Trust>",
    about_data="Records are invented around published totals.",
    month="2023-11",
    first_month="2023-05",
    as_at=dt.date(2023, 12, 3),
    audience=Audience.INTERNAL,
)


def test_a_page_is_made_from_params() -> None:
    page = Page.of(SETTINGS, run_id="4f2a91c", title="Audit returns")
    assert page.period == "May to November 2023"
    assert page.line == "May to November 2023 · data as at 3 December 2023"
    assert page.title == "Audit returns"


def test_the_head_marks_the_audience_and_tells_of_invented_records() -> None:
    header = Page.of(SETTINGS).header()
    page = BeautifulSoup(header.html(), "html.parser")
    assert page.select_one(".qa-mark").get_text().startswith("OFFICIAL-SENSITIVE · internal")
    assert page.select_one(".qa-about").get_text() == SETTINGS.about_data
    assert not page.find("trust")
    recorded = header._repr_mimebundle_()[MIME]
    assert recorded["month"] == "2023-11"
    assert recorded["month_name"] == "November 2023"
    assert recorded["as_at"] == "2023-12-03"
    assert recorded["audience"] == "internal"


def test_the_foot_lists_what_was_given_and_adds_date_and_run() -> None:
    page = Page.of(SETTINGS, run_id="4f2a91c")
    foot = page.provenance({"Rows": "730 <read>", "Sources": ["a.xlsx", "b.csv"]})
    assert foot.text().splitlines() == [
        "Rows: 730 <read>",
        "Sources: a.xlsx; b.csv",
        "Data as at: 3 December 2023",
        "Run: 4f2a91c",
    ]
    listed = BeautifulSoup(foot.html(), "html.parser")
    assert [dt_.get_text() for dt_ in listed.select("dt")] == [
        "Rows",
        "Sources",
        "Data as at",
        "Run",
    ]
    assert len(listed.select("dd")) == 5
    assert "Run" not in Page.of(SETTINGS).provenance({}).text()
