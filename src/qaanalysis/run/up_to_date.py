"""Whether a month is as its index has it: told by hashes alone, before anything slow is imported.

No table is read and no notebook run. Where it can't be told this way (a database is a source, a
file is missing, another version's manifest, a copy elsewhere) nothing is said, and the run goes its
ordinary way.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qaanalysis import params, params_file
from qaanalysis.errors import DataError
from qaanalysis.run import basis as rests
from qaanalysis.run.history import DONE, Run, of_audience
from qaanalysis.run.plan import offered
from qaanalysis.run.publish import INDEX
from qaanalysis.run.reuse import page_is_there, record


def current(file: Path) -> Run | None:
    """Return the run that a month's index leads to, if a run now would make the same.

    Parameters
    ----------
    file : Path
        The month's params file.

    Raises
    ------
    ParamsError
        If it has a fault.
    """
    read = params.read(params_file.find(file))
    if rests.reads_database(read) or read.copy_to:
        return None
    try:
        runs = of_audience(read.outputs, read.audience, month=read.month)
        run = next((run for run in runs if run.current and run.whole), None)
        return run if run and _is_of_now(run, read) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, DataError):
        return None


def _is_of_now(run: Run, read: params.Params) -> bool:
    said = record(run)
    reports: Mapping[str, Any] = said["reports"]
    # The same params and data make the same reports of the same service areas, if the audience
    # may still see the same notebooks.
    if {report["notebook"] for report in reports.values()} != {
        f"{name}.ipynb" for name in offered(read)
    }:
        return False
    now = rests.basis(read, said["inputs"], but=run.folder.name)
    listed = (read.shelf / INDEX).read_text(encoding="utf-8")
    return f"{run.month}/{run.folder.name}" in listed and all(
        report["status"] == DONE
        and report["key"] == rests.key(now, read.notebooks / report["notebook"], name)
        and page_is_there(run, name)
        for name, report in reports.items()
    )


def said(run: Run) -> str:
    """Return that a month is up to date, which run it is, and where to open it."""
    return (
        f"Up to date: nothing that {run.month} rests on has changed since the run "
        f"{run.folder.name}. Nothing was made; --force makes all of it again.\n"
        f"Index: {run.folder.parent / INDEX}"
    )
