"""How a heading is compared with others, and how it is shown."""

import re

_PER_CENT = re.compile("[%％﹪]")
OF_A_SHARE = frozenset(
    ("percent", "percentage", "per", "cent", "pct", "rate", "proportion", "ratio")
)
# Of one that stands for no column.
LONGEST_HEADING = 200


def plain(heading: str) -> str:
    """Return a heading without case, spaces and punctuation, so that spellings meet.

    A per cent sign is a word and no punctuation: “% returned” isn't the count “Returned”.

    Examples
    --------
    >>> plain(" Audit  Type:"), plain("% returned")
    ('audit_type', 'percent_returned')
    """
    # Most cells of a sheet with a cell far to the right are blank.
    if not heading:
        return ""
    said = _PER_CENT.sub(" percent ", heading.casefold())
    return re.sub(r"[\W_]+", "_", said).strip("_")


def is_share(heading: str) -> bool:
    """Return whether a heading says that a percentage or rate stands under it; no column is one.

    Examples
    --------
    >>> [is_share(heading) for heading in ("Returned (%)", "Return rate", "Rater")]
    [True, True, False]
    """
    return not (OF_A_SHARE - {"per"}).isdisjoint(plain(heading).split("_"))


def shortened(heading: str) -> str:
    """Return a heading as it may be shown: what is longer is text that got into the row.

    Examples
    --------
    >>> len(shortened("T" * 10_000_000))
    201
    """
    return heading if len(heading) <= LONGEST_HEADING else f"{heading[:LONGEST_HEADING]}…"
