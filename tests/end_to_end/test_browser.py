"""The pages in a real browser: nothing is fetched, nothing scrolls sideways, nothing is cut."""

import pytest
from playwright.sync_api import sync_playwright

pytestmark = pytest.mark.browser
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


def pages(example):
    return {"index": example.made.index} | {
        name: example.made.folder / f"{name}.html" for name in example.figures
    }


@pytest.mark.parametrize("width", [1280, 375, 320])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_page_fits_its_window_and_asks_for_nothing(browser, example, width, colours):
    for name, path in pages(example).items():
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours)
        asked = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        errors = []
        page.on("console", lambda message, errors=errors: errors.append(message.text))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert [url for url in asked if url != path.as_uri()] == []
        assert errors == []
        page.close()


def test_the_keyboard_reaches_the_contents_and_every_table(browser, example):
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(pages(example)["returns"].as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Skip to")
    reached = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.getAttribute('aria-label') || ''")
        reached.add(label)
    regions = page.evaluate(
        "[...document.querySelectorAll('[role=region][tabindex]')]"
        ".filter(r => !r.closest('details:not([open])')).map(r => r.getAttribute('aria-label'))"
    )
    assert regions
    assert set(regions) <= reached
    page.close()


def test_every_chart_has_a_description(browser, example):
    page = browser.new_page()
    page.goto(pages(example)["grades"].as_uri())
    described = page.evaluate(
        "[...document.querySelectorAll('figure svg')].map(s => {"
        " const box = s.closest('[aria-label],[aria-labelledby]') || s;"
        " return box.getAttribute('aria-label') || s.querySelector('title,desc')?.textContent"
        "})"
    )
    assert described
    assert all(text and len(text) > 30 for text in described)
    page.close()
