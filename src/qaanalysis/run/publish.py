"""Put a finished run where readers find it, without ever damaging what was there.

A run's folder is made under another name, moved into place whole, and never changed again. One
small file, the month's index, is then swapped for the new one. Stopped at any point, readers find
the old index or the new one. Names are each run's own, so runs at the same time don't meet.

What a killed run left under its other name is removed by a later run, once nothing in it has been
written for a day: whether its process still runs can't be asked of another machine that shares the
folder, and no run takes that long.
"""

import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

from qaanalysis.errors import RunError

STAGING = ".staging-"
INDEX = "index.html"
ABANDONED_SECONDS = 24 * 60 * 60
_TRIES, _PAUSE_SECONDS = 5, 0.2


def stage(outputs: Path, month: str, run_id: str) -> Path:
    """Make an empty folder, of a name that no other run has, for a run to be written into.

    Raises
    ------
    RunError
        If the folder can't be made.
    """
    _remove_abandoned(outputs)
    # Not tempfile's: its folders are their owner's alone, and this one is to become the run's.
    staging = outputs / month / f"{STAGING}{run_id}.{secrets.token_hex(4)}"
    try:
        staging.mkdir(parents=True)
    except OSError as error:
        raise unwritable(outputs, error) from None
    return staging


def unwritable(outputs: Path, error: OSError) -> RunError:
    """Return what is said of outputs that can't be written."""
    return RunError(
        f"The folder {outputs.name} can't be written to: {error.strerror}. "
        "Check that it isn't read-only and that the disk has room."
    )


def unwritten(error: OSError) -> RunError:
    """Return what is said of a run that the system didn't let be written."""
    named = f" ({Path(str(error.filename)).name})" if error.filename else ""
    return RunError(
        f"The run can't be written: {error.strerror or type(error).__name__}{named}. Nothing was "
        "published, and what was published before is as it was. Check that the disk has room and "
        "that no file of the outputs is read-only or open, and run again."
    )


def publish(staging: Path, index: Callable[[str], str] | None) -> Path:
    """Move a staged run into place and, given an index page, make it the month's newest.

    Parameters
    ----------
    staging : Path
        A folder made by `stage`, complete.
    index : callable or None
        Given the name of the run's folder, returns the month's index page; None leaves the present
        one, for a run that is only a part of the month's reports.

    Returns
    -------
    Path
        The run's folder: named as the run, with a number if another run has the name.

    Raises
    ------
    RunError
        If the folder can't be moved, or the index can't be swapped; what was published stays.
    """
    for final in _names(staging):
        page = index(final.name) if index else None
        if _moved(staging, final):
            break
    if page is not None:
        try:
            swap(final.parent / INDEX, page)
        except OSError as error:
            raise RunError(
                f"The run was made, in {final.parent.name}/{final.name}, but the month's index "
                f"can't be put in place: {error.strerror}. Close it if it is open, and run again."
            ) from None
    return final


def _names(staging: Path) -> Iterator[Path]:
    """Yield names for a run's folder that aren't taken, the run's own first."""
    run_id = staging.name.removeprefix(STAGING).rpartition(".")[0]
    for number in count(1):
        final = staging.with_name(run_id if number == 1 else f"{run_id}-{number}")
        if not final.exists():
            yield final


def _moved(staging: Path, final: Path) -> bool:
    """Move a staged run, and tell whether it was: another run may just have taken the name."""
    try:
        staging.rename(final)
    except OSError as error:
        if final.exists():
            return False
        raise RunError(
            f"The run was made but can't be put in place: {error.strerror}. Close any of its files "
            "that is open, and run again."
        ) from None
    return True


def swap(path: Path, text: str) -> None:
    """Replace a file's text in one step: readers find the old or the new, never a part."""
    new = path.with_name(f"{STAGING}{path.name}.{secrets.token_hex(4)}")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        _replace(new, path)
    except BaseException:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def _replace(new: Path, path: Path) -> None:
    """Put a file in another's place; on Windows that fails while somebody reads or swaps it."""
    for _ in range(_TRIES - 1):
        try:
            new.replace(path)
        except PermissionError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    new.replace(path)


def discard(staging: Path) -> None:
    """Remove a staged run that came to nothing."""
    shutil.rmtree(staging, ignore_errors=True)


def _remove_abandoned(outputs: Path) -> None:
    """Remove what killed runs left behind, of any month; another run's live folder is let be."""
    for left in outputs.glob(f"*/{STAGING}*"):
        if time.time() - _last_written(left) <= ABANDONED_SECONDS:
            continue
        if left.is_dir():
            discard(left)
        else:
            with suppress(OSError):
                left.unlink()


def _last_written(path: Path) -> float:
    """Return when anything in a folder was last written."""
    try:
        return max(found.stat().st_mtime for found in (path, *path.rglob("*")))
    except OSError:
        # What vanishes while it is looked at is being moved into place or removed: it has an owner.
        return time.time()
