"""The command line, by its exit codes and what it prints."""

import json
import os
import re
import subprocess
import sys

import pytest
from run_files import ROOT, Register, example_run
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.run import publish

COMMANDS = sorted(c.name or c.callback.__name__ for c in app.registered_commands)


def run(*words: str):
    return subprocess.run(
        [sys.executable, "-m", "qaanalysis", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**__import__("os").environ, "PYTHONPATH": str(ROOT / "src")},
    )


def test_there_are_commands_to_check():
    assert set(COMMANDS) >= {"check", "run"}


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented(command):
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## `qaanalysis {command}`" in page


@pytest.mark.parametrize("command", COMMANDS)
def test_each_option_is_documented(command):
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.split(f"## `qaanalysis {command}`")[1].split("\n## ")[0]
    shown = CliRunner().invoke(app, [command, "--help"]).output
    options = {w.strip(",") for w in shown.split() if w.startswith("--")} - {"--help"}
    assert all(option in section for option in options)


def test_each_command_and_option_in_the_reference_is_there():
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for section in page.split("\n## ")[1:]:
        command = re.match(r"`qaanalysis (\w+)`", section)[1]
        assert command in COMMANDS
        shown = CliRunner().invoke(app, [command, "--help"]).output
        for option in re.findall(r"(?m)^\| `(--[\w-]+)", section):
            assert re.search(rf"{option}\b", shown), (command, option)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_default_in_the_reference_is_that_of_the_option(command):
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = page.split(f"## `qaanalysis {command}`")[1].split("\n## ")[0]
    shown = " ".join(CliRunner().invoke(app, [command, "--help"]).output.split())
    for option, default in re.findall(r"(?m)^\| `(--[\w-]+)[^|]*\|.*default: (\d+)", section):
        told = re.search(rf"{option}\b.*?\[default: (\d+)", shown)
        assert told, (option, shown)
        assert told[1] == default, option


def test_help_names_every_command():
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert all(command in shown.output for command in COMMANDS)


def test_a_word_that_is_no_command_ends_with_2():
    done = run("chekc")
    assert done.returncode == 2
    assert "No such command 'chekc'" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="written for a shell that can close them")
def test_a_command_needs_neither_output_nor_a_place_for_faults():
    words = f'"{sys.executable}" -m qaanalysis list nowhere.yml'
    done = subprocess.run(f"{words} >&- 2>&-", shell=True, check=False)
    assert done.returncode == 1
    told = subprocess.run(f"{words} >&-", shell=True, check=False, capture_output=True, text=True)
    assert (told.returncode, "Traceback" in told.stderr) == (1, False)
    assert "nowhere.yml" in told.stderr


def test_check_of_the_example_finds_nothing(tmp_path):
    done = run("check", str(example_run(tmp_path)))
    assert done.returncode == 0, done.stderr
    assert "No faults." in done.stdout
    assert "Requires Improvement" in done.stdout
    # 742 rows read: 730 counted, and 12 typed as other kinds in the workbook.
    assert "count the 730 individual audits of May to November 2023" in done.stdout
    assert "12 audits of other types aren't in these figures: 5 themed" in done.stdout


def test_check_shows_each_fault_with_its_row_and_ends_with_1(tmp_path):
    register = Register(tmp_path)
    row = register.rows("audits")[10]
    register.put("audits", row, "Audit type", "Monthly")
    file = example_run(tmp_path, sources={"audits": register.save()["audits"]})
    done = run("check", str(file))
    assert done.returncode == 1
    [line] = [line for line in done.stdout.splitlines() if "Monthly" in line]
    for said in ("register.xlsx", "Audit register", str(row), "Audit type", "one of Individual"):
        assert said in line
    assert "1 fault." in done.stdout
    assert "Traceback" not in done.stderr


def test_check_of_params_with_faults_lists_them(tmp_path):
    done = run("check", str(example_run(tmp_path, month="2023-13", colour="red")))
    assert done.returncode == 1
    assert "run.yml has 2 faults" in done.stderr
    assert "Traceback" not in done.stderr


def test_check_of_a_file_that_is_not_there():
    done = run("check", "params/none.yml")
    assert done.returncode == 1
    assert done.stderr.startswith("qaanalysis: There is no params file params/none.yml")


def test_run_with_a_report_that_params_do_not_name(tmp_path):
    done = run("run", str(example_run(tmp_path)), "--only", "grade")
    assert done.returncode == 1
    assert "--only grade: params name no such report; allowed: returns, grades" in done.stderr
    assert not (tmp_path / "outputs" / "2023-11").exists()


def test_run_refuses_no_workers(tmp_path):
    assert run("run", str(example_run(tmp_path)), "--workers", "0").returncode == 2


def test_a_part_of_the_reports_leaves_the_months_index_as_it_was(tmp_path):
    file = str(example_run(tmp_path))
    month = tmp_path / "outputs" / "2023-11"
    done = run("run", file, "--only", "returns", "--workers", "1")
    assert done.returncode == 0, done.stderr
    said = done.stdout.strip().splitlines()
    assert said[-2] == (
        "Not published, as --only makes a part of the month's reports: "
        "the month has no index until a run makes every report."
    )
    [made] = month.iterdir()
    assert said[-1] == f"What was made: {made / 'index.html'}"
    assert (made / "index.html").is_file()


def test_run_ends_with_where_the_index_is(tmp_path):
    file = example_run(tmp_path, reports={"returns": {}})
    done = run("run", str(file), "--only", "returns", "--workers", "1")
    assert done.returncode == 0, done.stderr
    index = tmp_path / "outputs" / "2023-11" / "index.html"
    assert done.stdout.strip().splitlines()[-1] == f"Index: {index}"
    assert index.is_file()


def test_runs_are_listed_and_older_ones_removed_only_when_told_to(tmp_path):
    file = example_run(tmp_path)
    first, second = (_made(tmp_path / "outputs", n) for n in (1, 2))
    listed = CliRunner().invoke(app, ["list", str(file)])
    assert listed.exit_code == 0
    assert first.name in listed.output
    assert second.name in listed.output
    asked = CliRunner().invoke(app, ["prune", str(file), "--keep", "0"])
    assert "Nothing was removed" in asked.output
    assert first.is_dir()
    done = CliRunner().invoke(app, ["prune", str(file), "--keep", "0", "--yes"])
    assert "Removed: 1." in done.output
    assert not first.exists()
    assert second.is_dir()


def _made(outputs, day):
    staging = publish.stage(outputs, "2023-11", f"2023120{day}-090000-abc")
    said = {"started": f"2023-12-0{day}T09:00:00", "status": "done", "reports": {}}
    (staging / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    return publish.publish(staging, lambda folder: f'<a href="{folder}/index.html">')


def test_chase_says_where_the_lists_are_and_writes_over_none(tmp_path):
    file = str(example_run(tmp_path))
    done = run("chase", file, "--as-at", "2023-12-10")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "outputs" / "2023-11" / "chase-lists-2023-12-10"
    said = done.stdout.strip().splitlines()
    assert said[-1] == f"OFFICIAL-SENSITIVE, each for its reader: {folder}"
    assert any("head-of-service-leaving-care.xlsx" in line for line in said)
    again = run("chase", file, "--as-at", "2023-12-10")
    assert again.returncode == 1
    assert "somebody may be working with them" in again.stderr
    assert "Traceback" not in again.stderr
