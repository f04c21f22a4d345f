"""A file that came back: whose it is, and the cells of its form."""

import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from qaanalysis.sampling.collection.fault import Fault
from qaanalysis.sampling.form_sheets import FORM
from qaanalysis.sampling.worklist import MARKING, Form

LOCKS = ("~$", ".~lock.")
_WORKBOOK = "an xlsx workbook"
_SAVE = "open it in Excel and save it as .xlsx without a password, or ask for the file again"
_RETURN = "ask for the worklist that was sent out, filled in"
# A cell's value, and its type as openpyxl has it.
Cell = tuple[Any, str]


@dataclass(frozen=True)
class ReturnedFile:
    """The form of a file that came back.

    Parameters
    ----------
    name : str
        The file's name.
    person : str
        Whose it is.
    rows : mapping of int to tuple of Cell
        The cells of each row of the form that isn't blank, from column A, by the row's number.
    """

    name: str
    person: str
    rows: Mapping[int, tuple[Cell, ...]]


def heads(people: list[str], form: Form) -> dict[str, str]:
    """Return what stands on top of each person's sheets, and whose it is.

    Examples
    --------
    >>> heads(["U. Garth"], Form("moderation", "Moderation", (), "audit_id", (), ()))
    {'OFFICIAL-SENSITIVE · Moderation · U. Garth': 'U. Garth'}
    """
    tops = (f"{MARKING} · {form.title} · {person}" for person in people)
    return {ILLEGAL_CHARACTERS_RE.sub("�", top): one for top, one in zip(tops, people, strict=True)}


def returned_file(path: Path, whose: Mapping[str, str], form: Form) -> ReturnedFile | Fault:
    """Return the form of a file, or what is wrong with the file.

    Parameters
    ----------
    path : Path
        A file or a folder.
    whose : mapping of str to str
        The people by what stands on top of their sheets, as `heads`.
    form : Form
        What was sent out.

    Returns
    -------
    ReturnedFile or Fault
        A fault if it is a folder, can't be opened, lacks the sheet of the form, is of another
        worklist, or of somebody who was given no case.
    """
    if path.name.startswith(LOCKS):
        return Fault(
            path.name,
            "a mark that somebody has the workbook open; left alone",
            "closed workbooks",
            "if they are still filling it in, wait until it is closed and collect again",
        )
    if path.is_dir():
        return Fault(path.name, "a folder", "files only", "move its files out of it")
    if path.suffix.lower() != ".xlsx":
        return Fault(path.name, "a file that isn't an xlsx workbook", _WORKBOOK, _SAVE)
    try:
        rows = _rows(path.read_bytes())
    except OSError:
        return Fault(path.name, "a file that can't be read", "a readable file", "close it in Excel")
    # Whatever openpyxl raises on a damaged file means the same to who collects.
    except Exception:
        found = "a file that can't be opened as a workbook: damaged, protected or of another kind"
        return Fault(path.name, found, _WORKBOOK, _SAVE)
    if rows is None:
        found = "no sheet of this name"
        return Fault(path.name, found, f"the sheet “{FORM}” as sent out", _RETURN, FORM)
    return _known(path.name, rows, whose, form)


def _known(
    name: str, rows: Mapping[int, tuple[Cell, ...]], whose: Mapping[str, str], form: Form
) -> ReturnedFile | Fault:
    """Return the form with whose it is, by what stands on its top."""
    head = str(rows[1][0][0]) if 1 in rows else ""
    if head in whose:
        return ReturnedFile(name, whose[head], rows)
    if head.startswith(f"{MARKING} · {form.title} · "):
        found, to_do = "the worklist of somebody who was given no case", "find out whose it is"
    else:
        found, to_do = "another worklist than this, or a changed first row", _RETURN
    return Fault(name, found, "the worklist of somebody who was given cases", to_do, FORM, "A1")


def _rows(data: bytes) -> dict[int, tuple[Cell, ...]] | None:
    """Return the rows of the form that aren't blank; nothing if there is no such sheet."""
    with warnings.catch_warnings():
        # openpyxl warns of what it won't keep and of dates beyond its calendar, which it marks.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        if FORM not in book.sheetnames:
            return None
        sheet = book[FORM]
        # Some programs write wrong dimensions, and cells beyond them would be lost.
        sheet.reset_dimensions()
        return {
            at: tuple((cell.value, cell.data_type) for cell in row)
            for at, row in enumerate(sheet.iter_rows(), start=1)
            if any(cell.value is not None for cell in row)
        }
