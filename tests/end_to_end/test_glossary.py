"""The glossary has the terms that reports use in their headings."""

import re

import pytest
from run_files import ROOT

from qaanalysis import vocabulary
from qaanalysis.present import labels

PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
CELLS = re.findall(r"(?m)^\| ([^|]+) \| ([^|]+) \|$", PAGE)
TERMS = {term.strip() for cell, _ in CELLS for term in cell.split(",")} - {"term"}
MEANINGS = " ".join(meaning for _, meaning in CELLS)
ENUMS = (
    *(vocabulary.AuditType, vocabulary.DomainKind, vocabulary.FindingKind),
    *(vocabulary.Outcome, vocabulary.Selection),
)
# Headings in which no word means more than it does anywhere else.
_EVERYDAY = """
Added | Agrees with what was found | Answer recorded | Attended | Category | Cells | Column
| Columns | Come so far | Compared | Comparison | Completed by | Difference, points | Done
on | Due date passed | Due on | Exemption reason | Field | First month | Found | Go no
further | Group | Higher | In this month | Invited | Last month | Left out here | Longest,
days | Looked for | Lower | Moderation id | Most often blank | Needed | No answer | None
arranged | Not accounted for | Note | Number | Of the rest | Of which rows | Present |
Questions | Raised on | Re-audited since | Reached by | References | Rows looked at | Rows
of the file | Rows touched | Selected | Session on | Source | Spellings or headings |
Statistic | Status | Step | Still in | Still to be done | The rest | This plan | Title |
Value | What is known | What is wanted | What to do | Where a tenth is found, ± | Whose
grade | Why no difference
"""
EVERYDAY = {" ".join(heading.split()) for heading in _EVERYDAY.split("|")}
KNOWN = {term.replace("’", "'").casefold() for term in TERMS}


def is_there(term: str) -> bool:
    """Tell whether the glossary has a term, or a term that says what it means."""
    text = term.replace("’", "'").casefold()
    return any(re.search(rf"\b{re.escape(known)}s?\b", text) for known in KNOWN) or (
        text in MEANINGS.replace("’", "'").casefold()
    )


@pytest.mark.parametrize("words", ENUMS, ids=lambda e: e.__name__)
def test_each_word_that_a_calculation_depends_on_is_there(words):
    assert [word.value for word in words if word.value.casefold() not in KNOWN] == []


def test_each_label_that_is_declared_is_there():
    assert [label for label in labels.LABELS.values() if not is_there(label)] == []


def test_each_grade_of_the_example_is_there(example_scale):
    assert [grade for grade in example_scale.labels if grade.casefold() not in KNOWN] == []


@pytest.fixture
def example_scale():
    from qaanalysis import params

    return params.read(ROOT / "params" / "2023-11.yml").scale


@pytest.mark.slow
def test_each_heading_of_a_report_is_there(example):
    shown = {
        column["label"]
        for report in example.figures.values()
        for record in report["records"]
        for table in (record, record.get("table") or {})
        for column in table.get("shown") or ()
    }
    assert len(shown) > 200
    assert sorted(label for label in shown - EVERYDAY if not is_there(label)) == []


def test_no_term_is_there_twice():
    terms = [term.strip() for cell, _ in CELLS for term in cell.split(",")]
    assert sorted({t for t in terms if terms.count(t) > 1} - {"term"}) == []


def test_a_term_that_isnt_there_is_told():
    assert not is_there("Heteroscedasticity")
    assert is_there("Moderated, share")
