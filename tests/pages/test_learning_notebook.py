"""The notebooks on learning, on the example and on what is missing from it."""

import csv
import json

import pytest
import yaml
from causal_words import found as causal
from notebook_page import ROOT, records, shown, text
from run_files import EXPORT, example_run

TABLES = {"findings", "domain_grades", "themed_responses", "moderations"}


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return shown("learning", example_run(tmp_path_factory.mktemp("run")))


@pytest.fixture(scope="module")
def briefing(tmp_path_factory):
    return shown("learning_briefing", example_run(tmp_path_factory.mktemp("run")))


def without(folder, *tables):
    sources = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text("utf-8"))["sources"]
    kept = {
        name: {**source, "file": str(EXPORT / "audit-register.xlsx")}
        for name, source in sources.items()
        if name not in tables
    }
    if "findings" in tables:
        kept.pop("actions", None)
    return example_run(folder, sources=kept)


def test_it_says_strengths_first_and_nothing_of_why(report):
    said = text(report)
    assert said.index("Named most as a strength") < said.index("as an area for development")
    assert causal(said) == []
    assert "There is no comparison" in said
    assert "Before and after can’t be told for Working relationships with parents" in said


def test_the_calendar_and_its_events_are_told_as_invented(report):
    assert "are invented around what is published" in text(report)
    params = (ROOT / "params" / "organisation.yml").read_text(encoding="utf-8")
    assert "Everything else is invented" in params


def test_charts_mark_the_event(report):
    chart = next(r for r in records(report) if r.get("title", "").startswith("Share of returned"))
    assert "Marked: August 2023, in focus, learning event." in chart["alt"]


def test_without_findings_the_report_says_so_and_shows_the_rest(tmp_path):
    said = text(shown("learning", without(tmp_path, "findings")))
    assert "The month’s data has no findings: nothing can be said of what audits name" in said
    assert "Feedback from the child: 83 of 181 returned audits" in said
    assert "Is the child visited regularly?" in said
    assert "The programme runs over 18 months" in said
    assert "0 of 229" not in said
    assert "named it as an area" not in said


@pytest.mark.parametrize("table", sorted(TABLES - {"findings"}))
def test_without_another_table_the_report_is_made(tmp_path, table):
    said = text(shown("learning", without(tmp_path, table)))
    assert ("data has no " in said) == (table != "moderations")
    assert "Named most as a strength" in said


def test_without_any_params_on_learning_the_report_says_what_is_missing(tmp_path):
    file = example_run(tmp_path, learning={})
    said = text(shown("learning", file))
    assert "Params declare no dictionary of themes" in said
    assert "Params declare no calendar of the programme" in said
    assert "Feedback from the child" in said
    assert "no practice obsession in focus yet" in text(shown("learning_briefing", file))


def test_the_workforce_stands_there_only_if_it_is_told(tmp_path, report):
    assert "Nothing is told of the workforce" in text(report)
    declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text("utf-8"))["learning"]
    declared["workforce"] = [
        {"month": "2023-05", "changes_of_worker": 12, "agency_share": 0.2},
        {"month": "2023-06", "changes_of_worker": 18},
    ]
    said = text(shown("learning", example_run(tmp_path, learning=declared)))
    assert "This is an association over few months and no more" in said


def test_words_that_the_dictionary_lacks_are_listed(tmp_path):
    declared = yaml.safe_load((ROOT / "params" / "organisation.yml").read_text("utf-8"))["learning"]
    declared["themes"] = [t for t in declared["themes"] if t["name"] != "Demographics"]
    said = text(shown("learning", example_run(tmp_path, learning=declared)))
    with (EXPORT / "csv" / "findings.csv").open(encoding="utf-8-sig") as file:
        n = sum("Demographics" in row for row in csv.reader(file))
    assert f"{n} of 582 findings have a word that the dictionary doesn’t know" in said


def areas_and_people() -> set[str]:
    """Return every service area, team, auditor and worker of the example's register."""
    with (EXPORT / "csv" / "audits.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = [[cell.strip() for cell in line] for line in csv.reader(file)]
    at = next(i for i, line in enumerate(lines) if line and line[0] == "Audit ref")
    wanted = [
        i
        for i, head in enumerate(lines[at])
        if head in ("Service area", "Team", "Allocated worker", "Audited by", "Team of auditor")
    ]
    assert len(wanted) >= 4
    return {line[i] for line in lines[at + 1 :] for i in wanted if i < len(line) and line[i]}


def test_the_briefing_has_no_figure_of_an_area_or_an_auditor(briefing):
    said = text(briefing)
    # “Assessment” alone is an area and a part of the name of an obsession.
    names = areas_and_people() - {"Assessment", "-"}
    assert len(names) > 20
    assert not [name for name in names if name in said]
    assert not [r for r in records(briefing) if {"service_area", "team"} & {*r.get("headings", [])}]
    cells = json.loads((ROOT / "notebooks" / "learning_briefing.ipynb").read_text("utf-8"))["cells"]
    source = "".join("".join(cell["source"]) for cell in cells)
    assert not [word for word in ("group_by", "service_area", "team", "auditor") if word in source]


def test_the_briefing_begins_with_strengths_and_has_one_obsession(briefing, tmp_path):
    said = text(briefing)
    first = said.index("What audits most often name as a strength")
    assert first < said.index("The practice obsession for November 2023: Assessments")
    assert said.count("The practice obsession for") == 1
    assert causal(said) == []
    assert "41 of 229 audits name it as a strength" in said
    assert "Next learning event" in said


def test_the_briefing_without_findings_says_so(tmp_path):
    said = text(shown("learning_briefing", without(tmp_path, "findings")))
    assert "The month’s data has no findings" in said
    assert "no findings that could tell of Assessments" in said
