"""On paper: an A4 page cuts no table and no figure, and says what it leaves out."""

import re
from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.browser
# The page of the style: A4 with 16 mm to its left and right, in CSS pixels.
PAPER = round((210 - 2 * 16) / 25.4 * 96)
WIDER = f"""() => [...document.querySelectorAll('table, figure, svg, .qa-scroll, .qa-tile, pre')]
  .filter(e => e.checkVisibility())
  .filter(e => {{
    const {{ left, right }} = e.getBoundingClientRect();
    return left < -.5 || right > {PAPER} + .5 || e.scrollWidth > e.clientWidth + 1;
  }}).map(e => e.outerHTML.slice(0, 100))"""
# Cells whose words run out of them, into the next cell or off the page.
OVERFULL = """() => [...document.querySelectorAll('th, td, dd, dt')]
  .filter(e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent)"""
SHOWN = """() => ({
  figures: [...document.querySelectorAll('figure')].filter(e => e.checkVisibility()).length,
  rows: [...document.querySelectorAll('tr:has(td)')].filter(e => e.checkVisibility()).length,
})"""
OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)


class Paper:
    """A PDF that Chromium made, by the tags it gives to what it prints."""

    def __init__(self, made: bytes) -> None:
        self.objects = {int(m[1]): m[2] for m in OBJECT.finditer(made)}
        self.pages = [n for n, text in self.objects.items() if re.search(rb"/Type /Page\b", text)]

    def boxes(self) -> list[bytes]:
        """Return the size of each page, as the PDF has it."""
        return [re.search(rb"/MediaBox \[([^\]]*)\]", self.objects[n])[1] for n in self.pages]

    def tagged(self, kind: str) -> list[set[int]]:
        """Return the pages on which each thing of a kind stands."""
        tag = re.compile(rb"/S /%b\b" % kind.encode())
        found = [n for n, text in self.objects.items() if b"/StructElem" in text]
        return [set(self._pages(n)) for n in found if tag.search(self.objects[n])]

    def rows(self) -> list[set[int]]:
        """Return the pages of each row of data; those of headings are printed on every page."""
        rows = []
        for text in self.objects.values():
            if b"/S /TR" in text:
                cells = self._kids(text)
                if any(b"/S /TD" in self.objects[n] for n in cells):
                    rows.append({page for n in cells for page in self._pages(n)})
        return rows

    def _pages(self, number: int) -> Iterator[int]:
        """Yield the page of each piece of what is printed within a tag."""
        text = self.objects[number]
        yield from (int(page) for page in re.findall(rb"/Pg (\d+) 0 R", text))
        for kid in self._kids(text):
            yield from self._pages(kid)

    def _kids(self, text: bytes) -> list[int]:
        """Return the tags within a tag."""
        kids = re.search(rb"/K (\[.*?\]|\d+ 0 R)", text, re.DOTALL)
        found = re.findall(rb"(?<!/Pg )\b(\d+) 0 R", kids[1]) if kids else []
        return [int(n) for n in found if b"/StructElem" in self.objects[int(n)]]


@pytest.fixture(scope="module")
def paper(page) -> Paper:
    page.look(media="print")
    return Paper(page.tab.pdf(prefer_css_page_size=True, tagged=True))


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
def test_everything_is_as_narrow_as_the_paper(page, unfolded):
    page.look(width=PAPER, media="print", unfolded=unfolded)
    assert page.find(WIDER) == []
    assert page.find(OVERFULL) == []


def test_the_paper_is_a4(paper):
    assert paper.pages
    for box in paper.boxes():
        sides = [float(side) for side in box.split()]
        assert sides[2:] == pytest.approx([595.3, 841.9], abs=1)


def test_no_figure_and_no_row_is_cut_in_two(page, paper):
    page.look(media="print")
    shown = page.find(SHOWN)
    figures, rows = paper.tagged("Figure"), paper.rows()
    # A drawing is tagged beside the figure it stands in.
    assert len(figures) >= shown["figures"]
    assert len(rows) == shown["rows"]
    assert [pages for pages in figures if len(pages) > 1] == []
    assert [pages for pages in rows if len(pages) > 1] == []


def test_what_is_cut_is_seen(one_page):
    """The same look at a page that lets its rows and figures be cut finds some."""
    one_page.look(media="print", unfolded=True)
    spoil = """() => document.head.append(Object.assign(document.createElement('style'), {
      id: 'spoilt', textContent: '@page { size: A4 landscape } @media print { '
        + '* { break-inside: auto !important } td, th { padding-block: 6rem !important } '
        + '.qa-chart > svg { height: 1500px !important } }' }))"""
    one_page.find(spoil)
    try:
        paper = Paper(one_page.tab.pdf(prefer_css_page_size=True, tagged=True))
        cut = [pages for pages in paper.rows() + paper.tagged("Figure") if len(pages) > 1]
        assert cut
    finally:
        one_page.find("() => document.getElementById('spoilt').remove()")


def test_paper_says_that_what_is_folded_away_is_left_out(page):
    page.look(media="print")
    folded = page.find("() => document.querySelectorAll('details').length")
    said = "() => document.querySelector('.on-paper')?.checkVisibility() ?? false"
    assert page.find(said) == (folded > 0)
    page.look()
    assert not page.find(said)


def test_every_page_after_the_first_bears_the_mark(page):
    rules = page.find("() => document.querySelector('style').textContent")
    [printed] = re.findall(r'@page \{ @top-left \{ content: "([^"]*)"', rules)
    mark = re.sub(r"\\([0-9a-f]+) ?", lambda escape: chr(int(escape[1], 16)), printed)
    assert mark == page.find("() => document.querySelector('.mark').textContent")
    is_published = "published" in page.path.parts
    assert mark.startswith("OFFICIAL · for publication" if is_published else "OFFICIAL-SENSITIVE")
