"""Findings coded to what they are about: a strength or an area for development of each child."""

from collections.abc import Mapping

import pandas as pd

from qaanalysis.metrics.themed.answers import ANSWERED, PLACE, Place
from qaanalysis.metrics.themed.questions import LEAST
from qaanalysis.vocabulary import Col

CODE = "coded_to"


def by_code(rows: pd.DataFrame, codes: Mapping[str, str], *, least: int = LEAST) -> pd.DataFrame:
    """Return for how many children each code is a strength, and for how many one to develop.

    Parameters
    ----------
    rows : DataFrame
        From `answers`.
    codes : mapping of str to str
        What a question is about, such as “Drift and delay”; questions without one aren't coded.
    least : int
        Fewest children of whom a share is given.

    Returns
    -------
    DataFrame
        Indexed by coded_to, by name: questions, children (with an answer that counts; each once,
        however many questions were asked), strength (all of theirs met), to_develop (one or more
        not met), strength_share (of the cases themselves, unweighted: NaN under `least`).

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {
    ...         "child_id": ["A", "A", "B"],
    ...         "question": ["Made?", "Kept?", "Made?"],
    ...         "place": [Place.MET, Place.NOT_MET, Place.MET],
    ...     }
    ... )
    >>> by_code(rows, {"Made?": "Plans", "Kept?": "Plans"}).loc["Plans"].tolist()[:4]
    [2.0, 2.0, 1.0, 1.0]
    """
    code = rows[Col.QUESTION].astype("str").map(dict(codes))
    known = rows[code.notna() & rows[PLACE].isin(ANSWERED)]
    met = (known[PLACE] == Place.MET).groupby([code[known.index], known[Col.CHILD_ID]]).all()
    by = met.groupby(level=0)
    table = pd.DataFrame({"children": by.size(), "strength": by.sum()}).astype(int)
    table.insert(0, "questions", pd.Series(list(codes.values()), dtype="str").value_counts())
    table["to_develop"] = table["children"] - table["strength"]
    enough = table["children"].where(table["children"] >= least)
    return table.assign(strength_share=table["strength"] / enough).rename_axis(CODE)
