"""What is wrong with a file that came back: where, what was found, what is allowed, what to do."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

import pandas as pd


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Parameters
    ----------
    file : str
        The file's name.
    found : str
        What kind of thing was found; never what somebody typed.
    allowed : str
        What may stand there.
    to_do : str
        How to put it right.
    sheet, cell : str, optional
        Where, as far as it is known.
    case : str, optional
        The identifier of a case, as it was given out.
    question : str, optional
        The heading of the question.
    """

    file: str
    found: str
    allowed: str
    to_do: str
    sheet: str | None = None
    cell: str | None = None
    case: str | None = None
    question: str | None = None


_COLUMNS = ("file", "sheet", "cell", "case", "question", "found", "allowed", "to_do")


def table(faults: Iterable[Fault]) -> pd.DataFrame:
    """Return the faults as rows, in their order.

    Examples
    --------
    >>> table([Fault("a.xlsx", "a formula", "text", "type it")])[["file", "found"]].values.tolist()
    [['a.xlsx', 'a formula']]
    """
    names = [field.name for field in fields(Fault)]
    rows = pd.DataFrame([astuple(fault) for fault in faults], columns=names, dtype="str")
    return rows[list(_COLUMNS)]
