"""The page in place of a report that failed: which cell, what went wrong, what to do, no data."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from run_files import example_run

from qaanalysis import params
from qaanalysis.run import failure_page
from qaanalysis.run.execute import Executed
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
