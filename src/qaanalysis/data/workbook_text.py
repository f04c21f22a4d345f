"""Text as a cell of a workbook can hold it."""

import re

# What XML can't hold, so that no workbook can.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32767
CUT = " … [cut: a cell of Excel holds no more]"


def writable(text: str) -> str:
    r"""Return a text as a cell can hold it.

    Examples
    --------
    >>> print(writable("Team\x0b1"))
    Team\x0b1
    """
    written = _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)
    if len(written) <= LONGEST_CELL:
        return written
    return written[: LONGEST_CELL - len(CUT)] + CUT
