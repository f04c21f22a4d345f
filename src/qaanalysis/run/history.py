"""The runs that lie in the outputs: which there are, and which older ones may go."""

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qaanalysis.errors import RunError
from qaanalysis.params import shelf
from qaanalysis.run.publish import INDEX, STAGING
from qaanalysis.vocabulary import Audience, looked_up

MANIFEST = "manifest.json"
DONE, FAILED, UNREADABLE = "done", "failed", "unreadable"


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
    audience : Audience
        Whom it was made for.
    approved : bool
        Whether its params said who approved it, and when.
    whole : bool
        Whether every report that its params named was made.
    organisation : str
        Whose reports they are; empty if its manifest doesn't say.
    """

    month: str
    started: str
    status: str
    n_reports: int
    current: bool
    folder: Path
    audience: Audience = Audience.INTERNAL
    approved: bool = False
    whole: bool = False
    organisation: str = ""


def runs(outputs: Path, *, month: str | None = None) -> list[Run]:
    """Return the runs in the outputs, newest month first, and newest first within each month.

    Those made for publication come after the internal ones of their month.

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
    found = [run for audience in Audience for run in of_audience(outputs, audience, month=month)]
    # Sorting keeps the order of the audiences within a month.
    return sorted(found, key=lambda run: run.month, reverse=True)


def of_audience(outputs: Path, audience: Audience, *, month: str | None = None) -> list[Run]:
    """Return the runs made for one audience, as `runs` does those for all."""
    found = []
    for folder in shelf(outputs, audience).glob(f"{month or '*'}/*"):
        if folder.name.startswith(STAGING) or not (folder / MANIFEST).is_file():
            continue
        run = _run(folder, audience)
        if run is not None:
            found.append(run)
    found.sort(key=lambda run: (run.month, run.started, run.folder.name), reverse=True)
    return found


def of_organisation(found: Sequence[Run], organisation: str) -> list[Run]:
    """Return the runs of one organisation: others may share the outputs, and are no issues of it.

    A run that can't be read may be anybody's, and stays: what it said has to be told as unknown.
    """
    own = looked_up(organisation)
    return [run for run in found if run.status == UNREADABLE or looked_up(run.organisation) == own]


def _run(folder: Path, audience: Audience) -> Run | None:
    """Return what a folder's manifest says of its run; nothing if it is another's manifest."""
    index = folder.parent / INDEX
    # The index leads to its run by the folder's name.
    page = index.read_text(encoding="utf-8", errors="replace") if index.is_file() else ""
    current = f'href="{folder.name}/' in page
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Run(folder.parent.name, "", UNREADABLE, 0, current, folder, audience)
    if not isinstance(said, dict) or not isinstance(said.get("reports"), dict):
        return None
    made = [
        n for n, r in said["reports"].items() if isinstance(r, dict) and r.get("status") == DONE
    ]
    params = said.get("params")
    given = params if isinstance(params, dict) else {}
    return Run(
        folder.parent.name,
        str(said.get("started", "")),
        str(said.get("status", UNREADABLE)),
        len(made),
        current,
        folder,
        audience,
        approved=bool(given.get("approved_by") and given.get("approved_on")),
        organisation=str(given.get("organisation", "")),
        whole=said.get("whole", sorted(made) == sorted(given.get("reports", [""]))) is True,
    )


def superseded(found: Sequence[Run], *, keep: int) -> list[Run]:
    """Return the runs that may go: all but each month's newest `keep` and those that are needed.

    The one that a month's index leads to is needed, and the newest one that was approved: what is
    issued after it says what has changed. Where several organisations share the outputs, each has
    its own.

    Parameters
    ----------
    found : sequence of Run
        As `runs` returns them.
    keep : int
        How many of each month and audience stay beside those, 0 or more.

    Raises
    ------
    RunError
        If `keep` is negative.
    """
    if keep < 0:
        raise RunError(f"--keep: found {keep}; allowed: 0 or more")
    kept: Counter[tuple[str, Audience, str]] = Counter()
    signed: set[tuple[str, Audience, str]] = set()
    needed = {run.folder for run in issued(found)}
    gone = []
    for run in found:
        of = _of(run)
        newest_signed = run.approved and run.whole and of not in signed
        if newest_signed:
            signed.add(of)
        # What can't be read may be another version's newest run: it is left to a person.
        if run.folder in needed or newest_signed or run.status == UNREADABLE:
            continue
        kept[of] += 1
        if kept[of] > keep:
            gone.append(run)
    return gone


def issued(found: Sequence[Run]) -> list[Run]:
    """Return the run by which each organisation's month is known, in the order given.

    It is the one that the month's index leads to; where that is another organisation's, which was
    made later, its own newest whole run.

    Parameters
    ----------
    found : sequence of Run
        Newest first within each month, as `runs` and `of_audience` return them.
    """
    led_to = {_of(run) for run in found if run.current}
    known: dict[tuple[str, Audience, str], Run] = {}
    for run in found:
        if run.current or (run.whole and _of(run) not in led_to):
            known.setdefault(_of(run), run)
    return list(known.values())


def _of(run: Run) -> tuple[str, Audience, str]:
    return run.month, run.audience, looked_up(run.organisation)


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
