"""Write a new folder: nothing is asked, and nothing that is there is touched."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from qaanalysis.data.mapping_text import path_from
from qaanalysis.errors import RunError
from qaanalysis.new_folder import from_export, settings, typed
from qaanalysis.new_folder.from_export import Export, Months
from qaanalysis.new_folder.register import blank_register
from qaanalysis.notebook_parameters import with_defaults
from qaanalysis.workbook_bytes import stable_bytes

NOTEBOOKS = Path(__file__).resolve().parents[3] / "notebooks"
_README = """\
# Quality assurance of audits

{steps}
For the next month copy `{params}` and change its dates. The notebooks are pages that show and
don't compute; `params/organisation.yml` names those that are made. The register and the outputs are
OFFICIAL-SENSITIVE: keep them where only those may read them who may read the audits.
{typed}"""
_STEPS = """\
1. Open `register.xlsx`: type your words into the sheet Lists, and your audits into Audits.
2. Put your organisation's name into `params/organisation.yml`.
3. `{call} check {params}` says what is wrong with the register, row by row.
4. `{call} run {params}` makes the reports, in `outputs/{month}/index.html`.
"""
_STEPS_OF_EXPORT = """\
1. Read `params/reading.yml`: what the headings and words of the export are proposed to stand for.
   Correct it, and fill in what is left open. Nothing of it is applied yet.
2. In `params/organisation.yml` put your organisation's name, look through the grades, and take the
   # out of the line `# extends: reading.yml`: with that you confirm what is in it.
3. `{call} check {params}` says what is wrong with the export, row by row.
4. `{call} run {params}` makes the reports, in `outputs/{month}/index.html`.
"""
_TYPED = """
The commands are typed in this folder. Where `qaanalysis` is a command, as in its activated
environment, `qaanalysis check {params}` is the same. If either folder is moved, start.py
has another path.
"""
_IGNORED = "outputs/\nexports/\n*.xls\n*.xls[xmb]\n*.ods\n*.parquet\n~$*\n.ipynb_checkpoints/\n"


@dataclass(frozen=True)
class Made:
    """What was written: the folder, the params file to run, and what is to be done first.

    Parameters
    ----------
    folder : Path
        The folder.
    params : Path
        The month's params file.
    months : Months
        The months it is for.
    register : Path or None
        The blank register to type into.
    export : Export or None
        The export, in place of a blank register.
    """

    folder: Path
    params: Path
    months: Months
    register: Path | None = None
    export: Export | None = None


def make(
    folder: Path, *, month: pd.Period | None = None, export: Path | None = None, today: dt.date
) -> Made:
    """Write params, notebooks and, where there is no export, a blank register into a folder.

    Parameters
    ----------
    folder : Path
        It isn't there yet, or is empty.
    month : Period, optional
        The first month of the register, or the one to report of the export; by default today's,
        or the latest of the export.
    export : Path, optional
        An export to read: params then name it, and beside them lies how it may be read.
    today : date
        The day on which this is done.

    Raises
    ------
    RunError
        If anything is in the folder, it can't be written, or there are no notebooks to copy.
    DataError
        If the export can't be read, or nothing in it is recognised.
    """
    _refuse(folder)
    read = from_export.read(export) if export else None
    months = _months(month, read, today)
    named = f"params/{months.last}.yml"
    texts = {
        "README.md": _readme(folder, named, months, steps=_STEPS_OF_EXPORT if read else _STEPS),
        ".gitignore": _IGNORED,
        **(
            _settings(folder, read)
            if read
            else {"params/organisation.yml": settings.organisation()}
        ),
        named: settings.month_file(months),
        **{f"notebooks/{path.name}": _notebook(path, named) for path in _notebooks()},
    }
    register = None if read else stable_bytes(blank_register())
    try:
        for name, text in texts.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        if register:
            (folder / settings.REGISTER).write_bytes(register)
    except OSError as error:
        raise RunError(f"{folder.name} can't be written to: {error.strerror}.") from None
    typed_into = folder / settings.REGISTER if register else None
    return Made(folder, folder / named, months, typed_into, read)


def _months(month: pd.Period | None, export: Export | None, today: dt.date) -> Months:
    if export:
        return from_export.months(export, today=today, last=month)
    first = month or pd.Period(today, "M")
    return Months(first, first, first.end_time.date())


def _settings(folder: Path, export: Export) -> dict[str, str]:
    """Return what is told of an export, and how it may be read."""
    named = path_from(folder / "params", export.file)
    return {
        "params/organisation.yml": settings.organisation_for(export, named),
        f"params/{settings.READING}": settings.reading_for(export),
    }


def _readme(folder: Path, params: str, months: Months, *, steps: str) -> str:
    call = typed.command(folder)
    by_start = _TYPED.format(params=params) if call != "qaanalysis" else ""
    told = steps.format(call=call, params=params, month=months.last)
    return _README.format(steps=told, params=params, typed=by_start)


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
