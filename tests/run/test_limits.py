"""What loops, hangs, dies or eats memory is ended and told in plain words; real kernels."""

import json
import os

import psutil
import pytest
from tiny_pack import notebook

from qaanalysis.run import watch
from qaanalysis.run.execute import Pool, execute
from qaanalysis.run.plan import Job
from qaanalysis.run.watch import Limits

LOOPS = "while True:\n    pass"
HANGS = "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)"
DIES = "import os\nos._exit(9)"
# Ends by itself at two gigabytes, should nothing stop it.
EATS = """
import time
held = []
for _ in range(80):
    held.append(bytearray(b"x") * (25 * 1024 * 1024))
    time.sleep(0.1)
"""
SOUND = "1 + 1"


@pytest.fixture
def run(tmp_path):
    """Execute notebooks of one cell each, and return what became of them."""

    def executed(*sources, workers=1, **limits):
        jobs = []
        for number, source in enumerate(sources):
            path = tmp_path / f"{number}.ipynb"
            path.write_text(json.dumps(notebook(source, title="Tried")), encoding="utf-8")
            jobs.append(Job(f"made-{number}", path, {}))
        before = descendants()
        with Pool(workers, Limits(**limits)) as pool:
            results = execute(pool, jobs, tmp_path)
        assert descendants() <= before, "no kernel remains"
        return results

    return executed


def descendants():
    return {process.pid for process in psutil.Process().children(recursive=True)}


def test_a_cell_that_loops_is_ended_and_the_next_notebook_is_made(run):
    loops, sound = run(LOOPS, SOUND, cell_seconds=2)
    assert loops.cell == "In [2]"
    assert loops.problem == (
        "it ran for longer than 2 seconds and was ended. If it needs longer, give --cell-limit "
        "more minutes"
    )
    assert not sound.failed


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGSTOP")
def test_what_hangs_dies_or_eats_memory_is_ended_and_told(run):
    hangs, dies, eats, sound = run(HANGS, DIES, EATS, SOUND, cell_seconds=20, memory_mb=600)
    assert hangs.problem.startswith("it ran for longer than 20 seconds")
    assert 20 <= hangs.seconds < 40 + 20, "it isn't tried again"
    assert dies.problem.startswith("its kernel ended by itself, 2 times. Often that is for want")
    assert eats.problem == (
        "it took more than the 600 MB of memory it may have (--memory-limit), and was ended"
    )
    assert 600 < eats.memory_mb < 1500
    assert {result.cell for result in (hangs, dies, eats)} == {"In [2]"}
    assert not sound.failed


@pytest.mark.slow
def test_the_memory_that_a_notebook_took_is_told(run):
    holds = 'held = bytearray(b"x") * (200 * 1024 * 1024)\nimport time; time.sleep(1)'
    little, much = run("import time; time.sleep(1)", holds)
    assert little.memory_mb > 20
    assert 180 < much.memory_mb - little.memory_mb < 400


@pytest.mark.slow
def test_a_run_over_its_limit_ends_what_runs_and_begins_nothing(run):
    results = run(LOOPS, SOUND, SOUND, run_seconds=4)
    assert [result.problem.split(",")[0] for result in results] == [
        "the run had taken its limit of 4 seconds (--limit)"
    ] * 3
    assert sum(result.seconds for result in results) < 30


def test_a_run_that_is_stopped_ends_its_kernels(tmp_path):
    path = tmp_path / "loops.ipynb"
    path.write_text(json.dumps(notebook(LOOPS, title="Loops")), encoding="utf-8")
    before = descendants()

    def stopped():
        with Pool(1) as pool:
            result = pool.submit(Job("loops", path, {}), tmp_path)
            while not (tmp_path / "loops.ipynb").stat().st_size or not descendants() - before:
                pass
            raise KeyboardInterrupt(result)

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert descendants() <= before


def test_kernels_that_were_started_early_for_nothing_are_ended():
    before = descendants()
    with Pool(2, early=2):
        while not descendants() - before:
            pass
    assert descendants() <= before


def test_a_kernel_that_was_started_early_runs_the_first_notebook(tmp_path):
    path = tmp_path / "tells.ipynb"
    path.write_text(json.dumps(notebook("import os\nos.getpid()", title="Tells")), encoding="utf-8")
    before = descendants()
    with Pool(1, early=1) as pool:
        while not (early := descendants() - before):
            pass
        [result] = execute(pool, [Job("told", path, {})], tmp_path)
    assert any(str(pid) in result.notebook.read_text(encoding="utf-8") for pid in early)


def test_what_looks_goes_on_when_no_more_files_can_be_opened(monkeypatch):
    def no_more(_):
        raise OSError(24, "Too many open files")

    assert watch.memory(os.getpid()) == 0, "this process isn't one that it has started"
    monkeypatch.setattr(psutil, "Process", no_more)
    assert watch.memory(os.getpid()) == 0
