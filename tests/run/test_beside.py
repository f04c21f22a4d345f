"""What is made beside the rest is what would be made here, and tells of the same mistakes."""

import os
import signal
import sys
from multiprocessing import forkserver

import pytest

from qaanalysis.errors import RunError
from qaanalysis.run import beside
from qaanalysis.run.forked import begin

HERE = os.getpid()


def where(*given, more=0):
    return os.getpid(), sum(given) + more


def refuses(word):
    raise RunError(word)


def ends_elsewhere(here):
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return "made here"


@pytest.fixture
def forking():
    if sys.platform != "linux":
        pytest.skip("processes are forked on Linux only")
    begin()
    yield
    forkserver._forkserver._stop()


def test_it_is_made_when_it_is_needed_where_nothing_is_forked():
    assert beside.begin(where, 1, 2, more=3)() == (HERE, 6)


@pytest.mark.usefixtures("forking")
def test_another_process_makes_it():
    process, made = beside.begin(where, 1, 2, more=3)()
    assert process != HERE
    assert made == 6


@pytest.mark.usefixtures("forking")
def test_a_mistake_is_told_as_here():
    with pytest.raises(RunError, match=r"^said$"):
        beside.begin(refuses, "said")()


@pytest.mark.usefixtures("forking")
def test_it_is_made_here_if_the_other_process_is_ended():
    assert beside.begin(ends_elsewhere, HERE)() == "made here"


@pytest.mark.usefixtures("forking")
@pytest.mark.parametrize("fault", [EOFError, BlockingIOError, FileNotFoundError])
def test_it_is_made_here_if_another_process_can_not_be_had(monkeypatch, fault):
    def none(_):
        raise fault

    monkeypatch.setattr(forkserver, "connect_to_new_process", none)
    assert beside.begin(where, 1, 2, more=3)() == (HERE, 6)
