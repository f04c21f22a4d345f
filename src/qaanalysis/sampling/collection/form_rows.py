"""The answers on a form that came back, each with its place, and what is wrong with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qaanalysis.sampling.collection.fault import Fault
from qaanalysis.sampling.collection.form_columns import address, form_columns
from qaanalysis.sampling.collection.returned_file import Cell, ReturnedFile
from qaanalysis.sampling.collection.typed import FORMULA, SPELLING, Typed, allowed, folded, text_of
from qaanalysis.sampling.collection.typed import typed as typed_in
from qaanalysis.sampling.form_sheets import FORM, HEADINGS_ROW
from qaanalysis.sampling.worklist import Form, Question

_BLANK: Cell = (None, "n")


@dataclass(frozen=True)
class Reading:
    """A cell, blank or not, that is for a question about a case of a person."""

    person: str
    case: str
    question: Question
    file: str
    cell: str
    typed: Typed


@dataclass(frozen=True)
class FormRows:
    """What a form holds.

    Parameters
    ----------
    file, person : str
        The file's name, and whose it is.
    cases : dict of str to str
        The cell in which each case stands (first).
    readings : list of Reading
        A cell each, of the rows of the person's cases.
    repairs : list of (str, str)
        The cell and the rule of each thing that stood there otherwise.
    faults : list of Fault
        What is wrong with columns, rows and cells.
    has_cases : bool
        The column of cases could be found.
    """

    file: str
    person: str
    has_cases: bool = True
    cases: dict[str, str] = field(default_factory=dict)
    readings: list[Reading] = field(default_factory=list)
    repairs: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def form_rows(file: ReturnedFile, given: Mapping[str, set[str]], form: Form) -> FormRows:
    """Return the answers of a file and what is wrong with its rows and columns.

    Parameters
    ----------
    file : ReturnedFile
        The form.
    given : mapping of str to set of str
        Each person's cases.
    form : Form
        What was asked; columns are found by their headings and rows by their case, so that a
        form that was sorted is read as any other.

    Returns
    -------
    FormRows
        A row whose case isn't the person's, or that names none, is a fault, and its answers
        aren't taken.
    """
    columns = form_columns(file, form)
    has_cases = columns.case is not None
    found = FormRows(file.name, file.person, has_cases, faults=list(columns.faults))
    if columns.case is None:
        return found
    for row, cells in file.rows.items():
        if row <= HEADINGS_ROW:
            continue
        typed = {q: typed_in(*_at(cells, at), q) for q, at in columns.questions.items()}
        value, kind = _at(cells, columns.case)
        place = address(row, columns.case)
        if not text_of(value).strip() and all(one.is_blank for one in typed.values()):
            continue
        case = _case_of(value, kind, given[file.person])
        if case is None:
            found.faults.append(_not_theirs(file.name, place, value, kind, given))
            continue
        _note_case(found, case, place, text_of(value))
        for question, one in typed.items():
            cell = address(row, columns.questions[question])
            _note(found, Reading(file.person, case, question, file.name, cell, one))
    return found


def _case_of(value: object, kind: str, cases: set[str]) -> str | None:
    """Return which of the cases a cell names, capitals and spaces apart; none if it is none."""
    text = text_of(value)
    if kind == FORMULA:
        return None
    if text in cases:
        return text
    alike = [case for case in cases if folded(case) == folded(text)]
    return alike[0] if len(alike) == 1 else None


def _not_theirs(
    file: str, place: str, value: object, kind: str, given: Mapping[str, set[str]]
) -> Fault:
    """Return the fault of a row that isn't of one of the person's cases."""
    text = text_of(value)
    if kind == FORMULA:
        what = "a formula in place of a case"
    elif not text.strip():
        what = "answers without a case"
    elif any(_case_of(text, kind, cases) for cases in given.values()):
        what = "a case that somebody else was given"
    else:
        what = "a case that nobody was given"
    return Fault(
        file,
        f"{what}; the answers of its row aren't taken",
        "the cases of this worklist, as sent out",
        "put the case's identifier back, or remove the row, and collect again",
        FORM,
        place,
    )


def _note_case(found: FormRows, case: str, place: str, text: str) -> None:
    """Add the place of a case, and the fault of a second row of it."""
    if case != text:
        found.repairs.append((place, SPELLING))
    if case in found.cases:
        found.faults.append(
            Fault(
                found.file,
                f"another row of the case in {found.cases[case]}",
                "one row for each case",
                "remove the row that is wrong and collect again",
                FORM,
                place,
                case,
            )
        )
    found.cases.setdefault(case, place)


def _note(found: FormRows, reading: Reading) -> None:
    """Add a reading, and its repair or fault."""
    found.readings.append(reading)
    if reading.typed.repair:
        found.repairs.append((reading.cell, reading.typed.repair))
    if reading.typed.wrong:
        found.faults.append(
            Fault(
                reading.file,
                reading.typed.wrong,
                allowed(reading.question),
                "ask who filled it in, correct the cell and collect again",
                FORM,
                reading.cell,
                reading.case,
                reading.question.heading,
            )
        )


def _at(cells: tuple[Cell, ...], at: int) -> Cell:
    return cells[at - 1] if at <= len(cells) else _BLANK
