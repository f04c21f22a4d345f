"""Programs of the system that some tests need."""

import os
import shutil

import pytest


def needed(program: str) -> str:
    """Return a program's path; without it the test is skipped, but in CI it fails."""
    found = shutil.which(program)
    if found is None:
        reason = f"{program} isn't installed on this machine"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found
