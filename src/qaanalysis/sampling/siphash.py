"""SipHash-2-4 of many texts at once, as pandas hashes them one by one."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from qaanalysis.sampling.text_bits import TextBytes

Words = NDArray[np.uint64]
Rows = slice | NDArray[np.int64]

_BLOCK = 32_768  # As many texts as stay in the processor's cache while they're worked on.
_START = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)


def hashed(texts: TextBytes, key: str) -> Words:
    """Return each text's number: SipHash-2-4, then splitmix64's finaliser.

    Parameters
    ----------
    texts : TextBytes
        n texts.
    key : str
        16 ASCII characters.

    Returns
    -------
    array of uint64, shape (n,)

    References
    ----------
    Aumasson J-P, Bernstein DJ (2012). SipHash: a fast short-input PRF. INDOCRYPT 2012, 489–508.
    Steele GL, Lea D, Flood CH (2014). Fast splittable pseudorandom number generators. OOPSLA 2014,
    453–472 (the finaliser).

    Examples
    --------
    >>> import pandas as pd
    >>> from qaanalysis.sampling.text_bits import text_bytes
    >>> one = pd.Series(["QA23-0001"])
    >>> hashed(text_bytes(one), "0123456789abcdef") == pd.util.hash_array(
    ...     one.array, hash_key="0123456789abcdef", categorize=False
    ... )
    array([ True])
    """
    halves = [int.from_bytes(key.encode()[i : i + 8], "little") for i in (0, 8)]
    start = [np.uint64(one ^ halves[i % 2]) for i, one in enumerate(_START)]
    # The last word also holds the length, so a text of 8 bytes has two.
    n_words = texts.n_bytes // 8 + 1
    found = np.empty(n_words.size, dtype=np.uint64)
    for n in range(n_words.min(initial=1), n_words.max(initial=0) + 1):
        alike = slice(None) if texts.width else np.flatnonzero(n_words == n)
        for rows in _blocks(alike, n_words.size):
            found[rows] = _finalised(_siphash(texts, rows, n, start))
    return found


def _blocks(rows: Rows, n: int) -> Iterator[Rows]:
    """Yield rows of n a block at a time."""
    if isinstance(rows, slice):
        yield from (slice(i, min(i + _BLOCK, n)) for i in range(0, n, _BLOCK))
    else:
        yield from (rows[i : i + _BLOCK] for i in range(0, rows.size, _BLOCK))


def _siphash(texts: TextBytes, rows: Rows, n_words: int, start: list[np.uint64]) -> Words:
    n_bytes = texts.n_bytes[rows].astype(np.uint64)
    a, b, c, d = (np.full(n_bytes.size, one) for one in start)
    for j in range(n_words):
        word = texts.word(j, rows)
        if j == n_words - 1:
            word |= (n_bytes & np.uint64(255)) << np.uint64(56)
        d ^= word
        _rounds(a, b, c, d, 2)
        a ^= word
    c ^= np.uint64(255)
    _rounds(a, b, c, d, 4)
    return a ^ b ^ c ^ d


def _rounds(a: Words, b: Words, c: Words, d: Words, n: int) -> None:
    """Mix the state in place."""
    spare = np.empty_like(a)
    for _ in range(n):
        _mix(a, b, 13, spare)
        _rotate(a, 32, spare)
        _mix(c, d, 16, spare)
        _mix(a, d, 21, spare)
        _mix(c, b, 17, spare)
        _rotate(c, 32, spare)


def _mix(one: Words, other: Words, bits: int, spare: Words) -> None:
    one += other
    _rotate(other, bits, spare)
    other ^= one


def _rotate(words: Words, bits: int, spare: Words) -> None:
    np.right_shift(words, np.uint64(64 - bits), out=spare)
    np.left_shift(words, np.uint64(bits), out=words)
    np.bitwise_or(words, spare, out=words)


def _finalised(words: Words) -> Words:
    words ^= words >> np.uint64(30)
    words *= np.uint64(0xBF58476D1CE4E5B9)
    words ^= words >> np.uint64(27)
    words *= np.uint64(0x94D049BB133111EB)
    words ^= words >> np.uint64(31)
    return words
