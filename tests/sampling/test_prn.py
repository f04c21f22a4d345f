"""Permanent random numbers against an independent hash, and that against published vectors."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from siphash import WORD, finalised, independent, siphash

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling import prn

# The reference implementation's vectors (Aumasson, Bernstein): key 00 01 … 0f, messages of
# 0 to 15 bytes 00 01 02 …, each output as its bytes in order.
VECTORS = [
    "310e0edd47db6f72",
    "fd67dc93c539f874",
    "5a4fa9d909806c0d",
    "2d7efbd796666785",
    "b7877127e09427cf",
    "8da699cd64557618",
    "cee3fe586e46c9cb",
    "37d1018bf50002ab",
    "6224939a79f5f593",
    "b0e4a90bdf82009e",
    "f3b9dd94c5bb5d7a",
    "a7ad6b22462fb3f4",
    "fbe50e86bc8f1e75",
    "903d84c02756ea14",
    "eef27a8e90ca23f7",
    "e545be4961ca29a1",
]
# The first numbers of splitmix64 from the state 1234567.
SPLITMIX = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)


def test_the_independent_hash_gives_the_published_vectors():
    found = [siphash(bytes(range(n)), bytes(range(16))) for n in range(len(VECTORS))]
    assert [value.to_bytes(8, "little").hex() for value in found] == VECTORS


def test_the_independent_finaliser_gives_the_published_numbers():
    states = [(1234567 + n * 0x9E3779B97F4A7C15) % WORD for n in range(1, 6)]
    assert tuple(finalised(state) for state in states) == SPLITMIX


texts = st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=20)


@settings(max_examples=60, deadline=None)
@given(texts, st.text(min_size=1, max_size=20).filter(lambda seed: seed.strip()))
def test_numbers_are_the_independent_hash_of_any_text(identifiers, seed):
    found = prn.numbers(pd.Series(identifiers, dtype="str"), seed=seed)
    assert found.dtype == np.uint64
    assert found.tolist() == [independent(text, seed) for text in identifiers]


@given(texts)
def test_str_object_and_categorical_have_the_same_numbers(identifiers):
    as_str = prn.numbers(pd.Series(identifiers, dtype="str"), seed="s")
    for dtype in (object, "category", "string"):
        others = pd.Series(pd.Series(identifiers, dtype="str"), dtype=dtype)
        assert prn.numbers(others, seed="s").equals(as_str)


@given(st.lists(st.text(max_size=9), min_size=1, unique=True), st.randoms())
def test_nobody_elses_number_changes_when_units_come_go_or_move(identifiers, random):
    series = pd.Series(identifiers, index=identifiers, dtype="str")
    numbers = prn.numbers(series, seed="s")
    some = random.sample(identifiers, random.randint(1, len(identifiers)))
    assert prn.numbers(series[some], seed="s").equals(numbers[some])


def test_another_seed_gives_other_numbers():
    identifiers = pd.Series([f"C{i}" for i in range(100)])
    one, other = (prn.numbers(identifiers, seed=seed) for seed in ("s", "s/sibling"))
    assert not (one == other).any()


@pytest.mark.parametrize(
    "identifiers",
    [[1, 2], ["A", None], ["A", float("nan")], ["A", 1], [b"A"], [1.5]],
    ids=["whole numbers", "none", "nan", "mixed", "bytes", "numbers"],
)
def test_what_is_missing_or_not_text_is_refused(identifiers):
    with pytest.raises(DataError, match=r"^case: found .*needed:"):
        prn.numbers(pd.Series(identifiers, name="case"), seed="s")
    with pytest.raises(DataError, match=r"^case: found .*needed:"):
        prn.numbers(pd.Series(identifiers, name="case").astype("category"), seed="s")


def test_the_message_names_nobody():
    with pytest.raises(DataError) as error:
        prn.numbers(pd.Series(["SECRET", None], name="child_id"), seed="s")
    assert "SECRET" not in str(error.value)


@pytest.mark.parametrize("seed", ["", "  ", None, 7])
def test_a_missing_seed_is_refused(seed):
    with pytest.raises(StatisticsError, match=r"^seed: found none"):
        prn.numbers(pd.Series(["A"]), seed=seed)


def test_the_default_seed_has_all_its_parts():
    assert prn.default_seed("Trust", "moderation", "2023-11") == "Trust/moderation/2023-11"
    with pytest.raises(StatisticsError, match="seed: found an empty part"):
        prn.default_seed("Trust", "", "2023-11")
