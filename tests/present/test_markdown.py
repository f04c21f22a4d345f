"""Paragraphs, emphasis and lists; whatever else is typed comes out as text."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.present import markdown
from qaanalysis.present.markdown import blocks

TEXT = """First
paragraph.

Second, *soft* and **strong**:

- one,
  of two lines
- _two_

1. first
2) second
"""


def as_html(text, **values):
    return markdown.html(blocks(text), values.__getitem__)


def test_paragraphs_and_lists():
    page = BeautifulSoup(as_html(TEXT), "html.parser")
    assert [p.get_text() for p in page.find_all("p")] == [
        "First paragraph.",
        "Second, soft and strong:",
    ]
    assert [li.get_text() for li in page.select("ul li")] == ["one, of two lines", "two"]
    assert [li.get_text() for li in page.select("ol li")] == ["first", "second"]
    assert [em.get_text() for em in page.find_all("em")] == ["soft", "two"]
    assert [strong.get_text() for strong in page.find_all("strong")] == ["strong"]


@pytest.mark.parametrize("text", ["2 * 3 * 4", "a_b_c", "* ", "**", "5*", "snake_case_name here"])
def test_signs_that_emphasise_nothing_are_text(text):
    page = BeautifulSoup(as_html(text), "html.parser")
    assert not page.find_all(["em", "strong"])
    assert page.get_text() == text.strip()


def test_a_name_with_underscores_is_no_emphasis_and_its_value_no_markup():
    html = as_html("**{a_b}** and _{c_d}_", a_b="<b>1</b>", c_d="*2*")
    assert html == (
        '<p class="qa-prose"><strong>&lt;b&gt;1&lt;/b&gt;</strong> and <em>*2*</em></p>'
    )


ALLOWED = {"p", "ul", "ol", "li", "em", "strong"}


@given(st.text(alphabet=st.sampled_from("<>&\"'/ab*_-1. \n{}=!scriptonload"), max_size=80))
def test_nothing_typed_becomes_markup(text):
    page = BeautifulSoup(markdown.html(blocks(text), lambda _: "<i>x</i>"), "html.parser")
    for tag in page.find_all(True):
        assert tag.name in ALLOWED
        assert set(tag.attrs) <= {"class"}


@given(st.text(max_size=60))
def test_any_text_can_be_shown(text):
    for block in blocks(text):
        for item in block.items:
            markdown.plain(item, lambda _: "")


def test_headings_links_tables_and_html_are_told():
    for line in ("# Heading", "[a](b)", "| a |", "<script>", "```"):
        assert markdown.is_untaken(line)
    for line in ("#1 is fine", "a [c] b", "a < b"):
        assert not markdown.is_untaken(line)
