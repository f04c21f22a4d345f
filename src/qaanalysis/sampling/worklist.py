"""Worklists: for each person a workbook with their cases and a form to return."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from openpyxl import Workbook

from qaanalysis.errors import DataError
from qaanalysis.sampling.form_sheets import add_answers, add_cases, add_form, add_instructions
from qaanalysis.sampling.wording import counted
from qaanalysis.workbook_bytes import stable_bytes

MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True)
class Question:
    """A column of the form.

    Parameters
    ----------
    column : str
        What the answers will be called when they are collected.
    heading : str
        What stands above the cells to fill in.
    answers : tuple of str
        The answers to choose from; none for free text.
    is_day : bool
        The answer is a date.
    """

    column: str
    heading: str
    answers: tuple[str, ...] = ()
    is_day: bool = False


@dataclass(frozen=True)
class Form:
    """What a worklist asks and shows.

    Parameters
    ----------
    name : str
        Begins the files' names.
    title : str
        Stands on top of every sheet.
    instructions : tuple of str
        A paragraph each.
    case : str
        The column of the cases' identifiers.
    columns : tuple of (str, str)
        The columns of the cases to show, `case` among them, and their headings. No name of a
        child belongs here.
    questions : tuple of Question
        What to fill in for each case; without any there is no sheet to return.
    carried : tuple of (str, str)
        Columns of the cases, and their headings, that are hidden on the form to come back with it.
    """

    name: str
    title: str
    instructions: tuple[str, ...]
    case: str
    columns: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    carried: tuple[tuple[str, str], ...] = ()


def workbook(cases: pd.DataFrame, *, person: str, form: Form) -> bytes:
    """Return one person's workbook: instructions, cases, and the form to return.

    Parameters
    ----------
    cases : DataFrame, n rows
        The person's cases, with the columns that the form shows; a missing value is left blank.
    person : str
        Whose it is.
    form : Form
        What to show and to ask.

    Returns
    -------
    bytes
        An xlsx; the same for the same cases in any order. Only answers can be typed in, values
        from data are text or dates and never formulas, every sheet is marked.

    Raises
    ------
    DataError
        If a column is missing, or a case stands twice.

    Examples
    --------
    >>> cases = pd.DataFrame({"audit_id": ["A2", "A1"]})
    >>> question = Question("moderator_grade", "Your grade", ("Met", "Not met"))
    >>> form = Form("moderation", "Moderation", ("Fill in.",), "audit_id",
    ...             (("audit_id", "Audit"),), (question,))
    >>> made = workbook(cases, person="U. Garth", form=form)
    >>> made == workbook(cases.iloc[::-1], person="U. Garth", form=form)
    True
    """
    shown = (*form.columns, *form.carried)
    absent = [column for column, _ in shown if column not in cases]
    if absent:
        raise DataError(f"cases: found no column {', '.join(absent)}; needed: those of the form")
    repeated = int(cases[form.case].duplicated().sum())
    if repeated:
        found = counted(repeated, "row")
        raise DataError(f"{form.case}: found {found} repeating another; needed: one row for each")
    ordered = cases.sort_values(form.case, ignore_index=True)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = form.title, "qaanalysis"
    book.properties.keywords = MARKING
    head = f"{MARKING} · {form.title} · {person}"
    add_instructions(book, head, form.instructions)
    add_cases(book, head, ordered, form.columns)
    if form.questions:
        lists = add_answers(book, head, [question.answers for question in form.questions])
        case = form.case, dict(form.columns)[form.case]
        add_form(book, head, ordered, case, form.questions, lists, form.carried)
    return stable_bytes(book)


def write(
    cases: pd.DataFrame, folder: Path, *, person: str, form: Form, what: str = "worklists"
) -> pd.Series:
    """Write a workbook for each person who has cases.

    Parameters
    ----------
    cases : DataFrame
        One row for each case, with the column `person` (missing: nobody's, and left out) and
        those that the form shows.
    folder : Path
        Where to write; made if it isn't there.
    person : str
        The column with the people.
    form : Form
        What to show and to ask.
    what : str
        What the files are, for a message.

    Returns
    -------
    Series of Path
        The files, by person.

    Raises
    ------
    DataError
        If a file is already there, which somebody may have filled in; nothing is then written.
        Otherwise as `workbook`.

    Examples
    --------
    >>> import tempfile
    >>> cases = pd.DataFrame({"audit_id": ["A1"], "moderator": ["U. Garth"]})
    >>> form = Form("moderation", "Moderation", (), "audit_id", (("audit_id", "Audit"),), ())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = write(cases, Path(folder), person="moderator", form=form)
    >>> files["U. Garth"].name
    'moderation-U-Garth.xlsx'
    """
    theirs = dict(list(cases.groupby(cases[person].astype("str"))))
    files = pd.Series(_paths(sorted(theirs), folder, form.name), dtype=object)
    there = [path.name for path in files if path.exists()]
    if there:
        raise DataError(
            f"{what}: found {counted(len(there), 'file')} of these names in the folder, which "
            "somebody may have filled in; needed: a folder without them"
        )
    made = {name: workbook(theirs[name], person=name, form=form) for name in files.index}
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in files.items():
        path.write_bytes(made[str(name)])
    return files


def _paths(people: list[str], folder: Path, name: str) -> dict[str, Path]:
    """Return a file for each; two people whose names differ in signs only get a number."""
    found: dict[str, Path] = {}
    used: dict[str, int] = {}
    for person in people:
        plain = re.sub(r"[^A-Za-z0-9]+", "-", person).strip("-") or "person"
        used[plain.lower()] = nth = used.get(plain.lower(), 0) + 1
        found[person] = folder / f"{name}-{plain}{f'-{nth}' if nth > 1 else ''}.xlsx"
    return found
