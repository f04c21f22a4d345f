"""Runs that are killed at any write leave what was published whole, and no process."""

import datetime as dt
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from stopped_runs import whole
from tiny_pack import tiny_month, write_report

from qaanalysis.errors import RunError
from qaanalysis.run import pack
from qaanalysis.run.prepared import Asked

POINTS = 20
PROGRAM = Path(__file__).with_name("stopped_runs.py")
STARTED = dt.datetime(2023, 12, 4, 9, 30)


@pytest.fixture(scope="module")
def once_made(tmp_path_factory):
    """A month that was made once, and what it is made again from without a kernel."""
    file = tiny_month(tmp_path_factory.mktemp("month"), "first", "second")
    return file, pack.make(file, workers=1, started=STARTED)


@pytest.fixture
def again(once_made, monkeypatch):
    """Make the month again, from notebooks that were executed before."""
    pytest.importorskip("fcntl", reason="written for systems with forks")
    from stopped_runs import no_kernels, taken_from

    file, made = once_made
    monkeypatch.setattr(pack, "execute", taken_from(made.folder))
    monkeypatch.setattr(pack, "Pool", no_kernels)
    outputs = made.folder.parents[1]

    def make(hours):
        started = STARTED + dt.timedelta(hours=hours)
        return pack.make(file, asked=Asked(force=True), workers=1, started=started)

    return make, outputs


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_run_killed_at_any_write_leaves_the_old_or_the_new_and_never_half(once_made):
    file, made = once_made
    command = [sys.executable, str(PROGRAM), str(file), str(made.folder), str(POINTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    *points, last = done.stdout.splitlines()
    assert len({line.split()[0] for line in points}) == POINTS
    assert int(last.removeprefix("of ")) >= POINTS
    assert {line.split()[1] for line in points} >= {"open", "os.rename", "os.mkdir"}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_no_process_remains_of_a_run_that_is_killed(tmp_path):
    file = tiny_month(tmp_path, "first", "second")
    write_report(tmp_path / "notebooks", "second", "while True:\n    pass")
    command = [sys.executable, "-m", "qaanalysis", "run", str(file), "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        # The first report is made, so that the second's kernel is at work.
        assert process.stdout.readline().startswith("first: made")
        kernels = psutil.Process(process.pid).children(recursive=True)
        assert kernels
        process.send_signal(signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until and any(kernel.is_running() for kernel in kernels):
        time.sleep(0.2)
    assert not any(kernel.is_running() for kernel in kernels)


def test_a_clock_that_was_moved_back_changes_nothing(again):
    make, outputs = again
    before = make(5)
    after = make(-48)
    assert after.published
    index = (outputs / "2023-11" / "index.html").read_text(encoding="utf-8")
    assert f'href="{after.folder.name}/' in index
    assert before.folder.is_dir()
    whole(outputs)


def test_what_was_left_behind_and_can_not_be_read_is_let_be(again):
    make, outputs = again
    left = outputs / "2023-11" / ".staging-left.abcd"
    (left / "notebooks").mkdir(parents=True)
    (left / "manifest.json").write_bytes(b"\xff{half")
    (left / "notebooks" / "dangling").symlink_to("nowhere")
    (left / "notebooks").chmod(0)
    try:
        assert make(6).published
    finally:
        (left / "notebooks").chmod(0o700)
        shutil.rmtree(left)
    whole(outputs)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount a small disk"
)
@pytest.mark.parametrize("share", [0, 0.3, 0.8], ids=lambda share: f"room for {share:.0%}")
def test_a_full_disk_is_told_and_what_was_published_stays(again, once_made, share, tmp_path):
    make, outputs = again
    needed = sum(path.stat().st_size for path in once_made[1].folder.rglob("*"))
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=50m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    kept = outputs.with_name("kept")
    try:
        shutil.copytree(outputs, small / "outputs")
        outputs.rename(kept)
        outputs.symlink_to(small / "outputs")
        before = sorted((outputs / "2023-11").iterdir())
        index = (outputs / "2023-11" / "index.html").read_bytes()
        (outputs / "filler").write_bytes(b"x" * round(free(small) - share * needed))
        with pytest.raises(RunError, match="No space left on device"):
            make(7)
        assert (outputs / "2023-11" / "index.html").read_bytes() == index
        (outputs / "filler").unlink()
        whole(outputs)
        assert sorted((outputs / "2023-11").iterdir()) == before
    finally:
        if outputs.is_symlink():
            outputs.unlink()
            kept.rename(outputs)
        subprocess.run(["umount", str(small)], check=True)


def free(folder):
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize
