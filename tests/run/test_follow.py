"""What was started by a process ends with it: tried on real processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from multiprocessing import forkserver

import psutil
import pytest

from qaanalysis.run.follow import end_with_parent
from qaanalysis.run.forked import begin, server

PROGRAM = """
import multiprocessing, sys, time
from qaanalysis.run.follow import end_with_parent

def child():
    end_with_parent()
    sys.stdout.write("following\\n")
    sys.stdout.flush()
    time.sleep(600)

if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=child)
    process.start()
    sys.stdout.write(f"{process.pid}\\n")
    sys.stdout.flush()
    time.sleep(600)
"""


def follows(mark):
    end_with_parent()
    mark.touch()
    time.sleep(600)


@pytest.fixture
def parent(tmp_path):
    """A program that has another follow it."""
    path = tmp_path / "parent.py"
    path.write_text(PROGRAM, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(path)], stdout=subprocess.PIPE, text=True) as begun:
        yield begun
        begun.kill()


def test_a_process_ends_when_the_one_that_started_it_is_killed(parent):
    child = psutil.Process(int(parent.stdout.readline()))
    assert parent.stdout.readline() == "following\n"
    assert child.is_running()
    parent.kill()
    parent.wait()
    child.wait(timeout=20)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_a_process_ends_when_the_one_it_was_forked_from_is_killed(tmp_path):
    begin()
    mark = tmp_path / "follows"
    process = multiprocessing.get_context("forkserver").Process(target=follows, args=(mark,))
    process.start()
    child = psutil.Process(process.pid)
    until = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < until:
        time.sleep(0.1)
    try:
        os.kill(server(), signal.SIGKILL)
        child.wait(timeout=20)
    finally:
        forkserver._forkserver._stop()
