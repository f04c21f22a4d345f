"""Words chosen at random, with blanks among them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Words = NDArray[np.object_]


def words(codes: NDArray[np.integer], labels: Sequence[str]) -> Words:
    """Return the label of each code, and nothing for the code -1.

    Examples
    --------
    >>> words(np.array([0, -1]), ["Yes", "No"]).tolist()
    ['Yes', None]
    """
    return np.array([*labels, None], dtype=object)[codes]


def chosen(
    rng: np.random.Generator, shares: Mapping[str, float], n: int, *, shift: pd.Series | float = 0.0
) -> Words:
    """Return `n` words by their shares; what the shares leave of 1 is blank.

    `shift` is added to the share of the first word, and taken from the blanks.
    """
    bounds = np.add.outer(np.broadcast_to(shift, n), np.cumsum(list(shares.values())))
    codes = (rng.random(n)[:, None] >= bounds).sum(axis=1)
    return words(np.where(codes == len(shares), -1, codes), list(shares))


def filled(is_given: pd.Series, word: str) -> Words:
    """Return the word where it is given, and nothing elsewhere."""
    return words(np.where(is_given, 0, -1), [word])
