"""The month's index, made from what reports recorded."""

import pytest
from bs4 import BeautifulSoup
from run_files import example_run

from qaanalysis import params
from qaanalysis.present.key_figures import KeyFigure, tiles
from qaanalysis.present.prose import prose
from qaanalysis.present.record import MIME
from qaanalysis.run import index_page


def recorded(shown) -> dict:
    return shown._repr_mimebundle_()[MIME]


@pytest.fixture
def account(tmp_path):
    def make(**changes):
        figure = KeyFigure("rate", "Returned", 0.336, kind="share", count=229, total=681)
        records = [
            recorded(prose("The rate fell", lead=True)),
            recorded(prose("Not the first thing")),
            recorded(tiles([figure])),
        ]
        given = {
            "params": params.read(example_run(tmp_path)),
            "key": "0123456789ab",
            "reports": {"returns": index_page.Report("Audit returns", records)},
            "failures": {},
            "rejected": 0,
        }
        return index_page.Account(**{**given, **changes})

    return make


def soup(account, folder="run-1/"):
    return BeautifulSoup(index_page.html(account, folder=folder), "lxml")


def test_each_report_has_its_lead_its_key_figures_and_a_link(account):
    page = soup(account())
    main = page.main.get_text(" ", strip=True)
    assert "The rate fell." in main
    assert "33.6%" in main
    assert "229 of 681" in main
    assert "Not the first thing" not in main
    assert [a["href"] for a in page.main.select("a")] == ["run-1/returns.html"]


def test_what_failed_and_what_was_rejected_are_said_first(account):
    page = soup(account(failures={"grades": "No grades <b>"}, rejected=2))
    main = page.main.get_text(" ", strip=True)
    assert main.index("Grades: No grades <b>") < main.index("The rate fell")
    assert "2 rows of the exports could not be accepted" in main
    assert page.main.select("b:not(.qa-value)") == []
    links = [a["href"] for a in page.main.select("a")]
    assert links == ["run-1/grades.html", "run-1/returns.html"]


def test_the_page_is_headed_once_and_marked(account):
    page = soup(account())
    assert [h.get_text() for h in page.select("h1")] == ["Quality assurance audits, November 2023"]
    assert "OFFICIAL-SENSITIVE" in page.get_text()
