"""How a command is typed by whoever has this package: by start.py, where that is beside it."""

import os
from pathlib import Path

START = Path(__file__).resolve().parents[3] / "start.py"


def command(here: Path) -> str:
    """Return what `qaanalysis` is called by in a folder.

    Parameters
    ----------
    here : Path
        The folder in which it is typed. From within the project's own folder start.py is named
        from there, so that both can be moved; from elsewhere by its whole path.

    Examples
    --------
    >>> command(START.parent)
    'python start.py'
    """
    if not START.is_file():
        return "qaanalysis"
    folder = here.resolve()
    inside = START.parent == folder or START.parent in folder.parents
    path = Path(os.path.relpath(START, folder)) if inside else START
    return f"python {quoted(path)}"


def quoted(path: Path) -> str:
    """Return a path as it is typed, in any shell.

    Examples
    --------
    >>> quoted(Path("our audits/params/2026-11.yml"))
    '"our audits/params/2026-11.yml"'
    """
    text = path.as_posix()
    return f'"{text}"' if " " in text else text
