"""Fixtures that many tests share."""

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def published() -> Path:
    """Figures from the literature and from the published report."""
    return ROOT / "tests" / "published"


def needed(program: str) -> str:
    """Return a program's path; without it the test is skipped, but in CI it fails."""
    found = shutil.which(program)
    if found is None:
        reason = f"{program} isn't installed on this machine"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """The Chromium browser's program."""
    return needed("chromium")
