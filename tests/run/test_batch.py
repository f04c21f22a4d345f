"""Several months in one run: each published by itself, faults of one stopping no other."""

import json
import os

import psutil
import pytest
from made import STARTED
from tiny_pack import tiny_month, write_report
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.run import batch, pack, up_to_date
from qaanalysis.run.prepared import Asked

FAILS_IN_OCTOBER = """
from qaanalysis import params
if params.read(params_file).month == "2023-10":
    1 / 0
"""


@pytest.fixture(scope="module")
def months(tmp_path_factory):
    """Params of three months of which one has a report that fails, and a file with a fault."""
    folder = tmp_path_factory.mktemp("months")
    file = tiny_month(folder, "first", "second")
    write_report(folder / "notebooks", "second", FAILS_IN_OCTOBER)
    text = file.read_text(encoding="utf-8")
    files = []
    for month in ("09", "10", "11"):
        as_at = text.replace("as_at: 2023-12-03", f"as_at: 2023-{int(month) + 1}-03")
        as_at = as_at.replace("previous_as_at: 2023-11-03\n", "")
        files.append(folder / f"2023-{month}.yml")
        files[-1].write_text(as_at.replace("month: 2023-11", f"month: 2023-{month}"), "utf-8")
    wrong = folder / "wrong.yml"
    wrong.write_text(text.replace("month: 2023-11", "month: 2023-13"), encoding="utf-8")
    return [*files, wrong]


@pytest.fixture(scope="module")
def outcomes(months):
    said = []
    before = {process.pid for process in psutil.Process().children(recursive=True)}
    told = batch.Told(
        lambda n: said.append(n), lambda result, of: said.append((of, result.job.name)), said.append
    )
    found = batch.run(months, Asked(), workers=2, told=told)
    after = {process.pid for process in psutil.Process().children(recursive=True)}
    trackers = {p for p in after - before if "resource_tracker" in " ".join(command(p))}
    assert after - trackers <= before, "no process remains"
    return found, said


def command(pid):
    return psutil.Process(pid).cmdline()


def test_each_month_is_published_by_itself(months, outcomes):
    found, said = outcomes
    assert [outcome.file for outcome in found] == months
    assert [outcome.status for outcome in found] == ["published", "failed", "published", "refused"]
    assert [outcome.month for outcome in found] == ["2023-09", "2023-10", "2023-11", ""]
    assert "wrong.yml has" in found[3].problem
    [failed] = found[1].pack.failed
    assert (failed.job.name, failed.cell) == ("second", "In [4]")
    outputs = months[0].parent / "outputs"
    assert (outputs / "2023-09" / "index.html").is_file()
    assert not (outputs / "2023-10" / "index.html").exists()
    overview = (outputs / "index.html").read_text(encoding="utf-8")
    assert "2023-09/index.html" in overview
    assert "2023-11/index.html" in overview
    assert sum(n for n in said if isinstance(n, int)) == 6
    assert ("Example Children’s Trust, 2023-10, internal", "second") in said


def test_a_months_pages_are_those_it_has_when_it_is_made_alone(months, outcomes):
    found, _ = outcomes
    alone = pack.make(months[2], asked=Asked(force=True), workers=1, started=STARTED)
    for name in ("first.html", "second.html", "figures.json"):
        together = found[2].pack.folder / name
        assert (alone.folder / name).read_bytes() == together.read_bytes()


def test_made_again_what_is_up_to_date_is_said_and_what_failed_is_tried(months, outcomes):
    assert up_to_date.current(months[0]) is not None
    done = CliRunner().invoke(
        app, ["run", str(months[0].parent / "2023-*.yml"), "--json", "--workers", "1"]
    )
    runs = json.loads(done.stdout)["runs"]
    assert done.exit_code == 1
    assert [run["status"] for run in runs] == ["unchanged", "failed", "unchanged"]
    october = runs[1]["reports"]
    assert october["first"]["reused"] == outcomes[0][1].pack.folder.name
    assert october["second"]["problem"].startswith("ZeroDivisionError.")
    assert october["second"]["cell"] == "In [4]"
    assert all(run["problem"] == "" and run["organisation"] for run in runs)


def test_a_summary_ends_the_run(months, outcomes):
    done = CliRunner().invoke(app, ["run", str(months[0]), str(months[3])])
    assert done.exit_code == 1
    *_, last = done.stdout.strip().splitlines()
    assert last == "1 of 2 months are as they should be."
    rows = [[c.strip() for c in line.split("│")[1:-1]] for line in done.stdout.splitlines()]
    september = outcomes[0][0]
    about = ["Example Children’s Trust", "2023-09", "internal", "up to date", "0", "0", "0"]
    assert [*about, "0", september.pack.folder.name] in rows
    assert ["wrong.yml", "", "", "not made", "0", "0", "0", "0", ""] in rows
    assert "wrong.yml: wrong.yml has" in done.stdout


def test_a_publishing_process_that_is_ended_is_told_and_leaves_nothing_half(
    months, outcomes, monkeypatch
):
    monkeypatch.setattr(batch.pack, "finish", ends_its_process)
    outputs = months[0].parent / "outputs"
    index = (outputs / "2023-09" / "index.html").read_bytes()
    found = batch.run([months[0], months[2]], Asked(force=True), workers=1)
    assert [outcome.status for outcome in found] == ["refused", "refused"]
    assert {outcome.problem.split(",")[0] for outcome in found} == {
        "the process that publishes was ended"
    }
    assert (outputs / "2023-09" / "index.html").read_bytes() == index
    assert not list(outputs.glob("*/.staging-*"))


def ends_its_process(*_, **__):
    os._exit(9)
