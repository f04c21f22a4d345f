"""A run whose kernels were forked has the same bytes as one on ordinary kernels."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from run_files import example_run

from qaanalysis.run import forked

REPORTS = ("follow_up", "grades", "moderation", "returns")
# What differs between any two runs: when they were made, how long each took and what it held.
OF_THE_RUN = {"started", "seconds", "memory_mb"}


def made(file: Path, fork: str) -> tuple[Path, bool]:
    """Make the reports by the command; return the run's folder, and whether kernels were forked."""
    only = [word for name in REPORTS for word in ("--only", name)]
    command = [sys.executable, "-m", "qaanalysis", "run", str(file), "--force", "--json", *only]
    env = {**os.environ, forked.VARIABLE: fork}
    launched = set()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        while process.poll() is None:
            with suppress(psutil.Error):
                below = psutil.Process(process.pid).children(recursive=True)
                launched |= {each.pid for each in below if "ipykernel_launcher" in each.cmdline()}
            time.sleep(0.1)
        said = process.stdout.read()
    assert process.returncode == 0, said
    return Path(json.loads(said)["runs"][0]["folder"]), not launched


def plain(value: object) -> object:
    """Return what a manifest says but for what differs between any two runs."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items() if key not in OF_THE_RUN}
    return value


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
def test_a_run_has_the_same_bytes_on_forked_kernels(tmp_path):
    file = example_run(tmp_path)
    (ordinary, was_forked), (forks, were_forked) = made(file, "0"), made(file, "1")
    assert (was_forked, were_forked) == (False, True)
    names = {path.relative_to(forks) for path in forks.rglob("*") if path.is_file()}
    assert names == {p.relative_to(ordinary) for p in ordinary.rglob("*") if p.is_file()}
    assert {Path(f"{name}.html") for name in REPORTS} < names
    for name in sorted(names):
        if name.suffix == ".ipynb":
            # papermill writes when each cell began; what the cells show is in the pages.
            continue
        if name.name == "manifest.json":
            first, second = (json.loads((run / name).read_bytes()) for run in (ordinary, forks))
            assert plain(first) == plain(second)
        else:
            assert (ordinary / name).read_bytes() == (forks / name).read_bytes(), name
