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
    approved_by="",
    approved_on=None,
    rounding_base=1,
)
SIGNED = {"approved_by": " Head of <Quality> ", "approved_on": dt.date(2023, 12, 7)}


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


def test_a_page_says_once_that_its_counts_are_rounded() -> None:
    assert "rounded" not in Page.of(SETTINGS).header()._repr_mimebundle_()[MIME]
    header = Page.of(SimpleNamespace(**{**vars(SETTINGS), "rounding_base": 5})).header()
    said = header._repr_mimebundle_()[MIME]["rounded"]
    assert "rounded to the nearest 5" in said
    assert "Counts of work" in said
    assert header.text().count(said) == 1
    assert BeautifulSoup(header.html(), "html.parser").get_text().count(said) == 1


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


def test_a_page_is_a_draft_until_it_says_who_approved_it_and_when() -> None:
    for given in ({}, {"approved_by": "Head"}, {"approved_on": dt.date(2023, 12, 7)}):
        header = Page.of(SETTINGS, **given).header()
        recorded = header._repr_mimebundle_()[MIME]
        assert recorded["draft"].startswith("DRAFT")
        assert recorded["approval"] == ""
        assert "DRAFT" in header.html()
        assert "DRAFT" in header.text()


def test_an_approved_page_says_who_and_when() -> None:
    header = Page.of(SETTINGS, **SIGNED).header()
    recorded = header._repr_mimebundle_()[MIME]
    assert recorded["draft"] == ""
    assert recorded["approval"] == "Approved by Head of <Quality> on 7 December 2023"
    assert "DRAFT" not in header.html() + header.text()
    assert "Approved by Head of <Quality> on" in BeautifulSoup(header.html(), "html.parser").text


def test_a_page_about_several_months_says_which_of_them_are_drafts() -> None:
    page = Page.of(SETTINGS, when="month by month", draft_of="DRAFT: May 2023 not yet approved.")
    assert page.header().record()["draft"] == "DRAFT: May 2023 not yet approved."
    assert page.header().record()["month_name"] == "month by month"
    assert Page.of(SETTINGS, draft_of="").draft == ""


def test_each_audience_has_its_mark() -> None:
    assert {Page.of(SETTINGS, audience=a).mark.split(" · ")[0] for a in Audience} == {
        "OFFICIAL-SENSITIVE",
        "OFFICIAL",
    }
