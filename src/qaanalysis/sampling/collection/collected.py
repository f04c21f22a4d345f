"""Worklists read back from a folder: answers, who is outstanding, faults and repairs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.errors import DataError
from qaanalysis.sampling.collection.fault import Fault, table
from qaanalysis.sampling.collection.form_rows import FormRows, Reading, form_rows
from qaanalysis.sampling.collection.outstanding import outstanding
from qaanalysis.sampling.collection.returned_file import LOCKS, ReturnedFile, heads, returned_file
from qaanalysis.sampling.collection.several_files import held, repeated
from qaanalysis.sampling.form_sheets import FORM
from qaanalysis.sampling.wording import counted
from qaanalysis.sampling.worklist import Form

_ANSWERS = ("case", "person", "question", "answer", "file", "cell")


@dataclass(frozen=True)
class Collected:
    """What came back of a set of worklists.

    Parameters
    ----------
    form : Form
        What was asked.
    answers : DataFrame, one row for each answer
        `case`, `person`, `question` (a question's `column`), `answer` (as the form spells it, free
        text as it was typed, a date as 2023-11-24), `file`, `cell`; by case, person and the order
        of the questions. A blank has no row.
    outstanding : DataFrame, one row for each person who was given cases
        `person`; `n_given`, without those that were replaced; `n_filled`, cases with an answer to
        each question (free text may stay blank, unless nothing else is asked); `n_part`, other
        cases in which something stands; `n_blank`, the rest, deleted rows among them; `file`,
        missing if none was found.
    faults : DataFrame, one row for each thing that is wrong
        `file`, `sheet`, `cell`, `case`, `question` (its heading), `found`, `allowed`, `to_do`.
        Nothing that was typed is in it.
    repairs : DataFrame
        `file`, `rule`, `n`: how many cells were read by a rule though they stood there otherwise.
    """

    form: Form
    answers: pd.DataFrame
    outstanding: pd.DataFrame
    faults: pd.DataFrame
    repairs: pd.DataFrame


def collected(
    folder: Path,
    *,
    form: Form,
    cases: pd.DataFrame,
    person: str,
    replaced: Collection[str] = (),
    sent: str | None = None,
) -> Collected:
    """Return what a folder of filled-in worklists holds.

    Parameters
    ----------
    folder : Path
        The files that came back, by whatever names; nothing in it is changed. Files whose name
        starts with a dot aren't looked at.
    form : Form
        What was sent out.
    cases : DataFrame
        Who was given what: the columns `form.case` and `person` (missing: nobody, and left out).
    person : str
        The column with the people.
    replaced : collection of str
        Cases that gave way to reserves: nobody has to answer them, and what was answered is kept.
    sent : str, optional
        A column of `cases` that tells a person's worklists apart: a case is missed only where
        another of the same worklist came back.

    Returns
    -------
    Collected
        Every right answer, whatever else is wrong with its row or file.

    Raises
    ------
    DataError
        If the folder isn't there, `cases` lacks a column or gives a case to a person twice, or the
        form asks nothing or two questions under one heading.

    Examples
    --------
    >>> import tempfile
    >>> from qaanalysis.sampling.worklist import Question, write
    >>> cases = pd.DataFrame({"audit_id": ["A1"], "moderator": ["U. Garth"]})
    >>> asked = (Question("moderator_grade", "Your grade", ("Met", "Not met")),)
    >>> form = Form("moderation", "Moderation", (), "audit_id", (("audit_id", "Audit"),), asked)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = write(cases, Path(folder), person="moderator", form=form)
    ...     back = collected(Path(folder), form=form, cases=cases, person="moderator")
    >>> back.outstanding[["person", "n_given", "n_filled", "n_blank"]].values.tolist()
    [['U. Garth', 1, 0, 1]]
    """
    given = _given(cases, form, person)
    _check(folder, form)
    waited = {one: theirs - set(replaced) for one, theirs in given.items()}
    whose = heads(sorted(given), form)
    files = [returned_file(path, whose, form) for path in _paths(folder)]
    forms = [form_rows(file, given, form) for file in files if isinstance(file, ReturnedFile)]
    readings = [reading for rows in forms for reading in rows.readings]
    answers, differing = held(readings)
    faults = [
        *(file for file in files if isinstance(file, Fault)),
        *(fault for rows in forms for fault in rows.faults),
        *repeated(forms),
        *differing,
        *_missing(forms, waited, _worklists(cases, form, person, sent)),
    ]
    return Collected(
        form,
        _answers(answers, form),
        outstanding(waited, forms, answers, form),
        table(faults).sort_values(["file", "sheet"], kind="stable", ignore_index=True),
        _repairs(forms),
    )


def _given(cases: pd.DataFrame, form: Form, person: str) -> dict[str, set[str]]:
    """Return each person's cases as text."""
    absent = [column for column in (form.case, person) if column not in cases]
    if absent:
        raise DataError(f"cases: found no column {', '.join(absent)}; needed: who was given what")
    theirs = cases.loc[cases[person].notna(), [person, form.case]].astype("str")
    n = int(theirs.duplicated().sum())
    if n:
        found = counted(n, "row")
        raise DataError(f"cases: found {found} repeating another; needed: one row for each case")
    return {str(who): set(some) for who, some in theirs.groupby(person)[form.case]}


def _check(folder: Path, form: Form) -> None:
    """Refuse a folder that isn't there and a form that can't be read back."""
    if not folder.is_dir():
        raise DataError(f"{folder.name}: found no such folder; needed: that of the returned files")
    headings = [question.heading for question in form.questions]
    if not headings or len(set(headings)) < len(headings):
        found = "two questions under one heading" if headings else "no questions"
        raise DataError(f"form: found {found}; needed: questions to read back, each by its heading")


def _paths(folder: Path) -> list[Path]:
    """Return what is in the folder, in the order of names, without the system's own files."""
    found = (path for path in folder.iterdir())
    own = (p for p in found if p.name.startswith(LOCKS) or not p.name.startswith("."))
    return sorted(own, key=lambda path: path.name)


def _worklists(
    cases: pd.DataFrame, form: Form, person: str, sent: str | None
) -> dict[tuple[str, str], str]:
    """Return which of a person's worklists each case was sent in."""
    known = cases[cases[person].notna()]
    which = known[sent].astype("str") if sent else [""] * len(known)
    return dict(
        zip(
            zip(known[person].astype("str"), known[form.case].astype("str"), strict=True),
            which,
            strict=True,
        )
    )


def _missing(
    forms: Sequence[FormRows],
    given: Mapping[str, set[str]],
    worklists: Mapping[tuple[str, str], str],
) -> list[Fault]:
    """Return a fault for each case whose worklist came back without it."""
    faults = []
    for person, every in given.items():
        theirs = [rows for rows in forms if rows.person == person and rows.has_cases]
        there = {case for rows in theirs for case in rows.cases}
        back = {worklists[person, case] for case in there if (person, case) in worklists}
        cases = {case for case in every if not back or worklists[person, case] in back}
        faults += [
            Fault(
                ", ".join(rows.file for rows in theirs),
                "no row of this case",
                "a row for each case that was given",
                "put the row back from the worklist that was sent out and collect again",
                FORM,
                case=case,
            )
            for case in sorted(cases - there)
            if theirs
        ]
    return faults


def _answers(readings: Sequence[Reading], form: Form) -> pd.DataFrame:
    """Return the answers as rows, by case, person and the order of the questions."""
    order = {question: n for n, question in enumerate(form.questions)}
    ordered = sorted(readings, key=lambda one: (one.case, one.person, order[one.question]))
    rows = [(r.case, r.person, r.question.column, r.typed.answer, r.file, r.cell) for r in ordered]
    return pd.DataFrame(rows, columns=list(_ANSWERS), dtype="str")


def _repairs(forms: Sequence[FormRows]) -> pd.DataFrame:
    rows = [(rows.file, rule) for rows in forms for _, rule in rows.repairs]
    found = pd.DataFrame(rows, columns=["file", "rule"], dtype="str")
    return found.groupby(["file", "rule"]).size().rename("n").reset_index()
