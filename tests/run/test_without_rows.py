"""A run on monthly counts alone: returns are made of them, other reports say what they lack."""

import csv
import json
import re

import pytest
from made import make

from qaanalysis.present import words

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def counts_alone(tmp_path_factory, published):
    folder = tmp_path_factory.mktemp("counts")
    columns = ("month", "planned", "exempted", "scheduled", "returned")
    with (published / "returns.csv").open(encoding="utf-8", newline="") as stream:
        rows = [[row[c] for c in columns] for row in csv.DictReader(stream)]
    with (folder / "counts.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows])
    reports = {"returns_of_counts": {}, "returns": {}, "grades": {}, "data_quality": {},
               "head_of_service": {"for_each": "service_area"}}  # fmt: skip
    sources = {"stated_totals": {"file": str(folder / "counts.csv")}}
    lacking = dict.fromkeys(("claims", "commentary", "committee", "learning"))
    return rows, folder, {"reports": reports, "sources": sources, "reading": {}, **lacking}


@pytest.mark.parametrize("audience", ["internal", "published"])
def test_returns_are_made_of_counts_and_other_reports_say_what_they_lack(counts_alone, audience):
    rows, folder, changes = counts_alone
    own = folder / audience
    own.mkdir()
    made = make(own, **changes, audience=audience)
    assert made.made.published
    assert not made.made.failed
    page = made.report("returns_of_counts")
    planned, returned = (sum(int(row[i]) for row in rows) for i in (1, 4))
    assert f"{planned} audits were planned" in page
    assert f"{returned} of" in page
    for name in {"returns", "grades", *(["data_quality"] if audience == "internal" else [])}:
        said = made.report(name)
        assert "This report isn’t available: it is made of a row for each audit" in said
        assert "<table" not in said
    assert not list(made.made.folder.glob("head_of_service*.html"))
    assert "isn’t available" in made.index


@pytest.mark.parametrize("audience", ["internal", "published"])
def test_a_hidden_count_is_told_with_its_bounds_and_is_in_no_sum(counts_alone, audience):
    rows, folder, changes = counts_alone
    own = folder / f"hidden-{audience}"
    own.mkdir()
    columns = ("month", "planned", "exempted", "scheduled", "returned")
    last = [*rows[-1][:-1], "<5"]
    with (own / "counts.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, *rows[:-1], last])
    sources = {"stated_totals": {"file": str(own / "counts.csv")}}
    reports = {"returns_of_counts": {}}
    made = make(own, **{**changes, "sources": sources, "reports": reports}, audience=audience)
    assert made.made.published
    page = made.report("returns_of_counts")
    known, scheduled = (
        sum(int(row[i]) for row in known) for i, known in ((4, rows[:-1]), (3, rows))
    )
    in_november = f"between 0.0% and {words.percent(4 / int(last[3]))} in November 2023"
    assert "audits returned in November 2023 as “fewer than 5”" in page
    assert f"the return rate lies {in_november}" in page
    assert f"between {known} and {known + 4} were returned" in page
    ends = [words.percent(n / scheduled) for n in (known, known + 4)]
    assert f"lies between {ends[0]} and {ends[1]}" in page
    assert "[c] hidden, because the number is small" in page
    # Neither the month nor the total has a number, also where no eye sees it.
    figures = json.dumps(made.figures)
    assert figures.count('"returned": "[c]"') == 2
    for number in (known, known + 4):
        assert not re.search(rf"\"returned\": {number}\b", figures)
    assert "Not every count is given as a number" in made.index
