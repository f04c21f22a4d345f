"""The runs that lie in the outputs: which there are, and which older ones may go."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qaanalysis.errors import RunError
from qaanalysis.run.publish import INDEX, STAGING

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Run:
    """A finished run.

    Parameters
    ----------
    month : str
        The month it is about, such as 2023-11.
    started : str
        When it started, as ISO text without a zone; empty if its manifest doesn't say.
    status : str
        "done", "failed" (a report wasn't made), or "unreadable" where its manifest is.
    n_reports : int
        Reports made.
    current : bool
        Whether the month's index leads to it.
    folder : Path
        Where it is.
    """

    month: str
    started: str
    status: str
    n_reports: int
    current: bool
    folder: Path


def runs(outputs: Path, *, month: str | None = None) -> list[Run]:
    """Return the runs in the outputs, newest first within each month, newest month first.

    Parameters
    ----------
    outputs : Path
        The outputs folder. It may not be there yet: then there are no runs.
    month : str, optional
        Only this month's.

    Returns
    -------
    list of Run
        A folder without a run's manifest (such as a drawn sample) isn't one.
    """
    found = []
    for folder in outputs.glob(f"{month or '*'}/*"):
        if folder.name.startswith(STAGING) or not (folder / MANIFEST).is_file():
            continue
        run = _run(folder)
        if run is not None:
            found.append(run)
    found.sort(key=lambda run: (run.month, run.started, run.folder.name), reverse=True)
    return found


def _run(folder: Path) -> Run | None:
    """Return what a folder's manifest says of its run; nothing if it is another's manifest."""
    index = folder.parent / INDEX
    # The index leads to its run by the folder's name.
    page = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
    current = f'href="{folder.name}/' in page
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Run(folder.parent.name, "", "unreadable", 0, current, folder)
    if not isinstance(said, dict) or "reports" not in said:
        return None
    made = [r for r in said["reports"].values() if r.get("status") == "done"]
    started, status = str(said.get("started", "")), str(said.get("status", "unreadable"))
    return Run(folder.parent.name, started, status, len(made), current, folder)


def superseded(found: Sequence[Run], *, keep: int) -> list[Run]:
    """Return the runs that may go: all but each month's newest `keep` and the current ones.

    Parameters
    ----------
    found : sequence of Run
        As `runs` returns them.
    keep : int
        How many of each month stay beside the current one, 0 or more.

    Raises
    ------
    RunError
        If `keep` is negative.
    """
    if keep < 0:
        raise RunError(f"--keep: found {keep}; allowed: 0 or more")
    kept: dict[str, int] = {}
    gone = []
    for run in found:
        # What can't be read may be another version's newest run: it is left to a person.
        if run.current or run.status == "unreadable":
            continue
        kept[run.month] = kept.get(run.month, 0) + 1
        if kept[run.month] > keep:
            gone.append(run)
    return gone


def remove(gone: Sequence[Run]) -> None:
    """Remove runs from the outputs.

    Each is first moved under a name that no reader looks at, so that a run is there whole or not.

    Raises
    ------
    RunError
        If one is open or can't be written to; those before it are gone, the rest is as it was.
    """
    for run in gone:
        aside = run.folder.with_name(f"{STAGING}{run.folder.name}.removed")
        try:
            run.folder.rename(aside)
            shutil.rmtree(aside)
        except OSError as error:
            raise RunError(
                f"{run.month}/{run.folder.name} can't be removed: {error.strerror}. Close any of "
                "its files that is open, and prune again."
            ) from None
