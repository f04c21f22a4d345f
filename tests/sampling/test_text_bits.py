"""Text as numbers: hashed, sorted and grouped as Python and the independent hash do it."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from siphash import finalised, siphash

from qaanalysis.sampling import prn
from qaanalysis.sampling.siphash import hashed
from qaanalysis.sampling.text_bits import codes, keys, order, text_bytes

KEY = "0123456789abcdef"
many = settings(max_examples=100, deadline=None)
any_text = st.lists(st.text(st.characters(codec="utf-8"), max_size=40), max_size=20)
alike = st.lists(st.from_regex(r"LCS-[0-9]{1,7}", fullmatch=True), max_size=20)
of_one_length = st.lists(st.from_regex(r"F[A-C]-[0-9]{3}/[0-9]{5}", fullmatch=True), max_size=20)
texts = any_text | alike | of_one_length


def column(found, cut=0):
    """Return a column of text, also as a part of a longer one."""
    return pd.Series(["cut away", *found], dtype="str").iloc[1:].iloc[cut:]


@many
@given(texts, st.integers(0, 2))
def test_many_texts_are_hashed_as_one_by_one(found, cut):
    numbers = hashed(text_bytes(column(found, cut)), KEY)
    assert numbers.tolist() == [finalised(siphash(t.encode(), KEY.encode())) for t in found[cut:]]


def test_blocks_of_texts_are_hashed_as_pandas_does():
    for i, end in enumerate(("", "é", "/A", "-123", "-12345678")):
        # The last two are all of one length: 12 bytes, and 16, which end with a word.
        width = 5 if i < 3 else 7
        texts = [f"L{n:0{width}}{end if n % 3 or i > 2 else ''}" for n in range(70_000)]
        found = pd.Series(texts, dtype="str")
        by_pandas = pd.util.hash_array(
            found.to_numpy(dtype=object), hash_key=prn.key("a"), categorize=False
        )
        assert np.array_equal(prn.numbers(found, seed="a"), by_pandas)


@many
@given(texts, st.integers(0, 2))
def test_keys_are_in_the_order_of_the_texts_and_as_often_equal(found, cut):
    held = column(found, cut)
    number = keys(held)
    if number is not None:
        assert order(number).tolist() == sorted(range(len(held)), key=lambda i: held.iloc[i])
        assert len(set(number.tolist())) == held.nunique()


@given(alike | of_one_length)
def test_identifiers_that_are_alike_have_keys(found):
    assert keys(column(found)) is not None


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_keys_of_all_sizes_are_sorted_as_they_stand(found):
    at = order(np.array(found, dtype=np.uint64)).tolist()
    assert at == sorted(range(len(found)), key=found.__getitem__)


@many
@given(texts)
def test_equal_texts_have_one_code_and_no_code_is_left_out(found):
    code = codes(column(found)).tolist()
    assert len(set(zip(code, found, strict=True))) == len(set(found))
    assert set(code) == set(range(len(set(found))))


def test_texts_that_are_too_unlike_or_hold_nul_have_no_keys():
    assert keys(pd.Series(["a\0", "a"])) is None
    assert keys(pd.Series(["x" * 65, "y"])) is None
    assert keys(pd.Series(["\x00abcdefgh1", "~ZYXWVUTS2"])) is None
