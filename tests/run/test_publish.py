"""Putting a run in place without damaging what was there."""

import os
import time

import pytest

from qaanalysis.errors import RunError
from qaanalysis.run import publish


def staged(outputs, run_id="one", text="report"):
    folder = publish.stage(outputs, "2023-11", run_id)
    (folder / "returns.html").write_text(text, encoding="utf-8")
    return folder


def page(text):
    """Return what makes a month's index of a text and the folder it leads to."""
    return lambda folder: f"{text} {folder}"


def left_behind(path, hours):
    """Make a folder, with a file in a folder in it, or an index page, last written hours ago."""
    then = time.time() - hours * 3600
    made = [path]
    if path.suffix == ".html":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("half")
    else:
        made = [path / "notebooks" / "returns.ipynb", path / "notebooks", path]
        made[1].mkdir(parents=True)
        made[0].write_text("half")
    for found in made:
        os.utime(found, (then, then))
    return path


def test_a_run_appears_whole_with_its_index(tmp_path):
    folder = publish.publish(staged(tmp_path), page("index"))
    assert folder == tmp_path / "2023-11" / "one"
    assert (folder / "returns.html").read_text() == "report"
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one"
    assert sorted(p.name for p in (tmp_path / "2023-11").iterdir()) == ["index.html", "one"]


def test_a_second_run_leaves_the_first_as_it_was(tmp_path):
    publish.publish(staged(tmp_path), page("index"))
    publish.publish(staged(tmp_path, "two", "other"), page("index"))
    assert (tmp_path / "2023-11" / "one" / "returns.html").read_text() == "report"
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index two"


def test_a_run_with_a_failed_report_leaves_the_index(tmp_path):
    publish.publish(staged(tmp_path), page("index"))
    publish.publish(staged(tmp_path, "two"), None)
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one"


def test_two_runs_of_one_name_at_once_have_a_folder_each(tmp_path):
    first, second = staged(tmp_path, text="first"), staged(tmp_path, text="second")
    assert first != second
    one = publish.publish(first, page("index"))
    two = publish.publish(second, page("index"))
    assert (one.name, two.name) == ("one", "one-2")
    assert (one / "returns.html").read_text() == "first"
    assert (two / "returns.html").read_text() == "second"
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one-2"


def test_a_name_taken_at_the_last_moment_is_left_to_who_took_it(tmp_path):
    folder = staged(tmp_path, text="mine")

    def meanwhile(name):
        if name == "one":
            taken = tmp_path / "2023-11" / "one"
            taken.mkdir()
            (taken / "returns.html").write_text("theirs")
        return f"index {name}"

    assert publish.publish(folder, meanwhile).name == "one-2"
    assert (tmp_path / "2023-11" / "one" / "returns.html").read_text() == "theirs"
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one-2"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps modes another way")
def test_a_run_may_be_read_by_whom_the_month_may(tmp_path):
    folder = publish.publish(staged(tmp_path), None)
    assert folder.stat().st_mode == folder.parent.stat().st_mode


def test_what_a_killed_run_left_behind_is_removed_after_a_day(tmp_path):
    old = left_behind(tmp_path / "2023-10" / ".staging-zero.abcd", hours=25)
    swap = left_behind(tmp_path / "2023-11" / ".staging-index.html", hours=25)
    staged(tmp_path)
    assert not old.exists()
    assert not swap.exists()


def test_what_another_run_may_still_write_is_left(tmp_path):
    young = left_behind(tmp_path / "2023-11" / ".staging-zero.abcd", hours=23)
    long = left_behind(tmp_path / "2023-11" / ".staging-long.abcd", hours=25)
    (long / "notebooks" / "returns.ipynb").write_text("just written")
    run = left_behind(tmp_path / "2023-11" / "two", hours=99)
    staged(tmp_path)
    assert all(folder.exists() for folder in (young, long, run))


def test_a_run_stopped_before_the_swap_leaves_the_old_index(tmp_path, monkeypatch):
    publish.publish(staged(tmp_path), page("index"))

    def stopped(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "swap", stopped)
    with pytest.raises(RunError, match=r"2023-11/two, but .* can't be put in place: No space left"):
        publish.publish(staged(tmp_path, "two"), page("index"))
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one"


@pytest.mark.skipif(os.name == "nt", reason="a Windows folder is made read-only another way")
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(RunError, match="can't be written to"):
        publish.stage(tmp_path, "2023-11", "one")


def test_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "outputs").write_text("")
    with pytest.raises(RunError, match="can't be written to"):
        publish.stage(tmp_path / "outputs", "2023-11", "one")


def test_discarding_removes_the_staged_run(tmp_path):
    folder = staged(tmp_path)
    publish.discard(folder)
    assert not folder.exists()


def test_an_index_that_another_reads_just_now_is_swapped_a_moment_later(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "_PAUSE_SECONDS", 0)
    path, replace, refused = tmp_path / "index.html", type(tmp_path).replace, []

    def busy(self, target):
        if len(refused) < 3:
            refused.append(self)
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(type(tmp_path), "replace", busy)
    publish.swap(path, "new")
    assert path.read_text() == "new"


def test_a_swap_that_fails_leaves_the_old_index_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(publish, "_PAUSE_SECONDS", 0)
    path = tmp_path / "index.html"
    publish.swap(path, "old")

    def locked(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "replace", locked)
    with pytest.raises(PermissionError):
        publish.swap(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
