"""The months of a register that has only dates: each audit's is that of a declared date."""

from dataclasses import replace

import numpy as np

from qaanalysis.data.draft import Draft
from qaanalysis.data.schemas import Table
from qaanalysis.data.validate import Broken
from qaanalysis.errors import DataError
from qaanalysis.params_reading import Reading
from qaanalysis.vocabulary import Col

# The table whose months can be those of a date; in a table of counts a month is all there is.
OF = "audits"
TAKEN = "month taken from"


def as_exported(table: Table, reading: Reading) -> Table:
    """Return what a table of an export must have: that date in the place of the months it tells."""
    if reading.month_from is None or table.name != OF:
        return table
    schema = table.schema.update_column(Col.MONTH, nullable=True)
    return replace(table, schema=schema.update_column(reading.month_from, nullable=False))


def fill_months(draft: Draft, reading: Reading) -> None:
    """Give each audit the month of the declared date, and note it as a repair.

    A row without that date is rejected for the date alone.

    Raises
    ------
    DataError
        If the register has a column of months as well.
    """
    column = reading.month_from
    if column is None or draft.raw.table.name != OF:
        return
    if Col.MONTH in draft.codes:
        raise DataError(
            f"{draft.raw.where}: the column “{draft.raw.headings.texts[Col.MONTH]}” holds months, "
            f"and reading.month_from in params takes them from {column}. Only one of the two can "
            "hold: take month_from out, or give the column another heading."
        )
    days = draft.frame[column]
    draft.frame[Col.MONTH] = days.dt.to_period("M")
    dated = days.notna().to_numpy()
    if dated.any():
        row = int(draft.rows[dated][0])
        draft.add_repair(Col.MONTH, f"{TAKEN} {column}", n=int(dated.sum()), row=row)
    undated = np.flatnonzero(~dated)
    allowed = f"a date in every row, as {Col.MONTH} is taken from it"
    draft.reject(Broken("blank", column, undated, allowed, found="nothing"))
    draft.pass_over(Col.MONTH, undated)
