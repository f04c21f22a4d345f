"""One run of a month at a time: a second one waits, and then finds what the first has made.

Runs at the same time would meet harmlessly, as each has a folder of its own. But the one that began
first could end last, and what is published is checked against all that was published before, which
two at once wouldn't see of each other: so those for publication are made one month after another.

The system gives the lock back when its process ends, however it ends: none outlives a killed run.
"""

import datetime as dt
import getpass
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qaanalysis.errors import RunError
from qaanalysis.params import Params
from qaanalysis.run.publish import unwritable
from qaanalysis.vocabulary import Audience

FOLDER = ".running"
WAIT_SECONDS = 60 * 60
_PAUSE_SECONDS = 0.5


def name(read: Params) -> str:
    """Return what only one run at a time may be at work on."""
    return str(read.audience) if read.audience is Audience.PUBLISHED else read.month


@contextmanager
def held(
    read: Params,
    waiting: Callable[[str], None] = lambda _: None,
    *,
    seconds: float = WAIT_SECONDS,
) -> Iterator[None]:
    """Hold a month's lock while a run is made.

    Parameters
    ----------
    read : Params
        Of the run.
    waiting : callable
        Told once, in a sentence, of the run that has to be waited for.
    seconds : float
        How long to wait.

    Raises
    ------
    RunError
        If another run holds it all that time, or the outputs can't be written to.
    """
    from filelock import FileLock, Timeout

    folder = read.outputs / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name(read)}.lock")
        until = time.monotonic() + seconds
        while True:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if time.monotonic() >= until:
                    raise RunError(
                        f"{_owner(folder, read)} It didn't end within "
                        f"{round(seconds / 60)} minutes: see what it is doing, and run again."
                    ) from None
                waiting(f"{_owner(folder, read)} Waiting for it.")
                waiting = _silent
                time.sleep(_PAUSE_SECONDS)
            else:
                break
        _say_owner(folder, read)
    except NotImplementedError:
        # A file system without locks: runs at once meet harmlessly but for their order.
        yield
        return
    except OSError as error:
        raise unwritable(read.outputs, error) from None
    try:
        yield
    finally:
        with suppress(OSError):
            _owner_file(folder, read).unlink()
        lock.release()


def _silent(_: str) -> None:
    """Say nothing more."""


def _owner_file(folder: Path, read: Params) -> Path:
    # Beside the lock itself, which nobody else can read on Windows.
    return folder / f"{name(read)}.json"


def _say_owner(folder: Path, read: Params) -> None:
    try:
        user = getpass.getuser()
    except (OSError, KeyError, ImportError):
        user = "somebody"
    begun = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    said = {"user": user, "machine": socket.gethostname(), "begun": begun}
    _owner_file(folder, read).write_text(json.dumps(said), encoding="utf-8")


def _owner(folder: Path, read: Params) -> str:
    """Return who holds the lock and since when, as far as they have said so."""
    what = f"Another run of {name(read)} in {read.outputs.name} is under way"
    try:
        said = json.loads(_owner_file(folder, read).read_text(encoding="utf-8"))
        begun = dt.datetime.fromisoformat(said["begun"]).astimezone()
        age = max(0, round((dt.datetime.now(dt.UTC) - begun).total_seconds() / 60))
        return (
            f"{what}, begun by {said['user']} on {said['machine']} at {begun:%H:%M}, {age} "
            "minutes ago."
        )
    except (OSError, ValueError, KeyError, TypeError):
        return f"{what}."
