"""The pages in a real browser: nothing is fetched, nothing scrolls sideways, nothing is cut."""

import pytest
from opened_page import ONE_OF, PAGES, opened, where

pytestmark = pytest.mark.browser
LIMIT = 500_000
# Boxes that reach beyond the window, but for what is inside a box that scrolls by itself.
OVERHANGING = """() => [...document.querySelectorAll('body *')].filter(e => {
  if (e.closest('.qa-scroll, pre, svg, .skip, .qa-hidden, details:not([open]) > :not(summary)'))
    return false;
  const { width, right, left } = e.getBoundingClientRect();
  return width && (right > innerWidth + .5 || left < -.5);
}).map(e => e.outerHTML.slice(0, 80))"""
# Boxes that cut their text off: neither shown whole nor to be scrolled to.
CLIPPED = """() => [...document.querySelectorAll('body *:not(svg, svg *)')].filter(e => {
  if (e.closest('.qa-hidden') || !e.clientWidth) return false;
  const { overflowX, overflowY } = getComputedStyle(e);
  const cuts = flow => flow === 'hidden' || flow === 'clip';
  return cuts(overflowX) && e.scrollWidth > e.clientWidth
    || cuts(overflowY) && e.scrollHeight > e.clientHeight;
}).map(e => e.outerHTML.slice(0, 80))"""
# Texts of which one lies on another.
CROSSING = """() => {
  const boxes = [...document.querySelectorAll(
    'h1, h2, h3, p, li, caption span, th, td, summary, dt, dd, .qa-what, .qa-value, .qa-sub')]
    .filter(e => !e.closest('.up, .skip, .qa-hidden, .on-paper'))
    .filter(e => !e.querySelector('p, li, span, b, h2') && e.textContent.trim())
    .filter(e => e.checkVisibility())
    .map(e => {
      const range = document.createRange();
      range.selectNodeContents(e);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      return { e, left, right, top, bottom };
    })
    .filter(box => !box.e.closest('.qa-scroll'));
  const on = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 4 && b.top < a.bottom - 4;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter(b => on(a, b))
    .map(b => `${a.e.textContent} / ${b.e.textContent}`));
}"""
FITS = "() => document.documentElement.scrollWidth <= innerWidth"


def test_every_page_of_a_run_is_looked_at(runs):
    for audience, run in runs.items():
        outputs = run.made.index.parent.parent
        copy = run.made.folder / "index.html"
        looked_at = {where(name, run) for name in PAGES[audience]}
        # Of a report that is made for each service area one page stands for all.
        alike = {p for name in ONE_OF for p in outputs.rglob(f"{name}-*.html")} - looked_at
        assert len(alike) == (5 if audience == "internal" else 0)
        assert {*outputs.rglob("*.html")} - alike == {*looked_at, copy}


def test_a_page_asks_for_nothing_and_complains_of_nothing(page):
    for media in ("screen", "print"):
        page.look(media=media, unfolded=True)
    assert [url for url in page.asked if url != page.path.as_uri()] == []
    assert page.complaints == []


def test_a_page_with_its_tables_is_no_larger_than_a_message_can_carry(page):
    assert page.path.stat().st_size <= LIMIT


@pytest.mark.parametrize("unfolded", [False, True], ids=["folded", "unfolded"])
@pytest.mark.parametrize("width", [1280, 768, 375, 320])
def test_a_page_fits_its_window(page, width, unfolded):
    page.look(width=width, unfolded=unfolded)
    assert page.find(FITS)
    assert page.find(OVERHANGING) == []
    assert page.find(CLIPPED) == []


def test_a_page_enlarged_four_times_fits_its_window(browser, page):
    # 1280 pixels at 400% are 320 pixels of the page, each drawn by four of the screen.
    with opened(browser, page.path, device_scale_factor=4) as enlarged:
        for unfolded in (False, True):
            enlarged.look(width=320, height=256, unfolded=unfolded)
            assert enlarged.find("() => devicePixelRatio") == 4
            assert enlarged.find(FITS)
            assert enlarged.find(OVERHANGING) == []


@pytest.mark.parametrize("width", [1280, 320])
def test_words_spaced_out_are_neither_cut_nor_laid_on_one_another(page, width):
    page.look(width=width, spaced=True, unfolded=True)
    assert page.find("() => getComputedStyle(document.querySelector('h1')).letterSpacing") != (
        "normal"
    )
    assert page.find(FITS)
    assert page.find(OVERHANGING) == []
    assert page.find(CLIPPED) == []
    assert page.find(CROSSING) == []


def test_the_checks_see_what_overhangs_is_cut_or_crosses(one_page):
    """A check that can't fail would be none."""
    one_page.look(width=320)
    spoil = """css => document.head.append(Object.assign(document.createElement('style'),
        { id: 'spoilt', textContent: css }))"""
    spoilt = "h1 { width: 400px } .line { width: 20px; overflow: hidden; white-space: nowrap }"
    one_page.find(spoil, f"{spoilt} footer dd {{ position: relative; top: -1.2rem }}")
    try:
        assert any(found.startswith("<h1") for found in one_page.find(OVERHANGING))
        assert any("line" in found for found in one_page.find(CLIPPED))
        assert any(found.startswith("Data as at") for found in one_page.find(CROSSING))
    finally:
        one_page.find("() => document.getElementById('spoilt').remove()")
