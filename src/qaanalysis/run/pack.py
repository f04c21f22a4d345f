"""One month's run: check, execute, render, publish."""

import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qaanalysis import params, params_file, secret
from qaanalysis.data import Loaded, kept_rows
from qaanalysis.errors import RunError
from qaanalysis.run import (
    all_months,
    contents,
    history,
    index_page,
    lock,
    pages,
    prepared,
    publish,
    remote_copy,
    withheld,
)
from qaanalysis.run.execute import Executed, Pool, execute
from qaanalysis.run.plan import Job
from qaanalysis.run.prepared import Asked, Checked
from qaanalysis.run.reuse import NOTEBOOKS
from qaanalysis.run.watch import Limits
from qaanalysis.vocabulary import Audience


@dataclass(frozen=True)
class Pack:
    """What a run made.

    Parameters
    ----------
    reports : list of Executed
        Each report and whether it failed.
    folder : Path
        The run's folder.
    index : Path
        The page to open: the month's index if it was swapped for this run's, else the run's own.
    published : bool
        Whether the month's index is now this run's: every report that params name was made.
    earlier : bool
        Whether the month had an index before.
    undecided : Path or None
        The file of words in the reports that may be somebody's name or may be ordinary.
    warnings : tuple of str
        What reports warn of in what was typed, such as numbers in commentary.
    unchanged : bool
        Whether an earlier run has all of it, so that nothing was made.
    """

    reports: list[Executed]
    folder: Path
    index: Path
    published: bool
    earlier: bool
    undecided: Path | None = None
    warnings: tuple[str, ...] = ()
    unchanged: bool = False

    @property
    def failed(self) -> list[Executed]:
        """The reports that weren't made."""
        return [report for report in self.reports if report.failed]


def make(
    file: Path,
    *,
    asked: Asked = Asked(),  # noqa: B008 - it can't be changed
    workers: int,
    limits: Limits = Limits(),  # noqa: B008 - it can't be changed
    started: dt.datetime,
    planned: Callable[[Sequence[Job]], None] = lambda _: None,
    done: Callable[[Executed], None] = lambda _: None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Pack:
    """Make a month's reports and publish them.

    Kernels start while params and data are checked; if these have a fault, nothing is executed. If
    a report fails, or only some are asked for, those that were made are kept in the run's folder,
    and the month's index is left as it was. What an earlier run of the month made of the same is
    used again; if the run that the index leads to has all of it, nothing is made.

    Parameters
    ----------
    file : Path
        The run's params file.
    asked : Asked
        What of it to make.
    workers : int
        How many notebooks run at once.
    limits : Limits
        How long and how much notebooks may take.
    started : datetime
        When the run started; names its folder.
    planned, done : callable
        Told of the jobs that are executed, and of each report as it ends.
    waiting : callable
        Told, in a sentence, of another run of the month that has to end first.

    Raises
    ------
    QAError
        If params, data or plan have a fault, or what is made can't be written; nothing is
        published then.
    """
    staging = None
    with lock.held(params.read(params_file.find(file)), waiting):
        try:
            with Pool(workers, limits, early=min(workers, len(asked.only) or workers)) as pool:
                checked = prepared.check(file, asked, started=started)
                if checked.plan.current is not None:
                    return unchanged(checked)
                staging = prepared.begin(checked, started)
                ahead = contents.ahead(staging, checked)
                planned(checked.to_make)
                again = prepared.reused(checked, staging)
                for result in again:
                    done(result)

                def take(result: Executed) -> None:
                    # What is executed already is rendered while the kernels work on the others.
                    done(result)
                    ahead.take(result)

                executed = execute(pool, checked.to_make, staging / NOTEBOOKS, done=take)
        except BaseException:
            if staging is not None:
                publish.discard(staging)
            raise
        return finish(checked, staging, [*again, *executed], started=started, ahead=ahead)


def unchanged(checked: Checked) -> Pack:
    """Return the run that has everything already; its month's page stays as it is."""
    assert checked.plan.current is not None
    _swap_overview(checked.read)
    remote_copy.copy(checked.plan.current.folder, checked.read)
    return as_it_is(checked.plan.current.folder)


def as_it_is(folder: Path) -> Pack:
    """Return the run in a folder, that its month's index leads to, as one that has everything."""
    index = folder.parent / publish.INDEX
    return Pack([], folder, index, published=True, earlier=True, unchanged=True)


def finish(
    checked: Checked,
    staging: Path,
    executed: Sequence[Executed],
    *,
    started: dt.datetime,
    ahead: pages.Ahead | None = None,
) -> Pack:
    """Render, check and publish a run whose notebooks were executed.

    Parameters
    ----------
    checked : Checked
        The run.
    staging : Path
        Its folder, with the executed notebooks.
    executed : sequence of Executed
        What became of each of its reports, in any order.
    started : datetime
        When it started.
    ahead : Ahead, optional
        The pages that were written before all was executed.

    Raises
    ------
    QAError
        If it can't be published; the staged folder is removed.
    """
    read, loaded = checked.read, checked.loaded
    try:
        prepared.refuse_changed_data(checked)
        by_name = {result.job.name: result for result in executed}
        results = [by_name[planned.job.name] for planned in checked.plan.reports]
        pages_so_far = ahead or contents.ahead(staging, checked)
        written = contents.write(pages_so_far, checked, results, started=started)
        if read.audience is Audience.PUBLISHED:
            _check_publication(written, read, staging)
        else:
            _keep_rows(loaded, staging, read)
        earlier = (staging.parent / publish.INDEX).is_file()
        index = partial(_month_index, written.account) if written.whole else None
        folder = publish.publish(staging, index)
    except BaseException as error:
        publish.discard(staging)
        if isinstance(error, OSError):
            raise publish.unwritten(error) from None
        raise
    if written.whole:
        _swap_overview(read)
        remote_copy.copy(folder, read)
    opened = (folder.parent if written.whole else folder) / publish.INDEX
    undecided = path if (path := withheld.undecided(read)).is_file() else None
    return Pack(
        written.reports, folder, opened, written.whole, earlier, undecided, written.warnings
    )


def _keep_rows(loaded: Loaded, folder: Path, read: params.Params) -> None:
    """Keep the rows for the next run to be compared with; of a run without rows there are none."""
    keyed = secret.existing_or_new(read.outputs)
    if not loaded.none_accepted:
        whose = {"month": read.month, "organisation": read.organisation}
        kept_rows.write(loaded, folder, secret=keyed, **whose)


def _check_publication(written: contents.Written, read: params.Params, staging: Path) -> None:
    """Check all that is to be published together, and leave out what is for those who make it."""
    # Linear programs are imported where there is something to publish: internal runs don't wait.
    from qaanalysis.run import publication

    reports = {name: report.records for name, report in written.account.reports.items()}
    publication.check(reports, read)
    if written.whole:
        shutil.rmtree(staging / NOTEBOOKS)
        told = [record for records in reports.values() for record in records]
        run = staging.name.removeprefix(publish.STAGING).rpartition(".")[0]
        publication.keep(told, read, run=run)


def _month_index(account: index_page.Account, folder: str) -> str:
    return index_page.html(account, folder=f"{folder}/", overview=f"../{publish.INDEX}")


def _swap_overview(read: params.Params) -> None:
    """Put the index of all months in place, of what lies in the outputs by then.

    Another run may publish its month while the page is made. Whoever of the two comes last sees
    both, or makes the page again.
    """
    found = None
    while found != (found := history.of_audience(read.outputs, read.audience)):
        try:
            told = all_months.for_readers(found, read)
            page = all_months.html(read, all_months.months(told, read.organisation))
            publish.swap(read.shelf / publish.INDEX, page)
        except OSError as error:
            raise RunError(
                f"The run was made, and {read.month} leads to it, but the index of all months "
                f"can't be put in place: {error.strerror}. Close it if it is open, and run again."
            ) from None
