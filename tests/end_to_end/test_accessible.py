"""Every page is for everyone: axe-core, the keyboard, contrast, and a reader's own colours."""

import itertools
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from opened_page import OpenedPage

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The contrast of text takes three quarters of axe's time and is of the colours, not of the width:
# it is measured once in each scheme and once at each width. That of drawings is measured below.
MEASURED = {(1280, "light"), (320, "dark")}
CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
# Of a drawing's colours, those that only help the eye along: lines to read values off that are
# also written, the paper between neighbours, and the shade between limits that are drawn as lines.
DECORATIVE = {"grid", "paper", "band"}
PLACEHOLDER = re.compile(
    r"^(image|picture|chart|figure|graph|plot|photo|untitled|alt|no description)\b[^.]{0,20}$"
    r"|no description has been provided|\.(png|svg|jpe?g)\b",
    re.IGNORECASE,
)
LARGE, LARGE_BOLD = 24, 18.66  # CSS pixels: 18 and 14 points
HEADINGS = "() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
IMAGES = """() => [...document.querySelectorAll('img, svg, [role=img]')]
  .filter(e => e.getAttribute('aria-hidden') !== 'true')
  .filter(e => !e.parentElement.closest('[role=img]'))
  .map(e => e.getAttribute(e.tagName === 'IMG' ? 'alt' : 'aria-label') ?? '')"""
# All that the keyboard is to reach, numbered, with how it looks while it isn't reached.
UNREACHED = """() => {
  const shown = [...document.querySelectorAll('a[href], summary, button, input, [tabindex="0"]')]
    .filter(e => e.checkVisibility());
  window.look = e => {
    const s = getComputedStyle(e);
    const outline = s.outlineStyle === 'none' ? '' : `${s.outlineWidth} ${s.outlineColor}`;
    return [outline, s.boxShadow, s.backgroundColor].join(' | ');
  };
  shown.forEach((e, i) => { e.dataset.reach = i; e.dataset.look = look(e); });
  return shown.map(e => e.textContent.slice(0, 40));
}"""
FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
}"""
REACHED = """() => {
  const e = document.activeElement;
  if (!e.dataset.reach) return null;
  const { left, right, top, bottom, width } = e.getBoundingClientRect();
  const inView = width > 0 && right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
  const [y1, y2] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
  const at = document.elementFromPoint(
    Math.min(left + Math.min(12, width / 2), innerWidth - 1), (y1 + y2) / 2);
  return {
    number: +e.dataset.reach, isMarked: look(e) !== e.dataset.look,
    isSeen: inView && (e.contains(at) || at?.contains(e)),
  };
}"""


@pytest.fixture(scope="module")
def axe() -> Axe:
    return Axe()


@pytest.mark.parametrize(
    ("width", "colours"),
    [
        (1280, "light"),
        (320, "light"),
        pytest.param(1280, "dark", marks=pytest.mark.slow),
        pytest.param(320, "dark", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing(page, axe, width, colours):
    page.look(width=width, colours=colours, unfolded=True)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    if (width, colours) not in MEASURED:
        options["rules"] = {"color-contrast": {"enabled": False}}
    found = axe.run(page.tab, options=options).response
    assert len(found["passes"]) > 20
    told = [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in found["violations"]
    ]
    assert told == []


def test_axe_finds_what_is_spoilt(one_page, axe):
    one_page.look()
    one_page.find("() => document.querySelector('h1').insertAdjacentHTML('afterend', '<img src>')")
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    try:
        found = axe.run(one_page.tab, options=options).response["violations"]
        assert "image-alt" in {violation["id"] for violation in found}
    finally:
        one_page.find("() => document.querySelector('h1 + img').remove()")


def test_headings_begin_with_one_main_one_and_leave_no_level_out(page):
    levels = page.find(HEADINGS)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_drawing_has_a_description_of_its_own(page):
    described = page.find(IMAGES)
    # A drawing has two widths, of which one is shown at a time.
    assert len(set(described)) * 2 == len(described)
    for text in described:
        assert len(text) > 40
        assert text.rstrip().endswith(".")
        assert not PLACEHOLDER.search(text)


@pytest.mark.parametrize("text", ["image", "Chart 1", "figure3.png", "Untitled", "plot of data"])
def test_a_placeholder_is_told_from_a_description(text):
    assert PLACEHOLDER.search(text)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(page, width):
    page.look(width=width)
    page.find(FROM_THE_TOP)
    wanted = page.find(UNREACHED)
    assert wanted[0].startswith("Skip to")
    reached = []
    for _ in wanted:
        page.tab.keyboard.press("Tab")
        reached.append(page.find(REACHED))
    assert [at["number"] for at in reached] == list(range(len(wanted)))
    assert [wanted[at["number"]] for at in reached if not at["isMarked"]] == []
    assert [wanted[at["number"]] for at in reached if not at["isSeen"]] == []


def test_the_keyboard_unfolds_and_scrolls_a_wide_table(page):
    page.look(width=320)
    summaries = page.find("() => document.querySelectorAll('summary').length")
    if summaries:
        page.tab.locator("summary").first.focus()
        page.tab.keyboard.press("Enter")
        assert page.find("() => document.querySelector('details').open")
    wide = "() => [...document.querySelectorAll('.qa-scroll')].find(" \
           "e => e.checkVisibility() && e.scrollWidth > e.clientWidth + 40)"  # fmt: skip
    if page.find(f"() => Boolean(({wide})())"):
        page.find(f"() => ({wide})().focus()")
        page.tab.keyboard.press("ArrowRight")
        page.tab.wait_for_function(f"() => ({wide})().scrollLeft > 0", timeout=2000)


@pytest.mark.parametrize(
    "look",
    ["light", *(pytest.param(x, marks=pytest.mark.slow) for x in ("dark", "paper", "forced"))],
)
@pytest.mark.parametrize("width", [1280, 320])
def test_the_words_and_marks_of_drawings_stand_out(page, width, look):
    for mark in measured(page, width, look):
        if mark["kind"] == "text":
            size = LARGE_BOLD if mark["bold"] else LARGE
            assert mark["ratio"] >= (3 if mark["letters"] >= size else 4.5), mark
        elif not is_decorative(mark):
            assert mark["ratio"] >= 3, mark


def test_what_stands_out_is_measured_on_every_page_with_a_drawing(page):
    shown = measured(page, 1280, "light")
    drawings = page.find("() => [...document.querySelectorAll('svg')].filter(s => "
                         "s.getBoundingClientRect().width).length")  # fmt: skip
    assert len({mark["drawing"] for mark in shown if mark["kind"] == "mark"}) <= drawings
    assert bool(shown) == bool(drawings)
    assert all(1 <= mark["ratio"] <= 21 for mark in shown)


def measured(page: OpenedPage, width: int, look: str) -> list[dict]:
    """Return the words and marks of all drawings, each with its contrast."""
    ways = {
        "light": {},
        "dark": {"colours": "dark"},
        "paper": {"media": "print"},
        "forced": {"forced": True},
    }
    page.look(width=width, **ways[look])
    height = page.find("() => document.documentElement.scrollHeight")
    page.look(width=width, height=height, **ways[look])
    return page.find(CONTRAST)


def is_decorative(mark: dict) -> bool:
    """Tell whether a mark may be faint: it only helps the eye, or its number is written on it."""
    return mark["role"] in DECORATIVE or (mark["isArea"] and mark["isWrittenOn"])
