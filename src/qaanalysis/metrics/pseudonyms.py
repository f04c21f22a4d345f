"""Names under which a worker's figures can be followed without saying whose they are."""

import hashlib
import hmac
from collections.abc import Iterable

from qaanalysis.errors import DisclosureError

PSEUDONYM = "pseudonym"
_HEX_DIGITS = 8


def pseudonyms(names: Iterable[str], *, kind: str, key: str) -> dict[str, str]:
    """Return a pseudonym for each name: the same from month to month, and for one key only.

    Parameters
    ----------
    names : iterable of str
        Who is meant.
    kind : str
        What they are: "auditor", "rater". One person has different pseudonyms as each.
    key : str
        A secret of the organisation. Whoever has it can find the names again by trying all of
        them; without it the names alone don't tell the pseudonyms.

    Returns
    -------
    dict of str to str
        For each name `kind` and 8 hex digits of the HMAC-SHA256 of kind and name; more digits for
        all where two would be the same.

    Raises
    ------
    DisclosureError
        If the key is empty: everybody could then work the names out.

    Examples
    --------
    >>> pseudonyms(["A. Nyone"], kind="auditor", key="secret")["A. Nyone"]
    'auditor 708b5063'
    """
    if not key:
        raise DisclosureError("Pseudonyms need a secret key: found an empty one.")
    digests = {
        name: hmac.new(key.encode(), f"{kind}/{name}".encode(), hashlib.sha256).hexdigest()
        for name in sorted(set(names))
    }
    size = _HEX_DIGITS
    while len({digest[:size] for digest in digests.values()}) < len(digests):
        size += _HEX_DIGITS
    return {name: f"{kind} {digest[:size]}" for name, digest in digests.items()}
