"""What the leak gate finds in a run is withheld: a report, or all of it.

A report with somebody's identifier in it becomes one that couldn't be made: its page and its
notebook go, and nothing of it is in the figures, the tables or the index. In a file of the whole
run an identifier refuses the run.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from qaanalysis import secret
from qaanalysis.data import Loaded
from qaanalysis.errors import DisclosureError, ParamsError
from qaanalysis.params import Params
from qaanalysis.run import leak, leak_gate
from qaanalysis.run.execute import Executed
from qaanalysis.run.index_page import REJECTED, Report
from qaanalysis.run.leak import Leak
from qaanalysis.run.pages import word_file
from qaanalysis.vocabulary import Audience

FOLDER = "leak-gate"


def reports(
    folder: Path,
    read: Params,
    loaded: Loaded,
    executed: Sequence[Executed],
    made: Mapping[str, Report],
) -> tuple[list[Executed], dict[str, Report]]:
    """Return all reports, with those as failed that hold an identifier, and those that were made.

    Parameters
    ----------
    folder : Path
        The staged run, with its pages and notebooks. Those of a refused report are removed.
    read : Params
        Of the run.
    loaded : Loaded
        Its tables.
    executed : sequence of Executed
        All reports.
    made : mapping of str to Report
        Those that have a page.

    Raises
    ------
    DisclosureError
        If an identifier is in a file that is no report's.
    """
    leaks = _found(folder, read, loaded)
    results = [_result(result, leaks) for result in executed]
    failed = {result.job.name for result in results if result.failed}
    for result in results:
        # The notebook of one that failed by itself is there to see what failed.
        own = [found for found in leaks if found.report == result.job.name]
        if (result.job.name in made and own) or any(_must_go(f, read.audience) for f in own):
            for form in (f"{result.job.name}.html", word_file(result.job.name)):
                (folder / form).unlink(missing_ok=True)
            result.notebook.unlink(missing_ok=True)
    if any(found.report not in failed for found in leaks):
        _refuse(leaks)
    return results, {name: report for name, report in made.items() if name not in failed}


def refuse_run(folder: Path, read: Params, loaded: Loaded, executed: Sequence[Executed]) -> None:
    """Refuse a run with an identifier in what tells of all its reports: index, figures, manifest.

    Parameters
    ----------
    folder : Path
        The staged run, complete.
    read : Params
        Of the run.
    loaded : Loaded
        Its tables.
    executed : sequence of Executed
        Its reports: their pages and notebooks have been searched.

    Raises
    ------
    DisclosureError
        If there is one.
    """
    searched = {result.job.name for result in executed if not result.failed}
    # Rejected rows are for whoever corrects them, and hold what was typed.
    left_out = {*searched, Path(REJECTED).stem}
    files = [path for path in folder.iterdir() if path.is_file() and path.stem not in left_out]
    if found := _found(folder, read, loaded, files=files):
        # Those that refused a report are told with them: all that is to be put right, at once.
        _refuse([*found, *(known for result in executed for known in result.leaks)])


def secrets(read: Params, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return what no file may hold: the variables that params name, and the run's own secret.

    Raises
    ------
    ParamsError
        If a variable holds too few characters to be told from ordinary text.
    """
    passwords = (source.password_from for source in read.sources.values())
    names = (*read.leak_gate.secrets, *filter(None, passwords), secret.VARIABLE)
    found = {name: environment[name] for name in names if environment.get(name)}
    if short := [name for name, value in found.items() if len(value) < leak_gate.SHORTEST_SECRET]:
        raise ParamsError(
            f"Secrets that no output may hold: the environment variable {', '.join(short)} has "
            f"fewer than {leak_gate.SHORTEST_SECRET} characters, which can’t be told from ordinary "
            "text. Set a longer one, or take its name out of leak_gate.secrets."
        )
    file = read.outputs / secret.FILE
    if file.is_file():
        found[secret.FILE] = file.read_bytes().decode("utf-8", errors="replace")
    return found


def undecided(read: Params) -> Path:
    """Return where the values of a run are listed about which to decide; there may be none."""
    return read.outputs / FOLDER / f"{read.month}-{read.audience}.yml"


def _found(
    folder: Path, read: Params, loaded: Loaded, *, files: Sequence[Path] | None = None
) -> list[Leak]:
    """Return what refuses, and write down what is to be decided about."""
    leaks = leak_gate.check(folder, loaded, read, files=files, secrets=secrets(read))
    path = undecided(read)
    # What tells of all reports is searched after them, and has no more of their values.
    if any(found.ambiguous for found in leaks) and (files is None or not path.exists()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(leak.decisions(leaks) + "\n", encoding="utf-8", newline="\n")
    elif files is None:
        path.unlink(missing_ok=True)
    return leak.refused(leaks, read.audience)


def _result(result: Executed, leaks: Sequence[Leak]) -> Executed:
    own = [found for found in leaks if found.report == result.job.name]
    if result.failed or not own:
        return result
    return replace(result, problem=leak.sentence(own), leaks=tuple(own))


def _must_go(found: Leak, audience: Audience) -> bool:
    """Tell whether even a failed report's notebook can't stay."""
    return audience is not Audience.INTERNAL or found.is_secret


def _refuse(leaks: Sequence[Leak]) -> NoReturn:
    raise DisclosureError(f"The run isn't published. {leak.sentence(leaks)}")
