"""A kernel loads the same tables once, and never stale ones."""

import shutil

import pandas as pd
import pytest
from run_files import csv_sources, example_run

from qaanalysis import params
from qaanalysis.data import last_loaded, load
from qaanalysis.data.last_loaded import load_or_last
from qaanalysis.errors import DataError


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Params of a register of its own, and nothing loaded before."""
    monkeypatch.setattr(last_loaded, "_last", [])
    source = csv_sources()["audits"]
    file = shutil.copy(source["file"], tmp_path / "audits.csv")
    return params.read(example_run(tmp_path, sources={"audits": {**source, "file": str(file)}}))


def counting(monkeypatch) -> list[int]:
    calls = []
    monkeypatch.setattr(last_loaded, "load", lambda p, **how: calls.append(1) or load(p, **how))
    return calls


def test_the_same_files_are_loaded_once_and_give_the_same_tables(read, monkeypatch):
    calls = counting(monkeypatch)
    first, second = load_or_last(read), load_or_last(read)
    assert len(calls) == 1
    pd.testing.assert_frame_equal(first["audits"], second["audits"])
    pd.testing.assert_frame_equal(second["audits"], load(read)["audits"])
    assert second.fingerprint == load(read).fingerprint


def test_what_somebody_does_to_the_tables_doesnt_come_back(read):
    n = load(read).counts.loc["audits", "read"]
    first = load_or_last(read)
    first["audits"]["team"] = "South"
    first["audits"].loc[0, "audit_id"] = "changed"
    first.accepted.clear()
    first.counts.loc["audits", "read"] = 99
    again = load_or_last(read)
    pd.testing.assert_frame_equal(again["audits"], load(read)["audits"])
    assert again.counts.loc["audits", "read"] == n


def test_a_changed_file_and_other_params_are_loaded_anew(read, monkeypatch, tmp_path):
    calls = counting(monkeypatch)
    before = (load_or_last(read)["audits"]["auditor_grade"] == "Good").sum()
    file = tmp_path / "audits.csv"
    file.write_bytes(file.read_bytes().replace(b"Good", b"Inadequate"))
    assert (load_or_last(read)["audits"]["auditor_grade"] == "Good").sum() < before
    load_or_last(read.model_copy(update={"month": "2023-10"}))
    assert len(calls) == 3


def test_who_reads_the_reports_and_where_they_go_is_no_matter(read, monkeypatch, tmp_path):
    calls = counting(monkeypatch)
    load_or_last(read)
    load_or_last(
        read.model_copy(update={"outputs": tmp_path / "elsewhere", "audience": "published"})
    )
    assert len(calls) == 1


def test_a_file_that_is_gone_is_said_as_loading_says_it(read, tmp_path):
    load_or_last(read)
    (tmp_path / "audits.csv").unlink()
    with pytest.raises(DataError, match=r"audits\.csv"):
        load_or_last(read)


def test_a_database_is_read_each_time(read, monkeypatch):
    loaded = load(read)
    calls = []
    monkeypatch.setattr(last_loaded, "load", lambda p, **_: calls.append(1) or loaded)
    source = read.sources["audits"].model_copy(update={"file": None})
    database = read.model_copy(update={"sources": {"audits": source}})
    for _ in range(2):
        load_or_last(database)
    assert len(calls) == 2
