"""A page in a browser, looked at in one way after another without being loaded again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from made import Made
from playwright.sync_api import Browser, Page
from run_files import ROOT

from qaanalysis.run import readers

# Of a report that is made for each service area one page is opened.
ONE_OF = {"head_of_service": "head_of_service-leaving-care"}
FILES = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Those that a run with rows makes into reports.
NOTEBOOKS = [p.stem for p in FILES if not readers.is_lab_only(p) and readers.needs_rows(p)]
REPORTS = [ONE_OF.get(name, name) for name in NOTEBOOKS]
# Reports of drawn samples, of single service areas and of statements are for internal readers only.
INTERNAL = {*ONE_OF, "claims", "data_quality", "moderation_sample", "themed_sample"}
PUBLISHED = [name for name in NOTEBOOKS if name not in INTERNAL]
# Each audience and its pages. One more audience is one more entry, here and in the fixture `runs`.
PAGES = {
    "internal": ["all-months", "index", *REPORTS],
    "published": ["all-months", "index", *PUBLISHED],
}
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
# What WCAG 1.4.12 asks a page to bear. Drawings are left out: each has its table beside it.
SPACED = """
*:not(svg, svg *) {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
}
p { margin-bottom: 2em !important }
"""
_OPEN = "open => document.querySelectorAll('details').forEach(d => { d.open = open })"
_SPACE = """css => {
  document.getElementById("spaced")?.remove();
  if (css) document.head.append(Object.assign(document.createElement("style"),
    { id: "spaced", textContent: css }));
}"""


@dataclass(frozen=True)
class OpenedPage:
    """A page that was loaded once, and all it asked for and complained of since."""

    path: Path
    tab: Page
    asked: list[str]
    complaints: list[str]

    def look(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        colours: str = "light",
        media: str = "screen",
        forced: bool = False,
        unfolded: bool = False,
        spaced: bool = False,
    ) -> None:
        """Show the page in a window, on paper, in the dark, with all unfolded or spaced out."""
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.emulate_media(
            media=media, color_scheme=colours, forced_colors="active" if forced else "none"
        )
        self.tab.evaluate(_OPEN, unfolded)
        self.tab.evaluate(_SPACE, SPACED if spaced else "")
        self.tab.evaluate("scrollTo(0, 0)")

    def find(self, function: str, *given: Any) -> Any:
        """Return what a JavaScript function finds in the page."""
        return self.tab.evaluate(function, *given)


def where(name: str, run: Made) -> Path:
    """Return the file of a page of a run."""
    if name == "all-months":
        return run.made.index.parent.parent / "index.html"
    return run.made.index if name == "index" else run.made.folder / f"{name}.html"


@contextmanager
def opened(browser: Browser, path: Path, **context: Any) -> Iterator[OpenedPage]:
    """Open a page in a window of its own, and close it again."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900}, **context)
    asked: list[str] = []
    complaints: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    tab.goto(path.as_uri())
    yield OpenedPage(path, tab, asked, complaints)
    tab.close()
