"""Which runs lie in the outputs, and which of them may go."""

import json

import pytest
from earlier_issues import figures, run_of

from qaanalysis import terminal
from qaanalysis.errors import RunError
from qaanalysis.run import history, publish
from qaanalysis.vocabulary import Audience


def made(outputs, name, *, month="2023-11", started="2023-12-04T09:00:00", failed=False):
    """Publish a run as the pack does, with its manifest and an index that leads to it."""
    staging = publish.stage(outputs, month, name)
    reports = {"returns": {"status": "done"}, "grades": {"status": "failed" if failed else "done"}}
    said = {"started": started, "status": "failed" if failed else "done", "reports": reports}
    (staging / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    index = None if failed else lambda folder: f'<a href="{folder}/returns.html">Returns</a>'
    return publish.publish(staging, index)


@pytest.fixture
def outputs(tmp_path):
    made(tmp_path, "one", started="2023-12-01T09:00:00")
    made(tmp_path, "two", started="2023-12-02T09:00:00")
    made(tmp_path, "three", started="2023-12-03T09:00:00", failed=True)
    made(tmp_path, "early", month="2023-10", started="2023-11-03T09:00:00")
    return tmp_path


def names(found):
    return [run.folder.name for run in found]


def test_runs_are_listed_newest_first_and_the_indexs_own_is_marked(outputs):
    found = history.runs(outputs)
    assert names(found) == ["three", "two", "one", "early"]
    assert [run.current for run in found] == [False, True, False, True]
    assert [run.status for run in found] == ["failed", "done", "done", "done"]
    assert [run.n_reports for run in found] == [1, 2, 2, 2]


def test_one_month_can_be_asked_for(outputs):
    assert names(history.runs(outputs, month="2023-10")) == ["early"]
    assert history.runs(outputs, month="2023-09") == []


def test_outputs_that_are_not_there_have_no_runs(tmp_path):
    assert history.runs(tmp_path / "none") == []


def test_a_drawn_sample_and_an_unfinished_run_are_no_runs(outputs):
    sample = outputs / "2023-11" / "moderation-sample"
    sample.mkdir()
    (sample / "manifest.json").write_text('{"format": "qaanalysis draw 1"}', encoding="utf-8")
    left = publish.stage(outputs, "2023-11", "four")
    (left / "manifest.json").write_text('{"reports": {}}', encoding="utf-8")
    assert len(history.runs(outputs)) == 4


@pytest.mark.parametrize(
    ("keep", "expected"), [(0, ["three", "one"]), (1, ["one"]), (2, []), (9, [])]
)
def test_the_newest_and_the_current_ones_stay(outputs, keep, expected):
    assert names(history.superseded(history.runs(outputs), keep=keep)) == expected


def test_a_manifest_that_cannot_be_read_is_left_to_a_person(outputs):
    (outputs / "2023-11" / "one" / "manifest.json").write_text("{half", encoding="utf-8")
    found = history.runs(outputs)
    assert {run.status for run in found if run.folder.name == "one"} == {"unreadable"}
    assert names(history.superseded(found, keep=0)) == ["three"]


def test_removed_runs_are_gone_and_the_others_untouched(outputs):
    before = (outputs / "2023-11" / "index.html").read_bytes()
    history.remove(history.superseded(history.runs(outputs), keep=0))
    assert names(history.runs(outputs)) == ["two", "early"]
    assert sorted(p.name for p in (outputs / "2023-11").iterdir()) == ["index.html", "two"]
    assert (outputs / "2023-11" / "index.html").read_bytes() == before


def test_a_run_that_cannot_be_removed_is_said_without_its_path(outputs, monkeypatch):
    def refuse(_path, _target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.rename", refuse)
    with pytest.raises(RunError, match=r"2023-11/one can't be removed: Permission denied\. Close"):
        history.remove(history.superseded(history.runs(outputs), keep=1))


def test_a_negative_number_to_keep_is_refused(outputs):
    with pytest.raises(RunError, match="found -1; allowed: 0 or more"):
        history.superseded(history.runs(outputs), keep=-1)


def test_runs_of_each_audience_are_found_and_kept_apart(outputs):
    made(outputs / "published", "for-all")
    found = history.runs(outputs)
    assert [(run.folder.name, str(run.audience)) for run in found] == [
        ("three", "internal"), ("two", "internal"), ("one", "internal"),
        ("for-all", "published"), ("early", "internal"),
    ]  # fmt: skip
    assert names(history.of_audience(outputs, Audience.PUBLISHED)) == ["for-all"]
    assert names(history.superseded(found, keep=0)) == ["three", "one"]


def test_the_newest_approved_run_stays_as_later_ones_say_what_changed(tmp_path):
    for day, signed in ((1, True), (2, True), (3, False), (4, False)):
        run_of(
            tmp_path, f"run-{day}", figures(), started=f"2023-12-0{day}T09:00:00", approved=signed
        )
    found = history.runs(tmp_path)
    assert [run.approved for run in found] == [False, False, True, True]
    assert names(history.superseded(found, keep=0)) == ["run-3", "run-1"]


@pytest.mark.parametrize("said", ['{"reports": []}', '{"reports": {"a": 1}, "params": 3}', "3"])
def test_another_or_a_broken_manifest_does_not_stop_the_listing(outputs, said):
    (outputs / "2023-11" / "one" / "manifest.json").write_text(said, encoding="utf-8")
    assert "two" in names(history.runs(outputs))


def test_each_organisation_keeps_what_its_month_is_known_by(tmp_path):
    for day, whose in ((1, "One"), (2, "One"), (3, "Two")):
        started = f"2023-12-0{day}T09:00:00"
        run_of(tmp_path, f"run-{day}", figures(), started=started, organisation=whose)
    found = history.runs(tmp_path)
    assert names(history.issued(found)) == ["run-3", "run-2"]
    assert names(history.superseded(found, keep=0)) == ["run-1"]
    assert names(history.of_organisation(found, "one")) == ["run-2", "run-1"]


def test_the_list_of_runs_says_whose_they_are_if_several_share_the_outputs(tmp_path, capsys):
    for whose in ("One", "Two"):
        run_of(tmp_path, whose, figures(), organisation=whose)
        terminal.show_runs(history.runs(tmp_path))
        assert ("organisation" in capsys.readouterr().out) is (whose == "Two")


def test_a_run_that_cannot_be_read_may_be_anybodys(outputs):
    (outputs / "2023-11" / "one" / "manifest.json").write_text("{half", encoding="utf-8")
    assert names(history.of_organisation(history.runs(outputs), "Anybody")) == ["one"]
