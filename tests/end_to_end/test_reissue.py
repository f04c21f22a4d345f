"""A month that was approved and issued is issued again with another figure."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from made import Made
from run_files import Register, example_run

from qaanalysis.run import pack
from qaanalysis.run.prepared import Asked

STARTED = dt.datetime(2023, 12, 14, 9, 30)
REPORTS = {"returns": {"group_by": "service_area"}}
FIRST = {"approved_by": "Head of Quality", "approved_on": dt.date(2023, 12, 7)}
AGAIN = {"approved_by": "Head of Quality", "approved_on": dt.date(2023, 12, 14)}


def issue(folder, hours, **changes) -> Made:
    file = example_run(folder, reports=REPORTS, **changes)
    started = STARTED + dt.timedelta(hours=hours)
    return Made(file, pack.make(file, asked=Asked(force=True), workers=1, started=started))


def late_return(folder):
    """Return a register in which one more audit of November came back in time."""
    register = Register(folder)
    for row in register.rows("audits"):
        values = {
            heading: register.value("audits", row, heading)
            for heading in ("Audit type", "Audit month", "Date returned", "Date exempted")
        }
        is_open = not values["Date returned"] and not values["Date exempted"]
        if "November" in _month(values["Audit month"]) and is_open:
            if str(values["Audit type"]).strip().casefold() != "individual":
                continue
            register.put("audits", row, "Date returned", dt.datetime(2023, 12, 1))
            return register.save()
    raise AssertionError("no audit of November is outstanding")


def _month(value) -> str:
    return f"{value:%B %Y}" if isinstance(value, dt.date) else str(value)


@pytest.fixture(scope="module")
def reissued(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reissue")
    first = issue(folder, 0, **FIRST)
    before = first.report("returns")
    sources = late_return(folder)
    second = issue(folder, 1, sources=sources, correction="a return had been left out", **AGAIN)
    third = issue(folder, 2, sources=sources, correction="a return had been left out", **AGAIN)
    return before, second, third


def correction(page):
    return [tag.get_text() for tag in BeautifulSoup(page, "lxml").select(".correction :is(p, li)")]


def test_the_first_issue_is_approved_and_carries_no_note(reissued):
    before, _, _ = reissued
    page = BeautifulSoup(before, "lxml")
    assert page.select(".draft, .correction") == []
    assert "Approved by Head of Quality on 7 December 2023" in page.header.get_text()


def test_the_reissue_says_what_it_replaces_why_and_from_what_to_what(reissued):
    _, second, _ = reissued
    own = second.report("index")
    for page in (second.report("returns"), own):
        said = " ".join(correction(page))
        assert "this replaces the issue approved on 7 December 2023. A return had been left" in said
        assert "Returned, November 2023: from 19.7% (23 of 117) to 20.5% (24 of 117)" in said
    assert "November 2023, Returned, from 23 to 24" in " ".join(
        correction(second.report("returns"))
    )
    assert "Compared with the issue approved on 7 December 2023" in own


def test_made_again_it_keeps_the_note_and_nothing_has_changed(reissued):
    _, second, third = reissued
    assert third.report("returns") == second.report("returns")
    assert "No figure has changed since the issue approved on 14 December 2023." in third.index
    assert correction(third.index) == correction(second.report("index"))


def test_the_index_of_all_months_leads_to_the_runs_before(reissued):
    _, _, third = reissued
    overview = third.made.index.parents[1] / "index.html"
    page = BeautifulSoup(overview.read_text(encoding="utf-8"), "lxml")
    links = [a["href"] for a in page.select("main details a")]
    assert len(links) == 2
    assert all((overview.parent / link).is_file() for link in links)
