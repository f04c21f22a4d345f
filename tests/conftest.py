"""Fixtures that many tests share."""

from pathlib import Path

import pytest
from programs import needed, needed_font

from qaanalysis.run import forked

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def published() -> Path:
    """Figures from the literature and from the published report."""
    return ROOT / "tests" / "published"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium browser's program."""
    return needed("chromium")


@pytest.fixture(scope="session")
def page_letters() -> None:
    """Letters as wide as those that most readers see; the last resort of the page is wider."""
    needed_font(("Arial", "Helvetica", "Liberation Sans"))


@pytest.fixture(autouse=True)
def _no_fork_server(monkeypatch) -> None:
    """Have a command that is called in the tests' own process begin none: it would outlive them."""
    monkeypatch.setattr(forked, "begin", lambda: None)
