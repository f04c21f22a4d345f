"""What the committee's report can't tell, in words of readers outside the service."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.data import Loaded
from qaanalysis.pages.quality import RECORDS
from qaanalysis.present import sentences, words

# By table: what isn't reported without it, and what the month's data then has none of.
_NOT_REPORTED = {
    "moderations": ("Moderation isn’t reported", "moderation records"),
    "findings": (
        "What audits name as strengths and as areas for development isn’t reported",
        "records of findings",
    ),
    "re_audits": ("Re-audits aren’t reported", "records of re-audits"),
    "actions": ("Actions aren’t reported", "records of actions"),
}


def not_reported(tables: Loaded, name: str) -> str:
    """Return what isn't reported because the month's data lacks a table; empty if it has it.

    Parameters
    ----------
    tables : Loaded
        The run's tables.
    name : str
        The table's.
    """
    if tables.get(name) is not None:
        return ""
    what, records = _NOT_REPORTED[name]
    return sentences.cannot(f"{what}: the month’s data has no {records}")


def no_programme(in_focus: Mapping[pd.Period, str]) -> str:
    """Return that the practice programme isn't reported where no calendar of it is supplied."""
    if in_focus:
        return ""
    return sentences.cannot(
        "The practice programme isn’t reported, nor what audits named before and after: no "
        "calendar of it is supplied"
    )


def no_words(commentary: object) -> str:
    """Return that the service wrote nothing on the month; empty if it did."""
    return "" if commentary else "The service supplied no commentary on this month"


def left_out(tables: Loaded) -> str:
    """Return how many records are in no figure, as they couldn't be used; empty if all could."""
    counts = tables.counts[tables.counts["rejected"] > 0]
    if counts.empty:
        return ""
    said = [
        f"{words.count(row.rejected)} of {words.count(row.read)} records of "
        f"{RECORDS.get(str(row.Index), str(row.Index).replace('_', ' '))}"
        for row in counts.itertuples()
    ]
    one = int(counts["rejected"].sum()) == 1
    return (
        f"{words.listed(said)} {'is' if one else 'are'} in no figure, because something in "
        f"{'it' if one else 'them'} is missing or can’t be so"
    )
