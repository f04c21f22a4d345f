"""What start.py sets up and calls, without setting anything up."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from run_files import ROOT


@pytest.fixture
def start():
    specification = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def called(start, monkeypatch):
    """The commands that are run, each with its working folder; none is really run."""
    calls = []

    def run(command, *, check=False, cwd=None, stderr=None):
        calls.append((command, Path(cwd or Path.cwd())))
        if "venv" in command:
            Path(command[-1]).mkdir(parents=True, exist_ok=True)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(start.subprocess, "run", run)
    return calls


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """The folder that QAANALYSIS_ENV names; it isn't there yet."""
    folder = tmp_path / "environment"
    monkeypatch.setenv("QAANALYSIS_ENV", str(folder))
    return folder


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def words(call):
    """Return the words given to qaanalysis."""
    command, _ = call
    assert command[1:4] == ["-P", "-m", "qaanalysis"]
    return command[4:]


def test_it_sets_up_once(start, called, environment):
    assert start.main(["check", "x.yml"]) == 0
    assert [command[1:3] for command, _ in called[:3]] == [["-m", "venv"], *[["-m", "pip"]] * 2]
    assert called[0][0][0] == sys.executable
    python = Path(called[1][0][0])
    assert python.is_relative_to(environment)
    assert "--require-hashes" in called[1][0]
    python.parent.mkdir()
    python.touch()
    (environment / "pyvenv.cfg").touch()
    called.clear()
    assert start.main(["check", "x.yml"]) == 0
    assert [words(call) for call in called] == [["check", "x.yml"]]


@pytest.mark.parametrize("given", ["", "  ", None])
def test_an_empty_variable_is_as_none(start, monkeypatch, elsewhere, given):
    if given is None:
        monkeypatch.delenv("QAANALYSIS_ENV", raising=False)
    else:
        monkeypatch.setenv("QAANALYSIS_ENV", given)
    assert start.environment_folder() == ROOT / ".venv"


def test_the_environments_path_is_absolute(start, monkeypatch, elsewhere):
    monkeypatch.setenv("QAANALYSIS_ENV", "here")
    assert start.environment_folder() == elsewhere / "here"
    monkeypatch.setenv("QAANALYSIS_ENV", str(Path("~") / "there"))
    assert start.environment_folder() == Path.home() / "there"


def test_a_folder_with_anything_else_in_it_is_refused(start, called, environment, capsys):
    environment.mkdir()
    (environment / "thesis.docx").write_text("years of work")
    assert start.main([]) == 2
    assert called == []
    assert (environment / "thesis.docx").read_text() == "years of work"
    assert "isn't empty and isn't a Python environment" in capsys.readouterr().out


def test_a_file_is_refused(start, called, environment):
    environment.write_text("")
    assert start.main([]) == 2
    assert called == []


@pytest.mark.parametrize("holds", [[], ["pyvenv.cfg", "lib"]])
def test_an_empty_folder_or_an_environment_is_set_up(start, called, environment, holds):
    environment.mkdir()
    for name in holds:
        (environment / name).touch()
    assert start.main([]) == 0
    assert called[0][0][-3:] == ["venv", "--clear", str(environment)]


def test_a_set_up_that_fails_is_told(start, environment, monkeypatch, capsys):
    def fails(command, **_):
        raise subprocess.CalledProcessError(3, command)

    monkeypatch.setattr(start.subprocess, "run", fails)
    assert start.main([]) == 1
    assert "Setting up failed (exit code 3)" in capsys.readouterr().out


@pytest.mark.parametrize("code", [0, 1])
def test_what_pip_says_is_printed_only_if_it_failed(start, environment, monkeypatch, capsys, code):
    real = subprocess.run

    def run(command, **told):
        if "venv" in command:
            environment.mkdir()
            return None
        if "pip" in command:
            says = f"import sys; print('WARNING: an index', file=sys.stderr); sys.exit({code})"
            return real([sys.executable, "-c", says], **told)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(start.subprocess, "run", run)
    assert start.main(["check", "x.yml"]) == code
    said = capsys.readouterr()
    assert ("WARNING: an index\n" in said.out) == bool(code)
    assert said.err == ""
    assert "WARNING: an index" in (environment / "pip.log").read_text(encoding="utf-8")


def test_an_older_python_is_told(start, called, monkeypatch, capsys):
    monkeypatch.setattr(start, "OLDEST", (99, 0))
    assert start.main([]) == 2
    assert called == []
    assert "needs Python" in capsys.readouterr().out


def test_without_words_it_makes_the_example_from_any_folder(start, called, environment, elsewhere):
    start.main([])
    assert words(called[-1]) == ["run", str(ROOT / "params" / "2023-11.yml")]


def test_the_tests_are_run_in_the_projects_folder(start, called, environment, elsewhere):
    start.main(["test"])
    command, folder = called[-1]
    assert command[1:3] == ["-m", "pytest"]
    assert folder == ROOT


def test_a_file_is_found_from_the_callers_folder_first(start, called, environment, elsewhere):
    (elsewhere / "params").mkdir()
    (elsewhere / "params" / "2023-11.yml").touch()
    start.main(["check", "params/2023-11.yml"])
    assert words(called[-1]) == ["check", "params/2023-11.yml"]
    assert called[-1][1] == elsewhere


def test_a_file_in_a_folder_above_comes_before_the_projects(
    start, called, environment, elsewhere, monkeypatch
):
    (elsewhere / "params").mkdir()
    (elsewhere / "params" / "2023-11.yml").touch()
    monkeypatch.chdir(elsewhere / "params")
    start.main(["check", "params/2023-11.yml"])
    assert words(called[-1]) == ["check", "params/2023-11.yml"]


def test_a_file_that_only_the_project_has_is_found_there(start, called, environment, elsewhere):
    start.main(["run", "params/2023-11.yml", "--only", "returns"])
    found = str(ROOT / "params/2023-11.yml")
    assert words(called[-1]) == ["run", found, "--only", "returns"]


def test_it_ends_with_the_commands_own_code(start, environment, monkeypatch):
    monkeypatch.setattr(start, "set_up", lambda *_: None)
    monkeypatch.setattr(start.subprocess, "run", lambda c, **_: subprocess.CompletedProcess(c, 7))
    assert start.main(["check", "x.yml"]) == 7
