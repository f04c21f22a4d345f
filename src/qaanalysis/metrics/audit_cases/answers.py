"""The children behind a themed audit's tables of answers."""

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics.themed.answers import ANSWERED, PLACE, Place
from qaanalysis.vocabulary import Col


def answered(rows: pd.DataFrame, *, theme: str) -> Cases:
    """Return the children behind a themed audit's table of questions.

    Parameters
    ----------
    rows : DataFrame
        From `themed.answers`.
    theme : str
        Whose answers they are: those of one theme are no other's.

    Notes
    -----
    Whether an answer was given is work; what it says is of the child.
    """
    properties = rows.set_index(Col.CHILD_ID)[[Col.QUESTION, PLACE]].astype(str)
    counts = {
        "drawn": {},
        "answered": {PLACE: [str(place) for place in ANSWERED]},
        **{str(place): {PLACE: [str(place)]} for place in Place},
    }
    work = [name for name in counts if name not in map(str, ANSWERED)]
    met, missed = (str(place) for place in ANSWERED)
    share = dict.fromkeys(("met_share", "met_share_low", "met_share_high"), (met,))
    ends = dict.fromkeys(("lowest_share", "highest_share"), (met, missed))
    return Cases(
        properties,
        f"answers on {theme}",
        counts,
        derived={**share, **ends, "why": ()},
        workload=tuple(work),
    )
