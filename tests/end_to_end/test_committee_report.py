"""The committee's report of the example: every published figure, or its symbol; and in Word."""

import csv
import json
import re
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import export_rows
import pytest
from bs4 import BeautifulSoup
from docx_words import docx_text
from programs import needed
from run_files import ROOT

NAMES = {
    "outstanding": "Outstanding",
    "good": "Good",
    "requires_improvement": "Requires Improvement",
    "inadequate": "Inadequate",
    "total": "Graded",
}
PUBLISHED = ROOT / "tests" / "published"
# What DOMAIN's table shows to be wrong in the report that was published.
WRONG = (
    *(r"31st April", r"month on month", r"\b27%", r"\b77\b[^.]*27\.2%", r"six-month period"),
    *(r"significant(ly)? improve", r"April (to|–) (November|December)"),
)


def rows(name):
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tables(made):
    """Return each table of the report: its rows, by heading and column, as a reader sees them."""
    page = BeautifulSoup(made.report("committee_report"), "lxml")
    found = {}
    for table in page.select("main > .qa-scroll table"):
        heads = [th.get_text(" ", strip=True) for th in table.select("thead th")]
        body = [
            [cell.get_text(" ", strip=True) for cell in row(["th", "td"])]
            for row in table.select("tbody tr, tfoot tr")
        ]
        caption = table.caption.get_text(" ", strip=True)
        found[caption] = {row[0]: dict(zip(heads, row, strict=True)) for row in body}
    return found


def called(month):
    names = dict(zip(("05", "06", "07", "08", "09", "10", "11"), MONTHS, strict=True))
    return "May to November 2023" if month == "total" else f"{names[month[-2:]]} 2023"


MONTHS = ("May", "June", "July", "August", "September", "October", "November")


@pytest.fixture(scope="module", params=["internal", "published"])
def made(request, runs):
    return runs[request.param]


def test_every_published_return_is_in_it(made):
    found = tables(made)["Audits planned and returned"]
    for row in rows("returns.csv"):
        shown = found[called(row["month"])]
        for name in ("planned", "exempted", "scheduled", "returned"):
            assert shown[name.capitalize()] == row[name]
        rate = 100 * Decimal(row["returned"]) / Decimal(row["scheduled"])
        assert shown["Return rate"] == f"{rate.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"
        # “53.00” is 53 with two noughts; every other is rounded at its last digit.
        stated = Decimal(row["stated_return_rate_pct"].rstrip("0").rstrip("."))
        assert rate.quantize(stated, ROUND_HALF_UP) == stated


def test_every_published_grade_is_in_it_or_its_symbol(runs):
    found = tables(runs["internal"])["Grades of returned audits"]
    for row in rows("grades.csv"):
        for name, label in NAMES.items():
            assert found[called(row["month"])][label] == row[name]


def test_every_row_of_grades_that_is_published_has_the_same_digit_or_its_symbol(runs):
    found = tables(runs["published"])["Grades of returned audits"]
    by_month = {called(row["month"]): row for row in rows("grades.csv")}
    whole = by_month.pop(called("total"))
    assert found.pop(called("total"))["Graded"] == whole["total"]
    told = 0
    for heading, shown in found.items():
        of = [by_month[f"{month} 2023"] for month in months_of(heading)]
        sums = {label: sum(int(row[name]) for row in of) for name, label in NAMES.items()}
        sums["Good or better"] = sums["Outstanding"] + sums["Good"]
        for label in sums.keys() & shown.keys():
            assert shown[label] in (str(sums[label]), "[c]"), (heading, label)
            told += shown[label] != "[c]"
    assert sorted(month for heading in found for month in months_of(heading)) == sorted(MONTHS)
    assert told > 3


def months_of(heading):
    """Return the months that a row such as “May to June 2023” is of."""
    ends = [MONTHS.index(name) for name in re.findall("[A-Z][a-z]+", heading)]
    return MONTHS[ends[0] : ends[-1] + 1]


def test_what_moderation_did_is_in_it(made):
    told = {row["measure"]: row["value"] for row in rows("moderation.csv")}
    said = BeautifulSoup(made.report("committee_report"), "lxml").main.get_text(" ", strip=True)
    assert (
        f"{told['moderated_total']} of 229 returned audits ({told['stated_pct_moderated']}%" in said
    )
    assert f"{told['grade_supported']} were supported" in said
    assert f"{told['grade_downgraded']} downgraded ({told['stated_pct_downgraded']}%" in said


def test_the_moderated_grades_are_in_the_internal_one(example):
    told = {row["measure"]: row["value"] for row in rows("moderation.csv")}
    [found] = [t for name, t in tables(example).items() if name.startswith("Grades, by whose")]
    for name, label in list(NAMES.items())[1:4]:
        assert found["Moderator’s"][label] == told[f"moderated_{name}"]
    assert found["Moderator’s"]["Graded"] == told["moderated_total"]


@pytest.mark.parametrize(
    ("theme", "n"),
    [
        ("Open with no current plan", 100),
        ("Public Law Outline", 30),
        ("Children coming into care", 77),
        ("Child in Need", 48),
        ("Repeat Child Protection", 64),
    ],
)
def test_each_themed_audit_is_told_with_its_n(made, theme, n):
    page = BeautifulSoup(made.report("committee_report"), "lxml")
    [heading] = [h for h in page.select("h3") if h.get_text().startswith(theme)]
    said = heading.find_next("p").get_text(" ", strip=True)
    assert re.search(rf"\b{n}\b", said)


THEMED = {
    "Open with no current plan": "open_with_no_current_plan",
    "Public Law Outline": "public_law_outline",
    "Children coming into care": "coming_into_care",
    "Child in Need": "child_in_need_over_12_months",
    "Repeat Child Protection": "repeat_child_protection_plans",
}


@pytest.mark.parametrize("theme", THEMED)
def test_each_themed_audit_is_told_with_its_cohort_and_families(made, theme):
    told = json.loads((PUBLISHED / "themed.json").read_text(encoding="utf-8"))[THEMED[theme]]
    page = BeautifulSoup(made.report("committee_report"), "lxml")
    [heading] = [h for h in page.select("h3") if h.get_text().startswith(theme)]
    said = heading.find_next("p").get_text(" ", strip=True)
    assert f"{told['reviewed']} children" in said
    for name, words in (
        ("cohort", "The cohort is {} children"),
        ("after_siblings_removed", "one child of each family was kept, which leaves {}"),
        ("not_for_the_first_time", "(on a plan for the first time), which leaves {}"),
        ("families", "of {} families were looked at"),
    ):
        assert name not in told or words.format(told[name]) in said
    assert ("isn’t known" in said) == ("cohort" not in told)


def test_of_the_weakest_audits_it_says_how_many_have_an_answer_on_safety(made, audits_rows):
    worst, known = audits_rows
    said = BeautifulSoup(made.report("committee_report"), "lxml").main.get_text(" ", strip=True)
    assert f"For {known} of {worst} audits graded Inadequate" in said
    assert f"For {worst - known} it isn’t, which doesn’t mean that the child was safe" in said


@pytest.fixture(scope="module")
def audits_rows():
    """The weakest audits and those with an answer, counted in the csv export: the grade of the
    last moderation by another, else the auditor’s."""
    final = {
        audit: row["Audit grade"]
        for audit, row in export_rows.audits().items()
        if row["Audit type"] == "Individual" and export_rows.by(row["Date returned"])
    }
    for row in export_rows.rows("moderations"):
        if row["Audit ref"] in final and row["Moderated grade"] not in export_rows.NOTHING:
            final[row["Audit ref"]] = row["Moderated grade"]
    worst = [audit for audit, grade in final.items() if grade.strip().lower() == "inadequate"]
    given = [export_rows.audits()[audit]["Immediate concern?"] for audit in worst]
    return len(worst), sum(value not in export_rows.NOTHING for value in given)


def test_next_steps_are_those_that_are_open(made):
    page = BeautifulSoup(made.report("committee_report"), "lxml")
    [heading] = [h for h in page.select("h2") if h.get_text(strip=True).startswith("Next steps")]
    said = heading.find_next("table").find_all_previous("p")
    said = " ".join(p.get_text(" ", strip=True) for p in said[:6])
    raised = [r for r in export_rows.rows("actions") if export_rows.by(r["Date raised"])]
    left = [r for r in raised if not export_rows.by(r["Date completed"])]
    late = [
        r for r in left if export_rows.state(r["Target date"], r["Date completed"]) == "overdue"
    ]
    assert f"{len(left)} of {len(raised)}, {len(late)} of them overdue" in said


def test_nothing_of_what_was_printed_wrongly_is_in_it(made):
    said = BeautifulSoup(made.report("committee_report"), "lxml").main.get_text(" ", strip=True)
    assert [words for words in WRONG if re.search(words, said)] == []


def test_what_params_leave_blank_is_not_supplied_and_the_contact_is_there(made):
    found = tables(made)
    assert found["Section by section"]["Finance"]["What is said"] == "Not supplied"
    assert "qa@example.org" in found["The report"]["Contact"]["What is said"]


def figures_of(text):
    return sorted(re.findall(r"\d[\d.,]*%?|\[c\]", text))


def test_word_has_the_same_figures_in_its_tables(made):
    import docx

    paper = docx.Document(made.made.folder / "committee_report.docx")
    in_word = [[[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables]
    page = BeautifulSoup(made.report("committee_report"), "lxml")
    for table in page.select("main > .qa-scroll table"):
        lines = [
            [" ".join(cell.get_text().split()) for cell in row(["th", "td"])]
            for row in table.select("tr")
        ]
        assert lines in in_word


def test_every_chart_is_a_picture_in_word_with_its_description(made):
    import docx

    paper = docx.Document(made.made.folder / "committee_report.docx")
    said = [shape._inline.docPr.get("descr") for shape in paper.inline_shapes]
    page = BeautifulSoup(made.report("committee_report"), "lxml")
    assert said == [svg["aria-label"] for svg in page.select("figure svg.qa-wide")]
    assert len(said) >= 3


@pytest.mark.slow
def test_libreoffice_makes_a_pdf_of_it_with_the_same_figures(example, tmp_path):
    office, reader = needed("soffice"), needed("pdftotext")
    word = example.made.folder / "committee_report.docx"
    home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = [
        office,
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(word),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pdf = tmp_path / "committee_report.pdf"
    text = subprocess.run(
        [reader, "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60
    ).stdout.decode("utf-8")
    # Descriptions of pictures aren't printed.
    from docx import Document

    paper = Document(word)
    cells = [c.text for t in paper.tables for row in t.rows for c in row.cells]
    wanted = [figure for figure in figures_of(" ".join(cells)) if figure.strip(".,")]
    missing = {figure for figure in wanted if figure not in text}
    assert missing == set()
    assert docx_text(word)
