"""Who still has cases to answer."""

from collections.abc import Mapping, Sequence

import pandas as pd

from qaanalysis.sampling.collection.form_rows import FormRows, Reading
from qaanalysis.sampling.worklist import Form

_COLUMNS = ("person", "n_given", "n_filled", "n_part", "n_blank", "file")


def outstanding(
    given: Mapping[str, set[str]],
    forms: Sequence[FormRows],
    answers: Sequence[Reading],
    form: Form,
) -> pd.DataFrame:
    """Return for each person how many cases are filled in, in part, or not at all.

    Parameters
    ----------
    given : mapping of str to set of str
        Each person's cases.
    forms : sequence of FormRows
        What came back.
    answers : sequence of Reading
        The answers that were taken.
    form : Form
        What was asked.

    Returns
    -------
    DataFrame
        As `Collected.outstanding`; n_given = n_filled + n_part + n_blank.
    """
    asked = [q.column for q in form.questions]
    closed = {q.column for q in form.questions if q.answers or q.is_day} or set(asked)
    done: dict[tuple[str, str], set[str]] = {}
    for reading in answers:
        done.setdefault((reading.person, reading.case), set()).add(reading.question.column)
    typed = {(r.person, r.case) for f in forms for r in f.readings if not r.typed.is_blank}
    rows = []
    for person, cases in sorted(given.items()):
        n_filled = sum(closed <= done.get((person, case), set()) for case in cases)
        n_typed = sum((person, case) in typed for case in cases)
        files = ", ".join(one.file for one in forms if one.person == person)
        n_part, n_blank = n_typed - n_filled, len(cases) - n_typed
        rows.append((person, len(cases), n_filled, n_part, n_blank, files or None))
    found = pd.DataFrame(rows, columns=list(_COLUMNS))
    return found.astype({"person": "str", "file": "str"})
