"""What is up to date isn't made again; what has changed is, with the reason."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import pytest
from run_files import csv_sources
from tiny_pack import tiny_month, write_report
from typer.testing import CliRunner

from qaanalysis.cli import app
from qaanalysis.errors import RunError
from qaanalysis.run import pack, prepared, reuse, up_to_date
from qaanalysis.run.prepared import Asked

STARTED = dt.datetime(2023, 12, 8, 9, 30)


class Month:
    """A month of two quick reports, made as often as a test asks for."""

    def __init__(self, folder, **changes):
        self.folder = folder
        self.file = tiny_month(folder, "first", "second", **changes)
        self.made_so_far = 0
        self.executed = []

    def make(self, *only, **asked):
        self.made_so_far += 1
        self.executed = []
        return pack.make(
            self.file,
            asked=Asked(only, **asked),
            workers=1,
            started=STARTED + dt.timedelta(hours=self.made_so_far),
            planned=lambda jobs: self.executed.extend(job.name for job in jobs),
        )

    def why(self, *only, **asked):
        plan = prepared.check(self.file, Asked(only, **asked), started=STARTED, dry=True).plan
        return {planned.job.name: planned.why for planned in plan.reports}

    @property
    def runs(self):
        found = (self.folder / "outputs").rglob("manifest.json")
        return sorted(path.parent.name for path in found)


@pytest.fixture(scope="module")
def once_made(tmp_path_factory):
    """A month that was made once, and is copied for each test that changes it."""
    month = Month(tmp_path_factory.mktemp("tiny") / "month")
    return month, month.make()


@pytest.fixture
def month(once_made):
    """The month that was made once, and as it was after the test."""
    made, _ = once_made
    kept = made.folder.with_name("kept")
    shutil.copytree(made.folder, kept)
    yield made
    shutil.rmtree(made.folder)
    kept.rename(made.folder)


@pytest.fixture
def run(once_made):
    return once_made[1]


def pages(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.html")}


def test_an_unchanged_month_is_not_made_again(month, run):
    index = run.index.read_bytes()
    assert up_to_date.current(month.file).folder == run.folder
    again = month.make()
    assert (again.unchanged, again.published, again.folder) == (True, True, run.folder)
    assert month.executed == []
    assert month.runs == [run.folder.name]
    assert run.index.read_bytes() == index
    assert month.why() == {"first": "", "second": ""}


def test_with_force_all_of_it_is_made_and_every_page_is_the_same_bytes(month, run):
    again = month.make(force=True)
    assert sorted(month.executed) == ["first", "second"]
    assert again.published
    assert again.folder != run.folder
    before, after = pages(run.folder), pages(again.folder)
    assert {name: after[name] for name in after if name != "index.html"} == {
        name: before[name] for name in before if name != "index.html"
    }


def test_of_one_changed_notebook_only_that_is_made_and_all_is_published(month, run):
    write_report(month.folder / "notebooks", "second", said="Something happened.")
    assert up_to_date.current(month.file) is None
    assert month.why() == {"first": "", "second": reuse.NOTEBOOK}
    again = month.make()
    assert month.executed == ["second"]
    assert again.published
    assert (again.folder / "first.html").read_bytes() == (run.folder / "first.html").read_bytes()
    assert "Something happened." in (again.folder / "second.html").read_text(encoding="utf-8")
    told = json.loads((again.folder / "manifest.json").read_text(encoding="utf-8"))["reports"]
    assert [told[name]["reused"] for name in ("first", "second")] == [run.folder.name, ""]
    assert f'href="{again.folder.name}/' in again.index.read_text(encoding="utf-8")
    # That run is now the one that is up to date.
    assert up_to_date.current(month.file).folder == again.folder


def changed_params(month):
    text = month.file.read_text(encoding="utf-8")
    month.file.write_text(text.replace("Example Children’s Trust", "Our trust"), encoding="utf-8")


def changed_data(month):
    register = month.folder / "audits.csv"
    shutil.copyfile(csv_sources()["audits"]["file"], register)
    text = month.file.read_text(encoding="utf-8")
    month.file.write_text(text.replace(csv_sources()["audits"]["file"], str(register)), "utf-8")
    assert month.make().unchanged, "the same bytes elsewhere are the same data"
    with register.open("a", encoding="utf-8", newline="") as stream:
        stream.write("\n")


def changed_draw(month):
    drawn = month.folder / "outputs" / "2023-11" / "moderation-sample"
    drawn.mkdir()
    (drawn / "manifest-internal.json").write_text("{}", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed_params, "params have changed"),
        (changed_data, "the data has changed"),
        (changed_draw, "an earlier run or a drawn sample that reports rest on has changed"),
    ],
)
def test_what_all_reports_rest_on_is_told_when_it_changes(month, change, said):
    change(month)
    assert up_to_date.current(month.file) is None
    assert month.why() == {"first": said, "second": said}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("package", "this package has changed"),
        ("environment", "Python or an installed package has changed"),
    ],
)
def test_another_package_is_told(month, monkeypatch, name, said):
    monkeypatch.setattr(f"qaanalysis.run.basis.{name}", lambda: "other")
    assert up_to_date.current(month.file) is None
    assert set(month.why().values()) == {said}


def test_an_executed_notebook_that_was_edited_is_made_again(month, run):
    write_report(month.folder / "notebooks", "second", said="Something happened.")
    kept = run.folder / "notebooks" / "first.ipynb"
    kept.write_text(kept.read_text("utf-8").replace("Nothing happened", "All is well"), "utf-8")
    assert month.why()["first"] == reuse.NOT_KEPT
    again = month.make()
    assert sorted(month.executed) == ["first", "second"]
    assert "All is well" not in (again.folder / "first.html").read_text(encoding="utf-8")


def test_a_page_that_was_removed_is_put_back_by_a_new_run(month, run):
    (run.folder / "first.html").unlink()
    assert up_to_date.current(month.file) is None
    again = month.make()
    assert month.executed == []
    assert (again.published, again.folder != run.folder) == (True, True)
    assert (again.folder / "first.html").is_file()


def test_an_index_of_all_months_that_lacks_the_run_is_put_in_place(month):
    overview = month.folder / "outputs" / "index.html"
    whole = overview.read_bytes()
    overview.write_text("as before the run was stopped", encoding="utf-8")
    assert up_to_date.current(month.file) is None
    assert month.make().unchanged
    assert overview.read_bytes() == whole


def test_what_failed_is_made_and_the_rest_is_used_again(month, run):
    ran, notebooks = month.folder / "ran", month.folder / "notebooks"
    counts = f"open({str(ran)!r}, 'a').write('.')"
    fails = f"import pathlib; pathlib.Path({str(month.folder / 'there')!r}).read_text()"
    write_report(notebooks, "first", counts)
    write_report(notebooks, "second", fails)
    failed = month.make()
    assert [report.job.name for report in failed.failed] == ["second"]
    assert not failed.published
    assert month.why(failed=True) == {"first": "", "second": reuse.FAILED_BEFORE}
    (month.folder / "there").write_text("")
    again = month.make(failed=True)
    assert month.executed == ["second"]
    assert again.published
    assert ran.read_text() == "."
    assert up_to_date.current(month.file).folder == again.folder


def test_failed_is_refused_where_nothing_failed_or_more_has_changed(month):
    write_report(month.folder / "notebooks", "first", said="Something happened.")
    with pytest.raises(RunError, match=r"no report failed in the last run of 2023-11"):
        month.make(failed=True)
    write_report(month.folder / "notebooks", "second", "1 / 0")
    month.make()
    write_report(month.folder / "notebooks", "first", said="Something else happened.")
    with pytest.raises(RunError, match=r"first has to be made as well: its notebook has changed"):
        month.make(failed=True)


def test_only_makes_one_and_a_whole_run_uses_it_again(month, run):
    write_report(month.folder / "notebooks", "second", said="Something happened.")
    part = month.make("second")
    assert (part.published, month.executed) == (False, ["second"])
    assert month.make("first").unchanged
    whole = month.make()
    assert (whole.published, month.executed) == (True, [])
    assert (whole.folder / "second.html").read_bytes() == (part.folder / "second.html").read_bytes()


def test_data_that_changes_while_reports_are_made_publishes_nothing(month, run):
    register = month.folder / "audits.csv"
    shutil.copyfile(csv_sources()["audits"]["file"], register)
    text = month.file.read_text(encoding="utf-8")
    month.file.write_text(text.replace(csv_sources()["audits"]["file"], str(register)), "utf-8")
    saves = f"open({str(register)!r}, 'a').write('\\n')"
    write_report(month.folder / "notebooks", "second", saves)
    index = run.index.read_bytes()
    with pytest.raises(RunError, match="An export was changed while the reports were made"):
        month.make()
    assert run.index.read_bytes() == index
    assert month.runs == [run.folder.name]
    assert not list(run.folder.parent.glob(".staging-*"))


def test_what_is_published_is_up_to_date_although_it_was_itself_kept_for_checks(tmp_path):
    signed = {"approved_by": "Head of Quality", "approved_on": dt.date(2023, 12, 7)}
    month = Month(tmp_path, audience="published", **signed)
    made = month.make()
    kept = tmp_path / "outputs" / "published" / "kept-for-checks"
    assert len(list(kept.iterdir())) == 1
    assert up_to_date.current(month.file).folder == made.folder
    assert month.make().unchanged
    (kept / "2023-10-other.json").write_text("[]", encoding="utf-8")
    assert up_to_date.current(month.file) is None
    [why] = set(month.why().values())
    assert why == "an earlier run or a drawn sample that reports rest on has changed"


@pytest.mark.skipif(os.name == "nt", reason="a Windows folder is made read-only another way")
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write anywhere")
def test_outputs_that_are_read_only_are_told(month):
    write_report(month.folder / "notebooks", "first", said="Something happened.")
    shelf = month.folder / "outputs" / "2023-11"
    shelf.chmod(0o500)
    try:
        with pytest.raises(RunError, match="can't be written to"):
            month.make()
    finally:
        shelf.chmod(0o700)


def words(*given):
    return CliRunner().invoke(app, ["run", *map(str, given)])


def test_the_command_says_which_run_is_up_to_date_or_what_would_be_made(month, run):
    said = words(month.file)
    assert said.exit_code == 0
    assert f"has changed since the run {run.folder.name}. Nothing was made" in said.output
    assert said.output.strip().endswith(f"Index: {run.index}")
    write_report(month.folder / "notebooks", "second", said="Something happened.")
    dry = words(month.file, "--dry-run")
    assert dry.exit_code == 0
    rows = [[cell.strip() for cell in line.split("│")[2:5]] for line in dry.output.splitlines()]
    assert ["first", "keep", f"up to date in {run.folder.name}"] in rows
    assert ["second", "make", "its notebook has changed"] in rows
    assert "1 report of 2 to make. Nothing was made or written." in dry.output
    assert month.runs == [run.folder.name]
    refused = words(month.file, "--failed")
    assert (refused.exit_code, type(refused.exception)) == (1, RunError)


def test_a_dry_run_writes_nothing(tmp_path):
    file = tiny_month(tmp_path, "first")
    before = sorted(tmp_path.rglob("*"))
    assert "no run of the month has made it" in words(file, "--dry-run").output
    assert sorted(tmp_path.rglob("*")) == before


def test_an_unchanged_month_is_told_before_anything_slow_is_imported(month):
    slow = ["papermill", "nbconvert", "seaborn", "scipy", "rich", "bs4"]
    source = (
        "import sys; from qaanalysis.cli import app; "
        f"app(['run', {str(month.file)!r}], standalone_mode=False); "
        f"print(sorted(set({slow!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Up to date" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
