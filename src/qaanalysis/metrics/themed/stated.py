"""Percentages that were stated elsewhere, beside the counts they can have come from."""

from collections.abc import Iterable

import pandas as pd

from qaanalysis.metrics.themed.questions import SHARE
from qaanalysis.stats import reachable

FEWER = 5


def stated(table: pd.DataFrame, said: Iterable[tuple[str, str, str, int]]) -> pd.DataFrame:
    """Return which counts each stated percentage can be, and what was found now.

    Parameters
    ----------
    table : DataFrame
        From `questions.by_question`.
    said : iterable of (what, question, percent, of)
        What was stated, of which question, the percentage as printed ("74", without the sign) and
        out of how many.

    Returns
    -------
    DataFrame
        Indexed by what: stated_percent and out_of as stated; could_be (the counts that round to
        it, "none" if no whole number does); instead (out of slightly fewer, the nearest total of
        which a count does; empty if not needed); met, answered and met_share as found (missing if
        the form has no such question); reached, whether the count found rounds to what was stated.

    Raises
    ------
    StatisticsError
        If a percentage or a total isn't one.

    References
    ----------
    Brown NJL, Heathers JAJ (2017). The GRIM test. Social Psychological and Personality Science
    8:363–369.

    Examples
    --------
    >>> found = pd.DataFrame({"met": [35], "answered": [47], SHARE: [35 / 47]}, index=["Reviewed?"])
    >>> table = stated(found, [("reviewed", "Reviewed?", "74", 48)])
    >>> table.loc["reviewed", ["could_be", "instead"]].tolist()
    ['none', '35 of 47']
    """
    nan = float("nan")
    now = table[["met", "answered", SHARE]].to_dict("index")
    rows = []
    for what, question, percent, of in said:
        counts = reachable.counts(percent, of)
        found = now.get(question, {"met": nan, "answered": nan, SHARE: nan})
        rows.append(
            {
                "what": what,
                "stated_percent": percent,
                "out_of": of,
                "could_be": ", ".join(map(str, counts)) or "none",
                "instead": "" if counts else _instead(percent, of),
                **found,
                "reached": _reached(percent, found["met"], found["answered"]),
            }
        )
    columns = ["what", "stated_percent", "out_of", "could_be", "instead", "met", "answered"]
    made = pd.DataFrame(rows, columns=[*columns, SHARE, "reached"]).set_index("what")
    return made.astype({"met": "float64", "answered": "float64", SHARE: "float64"})


def _reached(percent: str, met: float, answered: float) -> bool:
    # Also false where nothing is known: NaN is over nothing.
    return answered > 0 and met in reachable.counts(percent, int(answered))


def _instead(percent: str, of: int) -> str:
    """Return the nearest smaller total of which some count rounds to the percentage."""
    near = [n for n in reachable.totals(percent, of) if n >= of - FEWER]
    if not near:
        return ""
    counts = reachable.counts(percent, near[-1])
    return f"{' or '.join(map(str, counts))} of {near[-1]}"
