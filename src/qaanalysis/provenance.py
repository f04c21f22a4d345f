"""What a result rests on: hashes of inputs, versions, and JSON that is always the same bytes."""

import hashlib
import json
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("qaanalysis", "pandas", "numpy", "scipy", "seaborn", "papermill", "nbconvert")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def versions(packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Return the version of Python and of each package; "absent" if it isn't installed.

    Examples
    --------
    >>> versions(["no-such-package"])["no-such-package"]
    'absent'
    """
    found = {"python": platform.python_version()}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def run_key(params: dict[str, Any], inputs: dict[str, str]) -> str:
    """Return what tells a run's inputs from any other's: 12 hex digits, the same for the same.

    Parameters
    ----------
    params : dict
        The resolved params.
    inputs : dict of str to str
        SHA-256 of each input file, by its name.
    """
    rests_on = {"params": params, "inputs": inputs, "qaanalysis": versions(["qaanalysis"])}
    return hashlib.sha256(canonical_json(rests_on).encode()).hexdigest()[:12]


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys, UTF-8 text and a newline at the end: same value, same bytes.

    Examples
    --------
    >>> print(canonical_json({"b": 1, "a": "é"}), end="")
    {
     "a": "é",
     "b": 1
    }
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n"
