"""What every notebook page does first: take its parameters, read the params, load the tables.

The same in JupyterLab, under plain papermill and in `qaanalysis run`. A user's mistake ends in
one sentence rather than in a traceback.
"""

import datetime as dt
import hmac
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypedDict, get_args

import pandas as pd

from qaanalysis import params, provenance, secret
from qaanalysis.data import Loaded, kept_rows
from qaanalysis.data.last_loaded import load_or_last
from qaanalysis.disclosure import Ledger, SafeTable, kept
from qaanalysis.disclosure.known import Fact
from qaanalysis.errors import DataError, ParamsError, QAError
from qaanalysis.metrics import grades, returns
from qaanalysis.metrics.data_quality import revisions
from qaanalysis.notebook_parameters import refuse_unknown_parameters
from qaanalysis.params_file import find
from qaanalysis.policy import Grouping
from qaanalysis.present import labels, words
from qaanalysis.present.tables import table
from qaanalysis.vocabulary import Audience, Col, GradeScale


class Safe(TypedDict):
    """What every table of a report is made safe with."""

    audience: Audience
    unit: str
    ledger: Ledger
    absent: pd.PeriodIndex


@dataclass(frozen=True, repr=False)
class Opened:
    """A run's params and its tables, as a notebook page uses them, and where the params lie."""

    params: params.Params
    tables: Loaded
    file: Path | None = None

    def __repr__(self) -> str:
        given = self.params
        period = words.months(given.first_month, given.month)
        return f"{given.organisation}: {period}, as at {words.day(given.as_at)}. {self.tables!r}"

    @property
    def months(self) -> pd.PeriodIndex:
        """The months the report covers."""
        return self.params.months

    @property
    def as_at(self) -> dt.date:
        """The date at which the figures stand."""
        return self.params.as_at

    @property
    def previous_as_at(self) -> dt.date | None:
        """The date of the report before, if there was one."""
        return self.params.previous_as_at

    @cached_property
    def ledger(self) -> Ledger:
        """The policy of publication, and all that readers know of earlier reports."""
        published = self.params.audience is Audience.PUBLISHED
        return Ledger(self.params.policy, kept.facts(self.params.shelf) if published else ())

    def safe(self, unit: str) -> Safe:
        """Return what `protect` needs to know beyond a table: who reads it, and what they know.

        Parameters
        ----------
        unit : str
            What the table counts: audits, children.
        """
        audience = self.params.audience
        return {"audience": audience, "unit": unit, "ledger": self.ledger, "absent": self.absent}

    @property
    def told(self) -> tuple[Fact, ...]:
        """What the report tells its readers, by tables or by sentences made from them."""
        return self.ledger.told

    @cached_property
    def audits(self) -> pd.DataFrame:
        """The individual audits planned for those months."""
        return returns.individual(self.tables["audits"], months=self.months)

    @property
    def scale(self) -> GradeScale:
        """The declared grades, best first."""
        return self.params.scale

    @cached_property
    def graded(self) -> pd.DataFrame:
        """Those of the audits that are returned, with their final grade."""
        return grades.final(self.audits, self.tables.get("moderations"), as_at=self.as_at)

    @cached_property
    def absent(self) -> pd.PeriodIndex:
        """Those of the months of which the register has no audits, or no count is stated."""
        stated = self.tables.get("stated_totals")
        if stated is not None and self.params.counts_only:
            return self.months.difference(pd.PeriodIndex(stated[Col.MONTH]))
        return returns.months_without_audits(self.audits, months=self.months, stated=stated)

    @property
    def covered(self) -> pd.PeriodIndex:
        """The months of which the register has audits."""
        return self.months.difference(self.absent)

    @cached_property
    def pseudonym_key(self) -> str:
        """What pseudonyms are keyed with; in no report.

        Where auditors are to be followed from month to month it is the organisation's secret. Else
        it is made from the register's rows: whoever doesn't hold them can't work out the names, and
        the same rows make the same page.
        """
        if self.params.moderation.show_leniency:
            return secret.existing_or_new(self.params.outputs).hex()
        rows = pd.util.hash_pandas_object(self.tables["audits"], index=False).sort_values()
        return hmac.digest(b"pseudonyms", rows.to_numpy("<u8").tobytes(), "sha256").hex()

    @cached_property
    def rows_before(self) -> kept_rows.KeptRows | None:
        """The rows of the organisation's newest run on other inputs, as fingerprints, if any."""
        whose = self.params.organisation
        return kept_rows.before(self.params.shelf, self.tables, organisation=whose)

    @cached_property
    def rows_changed(self) -> pd.DataFrame:
        """Every row that was added, removed or edited since that run; none without one."""
        if self.rows_before is None:
            return revisions.changed({}, {})
        key = secret.existing_or_new(self.params.outputs)
        now = kept_rows.fingerprints(self.tables, secret=key)
        return revisions.changed(self.rows_before.tables, now)

    @cached_property
    def key(self) -> str:
        """What tells this run's inputs from any other's: 12 hex digits."""
        return provenance.run_key(self.params.resolved(), self.tables.fingerprint)


def open_run(params_file: str, *, group_by: str | None = None, even_empty: bool = False) -> Opened:
    """Read a run's params and load its tables, for a notebook.

    Parameters
    ----------
    params_file : str
        A run's YAML file, such as params/2023-11.yml; looked for in the working folder and in
        each folder above it.
    group_by : str, optional
        The notebook's own choice of a grouping, to be checked.
    even_empty : bool
        Whether the page is made even where no row of the register is accepted.

    Raises
    ------
    ParamsError
        If params have a fault, or the notebook was given a parameter that it doesn't have.
    DataError
        If a source can't be read, or has no individual audit of the month.

    Examples
    --------
    >>> run = open_run("params/2023-11.yml", group_by="team")
    >>> len(run.audits), run.months[0], run.as_at
    (730, Period('2023-05', 'M'), datetime.date(2023, 12, 3))
    """
    shell = _shell()
    if shell is not None:
        shell.set_custom_exc((QAError,), _one_sentence)
        # A safe table on a line of its own shows itself, and is recorded like any other.
        shell.display_formatter.mimebundle_formatter.for_type(SafeTable, _shown)
        refuse_unknown_parameters(list(shell.user_ns.get("In", [])))
    if group_by is not None and group_by not in get_args(Grouping):
        allowed = ", ".join(get_args(Grouping))
        raise ParamsError(f"group_by: found “{group_by}”; allowed: {allowed}.")
    read = params.read(params_file)
    loaded = load_or_last(read, even_empty=even_empty)
    _refuse_blank_grouping(loaded.get("audits"), group_by)
    return Opened(read, loaded, find(Path(params_file)))


def _refuse_blank_grouping(audits: pd.DataFrame | None, group_by: str | None) -> None:
    if audits is None or group_by is None or audits[group_by].notna().any() or audits.empty:
        return
    name = labels.label(group_by).lower()
    raise DataError(
        f"group_by: {group_by}: no audit has a {name}, so that nothing can be told by it. Add it "
        "to the audit register, or group by service_area or team."
    )


@cache
def example() -> Opened:
    """Return the example's run, opened once: to try things out on, as in the examples of `help`.

    Raises
    ------
    ParamsError
        If the example's params aren't beside the package.

    Examples
    --------
    >>> example()
    Example Children’s Trust: May to November 2023, as at 3 December 2023. Accepted rows ...
    """
    return open_run(str(params.EXAMPLE))


def _shell() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    return get_ipython()


def _shown(safe: SafeTable) -> dict[str, Any]:
    return table(safe)._repr_mimebundle_()


def _one_sentence(
    shell: Any, kind: type, error: BaseException, _trace: Any, **_offset: Any
) -> None:
    """Show what a user did wrong as the sentence that says so, without a traceback."""
    shell._showtraceback(kind, error, [str(error)])
