"""Files that never end are refused by how long they are, and rows that are many cost little."""

import time

import pytest
from messy_register import as_csv, audits, refused, run, table

from qaanalysis.data import limits, loading
from qaanalysis.errors import DataError


def test_blank_lines_without_end_are_refused_before_they_are_read(tmp_path):
    text = as_csv(table(audits({}))) + "\n" * limits.MOST_LINES
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    said = refused(tmp_path, tmp_path / "a.csv")
    assert said.startswith("a.csv has 5,242,882 lines, and at most 5,242,880 are read.")


def test_of_the_rows_read_the_blank_ones_dont_count(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "refuse_too_many", lambda n, where: _refuse(n, where, most=2))
    assert run(tmp_path, [*audits({}, {}), *audits(dict.fromkeys(audits({})[0], ""))])
    with pytest.raises(DataError, match=r"audits\.csv has 3 rows, and at most 2 are read"):
        run(tmp_path, audits({}, {}, {}))


_refuse = limits.refuse_too_many


def test_a_hundred_thousand_faults_are_told_in_seconds(tmp_path):
    row = audits({"due_on": "soon", "team": ""})[0]
    began = time.monotonic()
    found = run(tmp_path, [row] * 100_000 + audits({}, {"audit_id": "B1"})[1:])
    assert time.monotonic() - began < 20
    assert len(found.faults) == 299_999
    assert found.faults.memory_usage(deep=False).sum() < 20_000_000
    assert found.rejected["audits"]["reasons"].tolist()[1] == (
        "due_on: not a date; team: blank; audit_id: copy of another row, also in row 2"
    )


def test_more_columns_than_a_sheet_has_are_refused(tmp_path):
    rows = table(audits({}))
    rows[0] += [f"c{i}" for i in range(limits.MOST_COLUMNS)]
    (tmp_path / "a.csv").write_text(as_csv(rows), encoding="utf-8", newline="")
    said = refused(tmp_path, tmp_path / "a.csv")
    assert said.startswith("a.csv has 16,402 columns, and at most 16,384 are read.")
