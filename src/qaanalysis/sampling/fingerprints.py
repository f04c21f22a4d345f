"""Keyed fingerprints of rows: they tell that a row is the same, and nothing without the secret.

A plain hash of an identifier can be reversed by hashing every identifier there could be; a keyed
one can't, as long as the organisation keeps its secret.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence

import pandas as pd

from qaanalysis.errors import DataError, StatisticsError
from qaanalysis.sampling.wording import named

LEAST_SECRET = 16


def keyed(secret: bytes, purpose: str, text: str) -> str:
    """Return the HMAC-SHA-256 of a text for one purpose, as 64 hex digits.

    Parameters
    ----------
    secret : bytes
        The organisation's secret, 16 bytes or more.
    purpose : str
        What the fingerprint is for: the same text has another one for another purpose.
    text : str
        Any text.

    Raises
    ------
    StatisticsError
        If the secret is too short or isn't bytes.

    References
    ----------
    Krawczyk H, Bellare M, Canetti R (1997). HMAC: keyed-hashing for message authentication.
    RFC 2104.

    Examples
    --------
    >>> one, other = (keyed(b"sixteen bytes or", purpose, "A1") for purpose in ("unit", "row"))
    >>> len(one), one == other
    (64, False)
    """
    if not isinstance(secret, bytes) or len(secret) < LEAST_SECRET:
        found = f"{len(secret)} bytes" if isinstance(secret, bytes) else "something else"
        raise StatisticsError(f"secret: found {found}; needed: {LEAST_SECRET} bytes or more")
    message = f"{purpose}\0{text}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()


def of_units(identifiers: Iterable[str], secret: bytes, context: str) -> list[str]:
    """Return the fingerprint of each identifier, in one draw's context.

    Parameters
    ----------
    identifiers : iterable of str
        None missing.
    secret, context
        As in `of_rows`.

    Examples
    --------
    >>> len(of_units(["A1", "A2"], b"sixteen bytes or", "a draw"))
    2
    """
    return [keyed(secret, f"unit {context}", identifier) for identifier in identifiers]


def of_rows(frame: pd.DataFrame, columns: Sequence[str], secret: bytes, context: str) -> list[str]:
    """Return the fingerprint of each row: another one if any of the columns is changed.

    Parameters
    ----------
    frame : DataFrame, n rows
        With the columns; a missing value is one of its own, and unlike any text.
    columns : sequence of str
        What the fingerprint rests on.
    secret : bytes
        The organisation's secret, 16 bytes or more.
    context : str
        What tells a draw from others, such as its seed; the same row has another fingerprint in
        another draw.

    Returns
    -------
    list of str, length n
        64 hex digits each, in the order of the rows.

    Raises
    ------
    DataError
        If a column is missing from the frame.
    StatisticsError
        If the secret is too short.

    Examples
    --------
    >>> frame = pd.DataFrame({"audit_id": ["A1", "A1"], "team": ["North", None]})
    >>> one, other = of_rows(frame, ["audit_id", "team"], b"sixteen bytes or", "a draw")
    >>> one == other
    False
    """
    missing = [column for column in columns if column not in frame]
    if missing:
        raise DataError(f"frame: found no column {named(missing)}; needed: what the draw rested on")
    texts = zip(*([_text(value) for value in frame[column]] for column in columns), strict=True)
    return [keyed(secret, f"row {context}", json.dumps(row, ensure_ascii=False)) for row in texts]


def _text(value: object) -> str | None:
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return None
    return value.isoformat() if isinstance(value, pd.Timestamp) else str(value)
