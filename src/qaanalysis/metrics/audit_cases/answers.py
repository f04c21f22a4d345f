"""The children behind a themed audit's tables of answers."""

import pandas as pd

from qaanalysis.cases import Cases
from qaanalysis.metrics.themed.answers import ANSWERED, PLACE, WEIGHT, Place
from qaanalysis.metrics.themed.questions import SHARE
from qaanalysis.vocabulary import Col

_MET = str(Place.MET)
_ASIDE = (str(Place.NOT_RECORDED), str(Place.NOT_APPLICABLE))
_INTERVAL = (f"{SHARE}_low", f"{SHARE}_high")
_POSSIBLE = ("lowest_share", "highest_share")


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
    How many were drawn, and of how many an answer counts or none was given, is work. What is said
    of a child isn't: that a question doesn't apply to them, or that it isn't recorded.
    """
    properties = rows.set_index(Col.CHILD_ID)[[Col.QUESTION, PLACE]].astype(str)
    counts = {
        "drawn": {},
        "answered": {PLACE: [str(place) for place in ANSWERED]},
        **{str(place): {PLACE: [str(place)]} for place in Place},
    }
    asked = tuple(str(place) for place in Place if place is not Place.NOT_APPLICABLE)
    return Cases(
        properties,
        f"answers on {theme}",
        counts,
        derived={
            SHARE: (_MET, "answered"),
            # An exact interval is for as many of the frame as the question applies to.
            **dict.fromkeys(_INTERVAL, (_MET, *_ASIDE)),
            **dict.fromkeys(_POSSIBLE, tuple(map(str, Place))),
            "why": (),
        },
        out_of={
            **dict.fromkeys((SHARE, *_INTERVAL), ("answered",)),
            **dict.fromkeys(_POSSIBLE, asked),
        },
        made_of=_made_of(rows),
        workload=("drawn", "answered", str(Place.NO_ANSWER)),
        coarser=((*map(str, ANSWERED), *_INTERVAL),),
    )


def _made_of(rows: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return what shares are made of, if every child counts alike."""
    if WEIGHT in rows and len(rows[WEIGHT].unique()) > 1:
        return {}
    lowest, highest = _POSSIBLE
    unknown = (str(Place.NOT_RECORDED), str(Place.NO_ANSWER))
    return {SHARE: (_MET,), lowest: (_MET,), highest: (_MET, *unknown)}
