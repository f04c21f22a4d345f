"""What the template shows only where a page's record has it, and what the finishing adds."""

import datetime as dt
import re

import nbformat.v4 as v4
import pytest
from bs4 import BeautifulSoup

from qaanalysis.present.page import Page
from qaanalysis.present.prose import prose
from qaanalysis.present.record import MIME, Shown
from qaanalysis.run import page_markup, render

PAGE = Page("Example Trust", "2023-11", "November 2023", dt.date(2023, 12, 3), title="Returns")
HASH = "e49ec1aa2d3b136893ab94fe688a7b50898d81b0cb67d7664faab49a5d3773e3"


def shown(what: Shown, **more: object) -> dict:
    data = what._repr_mimebundle_()
    data[MIME] |= more
    return v4.new_code_cell("1", outputs=[v4.new_output("display_data", data=data)])


def page_of(*cells: dict, foot: dict | None = None, **head: object) -> BeautifulSoup:
    quiet = {"draft": "", "approval": "", "correction": [], "release": ""}
    whole = [
        shown(PAGE.header(), **(quiet | head)),
        shown(prose("it fell")),
        *cells,
        shown(PAGE.provenance(foot or {"Method": "counts"})),
    ]
    return BeautifulSoup(render.html(v4.new_notebook(cells=whole)), "html.parser")


def test_a_page_that_is_no_draft_and_corrects_and_overrides_nothing_says_none_of_it() -> None:
    page = page_of()
    assert not page.select(".draft, .correction, .release")
    assert "DRAFT" not in page.style.get_text()


def test_a_draft_is_marked_at_the_head_and_on_every_sheet_of_paper() -> None:
    page = page_of(draft="DRAFT: <not> approved.", approval="The head of quality approves it.")
    assert page.header.select_one(".draft strong").get_text() == "DRAFT: <not> approved."
    assert page.select_one(".draft").get_text().endswith("The head of quality approves it.")
    assert '@top-right { content: "DRAFT"' in page.style.get_text()


def test_an_approved_page_says_by_whom_and_is_no_draft() -> None:
    page = page_of(approval="Approved by A & B on 7 December 2023")
    assert not page.select(".draft")
    lines = [line.get_text() for line in page.header.select(".line")]
    assert lines[-1] == "Approved by A & B on 7 December 2023"


@pytest.mark.parametrize("notes", [["One <b> changed."], ["One changed.", "Two changed."]])
def test_a_correction_comes_before_everything_else(notes: list[str]) -> None:
    page = page_of(correction=notes)
    first = page.main.find(True)
    assert first["class"] == ["correction"]
    assert [said.get_text() for said in first.select("p, li")] == notes
    assert first.h2.get_text() == "Correction"
    # It is no section of the report.
    assert not page.nav


def test_all_changes_of_a_table_can_be_unfolded_below_the_first_few() -> None:
    more = {"said": "Table “A”: 1 <b>; and 3 more.", "what": "table “A”", "all": ["1 <b>", *"234"]}
    box = page_of(correction=["Issued again.", more]).select_one(".correction")
    [first, folded] = box.select(".correction > ul, .correction > details")
    assert [item.get_text() for item in first.select("li")] == ["Issued again.", more["said"]]
    assert folded.summary.get_text() == "All 4 changes: table “A”"
    assert [item.get_text() for item in folded.select("li")] == more["all"]


def test_a_release_is_told_at_the_foot() -> None:
    said = "Released by the <lead> on 4 December 2023: everyone concerned agreed."
    page = page_of(release=said)
    assert page.footer.select_one(".release p").get_text() == said


def test_a_hash_of_the_foot_can_be_broken_in_lines_and_is_whole_to_be_copied() -> None:
    page = page_of(foot={"Inputs": f"register.xlsx, SHA-256 {HASH}; none other"})
    said = page.footer.dd
    assert said.get_text() == f"register.xlsx, SHA-256 {HASH}; none other"
    assert said.code.get_text() == HASH
    assert len(said.code.select("wbr")) == 8


def test_the_way_back_and_the_word_on_paper_are_there_only_where_they_lead_somewhere() -> None:
    plain = page_of()
    assert not plain.select(".up, .on-paper, nav")
    folded = "<details><summary>More</summary><p>said</p></details>"
    cell = v4.new_code_cell("1", outputs=[v4.new_output("display_data", {"text/html": folded})])
    page = page_of(v4.new_markdown_cell("## A section"), cell)
    assert page.select_one(".up a")["href"] == f"#{page.nav.p['id']}"
    assert len(page.select(".on-paper")) == 1
    assert [a.get_text() for a in page.nav.select("a")] == [
        "A section",
        "Where the figures come from",
    ]


def test_the_finishing_leaves_a_text_of_the_longest_allowed_length_alone() -> None:
    longest = "x" * page_markup.LONGEST
    made = page_markup.finished(f"<body><nav></nav><main><h1>t</h1><p>{longest}</p></main></body>")
    assert f"<p>{longest}</p>" in made
    made = page_markup.finished(f"<body><nav></nav><main><h1>t</h1><p>{longest}y</p></main></body>")
    assert re.search(r"x … \[cut: the whole has 4,001 characters\]</p>", made)
