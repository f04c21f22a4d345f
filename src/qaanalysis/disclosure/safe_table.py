"""The only kind of table that may be shown: one that has been made safe for its audience."""

from dataclasses import dataclass

import pandas as pd

from qaanalysis.data.schemas import sensitive_columns
from qaanalysis.errors import DisclosureError
from qaanalysis.vocabulary import Audience


@dataclass(frozen=True)
class SafeTable:
    """A table that its audience may see. Made by `protect`, never by hand.

    Parameters
    ----------
    frame : DataFrame
        Figures, one row for each row heading in the (named) index. A column `x` with `x_low` and
        `x_high` beside it is an estimate with its interval; shares are 0–1.
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
    """

    frame: pd.DataFrame
    total: pd.DataFrame | None
    caption: str
    unit: str
    audience: Audience
    note: str = ""

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


def protect(
    frame: pd.DataFrame,
    *,
    audience: Audience,
    caption: str,
    unit: str,
    total: pd.DataFrame | None = None,
    note: str = "",
) -> SafeTable:
    """Make a table safe for its audience, or refuse.

    For the internal audience nothing is suppressed, but no table may have a column or row heading
    that identifies a child, a family or a worker.

    Raises
    ------
    DisclosureError
        If a column or an index level is one that identifies a person.

    Examples
    --------
    >>> frame = pd.DataFrame({"returned": [23]}, index=pd.Index(["Nov"], name="month"))
    >>> protect(frame, audience=Audience.INTERNAL, caption="Returns", unit="audits").unit
    'audits'
    """
    headings = [*frame.columns, *frame.index.names]
    personal = {c: s for c, s in sensitive_columns().items() if c in headings}
    if personal:
        listed = ", ".join(f"{column} (identifies a {who})" for column, who in personal.items())
        raise DisclosureError(
            f"The table “{caption}” may not be shown: it has {listed}. Group by something else."
        )
    if total is not None and list(total.columns) != list(frame.columns):
        raise DisclosureError(f"The total of “{caption}” doesn't have the table's columns.")
    return SafeTable(
        frame.copy(), None if total is None else total.copy(), caption, unit, audience, note
    )
