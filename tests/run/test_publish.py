"""Putting a run in place without damaging what was there."""

import os

import pytest

from qaanalysis.errors import RunError
from qaanalysis.run import publish


def staged(outputs, run_id="one", text="report"):
    folder = publish.stage(outputs, "2023-11", run_id)
    (folder / "returns.html").write_text(text, encoding="utf-8")
    return folder


def test_a_run_appears_whole_with_its_index(tmp_path):
    folder = publish.publish(staged(tmp_path), "index one")
    assert folder == tmp_path / "2023-11" / "one"
    assert (folder / "returns.html").read_text() == "report"
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one"
    assert sorted(p.name for p in (tmp_path / "2023-11").iterdir()) == ["index.html", "one"]


def test_a_second_run_leaves_the_first_as_it_was(tmp_path):
    publish.publish(staged(tmp_path), "index one")
    publish.publish(staged(tmp_path, "two", "other"), "index two")
    assert (tmp_path / "2023-11" / "one" / "returns.html").read_text() == "report"
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index two"


def test_a_run_with_a_failed_report_leaves_the_index(tmp_path):
    publish.publish(staged(tmp_path), "index one")
    publish.publish(staged(tmp_path, "two"), None)
    assert (tmp_path / "2023-11" / "index.html").read_text() == "index one"


def test_a_run_is_written_once(tmp_path):
    publish.publish(staged(tmp_path), "index")
    with pytest.raises(RunError, match="is there already; runs are written once"):
        publish.stage(tmp_path, "2023-11", "one")


def test_what_a_killed_run_left_behind_does_not_stand_in_the_way(tmp_path):
    staged(tmp_path, text="half")
    folder = publish.publish(staged(tmp_path, text="whole"), "index")
    assert (folder / "returns.html").read_text() == "whole"


def test_a_run_stopped_before_the_swap_leaves_the_old_index(tmp_path, monkeypatch):
    publish.publish(staged(tmp_path), "index one")

    def stopped(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish, "swap", stopped)
    with pytest.raises(RunError, match="can't be put in place: No space left"):
        publish.publish(staged(tmp_path, "two"), "index two")
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
