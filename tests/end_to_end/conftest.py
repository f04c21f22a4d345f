"""One real run of the example month for each audience, and its pages open in one browser."""

import os
import pickle
import time

import pytest
from made import Made, make
from opened_page import PAGES, QUIET, OpenedPage, opened, where
from playwright.sync_api import sync_playwright

LONGEST_RUN = 900  # seconds, on a machine that is busy with much else


def made_once(tmp_path_factory, name: str, **changes: object) -> Made:
    """Make a run, or wait for the one that another process of the same tests is making."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make(tmp_path_factory.mktemp(name), **changes)
    folder = tmp_path_factory.getbasetemp().parent / name
    result = folder.with_suffix(".pickle")
    try:
        folder.mkdir()
    except FileExistsError:
        until = time.monotonic() + LONGEST_RUN
        while not result.exists():
            assert time.monotonic() < until, f"no other process made {name}"
            time.sleep(0.2)
        made = pickle.loads(result.read_bytes())
        assert made, f"another process failed to make {name}"
        return made
    made = None
    try:
        made = make(folder, **changes)
        return made
    finally:
        part = folder.with_suffix(".part")
        part.write_bytes(pickle.dumps(made))
        part.replace(result)


@pytest.fixture(scope="session")
def example(tmp_path_factory) -> Made:
    """The example month as it is delivered."""
    return made_once(tmp_path_factory, "example-run")


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Made:
    """The example month as it is published."""
    return made_once(tmp_path_factory, "published-run", audience="published")


@pytest.fixture(scope="session")
def runs(example, published) -> dict[str, Made]:
    """The run of each audience that `PAGES` lists."""
    return {"internal": example, "published": published}


@pytest.fixture(scope="session")
def browser(chromium):
    """The system's Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(
    scope="module",
    params=[(audience, name) for audience, names in PAGES.items() for name in names],
    ids=lambda pair: "-".join(pair),
)
def page(request, browser, runs) -> OpenedPage:
    """Each page of each audience's run, opened once for all the tests of a module."""
    audience, name = request.param
    with opened(browser, where(name, runs[audience])) as page:
        yield page


@pytest.fixture(scope="module")
def one_page(browser, example) -> OpenedPage:
    """One page with tables and figures, for tests of the tests: that they see what is spoilt."""
    with opened(browser, where("returns", example)) as page:
        yield page
