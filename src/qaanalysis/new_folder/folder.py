"""Write a new folder: nothing is asked, and nothing that is there is touched."""

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.errors import RunError
from qaanalysis.new_folder import settings
from qaanalysis.new_folder.register import blank_register
from qaanalysis.notebook_parameters import with_defaults
from qaanalysis.workbook_bytes import stable_bytes

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
_README = """\
# Quality assurance of audits

1. Open `register.xlsx`: type your words into the sheet Lists, and your audits into Audits.
2. Put your organisation's name into `params/organisation.yml`.
3. `qaanalysis check {params}` says what is wrong with the register, row by row.
4. `qaanalysis run {params}` makes the reports, in `outputs/{month}/index.html`.

For the next month copy `{params}` and change its dates. The notebooks are pages that show and
don't compute; `params/organisation.yml` names those that are made. The register and the outputs are
OFFICIAL-SENSITIVE: keep them where only those may read them who may read the audits.
"""
_IGNORED = "outputs/\n*.xlsx\n~$*\n.ipynb_checkpoints/\n"


@dataclass(frozen=True)
class Made:
    """What was written: the folder, the register in it, and the params file to run."""

    folder: Path
    register: Path
    params: Path


def make(folder: Path, *, month: pd.Period) -> Made:
    """Write params, a blank register and the notebooks into a folder.

    Parameters
    ----------
    folder : Path
        It isn't there yet, or is empty.
    month : Period
        The first month of the register.

    Raises
    ------
    RunError
        If anything is in the folder, it can't be written, or there are no notebooks to copy.
    """
    _refuse(folder)
    named = f"params/{month}.yml"
    texts = {
        "README.md": _README.format(params=named, month=month),
        ".gitignore": _IGNORED,
        "params/organisation.yml": settings.organisation(),
        named: settings.month_file(month),
        **{f"notebooks/{path.name}": _notebook(path, named) for path in _notebooks()},
    }
    register = stable_bytes(blank_register())
    try:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        (folder / settings.REGISTER).write_bytes(register)
    except OSError as error:
        raise RunError(f"{folder.name} can't be written to: {error.strerror}.") from None
    return Made(folder, folder / settings.REGISTER, folder / named)


def _refuse(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise RunError(f"{folder.name} is a file. Name a folder that is new or empty.")
    if folder.is_dir() and (found := sorted(path.name for path in folder.iterdir())):
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise RunError(
            f"The folder {folder.name} isn't empty: it has {found[0]}{more}. Nothing was written. "
            "Name a folder that is new or empty."
        )


def _notebooks() -> list[Path]:
    found = sorted(NOTEBOOKS.glob("*.ipynb"))
    if not found:
        raise RunError(
            "The notebooks aren't beside the package. Install qaanalysis from its own folder, with "
            "`python start.py` or `pip install -e .`, and call it again."
        )
    return found


def _notebook(path: Path, params: str) -> str:
    """Return a notebook's text with the folder's own params as its default."""
    book = json.loads(path.read_text(encoding="utf-8"))
    made = with_defaults(book, {"params_file": params})
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"
