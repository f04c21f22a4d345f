"""A program that makes a month again and again, and each time kills itself at another write.

Called with a params file, the folder of a run of it, and how many points to stop at. Everything
slow is done once: each run is a fork of this process, and takes its executed notebooks from the
folder. A line is written for each run: at which write it stopped, and what was written.
"""

import datetime as dt
import json
import os
import shutil
import signal
import sys
from contextlib import nullcontext
from pathlib import Path

from qaanalysis.run import contents, pack, publication, render  # noqa: F401 - before the first fork
from qaanalysis.run.execute import Executed
from qaanalysis.run.prepared import Asked

STARTED = dt.datetime(2023, 12, 5, 9, 30)
WRITES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate"}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def taken_from(run: Path):
    """Return what stands in for executing notebooks: those of an earlier run are copied."""

    def execute(_pool, jobs, folder, **_):
        made = []
        for job in jobs:
            copy = shutil.copyfile(
                run / "notebooks" / f"{job.name}.ipynb", folder / f"{job.name}.ipynb"
            )
            made.append(Executed(job, Path(copy), 0.0))
        return made

    return execute


def no_kernels(*_, **__):
    """Return what stands in for a pool."""
    return nullcontext()


def make(file: Path, outputs: Path, stop_at: int) -> int:
    """Make a month, and return how often it wrote; stopped at the given write, it returns never."""
    count = 0

    def hook(event, given):
        nonlocal count
        if event == "open":
            flags = given[2] if isinstance(given[2], int) else 0
            if not flags & (os.O_WRONLY | os.O_RDWR):
                return
        elif event not in WRITES:
            return
        if not str(given[0]).startswith(str(outputs)):
            return
        count += 1
        if count == stop_at:
            say(f"{count} {event} {Path(str(given[0])).name}")
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    made = pack.make(file, asked=Asked(force=True), workers=1, started=STARTED)
    assert made.published
    return count


def forked(file: Path, outputs: Path, stop_at: int = 0) -> int:
    """Make a month in its own process, and return how often it wrote, or 0 if it was killed."""
    read, write = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(read)
        try:
            os.write(write, str(make(file, outputs, stop_at)).encode())
            os._exit(0)
        finally:
            os._exit(1)
    os.close(write)
    told = os.read(read, 20)
    os.close(read)
    _, status = os.waitpid(process, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
    assert ended in (0, signal.SIGKILL), f"the run ended with {ended}"
    assert bool(told) != (ended == signal.SIGKILL)
    return int(told or 0)


def main(file: Path, run: Path, points: int, check) -> None:
    """Stop runs at points spread over all of a run's writes, and check what readers find."""
    pack.execute, pack.Pool = taken_from(run), no_kernels
    outputs = run.parents[1]
    n = forked(file, outputs)
    for point in range(points):
        at = 1 + round(point * (n - 1) / max(1, points - 1))
        forked(file, outputs, at)
        check(outputs)
    say(f"of {n}")
    assert forked(file, outputs), "the next run succeeds"
    check(outputs)


def whole(outputs: Path) -> None:
    """Check that readers find an index, and that all it leads to is there and whole."""
    month = outputs / "2023-11"
    index = (month / "index.html").read_text(encoding="utf-8")
    assert index.rstrip().endswith("</html>")
    overview = (outputs / "index.html").read_text(encoding="utf-8")
    assert overview.rstrip().endswith("</html>")
    folders = [p for p in month.iterdir() if p.is_dir() and not p.name.startswith(".")]
    assert any(f'href="{folder.name}/' in index for folder in folders)
    for folder in folders:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        names = [f"{name}.html" for name in manifest["reports"]]
        for name in [*names, "index.html"]:
            assert (folder / name).read_text(encoding="utf-8").rstrip().endswith("</html>")
        json.loads((folder / "figures.json").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), whole)
