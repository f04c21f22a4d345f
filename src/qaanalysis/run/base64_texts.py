"""What is written in base64 within a text: pictures and other files, taken out of it."""

import base64
import binascii
import re
from urllib.parse import unquote

# Begun with what is rare, so that looking for it costs little.
_DATA = re.compile(r";(?:base64|BASE64),\s*((?:[A-Za-z0-9+/_\r\n-]|%2[BbFf]){4,}(?:=|%3[Dd]){0,2})")
_APART = re.compile(r"[\s=]")
_LONGEST_WORDS = 80


def without_data(text: str, packed: list[bytes]) -> str:
    """Return a text without the data of its addresses, each of which is added to what is packed."""
    if "base64," not in text and "BASE64," not in text:
        return text
    return _DATA.sub(lambda found: found[0].replace(found[1], taken(found[1], packed)), text)


def taken(text: str, packed: list[bytes]) -> str:
    """Return what is left to read of a text of base64, after adding what is in it to the packed.

    Examples
    --------
    >>> packed = []
    >>> taken("S2F0ZSBPJ0JyaWVu", packed), packed
    ('S2F0ZSBPJ0JyaWVu', [b"Kate O'Brien"])
    >>> taken("No base64: it has spaces", packed), len(packed)
    ('No base64: it has spaces', 1)
    """
    try:
        packed.append(_decoded(text))
    except (binascii.Error, ValueError):
        return text
    # What is short may be words after all.
    return "" if len(text) > _LONGEST_WORDS else text


def _decoded(text: str) -> bytes:
    """Decode base64, with or without what fills it up, and of the kind for addresses."""
    plain = _APART.sub("", unquote(text)).replace("-", "+").replace("_", "/")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
