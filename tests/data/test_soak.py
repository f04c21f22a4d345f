"""Mutated registers end in a sentence or in tables, and every row is accounted for."""

from dataclasses import replace

import pytest
from messy_register import audits, read_run
from mutated_files import mutated
from soaking import one, soak

# `benchmarks/soak.py` loads 20,000 of the same.
N = 300


@pytest.mark.slow
def test_300_mutated_registers_are_read_or_refused_and_no_row_is_lost():
    found = list(soak(0, N))
    assert [s for s in found if s.fault] == []
    assert len(found) == N
    ended = [s.ended for s in found]
    # Neither is everything refused, nor is everything fit to be read.
    assert min(ended.count("loaded"), ended.count("refused")) > N / 10


def test_a_seed_gives_the_same_file_each_time(tmp_path):
    for seed in range(40, 60):
        made = []
        for folder in (tmp_path / f"{seed}-a", tmp_path / f"{seed}-b"):
            folder.mkdir()
            file = mutated(seed, folder)
            # A zip file has the time of its writing in it.
            made.append((file.kind, file.rows, len(file.path.read_bytes())))
        assert made[0] == made[1]


def test_rows_under_headings_that_stand_twice_on_end_arent_counted(tmp_path):
    # The second may be the better one, and is then the row of headings.
    assert mutated(209_588, tmp_path).rows is None


def test_a_row_that_gets_lost_is_found(tmp_path, monkeypatch):
    run = read_run(tmp_path, audits({}))
    monkeypatch.setattr("soaking.mutated", lambda seed, folder: _one_more(mutated(seed, folder)))
    said = [one(seed, tmp_path, run).fault for seed in range(10)]
    assert any("rows in the file" in fault for fault in said)


def _one_more(file):
    return replace(file, rows=file.rows and file.rows + 1)
