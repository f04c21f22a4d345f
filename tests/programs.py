"""Programs and fonts of the system that some tests need."""

import os
import shutil
from collections.abc import Collection
from typing import NoReturn

import pytest
from matplotlib.font_manager import fontManager


def needed(program: str) -> str:
    """Return a program's path; without it the test is skipped, but in CI it fails."""
    found = shutil.which(program)
    if found is None:
        _lacking(f"{program} isn't installed on this machine")
    return found


def needed_font(wanted: Collection[str]) -> None:
    """Go on if one of some fonts is installed; else skip the test, or fail it in CI."""
    if not {font.name for font in fontManager.ttflist}.intersection(wanted):
        _lacking(f"none of {', '.join(wanted)} is installed on this machine")


def _lacking(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
