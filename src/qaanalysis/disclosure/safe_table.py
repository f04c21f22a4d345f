"""The only kind of table that may be shown: one that has been made safe for its audience."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from qaanalysis.cases import Cases, mistold
from qaanalysis.data.schemas import sensitive_columns
from qaanalysis.disclosure import no_data
from qaanalysis.disclosure.known import Fact
from qaanalysis.disclosure.ledger import Ledger
from qaanalysis.disclosure.row_order import most_first
from qaanalysis.errors import DisclosureError
from qaanalysis.policy import HIDDEN, Policy
from qaanalysis.vocabulary import Audience

INTERNAL = "for internal readers only"


@dataclass(frozen=True)
class SafeTable:
    """A table that its audience may see. Made by `protect`, never by hand.

    Parameters
    ----------
    frame : DataFrame
        Figures, one row for each row heading in the (named) index. A column `x` with `x_low` and
        `x_high` beside it is an estimate with its interval; shares are 0–1. A hidden figure is the
        text “[c]”.
    total : DataFrame or None
        One row with the same columns, computed from pooled counts.
    caption : str
        What the table shows, for a reader who sees nothing else of the page.
    unit : str
        What is counted: audits, children, families.
    audience : Audience
        Who may see it.
    note : str
        What to know when reading it.
    cases : Cases or None
        The cases that its figures count, for readers who may see them.
    facts : tuple of Fact
        What its readers know by it, for later tables and reports to be checked against.
    withheld : str
        Why none of it is shown; empty if it is.
    left_out : tuple of str
        Columns that aren't shown, so that less of the others had to be hidden.
    """

    frame: pd.DataFrame
    total: pd.DataFrame | None
    caption: str
    unit: str
    audience: Audience
    note: str = ""
    cases: Cases | None = None
    facts: tuple[Fact, ...] = ()
    withheld: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def whole(self) -> pd.Series:
        """The total's row.

        Raises
        ------
        DisclosureError
            If the table has no total.
        """
        if self.total is None:
            raise DisclosureError(f"The table “{self.caption}” has no total.")
        return self.total.iloc[0]

    @property
    def hides(self) -> bool:
        """Whether any figure is hidden."""
        frames = [frame for frame in (self.frame, self.total) if frame is not None]
        return any(bool((frame == HIDDEN).any(axis=None)) for frame in frames)


def protect(
    frame: pd.DataFrame,
    *,
    audience: Audience,
    caption: str,
    unit: str,
    total: pd.DataFrame | None = None,
    note: str = "",
    cases: Cases | None = None,
    workload: bool = False,
    internal_only: bool = False,
    ledger: Ledger | None = None,
    absent: Sequence[pd.Period] = (),
    by_most: str = "",
) -> SafeTable:
    """Make a table safe for its audience, or refuse.

    For the internal audience nothing is suppressed, but no table may have a column or row heading
    that identifies a child, a family or a worker. For publication, groupings that are internal
    only are refused; small numbers of cases are hidden, with as many others as it takes for none to
    be worked out; before much is hidden the table is made coarser. A table that can't be protected
    is withheld: it has no rows.

    Parameters
    ----------
    frame : DataFrame
        The table.
    audience : Audience
        Who is to see it.
    caption, unit, note : str
        As of `SafeTable`.
    total : DataFrame, optional
        Its total.
    cases : Cases, optional
        What its figures count. To be published, a table needs either this or `workload`.
    workload : bool
        Whether it counts work (planned, scheduled, returned …), which is never hidden.
    internal_only : bool
        Whether it is for internal readers whatever it shows; others are told that it is withheld.
    ledger : Ledger, optional
        The policy of publication, and what readers know already.
    absent : sequence of Period, optional
        Months of which there are no data. Their rows have no figures: 0 would be one.
    by_most : str, optional
        The column by whose figures rows are put in order, the most first. Rows in the order of
        figures that are hidden would give them away, so that a table is never to be sorted by its
        figures before it is made safe; here only what is shown decides.

    Raises
    ------
    DisclosureError
        If a column or an index level is one that identifies a person, or one that is internal only
        is to be published; if `cases` don't count what the table shows; if `by_most` isn't one of
        the table's columns.

    Examples
    --------
    >>> frame = pd.DataFrame({"returned": [23]}, index=pd.Index(["Nov"], name="month"))
    >>> protect(frame, audience=Audience.INTERNAL, caption="Returns", unit="audits").unit
    'audits'
    """
    audience = _known(audience)
    _refuse_personal(frame, caption)
    if by_most and by_most not in frame:
        raise DisclosureError(
            f"The rows of “{caption}” can't be put in order by {by_most}: it has no such column."
        )
    if total is not None and list(total.columns) != list(frame.columns):
        raise DisclosureError(f"The total of “{caption}” doesn't have the table's columns.")
    if cases is not None and (wrong := mistold(cases, frame, total)):
        raise DisclosureError(
            f"The table “{caption}” doesn't count the cases it says it counts, in: "
            f"{', '.join(wrong)}."
        )
    whole = None if total is None else total.copy()
    note = " ".join(filter(None, [note, no_data.said(frame, absent)]))
    safe = SafeTable(frame.copy(), whole, caption, unit, audience, note, cases)
    made = _for_audience(safe, ledger, workload=workload, internal_only=internal_only)
    return replace(made, frame=most_first(no_data.blanked(made.frame, absent), by_most))


def _known(audience: Audience | str) -> Audience:
    try:
        return Audience(audience)
    except ValueError:
        allowed = ", ".join(Audience)
        raise DisclosureError(f"audience: found “{audience}”; allowed: {allowed}.") from None


def _for_audience(
    safe: SafeTable, ledger: Ledger | None, *, workload: bool, internal_only: bool
) -> SafeTable:
    if safe.audience is Audience.INTERNAL:
        return safe
    if internal_only:
        return replace(safe, frame=safe.frame.iloc[:0], total=None, cases=None, withheld=INTERNAL)
    if ledger is None:
        raise DisclosureError(f"The table “{safe.caption}” can't be published without a policy.")
    _refuse_internal_only(safe.frame, safe.caption, ledger.policy)
    return _published(safe, ledger, workload=workload)


def _refuse_personal(frame: pd.DataFrame, caption: str) -> None:
    headings = [*frame.columns, *frame.index.names]
    personal = {c: s for c, s in sensitive_columns().items() if c in headings}
    if personal:
        listed = ", ".join(f"{column} (identifies a {who})" for column, who in personal.items())
        raise DisclosureError(
            f"The table “{caption}” may not be shown: it has {listed}. Group by something else."
        )


def _refuse_internal_only(frame: pd.DataFrame, caption: str, policy: Policy) -> None:
    headings = [*frame.columns, *frame.index.names]
    internal = [str(name) for name in headings if name in policy.internal_only]
    if internal:
        raise DisclosureError(
            f"The table “{caption}” may not be published: {', '.join(internal)} is for internal "
            "readers only. Group by something else, or mark the cell “internal-only”."
        )


def _published(safe: SafeTable, ledger: Ledger, *, workload: bool) -> SafeTable:
    """Return what may be published of a table, and note it in the ledger."""
    # Linear programs are imported where there is something to publish: internal tables don't wait.
    from qaanalysis.disclosure.published import WITHHELD, published

    if workload or (safe.frame.empty and safe.total is None):
        return replace(safe, cases=None)
    if safe.cases is None:
        raise DisclosureError(
            f"The table “{safe.caption}” can't be published: it doesn't say which cases it counts. "
            "Give `cases`, or `workload=True` if it counts work only, or mark the cell "
            "“internal-only”."
        )
    made = published(safe.frame, safe.total, safe.cases, ledger, caption=safe.caption)
    ledger.add(safe.caption, made.facts, made.unshown)
    return replace(
        safe,
        frame=made.frame,
        total=made.total,
        note=" ".join(filter(None, [safe.note, made.said])),
        cases=None,
        facts=made.facts,
        withheld=WITHHELD if made.withheld else "",
        left_out=tuple(name for name in map(str, safe.frame) if name not in made.frame),
    )
