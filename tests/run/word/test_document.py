"""A report's page as a Word document: nothing lost, nothing otherwise."""

import io

import docx
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from PIL import Image

from qaanalysis.run.word import document, pictures

ALT = "Return rate by month. It fell from 53.0% to 19.7%."
PAGE = f"""<html><body><a class="skip" href="#main">Skip</a>
<header><p class="mark">OFFICIAL · for publication</p>
<p class="draft"><strong>DRAFT: nobody has approved this.</strong></p>
<h1>Returns, November 2023</h1>
<nav><p>Contents</p><ol><li>Month</li></ol></nav></header>
<main><p class="qa-lead">229 of <em>681</em>
 audits came back.</p>
<ul class="qa-tiles"><li><span class="qa-what">Returned</span> <b class="qa-value">33.6%</b>
<svg></svg><span class="qa-sub qa-basis">229 of 681 (95% interval <span>30.2–37.3</span>).</span>
<span class="qa-sub qa-also">It fell.</span></li></ul>
<h2 id="month">Month by month</h2>
<figure><figcaption>Return rate by month</figcaption><svg role="img" aria-label="{ALT}"></svg>
<svg role="img" aria-label="{ALT}"></svg><p class="qa-note">[c] hidden.</p>
<details><summary>Show the data</summary><div class="qa-scroll"><table><caption>Rates</caption>
<thead><tr><th>Month</th></tr></thead><tbody><tr><th>May 2023</th></tr></tbody></table></div>
</details></figure>
<div class="qa-scroll"><table><caption>Returns</caption><thead><tr><th>Month</th>
<th class="qa-number">Returned</th></tr></thead><tbody><tr><th>May 2023</th><td>[c]</td></tr>
<tr><th>June 2023</th><td>42</td></tr></tbody><tfoot><tr><th>Total</th><td>86</td></tr></tfoot>
</table></div><p class="qa-lists">Which audits: a sheet</p>
<ul><li>They describe the audits that <strong>came back</strong>.</li></ul>
<h2 id="download-the-tables">Download the tables</h2><p>All tables</p></main>
<footer><h2>Where the figures come from</h2>
<dl><div><dt>Method</dt><dd>Wilson</dd><dd>95%</dd></div></dl></footer></body></html>"""


def png():
    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "white").save(stream, format="png")
    return stream.getvalue()


def opened(drawn):
    return docx.Document(io.BytesIO(document(PAGE, drawn)))


@pytest.fixture(scope="module")
def paper():
    return opened({ALT: png()})


def said(paper):
    return [p.text for p in paper.paragraphs if p.text]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_headings_keep_their_levels(paper):
    found = [(p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert found == [
        ("Heading 1", "Returns, November 2023"),
        ("Heading 2", "Month by month"),
        ("Heading 2", "Where the figures come from"),
    ]


def test_all_changes_of_a_table_follow_the_note_that_folds_them():
    page = """<html><body><header><h1>Returns</h1></header><main><div class="correction">
        <h2>Correction</h2><ul><li>A; and 1 more.</li></ul>
        <details class="qa-fold"><summary>All 2 changes: table “A”</summary>
        <ul><li>One</li><li>Two</li></ul></details></div>
        <details><summary>Table: B</summary><p>Figures</p></details></main></body></html>"""
    texts = [said.text for said in docx.Document(io.BytesIO(document(page, {}))).paragraphs]
    at = texts.index("All 2 changes: table “A”")
    assert texts[at - 1 : at + 4] == ["A; and 1 more.", texts[at], "One", "Two", "Figures"]


def test_what_leads_about_on_a_screen_is_left_out(paper):
    whole = "\n".join(said(paper))
    for words in ("Skip", "Contents", "Show the data", "Which audits", "All tables", "Download"):
        assert words not in whole


def test_sentences_keep_their_words_and_stress(paper):
    [lead] = [p for p in paper.paragraphs if p.style.name == "Lead"]
    assert lead.text == "229 of 681 audits came back."
    assert [run.text for run in lead.runs if run.italic] == ["681"]
    [point] = [p for p in paper.paragraphs if p.style.name == "List Bullet"]
    assert point.text == "They describe the audits that came back."
    assert "Method: Wilson; 95%" in said(paper)


def test_the_mark_is_on_every_page_and_the_draft_is_told(paper):
    assert paper.sections[0].header.paragraphs[0].text == "OFFICIAL · for publication"
    assert said(paper)[0] == "DRAFT: nobody has approved this."


def test_key_figures_are_a_table(paper):
    assert cells(paper.tables[0]) == [
        ["Key figure", "Value", "What it rests on"],
        ["Returned", "33.6%", "229 of 681 (95% interval 30.2–37.3). It fell."],
    ]


def test_a_table_has_its_caption_its_heading_row_and_its_total(paper):
    table = paper.tables[-1]
    body = [["May 2023", "[c]"], ["June 2023", "42"]]
    assert cells(table) == [["Month", "Returned"], *body, ["Total", "86"]]
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Returns"
    assert Paragraph(table._tbl.getprevious(), None).text == "Returns"


def test_a_picture_is_described_and_its_data_follow_where_no_table_has_them(paper):
    [shape] = paper.inline_shapes
    assert shape._inline.docPr.get("descr") == ALT
    assert ["Month"] in cells(paper.tables[1])
    assert "[c] hidden." in said(paper)


def test_a_chart_without_a_picture_is_told():
    paper = opened({})
    assert not len(paper.inline_shapes)
    assert ALT in said(paper)


def test_the_same_page_is_the_same_bytes():
    assert document(PAGE, {ALT: png()}) == document(PAGE, {ALT: png()})


def test_a_text_that_is_markup_stays_text():
    hostile = PAGE.replace("Wilson", "&lt;w:p&gt; =HYPERLINK(&quot;x&quot;) �")
    found = docx.Document(io.BytesIO(document(hostile, {})))
    assert 'Method: <w:p> =HYPERLINK("x") �; 95%' in said(found)


def test_only_charts_that_were_drawn_as_pictures_have_one():
    mime = "application/vnd.qaanalysis+json"
    drawn = {"image/png": "aGVsbG8=", mime: {"type": "chart", "alt": "A."}}
    other = {"text/html": "", mime: {"type": "chart", "alt": "B."}}
    outputs = [{"data": drawn}, {"data": other}, {"name": "stdout"}]
    assert pictures({"cells": [{"outputs": outputs}, {}]}) == {"A.": b"hello"}
