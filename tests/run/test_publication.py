"""Whether all reports of a run may be published together."""

import datetime as dt

import openpyxl
import pytest
from bs4 import BeautifulSoup
from docx_words import docx_text
from made import Made
from run_files import example_run
from tiny_pack import tiny_month

from qaanalysis import params
from qaanalysis.disclosure.known import Cell, Fact
from qaanalysis.errors import DisclosureError
from qaanalysis.run import contents, pack, publication

NORTH, SOUTH = (Cell.of("audits", {"area": {area}}) for area in ("North", "South"))
ALL = Cell.of("audits", {"area": {"North", "South"}})
HIDDEN = Fact(NORTH, 1, hidden=True)
TABLE = {"type": "table", "facts": [f.record() for f in (HIDDEN, Fact(ALL, 12, 12))]}


def foot(*facts):
    return {"type": "provenance", "tables": [{"facts": [fact.record() for fact in facts]}]}


@pytest.fixture
def read(tmp_path):
    return params.read(example_run(tmp_path, audience="published"))


def test_a_hidden_number_that_stays_hidden_may_be_published(read):
    publication.check({"grades": [TABLE], "returns": [foot(HIDDEN)]}, read)


def test_what_only_a_sentence_tells_is_known_too(read):
    reports = {"grades": [TABLE], "returns": [foot(Fact(SOUTH, 9, 9))], "learning": [foot()]}
    with pytest.raises(DisclosureError, match="1 of audits") as refused:
        publication.check(reports, read)
    assert "Without grades or without returns they can be" in str(refused.value)


def test_where_no_one_report_is_to_blame_none_is_named(read):
    told = [TABLE, foot(Fact(SOUTH, 9, 9))]
    with pytest.raises(DisclosureError, match="Publish fewer reports"):
        publication.check({"grades": told, "returns": told}, read)


def test_what_is_told_twice_is_kept_once():
    assert publication.facts([TABLE, foot(HIDDEN)]) == [HIDDEN, Fact(ALL, 12, 12)]


RELEASE = {
    "by": "Lead for governance",
    "on": dt.date(2023, 12, 8),
    "reason": "Counts of work only.",
}
SAID = (
    "By Lead for governance on 8 December 2023, although a check refused it: Counts of work only."
)


def test_a_release_is_told_only_of_what_a_check_refused(tmp_path):
    named = params.read(
        example_run(tmp_path, audience="published", disclosure={"release": RELEASE})
    )
    given_away = [TABLE, foot(Fact(SOUTH, 9, 9))]
    publication.check({"grades": given_away}, named)
    assert publication.released(given_away, named) == SAID
    assert publication.released([TABLE, foot(HIDDEN)], named) == ""


def test_nothing_is_released_without_a_decision_or_for_internal_readers(read, tmp_path):
    assert publication.released([TABLE, foot(Fact(SOUTH, 9, 9))], read) == ""
    internal = params.read(example_run(tmp_path, disclosure={"release": RELEASE}))
    assert publication.released([TABLE, foot(Fact(SOUTH, 9, 9))], internal) == ""
    assert internal.release is None


def run_with_a_release(folder, **changes):
    file = tiny_month(
        folder,
        "first",
        audience="published",
        disclosure={"release": RELEASE},
        reports={"first": {"word": True}},
        **changes,
    )
    return Made(file, pack.make(file, workers=1, started=dt.datetime(2023, 12, 9, 9, 30)))


def told_of_the_release(run):
    """Return by file what it says of a release; nothing if it says none."""
    folder = run.made.folder
    pages = {"index of the month": run.index, "index.html": run.report("index")}
    pages["first.html"] = run.report("first")
    found = {
        name: [tag.get_text() for tag in BeautifulSoup(page, "lxml").select(".release p")]
        for name, page in pages.items()
    }
    cover = openpyxl.load_workbook(folder / "tables.xlsx")["Cover"]["A"]
    told = [str(cell.value) for cell in cover if "Released by decision" in str(cell.value)]
    found["tables.xlsx"] = [said.removeprefix("Released by decision: ") for said in told]
    found["first.docx"] = [SAID] if SAID in docx_text(folder / "first.docx") else []
    return found


def test_where_a_refusal_was_overridden_every_file_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(publication, "narrowed", lambda *_, **__: {"graded audits": 2})
    run = run_with_a_release(tmp_path)
    assert set(map(tuple, told_of_the_release(run).values())) == {(SAID,)}
    assert contents.UNNEEDED not in run.made.warnings


def test_where_nothing_was_refused_only_whoever_runs_it_is_told(tmp_path):
    run = run_with_a_release(tmp_path)
    assert not any(told_of_the_release(run).values())
    assert "Released" not in docx_text(run.made.folder / "first.docx")
    assert run.made.warnings == (contents.UNNEEDED,)
