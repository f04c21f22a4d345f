"""What goes wrong ends in one clear sentence, a code that isn't 0, and nothing published."""

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from run_files import ROOT, Register, example_run
from tiny_pack import tiny_month

from qaanalysis.errors import RunError
from qaanalysis.run import lock, pack, prepared
from qaanalysis.run.execute import Executed


def run(*words: str, cwd: Path = ROOT) -> subprocess.CompletedProcess:
    """Run a Python module as a user would, from a shell."""
    command = [sys.executable, "-m", *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200"}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, encoding="utf-8"
    )


def published(folder: Path) -> list[str]:
    outputs = folder / "outputs"
    found = outputs.rglob("*") if outputs.exists() else ()
    return [p.name for p in found if p.is_file() and p.parent.name != lock.FOLDER]


def empty_register(folder: Path) -> dict:
    register = Register(folder)
    first, _ = register.header("audits")
    register.sheet("audits").delete_rows(first + 1, 2000)
    return {"audits": register.save()["audits"]}


WRONG = {
    "a missing file": (
        lambda folder: {"sources": {"audits": {"file": str(folder / "none.xlsx")}}},
        "There is no file none.xlsx for the table “audits”",
    ),
    "a wrong month": (
        lambda _: {"month": "2024-06", "as_at": "2024-07-03", "previous_as_at": "2024-06-03"},
        "no individual audit is planned for 2024-06, only for 2023-05 to 2023-11",
    ),
    "an empty register": (
        lambda folder: {"sources": empty_register(folder)},
        "the audit register has headings and no rows",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_qaanalysis_run_tells_it_in_one_sentence(name, tmp_path):
    changes, said = WRONG[name]
    file = example_run(tmp_path, **changes(tmp_path))
    done = run("qaanalysis", "run", str(file))
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert published(tmp_path) == []


def papermill(tmp_path: Path, *parameters: str) -> subprocess.CompletedProcess:
    notebook = str(ROOT / "notebooks" / "returns.ipynb")
    return run("papermill", "--no-progress-bar", notebook, str(tmp_path / "out.ipynb"), *parameters)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_plain_papermill_tells_it_in_one_sentence(name, tmp_path):
    changes, said = WRONG[name]
    file = example_run(tmp_path, **changes(tmp_path))
    done = papermill(tmp_path, "-p", "params_file", str(file))
    assert done.returncode != 0
    assert said in done.stderr.strip().splitlines()[-1]
    assert "qaanalysis/notebook.py" not in done.stderr


@pytest.mark.slow
def test_plain_papermill_with_a_misspelt_parameter(tmp_path):
    file = example_run(tmp_path)
    done = papermill(tmp_path, "-p", "param_file", str(file))
    assert done.returncode != 0
    assert done.stderr.strip().splitlines()[-1] == (
        "This notebook has no parameter param_file; it has params_file, group_by."
    )


def test_a_misspelt_parameter_in_params_is_told_with_its_key(tmp_path):
    file = example_run(tmp_path, reports={"returns": {"group": "team"}})
    done = run("qaanalysis", "run", str(file))
    assert done.returncode == 1
    assert "reports.returns.group: isn't a key that params have; allowed here: group_by" in (
        done.stderr
    )
    assert published(tmp_path) == []


def notebooks_with(folder: Path, source: str) -> str:
    """Copy the notebooks, one of them with a cell that goes wrong."""
    copied = folder / "notebooks"
    shutil.copytree(ROOT / "notebooks", copied)
    path = copied / "grades.ipynb"
    page = json.loads(path.read_text(encoding="utf-8"))
    cell = next(c for c in page["cells"] if c["cell_type"] == "code")
    cell["source"] = [*cell["source"], "\n", source]
    path.write_text(json.dumps(page), encoding="utf-8")
    return str(copied)


def test_one_notebooks_failure_does_not_stop_the_others(tmp_path, monkeypatch):
    folder = notebooks_with(tmp_path, "_ = 1 / 0")
    reports = {"grades": {}, "returns": {}}
    file = example_run(tmp_path, notebooks=folder, reports=reports)
    index = tmp_path / "outputs" / "2023-11" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("the one before")
    done = run("qaanalysis", "run", str(file))
    assert done.returncode == 1
    # The message isn't ours and could hold a personal value: only its kind is told.
    assert (
        "grades failed at In [1]: ZeroDivisionError. The executed notebook has the details."
        in done.stdout
    )
    assert "division by zero" not in done.stdout
    assert "returns: made" in done.stdout
    assert "Not published: the month's index still points at the run before." in done.stdout
    assert index.read_text() == "the one before"
    made = [p for p in index.parent.iterdir() if p.is_dir()]
    assert len(made) == 1
    assert (made[0] / "returns.html").is_file()
    manifest = json.loads((made[0] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["status"] == "failed"
    assert manifest["reports"]["grades"]["cell"] == "In [1]"
    assert "ZeroDivisionError" in manifest["reports"]["grades"]["problem"]
    for name in ("manifest.json", "index.html", "figures.json"):
        assert "division by zero" not in (made[0] / name).read_text(encoding="utf-8")
    assert "division by zero" in (made[0] / "notebooks" / "grades.ipynb").read_text("utf-8")


def test_a_first_run_of_which_every_report_fails_is_told_and_kept(tmp_path):
    folder = notebooks_with(tmp_path, "_ = 1 / 0")
    file = example_run(tmp_path, notebooks=folder, reports={"grades": {}})
    done = run("qaanalysis", "run", str(file))
    assert done.returncode == 1
    [made] = (tmp_path / "outputs" / "2023-11").iterdir()
    assert done.stdout.strip().splitlines()[-2:] == [
        "Not published: the month has no index until a run makes every report.",
        f"No report was made; see: {made / 'index.html'}",
    ]
    assert (made / "notebooks" / "grades.ipynb").is_file()
    assert "ZeroDivisionError" in (made / "index.html").read_text(encoding="utf-8")


def test_rejected_rows_that_cannot_be_written_are_told_before_any_notebook_runs(
    tmp_path, monkeypatch
):
    register = Register(tmp_path)
    register.put("audits", register.rows("audits")[10], "Audit type", "Monthly")
    file = example_run(tmp_path, sources={"audits": register.save()["audits"]})

    def cannot(*_):
        raise ValueError("Jo Example cannot be used in worksheets.")

    monkeypatch.setattr(prepared, "write_rejected", cannot)
    monkeypatch.setattr(pack, "execute", lambda *_, **__: pytest.fail("a notebook was run"))
    with pytest.raises(RunError) as told:
        pack.make(file, workers=1, started=dt.datetime(2023, 12, 4))
    assert str(told.value).startswith("rejected-rows.xlsx can't be written: ValueError.")
    assert "Jo Example" not in str(told.value)
    assert list((tmp_path / "outputs" / "2023-11").iterdir()) == []


def test_what_the_system_does_not_let_be_written_is_told_and_nothing_is_published(
    tmp_path, monkeypatch
):
    file = tiny_month(tmp_path, "returns")

    def full(*_, **__):
        raise OSError(28, "No space left on device", "outputs/2023-11/figures.json")

    monkeypatch.setattr(pack, "execute", lambda _, jobs, *__, **___: made_without_a_kernel(jobs))
    monkeypatch.setattr(pack.contents, "write", full)
    with pytest.raises(RunError, match=r"No space left on device \(figures.json\). Nothing was"):
        pack.make(file, workers=1, started=dt.datetime(2023, 12, 4))
    assert list((tmp_path / "outputs" / "2023-11").iterdir()) == []


def made_without_a_kernel(jobs):
    return [Executed(job, job.notebook, 0.0) for job in jobs]


@pytest.mark.parametrize("force", [True, False])
def test_of_two_runs_at_once_one_waits_for_the_other(tmp_path, force):
    file = tiny_month(tmp_path, "returns")
    source = (
        "import datetime as dt; from pathlib import Path; from qaanalysis.run import pack; "
        f"asked = pack.Asked(force={force}); file = Path({str(file)!r}); "
        "made = pack.make(file, asked=asked, workers=1, started=dt.datetime(2023, 12, 4)); "
        "assert made.published"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", source]
    both = [
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in both:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told
    month = tmp_path / "outputs" / "2023-11"
    folders = sorted(p for p in month.iterdir() if p.is_dir())
    # The second one finds what the first has made; asked to make it again, it has another folder.
    again = [f"{folders[0].name}-2"] if force else []
    assert [p.name for p in folders] == [folders[0].name, *again]
    for folder in folders:
        assert {"index.html", "returns.html", "manifest.json"} <= {p.name for p in folder.iterdir()}
    index = (month / "index.html").read_text(encoding="utf-8")
    assert index.rstrip().endswith("</html>")
    assert any(f'href="{folder.name}/returns.html"' in index for folder in folders)
    assert sorted(p.name for p in month.iterdir() if p.is_file()) == ["index.html"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_run_that_is_killed_leaves_what_was_published(tmp_path):
    index = tmp_path / "outputs" / "2023-11" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("the one before")
    file = example_run(tmp_path)
    command = [sys.executable, "-m", "qaanalysis", "run", str(file)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not list(index.parent.glob(".staging-*/notebooks/*")):
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    assert list(index.parent.glob(".staging-*"))
    assert index.read_text() == "the one before"
    assert [p.name for p in index.parent.iterdir() if not p.name.startswith(".")] == ["index.html"]
