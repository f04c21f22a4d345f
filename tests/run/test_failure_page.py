"""The page in place of a report that failed: which cell, what went wrong, what to do, no data."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from run_files import example_run

from qaanalysis import params
from qaanalysis.run import failure_page
from qaanalysis.run.execute import Executed
from qaanalysis.run.leak import Leak
from qaanalysis.run.plan import Job


def soup(folder, *, cell="In [5]", problem="moderators: there is no such table"):
    job = Job("grades", Path("grades.ipynb"), {})
    result = Executed(job, Path("out.ipynb"), 1.0, cell, problem)
    made = failure_page.html(result, params.read(example_run(folder)), key="0123456789ab")
    return BeautifulSoup(made, "lxml")


def test_it_says_which_cell_what_went_wrong_and_what_to_do(tmp_path):
    page = soup(tmp_path)
    said = page.main.get_text(" ", strip=True)
    assert "The cell In [5] of grades.ipynb stopped: moderators: there is no" in said
    assert "No figure of this report can be used." in said
    assert "qaanalysis check" in said
    assert [h.name for h in page.select("h1, h2, h3")] == ["h1", "h2", "h2", "h2"]
    assert "Report not made: grades" in page.h1.get_text()


def test_a_notebook_that_never_ran_has_no_cell(tmp_path):
    assert "The notebook grades.ipynb stopped:" in soup(tmp_path, cell="").main.get_text(" ")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_what_went_wrong_comes_out_inert(tmp_path, hostile):
    page = soup(tmp_path, problem=f"found {hostile}")
    assert hostile in page.main.get_text()
    assert page.select("script, img[onerror]") == []


def test_of_a_service_areas_report_it_names_the_notebook_and_the_area(tmp_path):
    job = Job("pack-in-care", Path("pack.ipynb"), {}, part="In Care <b>")
    result = Executed(job, Path("out.ipynb"), 1.0, "In [2]", "it failed")
    made = failure_page.html(result, params.read(example_run(tmp_path)), key="0123456789ab")
    page = BeautifulSoup(made, "lxml")
    said = page.main.get_text(" ", strip=True)
    assert "of pack.ipynb, with service_area “In Care <b>” stopped: it failed" in said
    assert "Report not made: pack-in-care" in page.h1.get_text()


def leaks(n, **more):
    made = {"column": "audits.child_id", "who": "child", **more}
    return [
        Leak("grades.html", "grades.html", place=f"a cell <{i}>", n=2, **made) for i in range(n)
    ]


def refused(folder, *found):
    job = Job("grades", Path("grades.ipynb"), {})
    result = Executed(job, Path("out.ipynb"), 1.0, problem="Long.", leaks=found)
    made = failure_page.html(result, params.read(example_run(folder)), key="0123456789ab")
    return BeautifulSoup(made, "lxml").main


def test_of_a_refused_report_it_lists_what_was_found_and_says_what_to_do_about_it(tmp_path):
    page = refused(tmp_path, *leaks(2))
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tr")]
    assert rows == [
        ["Column", "Whose", "Where"],
        ["audits.child_id", "child", "grades.html, a cell <0>, 2 times"],
        ["audits.child_id", "child", "grades.html, a cell <1>, 2 times"],
    ]
    said = page.get_text(" ", strip=True)
    assert "what identifies somebody is in it, in 2 places" in said
    assert "No figure of this report can be used." in said
    for advice in ("by group or as a count", "take the cell out", "docs/publishing.md"):
        assert advice in said
    for other in ("KeyError", "stopped", "Long.", "leak_gate", "secret", "more place"):
        assert other not in said


def test_it_lists_ten_places_and_says_how_many_more_there_are_and_of_what(tmp_path):
    page = refused(tmp_path, *leaks(11), *leaks(2, column="", who="e-mail address"))
    assert len(page.select("tbody tr")) == failure_page.MOST_LISTED == 10
    assert "3 more places: audits.child_id (child) and e-mail address." in page.get_text()


def test_of_words_that_may_be_nobodys_it_says_where_to_decide(tmp_path):
    page = refused(tmp_path, *leaks(1, column="audits.auditor", ambiguous=True, values=("Zoe",)))
    said = page.get_text(" ", strip=True)
    assert "decide about them under leak_gate.allowed in params" in said
    assert "by group" not in said
    assert "Zoe" not in said


def test_a_secret_is_taken_out_and_not_grouped(tmp_path):
    page = refused(tmp_path, *leaks(1, column="", who="the secret REGISTER_PASSWORD"))
    assert "Take out what prints the secret" in page.get_text()
    assert "by group" not in page.get_text()
    assert "No column" in page.get_text()
