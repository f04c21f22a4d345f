"""All that was collected as a workbook, and what an earlier one had that can't be found now."""

import io
from pathlib import Path

import pandas as pd
from openpyxl import Workbook, load_workbook

from qaanalysis.errors import DataError
from qaanalysis.sampling.collection.collected import Collected
from qaanalysis.sampling.form_sheets import HEADINGS_ROW, add_cases
from qaanalysis.sampling.wording import counted
from qaanalysis.workbook_bytes import stable_bytes

ANSWERS = "Answers"


def workbook(back: Collected, *, head: str) -> bytes:
    """Return what came back as an xlsx: what to put right, who is outstanding, all answers.

    Parameters
    ----------
    back : Collected
        What came back.
    head : str
        What stands on top of each sheet: its marking, then " · " and a title.

    Returns
    -------
    bytes
        An xlsx; the same for the same answers. What was typed is text in it and never a formula.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {
        "To put right": back.faults,
        "Outstanding": back.outstanding,
        ANSWERS: back.answers,
        "Repairs": back.repairs,
    }
    for name, rows in sheets.items():
        add_cases(book, head, rows, [(str(c), str(c).replace("_", " ")) for c in rows], name)
    return stable_bytes(book)


def gone(path: Path, answers: pd.DataFrame) -> tuple[str, ...]:
    """Say how many answers an earlier workbook has, of cases and questions that have none now.

    Parameters
    ----------
    path : Path
        A file that `workbook` made.
    answers : DataFrame
        As in `Collected`.

    Returns
    -------
    tuple of str
        Empty if every answer is still there, or another in its place.

    Raises
    ------
    DataError
        If the file can't be read.
    """
    try:
        sheet = load_workbook(io.BytesIO(path.read_bytes()), read_only=True)[ANSWERS]
    # Whatever openpyxl raises on a workbook that somebody changed means the same here.
    except Exception:
        raise DataError(
            f"{path.name}: found a file that can't be read; needed: the workbook as it was written "
            "when answers were collected before. Put it back, or move it away to start anew."
        ) from None
    rows = sheet.iter_rows(min_row=HEADINGS_ROW + 1, max_col=3, values_only=True)
    then = {tuple(str(value) for value in row) for row in rows if row[0] is not None}
    now = set(answers[["case", "person", "question"]].itertuples(index=False, name=None))
    lost = len(then - now)
    if not lost:
        return ()
    verb = "was" if lost == 1 else "were"
    return (
        f"{counted(lost, 'answer')} that {verb} collected before can't be found now: "
        f"{path.name} has what was typed. Put all files that came back into one folder.",
    )
