"""Text as numbers: a column's UTF-8 bytes, read eight at a time without making Python's strings.

Sorting and grouping a million identifiers as text takes several times as long as all the rest of a
draw. Identifiers are much alike, so the bits in which they differ nearly always fit in 64.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_WORD = 8
_BLOCK = 32_768  # As many texts as stay in the processor's cache while they're worked on.
_MOST_BYTES = 64
# What is kept of a word of which 0 … 8 bytes belong to the text.
_KEPT = np.array([2 ** (8 * n) - 1 for n in range(_WORD + 1)], dtype=np.uint64)

Words = NDArray[np.uint64]


@dataclass(frozen=True)
class TextBytes:
    """The bytes of n texts.

    Parameters
    ----------
    held : array of uint64
        The eight bytes from each byte on, little-endian.
    begin, n_bytes : array of int, shape (n,)
        Where each text begins and how long it is.
    """

    held: Words
    begin: NDArray[np.int64]
    n_bytes: NDArray[np.int64]

    def word(self, number: int, rows: Any) -> Words:
        """Return the texts' bytes from 8 × `number` on, little-endian; 0 after a text's end.

        Parameters
        ----------
        number : int
            From 0.
        rows : slice or array of int
            Of which texts.
        """
        if self.width is not None and isinstance(rows, slice):
            # Texts of one length lie at even steps, and need no looking up.
            first, last, _ = rows.indices(self.n_bytes.size)
            start = first * self.width + _WORD * number
            # Up to the last text's, which may begin where the bytes end.
            steps = slice(start, start + (last - first - 1) * self.width + 1, self.width)
            return np.asarray(self.held[steps] & _KEPT[min(self.width - _WORD * number, _WORD)])
        there = np.clip(self.n_bytes[rows] - _WORD * number, 0, _WORD)
        # Beyond the end any place will do, as nothing of it is kept.
        place = np.minimum(self.begin[rows] + _WORD * number, self.held.size - 1)
        return np.asarray(self.held[place] & _KEPT[there])

    @cached_property
    def width(self) -> int | None:
        """The texts' length if it is the same for all, and not 0."""
        one = int(self.n_bytes[0]) if self.n_bytes.size else 0
        return one if one and bool((self.n_bytes == one).all()) else None


def text_bytes(texts: pd.Series) -> TextBytes:
    """Return the bytes of a column of text.

    Parameters
    ----------
    texts : Series of str, length n
        None missing.

    Examples
    --------
    >>> found = text_bytes(pd.Series(["AB", "é"]))
    >>> found.n_bytes.tolist(), [hex(word) for word in found.word(0, slice(0, 2)).tolist()]
    ([2, 2], ['0x4241', '0xa9c3'])
    """
    # pandas hands its text over by Arrow's protocol, so nothing needs to be imported or copied.
    array: Any = texts.astype("str").array
    arrow = array.__arrow_array__().combine_chunks().cast("large_string")
    _, offsets, data = arrow.buffers()
    first, n = arrow.offset, len(arrow)
    if n == 0 or data is None:
        none = np.zeros(n, dtype=np.int64)
        return TextBytes(np.zeros(1, dtype=np.uint64), none, none)
    ends = np.frombuffer(offsets, dtype=np.int64)[first : first + n + 1]
    used = np.frombuffer(data, dtype=np.uint8)[ends[0] : ends[-1]]
    padded = np.concatenate([used, np.zeros(_WORD, dtype=np.uint8)])
    held: Words = np.ndarray((used.size + 1,), dtype="<u8", buffer=padded, strides=(1,))
    return TextBytes(held, ends[:-1] - ends[0], np.diff(ends))


def keys(texts: pd.Series) -> Words | None:
    """Return a number for each text, in the order of the texts and equal for equal ones only.

    Parameters
    ----------
    texts : Series of str, length n
        None missing.

    Returns
    -------
    array of uint64, shape (n,), or None
        None if the texts are too unlike to be told apart in 64 bits.

    Examples
    --------
    >>> keys(pd.Series(["QA-07", "QA-12", "QA-07"])).tolist()
    [3, 4, 3]
    """
    found = text_bytes(texts)
    longest = int(found.n_bytes.max(initial=0))
    if longest > _MOST_BYTES or _holds_nul(found):
        return None
    words = range(-(-longest // _WORD))
    rows = [slice(i, i + _BLOCK) for i in range(0, len(texts), _BLOCK)]
    runs = [_runs(_differing(found, j, rows)) for j in words]
    if sum(length for word in runs for _, length in word) > 64:
        return None
    made = np.zeros(len(texts), dtype=np.uint64)
    for block in rows:
        for j in words:
            if not runs[j]:
                continue
            word = found.word(j, block).byteswap()
            for low, length in runs[j]:
                bits = (word >> np.uint64(low)) & np.uint64(2**length - 1)
                made[block] = (made[block] << np.uint64(length % 64)) | bits
    return made


def _differing(texts: TextBytes, number: int, rows: list[slice]) -> int:
    """Return the bits of a word, its first byte highest, that aren't the same in all texts."""
    some, every = 0, 2**64 - 1
    for block in rows:
        word = texts.word(number, block)
        some |= int(np.bitwise_or.reduce(word))
        every &= int(np.bitwise_and.reduce(word))
    return int.from_bytes((some & ~every).to_bytes(_WORD, "little"), "big")


def order(keys: Words) -> NDArray[np.int64]:
    """Return the order that sorts keys, equal ones as they stand.

    Examples
    --------
    >>> order(np.array([7, 3, 7, 1], dtype=np.uint64)).tolist()
    [3, 1, 0, 2]
    """
    bits = max(keys.size - 1, 0).bit_length()
    if int(keys.max(initial=0)).bit_length() + bits > 64:
        return np.argsort(keys, kind="stable")
    # Numbers that carry their row are sorted several times as fast as rows by their numbers.
    carried = (keys << np.uint64(bits)) | np.arange(keys.size, dtype=np.uint64)
    carried.sort()
    return (carried & np.uint64(2**bits - 1)).astype(np.int64)


def _holds_nul(texts: TextBytes) -> bool:
    """Say whether a text holds the character that also fills a text's last word."""
    used = texts.held.base
    return used is not None and not bool(np.all(np.asarray(used)[:-_WORD]))


def _runs(bits: int) -> list[tuple[int, int]]:
    """Return the runs of ones in 64 bits, highest first: lowest bit and length of each."""
    found, low = [], 0
    while bits >> low:
        length = 0
        while bits >> (low + length) & 1:
            length += 1
        if length:
            found.append((low, length))
        low += length or 1
    return found[::-1]


def codes(texts: pd.Series) -> NDArray[np.int64]:
    """Return each text's group: the same number from 0 on for equal texts, without a gap.

    Parameters
    ----------
    texts : Series of str, length n
        None missing.

    Examples
    --------
    >>> codes(pd.Series(["F2", "F1", "F2"])).tolist()
    [1, 0, 1]
    """
    number = keys(texts)
    if number is None:
        return pd.factorize(texts)[0].astype(np.int64)
    rows = order(number)
    ordered = number[rows]
    found = np.zeros(rows.size, dtype=np.int64)
    found[rows[1:]] = np.cumsum(ordered[1:] != ordered[:-1])
    return found
