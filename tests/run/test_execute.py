"""What is said of a notebook that fails, without starting a kernel."""

import pytest
from papermill.exceptions import PapermillExecutionError

from qaanalysis.run import execute
from qaanalysis.run.plan import Job


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Execute a job whose notebook does what it is told to instead of running."""

    def executed(*happens):
        given = iter(happens)
        starts = []

        def instead(job, out, kernel, cell_seconds):
            starts.append(out)
            error = next(given)
            if error is not None:
                raise error

        monkeypatch.setattr(execute, "_execute_once", instead)
        told = []
        job = Job("returns", tmp_path / "returns.ipynb", {})
        with execute.Pool(1) as pool:
            [result] = execute.execute(pool, [job], tmp_path, done=told.append)
        assert told == [result]
        return result, len(starts)

    return executed


def raised(name, value):
    return PapermillExecutionError(3, 2, "open_run()", name, value, ["traceback"])


def test_a_notebook_that_reaches_its_end_has_not_failed(run, tmp_path):
    result, starts = run(None)
    assert (result.failed, result.cell, result.problem, starts) == (False, "", "", 1)
    assert result.notebook == tmp_path / "returns.ipynb"
    assert result.seconds >= 0


@pytest.mark.parametrize("kind", ["QAError", "ParamsError", "DataError", "RunError"])
def test_our_own_sentence_is_told(run, kind):
    result, starts = run(raised(kind, "The export has no row."))
    assert result.failed
    assert (result.cell, result.problem) == ("In [2]", "The export has no row.")
    assert starts == 1


@pytest.mark.parametrize("kind", ["KeyError", "ValueError", "ZeroDivisionError", "SchemaError"])
def test_of_any_other_error_only_the_kind_is_told(run, kind):
    result, _ = run(raised(kind, "'Jo Example, 3 Some Street'"))
    assert result.problem == f"{kind}. The executed notebook has the details."


def test_of_what_ends_a_kernel_only_the_kind_is_told(run):
    result, _ = run(TimeoutError("A cell timed out: print('Jo Example')"))
    assert result.problem == "the notebook could not be run: TimeoutError"


def test_what_the_system_says_is_told(run):
    result, _ = run(OSError(28, "No space left on device"))
    assert result.problem == "the notebook could not be run: OSError (No space left on device)"


def test_a_kernel_that_does_not_start_is_tried_again(run):
    result, starts = run(RuntimeError("Kernel died"), RuntimeError("Kernel died"), None)
    assert (result.failed, starts) == (False, 3)


def test_a_kernel_that_never_starts_fails_in_the_end(run):
    result, starts = run(*[RuntimeError("Kernel died")] * 3)
    assert result.problem == "the notebook could not be run: RuntimeError"
    assert starts == 3


def test_a_failed_notebook_does_not_stop_the_others(tmp_path, monkeypatch):
    def instead(job, out, kernel, cell_seconds):
        if job.name == "b":
            raise raised("KeyError", "'x'")

    monkeypatch.setattr(execute, "_execute_once", instead)
    jobs = [Job(name, tmp_path / f"{name}.ipynb", {}) for name in "abc"]
    with execute.Pool(2) as pool:
        results = execute.execute(pool, jobs, tmp_path)
    assert [r.job.name for r in results] == ["a", "b", "c"]
    assert [r.failed for r in results] == [False, True, False]
