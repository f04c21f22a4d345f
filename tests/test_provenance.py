"""What a result rests on, the same for the same."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qaanalysis import provenance


def test_a_files_hash_is_that_of_its_bytes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    # FIPS 180-2, appendix B.1: the SHA-256 of "abc".
    assert provenance.sha256(path) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@given(st.dictionaries(st.text(), st.integers() | st.text(), max_size=5))
def test_the_order_of_keys_changes_no_byte(value):
    turned = dict(reversed(value.items()))
    assert provenance.canonical_json(value) == provenance.canonical_json(turned)


def test_what_is_not_a_number_is_refused_in_json():
    with pytest.raises(ValueError, match="JSON"):
        provenance.canonical_json(float("nan"))


def test_a_key_tells_inputs_apart():
    one = provenance.run_key({"month": "2023-11"}, {"a": "1"})
    assert one == provenance.run_key({"month": "2023-11"}, {"a": "1"})
    assert one != provenance.run_key({"month": "2023-11"}, {"a": "2"})
    assert hashlib.new("sha256").digest_size * 2 >= len(one) == 12
