"""The story of the example, and the page on reading a report: no figure in them can drift."""

import importlib
import re

import pytest
import yaml
from page_figures import NUMBER, Line, lines, prose, same, value
from run_files import ROOT
from tutorial_page import quotations

PAGES = {
    path.stem: path.read_text(encoding="utf-8")
    for path in (
        ROOT / "docs" / "case-study.md",
        ROOT / "docs" / "tutorials" / "read-moderation.md",
    )
}
STORY = PAGES["case-study"]
STATED = yaml.safe_load(
    (ROOT / "params" / "claims" / "2024-02-published-report.yml").read_text(encoding="utf-8")
)
VERDICTS = {
    "What doesn’t hold": "doesn’t hold",
    "What can’t be known": "can’t be known",
    "What holds": "holds",
}
# Years, and numbers that name a thing and count nothing.
NO_FIGURE = {"2023", "2024", "95%"}


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_each_figure_is_that_of_the_run(name, example):
    told = lines(PAGES[name])
    assert len(told) > 5
    figures = example.figures
    wrong = [
        (line, found) for line in told if not same(line.printed, found := value(line, figures))
    ]
    assert wrong == []


@pytest.mark.slow
def test_each_quotation_is_a_sentence_of_the_run(example):
    said = " ".join(_texts(example.figures))
    quoted = quotations(ROOT / "docs" / "case-study.md")
    assert len(quoted) > 10
    assert [words for words in quoted if words not in said] == []


@pytest.mark.parametrize("name", PAGES)
def test_each_number_in_the_text_is_in_a_quotation_or_in_the_table(name):
    page = PAGES[name]
    path = ROOT / "docs" / ("" if name == "case-study" else "tutorials") / f"{name}.md"
    known = {line.printed for line in lines(page)} | NO_FIGURE
    known |= {number for quoted in quotations(path) for number in NUMBER.findall(quoted)}
    assert [number for number in NUMBER.findall(prose(page)) if number not in known] == []


@pytest.mark.slow
def test_each_statement_has_the_verdict_of_the_run(example):
    rows = {
        (cells["claim"], VERDICTS[record["caption"]], cells["figure"])
        for record in example.figures["claims"]["records"]
        if record["type"] == "table"
        for cells in record["rows"]
    }
    told = STORY.split("| printed | verdict |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    shown = [tuple(cell.strip() for cell in row.strip("|").split(" | ")) for row in told]
    assert len(shown) == len(STATED["statements"]) == len(rows)
    assert set(shown) == rows


def test_each_figure_of_the_story_names_a_function_that_is_there():
    for line in lines(STORY):
        module, _, function = line.made_by.rpartition(".")
        assert callable(getattr(importlib.import_module(f"qaanalysis.{module}"), function)), line


@pytest.mark.parametrize(
    ("printed", "recorded"),
    [("33.6%", 229 / 681), ("9.4%", 0.0936), ("0.21", 0.2058), ("−21.6", -0.21625), ("681", 681)],
)
def test_a_figure_is_what_is_printed_of_it(printed, recorded):
    assert same(printed, recorded)


@pytest.mark.parametrize(
    ("printed", "recorded"),
    [("33.7%", 229 / 681), ("0.20", 0.2058), ("680", 681), ("21.6", -0.21625)],
)
def test_another_figure_isnt(printed, recorded):
    assert not same(printed, recorded)


def test_a_place_that_isnt_there_is_told():
    record = {
        "type": "table",
        "caption": "Grades",
        "headings": ["grade"],
        "rows": [{"grade": "Good"}],
    }
    with pytest.raises(AssertionError, match="isn't in the record"):
        value(Line("1", "grades", ("Grades", "Good", "n")), {"grades": {"records": [record]}})


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return [re.sub(r"\s+", " ", value)] if isinstance(value, str) else []
