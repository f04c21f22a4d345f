"""Comparing words come from the figures they compare, whatever the figures are."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis.present import sentences, words
from qaanalysis.present.labels import Kind
from qaanalysis.present.movements import steps

NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
WAYS = {"fell": -1, "rose": 1, "didn’t change": 0}
counts = st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=0, max_size=11)


def series(values):
    months = pd.period_range("2022-10", periods=len(values), freq="M")
    return pd.Series(values, months, dtype=float)


def ways(values):
    """Return −1, 0 or 1 for each month that can be compared with the one before, by hand."""
    return [(b > a) - (b < a) for a, b in pairwise(values) if a is not None and b is not None]


@given(counts)
def test_each_way_is_counted_as_often_as_it_happened(values):
    found = steps(series(values), measured=Kind.COUNT)
    expected = ways(values)
    assert len(found.fell) == expected.count(-1)
    assert len(found.rose) == expected.count(1)
    assert len(found.same) == expected.count(0)
    assert found.n == len(expected)


@given(counts)
def test_no_word_stands_for_what_did_not_happen_and_none_is_left_out(values):
    said = sentences.moves(series(values), measured=Kind.COUNT)
    expected = ways(values)
    if not expected:
        assert said.startswith("can’t be compared")
        return
    for word, way in WAYS.items():
        assert bool(re.search(rf"\b{word}\b", said)) == (way in expected)
    most = max(expected.count(way) for way in WAYS.values())
    n = len(expected)
    part = f"every one of {NUMBERS[n]}" if most == n else f"{NUMBERS[most]} of {NUMBERS[n]}"
    often = "the one month since" if n == 1 else f"{part} months"
    assert re.match(rf"(fell|rose|didn’t change) in {often}", said)


@given(counts)
def test_the_sentence_and_the_words_agree(values):
    said = sentences.movement(series(values), subject="It", measured=Kind.COUNT)
    expected = ways(values)
    for word, way in (("fell", -1), ("rose", 1)):
        assert bool(re.search(rf"\b{word}\b", said)) == (way in expected)


@given(st.floats(0, 1), st.floats(0, 1))
def test_two_figures_that_read_alike_are_the_same(before, after):
    word = sentences.moved(before, after)
    if words.percent(before) == words.percent(after):
        assert word == "didn’t change"
    if after - before > 0.0011:
        assert word == "rose"
    if before - after > 0.0011:
        assert word == "fell"


def test_the_published_return_rate(published):
    read = pd.read_csv(published / "returns.csv")
    rate = pd.Series(
        (read["returned"] / read["scheduled"]).to_numpy(), pd.PeriodIndex(read["month"], freq="M")
    )
    assert sentences.moves(rate) == (
        "fell in five of six months; rose from 31.0% in July 2023 to 44.0% in August 2023"
    )


@pytest.mark.parametrize("hidden", ["[c]", float("nan"), None])
def test_nothing_is_compared_with_a_figure_that_is_hidden_or_missing(hidden):
    assert sentences.moved(hidden, 0.3) == sentences.moved(0.3, hidden) == "can’t be compared"
