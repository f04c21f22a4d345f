"""A run on monthly counts alone: returns are made of them, other reports say what they lack."""

import csv

import pytest
from made import make

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
