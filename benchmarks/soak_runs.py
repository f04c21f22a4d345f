"""Runs that are killed at a hundred writes, and kernels that are started five hundred times.

python benchmarks/soak_runs.py [POINTS] [STARTS]

A month of two quick reports is made once; then it is made again and again, each time by a process
that kills itself at another write, and after each what readers find is checked. The tests do the
same at 20 writes. Then kernels are started, two at a time, each for one notebook, and ended; on
Linux as many more are forked.
"""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "end_to_end")]

from tiny_pack import notebook, tiny_month  # noqa: E402

from qaanalysis.run import forked, pack  # noqa: E402
from qaanalysis.run.execute import Pool  # noqa: E402
from qaanalysis.run.plan import Job  # noqa: E402


def killed(folder: Path, points: int) -> None:
    file = tiny_month(folder, "first", "second")
    made = pack.make(file, workers=1, started=dt.datetime(2023, 12, 4, 9, 30))
    program = str(TESTS / "end_to_end" / "stopped_runs.py")
    begun = time.perf_counter()
    command = [sys.executable, program, str(file), str(made.folder), str(points)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    *stopped, last = done.stdout.splitlines()
    took = time.perf_counter() - begun
    print(f"{len(stopped)} runs killed, at writes {last}; each left all whole; {took:.0f} s")


def started(folder: Path, starts: int, how: str) -> None:
    path = folder / "quick.ipynb"
    path.write_text(json.dumps(notebook("1 + 1", title="Quick")), encoding="utf-8")
    begun, failed = time.perf_counter(), []
    # A notebook that dies leaves its kernel to be started anew; one pool for each pair does too.
    for n in range(starts // 2):
        with Pool(2) as pool:
            jobs = [Job(f"quick-{n}-{side}", path, {}) for side in (1, 2)]
            results = [pool.submit(job, folder) for job in jobs]
        failed += [result.result().problem for result in results if result.result().failed]
    took = time.perf_counter() - begun
    print(f"{starts // 2 * 2} kernels {how} and ended, {len(failed)} failed; {took:.0f} s")


def main(points: int = 100, starts: int = 500) -> None:
    with tempfile.TemporaryDirectory() as folder:
        killed(Path(folder) / "month", points)
        started(Path(folder), starts, "started")
        forked.begin()
        if forked.server():
            started(Path(folder), starts, "forked")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
