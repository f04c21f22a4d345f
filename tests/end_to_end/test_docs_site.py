"""The documentation site: built without a warning, whole, for everyone, and asking nobody."""

import importlib
import inspect
import os
import pkgutil
import re
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from opened_page import opened
from run_files import ROOT

import qaanalysis

pytestmark = pytest.mark.slow
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MAIN = [
    *("index", "first-month", "methods", "case-study", "glossary", "architecture", "commands"),
    *(
        "params",
        "data-specification",
        "tutorials/themed-sample",
        "api/index",
        "api/stats-proportion",
    ),
]
FETCHED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src")}


class Links(HTMLParser):
    """The ids of a page, where it leads to, and what a browser fetches for it."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.leads: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            elif (tag, name) == ("a", "href"):
                self.leads.append(value)
            elif (tag, name) in FETCHED:
                self.fetched.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """The site, built as CONTRIBUTING says, but elsewhere."""
    folder = tmp_path_factory.mktemp("docs")
    [command] = re.findall(r"(?m)^\.venv/bin/python (-m sphinx .*?) docs site\b", CONTRIBUTING)
    words = [*command.split(), "-q", "-d", str(folder / "doctrees"), str(ROOT / "docs")]
    done = subprocess.run(
        [sys.executable, *words, str(folder / "site")],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert "-W" in words
    return folder / "site"


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Links]:
    """Each page of the site, read."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        found[path] = Links()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


def test_every_page_of_the_docs_is_on_the_site(site):
    for path in (ROOT / "docs").rglob("*.md"):
        page = path.relative_to(ROOT / "docs").with_suffix(".html")
        assert (site / page).is_file(), page


def test_no_link_leads_nowhere(pages, site):
    wrong = []
    for path, page in pages.items():
        for link in page.leads:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                # Whether it answers can't be asked without the network; how it is written can.
                if parts.scheme != "https" or not re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.netloc):
                    wrong.append((path.name, link))
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = pages.get(target)
            leads = target.exists() and target.is_relative_to(site.resolve())
            if leads and parts.fragment and there:
                leads = unquote(parts.fragment) in there.ids
            if not leads:
                wrong.append((path.name, link))
    assert wrong == []


def test_nothing_is_fetched_from_elsewhere(pages, site):
    for path, page in pages.items():
        for link in page.fetched:
            parts = urlsplit(link)
            assert not parts.scheme or parts.scheme == "data", (path.name, link[:80])
            assert not parts.netloc, (path.name, link)
            there = path.parent / unquote(parts.path) if parts.path else path
            assert parts.scheme or there.is_file(), (path.name, link)
    for sheet in site.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert not re.search(r"(?:url\(\s*[\"']?|@import\s+[\"'])(?:https?:)?//", text), sheet.name


def test_every_public_name_is_documented(site):
    content = (site / "objects.inv").read_bytes()
    lines = zlib.decompress(content.split(b"\n", 4)[4]).decode().splitlines()
    documented = {line.split(" ", 1)[0] for line in lines if " py:" in line}
    wanted = set()
    for found in pkgutil.walk_packages(qaanalysis.__path__, "qaanalysis."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        wanted.add(found.name)
        wanted |= {
            f"{found.name}.{name}"
            for name, of in vars(module).items()
            if (inspect.isfunction(of) or inspect.isclass(of)) and of.__module__ == found.name
            if not name.startswith("_")
        }
    assert len(wanted) > 1000
    assert sorted(wanted - documented) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", MAIN)
def test_axe_finds_nothing_and_no_request_leaves(name, site, browser):
    with opened(browser, site / f"{name}.html") as page:
        for width in (1280, 375):
            for colours in ("light", "dark"):
                page.look(width=width, colours=colours)
                found = Axe().run(page.tab, options=_options()).response
                assert len(found["passes"]) > 20
                told = [
                    (width, colours, violation["id"], [n["html"][:120] for n in violation["nodes"]])
                    for violation in found["violations"]
                ]
                assert told == []
            assert page.find("() => document.documentElement.scrollWidth <= innerWidth")
        assert [url for url in page.asked if not url.startswith("file:")] == []


def _options() -> dict:
    return {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
