"""Parquet files: every kind of column becomes text, is a fault, or is refused in a sentence."""

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from messy_register import COLUMNS, audits, refused, run
from pyarrow import parquet

from qaanalysis.data import limits
from qaanalysis.data.against_specification import check_file
from qaanalysis.data.read_parquet import text_of_column
from qaanalysis.data.sheets import sheets

ROWS = audits({}, {}, {})


def written(path, **columns):
    cells = {c: pa.array([row[c] for row in ROWS]) for c in COLUMNS} | columns
    parquet.write_table(pa.table(cells), path)
    return path


@pytest.mark.parametrize(
    "cells", [[{"name": "Ann Secret"}] * 3, [["Ann Secret"], ["Bob Secret"], None]]
)
def test_a_needed_column_of_lists_or_records_is_named_and_nobody_is(tmp_path, cells):
    said = refused(tmp_path, written(tmp_path / "a.parquet", auditor=pa.array(cells)))
    assert said.startswith("a.parquet: a cell of auditor holds a list or several named values")
    assert "ecret" not in said


def test_such_a_column_that_stands_for_nothing_isnt_read(tmp_path):
    file = written(tmp_path / "a.parquet", answers=pa.array([[1, 2], None, [3]]))
    found = run(tmp_path, file)
    assert found.counts.loc["audits", "accepted"] == 3
    assert found.repairs["found"].tolist() == ["answers"]
    assert sheets(file)[None][0][-1] == "answers"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (pa.array([10**15, None, None], pa.timestamp("s")), "ms from 1970"),
        (pa.array([-(10**9), None, None], pa.date32()), "-1000000000 days from 1970"),
        (pa.array([2**31 - 1, None, None], pa.date32()), "2147483647 days from 1970"),
        (pa.array([2**62, None, None], pa.timestamp("us", "Europe/London")), "us from 1970"),
    ],
)
def test_a_day_that_no_calendar_has_is_a_fault_of_its_cell(tmp_path, cells, told):
    file = written(tmp_path / "a.parquet", due_on=cells)
    found = run(tmp_path, file)
    assert found.faults[["row", "column", "rule"]].values.tolist() == [[1, "due_on", "not a date"]]
    assert found.faults["found"].str.contains(told).all()
    assert found.counts.loc["audits"].tolist() == [3, 2, 1, 0]
    assert check_file(file).loaded.counts.loc["audits", "rejected"] == 1


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (pa.array([0.0, -0.0, 2.5, None]), ["0", "0", "2.5", ""]),
        (pa.array([True, None, False, True]), ["TRUE", "", "FALSE", "TRUE"]),
        (pa.array([Decimal("2.50"), Decimal("10.00"), None]), ["2.5", "10", ""]),
        (pa.array(["b", "a", None, "b"]).dictionary_encode(), ["b", "a", "", "b"]),
        (pa.array([dt.date(2023, 11, 3), None]), ["2023-11-03", ""]),
        (pa.array([None, None]), ["", ""]),
        (pa.array([[1], None]), ["(several values)", ""]),
    ],
)
def test_values_are_told_as_those_of_a_workbook(cells, texts):
    column = text_of_column(pa.chunked_array([cells[:1], cells[1:]]))
    assert [column.texts[i].as_py() for i in column.codes.tolist()] == texts
    assert len(set(column.texts.to_pylist())) == len(column.texts)


def test_more_rows_than_are_read_are_refused_before_they_are(tmp_path):
    n = limits.MOST_ROWS + 1
    file = tmp_path / "a.parquet"
    parquet.write_table(pa.table({c: pa.repeat(str(ROWS[0][c]), n) for c in COLUMNS[:2]}), file)
    said = refused(tmp_path, file)
    assert said.startswith("a.parquet has 1,048,577 rows, and at most 1,048,576 are read.")


def test_a_text_that_unpacks_to_far_more_than_the_file_is_refused(tmp_path):
    table = pa.table({"audit_id": ["x" * 150_000_000]})
    parquet.write_table(table, tmp_path / "a.parquet", compression="zstd")
    assert "a.parquet would unpack to 150 MB" in refused(tmp_path, tmp_path / "a.parquet")


def test_a_long_text_in_every_row_is_held_once(tmp_path):
    rows = 1_000
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows), pa.array(["x" * 10_000_000]))
    parquet.write_table(pa.table({"notes": texts}), tmp_path / "a.parquet")
    before = pa.total_allocated_bytes()
    assert len(sheets(tmp_path / "a.parquet", n_rows=2)[None][1][0]) == 10_000_000
    assert pa.default_memory_pool().max_memory() - before < 1_000_000_000
