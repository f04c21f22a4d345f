"""The monthly run on the example export: the published figures, to the digit."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from made import make
from opened_page import NOTEBOOKS
from openpyxl import load_workbook
from run_files import ROOT, csv_sources

from qaanalysis.data.example import safety
from qaanalysis.provenance import sha256


def text(page: str) -> str:
    """Return a page's visible text with single spaces."""
    return re.sub(r"\s+", " ", BeautifulSoup(page, "lxml").get_text(" "))


def key_figures(figures: dict, report: str) -> dict[str, dict]:
    records = figures[report]["records"]
    shown = [r for r in records if r["type"] == "key_figures"]
    return {f["name"]: f for r in shown for f in r["figures"]}


def tables(figures: dict, report: str) -> list[dict]:
    return [r for r in figures[report]["records"] if r["type"] in ("table", "chart")]


def test_every_report_is_made(example):
    assert not example.made.failed
    assert example.manifest["status"] == "done"
    made = {name.partition("-")[0] for name in example.figures}
    assert made == set(NOTEBOOKS)


@pytest.mark.parametrize(
    "said",
    [
        "In November 2023, 23 of 117 scheduled audits (19.7%) were returned",
        "730 audits were planned and 49 exempted",
        "229 of 681 scheduled audits (33.6%, 95% interval 30.2–37.3) were returned",
        "May 2023 (53.0%) is above the upper limit of 49.2%",
        "November 2023 (19.7%) is below the lower limit of 20.5%",
        "The limits are trial limits",
        "1 Outstanding, 61 Good, 109 Requires Improvement and 58 Inadequate",
        "62 (27.1%, 95% interval 21.7–33.2) are Good or better",
        "lies between 9.1% and 75.5%",
    ],
)
def test_the_index_gives_the_published_figures_to_the_digit(example, said):
    assert said in text(example.index)


def test_the_index_says_that_the_records_are_invented(example):
    for page in (example.index, example.report("returns"), example.report("grades")):
        assert "every record is invented" in text(page)


def test_the_index_links_to_reports_that_are_there(example):
    links = [a["href"] for a in BeautifulSoup(example.index, "lxml").select("main a[href]")]
    files = [link.partition("#") for link in links if not link.startswith("#")]
    assert all((example.made.index.parent / file).is_file() for file, _, _ in files)
    led_to = {Path(file).name for file, _, _ in files}
    others = {"tables.xlsx", "audit-lists.xlsx", "index.html", "committee_report.docx"}
    assert led_to == {f"{name}.html" for name in example.figures} | others
    for file, _, place in files:
        if place:
            report = BeautifulSoup(example.report(Path(file).stem), "lxml")
            assert report.find(id=place).name == "h2"


def test_the_index_opens_with_what_needs_action_by_an_independent_count(example):
    page = BeautifulSoup(example.index, "lxml")
    assert [h.get_text() for h in page.select("main > h2")][:3] == [
        "Needs action today",
        "Changed since the last issue",
        "Cannot be concluded",
    ]
    due = text(str(page.select_one("ul.qa-actions")))
    assert f"{safety.N_BLANK} of 58 Inadequate audits: whether the child was at risk" in due
    assert f"{safety.N_NOT_ESCALATED} of 58 Inadequate audits" in due
    assert f"{safety.N_NOT_SAFE} of 58 Inadequate audits" in due
    assert "452 of 681 scheduled audits haven’t come back" in due
    assert due.index("Inadequate") < due.index("haven’t come back")
    assert "This is the first issue" in page.get_text()
    assert "lies between 9.1% and 75.5%" in text(example.index)


def test_the_index_of_all_months_leads_to_this_one(example):
    overview = example.made.index.parents[1] / "index.html"
    page = BeautifulSoup(overview.read_text(encoding="utf-8"), "lxml")
    assert "2023-11/index.html" in [a["href"] for a in page.select("main a")]
    assert "19.7%" in page.get_text()
    assert "DRAFT: November 2023 not yet approved." in page.get_text()


def test_the_spreadsheet_has_the_published_figures_to_the_digit(example):
    book = load_workbook(example.made.folder / "tables.xlsx")
    sheet = book["1.2 Audits planned, scheduled"]
    [marked] = sheet.tables.values()
    head, *rows = ([cell.value for cell in row] for row in sheet[marked.ref])
    told = pd.DataFrame(rows, columns=head).set_index("Month")
    expected = pd.read_csv(ROOT / "tests" / "published" / "returns.csv")
    for name in ("Planned", "Exempted", "Scheduled", "Returned"):
        assert told[name].tolist()[:-1] == expected[name.lower()].tolist()
        assert told[name].iloc[-1] == expected[name.lower()].sum()


def test_each_report_is_a_draft_and_leads_to_the_spreadsheet(example):
    for name, told in example.figures.items():
        page = BeautifulSoup(example.report(name), "lxml")
        assert page.select_one(".draft").get_text(strip=True).startswith("DRAFT")
        # What is of one service area leads to nothing of the others, and stands by itself.
        leads = "tables.xlsx" in [a.get("href") for a in page.select("main a")]
        assert leads != bool(told.get("part"))


def test_the_return_rate_never_fell_month_on_month(example):
    page = text(example.report("returns"))
    assert (
        "The return rate fell in five of six months, from 53.0% in May 2023 to 19.7% in November "
        "2023; it rose once, in August."
    ) in page
    assert "month on month" not in page


def test_the_figures_are_those_of_an_independent_count(example, published):
    figures = key_figures(example.figures, "returns")
    assert figures["return_rate_month"]["value"] == pytest.approx(23 / 117)
    assert figures["return_rate_period"]["value"] == pytest.approx(229 / 681)
    assert figures["outstanding"]["value"] == 681 - 229
    grades = key_figures(example.figures, "grades")
    assert grades["good_or_better"]["value"] == pytest.approx(62 / 229)
    assert grades["worst"]["value"] == pytest.approx(58 / 229)
    assert grades["moderated"]["value"] == pytest.approx(60 / 229)


def test_no_page_names_a_child_a_family_or_a_worker(example, tables_of_example):
    pages = [example.index, *(example.report(name) for name in example.figures)]
    names = tables_of_example
    assert len(names) > 500
    words = {word for page in pages for word in re.findall(r"[\w'’.-]+(?: [\w'’.-]+)?", page)}
    assert not words & names


@pytest.fixture(scope="module")
def tables_of_example() -> set[str]:
    """Every value of the example that identifies a person."""
    from qaanalysis import params
    from qaanalysis.data import load
    from qaanalysis.data.schemas import sensitive_columns

    loaded = load(params.read(ROOT / "params" / "2023-11.yml"))
    personal = sensitive_columns()
    return {
        str(value)
        for frame in loaded.accepted.values()
        for column in frame.columns
        if column in personal
        for value in frame[column].dropna().unique()
    }


def test_the_manifest_says_what_the_run_rests_on(example):
    manifest = example.manifest
    [(name, digest)] = manifest["inputs"].items()
    source = ROOT / "src/qaanalysis/data/example/export" / name
    assert digest == sha256(source)
    assert manifest["rows"]["audits"] == {
        "accepted": 742, "read": 742, "rejected": 0, "set_aside": 3,
    }  # fmt: skip
    assert manifest["params"]["month"] == "2023-11"
    assert set(manifest["versions"]) >= {"python", "pandas", "qaanalysis"}
    assert manifest["reports"]["returns"]["seconds"] > 0
    assert str(example.made.folder.parents[2]) not in json.dumps(manifest)


def without_basis(figures: dict) -> dict:
    """Return the records without what names the files and the run."""
    return {
        name: [r for r in report["records"] if r["type"] not in ("page", "provenance")]
        for name, report in figures.items()
    }


# Reports that between them read every table; a run of all of them takes minutes.
SOME = {"returns": {}, "grades": {}, "moderation": {}, "follow_up": {}, "learning": {}}
SOME |= {"committee_report": {"word": True}}
FILES = ("figures.json", "tables.xlsx", "audit-lists.xlsx", "committee_report.docx")


@pytest.mark.slow
def test_the_csv_files_give_the_same_figures(example, tmp_path):
    other = make(tmp_path, sources=csv_sources(), reports=SOME)

    def rows(figures):
        found = without_basis(figures)
        # The csv files have no third title row to count, and so other repairs.
        return {
            name: [r for r in records if "rows of the audit register" not in json.dumps(r)]
            for name, records in found.items()
        }

    whole = rows(example.figures)
    assert rows(other.figures) == {name: whole[name] for name in sorted(SOME)}


@pytest.mark.slow
def test_a_second_run_gives_the_same_bytes(example, tmp_path):
    again = make(tmp_path).made.folder
    pages = sorted(path.name for path in example.made.folder.glob("*.html"))
    assert len(pages) > 15
    for name in (*pages, *FILES):
        assert (again / name).read_bytes() == (example.made.folder / name).read_bytes()
