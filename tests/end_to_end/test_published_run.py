"""The month as it is published: what stays, what goes, and that nothing hidden shows through."""

import re

import pandas as pd
import pytest
from docx_words import docx_text
from made import STARTED
from openpyxl import load_workbook
from run_files import EXPORT, Register, example_run

from qaanalysis import params
from qaanalysis.disclosure.gate import narrowed
from qaanalysis.errors import DisclosureError, ParamsError, RunError
from qaanalysis.run import pack, publication
from qaanalysis.run.prepared import Asked

REPORTS = [
    *("committee_report", "follow_up", "grades", "learning", "learning_briefing", "moderation"),
    *("returns", "themed_findings"),
]
IDENTIFYING = ["Audit ref", "Child ID", "Family ID", "Allocated worker", "Audited by"]


def words(made, report):
    return re.sub(r"<[^>]+>|\s+", " ", made.report(report))


def test_only_what_may_be_published_is_made(published):
    assert sorted(published.figures) == REPORTS
    names = {path.name for path in published.made.folder.iterdir()}
    assert names == {
        *(f"{name}.html" for name in REPORTS),
        *("index.html", "figures.json", "manifest.json", "tables.xlsx", "committee_report.docx"),
    }
    assert published.made.index.parent.parent.name == "published"


def test_the_figures_that_matter_stay(published):
    returns = words(published, "returns")
    assert "730 audits were planned and 49 exempted" in returns
    assert "229 of 681 scheduled audits" in returns
    assert "62 (27.1%, 95% interval 21.7–33.2) are Good or better" in words(published, "grades")
    moderation = words(published, "moderation")
    assert "60 of 229 returned audits" in moderation
    assert re.search(r"29 were supported .* 31 downgraded .* and 0 upgraded", moderation)


def test_no_audit_child_or_worker_is_anywhere_in_it(published):
    sheet = pd.read_excel(
        EXPORT / "audit-register.xlsx", sheet_name="Audit register", header=3, engine="openpyxl"
    )
    # What stands for nobody: the total's row, and the mark of an empty cell.
    values = {str(v) for name in IDENTIFYING for v in sheet[name].dropna()} - {"TOTAL", "-"}
    assert len(values) > 1000
    for path in published.made.folder.iterdir():
        text = _text(path)
        assert len(text) > 100
        assert [value for value in values if value in text] == [], path.name


def _text(path):
    if path.suffix == ".docx":
        return docx_text(path)
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    book = load_workbook(path)
    cells = (cell.value for sheet in book for row in sheet.iter_rows() for cell in row)
    return " ".join(str(cell) for cell in cells)


def test_a_reader_of_all_tables_gets_no_closer_than_the_policy(published):
    records = [r for report in published.figures.values() for r in report["records"]]
    told = publication.facts(records)
    assert sum(fact.hidden for fact in told) >= 8
    assert narrowed(told, [], width=6) == {}


def test_what_one_report_hides_no_other_prints(published):
    hidden, printed = {}, {}
    for name, report in published.figures.items():
        for fact in publication.facts(report["records"]):
            if fact.hidden:
                hidden[fact.cell] = name
            elif fact.low == fact.high:
                printed[fact.cell] = name
    assert len(hidden) > 8
    both = {cell: (hidden[cell], printed[cell]) for cell in hidden.keys() & printed.keys()}
    assert both == {}


def test_no_small_number_of_grades_or_outcomes_is_printed(published):
    records = [r for report in published.figures.values() for r in report["records"]]
    said = [dict(fact.cell.where, n=fact.high) for fact in publication.facts(records)]
    # All four grades, or all three outcomes, together are work: how many were looked at.
    one_grade = [w["n"] for w in said if len(w.get("final_grade", "all ")) < 4]
    one_outcome = [w["n"] for w in said if len(w.get("outcome", "all")) < 3]
    assert min(len(one_grade), len(one_outcome)) > 10
    assert [n for n in (*one_grade, *one_outcome) if 0 < n < 5] == []


@pytest.fixture(scope="module")
def otherwise(tmp_path_factory):
    """The published grades of two registers that differ only in what is hidden."""
    pages = []
    for changed in (False, True):
        folder = tmp_path_factory.mktemp("register")
        register = Register(folder)
        if changed:
            _make_one_good_audit_outstanding(register)
        file = example_run(folder, audience="published", sources=register.save())
        made = pack.make(file, asked=Asked(only=("grades",)), workers=1, started=STARTED)
        pages.append((made.folder / "grades.html").read_text(encoding="utf-8"))
    return pages


def _make_one_good_audit_outstanding(register):
    """Change the grade of an audit of summer, in the area of the one that is Outstanding."""
    _, headings = register.header("audits")
    sheet = register.sheet("audits")
    moderated = {
        register.value("moderations", row, "Audit ref") for row in register.rows("moderations")
    }
    for row in register.rows("audits"):
        cell = {name: sheet.cell(row, column).value for name, column in headings.items()}
        wanted = ("Individual", "Family Support", "Good")
        fits = tuple(cell[n] for n in ("Audit type", "Service area", "Audit grade")) == wanted
        in_summer = str(cell["Audit month"])[:3] in ("Jul", "Aug", "Sep")
        if fits and in_summer and cell["Audit ref"] not in moderated:
            register.put("audits", row, "Audit grade", "Outstanding")
            return
    raise AssertionError("no such audit")


def test_what_is_hidden_changes_nothing_that_is_printed(otherwise):
    one, other = otherwise
    assert one != other  # the inputs' hash, at the foot
    assert _without_hashes(one) == _without_hashes(other)


def _without_hashes(page):
    foot = page.index('id="provenance"')
    return page[:foot]


def test_a_report_for_internal_readers_cannot_be_asked_for(tmp_path):
    file = example_run(tmp_path, audience="published")
    with pytest.raises(
        RunError, match="moderation_sample: this report is for internal readers only"
    ):
        pack.make(file, asked=Asked(only=("moderation_sample",)), workers=1, started=STARTED)


def test_a_refusal_can_be_overridden_by_name_only(published, tmp_path, monkeypatch):
    reports = {name: report["records"] for name, report in published.figures.items()}
    monkeypatch.setattr(publication, "narrowed", lambda *_, **__: {"graded audits": 2})
    plain = params.read(example_run(tmp_path, audience="published"))
    with pytest.raises(DisclosureError, match=r"2 of graded audits.*disclosure.release in params"):
        publication.check(reports, plain)
    release = {
        "by": "Lead for information governance",
        "on": "2023-12-05",
        "reason": "Counts of work only.",
    }
    named = params.read(
        example_run(tmp_path, audience="published", disclosure={"release": release})
    )
    publication.check(reports, named)
    with pytest.raises(ParamsError, match=r"disclosure\.release"):
        params.read(
            example_run(tmp_path, audience="published", disclosure={"release": {"by": "X"}})
        )
