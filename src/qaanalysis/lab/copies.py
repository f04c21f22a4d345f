"""Copies of the notebooks to explore in: an analyst's edits stay, and the originals are never hit.

A copy that nobody edited is made anew when its original or the params change. One that somebody
edited is left alone, whatever comes; running it is no edit.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qaanalysis.errors import RunError

# What each copy was when it was made, so that an edit is told from a new version.
NOTE = ".copied.json"

Book = Mapping[str, Any]


@dataclass(frozen=True)
class Copy:
    """One notebook in the folder.

    Parameters
    ----------
    name : str
        What its file is called.
    title, question : str
        As its first cell says.
    edited : bool
        Whether somebody changed its cells.
    outdated : bool
        Whether it was edited, and its original or the params have changed since.
    """

    name: str
    title: str
    question: str
    edited: bool = False
    outdated: bool = False


def copied(books: Mapping[str, Book], folder: Path) -> tuple[Copy, ...]:
    """Write notebooks into a folder, but for those there that somebody edited.

    Parameters
    ----------
    books : mapping of str to notebook
        By file name: each as it is to be.
    folder : Path
        Where they go; made if it isn't there.

    Returns
    -------
    tuple of Copy
        In the order given.

    Raises
    ------
    RunError
        If the folder can't be written to.
    """
    with writing(folder):
        noted = _noted(folder)
        made = tuple(_copy(name, book, folder, noted) for name, book in books.items())
        write(folder / NOTE, json.dumps(noted, indent=1, sort_keys=True))
    return made


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Make a folder, and say in a sentence if something in it can't be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise RunError(
            f"The folder {folder.name}, where the copies go, can't be written to: "
            f"{error.strerror}. Close any of its files that is open, or change outputs in params."
        ) from None


def write(path: Path, text: str) -> None:
    """Write a text that is the same bytes on every system."""
    path.write_text(text, encoding="utf-8", newline="\n")


def _copy(name: str, book: Book, folder: Path, noted: dict[str, str]) -> Copy:
    path, now = folder / name, fingerprint(book)
    there = _fingerprint_of(path)
    edited = there is not None and there not in (now, noted.get(name))
    outdated = edited and noted.get(name) != now
    if not edited:
        if there != now:
            write(path, json.dumps(book, indent=1, ensure_ascii=False) + "\n")
        noted[name] = now
    title, question = headed(book)
    return Copy(name, title, question, edited, outdated)


def _noted(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _fingerprint_of(path: Path) -> str | None:
    """Return the fingerprint of a notebook that is there; what can't be read is somebody's edit."""
    if not path.exists():
        return None
    try:
        return fingerprint(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError):
        return "unreadable"


def fingerprint(book: Book) -> str:
    """Return what tells a notebook's cells from any other's; outputs aren't looked at.

    Examples
    --------
    >>> cell = {"cell_type": "code", "source": ["1 + 1"], "outputs": []}
    >>> run = {**cell, "source": "1 + 1", "outputs": ["2"]}
    >>> fingerprint({"cells": [cell]}) == fingerprint({"cells": [run]})
    True
    """
    cells = [[cell["cell_type"], "".join(cell["source"])] for cell in book["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def headed(book: Book) -> tuple[str, str]:
    r"""Return the title and the question of a notebook's first cell.

    Examples
    --------
    >>> headed({"cells": [{"source": ["# Returns\n\nDo they come back?\n\nRun it."]}]})
    ('Returns', 'Do they come back?')
    """
    title, _, rest = "".join(book["cells"][0]["source"]).partition("\n")
    question = rest.strip().partition("\n\n")[0]
    return title.lstrip("# "), " ".join(question.split())
