"""The columns of a form that came back, found by their headings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from qaanalysis.sampling.collection.fault import Fault
from qaanalysis.sampling.collection.returned_file import ReturnedFile
from qaanalysis.sampling.collection.typed import folded, text_of
from qaanalysis.sampling.form_sheets import FORM, HEADINGS_ROW
from qaanalysis.sampling.wording import counted
from qaanalysis.sampling.worklist import Form, Question


@dataclass(frozen=True)
class FormColumns:
    """Where the cases and the answers stand, counted from 1.

    Parameters
    ----------
    case : int, optional
        None if the heading isn't there, or more than once.
    questions : mapping of Question to int
        Without those whose heading isn't there once.
    faults : tuple of Fault
        A heading that isn't there once, and a column that isn't on the form and isn't empty.
    """

    case: int | None
    questions: Mapping[Question, int]
    faults: tuple[Fault, ...]


def form_columns(file: ReturnedFile, form: Form) -> FormColumns:
    """Return where a form's cases and answers stand, and what is wrong with its columns."""
    row = file.rows.get(HEADINGS_ROW, ())
    texts = {at: folded(text_of(value)) for at, (value, _) in enumerate(row, start=1)}
    case_heading = dict(form.columns)[form.case]
    asked = [question.heading for question in form.questions]
    places = {
        heading: [at for at, text in texts.items() if text == folded(heading)]
        for heading in (case_heading, *asked)
    }
    known = {folded(heading) for heading in (*places, *(name for _, name in form.carried))}
    faults = [_misplaced(file, name, found) for name, found in places.items() if len(found) != 1]
    faults += _outside(file, {at for at, text in texts.items() if text in known})
    one = {heading: found[0] for heading, found in places.items() if len(found) == 1}
    questions = {q: one[q.heading] for q in form.questions if q.heading in one}
    return FormColumns(one.get(case_heading), questions, tuple(faults))


def address(row: int, column: int) -> str:
    """Return the name of a cell.

    Examples
    --------
    >>> address(4, 3)
    'C4'
    """
    return f"{get_column_letter(column)}{row}"


def _misplaced(file: ReturnedFile, heading: str, places: list[int]) -> Fault:
    """Return the fault of a heading that isn't there once."""
    return Fault(
        file.name,
        "several columns of this heading" if places else "no column of this heading",
        f"the heading “{heading}” once, as sent out",
        "put the headings back and collect again; until then nothing below them is taken",
        FORM,
        address(HEADINGS_ROW, places[1]) if places else None,
        question=heading,
    )


def _outside(file: ReturnedFile, known: set[int]) -> list[Fault]:
    """Return a fault for each column that isn't on the form and in which something stands."""
    filled: Counter[int] = Counter()
    for row, cells in file.rows.items():
        if row >= HEADINGS_ROW:
            some = (at for at, cell in enumerate(cells, start=1) if text_of(cell[0]).strip())
            filled.update(at for at in some if at not in known)
    return [
        Fault(
            file.name,
            f"{counted(n, 'cell')} in a column that isn't on the form; not taken",
            "the form's columns",
            "move what belongs to an answer into its column and collect again",
            FORM,
            address(HEADINGS_ROW, at),
        )
        for at, n in sorted(filled.items())
    ]
