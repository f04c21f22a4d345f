"""The index of all months, from what lies in the outputs."""

import re

import pytest
from bs4 import BeautifulSoup
from earlier_issues import OWN, figures, run_of
from run_files import example_run

from qaanalysis import params
from qaanalysis.run import all_months, history
from qaanalysis.vocabulary import Audience


@pytest.fixture
def outputs(tmp_path):
    return tmp_path / "outputs"


@pytest.fixture
def page(tmp_path, outputs):
    def made():
        read = params.read(example_run(tmp_path, outputs=str(outputs)))
        found = all_months.months(history.of_audience(outputs, Audience.INTERNAL), OWN)
        return BeautifulSoup(all_months.html(read, found), "lxml")

    return made


def three(outputs):
    for month, returned in (("2023-09", 33), ("2023-10", 27), ("2023-11", 23)):
        run_of(outputs, month, figures(returned, month=month), month=month)


def test_each_month_leads_to_its_index_newest_first(outputs, page):
    three(outputs)
    links = [a["href"] for a in page().select("table")[0].select("a")]
    assert links == [f"2023-{month}/index.html" for month in ("11", "10", "09")]
    assert all((outputs / link).is_file() for link in links)


def test_a_key_figure_is_drawn_over_the_months_and_given_in_words(outputs, page):
    three(outputs)
    made = page()
    [line] = made.select(".qa-tile polyline")
    heights = [float(point.split(",")[1]) for point in line["points"].split()]
    assert heights == sorted(heights)
    assert len(heights) == 3
    folded = made.select("details table")[-1].get_text(" ", strip=True)
    assert "September 2023 28.2% (33 of 117)" in folded


def test_one_month_has_figures_and_no_line(outputs, page):
    run_of(outputs, "one", figures())
    made = page()
    assert made.h1.get_text() == "Quality assurance audits, November 2023"
    assert "19.7%" in made.select_one(".qa-tile").get_text()
    assert made.select("polyline") == []


def test_earlier_runs_are_linked_and_partial_ones_arent(outputs, page):
    run_of(outputs, "one", figures(22), approved=True)
    run_of(outputs, "part", figures(22), params={"reports": {"a": {}, "b": {}}}, indexed=False)
    run_of(outputs, "two", figures(23), started="2023-12-14T10:00:00")
    [row] = page().select("details table")[0].select("tbody tr")
    assert row.a["href"] == "2023-11/one/index.html"
    assert row.get_text(" ", strip=True) == "November 2023, 4 December 2023, 09:30 Approved"


def test_a_month_that_cannot_be_read_costs_no_other(outputs, page):
    three(outputs)
    (outputs / "2023-10" / "2023-10" / "figures.json").write_text("{half", encoding="utf-8")
    made = page()
    assert "What 2023-10/2023-10 said can’t be read." in made.get_text()
    assert len(made.select("table")[0].select("tbody tr")) == 3
    [line] = made.select(".qa-tile polyline")
    assert len(line["points"].split()) == 2


def test_drafts_are_marked_and_approved_months_arent(outputs, page):
    run_of(outputs, "oct", figures(27, month="2023-10"), month="2023-10", approved=True)
    run_of(outputs, "nov", figures())
    made = page()
    assert made.select_one(".draft").get_text(strip=True).startswith("DRAFT: November 2023 not")
    assert "Approved by Head of Quality, 7 December 2023" in made.get_text()
    run_of(outputs, "nov2", figures(), started="2023-12-14T10:00:00", approved=True)
    assert page().select(".draft") == []


def test_readers_outside_are_told_of_no_draft_but_the_months_own(tmp_path, outputs):
    run_of(outputs, "oct", figures(27, month="2023-10"), month="2023-10", approved=True)
    run_of(outputs, "sept", figures(33, month="2023-09"), month="2023-09")
    run_of(outputs, "old", figures(22))
    run_of(outputs, "new", figures(23), started="2023-12-14T10:00:00")
    found = history.of_audience(outputs, Audience.INTERNAL)
    for audience, told in (
        ("published", {"oct", "new"}),
        ("internal", {r.folder.name for r in found}),
    ):
        read = params.read(example_run(tmp_path, outputs=str(outputs), audience=audience))
        assert {run.folder.name for run in all_months.for_readers(found, read)} == told


def test_a_hidden_figure_is_a_gap(outputs, page):
    three(outputs)
    hidden = figures(20, month="2023-08")
    hidden["returns"]["records"][0]["figures"][0] |= {
        "value": "[c]",
        "count": "[c]",
        "shown": "[c]",
    }
    run_of(outputs, "aug", hidden, month="2023-08")
    made = page()
    assert len(made.select_one(".qa-tile polyline")["points"].split()) == 3
    assert re.search(r"August 2023 \[c\]", made.get_text(" ", strip=True))


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "[x](javascript:alert(1))"])
def test_what_an_earlier_run_said_comes_out_inert(outputs, page, hostile):
    run_of(outputs, "oct", figures(label=hostile, month="2023-10"), month="2023-10", approved=True,
           params={"approved_by": hostile})  # fmt: skip
    run_of(outputs, "one", figures(label=hostile))
    made = page()
    assert hostile in made.get_text()
    assert made.select("script, a[href^=javascript]") == []


def test_reports_for_each_service_area_keep_their_figures_to_themselves(outputs, page):
    said = figures(23)
    said["pack-north"] = {**figures(99)["returns"], "title": "A pack: North", "part": "North"}
    run_of(outputs, "one", said)
    assert "Audit returns" in page().get_text()
    assert "A pack" not in page().get_text()


def test_another_organisations_months_are_named_apart_and_in_no_line(outputs, page):
    three(outputs)
    run_of(outputs, "their-oct", figures(99, month="2023-10"), month="2023-10",
           started="2023-12-14T10:00:00", organisation="Another Council")  # fmt: skip
    run_of(outputs, "their-dec", figures(98, month="2023-12"), month="2023-12",
           started="2024-01-14T10:00:00", organisation="Another Council")  # fmt: skip
    made = page()
    assert "September to November 2023" in made.get_text()
    [line] = made.select(".qa-tile polyline")
    assert len(line["points"].split()) == 3
    assert "84.6%" not in made.get_text()
    own, others = made.select("table")[0], made.select("table")[1]
    # The month's index leads to the other's run, made later: the own one has a page of its own.
    links = [a["href"] for a in own.select("a")]
    assert links == [f"2023-{m}/index.html" for m in ("11", "10/2023-10", "09")]
    assert [a["href"] for a in others.select("a")] == ["2023-12/index.html", "2023-10/index.html"]
    assert others.get_text().count("Another Council") == 2
    assert all((outputs / link).is_file() for link in links if "10" not in link)
