"""Copies of published runs at another address, here folders and a store in memory."""

import datetime as dt

import fsspec
import pytest
from tiny_pack import tiny_month

from qaanalysis import params
from qaanalysis.errors import ParamsError, RunError
from qaanalysis.run import batch, pack, remote_copy, up_to_date
from qaanalysis.run.prepared import Asked

STARTED = dt.datetime(2023, 12, 4, 9, 30)


@pytest.fixture(scope="module")
def month(tmp_path_factory):
    """A month that was made, and copied to a folder."""
    base = tmp_path_factory.mktemp("month")
    there = base / "there"
    file = tiny_month(base, "first", copy_to=there.as_uri())
    return file, pack.make(file, workers=1, started=STARTED), there


def files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_a_published_run_is_copied_with_the_pages_that_lead_to_it(month):
    _, made, there = month
    outputs = made.folder.parents[1]
    expected = {
        f"2023-11/{made.folder.name}/{name}": data for name, data in files(made.folder).items()
    }
    for name in ("index.html", "2023-11/index.html"):
        expected[name] = (outputs / name).read_bytes()
    assert files(there) == expected


def test_a_copy_that_was_cut_short_is_completed_though_nothing_is_made(month):
    file, made, there = month
    whole = files(there)
    (there / "2023-11" / made.folder.name / "first.html").write_text("cut", encoding="utf-8")
    (there / "2023-11" / made.folder.name / "manifest.json").unlink()
    (there / "index.html").write_text("of the run before", encoding="utf-8")
    assert up_to_date.current(file) is None
    again = pack.make(file, workers=1, started=STARTED)
    assert again.unchanged
    assert files(there) == whole
    (there / "index.html").unlink()
    (outcome,) = batch.run([file], Asked(), workers=1)
    assert outcome.status == "unchanged"
    assert files(there) == whole


def test_what_is_there_is_not_written_again(month):
    file, made, _ = month
    assert remote_copy.copy(made.folder, params.read(file)) == 0
    assert remote_copy.copy(made.folder, params.read(file).model_copy(update={"copy_to": ""})) == 0


def test_any_kind_of_store_will_do_and_the_pages_that_lead_to_a_run_come_last(month, monkeypatch):
    file, made, _ = month
    read = params.read(file).model_copy(update={"copy_to": "memory://reports/qa"})
    store = fsspec.filesystem("memory")
    written = []
    real = type(store).pipe_file
    monkeypatch.setattr(
        type(store), "pipe_file", lambda self, to, data: (written.append(to), real(self, to, data))
    )
    assert remote_copy.copy(made.folder, read) == len(files(made.folder)) + 2
    assert written[-2:] == ["/reports/qa/2023-11/index.html", "/reports/qa/index.html"]
    page = f"/reports/qa/2023-11/{made.folder.name}/first.html"
    assert store.cat_file(page) == (made.folder / "first.html").read_bytes()
    assert remote_copy.copy(made.folder, read) == 0


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nosuch://reports", "kind nosuch"),
        ("memory://refused", "not copied to the memory address of copy_to: OSError"),
    ],
)
def test_what_hinders_a_copy_is_told_and_the_run_stays_published(month, monkeypatch, address, said):
    file, made, _ = month

    def refuse(*_):
        raise OSError("token=abc123")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFileSystem.pipe_file", refuse)
    read = params.read(file).model_copy(update={"copy_to": address})
    with pytest.raises(RunError) as raised:
        remote_copy.copy(made.folder, read)
    assert str(raised.value).startswith("Published here, but not copied")
    assert said in str(raised.value)
    assert "abc123" not in str(raised.value)
    assert made.index.is_file()


@pytest.mark.parametrize("address", ["reports", "://reports", "s3://", "sftp://user:pass@host/qa"])
def test_an_address_that_is_none_or_holds_a_password_is_refused(month, tmp_path, address):
    file, *_ = month
    other = tmp_path / "run.yml"
    other.write_text(f"extends: {file.as_posix()}\ncopy_to: {address}\n", encoding="utf-8")
    with pytest.raises(ParamsError, match="copy_to") as raised:
        params.read(other)
    assert "pass" not in str(raised.value).replace("password", "")


def test_where_copies_go_changes_nothing_of_what_is_made(month):
    file, *_ = month
    read = params.read(file)
    assert read.resolved() == read.model_copy(update={"copy_to": ""}).resolved()
