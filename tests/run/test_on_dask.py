"""Months on a Dask cluster: each published once, also where a worker is killed at its work."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from made import STARTED
from tiny_pack import tiny_month, write_report
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.run import basis, batch, on_dask, pack
from qaanalysis.run.prepared import Asked
from qaanalysis.run.watch import Limits

MONTHS = [f"2023-{month:02}" for month in range(5, 12)]
# The first attempt at one month says which process runs it, and never ends by itself.
STAYS = """
import os, pathlib, time
from qaanalysis import params
told = pathlib.Path(params_file).with_name("worker.txt")
if params.read(params_file).month == "2023-08" and not told.exists():
    told.with_suffix(".part").write_text(f"{os.getppid()} {os.getpid()}")
    told.with_suffix(".part").rename(told)
    time.sleep(600)
"""


def test_without_dask_it_is_said_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    file = tiny_month(tmp_path, "first")
    done = CliRunner().invoke(app, ["run", str(file), "--dask", "tcp://127.0.0.1:1"])
    assert done.exit_code == 1
    assert "pip install 'qaanalysis[dask]'" in str(done.exception)


def test_a_scheduler_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.setattr(on_dask, "_REACH_SECONDS", 1)
    for address in ("tcp://127.0.0.1:1", "nowhere://x"):
        with pytest.raises(on_dask.RunError, match=f"No Dask scheduler answers at {address}"):
            on_dask.run([], Asked(), address=address)


@pytest.fixture
def make(tmp_path):
    """Make a month as a worker does, with some of what it is given changed."""
    file = tiny_month(tmp_path, "first")

    def made(asked=Asked(), file=file, package=basis.package()):  # noqa: B008 - it can't be changed
        return on_dask.make(file, asked, workers=1, limits=Limits(), package=package)

    return made


def test_a_second_attempt_at_what_was_published_publishes_nothing(make):
    first, again = make(), make()
    assert (first.status, again.status) == ("published", "unchanged")
    assert again.pack.folder == first.pack.folder
    over = Asked(force=True, over=first.pack.folder.name)
    forced, again = make(over), make(over)
    assert (forced.status, again.status) == ("published", "unchanged")
    assert again.pack.folder == forced.pack.folder != first.pack.folder


def test_a_worker_of_another_version_or_without_the_folder_makes_nothing(make, tmp_path):
    assert "has another version of qaanalysis" in make(package="0" * 64).problem
    away = make(file=tmp_path / "away.yml")
    assert "away.yml. Workers need params, data, notebooks and outputs in" in away.problem
    assert not (tmp_path / "outputs").exists()


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and three workers, each a process with one thread."""
    told = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    plain = ["--scheduler-file", str(told), "--no-dashboard"]
    here = ["--host", "127.0.0.1", "--port", "0"]
    of_worker = ["--no-nanny", "--nthreads", "1", "--local-directory", str(tmp_path)]
    dask = [sys.executable, "-m", "dask"]
    own = [subprocess.Popen([*dask, "scheduler", *here, *plain], **quiet)]
    own += [subprocess.Popen([*dask, "worker", *plain, *of_worker], **quiet) for _ in range(3)]
    try:
        until = time.monotonic() + 120
        while not told.exists() and time.monotonic() < until:
            time.sleep(0.1)
        yield json.loads(told.read_text(encoding="utf-8"))["address"], own
    finally:
        for process in own:
            process.kill()
            process.wait()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_seven_months_are_each_published_once_though_a_worker_is_killed(tmp_path, cluster):
    address, processes = cluster
    files = seven_months(tmp_path)
    killed = []

    def kill(_):
        """Kill the worker that is at its work for good, as soon as another month has ended."""
        told = tmp_path / "worker.txt"
        if told.exists() and not killed:
            killed.extend(map(int, told.read_text(encoding="utf-8").split()))
            os.kill(killed[0], signal.SIGKILL)

    outcomes = on_dask.run(files, Asked(), address=address, told=batch.Told(ended=kill))
    worker, kernel = killed
    assert worker in {process.pid for process in processes[1:]}
    assert ended(kernel), "the notebook's process ends with its worker"
    assert [outcome.problem for outcome in outcomes] == [""] * 7
    assert [outcome.status for outcome in outcomes] == ["published"] * 7
    assert [outcome.month for outcome in outcomes] == MONTHS
    outputs = tmp_path / "outputs"
    runs = {
        month: [p.parent for p in (outputs / month).glob("*/manifest.json")] for month in MONTHS
    }
    assert runs == {o.month: [o.pack.folder] for o in outcomes}
    for outcome in outcomes:
        index = (outputs / outcome.month / "index.html").read_text(encoding="utf-8")
        assert f'href="{outcome.pack.folder.name}/' in index
    overview = (outputs / "index.html").read_text(encoding="utf-8")
    assert all(f"{month}/index.html" in overview for month in MONTHS)
    # What the killed worker left is never taken for a run, and a later run removes it.
    assert [left.parent.name for left in outputs.glob("*/.staging-*")] == ["2023-08"]
    assert_as_made_here(outcomes[0])


def ended(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def seven_months(folder):
    file = tiny_month(folder, "first", "second")
    write_report(folder / "notebooks", "second", STAYS)
    text = file.read_text(encoding="utf-8").replace("previous_as_at: 2023-11-03\n", "")
    files = []
    for month in MONTHS:
        as_at = f"as_at: 2023-{int(month[-2:]) + 1:02}-03"
        files.append(folder / f"{month}.yml")
        said = text.replace("as_at: 2023-12-03", as_at).replace("month: 2023-11", f"month: {month}")
        files[-1].write_text(said, encoding="utf-8")
    return files


def assert_as_made_here(outcome):
    """Assert that a month's pages and manifest are those it has when it is made without Dask."""
    here = pack.make(outcome.file, asked=Asked(force=True), workers=1, started=STARTED).folder
    there = outcome.pack.folder
    for name in ("first.html", "second.html", "figures.json"):
        assert (here / name).read_bytes() == (there / name).read_bytes()
    assert timeless(here) == timeless(there)


def timeless(folder):
    said = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    reports = [
        {key: value for key, value in report.items() if key not in ("seconds", "memory_mb")}
        for report in said.pop("reports").values()
    ]
    return reports, {key: value for key, value in said.items() if key not in ("started", "run")}
