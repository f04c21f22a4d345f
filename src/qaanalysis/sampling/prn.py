"""Permanent random numbers: each unit's own number, which no other unit can change.

A unit's number is a keyed hash of its identifier. The units with the smallest numbers are drawn,
so a draw depends on the seed and on who is in the frame, and on nothing else.
"""

import hashlib

import numpy as np
import pandas as pd
from pandas.util import hash_array

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.siphash import hashed
from qaanalysis.sampling.text_bits import text_bytes
from qaanalysis.sampling.wording import counted

DERIVATION = "first 16 hex digits of SHA-256 of the seed"
HASH = "SipHash-2-4 of the UTF-8 text, then splitmix64's finaliser (pandas.util.hash_array)"
_MANY = 10_000  # From so many on it is quicker to hash them side by side.


def default_seed(organisation: str, plan: str, period: str) -> str:
    """Return the seed that follows from what the draw is, so that nobody can shop for another.

    Parameters
    ----------
    organisation, plan, period : str
        Whose draw it is, of what, and for when. None may be empty.

    Returns
    -------
    str
        The three, joined by a slash.

    Raises
    ------
    StatisticsError
        If one of them is empty.

    Examples
    --------
    >>> default_seed("Example Trust", "moderation", "2023-11")
    'Example Trust/moderation/2023-11'
    """
    parts = (organisation, plan, period)
    if not all(part.strip() for part in parts):
        raise StatisticsError("seed: found an empty part; needed: organisation, plan and period")
    return "/".join(parts)


def key(seed: str) -> str:
    """Return the key of the hash: the first 16 hex digits of the seed's SHA-256.

    Parameters
    ----------
    seed : str
        Any text but an empty one.

    Returns
    -------
    str
        16 hex digits.

    Raises
    ------
    StatisticsError
        If the seed is empty or isn't text.

    Examples
    --------
    >>> key("Example Trust/moderation/2023-11")
    '1b70d1405c52a9bf'
    """
    if not isinstance(seed, str) or not seed.strip():
        raise StatisticsError("seed: found none; needed: a text, such as organisation/plan/period")
    return hashlib.sha256(seed.encode()).hexdigest()[:16]


def numbers(identifiers: pd.Series, *, seed: str, start: float = 0.0) -> pd.Series:
    """Return each identifier's permanent random number.

    Parameters
    ----------
    identifiers : Series of str, length n
        Text, also as object or categorical; equal text has equal numbers. Nothing missing: nulls
        would all hash alike.
    seed : str
        The draw's seed. Two choices in one draw need two seeds, such as `seed` and
        `seed + "/sibling"`.
    start : float
        Where on the circle of numbers counting begins, 0 up to 1: what lies before it comes last.
        Draws of one seed overlap if they start at the same place, and avoid one another as far as
        the first ends before the other starts.

    Returns
    -------
    Series of uint64, length n
        Named "prn", indexed as `identifiers`. Uniform over 0 … 2⁶⁴ − 1 for a secret or agreed
        seed. Equal numbers of different identifiers are ordered by identifier where it matters.

    Raises
    ------
    DataError
        If an identifier is missing or isn't text.
    StatisticsError
        If the seed is empty or isn't text, or the start isn't 0 or more and under 1.

    References
    ----------
    Ohlsson E (1995). Coordination of samples using permanent random numbers. In Cox et al. (eds),
    *Business Survey Methods*, Wiley, 153–169.
    Aumasson J-P, Bernstein DJ (2012). SipHash: a fast short-input PRF. INDOCRYPT 2012, 489–508.
    Steele GL, Lea D, Flood CH (2014). Fast splittable pseudorandom number generators. OOPSLA 2014,
    453–472 (the finaliser).

    Examples
    --------
    >>> numbers(pd.Series(["QA23-0001", "QA23-0002"]), seed="a").tolist()
    [12257988461152107747, 16841164898903482700]
    """
    if not 0 <= start < 1:
        raise StatisticsError(f"start: found {start}; allowed: 0 or more and under 1")
    check_identifiers(identifiers)
    dtype = identifiers.dtype
    if isinstance(dtype, pd.StringDtype) and len(identifiers) >= _MANY:
        found = hashed(text_bytes(identifiers), key(seed))
    else:
        known = isinstance(dtype, pd.StringDtype | pd.CategoricalDtype)
        text = identifiers.array if known else identifiers.to_numpy(dtype=object)
        found = hash_array(text, hash_key=key(seed), categorize=False)
    found = found - np.uint64(int(start * 2**64))  # Unsigned: what is below goes round the circle.
    return pd.Series(found, index=identifiers.index, name="prn", dtype=np.uint64)


def check_identifiers(identifiers: pd.Series) -> None:
    """Refuse identifiers that don't hash as text.

    Parameters
    ----------
    identifiers : Series
        Text, also as object or categorical; nothing missing.

    Raises
    ------
    DataError
        If one is missing or isn't text.
    """
    name = identifiers.name or "identifiers"
    missing = int(identifiers.isna().sum())
    if missing:
        found = counted(missing, "row")
        raise DataError(f"{name}: found {found} without an identifier; needed: one in every row")
    dtype = identifiers.dtype
    held = identifiers.cat.categories if isinstance(dtype, pd.CategoricalDtype) else identifiers
    kind = pd.api.types.infer_dtype(held, skipna=False)
    if len(held) and kind != "string":
        raise DataError(
            f"{name}: found identifiers that aren't text ({kind}); needed: text, as read from the "
            "export, since the number 7 and the text “7” hash differently"
        )
