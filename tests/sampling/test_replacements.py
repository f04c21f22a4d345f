"""Reserves come in by their order, each once and with a reason, or it is said why not."""

import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qaanalysis.errors import DataError
from qaanalysis.sampling import replacement_log
from qaanalysis.sampling.replacements import (
    COLUMNS,
    Replacement,
    faults,
    nothing,
    replacement,
    standing,
)

SECRET, SEED = b"a secret of the organisation", "Trust/themed/2023-11"
# Two strata: two of good are selected and two in reserve; all of poor are selected.
FRAME = pd.DataFrame(
    {
        "case_id": ["G3", "G1", "P1", "G4", "G2"],
        "stratum": ["good", "good", "poor", "good", "good"],
        "number": [3, 1, 1, 4, 2],
        "role": ["reserve", "selected", "selected", "reserve", "selected"],
    }
)


def replaced(log, which, reason="file closed", on=None):
    return replacement(FRAME, log, unit="case_id", replaced=which, reason=reason, on=on)


def with_entry(log, entry):
    row = {name: getattr(entry, name) for name in COLUMNS}
    return pd.concat([log, pd.DataFrame([row], dtype=object)], ignore_index=True)


def test_the_next_reserve_of_the_stratum_comes_in():
    day = dt.date(2023, 12, 11)
    first = replaced(nothing(), "G2", on=day)
    assert first == Replacement("G2", "G3", "good", 3, "file closed", day)
    log = with_entry(nothing(), first)
    second = replaced(log, "G1")
    assert (second.by, second.number) == ("G4", 4)
    assert standing(FRAME, log, unit="case_id") == ["G1", "P1", "G3"]


def test_a_reserve_that_came_in_can_be_replaced_in_its_turn():
    log = with_entry(nothing(), replaced(nothing(), "G1"))
    assert replaced(log, "G3").by == "G4"


def test_the_order_of_rows_counts_nothing():
    for seed in range(5):
        mixed = FRAME.sample(frac=1, random_state=seed)
        found = replacement(mixed, nothing(), unit="case_id", replaced="G1", reason="gone")
        assert found.by == "G3"


@pytest.mark.parametrize(
    ("which", "reason", "before", "message"),
    [
        ("G1", "", [], "reason: found none; needed: why G1 can't be done"),
        ("G1", "  ", [], "reason: found none"),
        ("P1", "gone", [], "poor: found no reserve left for P1, as it has none. Nothing is"),
        ("G3", "gone", ["G1", "G2"], "good: found no reserve left for G3, as its 2 reserves came"),
        ("G1", "gone", ["G1"], "G1: found replaced before, by G3; allowed: once"),
        ("G4", "gone", [], "G4: found a reserve that hasn't come in; allowed"),
        ("X9", "gone", [], "X9: found not in the sample; allowed"),
    ],
)
def test_what_cannot_be_replaced_is_refused_in_a_sentence(which, reason, before, message):
    log = nothing()
    for one in before:
        log = with_entry(log, replaced(log, one))
    with pytest.raises(DataError, match=message):
        replaced(log, which, reason)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["G1", "G2", "G3", "G4", "P1"]), max_size=6))
def test_whoever_is_replaced_nobody_comes_in_twice_and_the_log_has_no_fault(wanted):
    log = nothing()
    for which in wanted:
        try:
            log = with_entry(log, replaced(log, which))
        except DataError:
            continue
    assert log["by"].tolist() == ["G3", "G4"][: len(log)]
    assert len(standing(FRAME, log, unit="case_id")) == 3
    assert faults(FRAME, log, unit="case_id") == []


def logged():
    log = with_entry(nothing(), replaced(nothing(), "G1"))
    return with_entry(log, replaced(log, "G2"))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("by", "G4", "Entry 1 of the log of replacements has G4 for G1, where G3 is the next"),
        ("number", 4, "Entry 1 of the log of replacements has G3 for G1, where G3 is the next"),
        ("replaced", "P1", "Entry 1 of the log of replacements can't be: poor: found no reserve"),
        ("reason", " ", "Entry 1 of the log of replacements can't be: reason: found none"),
    ],
)
def test_an_entry_that_should_not_be_is_named(column, value, said):
    log = logged()
    log.loc[0, column] = value
    assert faults(FRAME, log, unit="case_id")[0].startswith(said)


def written(path):
    log = nothing()
    for which, reason in (("G1", "the file is “closed” – £\nsecond line"), ("G2", "=1+1")):
        entry = replaced(log, which, reason, dt.date(2023, 12, 11))
        replacement_log.append(path, entry, secret=SECRET, seed=SEED, more={"given": None})
        log = with_entry(log, entry)
    return path


def test_the_log_comes_back_as_it_was_written(tmp_path):
    path = written(tmp_path / "log.jsonl")
    assert path.read_bytes().count(b"\n") == 2
    log = replacement_log.read(path)
    assert log["by"].tolist() == ["G3", "G4"]
    assert log["reason"].tolist()[1] == "=1+1"
    assert log["on"].tolist() == ["2023-12-11"] * 2
    assert faults(FRAME, log, unit="case_id") == []
    assert replacement_log.broken(log, secret=SECRET, seed=SEED) == []
    assert len(replacement_log.broken(log, secret=SECRET, seed="another draw")) == 1


def test_lines_are_added_and_what_stands_is_never_rewritten(tmp_path):
    path = written(tmp_path / "log.jsonl")
    before = path.read_bytes()
    entry = Replacement("G3", "G5", "good", 5, "gone")
    replacement_log.append(path, entry, secret=SECRET, seed=SEED, more={"given": None})
    assert path.read_bytes().startswith(before)


@pytest.mark.parametrize("change", ["reason", "order", "first", "on"])
def test_a_changed_moved_or_missing_line_breaks_a_seal(tmp_path, change):
    path = written(tmp_path / "log.jsonl")
    lines = path.read_text(encoding="utf-8").splitlines()
    if change == "order":
        lines.reverse()
    elif change == "first":
        lines.pop(0)
    else:
        lines[1] = json.dumps({**json.loads(lines[1]), change: "2023-12-12"})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    [said] = replacement_log.broken(replacement_log.read(path), secret=SECRET, seed=SEED)
    assert said.startswith("Entry 2" if change in ("reason", "on") else "Entry 1")


def test_what_is_no_entry_is_refused_with_its_line(tmp_path):
    path = written(tmp_path / "log.jsonl")
    with path.open("a", encoding="utf-8") as file:
        file.write("a note\n")
    with pytest.raises(DataError, match=r"log\.jsonl, line 3: found something that isn't an entry"):
        replacement_log.read(path)
