"""Put a finished run where readers find it, without ever damaging what was there.

A run's folder is made under another name, moved into place whole, and never changed again. One
small file, the month's index, is then swapped for the new one. Stopped at any point, readers find
the old index or the new one.
"""

import os
import shutil
from pathlib import Path

from qaanalysis.errors import RunError

STAGING = ".staging-"


def stage(outputs: Path, month: str, run_id: str) -> Path:
    """Make an empty folder for a run to be written into.

    Raises
    ------
    RunError
        If the folder can't be made, or the run's own folder is there already.
    """
    final = outputs / month / run_id
    if final.exists():
        raise RunError(f"The run {month}/{run_id} is there already; runs are written once.")
    staging = outputs / month / f"{STAGING}{run_id}"
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
    except OSError as error:
        raise RunError(
            f"The folder {outputs.name} can't be written to: {error.strerror}. "
            "Check that it isn't read-only and that the disk has room."
        ) from None
    return staging


def publish(staging: Path, index: str | None) -> Path:
    """Move a staged run into place and, given an index page, make it the month's newest.

    Parameters
    ----------
    staging : Path
        A folder made by `stage`, complete.
    index : str or None
        The month's index page; None leaves the present one, for a run of which a report failed.

    Returns
    -------
    Path
        The run's folder.
    """
    final = staging.with_name(staging.name.removeprefix(STAGING))
    try:
        os.rename(staging, final)  # noqa: PTH104
        if index is not None:
            swap(final.parent / "index.html", index)
    except OSError as error:
        raise RunError(
            f"The run was made but can't be put in place: {error.strerror}. Close any of its files "
            "that is open, and run again."
        ) from None
    return final


def swap(path: Path, text: str) -> None:
    """Replace a file's text in one step: readers find the old or the new, never a part."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(path)


def discard(staging: Path) -> None:
    """Remove a staged run that came to nothing."""
    shutil.rmtree(staging, ignore_errors=True)
