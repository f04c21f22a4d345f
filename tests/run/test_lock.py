"""One run of a month at a time; no lock outlives its process."""

import subprocess
import sys
import threading

import pytest
from tiny_pack import tiny_month

from qaanalysis import params
from qaanalysis.errors import RunError
from qaanalysis.run import lock

HOLDS = """
import sys
from qaanalysis import params
from qaanalysis.run import lock
with lock.held(params.read(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path):
    return tiny_month(tmp_path, "first")


@pytest.fixture
def holder(file):
    """Another process that holds the month's lock."""
    command = [sys.executable, "-c", HOLDS, str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_who_has_it_and_since_when_is_told_and_it_is_waited_for(file, holder):
    said = []

    def told(sentence):
        said.append(sentence)
        threading.Timer(1, holder.stdin.close).start()

    with lock.held(params.read(file), told):
        assert holder.wait(30) == 0
    [sentence] = said
    assert sentence.startswith("Another run of 2023-11 in outputs is under way, begun by ")
    assert sentence.endswith(" minutes ago. Waiting for it.")


def test_after_some_time_it_is_not_waited_for_any_more(file, holder):
    with (
        pytest.raises(RunError, match=r"run of 2023-11 .* didn't end within 0 minutes"),
        lock.held(params.read(file), seconds=0),
    ):
        pytest.fail("two held it")


def test_a_killed_process_holds_it_no_longer(file, holder):
    holder.kill()
    holder.wait(30)
    with lock.held(params.read(file), pytest.fail, seconds=0):
        pass
    with lock.held(params.read(file), pytest.fail, seconds=0):
        pass


def test_another_month_is_not_waited_for_but_for_publication_any_is(file, holder, tmp_path):
    text = file.read_text(encoding="utf-8")
    other = tmp_path / "october.yml"
    other.write_text(text.replace("month: 2023-11", "month: 2023-10"), encoding="utf-8")
    with lock.held(params.read(other), pytest.fail, seconds=0):
        pass
    for read in (file, other):
        read.write_text(read.read_text("utf-8") + "audience: published\n", encoding="utf-8")
    with (
        lock.held(params.read(file)),
        pytest.raises(RunError, match="Another run of published in outputs is under way"),
        lock.held(params.read(other), seconds=0),
    ):
        pytest.fail("two held it")


def test_outputs_that_cannot_be_written_are_told(file, tmp_path):
    (tmp_path / "outputs").write_text("")
    with (
        pytest.raises(RunError, match="The folder outputs can't be written to"),
        lock.held(params.read(file)),
    ):
        pytest.fail("there is no folder")
