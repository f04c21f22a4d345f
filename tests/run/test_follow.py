"""What was started by a process ends with it: tried on real processes."""

import subprocess
import sys

import psutil
import pytest

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
